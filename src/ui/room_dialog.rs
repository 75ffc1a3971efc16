//! Asking for the room. The dialog is not modal: a modal one would silence the live region around it, and there is
//! nothing beside it to be kept from.

use leptos::ev;
use leptos::html;
use leptos::prelude::*;

use super::{
    context::CallContext,
    icon::{Icon, drawing},
    lean::effect,
    occupancy, text,
};
use crate::call::view::{DialogNotice, Intent, Phase, View};
use crate::extras::load::LOBBY;
use crate::words::{Word, say};

/// Added to a notice every other time it is asked for: a screen reader is silent when words follow the same words.
const DIFFERENCE: &str = "\u{a0}";

/// Asks for a room until there is one.
#[component]
pub fn RoomDialog(
    /// The call.
    context: CallContext,
) -> impl IntoView {
    let open = context.part(|view| view.phase.dialog().is_some());
    let room = context.part(|view| view.room.clone());
    let notice = context.part(words);
    let current = context.part(|view| view.phase.dialog() != Some(DialogNotice::Version));
    let invalid =
        context.part(|view| if view.phase.dialog().is_some_and(is_about_the_name) { "true" } else { "false" });

    let typed = RwSignal::new(String::new());
    let field = NodeRef::<html::Input>::new();
    let times_asked = RwSignal::new(0_u32);
    let hint = occupancy::follow(typed, open);

    let submit = move || {
        context.send(Intent::Join(typed.get_untracked()));
        times_asked.update(|times| *times += 1);
    };
    let cancel = move || {
        context.send(Intent::CancelDialog);
        times_asked.update(|times| *times += 1);
    };
    prefill(typed, room, open);
    keep_focused(field, open, times_asked);
    on_escape(open, cancel);

    let alert = move || {
        let (words, times) = (notice.get(), times_asked.get());
        let difference = (times % 2 == 1).then_some(DIFFERENCE);
        (!words.is_empty()).then(|| {
            view! {
                <p class="alert" role="alert" id="room-notice">
                    <Icon drawing=drawing::WARNING />
                    <span>{words} {difference}</span>
                </p>
            }
        })
    };

    view! {
        <dialog class="panel" aria-labelledby="dialog-title" open=open>
            <form
                novalidate
                on:submit:capture=move |event| {
                    event.prevent_default();
                    submit();
                }
            >
                <h1 id="dialog-title">{say(Word::DialogTitle)}</h1>
                <p class="lead">{say(Word::DialogLead)}</p>
                <label for="room">{say(Word::DialogLabel)}</label>
                <input
                    node_ref=field
                    id="room"
                    type="text"
                    autocomplete="off"
                    autocapitalize="none"
                    spellcheck="false"
                    enterkeyhint="go"
                    dir="auto"
                    aria-describedby="room-notice room-hint"
                    aria-invalid=invalid
                    prop:value=typed
                    on:input:capture=move |event| typed.set(event_target_value(&event))
                />
                <div class="said">
                    {alert} <p class="hint" id="room-hint">
                        {hint}
                    </p>
                </div>
                <div id=LOBBY></div>
                <p class="actions">
                    <button type="submit" class="button primary">
                        {say(Word::Join)}
                    </button>
                    <button type="button" class="button" on:click:capture=move |_| cancel()>
                        {say(Word::Cancel)}
                    </button>
                    <button type="button" class="button" hidden=current on:click:capture=move |_| reload()>
                        {say(Word::Reload)}
                    </button>
                </p>
            </form>
        </dialog>
    }
}

/// What there is to say besides asking for a name; empty if nothing.
fn words(view: &View) -> String {
    let notice = view.phase.dialog().and_then(text::dialog_notice).unwrap_or_default();
    match view.phase {
        Phase::RoomFull(_) => [text::room_full(&view.room), notice].join(" ").trim_end().into(),
        _ => notice,
    }
}

fn is_about_the_name(notice: DialogNotice) -> bool {
    matches!(notice, DialogNotice::NameNeeded | DialogNotice::BadName(_) | DialogNotice::BadAddress)
}

fn reload() {
    // Refused only while the page is already going away.
    drop(window().location().reload());
}

/// Puts the room of the address, or the one last tried, into the field: when the dialog opens, and when the address
/// comes to name another. What a person is typing is never taken away.
fn prefill(typed: RwSignal<String>, room: Memo<String>, open: Memo<bool>) {
    let mut before = (false, String::new());
    effect(move || {
        let now = (open.get(), room.get());
        let (was_open, room_before) = std::mem::replace(&mut before, now.clone());
        let just_opened = now.0 && !was_open;
        let renamed = now.0 && now.1 != room_before && !now.1.is_empty();
        if just_opened || renamed {
            typed.set(now.1);
        }
    });
}

/// Puts the keyboard into the field when the dialog opens and whenever it asks again.
fn keep_focused(field: NodeRef<html::Input>, open: Memo<bool>, times_asked: RwSignal<u32>) {
    effect(move || {
        times_asked.track();
        if !open.get() {
            return;
        }
        // The dialog and the text in it are brought up to date in the same turn as this; they must be first.
        queue_microtask(move || {
            if let Some(field) = field.get_untracked() {
                // It fails only if the dialog is closed again, and then nothing is to be done.
                drop(field.focus());
                field.select();
            }
        });
    });
}

fn on_escape(open: Memo<bool>, cancel: impl Fn() + Copy + 'static) {
    effect(move || {
        let listener = window_event_listener(ev::keydown, move |event| {
            // Escape while a character is being composed belongs to the input method.
            if event.key() == "Escape" && !event.is_composing() && open.get_untracked() {
                event.prevent_default();
                cancel();
            }
        });
        on_cleanup(move || listener.remove());
    });
}
