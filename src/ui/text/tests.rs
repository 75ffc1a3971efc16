//! Whether every state has words, and each its own.

use std::collections::HashSet;

use super::*;

const MEDIA_ERRORS: [MediaError; 10] = [
    MediaError::Denied,
    MediaError::Dismissed,
    MediaError::NotFound,
    MediaError::InUse,
    MediaError::Overconstrained,
    MediaError::Aborted,
    MediaError::Forbidden,
    MediaError::Insecure,
    MediaError::Lost,
    MediaError::Other,
];

const NOTICES: [DialogNotice; 10] = [
    DialogNotice::NameNeeded,
    DialogNotice::BadName(RoomNameError::TooLong),
    DialogNotice::BadName(RoomNameError::Control),
    DialogNotice::BadName(RoomNameError::Dots),
    DialogNotice::BadAddress,
    DialogNotice::Unreachable,
    DialogNotice::Draining,
    DialogNotice::Limit,
    DialogNotice::Version,
    DialogNotice::None,
];

#[test]
fn every_media_error_says_what_is_required_and_each_has_its_own_words() {
    let mut seen = HashSet::new();
    for error in MEDIA_ERRORS {
        let (why, what_to_do) = media_error(error, None);
        assert!(!what_to_do.is_empty(), "{error:?} leaves people alone");
        assert!(seen.insert(why), "{error:?} shares its words");
    }
    let title = say(Word::MediaRequired).to_lowercase();
    for word in ["camera", "microphone", "required"] {
        assert!(title.contains(word), "the title does not say {word}");
    }
}

#[test]
fn every_notice_has_its_own_words() {
    let words: HashSet<_> = NOTICES.into_iter().map(dialog_notice).collect();
    assert_eq!(words.len(), NOTICES.len());
    assert_eq!(dialog_notice(DialogNotice::None), None);
    assert_eq!(dialog_notice(DialogNotice::BadName(RoomNameError::Blank)), dialog_notice(DialogNotice::NameNeeded));
}

#[test]
fn what_can_be_tried_again_says_so() {
    for notice in [DialogNotice::Unreachable, DialogNotice::Draining, DialogNotice::Limit, DialogNotice::Version] {
        assert!(dialog_notice(notice).is_some_and(|words| words.contains("again")), "{notice:?}");
    }
}

#[test]
fn a_full_room_is_named() {
    let words = room_full("Café");
    assert!(words.contains("full") && words.contains("Café"));
}

#[test]
fn only_the_field_is_called_room_name() {
    let names = [Word::DialogTitle, Word::ChooseAnother, Word::Controls, Word::Own, Word::Peer].map(say);
    assert!(names.iter().all(|name| !name.to_lowercase().contains("room name")));
}

#[test]
fn announcements_of_devices_say_how_they_are_now() {
    let mut view = View::default();
    view.devices.microphone = false;
    assert_eq!(announcement(Announcement::OwnDevices, &view), "Your microphone is off, the camera is on.");
}

#[test]
fn every_phase_and_every_repair_is_said() {
    let mut seen = HashSet::new();
    for phase_of_call in [
        Phase::RequestingMedia,
        Phase::MediaError(MediaError::Other),
        Phase::ChoosingRoom(DialogNotice::None),
        Phase::Joining,
        Phase::RoomFull(DialogNotice::None),
        Phase::Waiting,
        Phase::Connecting,
        Phase::Connected,
        Phase::Reconnecting(Repair::PeerAway),
        Phase::Reconnecting(Repair::LinkLost),
        Phase::Reconnecting(Repair::Offline),
        Phase::Ended(EndReason::Left),
        Phase::Ended(EndReason::Moved),
    ] {
        let view = View { phase: phase_of_call, room: "tea".into(), ..View::default() };
        assert!(seen.insert(phase(&view)), "{:?} shares its words", view.phase);
    }
}
