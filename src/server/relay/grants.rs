//! CreatePermission and ChannelBind (RFC 8656 sections 9 to 12). Whoever asks for the relay's own address is let, and whoever asks
//! for any other is refused with 403, exactly that: Firefox drops its whole TURN client on other errors.

use std::net::SocketAddr;

use stun_types::attribute::Attribute;
use stun_types::prelude::{AttributeFromRaw, AttributeStaticType};
use turn_types::attribute::{ChannelNumber, XorPeerAddress};

use super::Relay;
use super::allocate::attribute;
use super::allocation::ChannelError;
use super::answer;
use super::label::Label;
use super::requests::{Answer, Asked};
use super::tally::Refused;

/// The numbers of channels (RFC 8656 section 12).
const CHANNELS: std::ops::RangeInclusive<u16> = 0x4000..=0x4fff;

impl Relay {
    pub(super) fn create_permission(&mut self, asked: &Asked) -> Answer {
        let slot = self.own_allocation(asked)?;
        let transaction = asked.message.transaction_id();
        let all = asked.message.iter_attributes().filter(|(_, raw)| raw.get_type() == XorPeerAddress::TYPE);
        let peers = all.map(|(_, raw)| {
            let peer = XorPeerAddress::from_raw_ref(&raw).map_err(|_| Refused::BadRequest)?;
            self.granted(slot, peer.addr(transaction))
        });
        // All or none.
        let peers: Vec<Label> = peers.collect::<Result<_, _>>()?;
        if peers.is_empty() {
            return Err(Refused::BadRequest);
        }
        if let Some(allocation) = self.allocations.get_mut(slot) {
            peers.iter().for_each(|peer| allocation.permit(asked.now, peer.address));
        }
        Ok(answer::success(asked.message, &[], Some(&asked.signature)))
    }

    pub(super) fn bind_channel(&mut self, asked: &Asked) -> Answer {
        let slot = self.own_allocation(asked)?;
        let number = attribute::<ChannelNumber>(asked.message)?.ok_or(Refused::BadRequest)?.channel();
        let peer = attribute::<XorPeerAddress>(asked.message)?.ok_or(Refused::BadRequest)?;
        if !CHANNELS.contains(&number) {
            return Err(Refused::BadRequest);
        }
        let peer = self.granted(slot, peer.addr(asked.message.transaction_id()))?;
        let bound = self.allocations.get_mut(slot).map(|allocation| allocation.bind(asked.now, number, peer));
        match bound {
            Some(Err(ChannelError::Bound)) => Err(Refused::BadRequest),
            Some(Err(ChannelError::TooMany)) => Err(Refused::Forbidden),
            Some(Ok(())) | None => Ok(answer::success(asked.message, &[], Some(&asked.signature))),
        }
    }

    /// The label that an address is, if it is the relay's own and of the allocation's family.
    fn granted(&self, slot: u32, peer: SocketAddr) -> Result<Label, Refused> {
        let family = self.allocations.get(slot).map(|allocation| allocation.family);
        family.and_then(|family| self.addresses.read(family, peer)).ok_or(Refused::Forbidden)
    }
}
