//! The tests, their order, what each needs and how long it may take.

use super::outcome::{Fault, Outcome, Warning};

/// What is tested, in this order: what others need comes first, what a person has to do before what runs by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Test {
    /// The page came over a connection on which browsers allow devices.
    Secure,
    /// The browser can do what a call is made of.
    Browser,
    /// The camera gives moving pictures.
    Camera,
    /// The microphone hears a voice.
    Microphone,
    /// The person hears a tone.
    Speaker,
    /// The server answers.
    Signaling,
    /// The page learns how it is seen from outside its network.
    Stun,
    /// A path through the server's relay can be had.
    Relay,
    /// A whole call within the page.
    Loopback,
}

/// How many there are.
pub const TESTS: usize = Test::ALL.len();

impl Test {
    /// All of them, in order.
    pub const ALL: [Self; 9] = [
        Self::Secure,
        Self::Browser,
        Self::Camera,
        Self::Microphone,
        Self::Speaker,
        Self::Signaling,
        Self::Stun,
        Self::Relay,
        Self::Loopback,
    ];

    /// What has to work for this to be worth a try.
    pub const fn needs(self) -> &'static [Self] {
        match self {
            Self::Secure | Self::Speaker | Self::Signaling => &[],
            Self::Browser => &[Self::Secure],
            Self::Camera | Self::Microphone | Self::Loopback => &[Self::Secure, Self::Browser],
            Self::Stun | Self::Relay => &[Self::Browser, Self::Signaling],
        }
    }

    /// How long it may take at most, in milliseconds. Where a person has to answer, there is time to read.
    pub const fn limit_ms(self) -> u32 {
        match self {
            Self::Secure | Self::Browser => 2_000,
            Self::Camera | Self::Microphone | Self::Speaker => 60_000,
            Self::Signaling => 10_000,
            // Browsers themselves give a silent server up after some ten seconds.
            Self::Stun | Self::Relay => 12_000,
            Self::Loopback => 40_000,
        }
    }

    /// What it means that this time has passed.
    pub const fn late(self) -> Outcome {
        match self {
            Self::Secure | Self::Browser | Self::Camera | Self::Microphone => Outcome::Failed(Fault::TooLong),
            Self::Speaker => Outcome::Warned(Warning::NoAnswer),
            Self::Signaling => Outcome::Failed(Fault::ServerAway),
            Self::Stun => Outcome::Warned(Warning::StunSilent),
            Self::Relay => Outcome::Failed(Fault::RelaySilent),
            Self::Loopback => Outcome::Failed(Fault::NoConnection),
        }
    }

    /// Its place in the order.
    pub const fn index(self) -> usize {
        self as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_a_test_needs_comes_before_it() {
        for (index, test) in Test::ALL.into_iter().enumerate() {
            assert_eq!(test.index(), index);
            assert!(test.needs().iter().all(|need| need.index() < index), "{test:?}");
        }
    }
}
