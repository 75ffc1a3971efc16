//! What is said about an outcome, and what to do in this browser. The words for devices that cannot be had are those of
//! the call.

use super::examination::Verdict;
use super::family::Family;
use super::outcome::{Fault, Outcome, Proof, Skip, Warning};
use super::plan::Test;
use crate::call::Device;
use crate::call::view::MediaError;
use crate::ui::text;
use crate::words::{Extra, Word, fill, say, tell};

/// What is said about an outcome.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Advice {
    /// What is the case.
    pub why: String,
    /// What to do about it; empty if there is nothing to do.
    pub what_to_do: String,
}

/// The name of a test.
pub fn name(test: Test) -> &'static str {
    tell(match test {
        Test::Secure => Extra::CheckSecure,
        Test::Browser => Extra::CheckBrowser,
        Test::Camera => Extra::Camera,
        Test::Microphone => Extra::Microphone,
        Test::Speaker => Extra::Speaker,
        Test::Signaling => Extra::CheckServer,
        Test::Stun => Extra::CheckStun,
        Test::Relay => Extra::CheckRelay,
        Test::Loopback => Extra::CheckCall,
    })
}

/// The name of a family of browsers.
pub fn family_name(family: Family) -> &'static str {
    match family {
        Family::Chromium => text::PERMISSION_STEPS[0].0,
        Family::Firefox => text::PERMISSION_STEPS[1].0,
        Family::Safari => text::PERMISSION_STEPS[2].0,
        Family::Ios => tell(Extra::FamilyIos),
        Family::Android => tell(Extra::FamilyAndroid),
        Family::InApp => tell(Extra::FamilyInApp),
        Family::Other => tell(Extra::FamilyOther),
    }
}

/// Where a test stands, in a word.
pub fn state(outcome: Outcome) -> &'static str {
    tell(match outcome {
        Outcome::Waiting => Extra::CheckWaiting,
        Outcome::Running => Extra::CheckRunning,
        Outcome::Passed(_) => Extra::CheckPassed,
        Outcome::Warned(_) => Extra::CheckWarned,
        Outcome::Failed(_) => Extra::CheckFailed,
        Outcome::Skipped(_) => Extra::CheckSkipped,
    })
}

/// What is said about the outcome of a test in a browser of that family.
pub fn advice(test: Test, outcome: Outcome, family: Family) -> Advice {
    let (why, what_to_do) = match outcome {
        Outcome::Waiting | Outcome::Running => return Advice::default(),
        Outcome::Passed(proof) => return Advice { why: proven(proof), what_to_do: String::new() },
        Outcome::Skipped(Skip::Needs(test)) => {
            return Advice { why: fill(tell(Extra::CheckNeeds), name(test)), what_to_do: String::new() };
        }
        Outcome::Skipped(Skip::Stopped) => {
            return Advice { why: tell(Extra::CheckNotDone).into(), what_to_do: String::new() };
        }
        Outcome::Warned(warning) => warned(warning),
        Outcome::Failed(fault) => failed(test, fault),
    };
    let [first, second] = in_browser(outcome, family);
    let what_to_do = [what_to_do, &first, &second].join(" ").trim_end().into();
    Advice { why, what_to_do }
}

/// What all outcomes say together, and what the person can do meanwhile.
pub fn verdict(verdict: Verdict) -> String {
    let word = match verdict {
        Verdict::Unknown => return String::new(),
        Verdict::Busy(test) => {
            let hint = match test {
                Test::Camera => tell(Extra::CheckAllow),
                Test::Microphone => tell(Extra::CheckSpeak),
                Test::Speaker => tell(Extra::CheckQuestion),
                _ => "",
            };
            return [&fill(tell(Extra::CheckNow), name(test)), hint].join(" ").trim_end().into();
        }
        Verdict::Fine => Extra::CheckFine,
        Verdict::Doubts => Extra::CheckDoubts,
        Verdict::Faults => Extra::CheckFaults,
        Verdict::Stopped => Extra::CheckEnded,
    };
    tell(word).into()
}

fn proven(proof: Proof) -> String {
    match proof {
        Proof::Works => tell(Extra::CheckWorks).into(),
        Proof::Heard => tell(Extra::CheckHeard).into(),
        Proof::Picture { width, height } => {
            fill(tell(Extra::CheckPicture), &[&width.to_string(), "×", &height.to_string()].concat())
        }
        Proof::After(ms) => fill(tell(Extra::CheckAfter), &ms.to_string()),
        Proof::Relayed(transport, ms) => {
            let after = fill(tell(Extra::CheckAfter), &ms.to_string());
            [&fill(tell(Extra::CheckRelayBy), transport.name()), " ", &after].concat()
        }
    }
}

fn warned(warning: Warning) -> (String, &'static str) {
    let (why, what_to_do) = match warning {
        Warning::SlowServer(ms) => {
            return (fill(tell(Extra::CheckSlowWhy), &ms.to_string()), tell(Extra::CheckSlowDo));
        }
        Warning::RelayWithoutUdp(transport) => {
            return (fill(tell(Extra::CheckNoUdpWhy), transport.name()), tell(Extra::CheckNoUdpDo));
        }
        Warning::NoRelay => return (say(Word::NoRelay).into(), tell(Extra::CheckNoRelayDo)),
        Warning::BlackPicture => (Extra::CheckBlackWhy, Extra::CheckBlackDo),
        Warning::QuietMicrophone => (Extra::CheckQuietWhy, Extra::CheckQuietDo),
        Warning::NoMeter => (Extra::CheckNoMeterWhy, Extra::CheckNoMeterDo),
        Warning::NoAnswer => (Extra::CheckNoAnswerWhy, Extra::CheckNoAnswerDo),
        Warning::NoStun => (Extra::CheckNoStunWhy, Extra::CheckNoStunDo),
        Warning::StunSilent => (Extra::CheckStunSilentWhy, Extra::CheckStunSilentDo),
        Warning::FewCodecs => (Extra::CheckCodecsWhy, Extra::CheckCodecsDo),
        Warning::WithoutPicture => (Extra::CheckOnlyLineWhy, Extra::CheckOnlyLineDo),
    };
    (tell(why).into(), tell(what_to_do))
}

fn failed(test: Test, fault: Fault) -> (String, &'static str) {
    let (why, what_to_do) = match fault {
        Fault::Media(error) => {
            let (why, what_to_do) = text::media_error(error, device(test));
            // In the call these two speak of what is there beside them.
            let what_to_do = match error {
                MediaError::Denied => tell(Extra::CheckDeniedDo),
                MediaError::Dismissed => tell(Extra::CheckDismissedDo),
                _ => what_to_do,
            };
            return (why.into(), what_to_do);
        }
        Fault::NoWebRtc => (Extra::CheckNoWebRtcWhy, Extra::CheckNoWebRtcDo),
        Fault::TooLong => (Extra::CheckTooLongWhy, Extra::CheckTooLongDo),
        Fault::NoFrames => (Extra::CheckNoFramesWhy, Extra::CheckNoFramesDo),
        Fault::SilentMicrophone => (Extra::CheckSilentWhy, Extra::CheckSilentDo),
        Fault::NotHeard => (Extra::CheckNotHeardWhy, Extra::CheckNotHeardDo),
        Fault::NoSound => (Extra::CheckNoSoundWhy, Extra::CheckNoSoundDo),
        Fault::ServerAway => (Extra::CheckAwayWhy, Extra::CheckAwayDo),
        Fault::SocketsBlocked => (Extra::CheckSocketsWhy, Extra::CheckSocketsDo),
        Fault::ForeignOrigin => (Extra::CheckOriginWhy, Extra::CheckOriginDo),
        Fault::OtherVersion => (Extra::CheckVersionWhy, Extra::CheckVersionDo),
        Fault::RelaySilent => (Extra::CheckRelaySilentWhy, Extra::CheckRelaySilentDo),
        Fault::RelayPassesNothing => (Extra::CheckRelayMuteWhy, Extra::CheckRelayMuteDo),
        Fault::NoConnection => (Extra::CheckNoConnectionWhy, Extra::CheckNoConnectionDo),
        Fault::NoEcho => (Extra::CheckNoEchoWhy, Extra::CheckNoConnectionDo),
        Fault::NoPicture => (Extra::CheckNoPictureWhy, Extra::CheckNoPictureDo),
    };
    (tell(why).into(), tell(what_to_do))
}

/// The device that a test is of.
fn device(test: Test) -> Option<Device> {
    match test {
        Test::Camera => Some(Device::Camera),
        Test::Microphone => Some(Device::Microphone),
        _ => None,
    }
}

/// What differs from browser to browser: up to two sentences.
fn in_browser(outcome: Outcome, family: Family) -> [String; 2] {
    let one = |word| [tell(word).into(), String::new()];
    match outcome {
        Outcome::Failed(Fault::Media(MediaError::Denied | MediaError::Forbidden)) => permission(family),
        Outcome::Failed(Fault::NoWebRtc) => match family {
            Family::Firefox => one(Extra::CheckNoWebRtcFirefox),
            Family::Ios => one(Extra::CheckNoWebRtcIos),
            Family::InApp => one(Extra::CheckInApp),
            Family::Chromium | Family::Safari | Family::Android | Family::Other => Default::default(),
        },
        Outcome::Failed(Fault::NotHeard | Fault::NoSound) => match family {
            Family::Chromium | Family::Firefox | Family::Safari => one(Extra::CheckNotHeardTab),
            Family::Ios => one(Extra::CheckNotHeardIos),
            Family::Android => one(Extra::CheckNotHeardAndroid),
            Family::InApp => one(Extra::CheckInApp),
            Family::Other => Default::default(),
        },
        _ => Default::default(),
    }
}

/// Where a family keeps its permission for one page, if the list on the call's page does not name it.
pub fn unlisted(family: Family) -> Option<&'static str> {
    match family {
        Family::Ios => Some(tell(Extra::CheckAllowIos)),
        Family::Android => Some(tell(Extra::CheckAllowAndroid)),
        Family::InApp => Some(tell(Extra::CheckInApp)),
        Family::Chromium | Family::Firefox | Family::Safari | Family::Other => None,
    }
}

/// Where a family keeps its permission for one page, and where the system keeps its own.
fn permission(family: Family) -> [String; 2] {
    let system = || tell(Extra::CheckAllowSystem).to_owned();
    let steps = |at: usize| {
        let (browser, step) = text::PERMISSION_STEPS[at];
        [browser, tell(Extra::Colon), say(step), "."].concat()
    };
    match family {
        Family::Chromium => [steps(0), system()],
        Family::Firefox => [steps(1), system()],
        Family::Safari => [steps(2), system()],
        Family::Ios | Family::Android => {
            [[family_name(family), tell(Extra::Colon), unlisted(family).unwrap_or_default()].concat(), String::new()]
        }
        Family::InApp => [unlisted(family).unwrap_or_default().into(), String::new()],
        Family::Other => [system(), String::new()],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FAMILIES: [Family; 7] =
        [Family::Chromium, Family::Firefox, Family::Safari, Family::Ios, Family::Android, Family::InApp, Family::Other];

    #[test]
    fn whoever_denied_reads_where_their_browser_keeps_that() {
        let denied = Outcome::Failed(Fault::Media(MediaError::Denied));
        let said = FAMILIES.map(|family| advice(Test::Camera, denied, family).what_to_do);
        for (index, words) in said.iter().enumerate() {
            assert!(!said[..index].contains(words), "{words}");
        }
        assert!(said[1].contains("Firefox: "), "{}", said[1]);
        assert!(!said.concat().contains("goes on by itself"));
    }

    #[test]
    fn a_page_that_is_refused_for_its_name_is_told_the_setting_that_mends_it() {
        let said = advice(Test::Signaling, Outcome::Failed(Fault::ForeignOrigin), Family::Other);
        assert!(said.what_to_do.contains("DUET_NAMES") && said.what_to_do.contains("Host"), "{said:?}");
    }

    #[test]
    fn everything_that_is_not_well_has_words_for_what_to_do() {
        let outcomes = [
            Outcome::Failed(Fault::Media(MediaError::InUse)),
            Outcome::Failed(Fault::NoWebRtc),
            Outcome::Failed(Fault::SocketsBlocked),
            Outcome::Failed(Fault::ForeignOrigin),
            Outcome::Warned(Warning::NoRelay),
            Outcome::Warned(Warning::SlowServer(900)),
        ];
        for outcome in outcomes {
            for family in FAMILIES {
                let said = advice(Test::Microphone, outcome, family);
                assert!(!said.why.is_empty() && !said.what_to_do.is_empty(), "{outcome:?} {family:?}");
                assert!(!said.what_to_do.ends_with(' '));
            }
        }
    }

    #[test]
    fn what_works_asks_for_nothing() {
        let said = advice(Test::Camera, Outcome::Passed(Proof::Picture { width: 640, height: 480 }), Family::Other);
        assert_eq!(said, Advice { why: "Moving pictures of 640×480 pixels.".into(), what_to_do: String::new() });
        assert_eq!(advice(Test::Camera, Outcome::Running, Family::Other), Advice::default());
    }
}
