//! From a request to its answer: Binding (RFC 8489) from anybody, and the four of TURN (RFC 8656) from who has a ticket.

use stun_types::attribute::{
    AttributeType, MessageIntegrity, MessageIntegritySha256, Nonce, PasswordAlgorithm, Realm, Username,
    XorMappedAddress,
};
use stun_types::message::{BINDING, Message, Method};
use stun_types::prelude::{Attribute, AttributeStaticType};
use turn_types::attribute::{
    ChannelNumber, Data, EvenPort, Lifetime, RequestedAddressFamily, RequestedTransport, ReservationToken,
    XorPeerAddress, XorRelayedAddress,
};
use turn_types::message::{ALLOCATE, CHANNEL_BIND, CREATE_PERMISSION, REFRESH};

use super::answer::{self, Signature};
use super::bucket::Rate;
use super::credentials::User;
use super::five_tuple::FiveTuple;
use super::settings::REQUESTS_BURST_MS;
use super::tally::{Count, Dropped, Refused};
use super::{Outcome, Relay};
use crate::clock::Millis;
use crate::server::network::Network;

/// What is understood of what has to be. Not DONT-FRAGMENT: no packet goes out as it would have to.
const KNOWN: [AttributeType; 14] = [
    Username::TYPE,
    MessageIntegrity::TYPE,
    MessageIntegritySha256::TYPE,
    Realm::TYPE,
    Nonce::TYPE,
    PasswordAlgorithm::TYPE,
    ChannelNumber::TYPE,
    Lifetime::TYPE,
    XorPeerAddress::TYPE,
    Data::TYPE,
    XorRelayedAddress::TYPE,
    RequestedAddressFamily::TYPE,
    EvenPort::TYPE,
    RequestedTransport::TYPE,
];

/// Of what is not understood so many are named in an answer.
const UNKNOWN_MAX: usize = 8;

/// One request that is signed.
pub(super) struct Asked<'a> {
    pub(super) now: Millis,
    pub(super) unix_s: u64,
    pub(super) from: &'a FiveTuple,
    pub(super) message: &'a Message<'a>,
    pub(super) user: User,
    pub(super) signature: Signature,
}

/// An answer, if it can be written, or why there is none but a number.
pub(super) type Answer = Result<Option<Vec<u8>>, Refused>;

/// What goes back, or why nothing does.
type Reply = Result<Vec<u8>, Dropped>;

impl Relay {
    /// Answers a request into `out`.
    pub(super) fn on_request(
        &mut self,
        now: Millis,
        from: &FiveTuple,
        message: &Message,
        out: &mut Vec<u8>,
    ) -> Outcome {
        let method = message.method();
        let reply = if method == BINDING {
            self.on_binding(now, from, message)
        } else if [ALLOCATE, REFRESH, CREATE_PERMISSION, CHANNEL_BIND].contains(&method) {
            self.on_turn(now, from, message, method)
        } else {
            Err(Dropped::Malformed)
        };
        match reply {
            Ok(reply) => {
                *out = reply;
                Outcome::Answered(*from)
            }
            Err(why) => self.dropped(why),
        }
    }

    fn on_binding(&mut self, now: Millis, from: &FiveTuple, message: &Message) -> Reply {
        self.count_stranger(now, from)?;
        let unknown = unknown(message);
        if !unknown.is_empty() {
            return self.refuse_unknown(message, &unknown, None);
        }
        self.tally.add(Count::Bindings, 1);
        answer::success(message, &[&mapped(from, message)], None).ok_or(Dropped::Malformed)
    }

    fn on_turn(&mut self, now: Millis, from: &FiveTuple, message: &Message, method: Method) -> Reply {
        let unix_s = self.unix_s(now);
        let signed = match self.claimant(unix_s, from, message) {
            Ok(claimant) => {
                // Before the signature, which costs most.
                self.count_request(now, from)?;
                self.authenticate(&claimant, message)
            }
            Err(why) => Err(why),
        };
        let (user, signature) = match signed {
            Ok(signed) => signed,
            Err(why) => return self.refuse_stranger(now, from, message, why),
        };
        let unknown = unknown(message);
        if !unknown.is_empty() {
            return self.refuse_unknown(message, &unknown, Some(&signature));
        }
        let asked = Asked { now, unix_s, from, message, user, signature };
        let answer = match method {
            ALLOCATE => self.allocate(&asked),
            REFRESH => self.refresh(&asked),
            CREATE_PERMISSION => self.create_permission(&asked),
            _ => self.bind_channel(&asked),
        };
        match answer {
            Ok(answer) => answer.ok_or(Dropped::Malformed),
            // The password is good and its time over: then it is as for a stranger, who may ask again with another.
            Err(Refused::Unauthorized) => self.refuse_stranger(now, from, message, Refused::Unauthorized),
            Err(why) => {
                self.tally.add(Count::Refused(why), 1);
                answer::error(message, why, Some(&asked.signature)).ok_or(Dropped::Malformed)
            }
        }
    }

    fn refuse_unknown(&mut self, message: &Message, what: &[AttributeType], signature: Option<&Signature>) -> Reply {
        self.tally.add(Count::Refused(Refused::UnknownAttribute), 1);
        answer::unknown(message, what, signature).ok_or(Dropped::Malformed)
    }

    fn refuse_stranger(&mut self, now: Millis, from: &FiveTuple, message: &Message, why: Refused) -> Reply {
        if why != Refused::StaleNonce || !self.may_renew(now, from, message) {
            self.count_stranger(now, from)?;
        }
        self.tally.add(Count::Refused(why), 1);
        let answer = if why == Refused::BadRequest {
            answer::error(message, why, None)
        } else {
            answer::challenge(message, why, &self.nonces.give(self.unix_s(now), from))
        };
        answer.ok_or(Dropped::Malformed)
    }

    fn count_request(&mut self, now: Millis, from: &FiveTuple) -> Result<(), Dropped> {
        let rate = Rate { per_second: self.settings.requests_per_network, burst_ms: REQUESTS_BURST_MS };
        let may_ask = Network::of(from.remote.ip()).is_none_or(|network| self.requests.take(now, network, rate));
        if may_ask { Ok(()) } else { Err(Dropped::Requests) }
    }

    fn count_stranger(&mut self, now: Millis, from: &FiveTuple) -> Result<(), Dropped> {
        let may_be_answered = self.strangers.may_be_answered(now, from, &self.settings);
        if may_be_answered { Ok(()) } else { Err(Dropped::Stranger) }
    }
}

/// The client's address, as the relay sees it.
pub(super) fn mapped(from: &FiveTuple, message: &Message) -> XorMappedAddress {
    // A socket for both families sees IPv4 in its form for IPv6.
    let address = (from.remote.ip().to_canonical(), from.remote.port());
    XorMappedAddress::new(address.into(), message.transaction_id())
}

/// What has to be understood and is not.
fn unknown(message: &Message) -> Vec<AttributeType> {
    let kinds = message.iter_attributes().map(|(_, attribute)| attribute.get_type());
    let is_known = |kind: &AttributeType| KNOWN.contains(kind) || *kind == ReservationToken::TYPE;
    kinds.filter(|kind| kind.comprehension_required() && !is_known(kind)).take(UNKNOWN_MAX).collect()
}
