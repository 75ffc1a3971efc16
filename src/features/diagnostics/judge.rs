//! From measurements to outcomes.

use super::outcome::{Fault, Outcome, Proof, Warning};
use crate::protocol::{FOREIGN_ORIGIN, RelayTransport};

/// The status of an answer that refuses (RFC 9110 section 15.5.4).
const FORBIDDEN: u16 = 403;

/// A picture of which no value is above this, from 0 to 255, is black: a closed lid lets some noise through.
const BLACK_MAX: u8 = 24;

/// A microphone that is heard at least this loud, in hundredths of the meter, heard a voice. The meter has 0 at -70 dB
/// and 100 at full scale; speech is at 50 and above, a quiet room with the gain turned up below 35.
const VOICE_MIN: u32 = 43;

/// So many loud moments are a voice and no click.
const VOICE_MOMENTS: u32 = 3;

/// A microphone that never gives more than this is switched off somewhere: even silence has some noise.
const SILENCE_MAX: u32 = 2;

/// An answer of the server that takes longer than this, in milliseconds, makes joining slow.
const SLOW_MS: u32 = 600;

/// A search that ends sooner than this, in milliseconds, had an answer: browsers give silent servers up much later.
const STUN_GIVES_UP_MS: u32 = 3_000;

/// The codecs for pictures that every browser has to have (RFC 7742 section 5).
const CODECS: [&str; 2] = ["video/VP8", "video/H264"];

/// What the camera's picture says, from its size and its pixels (RGBA).
pub fn camera(width: u32, height: u32, pixels: &[u8]) -> Outcome {
    let dark = pixels.chunks(4).all(|pixel| pixel.iter().take(3).all(|value| *value <= BLACK_MAX));
    if dark { Outcome::Warned(Warning::BlackPicture) } else { Outcome::Passed(Proof::Picture { width, height }) }
}

/// Listens for a voice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Hearing {
    loudest: u32,
    moments: u32,
}

impl Hearing {
    /// Takes what the meter shows at a moment, in hundredths; whether that is enough.
    pub fn hear(&mut self, level: u32) -> bool {
        self.loudest = self.loudest.max(level);
        self.moments += u32::from(level >= VOICE_MIN);
        self.moments >= VOICE_MOMENTS
    }

    /// What has been heard.
    pub fn outcome(self) -> Outcome {
        if self.moments >= VOICE_MOMENTS {
            Outcome::Passed(Proof::Heard)
        } else if self.loudest <= SILENCE_MAX {
            Outcome::Failed(Fault::SilentMicrophone)
        } else {
            Outcome::Warned(Warning::QuietMicrophone)
        }
    }
}

/// What it means that the server answered after this long, in this version of the protocol.
pub fn signaling(version: u32, own_version: u32, after_ms: u32) -> Outcome {
    if version != own_version {
        Outcome::Failed(Fault::OtherVersion)
    } else if after_ms > SLOW_MS {
        Outcome::Warned(Warning::SlowServer(after_ms))
    } else {
        Outcome::Passed(Proof::After(after_ms))
    }
}

/// What it means that no socket was had, from the status and the text of a plain answer at its address, if there was one.
pub fn no_socket(answer: Option<(u16, &str)>) -> Outcome {
    Outcome::Failed(match answer {
        None => Fault::ServerAway,
        Some((FORBIDDEN, text)) if text.starts_with(FOREIGN_ORIGIN) => Fault::ForeignOrigin,
        Some(_) => Fault::SocketsBlocked,
    })
}

/// What the browser can do, from whether it has all classes that a call needs and the codecs that it knows; none if it
/// does not tell.
pub fn browser(complete: bool, codecs: &[String]) -> Outcome {
    let known = |wanted: &&str| codecs.iter().any(|codec| codec.eq_ignore_ascii_case(wanted));
    if !complete {
        Outcome::Failed(Fault::NoWebRtc)
    } else if !codecs.is_empty() && !CODECS.iter().any(known) {
        Outcome::Warned(Warning::FewCodecs)
    } else {
        Outcome::Passed(Proof::Works)
    }
}

/// Where a candidate leads, as its text says (RFC 8839 section 5.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leads {
    /// To the page itself, as others outside see it.
    FromOutside,
    /// To a relay.
    ToRelay,
    /// Elsewhere.
    Elsewhere,
}

/// Reads the type of a candidate.
pub fn leads(candidate: &str) -> Leads {
    let mut words = candidate.split(' ').skip_while(|word| *word != "typ").skip(1);
    match words.next() {
        Some("srflx" | "prflx") => Leads::FromOutside,
        Some("relay") => Leads::ToRelay,
        Some(_) | None => Leads::Elsewhere,
    }
}

/// Whether the address of an ICE server is that of a relay, and not of a STUN server.
pub fn is_relay(url: &str) -> bool {
    url.starts_with("turn")
}

/// What came of a search for paths.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Search {
    /// Whether a path of the wanted kind was found.
    pub found: bool,
    /// Whether the browser reported an error.
    pub errors: bool,
    /// How long it took, in milliseconds.
    pub after_ms: u32,
}

/// What a search with a STUN server says.
pub fn stun(search: Search) -> Outcome {
    if search.found {
        Outcome::Passed(Proof::After(search.after_ms))
    } else if !search.errors && search.after_ms < STUN_GIVES_UP_MS {
        // Seen from outside as from inside, the page has nothing new to tell.
        Outcome::Passed(Proof::Works)
    } else {
        Outcome::Warned(Warning::StunSilent)
    }
}

/// What came of a call by a relay within the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Trial {
    /// Whether the relay gave an address.
    pub is_reached: bool,
    /// Whether what one side wrote came to the other.
    pub is_connected: bool,
    /// How long it took, in milliseconds.
    pub after_ms: u32,
}

/// What trials say that were made over each transport at which there is a relay. A call takes the first that works, in the order of
/// [`RelayTransport`]. Without seats opposite each other the relay owes nobody more than an address.
pub fn relay(trials: &[(RelayTransport, Trial)], were_seated: bool) -> Outcome {
    let works = |trial: &Trial| trial.is_connected || (trial.is_reached && !were_seated);
    let working = trials.iter().filter(|(_, trial)| works(trial));
    let Some((best, trial)) = working.min_by_key(|(transport, _)| *transport) else {
        let is_reached = trials.iter().any(|(_, trial)| trial.is_reached);
        return Outcome::Failed(if is_reached { Fault::RelayPassesNothing } else { Fault::RelaySilent });
    };
    if *best != RelayTransport::Udp && trials.iter().any(|(transport, _)| *transport == RelayTransport::Udp) {
        return Outcome::Warned(Warning::RelayWithoutUdp(*best));
    }
    Outcome::Passed(Proof::Relayed(*best, trial.after_ms))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_black_only_if_all_of_it_is() {
        let black = [3, 9, 24, 255].repeat(50);
        assert_eq!(camera(640, 480, &black), Outcome::Warned(Warning::BlackPicture));
        let mut lit = black;
        lit[40] = 25;
        assert_eq!(camera(640, 480, &lit), Outcome::Passed(Proof::Picture { width: 640, height: 480 }));
    }

    #[test]
    fn a_voice_is_several_loud_moments() {
        let heard = |levels: &[u32]| {
            let mut hearing = Hearing::default();
            let _ = levels.iter().any(|level| hearing.hear(*level));
            hearing.outcome()
        };
        assert_eq!(heard(&[10, 60, 55, 12, 70]), Outcome::Passed(Proof::Heard));
        assert_eq!(heard(&[10, 90, 12]), Outcome::Warned(Warning::QuietMicrophone));
        assert_eq!(heard(&[0, 1, 0]), Outcome::Failed(Fault::SilentMicrophone));
    }

    #[test]
    fn candidates_tell_where_they_lead() {
        let text = "candidate:1 1 udp 1677729535 203.0.113.7 50000 typ srflx raddr 0.0.0.0 rport 0";
        assert_eq!(leads(text), Leads::FromOutside);
        assert_eq!(leads("candidate:1 1 udp 1 a.local 5 typ host"), Leads::Elsewhere);
        assert_eq!(leads("candidate:1 1 udp 1 198.51.100.1 5 typ relay raddr x"), Leads::ToRelay);
        assert_eq!(leads(""), Leads::Elsewhere);
    }

    #[test]
    fn a_page_that_is_seen_from_outside_as_from_inside_is_well() {
        let search = Search { found: false, errors: false, after_ms: 40 };
        assert_eq!(stun(Search { found: true, ..search }), Outcome::Passed(Proof::After(40)));
        assert_eq!(stun(search), Outcome::Passed(Proof::Works));
        assert_eq!(stun(Search { errors: true, ..search }), Outcome::Warned(Warning::StunSilent));
        assert_eq!(stun(Search { after_ms: 9_500, ..search }), Outcome::Warned(Warning::StunSilent));
    }

    #[test]
    fn a_call_takes_the_first_way_to_the_relay_that_works() {
        use RelayTransport::{Tcp, Tls, Udp};
        let trial = |works, after_ms| Trial { is_reached: works, is_connected: works, after_ms };
        let outcome = |trials: &[(RelayTransport, Trial)]| relay(trials, true);
        let (yes, no) = (trial(true, 30), trial(false, 9_000));
        assert_eq!(outcome(&[(Tcp, trial(true, 5)), (Udp, yes), (Tls, no)]), Outcome::Passed(Proof::Relayed(Udp, 30)));
        assert_eq!(outcome(&[(Udp, no), (Tls, yes), (Tcp, no)]), Outcome::Warned(Warning::RelayWithoutUdp(Tls)));
        assert_eq!(outcome(&[(Tcp, yes)]), Outcome::Passed(Proof::Relayed(Tcp, 30)), "there is no other");
        assert_eq!(outcome(&[(Udp, no), (Tcp, no)]), Outcome::Failed(Fault::RelaySilent));
    }

    #[test]
    fn a_relay_that_gives_addresses_and_passes_nothing_on_is_found_out() {
        let trial = Trial { is_reached: true, is_connected: false, after_ms: 9_000 };
        let trials = [(RelayTransport::Udp, trial)];
        assert_eq!(relay(&trials, true), Outcome::Failed(Fault::RelayPassesNothing));
        assert_eq!(relay(&trials, false), Outcome::Passed(Proof::Relayed(RelayTransport::Udp, 9_000)), "it may not");
    }

    #[test]
    fn a_browser_that_does_not_tell_its_codecs_is_believed() {
        assert_eq!(browser(true, &[]), Outcome::Passed(Proof::Works));
        assert_eq!(browser(true, &["video/AV1".into()]), Outcome::Warned(Warning::FewCodecs));
        assert_eq!(browser(true, &["video/vp8".into()]), Outcome::Passed(Proof::Works));
        assert_eq!(browser(false, &["video/VP8".into()]), Outcome::Failed(Fault::NoWebRtc));
    }

    #[test]
    fn who_gets_no_socket_learns_who_refuses_it() {
        let said = |answer| match no_socket(answer) {
            Outcome::Failed(fault) => fault,
            other => panic!("{other:?}"),
        };
        assert_eq!(said(None), Fault::ServerAway);
        assert_eq!(said(Some((403, "foreign-origin: the page's address"))), Fault::ForeignOrigin);
        assert_eq!(said(Some((403, "Blocked by your company"))), Fault::SocketsBlocked);
        assert_eq!(said(Some((405, ""))), Fault::SocketsBlocked);
    }

    #[test]
    fn a_slow_server_and_a_newer_one_are_noticed() {
        assert_eq!(signaling(2, 2, 20), Outcome::Passed(Proof::After(20)));
        assert_eq!(signaling(2, 2, SLOW_MS + 1), Outcome::Warned(Warning::SlowServer(SLOW_MS + 1)));
        assert_eq!(signaling(3, 2, 20), Outcome::Failed(Fault::OtherVersion));
    }
}
