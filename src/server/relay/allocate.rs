//! Allocate and Refresh (RFC 8656 sections 7 and 8).

use std::net::SocketAddr;

use stun_types::AddressFamily;
use stun_types::attribute::{AttributeWrite, ErrorCode};
use stun_types::message::Message;
use stun_types::prelude::{AttributeFromRaw, AttributeStaticType};
use turn_types::attribute::{
    AdditionalAddressFamily, AddressErrorCode, EvenPort, Lifetime, RequestedAddressFamily, RequestedTransport,
    ReservationToken, XorRelayedAddress,
};

use super::Relay;
use super::allocation::Allocation;
use super::answer;
use super::requests::{Answer, Asked, mapped};
use super::tally::{Count, Refused};
use crate::clock::Millis;
use crate::server::network::{Network, SITE_NETWORKS};

/// How long an allocation lives if nothing else is asked, in seconds.
pub(super) const LIFETIME_S: u32 = 600;

/// The longest that may be asked, in seconds.
pub(super) const LIFETIME_MAX_S: u32 = 3_600;

/// The protocol number of UDP, the only one of a label.
const UDP: u8 = 17;

impl Relay {
    pub(super) fn allocate(&mut self, asked: &Asked) -> Answer {
        if asked.unix_s > asked.user.expiry {
            return Err(Refused::Unauthorized);
        }
        if let Some(slot) = self.allocations.find(asked.from) {
            return self.allocate_again(asked, slot);
        }
        let family = self.wanted(asked.message)?;
        let lifetime = lifetime(asked.message)?.max(LIFETIME_S);
        let slot = self.make(asked, family)?;
        if let Some(allocation) = self.allocations.get_mut(slot) {
            allocation.expires = asked.now.after(ms(lifetime));
        }
        self.set_allocation_alarm(slot);
        self.allocated(asked, slot)
    }

    /// The answer to a request may be lost; then it comes again.
    fn allocate_again(&self, asked: &Asked, slot: u32) -> Answer {
        let made_by = self.allocations.get(slot).map(|allocation| allocation.made_by);
        if made_by != Some(asked.message.transaction_id()) || self.own_allocation(asked) != Ok(slot) {
            return Err(Refused::Mismatch);
        }
        self.allocated(asked, slot)
    }

    /// The family of the label that is asked for, if it can be given; looked at in the order of RFC 8656 section 7.2.
    fn wanted(&self, message: &Message) -> Result<AddressFamily, Refused> {
        let transport = attribute::<RequestedTransport>(message)?.ok_or(Refused::BadRequest)?;
        if transport.protocol() != UDP {
            return Err(Refused::Transport);
        }
        let is_reserved = message.has_attribute(ReservationToken::TYPE);
        let has_family = message.has_attribute(RequestedAddressFamily::TYPE);
        let wants_both = message.has_attribute(AdditionalAddressFamily::TYPE);
        let even = attribute::<EvenPort>(message)?;
        if is_reserved && (even.is_some() || has_family || wants_both) || has_family && wants_both {
            return Err(Refused::BadRequest);
        }
        if is_reserved {
            // Nothing is ever reserved.
            return Err(Refused::Capacity);
        }
        // A family that has no name here has no labels either.
        let family = attribute::<RequestedAddressFamily>(message).map_err(|_| Refused::AddressFamily)?;
        let family = family.map_or(AddressFamily::IPV4, |wanted| wanted.family());
        if !self.addresses.has(family) {
            return Err(Refused::AddressFamily);
        }
        if let Some(even) = even {
            // No pair is ever given, and no choice of ports: that is for RTP without a multiplex, which no browser has.
            return Err(if even.requested() && wants_both { Refused::BadRequest } else { Refused::Capacity });
        }
        // IPv4, which there is anyway, cannot be said in it.
        attribute::<AdditionalAddressFamily>(message)?;
        Ok(family)
    }

    /// Makes room, and an allocation in it.
    fn make(&mut self, asked: &Asked, family: AddressFamily) -> Result<u32, Refused> {
        let known = self.tickets.find(asked.user.ticket);
        let used_up = known.filter(|ticket| self.allocations_of(*ticket) >= self.settings.allocations_per_ticket);
        let oldest = used_up.and_then(|ticket| self.oldest(ticket));
        if self.is_network_used_up(asked, oldest) {
            return Err(Refused::Quota);
        }
        oldest.into_iter().for_each(|slot| self.end_allocation(slot));
        if self.allocations.is_full() {
            let slot = self.allocations.first_to_go().ok_or(Refused::Capacity)?;
            self.end_allocation(slot);
        }
        // What ended may have been the last of this ticket.
        let ticket = self.known_ticket(asked.now, asked.user.ticket).ok_or(Refused::Capacity)?;
        let made_by = asked.message.transaction_id();
        let allocation = Allocation::new(asked.now, *asked.from, ticket, family, made_by);
        let is_seated = self.tickets.get(ticket).is_some_and(|ticket| ticket.seat.is_some());
        let slot = self.allocations.insert(allocation, is_seated);
        if let Some(ticket) = self.tickets.get_mut(ticket) {
            ticket.allocations.push(slot);
        }
        self.set_ticket_alarm(ticket);
        self.tally.add(Count::Allocations, 1);
        Ok(slot)
    }

    /// Whether whoever asks may have no more where they come from, with `ending` gone.
    fn is_network_used_up(&self, asked: &Asked, ending: Option<u32>) -> bool {
        let most = self.settings.allocations_per_network;
        let Some(network) = Network::of(asked.from.remote.ip()).filter(|_| most != 0) else { return false };
        let ending = ending.and_then(|slot| self.allocations.get(slot));
        let ending = ending.map(|allocation| Network::counted(allocation.way.remote.ip()));
        let is_site_used_up = network.site().is_some_and(|site| {
            let one_less = usize::from(ending.and_then(Network::site) == Some(site));
            self.allocations.of_site(site) - one_less >= most.saturating_mul(SITE_NETWORKS as usize)
        });
        is_site_used_up || self.allocations.of_network(network) - usize::from(ending == Some(network)) >= most
    }

    /// What was allocated. Who wanted labels of both families has one of IPv4, and is told that the other is not there (RFC 8656 section 7.2): a
    /// second allocation has it, where there is one, and that is how browsers ask.
    fn allocated(&self, asked: &Asked, slot: u32) -> Answer {
        let family = self.allocations.get(slot).map_or(AddressFamily::IPV4, |allocation| allocation.family);
        let label: SocketAddr = self.addresses.show(family, slot);
        let label = XorRelayedAddress::new(label, asked.message.transaction_id());
        let (lifetime, mapped) = (Lifetime::new(self.rest(asked.now, slot)), mapped(asked.from, asked.message));
        let mut says: Vec<&dyn AttributeWrite> = vec![&label, &lifetime, &mapped];
        let missing = ErrorCode::new(Refused::AddressFamily.code(), "");
        let missing = missing.map(|missing| AddressErrorCode::new(AddressFamily::IPV6, missing)).ok();
        if asked.message.has_attribute(AdditionalAddressFamily::TYPE) {
            says.extend(missing.as_ref().map(|missing| missing as &dyn AttributeWrite));
        }
        Ok(answer::success(asked.message, &says, Some(&asked.signature)))
    }

    /// How long an allocation lives from now on if nothing else happens, in seconds. Before a seat that may be less than was asked for.
    fn rest(&self, now: Millis, slot: u32) -> u32 {
        let ms = self.allocation_deadline(slot).map_or(0, |deadline| deadline.0.saturating_sub(now.0));
        // 0 would say that it has ended.
        (ms / 1_000).clamp(1, LIFETIME_MAX_S.into()) as u32
    }

    pub(super) fn refresh(&mut self, asked: &Asked) -> Answer {
        let slot = self.own_allocation(asked)?;
        let family = attribute::<RequestedAddressFamily>(asked.message).map_err(|_| Refused::PeerFamily)?;
        let own = self.allocations.get(slot).map(|allocation| allocation.family);
        if family.is_some_and(|family| Some(family.family()) != own) {
            return Err(Refused::PeerFamily);
        }
        let lifetime = match lifetime(asked.message)? {
            0 if asked.message.has_attribute(Lifetime::TYPE) => 0,
            seconds => seconds.max(LIFETIME_S),
        };
        let rest = if lifetime == 0 {
            self.end_allocation(slot);
            0
        } else {
            if let Some(allocation) = self.allocations.get_mut(slot) {
                allocation.expires = asked.now.after(ms(lifetime));
            }
            self.set_allocation_alarm(slot);
            self.rest(asked.now, slot)
        };
        Ok(answer::success(asked.message, &[&Lifetime::new(rest)], Some(&asked.signature)))
    }

    /// The allocation of whoever asks, which has to be of the same ticket.
    pub(super) fn own_allocation(&self, asked: &Asked) -> Result<u32, Refused> {
        let slot = self.allocations.find(asked.from).ok_or(Refused::Mismatch)?;
        let ticket = self.allocations.get(slot).and_then(|allocation| self.tickets.get(allocation.ticket));
        if ticket.map(|ticket| ticket.id) == Some(asked.user.ticket) { Ok(slot) } else { Err(Refused::WrongUser) }
    }
}

/// The lifetime that is asked for, in seconds; 0 if none is.
fn lifetime(message: &Message) -> Result<u32, Refused> {
    Ok(attribute::<Lifetime>(message)?.map_or(0, |lifetime| lifetime.seconds().min(LIFETIME_MAX_S)))
}

fn ms(seconds: u32) -> u64 {
    u64::from(seconds) * 1_000
}

/// What a message says, if it does.
pub(super) fn attribute<'a, A: AttributeFromRaw<'a> + AttributeStaticType>(
    message: &'a Message<'a>,
) -> Result<Option<A>, Refused> {
    let raw = message.raw_attribute(A::TYPE);
    raw.map(|raw| A::from_raw_ref(&raw)).transpose().map_err(|_| Refused::BadRequest)
}
