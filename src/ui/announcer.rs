//! The one live region of the page: who came, left or went quiet, and every change of state, for people who do not see
//! it; and short notes on the screen for what nothing else there shows.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use leptos::prelude::*;

use super::call_handle::{CallHandle, UNSEEN};
use super::lean::{effect, memo};
use super::text;
use crate::call::view::{Announcement, Phase, View};

/// How long a note stays: long enough to read one line twice.
const NOTE_SHOWN: Duration = Duration::from_secs(5);

/// Added to every other announcement: a screen reader is silent when words follow the same words.
const DIFFERENCE: char = '\u{a0}';

/// Reads out what happens.
#[component]
pub fn Announcer(
    /// The call.
    context: CallHandle,
) -> impl IntoView {
    let view = context.view();
    let said = RwSignal::new(String::new());
    let note = RwSignal::new(String::new());

    let latest = Rc::new(Cell::new(0_u32));
    let show = move |words: String| {
        note.set(words);
        let mine = latest.get().wrapping_add(1);
        latest.set(mine);
        let latest = Rc::clone(&latest);
        set_timeout(
            move || {
                if latest.get() == mine {
                    note.set(String::new());
                }
            },
            NOTE_SHOWN,
        );
    };

    let beside = context.notes();
    let show_beside = show.clone();
    effect(move || {
        let words = beside.get();
        if !words.is_empty() {
            read_out(said, words.clone());
            if !words.starts_with(UNSEEN) {
                show_beside(words);
            }
        }
    });

    let mut before = (None, None);
    effect(move || {
        let view = view.read();
        let (announcement, phase) = (view.announcement, view.phase.clone());
        let (number_before, phase_before) = &before;
        let news = announcement.filter(|(number, _)| *number_before != Some(*number));
        let phase_is_new = phase_before.as_ref() != Some(&phase);

        if let Some(words) = to_say(news.map(|(_, what)| what), phase_is_new, &view) {
            read_out(said, words);
        }
        if let Some((_, what)) = news.filter(|(_, what)| deserves_note(*what, &view.phase)) {
            show(text::announcement(what, &view));
        } else if phase_is_new {
            // "They left" must not stand over the picture of whoever came next.
            note.set(String::new());
        }
        before = (announcement.map(|(number, _)| number), Some(phase));
    });

    view! {
        <p class="unseen" role="status" aria-live="polite" prop:textContent=said></p>
        <p class="note" aria-hidden="true" class:shown=memo(move || !note.read().is_empty()) prop:textContent=note></p>
    }
}

fn read_out(said: RwSignal<String>, mut words: String) {
    said.update(|said| {
        if !said.ends_with(DIFFERENCE) {
            words.push(DIFFERENCE);
        }
        *said = words;
    });
}

/// What happened, and where the call is now if that changed too.
fn to_say(news: Option<Announcement>, phase_is_new: bool, view: &View) -> Option<String> {
    match news {
        None => phase_is_new.then(|| text::phase(view)),
        Some(Announcement::PhaseChanged) => Some(text::phase(view)),
        Some(news) if phase_is_new => Some(format!("{} {}", text::announcement(news, view), text::phase(view))),
        Some(news) => Some(text::announcement(news, view)),
    }
}

/// Whether something that happened is worth a short note on the screen, because nothing else there shows it.
fn deserves_note(announcement: Announcement, phase: &Phase) -> bool {
    match announcement {
        Announcement::LinkCopied
        | Announcement::LinkNotCopied
        | Announcement::DeviceFailed(_)
        | Announcement::DeviceChanged(_)
        | Announcement::DeviceLost(_)
        | Announcement::DeviceSilenced(_)
        | Announcement::DeviceReplaced(_)
        | Announcement::PeerLeft => true,
        // Whose picture never stopped was not away for anybody who sees it.
        Announcement::PeerBack => *phase != Phase::Connected,
        Announcement::PhaseChanged
        | Announcement::PeerCame
        | Announcement::PeerQuiet
        | Announcement::PeerDevices
        | Announcement::OwnDevices => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn waiting() -> View {
        View { phase: Phase::Waiting, room: "tea".into(), ..View::default() }
    }

    #[test]
    fn a_change_of_state_is_said_even_if_nobody_announces_it() {
        assert!(to_say(None, true, &waiting()).is_some_and(|words| words.contains("tea")));
        assert_eq!(to_say(None, false, &waiting()), None);
    }

    #[test]
    fn who_left_is_said_before_where_that_leaves_you() {
        let words = to_say(Some(Announcement::PeerLeft), true, &waiting()).unwrap_or_default();
        assert!(words.starts_with("The other person left.") && words.contains("alone"), "{words}");
    }

    #[test]
    fn a_change_of_state_is_not_said_twice() {
        assert_eq!(to_say(Some(Announcement::PhaseChanged), true, &waiting()), Some(text::phase(&waiting())));
    }
}
