//! Asking for the room. The dialog is not modal: a modal one would silence the live region around it, and there is
//! nothing beside it to be kept from.

use leptos::attr::custom::custom_attribute;
use leptos::ev;
use leptos::html;
use leptos::prelude::*;

use super::call_handle::CallHandle;
use super::changing_text::changing;
use super::icon::{Icon, drawing};
use super::lean::{effect, memo};
use super::newer::reload;
use super::slots::LOBBY;
use super::{occupancy, text};
use crate::call::tabs::is_same_room;
use crate::call::view::{DialogNotice, Intent, Phase, View};
use crate::words::{Word, say};

/// Added to a notice every other time it is asked for: a screen reader is silent when words follow the same words.
const DIFFERENCE: char = '\u{a0}';

/// Asks for a room until there is one.
#[component]
pub fn RoomDialog(
    /// The call.
    context: CallHandle,
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
    let submitted = StoredValue::new(String::new());
    let tabs = context.part(|view| view.rooms_of_tabs.clone());
    let only_here = memo(move || !tabs.read().lines().any(|room| is_same_room(room, &typed.read())));
    let known = occupancy::follow(context, typed, open);
    let hint = memo(move || if only_here.get() { known.get() } else { say(Word::InOtherTab).into() });

    effect(move || {
        if open.get() && !only_here.get() {
            // The field has the keyboard already, and what describes it is not said again.
            context.read_out(say(Word::InOtherTab));
        }
    });

    let submit = move || {
        let text = typed.get_untracked();
        // What an address has filled in is a name already.
        let name = if submitted.with_value(|filled| *filled == text) {
            text.clone()
        } else {
            (context.services().room_named)(&text)
        };
        submitted.set_value(text);
        context.send(Intent::Join(name));
        times_asked.update(|times| *times += 1);
    };
    let cancel = move || {
        context.send(Intent::CancelDialog);
        times_asked.update(|times| *times += 1);
    };
    prefill(typed, submitted, room, open);
    keep_focused(field, open, times_asked);
    on_escape(open, cancel);

    let silent = memo(move || notice.read().is_empty());
    let said = memo(move || {
        let (mut words, times) = (notice.get(), times_asked.get());
        if !words.is_empty() && times % 2 == 1 {
            words.push(DIFFERENCE);
        }
        words
    });

    view! {
        // In Safari a dialog is a stop of the Tab key by itself.
        <dialog class="panel" tabindex="-1" aria-labelledby="dialog-title" open=open>
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
                    {..custom_attribute("autocorrect", "off")}
                    spellcheck="false"
                    enterkeyhint="go"
                    dir="auto"
                    aria-describedby="room-notice room-hint"
                    aria-invalid=invalid
                    prop:value=typed
                    on:input:capture=move |event| {
                        context.send(Intent::Typed);
                        typed.set((context.services().room_in)(event_target_value(&event)));
                    }
                />
                <div class="said">
                    <p class="alert" role="alert" id="room-notice" hidden=silent>
                        <Icon drawing=drawing::WARNING />
                        {changing(said)}
                    </p>
                    <p class="hint" id="room-hint" prop:textContent=hint></p>
                </div>
                <div id=LOBBY></div>
                <p class="actions">
                    <button type="submit" class="button primary">
                        {say(Word::Join)}
                    </button>
                    <button
                        type="button"
                        class="button"
                        hidden=only_here
                        on:click:capture=move |_| context.send(Intent::MoveHere(typed.get_untracked()))
                    >
                        {say(Word::MoveHere)}
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

/// Puts the room of the address, or the one last tried, into the field: when the dialog opens, and when the address
/// comes to name another. What a person is typing and has not submitted is never taken away.
fn prefill(typed: RwSignal<String>, submitted: StoredValue<String>, room: Memo<String>, open: Memo<bool>) {
    let mut before = (false, String::new());
    effect(move || {
        let now = (open.get(), room.get());
        let (was_open, room_before) = std::mem::replace(&mut before, now.clone());
        let just_opened = now.0 && !was_open;
        let renamed = now.0 && now.1 != room_before && !now.1.is_empty();
        let kept = typed.get_untracked();
        let begun = !kept.is_empty() && submitted.with_value(|submitted| *submitted != kept);
        if renamed || just_opened && !begun {
            submitted.set_value(now.1.clone());
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
            // Escape while a character is being composed belongs to the input method. Safari says so only by this code (WebKit
            // bug 165004).
            let composing = event.is_composing() || event.key_code() == 229;
            if event.key() == "Escape" && !composing && open.get_untracked() {
                event.prevent_default();
                cancel();
            }
        });
        on_cleanup(move || listener.remove());
    });
}
