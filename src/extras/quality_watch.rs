//! Watches how good the call is: reads what the browser has counted, has it judged, reduces one's own picture as far as
//! is decided, and keeps the signals of the sign and of the panel.

use std::cell::{Cell, OnceCell, RefCell};
use std::rc::Rc;

use gloo_timers::callback::Interval;
use leptos::prelude::*;
use wasm_bindgen::JsValue;

use super::Panel;
use super::quality::figures::{Direction, Figures, Path};
use super::quality::history::{Extremes, Kind};
use super::quality::ladder::Step;
use super::quality::relayed::Heard;
use super::quality::verdict::{Level, Reason};
use super::quality::{Monitor, Scene};
use super::stats::{self, Reading};
use super::units::Units;
use crate::browser::driver;
use crate::call::view::{Intent, Phase};
use crate::protocol::codec;
use crate::ui::context::CallContext;
use crate::ui::lean::{effect, spawn};
use crate::ui::stage::is_linked;
use crate::words::{Extra, fill, tell};

/// How often it is read while the panel is open, in milliseconds: once a second is what one can read.
const OPEN_MS: u32 = 1_000;

/// How often it is read otherwise, in milliseconds: a reading costs the browser some milliseconds, and every verdict
/// has to hold longer than this.
const CLOSED_MS: u32 = 2_000;

/// What sign and panel show. Copied freely: it is a handle.
#[derive(Clone, Copy)]
pub(super) struct Quality {
    /// The level, as the style sheet knows it.
    pub(super) level: RwSignal<&'static str>,
    /// The level in a word.
    pub(super) word: RwSignal<&'static str>,
    /// Why it is not better; empty while it is good.
    pub(super) reason: RwSignal<&'static str>,
    /// What is done with one's own picture; empty while nothing is.
    pub(super) picture: RwSignal<&'static str>,
    /// The figures of the connection.
    pub(super) connection: [Row; 3],
    /// The figures of what is sent.
    pub(super) sent: [Row; ROWS],
    /// The figures of what is received.
    pub(super) received: [Row; ROWS],
    /// What is drawn.
    pub(super) graphs: [Graph; 3],
}

/// So many figures a direction has.
const ROWS: usize = 7;

/// One figure; empty while it is not told.
#[derive(Clone, Copy)]
pub(super) struct Row {
    pub(super) label: Extra,
    pub(super) value: RwSignal<String>,
}

/// One drawing.
#[derive(Clone, Copy)]
pub(super) struct Graph {
    pub(super) title: Extra,
    /// The lines; the second is empty where there is one.
    pub(super) lines: [RwSignal<String>; 2],
    /// What they show, in words.
    pub(super) words: [RwSignal<String>; 2],
    kinds: [Option<Kind>; 2],
    /// The least value at the upper edge: what is small should look small.
    top: u64,
    write: fn(&Units, u64) -> String,
}

impl Quality {
    fn new() -> Self {
        let row = |label| Row { label, value: RwSignal::new(String::new()) };
        let direction = |codec_cost| {
            [Extra::Bitrate, Extra::Loss, Extra::Jitter, Extra::PictureSize, Extra::FrameRate, Extra::Codec, codec_cost]
                .map(row)
        };
        let graph = |title, kinds, top, write| {
            let text = || RwSignal::new(String::new());
            Graph { title, lines: [text(), text()], words: [text(), text()], kinds, top, write }
        };
        Self {
            level: RwSignal::new(""),
            word: RwSignal::new(""),
            reason: RwSignal::new(""),
            picture: RwSignal::new(""),
            connection: [Extra::RoundTrip, Extra::Route, Extra::Available].map(row),
            sent: direction(Extra::Encoding),
            received: direction(Extra::Decoding),
            graphs: [
                graph(Extra::RoundTrip, [Some(Kind::RoundTrip), None], 200, Units::milliseconds),
                graph(Extra::Loss, [Some(Kind::Loss), None], 50, Units::permille),
                graph(Extra::Bitrate, [Some(Kind::Sent), Some(Kind::Received)], 500, Units::kilobits),
            ],
        }
    }
}

/// What is kept from one reading to the next.
struct Watch {
    context: CallContext,
    quality: Quality,
    monitor: RefCell<Monitor>,
    /// The connection that was read last.
    connection: RefCell<JsValue>,
    /// It was told whether it goes through a relay.
    told: Cell<bool>,
    /// A reading is under way.
    reading: Cell<bool>,
    units: OnceCell<Units>,
}

/// Watches while somebody is linked.
pub(super) fn follow(context: CallContext, open: RwSignal<Option<Panel>>) -> Quality {
    let quality = Quality::new();
    let linked = context.part(|view| is_linked(&view.phase));
    let connected = context.part(|view| view.phase == Phase::Connected);
    let shown = Memo::new(move |_| open.get() == Some(Panel::Quality));
    let watch = Rc::new(Watch {
        context,
        quality,
        monitor: RefCell::default(),
        connection: RefCell::default(),
        reading: Cell::new(false),
        told: Cell::new(false),
        units: OnceCell::new(),
    });
    let hearing = Rc::clone(&watch);
    driver::on_message(Rc::new(move |text| {
        if let Ok(heard) = codec::read::<JsValue, Heard>(text) {
            hearing.monitor.borrow_mut().hear(heard);
        }
    }));
    effect(move || {
        let shown = shown.get();
        watch.reading.set(false);
        if !linked.get() {
            watch.monitor.take();
            watch.show(None, shown);
            return;
        }
        if !connected.get() {
            // What was measured says nothing of a line that is broken.
            put(watch.quality.level, "");
            return;
        }
        let read = {
            let watch = Rc::clone(&watch);
            move || {
                let watch = Rc::clone(&watch);
                spawn(async move { watch.read(linked, shown).await });
            }
        };
        read();
        let interval = Interval::new(if shown { OPEN_MS } else { CLOSED_MS }, read);
        let interval = StoredValue::new_local(Some(interval));
        on_cleanup(move || interval.update_value(|interval| drop(interval.take())));
    });
    quality
}

impl Watch {
    async fn read(&self, linked: Memo<bool>, shown: bool) {
        let Some(connection) = driver::peer_connection() else { return };
        if self.reading.replace(true) {
            return;
        }
        let before = self.connection.replace(JsValue::from(Clone::clone(&connection)));
        if before != *self.connection.borrow() {
            self.told.set(false);
            self.monitor.borrow_mut().start_over();
        }
        let reading = stats::read(&connection).await;
        // The call may have ended meanwhile.
        if let Some(reading) = reading
            && linked.get_untracked()
        {
            let screen = stats::screen_sender(&connection);
            self.judge(&reading, screen.is_some());
            self.show(Some(&reading), shown);
            let [of_camera, of_screen] = {
                let monitor = self.monitor.borrow();
                [monitor.camera(), monitor.screen()]
            };
            stats::allow(stats::camera_sender(&connection), of_camera).await;
            stats::allow(screen, of_screen).await;
        }
        self.reading.set(false);
    }

    fn judge(&self, reading: &Reading, screen: bool) {
        let scene = {
            let view = self.context.view().read_untracked();
            Scene { camera: view.devices.camera, peer_camera: view.peer_devices.camera, screen }
        };
        let mut monitor = self.monitor.borrow_mut();
        let before = monitor.step();
        monitor.take(reading.counters.clone(), scene);
        let step = monitor.step();
        if let Some(path) = monitor.figures().and_then(|figures| figures.path)
            && !self.told.replace(true)
        {
            self.context.send(Intent::TellPath(matches!(path, Path::Relayed(_))));
        }
        // Once for each change that the other can see; the sign has the rest.
        if step == Step::Paused && before != Step::Paused {
            self.context.note(tell(Extra::PicturePaused).into());
        } else if before == Step::Paused && step != Step::Paused && scene.camera {
            self.context.note(tell(Extra::PictureBack).into());
        }
    }

    fn show(&self, reading: Option<&Reading>, open: bool) {
        let monitor = self.monitor.borrow();
        let (quality, verdict, step) = (self.quality, monitor.verdict(), monitor.step());
        let (level, word) = match verdict.level {
            Level::Unknown => ("", Extra::QualityUnknown),
            Level::Good => ("good", Extra::QualityGood),
            Level::Fair => ("fair", Extra::QualityFair),
            Level::Poor => ("poor", Extra::QualityPoor),
        };
        put(quality.level, level);
        put(quality.word, tell(word));
        put(quality.reason, reason(verdict.reason).map(tell).unwrap_or_default());
        put(
            quality.picture,
            match step {
                Step::Full => "",
                Step::Reduced => tell(Extra::PictureReduced),
                Step::Paused => tell(Extra::PicturePaused),
            },
        );
        if !open {
            return;
        }
        let units = self.units.get_or_init(Units::of_page);
        let nothing = Figures::default();
        let figures = monitor.figures().unwrap_or(&nothing);
        let round_trip = figures.round_trip_ms.map(|ms| units.milliseconds(ms));
        let route = figures.path.map(|path| match path {
            Path::Direct => tell(Extra::Direct).to_owned(),
            Path::Relayed(None) => tell(Extra::Relayed).to_owned(),
            Path::Relayed(Some(over)) => fill(tell(Extra::RelayedOver), over.name()),
        });
        let available = figures.available_bps.map(|bps| units.kilobits(bps / 1_000));
        fill_in(quality.connection, [round_trip, route, available]);
        let (sent, received) = match reading {
            Some(reading) => (reading.sent_codecs.names(), reading.received_codecs.names()),
            None => Default::default(),
        };
        fill_in(quality.sent, rows(&figures.sent, sent, units));
        fill_in(quality.received, rows(&figures.received, received, units));
        for graph in quality.graphs {
            draw(graph, &monitor, units);
        }
    }
}

fn reason(reason: Reason) -> Option<Extra> {
    match reason {
        Reason::None => None,
        Reason::LossSent => Some(Extra::WhyLossSent),
        Reason::LossReceived => Some(Extra::WhyLossReceived),
        Reason::RoundTrip => Some(Extra::WhyRoundTrip),
        Reason::Jitter => Some(Extra::WhyJitter),
        Reason::PictureFrozen => Some(Extra::WhyFrozen),
        Reason::PictureSlow => Some(Extra::WhySlow),
        Reason::OwnBandwidth => Some(Extra::WhyBandwidth),
        Reason::OwnCpu => Some(Extra::WhyCpu),
        Reason::Relay => Some(Extra::WhyRelay),
    }
}

fn rows(direction: &Direction, codecs: String, units: &Units) -> [Option<String>; ROWS] {
    let size = direction.size.map(|(width, height)| format!("{width} × {height}"));
    let frame_rate = direction.frame_rate.map(|rate| fill(tell(Extra::EachSecond), &units.plain(rate)));
    let cost = direction.frame_us.map(|us| {
        let cost = fill(tell(Extra::EachFrame), &units.microseconds(us));
        match direction.hardware {
            Some(true) => fill(tell(Extra::InHardware), &cost),
            Some(false) => fill(tell(Extra::InSoftware), &cost),
            None => cost,
        }
    });
    [
        direction.kbps.map(|kbps| units.kilobits(kbps)),
        direction.loss_permille.map(|permille| units.permille(permille)),
        direction.jitter_ms.map(|ms| units.milliseconds(ms)),
        size,
        frame_rate,
        Some(codecs),
        cost,
    ]
}

fn fill_in<const N: usize>(rows: [Row; N], values: [Option<String>; N]) {
    for (row, value) in rows.into_iter().zip(values) {
        put(row.value, value.unwrap_or_default());
    }
}

fn draw(graph: Graph, monitor: &Monitor, units: &Units) {
    let (history, now) = (monitor.history(), monitor.now());
    let extremes = graph.kinds.map(|kind| history.extremes(now, kind?));
    let top = extremes.iter().flatten().fold(graph.top, |top, extremes| top.max(extremes.highest));
    let of_each = graph.kinds.into_iter().zip(extremes).zip(graph.lines.into_iter().zip(graph.words));
    for ((kind, extremes), (line, words)) in of_each {
        let Some(kind) = kind else { continue };
        put(line, history.line(now, kind, top));
        put(words, in_words(kind, extremes, |value| (graph.write)(units, value)));
    }
}

fn in_words(kind: Kind, extremes: Option<Extremes>, write: impl Fn(u64) -> String) -> String {
    let whose = match kind {
        Kind::Sent => [tell(Extra::YouSend), ": "],
        Kind::Received => [tell(Extra::YouReceive), ": "],
        Kind::RoundTrip | Kind::Loss => ["", ""],
    };
    let Some(Extremes { latest, lowest, highest }) = extremes else {
        return [whose.concat().as_str(), tell(Extra::GraphNothing)].concat();
    };
    let figure = |word, value| fill(tell(word), &write(value));
    let latest = figure(Extra::GraphLatest, latest);
    let lowest = figure(Extra::GraphLowest, lowest);
    [whose.concat(), latest, ", ".into(), lowest, ", ".into(), figure(Extra::GraphHighest, highest)].concat()
}

/// Sets a signal if it changes.
fn put<T: PartialEq + Send + Sync + 'static>(signal: RwSignal<T>, value: T) {
    signal.maybe_update(|before| {
        let changed = *before != value;
        *before = value;
        changed
    });
}
