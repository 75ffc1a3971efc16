//! What the server's relay carries, where that is less than the call sends: the pictures are made to fit, so that the voice stays whole.

use super::ladder::{Allowance, Step};
use crate::clock::Millis;
use crate::protocol::reading::choice;

/// What the server says of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heard {
    /// More is sent than the relay carries.
    RelayLimit {
        /// What it carries, in bits per second.
        bits_per_second: u64,
    },
}

choice! {
    Heard { "relay-limit": RelayLimit { bits_per_second } }
}

/// A limit counts for so long after it was last heard, in milliseconds. It is the owner's and seldom changes, but of a share of what all
/// may send others may soon want less.
const COUNTS_MS: u64 = 120_000;

/// So much of a limit is used, in percent: encoders overshoot, and each picture that is wanted anew comes at once.
const USED_PERCENT: u64 = 85;

/// What the voice takes of it, in bits per second: 32 000, and as much again for packets and their repair.
const VOICE_BPS: u64 = 64_000;

/// What the camera has beside a shared screen: a quarter, for the screen is what is looked at.
const BESIDE_A_SCREEN: u64 = 4;

/// The limit of the relay as it was last heard.
#[derive(Debug, Default)]
pub struct Relayed {
    heard: Option<u64>,
    limit: Option<(Millis, u64)>,
}

impl Relayed {
    /// The server has said that no more than this gets through.
    pub fn hear(&mut self, Heard::RelayLimit { bits_per_second }: Heard) {
        self.heard = Some(bits_per_second);
    }

    /// It is so late; what was heard meanwhile counts from now on.
    pub fn tick(&mut self, now: Millis) {
        if let Some(bits) = self.heard.take() {
            self.limit = Some((now.after(COUNTS_MS), bits));
        } else if self.limit.is_some_and(|(until, _)| until <= now) {
            self.limit = None;
        }
    }

    /// Another connection may go another way.
    pub fn forget(&mut self) {
        *self = Self::default();
    }

    /// Whether the pictures have to fit.
    pub fn is_limited(&self) -> bool {
        self.limit.is_some()
    }

    /// What both pictures may take together, in bits per second.
    fn picture_bps(&self) -> Option<u64> {
        let (_, bits) = self.limit?;
        // In this order no number is too great.
        Some((bits / 100 * USED_PERCENT).saturating_sub(VOICE_BPS))
    }

    /// What the camera may take, in bits per second.
    fn camera_bps(&self, beside_screen: bool) -> Option<u64> {
        self.picture_bps().map(|bits| if beside_screen { bits / BESIDE_A_SCREEN } else { bits })
    }

    /// The camera's step that fits, if there is a limit.
    pub fn step(&self, beside_screen: bool) -> Step {
        self.camera_bps(beside_screen).map_or(Step::Full, Step::that_fits)
    }

    /// What the camera may take: no more than its step, and than the relay carries.
    pub fn camera(&self, step: Step, beside_screen: bool) -> Allowance {
        match step {
            Step::Full => Allowance::UpTo(self.camera_bps(beside_screen).map(narrowed)),
            Step::Paused => Allowance::Paused,
        }
    }

    /// What a shared screen may take.
    pub fn screen(&self) -> Allowance {
        Allowance::UpTo(self.picture_bps().map(|bits| narrowed(bits - bits / BESIDE_A_SCREEN)))
    }
}

/// As encoders are told it: what is more than fits is as good as no limit.
fn narrowed(bits: u64) -> u32 {
    u32::try_from(bits).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limited(bits_per_second: u64) -> Relayed {
        let mut relayed = Relayed::default();
        relayed.hear(Heard::RelayLimit { bits_per_second });
        relayed.tick(Millis(1_000));
        relayed
    }

    #[test]
    fn without_a_limit_nothing_changes() {
        let relayed = Relayed::default();
        assert!(!relayed.is_limited());
        assert_eq!((relayed.step(true), relayed.screen()), (Step::Full, Allowance::UpTo(None)));
        assert_eq!(relayed.camera(Step::Full, false), Allowance::UpTo(None));
        assert_eq!(relayed.camera(Step::Paused, false), Allowance::Paused);
    }

    #[test]
    fn the_picture_takes_what_the_voice_leaves() {
        let relayed = limited(1_000_000);
        assert_eq!((relayed.step(false), relayed.step(true)), (Step::Full, Step::Full));
        assert_eq!(relayed.camera(Step::Full, false), Allowance::UpTo(Some(786_000)));
        let both = (relayed.camera(Step::Full, true), relayed.screen());
        assert_eq!(
            both,
            (Allowance::UpTo(Some(196_500)), Allowance::UpTo(Some(589_500))),
            "the screen has the most of it"
        );
        assert_eq!(relayed.camera(Step::Paused, false), Allowance::Paused, "the line carries less");
    }

    #[test]
    fn where_a_picture_would_starve_it_gives_way() {
        assert_eq!(limited(250_000).camera(Step::Full, false), Allowance::UpTo(Some(148_500)));
        assert_eq!((limited(250_000).step(false), limited(250_000).step(true)), (Step::Full, Step::Paused));
        assert_eq!(limited(100_000).step(false), Step::Paused);
        assert_eq!(limited(u64::MAX).step(false), Step::Full);
    }

    #[test]
    fn a_limit_is_over_when_it_has_not_been_heard_for_two_minutes() {
        let mut relayed = limited(250_000);
        relayed.tick(Millis(100_000));
        relayed.hear(Heard::RelayLimit { bits_per_second: 250_000 });
        relayed.tick(Millis(102_000));
        relayed.tick(Millis(221_000));
        assert!(relayed.is_limited());
        relayed.tick(Millis(222_000));
        assert!(!relayed.is_limited());
    }
}
