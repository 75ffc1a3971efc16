//! A client of TURN with an allocation (RFC 8656), which waits for each answer.

use std::io::ErrorKind;
use std::net::{Ipv4Addr, SocketAddr, UdpSocket};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use duet::server::relay::Login;
use stun_types::attribute::{ErrorCode, Nonce, Realm, Username};
use stun_types::message::{
    IntegrityAlgorithm, LongTermKeyCredentials, Message, MessageClass, MessageIntegrityCredentials, MessageType,
    MessageWriteExt, MessageWriteVec, Method, TransactionId,
};
use stun_types::prelude::{AttributeWrite, MessageWrite};
use turn_types::attribute::{ChannelNumber, RequestedTransport, XorPeerAddress, XorRelayedAddress};
use turn_types::message::{ALLOCATE, CHANNEL_BIND};

/// The protocol number of UDP.
const UDP: u8 = 17;

/// The only channel of each allocation here.
pub(crate) const CHANNEL: u16 = 0x4000;

/// Asked again after this long: a packet may be lost, and a relay is silent towards strangers who ask too often.
const AGAIN: Duration = Duration::from_millis(300);

/// What has not come after this long will not come.
const PATIENCE: Duration = Duration::from_secs(10);

/// More than any answer has, in bytes.
const ANSWER_MAX_BYTES: usize = 2_048;

pub(crate) struct Allocation {
    pub(crate) socket: UdpSocket,
    /// How the other side sees this one.
    pub(crate) label: SocketAddr,
    login: Login,
    /// The realm and the nonce.
    challenge: Option<[String; 2]>,
}

impl Allocation {
    /// Asks for an allocation from this address.
    pub(crate) fn new(relay: SocketAddr, own: Ipv4Addr, login: Login) -> Result<Self> {
        let socket = UdpSocket::bind((own, 0))?;
        socket.connect(relay)?;
        socket.set_read_timeout(Some(AGAIN))?;
        let mut client = Self { socket, label: relay, login, challenge: None };
        let answer = client.ask(ALLOCATE, |_| vec![Box::new(RequestedTransport::new(UDP))])?;
        let answer = Message::from_bytes(&answer)?;
        client.label = answer.attribute::<XorRelayedAddress>()?.addr(answer.transaction_id());
        Ok(client)
    }

    /// Binds the channel to the label of another, which permits it too.
    pub(crate) fn bind(&mut self, peer: SocketAddr) -> Result<()> {
        let says = |id| -> Vec<Box<dyn AttributeWrite>> {
            vec![Box::new(ChannelNumber::new(CHANNEL)), Box::new(XorPeerAddress::new(peer, id))]
        };
        self.ask(CHANNEL_BIND, says).map(drop)
    }

    /// The answer to a request; first of all the relay says how to prove oneself.
    fn ask(&mut self, method: Method, says: impl Fn(TransactionId) -> Vec<Box<dyn AttributeWrite>>) -> Result<Vec<u8>> {
        let end = Instant::now() + PATIENCE;
        while Instant::now() < end {
            let id = TransactionId::generate();
            self.socket.send(&self.request(method, id, &says(id))?)?;
            let Some(answer) = self.answer(id)? else { continue };
            let message = Message::from_bytes(&answer)?;
            let Ok(error) = message.attribute::<ErrorCode>() else { return Ok(answer) };
            match error.code() {
                401 | 438 => {
                    let realm = message.attribute::<Realm>()?.realm().to_owned();
                    self.challenge = Some([realm, message.attribute::<Nonce>()?.nonce().to_owned()]);
                }
                code => bail!("{method} is refused with {code}"),
            }
        }
        bail!("{method} is not answered")
    }

    fn request(&self, method: Method, id: TransactionId, says: &[Box<dyn AttributeWrite>]) -> Result<Vec<u8>> {
        let kind = MessageType::from_class_method(MessageClass::Request, method);
        let mut message = Message::builder(kind, id, MessageWriteVec::new());
        for attribute in says {
            message.add_attribute(attribute.as_ref())?;
        }
        if let Some([realm, nonce]) = &self.challenge {
            let Login { username, password } = &self.login;
            message.add_attribute(&Username::new(username)?)?;
            message.add_attribute(&Realm::new(realm)?)?;
            message.add_attribute(&Nonce::new(nonce)?)?;
            let key = LongTermKeyCredentials::new(username.clone(), password.clone(), realm.clone());
            message.add_message_integrity(&MessageIntegrityCredentials::from(key), IntegrityAlgorithm::Sha1)?;
        }
        Ok(message.finish())
    }

    /// The answer to this request, if it comes before it is time to ask again.
    fn answer(&self, id: TransactionId) -> Result<Option<Vec<u8>>> {
        let mut space = [0; ANSWER_MAX_BYTES];
        loop {
            let read = match self.socket.recv(&mut space) {
                Ok(read) => space.get(..read).context("a read beyond its space")?,
                Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => return Ok(None),
                // The relay opens its port a moment after the page's.
                Err(error) if error.kind() == ErrorKind::ConnectionRefused => return Ok(None),
                Err(error) => return Err(error.into()),
            };
            if Message::from_bytes(read).is_ok_and(|message| message.transaction_id() == id) {
                return Ok(Some(read.to_vec()));
            }
        }
    }
}
