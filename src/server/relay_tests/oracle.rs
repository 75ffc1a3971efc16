//! Where our relay and a server that somebody else wrote (`turn-server-proto`) must answer alike, they do. It passes over a token
//! that it never gave and over a second address for a channel, which RFC 8656 refuses; those stand in the other tests.

use turn_client_proto::stun::Instant;
use turn_client_proto::types::{AddressFamily, TransportType};
use turn_server_proto::api::{Transmit, TurnServerApi, TurnServerPollRet};
use turn_server_proto::server::TurnServer;
use turn_types::attribute::{EvenPort, RequestedAddressFamily, ReservationToken};
use turn_types::prelude::DelayedTransmitBuild;

use super::*;

struct Oracle {
    server: TurnServer,
    nonce: String,
}

impl Oracle {
    fn new() -> Self {
        let mut server = TurnServer::new(TransportType::Udp, way(1, 5).local, "duet".into());
        for number in [1, 3] {
            let login = login(number, UNIX_S + 3_600);
            server.add_user(login.username, login.password);
        }
        Self { server, nonce: String::new() }
    }

    fn give(&mut self, from: &FiveTuple, packet: &[u8]) -> Option<Vec<u8>> {
        let now = Instant::from_nanos(1_000_000);
        let packet = Transmit::new(packet.to_vec(), TransportType::Udp, from.remote, from.local);
        if let Some(answer) = self.server.recv(packet, now) {
            return Some(answer.data.build());
        }
        let family = AddressFamily::IPV4;
        if let TurnServerPollRet::AllocateSocket { transport, listen_addr, client_addr, .. } = self.server.poll(now) {
            let label = Ok((PUBLIC, 50_000).into());
            let udp = TransportType::Udp;
            self.server.allocated_socket(transport, listen_addr, client_addr, udp, family, label, now);
        }
        self.server.poll_transmit(now).map(|answer| answer.data)
    }
}

/// Gives both the same request, each with the nonce that it gave, and says how both answered: a number of an error, 0 for success.
fn both(
    world: &mut World,
    oracle: &mut Oracle,
    person: u8,
    method: Method,
    says: &[&dyn AttributeWrite],
) -> [Option<u16>; 2] {
    let (from, id, login) = (way(1, 5), TransactionId::from(77), login(person, UNIX_S + 3_600));
    let nonce_of = |answer: &[u8]| {
        let message = Message::from_bytes(answer).expect("an answer");
        message.attribute::<Nonce>().expect("a nonce").nonce().to_owned()
    };
    if oracle.nonce.is_empty() {
        let answer = oracle.give(&from, &unsigned(REFRESH, &[])).expect("an answer");
        oracle.nonce = nonce_of(&answer);
    }
    let own = world.give(&from, &unsigned(REFRESH, &[]));
    let own = world.give(&from, &signed(id, method, says, &login, &nonce_of(&own.1))).1;
    let theirs = oracle.give(&from, &signed(id, method, says, &login, &oracle.nonce.clone()));
    let code = |answer: &[u8]| error_of(answer).unwrap_or_default();
    [(!own.is_empty()).then(|| code(&own)), theirs.map(|answer| code(&answer))]
}

#[test]
fn strangers_get_the_same_answers() {
    let (mut world, mut oracle) = (World::new(settings()), Oracle::new());
    let from = way(1, 5);
    for method in [ALLOCATE, REFRESH, CREATE_PERMISSION, CHANNEL_BIND] {
        let request = unsigned(method, &[&transport()]);
        let theirs = oracle.give(&from, &request).expect("an answer");
        assert_eq!([error_of(&theirs), error_of(&world.give(&from, &request).1)], [Some(401); 2], "{method:?}");
    }
    let request = unsigned(BINDING, &[]);
    let theirs = oracle.give(&from, &request).expect("an answer");
    let mapped = [theirs, world.give(&from, &request).1].map(|answer| {
        let message = Message::from_bytes(&answer).expect("an answer");
        message.attribute::<XorMappedAddress>().expect("an address").addr(message.transaction_id())
    });
    assert_eq!(mapped, [from.remote; 2]);
}

#[test]
fn requests_get_the_same_answers() {
    let (mut world, mut oracle) = (World::new(settings()), Oracle::new());
    world.fact(Fact::Issued(ticket(1), SocketId(1)));
    let id = TransactionId::from(77);
    let own = XorPeerAddress::new((PUBLIC, 50_001).into(), id);
    let (channel, outside) = (ChannelNumber::new(0x4000), ChannelNumber::new(0x3fff));
    let (even, token, tcp) = (EvenPort::new(false), ReservationToken::new(5), RequestedTransport::new(6));
    let v6 = RequestedAddressFamily::new(AddressFamily::IPV6);
    let unknown = stun_types::attribute::RawAttribute::new(0x0003.into(), &[0, 0, 0, 6]);
    let (ended, longer) = (Lifetime::new(0), Lifetime::new(1_000));
    let steps: [(u8, Method, &[&dyn AttributeWrite], u16); 20] = [
        (1, REFRESH, &[], 437),
        (1, CREATE_PERMISSION, &[&own], 437),
        (1, CHANNEL_BIND, &[&channel, &own], 437),
        (1, ALLOCATE, &[], 400),
        (1, ALLOCATE, &[&tcp, &unknown], 420),
        (1, ALLOCATE, &[&transport(), &even, &token], 400),
        (1, ALLOCATE, &[&transport(), &v6, &token], 400),
        (1, ALLOCATE, &[&transport()], 0),
        (3, REFRESH, &[], 441),
        (3, CREATE_PERMISSION, &[&own], 441),
        (3, CHANNEL_BIND, &[&channel, &own], 441),
        (1, REFRESH, &[&longer], 0),
        (1, CREATE_PERMISSION, &[], 400),
        (1, CREATE_PERMISSION, &[&own], 0),
        (1, CHANNEL_BIND, &[&channel], 400),
        (1, CHANNEL_BIND, &[&own], 400),
        (1, CHANNEL_BIND, &[&outside, &own], 400),
        (1, CHANNEL_BIND, &[&channel, &own], 0),
        (1, CHANNEL_BIND, &[&channel, &own], 0),
        (1, REFRESH, &[&ended], 0),
    ];
    for (number, (person, method, says, code)) in steps.into_iter().enumerate() {
        assert_eq!(
            both(&mut world, &mut oracle, person, method, says),
            [Some(code); 2],
            "step {number}: {method:?} {says:?}"
        );
    }
    assert_eq!(both(&mut world, &mut oracle, 1, REFRESH, &[]), [Some(437); 2], "it has ended");
}
