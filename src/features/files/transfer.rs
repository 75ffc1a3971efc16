//! Reads, writes and sends what [`super::model`] decides, and shows how far it is.

mod bytes;
mod place;

use std::cell::{OnceCell, RefCell};
use std::rc::Rc;

use gloo_timers::callback::Timeout;
use js_sys::Array;
use leptos::prelude::*;
use wasm_bindgen::JsValue;

use super::model::message::Message;
use super::model::{BUFFERED_LOW_BYTES, Chosen, Command, Event, Files, News, Row, SIZE_MAX_BYTES, State};
use crate::browser::object::{get, number, text};
use crate::clock::Millis;
use crate::protocol::codec;
use crate::runtime::data_channel::{Delivery, FILES_ID, Happening, Wire};
use crate::runtime::driver;
use crate::ui::lean::spawn;
use place::{Opened, Place};

/// What is shown follows what happens after this long, in milliseconds: content comes in hundreds of frames a second.
const SHOW_EVERY_MS: u32 = 100;

/// The transfers of the page. Copied freely: it is a handle.
pub type Handle = StoredValue<Rc<Transfers>, LocalStorage>;

/// All files of the page, and what is held of the browser for them.
pub struct Transfers {
    files: RefCell<Files>,
    wire: OnceCell<Wire>,
    hands: RefCell<Hands>,
    /// What a person sees.
    pub rows: RwSignal<Vec<Row>>,
    showing: RefCell<Option<Timeout>>,
    tell: Box<dyn Fn(&News)>,
}

#[derive(Default)]
struct Hands {
    /// The files that were chosen last.
    chosen: Vec<JsValue>,
    /// The files that are offered or sent.
    sources: Vec<(u32, JsValue)>,
    /// The block that was read last.
    loaded: JsValue,
    /// The frame that came last.
    frame: JsValue,
    /// The block whose frames are arriving, and how much of it is there.
    arriving: (JsValue, u32),
    /// Blocks that are complete, with where they begin in their files.
    blocks: Vec<(u32, u64, JsValue)>,
    /// Where received files are written.
    places: Vec<(u32, Place)>,
    /// Files for which a place is being looked for.
    opening: Vec<u32>,
}

impl Transfers {
    /// Opens the channel of the files on every connection. `tell` is given what is worth telling.
    pub fn start(tell: impl Fn(&News) + 'static) -> Rc<Self> {
        let transfers = Rc::new(Self {
            files: RefCell::new(Files::new(bytes::random().into(), SIZE_MAX_BYTES)),
            wire: OnceCell::new(),
            hands: RefCell::default(),
            rows: RwSignal::new(Vec::new()),
            showing: RefCell::default(),
            tell: Box::new(tell),
        });
        let this = Rc::clone(&transfers);
        let wire = Wire::new(FILES_ID, "duet-files", Delivery::Whole, BUFFERED_LOW_BYTES, move |happening| {
            this.happened(happening)
        });
        // Empty until now.
        let _ = transfers.wire.set(wire);
        let this = Rc::clone(&transfers);
        spawn(async move {
            let bytes = place::keep_max_bytes().await;
            this.files.borrow_mut().keep_at_most(bytes);
            place::sweep().await;
        });
        transfers
    }

    /// Offers files, as a picker or a drop gives them (`FileList`).
    pub fn choose(self: &Rc<Self>, list: &JsValue) {
        let chosen: Vec<JsValue> = Array::from(list).to_vec();
        let described = chosen.iter().map(|file| Chosen {
            name: text(file, "name").unwrap_or_default(),
            size: number(file, "size").map_or(u64::MAX, |size| size as u64),
            media: text(file, "type").unwrap_or_default(),
        });
        let described = described.collect();
        self.hands.borrow_mut().chosen = chosen;
        self.handle(Event::Chosen(described));
    }

    /// The person wants a file. Called while their press still counts: a browser asks where to save only then.
    pub fn accept(self: &Rc<Self>, row: &Row) {
        let (key, size, name) = (row.key, row.size, row.name.clone());
        {
            let mut hands = self.hands.borrow_mut();
            if hands.opening.contains(&key) || hands.places.iter().any(|(of, _)| *of == key) {
                return;
            }
            hands.opening.push(key);
        }
        let this = Rc::clone(self);
        spawn(async move {
            let opened = place::open(&name, size).await;
            this.hands.borrow_mut().opening.retain(|of| *of != key);
            match opened {
                Opened::There(place) => {
                    this.hands.borrow_mut().places.push((key, place));
                    this.handle(Event::Accepted(key));
                }
                Opened::Declined => {}
                Opened::Nowhere => this.handle(Event::NotStored(key)),
            }
        });
    }

    /// The person does not want a file, or not any more.
    pub fn cancel(self: &Rc<Self>, key: u32) {
        self.handle(Event::Cancelled(key));
    }

    /// The person saves a file from where the page keeps it.
    pub fn save(self: &Rc<Self>, row: &Row) {
        let Some(place) = self.place(row.key) else { return };
        let (this, row) = (Rc::clone(self), row.clone());
        spawn(async move {
            if place.save(&row.name, &row.media).await {
                this.handle(Event::Saved(row.key));
            } else {
                (this.tell)(&News::NotSaved(row.name));
            }
        });
    }

    /// Nobody else is in the room.
    pub fn note_alone(self: &Rc<Self>) {
        self.handle(Event::Alone);
    }

    /// The call is over. Whether something is here that the person has not saved.
    pub fn end_call(self: &Rc<Self>) -> bool {
        self.handle(Event::CallOver);
        self.show();
        self.rows.with_untracked(|rows| rows.iter().any(|row| row.kept && !row.saved))
    }

    fn happened(self: &Rc<Self>, happening: Happening) {
        match happening {
            Happening::Opened => self.handle(Event::Opened(message_max_bytes())),
            Happening::Closed | Happening::Replaced => self.handle(Event::Closed),
            Happening::Drained => self.handle(Event::Drained),
            Happening::Heard(what) => match what.as_string() {
                Some(text) => {
                    if let Ok(message) = codec::read::<JsValue, Message>(&text) {
                        self.handle(Event::Heard(message));
                    }
                }
                None => {
                    let length = number(&what, "byteLength").map_or(0, |length| length as u32);
                    self.hands.borrow_mut().frame = what;
                    self.handle(Event::Frame(length));
                }
            },
        }
    }

    fn handle(self: &Rc<Self>, event: Event) {
        let commands = self.files.borrow_mut().handle(now(), self.buffered(), event);
        for command in commands {
            self.perform(command);
        }
        let mut showing = self.showing.borrow_mut();
        if showing.is_none() {
            let this = Rc::clone(self);
            *showing = Some(Timeout::new(SHOW_EVERY_MS, move || this.show()));
        }
    }

    fn perform(self: &Rc<Self>, command: Command) {
        let hands = &mut *self.hands.borrow_mut();
        match command {
            Command::Say(message) => self.say(codec::encode(&message)),
            Command::Hold { key, nth } => {
                hands.sources.extend(hands.chosen.get(nth).map(|file| (key, file.clone())));
            }
            Command::Read { key, offset, length } => self.read(hands, key, offset, length),
            Command::Frame { start, end } => {
                bytes::part(&hands.loaded, start, end).into_iter().for_each(|part| self.say(part));
            }
            Command::WakeAt(bytes) => self.wire.get().into_iter().for_each(|wire| wire.set_low_water(bytes)),
            Command::Begin { length } => hands.arriving = (bytes::room(length), 0),
            Command::Keep => {
                let (block, filled) = &mut hands.arriving;
                *filled += bytes::put(block, &hands.frame, *filled);
            }
            Command::Complete { key, offset } => {
                hands.blocks.push((key, offset, std::mem::take(&mut hands.arriving.0)));
            }
            Command::Check { key, offset } => self.check(hands, key, offset),
            Command::Write { key, offset } => self.write(hands, key, offset),
            Command::Drop { key, from } => hands.blocks.retain(|(of, offset, _)| *of != key || *offset < from),
            Command::Finish { key } => self.finish(hands, key),
            Command::Forget { key } => {
                hands.sources.retain(|(of, _)| *of != key);
                hands.blocks.retain(|(of, ..)| *of != key);
                let mut given_up = hands.places.extract_if(.., |(of, _)| *of == key);
                given_up.by_ref().for_each(|(_, place)| spawn(place.discard()));
            }
            Command::Tell(news) => (self.tell)(&news),
        }
    }

    fn read(self: &Rc<Self>, hands: &Hands, key: u32, offset: u64, length: u32) {
        let source = hands.sources.iter().find(|(of, _)| *of == key).map(|(_, file)| file.clone());
        let this = Rc::clone(self);
        spawn(async move {
            let block = bytes::read(&source.unwrap_or_default(), offset, length).await;
            let digest = match &block {
                Some(block) => bytes::digest(block).await,
                None => None,
            };
            this.hands.borrow_mut().loaded = block.unwrap_or_default();
            this.handle(Event::Read { key, offset, digest });
        });
    }

    fn check(self: &Rc<Self>, hands: &Hands, key: u32, offset: u64) {
        let block =
            hands.blocks.iter().find(|(of, at, _)| (*of, *at) == (key, offset)).map(|(.., block)| block.clone());
        let this = Rc::clone(self);
        spawn(async move {
            let digest = bytes::digest(&block.unwrap_or_default()).await;
            this.handle(Event::Checked { key, offset, digest });
        });
    }

    fn write(self: &Rc<Self>, hands: &mut Hands, key: u32, offset: u64) {
        let at = hands.blocks.iter().position(|(of, at, _)| (*of, *at) == (key, offset));
        let block = at.map(|at| hands.blocks.swap_remove(at).2).unwrap_or_default();
        let place = hands.places.iter().find(|(of, _)| *of == key).map(|(_, place)| place.clone());
        let this = Rc::clone(self);
        spawn(async move {
            let written = match place {
                Some(place) => place.write(&block).await,
                None => false,
            };
            this.handle(if written { Event::Written { key, offset } } else { Event::NotStored(key) });
        });
    }

    fn finish(self: &Rc<Self>, hands: &Hands, key: u32) {
        let place = hands.places.iter().find(|(of, _)| *of == key).map(|(_, place)| place.clone());
        let this = Rc::clone(self);
        spawn(async move {
            let finished = match &place {
                Some(place) => place.finish().await,
                None => false,
            };
            let kept = place.is_some_and(|place| place.is_kept());
            this.handle(if finished { Event::Finished { key, kept } } else { Event::NotStored(key) });
        });
    }

    fn show(&self) {
        self.showing.take();
        self.rows.set(self.files.borrow_mut().rows(now(), self.buffered()));
    }

    fn place(&self, key: u32) -> Option<Place> {
        self.hands.borrow().places.iter().find(|(of, _)| *of == key).map(|(_, place)| place.clone())
    }

    fn say(&self, what: impl Into<JsValue>) {
        // What cannot be said is lost with the connection, and made up for on the next.
        let _ = self.wire.get().is_some_and(|wire| wire.say(what));
    }

    fn buffered(&self) -> u32 {
        self.wire.get().map_or(0, |wire| wire.waiting() as u32)
    }
}

/// Whether a file waits for the person to say something: to be taken, or to be saved.
pub fn is_pending(row: &Row) -> bool {
    (!row.outgoing && row.state == State::Offered) || (row.kept && !row.saved)
}

/// The largest message that the connection takes, in bytes, if it says (`RTCSctpTransport.maxMessageSize`).
fn message_max_bytes() -> Option<u32> {
    let connection = driver::peer_connection()?;
    let max = number(&get(&connection, "sctp"), "maxMessageSize")?;
    // Infinite where there is no limit: as much as fits then.
    Some(max as u32)
}

fn now() -> Millis {
    let now = window().performance().map_or(0.0, |performance| performance.now());
    Millis(now as u64)
}
