//! The panel of the conversation in writing, and its button.

use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsValue;

use super::links::{Piece, pieces};
use super::model::Line;
use super::service::Conversation;
use crate::browser::object::{call, get, make, set, truth};
use crate::features::{plural, sprite};
use crate::ui::icon::Icon;
use crate::ui::lean::effect;
use crate::ui::list;
use crate::ui::side_panel::Panel;
use crate::ui::side_panel::{drawer, is_composing};
use crate::words::{Extra, tell};

/// The panel.
#[component]
pub fn ChatPanel(
    /// Which panel is open.
    open: RwSignal<Option<Panel>>,
    /// What was said.
    conversation: Conversation,
) -> impl IntoView {
    let typed = conversation.draft;
    let list = NodeRef::<html::Ol>::new();
    let field = NodeRef::<html::Textarea>::new();
    let shown = Memo::new(move |_| open.get() == Some(Panel::Chat));
    let empty = Memo::new(move |_| conversation.lines().is_empty());
    let alone = conversation.is_alone();
    let send = move || {
        if conversation.say(&typed.get_untracked()) {
            typed.set(String::new());
        }
    };
    let press = move |event: KeyboardEvent| {
        // Enter while a character is being composed belongs to the input method.
        if event.key() == "Enter" && !truth(&event, "shiftKey") && !is_composing(&event) {
            event.prevent_default();
            send();
        }
    };
    keep_at_end(list, shown, conversation);
    effect(move || {
        if shown.get() {
            queue_microtask(move || {
                if let Some(field) = field.get_untracked() {
                    // It fails only if the panel is closed again.
                    drop(field.focus());
                }
            });
        }
    });

    list::keep(
        move || list.get().map(Into::into),
        move || {
            // A panel that is opened on another day says which day the lines are of.
            open.track();
            conversation.lines().into_iter().map(|line| (time(line.at), line)).collect()
        },
        |(time, line)| (time.clone(), line.own, line.load.clone(), line.number, line.delivered),
        |(time, line)| line_view(line, time),
    );

    let content = view! {
        <div class="chat">
            <p class="aside" hidden=move || !empty.get()>
                {tell(Extra::ChatEmpty)}
            </p>
            <ol node_ref=list tabindex="0" aria-label=tell(Extra::ChatLines)></ol>
            <p class="aside" id="chat-alone" hidden=move || !alone.get()>
                {tell(Extra::ChatAlone)}
            </p>
            <form on:submit:capture=move |event| {
                event.prevent_default();
                send();
            }>
                <label class="unseen" for="chat-text">
                    {tell(Extra::ChatText)}
                </label>
                <textarea
                    id="chat-text"
                    node_ref=field
                    rows="2"
                    dir="auto"
                    enterkeyhint="send"
                    aria-describedby=move || alone.get().then_some("chat-alone")
                    placeholder=tell(Extra::ChatText)
                    prop:value=typed
                    on:input:capture=move |event| typed.set(event_target_value(&event))
                    on:keydown:capture=press
                ></textarea>
                // Not disabled: that would take the focus away.
                <button type="submit" class="button primary" aria-disabled=move || alone.get().then_some("true")>
                    {tell(Extra::ChatSend)}
                </button>
            </form>
        </div>
    };
    drawer(Panel::Chat, open, tell(Extra::Chat), content)
}

fn line_view(line: Line, time: String) -> impl IntoView {
    let class = if line.own { "own-line" } else { "peer-line" };
    let who = tell(if line.own { Extra::ChatYou } else { Extra::ChatThey });
    let text = pieces(&line.text)
        .into_iter()
        .map(|piece| {
            let (words, link) = match piece {
                Piece::Words(words) => (words.to_owned(), String::new()),
                Piece::Link(link) => (String::new(), link.to_owned()),
            };
            let is_link = !link.is_empty();
            let address = link.clone();
            view! {
                {words}
                {is_link
                    .then(|| {
                        view! {
                            <a href=address target="_blank" rel="noopener noreferrer nofollow">
                                {link}
                            </a>
                        }
                    })}
            }
        })
        .collect_view();
    view! {
        <li class=class>
            <span class="unseen">{who} " "</span>
            <p dir="auto">{text}</p>
            <small>
                {time}
                {(!line.delivered)
                    .then(|| {
                        view! {
                            " · "
                            {tell(Extra::ChatPending)}
                        }
                    })}
            </small>
        </li>
    }
}

/// The time of day as the person's country writes it, and the date if it was another day.
#[expect(clippy::cast_precision_loss, reason = "exact up to 2^53 ms, that is the year 287396")]
fn time(at: u64) -> String {
    let written = |at: f64, style: &str| {
        let options = JsValue::from(js_sys::Object::new());
        set(&options, style, "short");
        let format = make("Intl.DateTimeFormat", &[JsValue::UNDEFINED, options]).ok()?;
        call(&format, "format", &[JsValue::from(at)]).ok()?.as_string()
    };
    let at = at as f64;
    let date = written(at, "dateStyle").filter(|date| written(js_sys::Date::now(), "dateStyle").as_ref() != Some(date));
    [date, written(at, "timeStyle")].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// Shows the newest line.
fn keep_at_end(list: NodeRef<html::Ol>, shown: Memo<bool>, conversation: Conversation) {
    effect(move || {
        conversation.version.track();
        if shown.get() {
            request_animation_frame(move || {
                if let Some(list) = list.get_untracked() {
                    set(&list, "scrollTop", get(&list, "scrollHeight"));
                }
            });
        }
    });
}

/// Opens and closes the panel, and says how much is new there.
#[component]
pub fn ChatButton(
    /// Which panel is open.
    open: RwSignal<Option<Panel>>,
    /// What was said.
    conversation: Conversation,
) -> impl IntoView {
    let unread = conversation.unread;
    let read = Memo::new(move |_| unread.get() == 0);
    let toggle = move |_| Panel::Chat.toggle(open);

    view! {
        <button type="button" class="control" aria-describedby="chat-unread" on:click:capture=toggle>
            <Icon drawing=sprite::CHAT />
            <span>{tell(Extra::Chat)}</span>
            <b class="count" aria-hidden="true" hidden=read prop:textContent=move || unread.get().to_string()></b>
        </button>
        <span
            class="unseen"
            id="chat-unread"
            prop:textContent=move || if read.get() { String::new() } else { plural::unread(unread.get()) }
        ></span>
    }
}
