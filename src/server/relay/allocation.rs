//! One allocation: a way to a client, its label, and with whom it may exchange packets (RFC 8656 sections 3 and 9 to 12).

use stun_types::AddressFamily;
use stun_types::message::TransactionId;

use super::bucket::Bucket;
use super::five_tuple::FiveTuple;
use super::label::Label;
use crate::clock::Millis;

/// How long a permission is good, in milliseconds (RFC 8656 section 9).
pub(super) const PERMISSION_MS: u64 = 5 * 60 * 1_000;

/// How long a channel is bound, in milliseconds (RFC 8656 section 12).
pub(super) const CHANNEL_MS: u64 = 10 * 60 * 1_000;

/// Channels of one allocation. A browser binds one for each relay candidate of the other side, and a call has a few.
pub(super) const CHANNELS_MAX: usize = 32;

/// An allocation before a seat ends so long after its beginning, in milliseconds.
pub(super) const UNSEATED_MS: u64 = 10 * 60 * 1_000;

/// What one client holds of the relay.
#[derive(Debug)]
pub(super) struct Allocation {
    pub(super) way: FiveTuple,
    pub(super) family: AddressFamily,
    /// Whose it is: an index of the tickets.
    pub(super) ticket: usize,
    /// The request that made it, which may come twice.
    pub(super) made_by: TransactionId,
    pub(super) created: Millis,
    /// When it ends if it is not refreshed.
    pub(super) expires: Millis,
    /// When a packet last went through it.
    pub(super) used: Millis,
    /// When its alarm is set.
    pub(super) alarm: Option<Millis>,
    /// Answers to nonces that are too old.
    pub(super) renewals: Bucket,
    /// By the relay's own addresses, of which there are few, so also of these.
    permissions: Vec<Permission>,
    channels: Vec<Channel>,
}

#[derive(Debug)]
struct Permission {
    address: u16,
    until: Millis,
}

#[derive(Debug)]
struct Channel {
    number: u16,
    peer: Label,
    until: Millis,
}

/// Why a channel is not bound.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum ChannelError {
    /// The number or the address is bound otherwise.
    Bound,
    /// There are as many as may be.
    TooMany,
}

impl Allocation {
    /// A new one, with which nothing may be done yet.
    pub(super) fn new(
        now: Millis,
        way: FiveTuple,
        ticket: usize,
        family: AddressFamily,
        made_by: TransactionId,
    ) -> Self {
        let (permissions, channels) = (Vec::new(), Vec::new());
        let (alarm, renewals) = (None, Bucket::full());
        let [created, expires, used] = [now; 3];
        Self { way, family, ticket, made_by, created, expires, used, alarm, renewals, permissions, channels }
    }

    /// Allows packets to and from one of the relay's addresses.
    pub(super) fn permit(&mut self, now: Millis, address: u16) {
        let until = now.after(PERMISSION_MS);
        match self.permissions.iter_mut().find(|permission| permission.address == address) {
            Some(permission) => permission.until = until,
            None => {
                self.permissions.reserve_exact(1);
                self.permissions.push(Permission { address, until });
            }
        }
    }

    /// Whether packets to and from one of the relay's addresses are allowed.
    pub(super) fn permits(&self, now: Millis, address: u16) -> bool {
        self.permissions.iter().any(|permission| permission.address == address && now < permission.until)
    }

    /// Binds a channel, or binds it for longer, and permits its address.
    pub(super) fn bind(&mut self, now: Millis, number: u16, peer: Label) -> Result<(), ChannelError> {
        self.channels.retain(|channel| now < channel.until);
        let until = now.after(CHANNEL_MS);
        let bound = self.channels.iter_mut().find(|channel| channel.number == number || channel.peer == peer);
        if let Some(channel) = bound {
            if (channel.number, channel.peer) != (number, peer) {
                return Err(ChannelError::Bound);
            }
            channel.until = until;
        } else if self.channels.len() == CHANNELS_MAX {
            return Err(ChannelError::TooMany);
        } else {
            self.channels.reserve_exact(1);
            self.channels.push(Channel { number, peer, until });
        }
        self.permit(now, peer.address);
        Ok(())
    }

    /// To whom a channel leads.
    pub(super) fn peer_of(&self, now: Millis, number: u16) -> Option<Label> {
        let bound = self.channels.iter().find(|channel| channel.number == number);
        bound.filter(|channel| now < channel.until).map(|channel| channel.peer)
    }

    /// The channel that leads there.
    pub(super) fn channel_to(&self, now: Millis, peer: Label) -> Option<u16> {
        let bound = self.channels.iter().find(|channel| channel.peer == peer);
        bound.filter(|channel| now < channel.until).map(|channel| channel.number)
    }

    /// When it ends by time alone.
    pub(super) fn deadline(&self, is_seated: bool) -> Millis {
        if is_seated { self.expires } else { self.expires.min(self.created.after(UNSEATED_MS)) }
    }

    /// Bytes beside the structure itself.
    #[cfg(test)]
    pub(super) fn heap_bytes(&self) -> usize {
        self.permissions.capacity() * size_of::<Permission>() + self.channels.capacity() * size_of::<Channel>()
    }
}
