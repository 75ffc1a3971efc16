//! The conversation in the page: over the wire, in the tab's memory, and as signals for the views.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use leptos::prelude::*;
use wasm_bindgen::JsValue;

use super::model::{Chat, Line, PARTS_MAX, Said};
use super::talk::{TEXT_MAX_CHARS, Talk};
use crate::browser::object::call;
use crate::call::view::{EndReason, Phase, View};
use crate::protocol::codec;
use crate::runtime::data_channel::{Delivery, Happening, TALK_ID, Wire};
use crate::runtime::driver;
use crate::runtime::memory::{CHAT_KEY, storage};
use crate::ui::call_handle::CallHandle;
use crate::ui::lean::effect;
use crate::ui::side_panel::Panel;
use crate::ui::stage::is_linked;
use crate::words::{Extra, fill, tell};

/// So often the other page may greet on one channel: it has no reason to do so more than three times.
const GREETINGS_MAX: u32 = 6;

/// So much of a new line is read out and shown for a moment, in characters.
const NEWS_MAX_CHARS: usize = 80;

/// What the views have of it. Copied freely: it is a handle.
#[derive(Clone, Copy)]
pub struct Conversation {
    inner: StoredValue<Rc<Inner>, LocalStorage>,
    /// Grows with every change of the lines.
    pub version: RwSignal<u32>,
    /// So many lines have come since the panel was last open.
    pub unread: RwSignal<u32>,
    /// The other person shows their screen.
    pub peer_shows: RwSignal<bool>,
    /// Grows with every channel that opens: the connection is a new one.
    pub opened: RwSignal<u32>,
    /// One's own screen is shown.
    pub own_shows: RwSignal<bool>,
    /// What is typed and not said yet.
    pub draft: RwSignal<String>,
}

struct Inner {
    context: CallHandle,
    chat: RefCell<Option<Chat>>,
    wire: RefCell<Option<Wire>>,
    /// How often the other page has greeted on this channel.
    greetings: Cell<u32>,
}

impl Conversation {
    /// Begins to talk and to listen. `open` says which panel is open.
    pub fn begin(context: CallHandle, open: RwSignal<Option<Panel>>) -> Self {
        let inner =
            Rc::new(Inner { context, chat: RefCell::default(), wire: RefCell::default(), greetings: Cell::default() });
        let conversation = Self {
            inner: StoredValue::new_local(Rc::clone(&inner)),
            version: RwSignal::new(0),
            unread: RwSignal::new(0),
            peer_shows: RwSignal::new(false),
            opened: RwSignal::new(0),
            own_shows: RwSignal::new(false),
            draft: RwSignal::new(String::new()),
        };
        let wire = Wire::new(TALK_ID, "duet-talk", Delivery::Whole, 0, move |happening| {
            conversation.happened(happening, open)
        });
        inner.wire.replace(Some(wire));
        let unseen = Memo::new(move |_| open.get() != Some(Panel::Chat));
        let over = context.part(|view| {
            matches!(view.phase, Phase::Ended(EndReason::Left) | Phase::ChoosingRoom(_) | Phase::RoomFull(_))
        });
        effect(move || {
            if over.get() {
                conversation.forget();
            }
        });
        let waiting = context.part(|view| view.phase == Phase::Waiting);
        effect(move || {
            if waiting.get() {
                conversation.with_chat(Chat::left);
            }
        });
        let linked = context.part(|view| is_linked(&view.phase));
        effect(move || {
            if !linked.get() {
                conversation.peer_shows.set(false);
            }
        });
        effect(move || {
            if !unseen.get() {
                conversation.unread.set(0);
            }
        });
        conversation
    }

    /// Whether nobody else is there to read it.
    pub fn is_alone(self) -> Memo<bool> {
        self.inner.get_value().context.part(|view| !is_linked(&view.phase))
    }

    /// Says something in writing; whether it stands there now. If not, it stays with who typed it, and they are told why.
    pub fn say(self, text: &str) -> bool {
        let context = self.inner.get_value().context;
        if !context.view().with_untracked(|view| is_linked(&view.phase)) {
            return false;
        }
        match self.with_chat(|chat| chat.say(text, unix_ms())) {
            Said::Nothing => false,
            Said::TooLong => {
                context.note(fill(tell(Extra::ChatTooLong), &(PARTS_MAX * TEXT_MAX_CHARS).to_string()));
                false
            }
            Said::Full => {
                context.note(tell(Extra::ChatFull).into());
                false
            }
            Said::Lines(talks) => {
                talks.iter().for_each(|talk| self.send(talk));
                self.changed();
                true
            }
        }
    }

    /// Tells the other page whether one's own screen is shown.
    pub fn show_screen(self, shown: bool) {
        self.own_shows.set(shown);
        self.send(&Talk::Screen { shown });
    }

    /// The lines, the oldest first.
    pub fn lines(self) -> Vec<Line> {
        self.version.track();
        self.with_chat(|chat| chat.lines().to_vec())
    }

    fn happened(self, happening: Happening, open: RwSignal<Option<Panel>>) {
        match happening {
            Happening::Opened => {
                self.inner.get_value().greetings.set(0);
                self.opened.update(|opened| *opened += 1);
                let hello = self.with_chat(Chat::opened);
                self.send(&hello);
                self.send(&Talk::Screen { shown: self.own_shows.get_untracked() });
            }
            Happening::Heard(text) => {
                // What a page says that is newer, or bad, is none of our business.
                let Some(Ok(talk)) = text.as_string().map(|text| codec::read::<JsValue, Talk>(&text)) else { return };
                if let Talk::Screen { shown } = talk {
                    self.peer_shows.set(shown);
                }
                let answers_hello = matches!(talk, Talk::Hello { .. });
                if matches!(talk, Talk::Hello { .. } | Talk::Welcome(_) | Talk::Thanks(_)) && !self.may_greet() {
                    return;
                }
                let outcome = self.with_chat(|chat| chat.hear(talk, unix_ms()));
                outcome.answers.iter().for_each(|answer| self.send(answer));
                if answers_hello {
                    self.send(&Talk::Screen { shown: self.own_shows.get_untracked() });
                }
                if let Some(text) = outcome.news {
                    self.tell_news(&text, open);
                }
                if outcome.changed {
                    self.changed();
                }
            }
            Happening::Closed => self.peer_shows.set(false),
            Happening::Drained | Happening::Replaced => {}
        }
    }

    /// Whether the other page may still greet on this channel: what it missed is all sent again for it.
    fn may_greet(self) -> bool {
        let inner = self.inner.get_value();
        inner.greetings.replace(inner.greetings.get().saturating_add(1)) < GREETINGS_MAX
    }

    fn tell_news(self, news: &str, open: RwSignal<Option<Panel>>) {
        let words: String = news.chars().take(NEWS_MAX_CHARS).collect();
        let (words, context) = (fill(tell(Extra::ChatNews), &words), self.inner.get_value().context);
        if open.get_untracked() == Some(Panel::Chat) {
            return context.read_out(&words);
        }
        self.unread.update(|unread| *unread += 1);
        context.note(words);
    }

    fn send(self, talk: &Talk) {
        let inner = self.inner.get_value();
        if let Some(wire) = &*inner.wire.borrow() {
            // What cannot be said now is said after the next hello.
            wire.say(codec::encode(talk).as_str());
        }
    }

    fn with_chat<T>(self, act: impl FnOnce(&mut Chat) -> T) -> T {
        let inner = self.inner.get_value();
        let room = key(inner.context.view().with_untracked(|view: &View| view.room.clone()));
        let mut chat = inner.chat.borrow_mut();
        let here = chat.take().filter(|chat| chat.is_in(&room));
        let chat = chat.insert(
            here.unwrap_or_else(|| recalled(&room).unwrap_or_else(|| Chat::new(room, random_name(), random_name()))),
        );
        act(chat)
    }

    fn changed(self) {
        self.version.update(|version| *version += 1);
        if let Some(chat) = &*self.inner.get_value().chat.borrow() {
            remember(chat);
        }
    }

    /// The call is over, and so is what was said in it.
    fn forget(self) {
        self.peer_shows.set(false);
        self.own_shows.set(false);
        self.unread.set(0);
        self.draft.set(String::new());
        if self.inner.get_value().chat.take().is_some() {
            self.version.update(|version| *version += 1);
        }
        if let Some(storage) = storage() {
            let _ = storage.remove_item(CHAT_KEY);
        }
    }
}

/// The room, whichever of the two named it: they may differ in large and small letters. The server folds names so, and to
/// large letters first: `ß` and `SS` are one.
fn key(room: String) -> String {
    let folded = ["toUpperCase", "toLowerCase"]
        .into_iter()
        .try_fold(JsValue::from(room.as_str()), |text, fold| call(&text, fold, &[]));
    folded.ok().and_then(|key| key.as_string()).unwrap_or(room)
}

/// A name that nobody else has.
fn random_name() -> String {
    driver::random().iter().fold(String::new(), |mut name, byte| {
        name.extend([byte >> 4, byte & 15].map(|digit| char::from_digit(digit.into(), 16).unwrap_or_default()));
        name
    })
}

fn recalled(room: &str) -> Option<Chat> {
    let text = storage()?.get_item(CHAT_KEY).ok()??;
    let chat = codec::recall::<JsValue, Chat>(&text).ok().filter(|chat| chat.is_in(room))?;
    Some(chat.recalled(random_name()))
}

/// Writes the conversation down for the next load of the page. A memory that is full gets the newer part of it, and at least
/// who the two are: the other page then keeps what it has.
fn remember(chat: &Chat) {
    let Some(storage) = storage() else { return };
    if storage.set_item(CHAT_KEY, &codec::encode(chat)).is_ok() {
        return;
    }
    let mut shorter = chat.clone();
    // What is there may be of somebody who has left.
    let _ = storage.remove_item(CHAT_KEY);
    while shorter.shorten() && storage.set_item(CHAT_KEY, &codec::encode(&shorter)).is_err() {}
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a positive number of milliseconds")]
fn unix_ms() -> u64 {
    js_sys::Date::now() as u64
}
