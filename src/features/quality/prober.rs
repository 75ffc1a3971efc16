//! Probes of the line over a data channel of their own: sends the packets of one's own probes, answers the other's, and sees whether anything
//! new comes of their voice and picture.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo_timers::callback::Interval;
use gloo_timers::future::TimeoutFuture;
use js_sys::Math;
use wasm_bindgen::JsValue;

use super::model::probe::{Finding, Listener, Probe, ProbeMessage, mark};
use super::stats;
use crate::clock::Millis;
use crate::protocol::codec;
use crate::runtime::data_channel::{Delivery, Happening, PROBE_ID, Wire};

/// The other page is taken to be probing for so long after a packet of it, in milliseconds.
const HEARD_MS: u64 = 700;

/// A probe begins by up to so much later than it is due, in milliseconds.
const BEGIN_SPREAD_MS: f64 = 800.0;

/// How often it is looked whether a packet is due, in milliseconds: of a rate that fills a picture a packet goes every seven.
const TICK_MS: u32 = 10;

/// Who pauses their picture says so once a second at first, and then every third, for each word takes of the voice's line; who has not for
/// so long, in milliseconds, does not.
const PAUSED_MS: u64 = 10_000;
const SAID_EACH: u32 = 4;
const SAID_EVERY: u32 = 3;

/// The probes of one page.
pub struct Prober {
    wire: RefCell<Option<Wire>>,
    probe: RefCell<Option<(Probe, Interval)>>,
    listener: RefCell<Listener>,
    /// For how many seconds the own picture has been paused.
    paused_for: Cell<u32>,
    /// Until when the other is taken to have paused their picture.
    peer_paused: Cell<Millis>,
    /// It is being said that the line is flooded.
    telling: Cell<bool>,
    /// When the other page last said so.
    flooded: Cell<Millis>,
    /// The other page has said something here: it knows probes.
    has_peer: Cell<bool>,
    /// When the present probe begins, until it has.
    begins: Cell<Option<Millis>>,
    /// When a packet of one of the other's probes last came.
    heard_probe: Cell<Millis>,
    series: Cell<u32>,
    told: Box<dyn Fn(Millis, Told)>,
}

/// What there is to know of the line.
pub enum Told {
    /// What an own probe found out.
    Finding(Finding),
    /// The other page finds it flooded.
    Flooded,
}

/// What has to arrive on a flooded line is said so often, with so many milliseconds between.
const SAID_TIMES: usize = 10;
const SAID_EVERY_MS: u32 = 200;

/// What the other page says of it sooner after the last time is no news, in milliseconds.
const FLOODED_EVERY_MS: u64 = 1_000;

impl Prober {
    /// Answers probes from now on. `told` gets what there is to know.
    pub fn new(told: impl Fn(Millis, Told) + 'static) -> Rc<Self> {
        let prober = Rc::new(Self {
            wire: RefCell::default(),
            probe: RefCell::default(),
            listener: RefCell::default(),
            paused_for: Cell::new(0),
            peer_paused: Cell::default(),
            telling: Cell::new(false),
            flooded: Cell::default(),
            has_peer: Cell::new(false),
            begins: Cell::default(),
            heard_probe: Cell::default(),
            series: Cell::default(),
            told: Box::new(told),
        });
        let this = Rc::downgrade(&prober);
        let wire = Wire::new(PROBE_ID, "duet-probe", Delivery::Once, 0, move |happening| {
            if let Some(this) = this.upgrade() {
                this.happened(&happening);
            }
        });
        prober.wire.replace(Some(wire));
        prober
    }

    /// Whether the other's picture is paused.
    pub fn peer_pauses(&self) -> bool {
        stats::now() < self.peer_paused.get()
    }

    /// Whether the other page answers probes, where they get through.
    pub fn has_peer(&self) -> bool {
        self.has_peer.get()
    }

    /// Ends a probe without a finding: there is nobody to answer it.
    pub fn stop(&self) {
        self.probe.take();
        self.peer_paused.take();
    }

    /// To be called once a second: says how it stands, that the own picture is paused, or else, while nothing waits in the line, how quick it is.
    pub fn say_how_it_stands(&self, is_paused: bool) {
        let paused_for = if is_paused { self.paused_for.get().saturating_add(1) } else { 0 };
        self.paused_for.set(paused_for);
        if !is_paused {
            self.say(&mark(stats::now()));
        } else if paused_for <= SAID_EACH || paused_for.is_multiple_of(SAID_EVERY) {
            self.say(&ProbeMessage::Paused);
        }
    }

    /// Forgets how quick the line is: it may be another one.
    pub fn forget(&self) {
        self.listener.take();
    }

    /// Whether the other page is probing: two probes at once, and the answers of each behind the other, would fill a narrow line.
    fn hears_probe(&self, now: Millis) -> bool {
        now < self.heard_probe.get().after(HEARD_MS)
    }

    /// Begins a probe, unless one is under way.
    pub fn begin(self: &Rc<Self>) {
        if self.probe.borrow().is_some() {
            return;
        }
        // Both pages find a line to be narrow at the same time.
        self.begins.set(Some(stats::now().after((Math::random() * BEGIN_SPREAD_MS) as u64)));
        self.series.set(self.series.get().wrapping_add(1));
        let this = Rc::downgrade(self);
        let ticks = Interval::new(TICK_MS, move || {
            if let Some(this) = this.upgrade() {
                this.tick();
            }
        });
        self.probe.replace(Some((Probe::new(stats::now(), self.series.get()), ticks)));
    }

    fn tick(&self) {
        let now = stats::now();
        if let Some(begins) = self.begins.get() {
            if now < begins || self.hears_probe(now) {
                return;
            }
            self.begins.set(None);
            if let Some((probe, _)) = self.probe.borrow_mut().as_mut() {
                *probe = Probe::new(now, self.series.get());
            }
        }
        loop {
            let packet = self.probe.borrow_mut().as_mut().and_then(|(probe, _)| probe.packet(now));
            let Some(packet) = packet else { break };
            // Where it cannot be said there is no answer.
            self.say(&packet);
        }
        self.end_if_over(now);
    }

    fn end_if_over(&self, now: Millis) {
        let finding = self.probe.borrow().as_ref().and_then(|(probe, _)| probe.finding(now));
        if let Some(finding) = finding {
            self.probe.take();
            (self.told)(now, Told::Finding(finding));
        }
    }

    fn happened(&self, happening: &Happening) {
        match happening {
            Happening::Heard(text) => self.heard(text),
            Happening::Closed | Happening::Replaced => {
                self.peer_paused.take();
                self.has_peer.set(false);
                self.probe.take();
                self.telling.set(false);
                // The other page may be another one, with another clock.
                self.listener.take();
            }
            Happening::Opened | Happening::Drained => {}
        }
    }

    fn heard(&self, text: &JsValue) {
        let now = stats::now();
        let message = text.as_string().and_then(|text| codec::read::<JsValue, ProbeMessage>(&text).ok());
        self.has_peer.set(self.has_peer.get() || message.is_some());
        match message {
            Some(ProbeMessage::Packet { series, at, filling }) => {
                let is_weighty = !filling.is_empty();
                if is_weighty {
                    self.heard_probe.set(now);
                } else {
                    self.peer_paused.take();
                }
                let answer = self.listener.borrow_mut().heard(now, series, at, is_weighty);
                if let Some(answer) = answer {
                    self.say(&answer);
                }
            }
            Some(ProbeMessage::Answer { series, at, late }) => {
                if let Some((probe, _)) = self.probe.borrow_mut().as_mut() {
                    probe.answered(now, series, at, late);
                }
                self.end_if_over(now);
            }
            Some(ProbeMessage::Flooded) => {
                // It is said again and again.
                if now >= self.flooded.replace(now).after(FLOODED_EVERY_MS) {
                    (self.told)(now, Told::Flooded);
                }
            }
            Some(ProbeMessage::Paused) => self.peer_paused.set(now.after(PAUSED_MS)),
            None => {}
        }
    }

    /// Tells the other page that hardly anything comes of what it sends.
    pub async fn tell_flooded(&self) {
        self.telling.set(true);
        for _ in 0..SAID_TIMES {
            // Another connection may be over another line.
            if !self.telling.get() {
                return;
            }
            self.say(&ProbeMessage::Flooded);
            TimeoutFuture::new(SAID_EVERY_MS).await;
        }
    }

    fn say(&self, message: &ProbeMessage) {
        if let Some(wire) = &*self.wire.borrow() {
            wire.say(codec::encode(message));
        }
    }
}
