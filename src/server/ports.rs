//! The addresses to listen on: handed over by whoever started the server (systemd's socket activation, sd_listen_fds(3)), or opened
//! here, as this machine can have them. What is handed over stays open between two processes, so nobody is refused meanwhile.

use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};

use listenfd::ListenFd;
use socket2::{Domain, Socket, Type};

/// The port that addresses of encrypted pages leave out (RFC 9110, section 4.2.2).
pub const HTTPS: u16 = 443;

/// That of others (section 4.2.1).
pub const HTTP: u16 = 80;

/// How many connections may wait to be taken; the system has its own limit below that (`net.core.somaxconn`). Everybody comes at once
/// when a server has started again.
const BACKLOG: i32 = 4_096;

/// What Linux says where it has no IPv6 at all (EAFNOSUPPORT), and where the address is not this machine's (EADDRNOTAVAIL).
const NO_FAMILY: i32 = 97;
const NO_ADDRESS: i32 = 99;

/// Why there is no port.
#[derive(Debug, thiserror::Error)]
pub enum PortError {
    /// Somebody else has it.
    #[error("{0} cannot be {1}: another program listens there")]
    Taken(&'static str, SocketAddr),
    /// Only root may.
    #[error(
        "{0} cannot be {1}: ports below 1024 need a right; `setcap cap_net_bind_service=+ep` gives it to the program, \
         deploy/duet.service to the service"
    )]
    Forbidden(&'static str, SocketAddr),
    /// Another machine's.
    #[error("{0} cannot be {1}: this machine does not have that address; [::] or 0.0.0.0 stands for all that it has")]
    NotOurs(&'static str, SocketAddr),
    /// Of a port that is there for TCP.
    #[error("the relay cannot have UDP at {1}, which is {0}: {2}; free it, or say DUET_RELAY=off")]
    NoUdp(&'static str, SocketAddr, io::Error),
    /// Anything else.
    #[error("{0} cannot be {1}: {2}")]
    Other(&'static str, SocketAddr, io::Error),
    /// Only half of what a setting asks for.
    #[error(
        "{0} is {1}, and a socket at {2} was handed over, which nobody reaches over IPv6: hand over {1}, or set {0} to {2}"
    )]
    OnlyIpv4(&'static str, SocketAddr, SocketAddr),
    /// Whoever connects there would wait for ever.
    #[error("a socket at {0} was handed over, and no setting has that address: DUET_LISTEN is one")]
    Unasked(SocketAddr),
    /// Not a port of TCP.
    #[error(
        "a socket that was handed over cannot be listened on: {0}; of systemd, Duet takes ListenStream= with addresses only"
    )]
    NoPort(io::Error),
}

impl PortError {
    /// What it means that the system does not give an address.
    pub fn of(name: &'static str, address: SocketAddr, error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::AddrInUse => Self::Taken(name, address),
            io::ErrorKind::PermissionDenied => Self::Forbidden(name, address),
            io::ErrorKind::AddrNotAvailable => Self::NotOurs(name, address),
            _ => Self::Other(name, address, error),
        }
    }
}

/// The ports that were handed over and are not in use yet.
#[derive(Debug)]
pub struct Ports(Vec<(SocketAddr, TcpListener)>);

impl Ports {
    /// Takes what was handed over, if anything was.
    ///
    /// # Errors
    /// [`PortError::NoPort`].
    pub fn handed_over() -> Result<Self, PortError> {
        let mut handed = ListenFd::from_env();
        let listeners = (0..handed.len()).map(|number| {
            let listener = handed.take_tcp_listener(number)?.ok_or_else(|| io::Error::other("it is taken"))?;
            Ok((listener.local_addr()?, listener))
        });
        listeners.collect::<Result<_, _>>().map(Self).map_err(PortError::NoPort)
    }

    /// The port of the setting `name`: the one at its address that was handed over, else one that is opened now. Where there is no
    /// IPv6, `[::]` is taken as `0.0.0.0`, and that is said.
    ///
    /// # Errors
    /// See [`PortError`].
    pub fn open(&mut self, name: &'static str, address: SocketAddr) -> Result<tokio::net::TcpListener, PortError> {
        let listener = match self.handed(name, address, listen)? {
            Some(number) => self.0.swap_remove(number).1,
            None => bind(name, address, listen)?,
        };
        let other = |error| PortError::Other(name, address, error);
        listener.set_nonblocking(true).map_err(other)?;
        tokio::net::TcpListener::from_std(listener).map_err(other)
    }

    /// Which of those that were handed over is the one, if any. One for all addresses of IPv4 is it also for `[::]` where there is no
    /// IPv6, which is found out by opening a port with `bind`.
    fn handed<L>(
        &self,
        name: &'static str,
        address: SocketAddr,
        bind: impl Fn(SocketAddr) -> io::Result<L>,
    ) -> Result<Option<usize>, PortError> {
        let position = |wanted| self.0.iter().position(|(handed, _)| is_same(*handed, wanted));
        let (same, ipv4) = (position(address), SocketAddr::new(Ipv4Addr::UNSPECIFIED.into(), address.port()));
        if same.is_some() || !address.is_ipv6() || !address.ip().is_unspecified() {
            return Ok(same);
        }
        match (position(ipv4), bind(SocketAddr::new(address.ip(), 0))) {
            (Some(_), Ok(_)) => Err(PortError::OnlyIpv4(name, address, ipv4)),
            (half, _) => Ok(half),
        }
    }

    /// That nothing was handed over which no setting has.
    ///
    /// # Errors
    /// [`PortError::Unasked`].
    pub fn all_used(self) -> Result<(), PortError> {
        self.0.first().map_or(Ok(()), |(address, _)| Err(PortError::Unasked(*address)))
    }
}

/// Whether a port that was handed over is that of a setting. systemd's `ListenStream=443` is `[::]:443`, which is there for IPv4 too;
/// `0.0.0.0:443` is there for nobody else.
fn is_same(handed: SocketAddr, wanted: SocketAddr) -> bool {
    let (one, other) = (handed.ip().to_canonical(), wanted.ip().to_canonical());
    let is_all_of_both = one.is_unspecified() && one.is_ipv6() && other.is_unspecified();
    handed.port() == wanted.port() && (one == other || is_all_of_both)
}

/// Whether this machine has that address. Its port may be taken, as by the server that runs while settings are checked.
///
/// # Errors
/// See [`PortError`].
pub fn check(name: &'static str, address: SocketAddr) -> Result<(), PortError> {
    check_with(name, address, listen)
}

fn check_with<L>(
    name: &'static str,
    address: SocketAddr,
    listen: impl Fn(SocketAddr) -> io::Result<L>,
) -> Result<(), PortError> {
    let at_any_port = |mut address: SocketAddr| {
        // What else an address has stays: one of a single link is of no use without the link.
        address.set_port(0);
        listen(address)
    };
    bind(name, address, at_any_port).map(drop)
}

/// Listens as the standard library does; but `[::]` is there for IPv4 too, whatever the system's custom is (`net.ipv6.bindv6only`).
fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = Socket::new(Domain::for_address(address), Type::STREAM, None)?;
    socket.set_reuse_address(true)?;
    open_to_both(&socket, address)?;
    socket.bind(&address.into())?;
    socket.listen(BACKLOG)?;
    Ok(socket.into())
}

fn open_to_both(socket: &Socket, address: SocketAddr) -> io::Result<()> {
    if address.is_ipv6() && address.ip().is_unspecified() { socket.set_only_v6(false) } else { Ok(()) }
}

fn bind<L>(
    name: &'static str,
    address: SocketAddr,
    bind: impl Fn(SocketAddr) -> io::Result<L>,
) -> Result<L, PortError> {
    let bound = bind(address).or_else(|error| {
        if !address.is_ipv6() || !address.ip().is_unspecified() || !has_no_ipv6(&error) {
            return Err(error);
        }
        let instead = SocketAddr::new(Ipv4Addr::UNSPECIFIED.into(), address.port());
        tracing::warn!("{name} is {address}, and this machine has no IPv6: {instead} is used instead");
        bind(instead)
    });
    bound.map_err(|error| PortError::of(name, address, error))
}

/// Whether it fails because there is no IPv6 here.
pub(super) fn has_no_ipv6(error: &io::Error) -> bool {
    matches!(error.raw_os_error(), Some(NO_FAMILY | NO_ADDRESS))
}

#[cfg(test)]
mod tests {
    use std::net::TcpStream;

    use super::*;

    /// A machine that has no IPv6, as `ipv6.disable=1` leaves it.
    fn without_ipv6(address: SocketAddr) -> io::Result<SocketAddr> {
        if address.is_ipv6() { Err(io::Error::from_raw_os_error(NO_FAMILY)) } else { Ok(address) }
    }

    fn address(text: &str) -> SocketAddr {
        text.parse().expect("an address")
    }

    #[test]
    fn all_addresses_are_those_of_ipv4_where_there_is_no_other() {
        let bound = |text| bind("DUET_LISTEN", address(text), without_ipv6);
        assert_eq!(bound("[::]:443").expect("it falls back"), address("0.0.0.0:443"));
        assert_eq!(bound("0.0.0.0:443").expect("nothing to mend"), address("0.0.0.0:443"));
        assert!(bound("[2001:db8::1]:443").is_err(), "one address is not another");
    }

    #[test]
    fn all_addresses_are_those_of_ipv4_too_whatever_the_system_is_used_to() {
        let Ok(listener) = listen(address("[::]:0")) else { return };
        let port = listener.local_addr().expect("it is bound").port();
        TcpStream::connect(("127.0.0.1", port)).expect("it is there for IPv4");
        // As the system may have it.
        let socket = Socket::new(Domain::IPV6, Type::STREAM, None).expect("there is IPv6");
        socket.set_only_v6(true).expect("a socket of IPv6");
        open_to_both(&socket, address("[::]:443")).expect("a socket of IPv6");
        assert!(!socket.only_v6().expect("a socket of IPv6"));
    }

    #[test]
    fn an_address_is_checked_on_its_link_and_told_as_it_is_set() {
        let checked = std::cell::Cell::new(None);
        let listen = |address| {
            checked.set(Some(address));
            Err::<(), _>(io::Error::from(io::ErrorKind::AddrNotAvailable))
        };
        let error = check_with("DUET_LISTEN", address("[fe80::1%2]:3000"), listen).expect_err("it is not ours");
        assert_eq!(checked.get(), Some(address("[fe80::1%2]:0")));
        assert!(error.to_string().contains("[fe80::1%2]:3000"), "{error}");
    }

    #[test]
    fn a_port_of_ipv4_alone_is_not_taken_for_one_of_both() {
        let port = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let ports = Ports(vec![(address("0.0.0.0:443"), port)]);
        let handed = |wanted, has_ipv6: bool| {
            let bind = |address| if has_ipv6 { Ok(address) } else { without_ipv6(address) };
            ports.handed("DUET_LISTEN", address(wanted), bind)
        };
        let told = handed("[::]:443", true).expect_err("nobody would come over IPv6").to_string();
        assert!(told.contains("DUET_LISTEN is [::]:443") && told.contains("0.0.0.0:443"), "{told}");
        assert_eq!(handed("[::]:443", false).expect("there is no IPv6"), Some(0));
        assert_eq!(handed("0.0.0.0:443", true).expect("it is the one"), Some(0));
        assert_eq!(handed("[::]:80", true).expect("another port"), None);
    }

    #[tokio::test]
    async fn what_was_handed_over_is_used_and_the_rest_is_opened() {
        let handed =
            || TcpListener::bind("127.0.0.1:0").and_then(|port| Ok((port.local_addr()?, port))).expect("a free port");
        let (one, other) = (handed(), handed());
        let address = one.0;
        let mut ports = Ports(vec![one, other]);
        let opened = ports.open("DUET_LISTEN", address).expect("it was handed over");
        assert_eq!(opened.local_addr().expect("it is bound"), address);
        ports.open("DUET_METRICS_LISTEN", self::address("127.0.0.1:0")).expect("it is opened");
        assert!(ports.all_used().is_err(), "who connects to the other would wait for ever");
    }

    #[test]
    fn one_port_for_all_addresses_is_another_s_in_either_family() {
        for (handed, wanted, same) in [
            ("[::]:443", "0.0.0.0:443", true),
            ("[::]:443", "[::]:443", true),
            ("[::ffff:127.0.0.1]:3000", "127.0.0.1:3000", true),
            ("0.0.0.0:443", "[::]:443", false),
            ("[::]:443", "[::]:80", false),
            ("[::]:443", "192.0.2.1:443", false),
        ] {
            assert_eq!(is_same(address(handed), address(wanted)), same, "{handed} {wanted}");
        }
    }

    #[test]
    fn what_is_wrong_with_an_address_is_told_with_the_setting() {
        let taken = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let taken = taken.local_addr().map(|address| (taken, address)).expect("it is bound");
        for (address, words) in [(taken.1, "another program"), (address("192.0.2.1:80"), "does not have that address")]
        {
            let told = bind("DUET_LISTEN", address, TcpListener::bind).expect_err("it cannot be").to_string();
            assert!(told.contains(words) && told.contains("DUET_LISTEN"), "{told}");
        }
        check("DUET_LISTEN", taken.1).expect("only the port is taken");
        assert!(check("DUET_LISTEN", address("192.0.2.1:80")).is_err());
    }
}
