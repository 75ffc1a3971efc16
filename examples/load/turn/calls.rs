//! Pairs who may send to each other: through a relay, or straight on.

use std::net::{Ipv4Addr, SocketAddr, UdpSocket};

use anyhow::{Context, Result};
use duet::server::relay::Login;
use tokio::runtime::Runtime;

use super::allocation::Allocation;
use crate::client::Client;
use crate::scenes::fill;
use crate::server::{COTURN_LOGIN, Kind, Server};

/// Two sockets: what goes into one comes out of the other.
pub(crate) type Pair = [UdpSocket; 2];

/// The people of one server, of whom two each may have a call.
pub(crate) struct Calls {
    relay: SocketAddr,
    logins: Vec<[Login; 2]>,
    opened: u32,
}

impl Calls {
    /// Seats so many pairs of people opposite each other, where that is what the relay goes by.
    pub(crate) fn start(runtime: &Runtime, server: &Server, pairs: usize) -> Result<Self> {
        let logins = if server.kind == Kind::Coturn {
            let [username, password] = COTURN_LOGIN.map(str::to_owned);
            let login = Login { username, password };
            vec![[login.clone(), login]; pairs]
        } else {
            let seated = runtime.block_on(fill(server, pairs))?;
            seated
                .into_iter()
                .map(|(one, other)| Ok([stay(runtime, one)?, stay(runtime, other)?]))
                .collect::<Result<_>>()?
        };
        Ok(Self { relay: server.relay, logins, opened: 0 })
    }

    /// Opens calls of so many pairs who had none.
    pub(crate) fn open(&mut self, pairs: usize) -> Result<Vec<Pair>> {
        (0..pairs).map(|_| self.open_one()).collect()
    }

    fn open_one(&mut self) -> Result<Pair> {
        let logins = self.logins.pop().context("more calls than people")?;
        self.opened += 1;
        // Each pair has an address of its own, as most calls do; a relay allows one address only so much.
        let own = Ipv4Addr::from_bits(Ipv4Addr::new(127, 1, 0, 0).to_bits() + self.opened);
        let [one, other] = logins.map(|login| Allocation::new(self.relay, own, login));
        let (mut one, mut other) = (one?, other?);
        one.bind(other.label)?;
        other.bind(one.label)?;
        Ok([one.socket, other.socket])
    }
}

/// Has somebody answer the server until the runtime ends; gives what the relay takes them for.
fn stay(runtime: &Runtime, mut person: Client) -> Result<Login> {
    let login = person.login.clone().context("the server has no relay")?;
    runtime.spawn(async move { person.listen().await });
    Ok(login)
}

/// The same without a relay.
pub(crate) fn direct(pairs: usize) -> Result<Vec<Pair>> {
    let pair = |_| {
        let bind = || UdpSocket::bind((Ipv4Addr::LOCALHOST, 0));
        let pair = [bind()?, bind()?];
        pair[0].connect(pair[1].local_addr()?)?;
        pair[1].connect(pair[0].local_addr()?)?;
        Ok(pair)
    };
    (0..pairs).map(pair).collect()
}
