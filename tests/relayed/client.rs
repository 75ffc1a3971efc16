//! A client of TURN made by hand: it waits for nothing, and can do what well-behaved ones do not.

use std::net::SocketAddr;
use std::time::Duration;

use duet::server::relay::Login;
use stun_types::attribute::{ErrorCode, Nonce, Realm, Username};
use stun_types::message::{
    BINDING, IntegrityAlgorithm, LongTermKeyCredentials, Message, MessageClass, MessageIntegrityCredentials,
    MessageType, MessageWriteExt, MessageWriteVec, Method, TransactionId,
};
use stun_types::prelude::{AttributeWrite, MessageWrite};
use tokio::time::timeout;
use turn_types::attribute::{Data, Lifetime, RequestedTransport, XorPeerAddress, XorRelayedAddress};
use turn_types::message::{ALLOCATE, CREATE_PERMISSION, DATA, REFRESH, SEND};

use super::line::{Line, PATIENCE};

/// The protocol number of UDP.
const UDP: u8 = 17;

/// No nonce: the answer to it brings one.
const NONE: &str = "none";

/// Asked again after this long where a packet may be lost: the relay is silent towards strangers of one network who ask too often.
const AGAIN: Duration = Duration::from_secs(1);

/// So often.
const TIMES: usize = 20;

pub(crate) struct Client {
    pub(crate) line: Line,
    login: Login,
    nonce: String,
    label: Option<SocketAddr>,
    heard: Vec<Vec<u8>>,
}

impl Client {
    /// With an allocation.
    pub(crate) async fn with(line: Line, login: &Login) -> Self {
        let mut client = Self::new(line, login);
        assert_eq!(client.allocates().await, Ok(()));
        client
    }

    pub(crate) fn new(line: Line, login: &Login) -> Self {
        Self { line, login: login.clone(), nonce: NONE.into(), label: None, heard: Vec::new() }
    }

    /// Asks for an allocation, or learns why there is none.
    pub(crate) async fn allocates(&mut self) -> Result<(), u16> {
        let answer = self.asks(ALLOCATE, |_| vec![Box::new(RequestedTransport::new(UDP))]).await;
        let answer = Message::from_bytes(&answer).expect("an answer");
        error_of(&answer)?;
        let label = answer.attribute::<XorRelayedAddress>().expect("a label");
        self.label = Some(label.addr(answer.transaction_id()));
        Ok(())
    }

    /// How the other side sees this one.
    pub(crate) fn label(&self) -> SocketAddr {
        self.label.expect("an allocation")
    }

    /// Lets an address send, or learns why not.
    pub(crate) async fn permits(&mut self, peer: SocketAddr) -> Result<(), u16> {
        let answer = self.asks(CREATE_PERMISSION, |id| vec![Box::new(XorPeerAddress::new(peer, id))]).await;
        error_of(&Message::from_bytes(&answer).expect("an answer"))
    }

    /// Has the allocation last longer, or learns why not.
    pub(crate) async fn refreshes(&mut self) -> Result<(), u16> {
        let answer = self.asks(REFRESH, |_| vec![Box::new(Lifetime::new(600))]).await;
        error_of(&Message::from_bytes(&answer).expect("an answer"))
    }

    /// Says something to whoever is behind a label.
    pub(crate) async fn says(&mut self, to: SocketAddr, data: &[u8]) {
        let mut message = Message::builder_indication(SEND, MessageWriteVec::new());
        let id = message.transaction_id();
        message.add_attribute(&XorPeerAddress::new(to, id)).expect("there is room");
        message.add_attribute(&Data::new(data)).expect("there is room");
        self.line.sends(&message.finish()).await;
    }

    /// What came from others up to now. What the server did before it was asked here has come before its answer.
    pub(crate) async fn heard(&mut self) -> Vec<Vec<u8>> {
        self.is_answered().await;
        std::mem::take(&mut self.heard)
    }

    /// Asks for its own address, and gives the whole answer. All that was sent before has been taken by then.
    pub(crate) async fn is_answered(&mut self) -> Vec<u8> {
        self.exchanges(|_, id| request(BINDING, id, &[]).finish()).await
    }

    /// Asks with the login, and once more with a new nonce.
    async fn asks(&mut self, method: Method, says: impl Fn(TransactionId) -> Vec<Box<dyn AttributeWrite>>) -> Vec<u8> {
        loop {
            let answer = self.exchanges(|client, id| client.signed(method, id, &says(id))).await;
            let message = Message::from_bytes(&answer).expect("an answer");
            let nonce = message.attribute::<Nonce>().map(|nonce| nonce.nonce().to_owned());
            match (error_of(&message), nonce) {
                (Err(438), Ok(nonce)) if nonce != self.nonce => self.nonce = nonce,
                _ => return answer,
            }
        }
    }

    fn signed(&self, method: Method, id: TransactionId, says: &[Box<dyn AttributeWrite>]) -> Vec<u8> {
        let mut message = request(method, id, says);
        let Login { username, password } = &self.login;
        message.add_attribute(&Username::new(username).expect("a name")).expect("there is room");
        message.add_attribute(&Realm::new("duet").expect("a realm")).expect("there is room");
        message.add_attribute(&Nonce::new(&self.nonce).expect("a nonce")).expect("there is room");
        let key = LongTermKeyCredentials::new(username.clone(), password.clone(), "duet".into());
        let key = MessageIntegrityCredentials::from(key);
        message.add_message_integrity(&key, IntegrityAlgorithm::Sha1).expect("there is room");
        message.finish()
    }

    /// The answer to a request.
    async fn exchanges(&mut self, request: impl Fn(&Self, TransactionId) -> Vec<u8>) -> Vec<u8> {
        // Over a stream nobody asks twice (RFC 8489 section 6.2.2).
        let is_asked_once = self.line.is_stream();
        let (times, again) = if is_asked_once { (1, PATIENCE) } else { (TIMES, AGAIN) };
        for _ in 0..times {
            let id = TransactionId::generate();
            let request = request(self, id);
            self.line.sends(&request).await;
            if let Ok(answer) = timeout(again, self.answer(id)).await {
                return answer;
            }
        }
        panic!("it is not answered");
    }

    async fn answer(&mut self, id: TransactionId) -> Vec<u8> {
        loop {
            let packet = self.line.hears().await.expect("an open line");
            // What was asked before may be answered late.
            if !self.takes(&packet) && Message::from_bytes(&packet).expect("a message").transaction_id() == id {
                return packet;
            }
        }
    }

    /// Keeps it if somebody says it.
    fn takes(&mut self, packet: &[u8]) -> bool {
        let message = Message::from_bytes(packet).expect("a message");
        let is_said = message.class() == MessageClass::Indication && message.method() == DATA;
        if is_said {
            self.heard.push(message.attribute::<Data>().expect("data").data().to_vec());
        }
        is_said
    }
}

/// Two who have permitted each other.
pub(crate) async fn permit_each_other(one: &mut Client, other: &mut Client) {
    assert_eq!(one.permits(other.label()).await, Ok(()));
    assert_eq!(other.permits(one.label()).await, Ok(()));
}

/// Whether what one says comes to the other.
pub(crate) async fn reaches(one: &mut Client, other: &mut Client) -> bool {
    one.says(other.label(), b"hear me!").await;
    one.is_answered().await;
    match other.heard().await.as_slice() {
        [] => false,
        [heard] => {
            assert_eq!(heard, b"hear me!");
            true
        }
        more => panic!("it came {} times", more.len()),
    }
}

/// Whether each hears the other.
pub(crate) async fn reach_each_other(one: &mut Client, other: &mut Client) -> [bool; 2] {
    [reaches(one, other).await, reaches(other, one).await]
}

/// A question for one's own address.
pub(crate) fn binding() -> Vec<u8> {
    request(BINDING, TransactionId::generate(), &[]).finish()
}

/// A request for an allocation, of somebody without a password.
pub(crate) fn allocate() -> Vec<u8> {
    request(ALLOCATE, TransactionId::generate(), &[Box::new(RequestedTransport::new(UDP))]).finish()
}

fn request(method: Method, id: TransactionId, says: &[Box<dyn AttributeWrite>]) -> MessageWriteVec {
    let kind = MessageType::from_class_method(MessageClass::Request, method);
    let mut message = Message::builder(kind, id, MessageWriteVec::new());
    says.iter().for_each(|attribute| message.add_attribute(attribute.as_ref()).expect("there is room"));
    message
}

fn error_of(answer: &Message<'_>) -> Result<(), u16> {
    answer.attribute::<ErrorCode>().map_or(Ok(()), |error| Err(error.code()))
}
