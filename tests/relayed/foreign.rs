//! A client of TURN that somebody else wrote (`turn-client-proto`), over a real line.

use std::net::SocketAddr;
use std::time::Duration;

use duet::server::relay::Login;
use tokio::time::{Instant, timeout};
use turn_client_proto::api::{Transmit, TurnClientApi, TurnConfig, TurnEvent, TurnPollRet, TurnRecvRet};
use turn_client_proto::prelude::DelayedTransmitBuild;
use turn_client_proto::stun;
use turn_client_proto::tcp::TurnClientTcp;
use turn_client_proto::types::{TransportType, TurnCredentials};
use turn_client_proto::udp::TurnClientUdp;

use super::line::{Line, PATIENCE};

enum Client {
    Datagrams(TurnClientUdp),
    Stream(TurnClientTcp),
}

/// The same for both.
macro_rules! both {
    ($client:expr, $name:ident => $does:expr) => {
        match $client {
            Client::Datagrams($name) => $does,
            Client::Stream($name) => $does,
        }
    };
}

pub(crate) struct Foreign {
    client: Client,
    line: Line,
    since: Instant,
    label: Option<SocketAddr>,
    is_permitted: bool,
    heard: Vec<Vec<u8>>,
}

impl Foreign {
    /// With an allocation.
    pub(crate) async fn with(line: Line, login: &Login) -> Self {
        let config = TurnConfig::new(TurnCredentials::new(&login.username, &login.password));
        let client = if line.is_stream() {
            Client::Stream(TurnClientTcp::allocate(line.local, line.remote, config))
        } else {
            Client::Datagrams(TurnClientUdp::allocate(line.local, line.remote, config))
        };
        let (label, since) = (None, Instant::now());
        let mut foreign = Self { client, line, since, label, is_permitted: false, heard: Vec::new() };
        foreign.goes_on(|foreign| foreign.label.is_some()).await;
        foreign
    }

    pub(crate) fn label(&self) -> SocketAddr {
        self.label.expect("an allocation")
    }

    pub(crate) async fn permits(&mut self, peer: SocketAddr) {
        let now = self.now();
        both!(&mut self.client, client => client.create_permission(TransportType::Udp, peer.ip(), now))
            .expect("an allocation");
        self.goes_on(|foreign| foreign.is_permitted).await;
    }

    pub(crate) async fn says(&mut self, to: SocketAddr, data: &[u8]) {
        let now = self.now();
        let packet = both!(&mut self.client, client => client.send_to(TransportType::Udp, to, data.to_vec(), now));
        let packet = packet.expect("a permission").expect("something to send");
        self.line.sends(&packet.data.build()).await;
    }

    pub(crate) async fn hears(&mut self) -> Vec<u8> {
        self.goes_on(|foreign| !foreign.heard.is_empty()).await;
        self.heard.remove(0)
    }

    /// Does what the client wants until something has happened.
    async fn goes_on(&mut self, has_happened: impl Fn(&Self) -> bool) {
        let until = Instant::now() + PATIENCE;
        while !has_happened(self) {
            assert!(Instant::now() < until, "it does not happen");
            let wait = self.works().await;
            if has_happened(self) {
                return;
            }
            // After that it is the client's turn.
            if let Ok(some) = timeout(wait.min(PATIENCE), self.line.hears_some()).await {
                self.takes(some.expect("an open line"));
            }
        }
    }

    /// Sends what the client wants to send, and says how long it wants to wait.
    async fn works(&mut self) -> Duration {
        let now = self.now();
        let wait = match both!(&mut self.client, client => client.poll(now)) {
            TurnPollRet::WaitUntil(at) => at.saturating_duration_since(now),
            other => panic!("{other:?}"),
        };
        while let Some(packet) = both!(&mut self.client, client => client.poll_transmit(now)) {
            self.line.sends(&packet.data).await;
        }
        while let Some(event) = both!(&mut self.client, client => client.poll_event()) {
            match event {
                TurnEvent::AllocationCreated(_, label) => self.label = Some(label),
                TurnEvent::PermissionCreated(..) => self.is_permitted = true,
                other => panic!("{other:?}"),
            }
        }
        wait
    }

    fn takes(&mut self, bytes: Vec<u8>) {
        let now = self.now();
        let transport = if self.line.is_stream() { TransportType::Tcp } else { TransportType::Udp };
        let packet = Transmit::new(bytes, transport, self.line.remote, self.line.local);
        match both!(&mut self.client, client => client.recv(packet, now)) {
            TurnRecvRet::PeerData(data) => self.heard.push(data.data().to_vec()),
            TurnRecvRet::Handled => {}
            other => panic!("{other:?}"),
        }
        while let Some(data) = both!(&mut self.client, client => client.poll_recv(now)) {
            self.heard.push(data.data().to_vec());
        }
    }

    fn now(&self) -> stun::Instant {
        // It begins later than at 0, which some clients take for never.
        let passed = self.since.elapsed() + Duration::from_secs(1);
        stun::Instant::from_nanos(i64::try_from(passed.as_nanos()).expect("a test is short"))
    }
}
