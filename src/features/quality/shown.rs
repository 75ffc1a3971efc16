//! What the sign and the panel show of how good the call is: signals, and how they are set.

use leptos::prelude::*;

use super::model::Monitor;
use super::model::figures::{Direction, Figures, Path};
use super::model::history::{Extremes, Kind};
use super::model::ladder::Step;
use super::model::verdict::{Level, Reason};
use super::stats::Reading;
use super::units::Units;
use crate::words::{Extra, fill, tell};

/// What sign and panel show. Copied freely: it is a handle.
#[derive(Clone, Copy)]
pub struct Quality {
    /// The level, as the style sheet knows it.
    pub level: RwSignal<&'static str>,
    /// The level in a word.
    pub word: RwSignal<&'static str>,
    /// Why it is not better; empty while it is good.
    pub reason: RwSignal<&'static str>,
    /// What is done with one's own picture; empty while nothing is.
    pub picture: RwSignal<&'static str>,
    /// The figures of the connection.
    pub connection: [Row; 4],
    /// The figures of what is sent.
    pub sent: [Row; ROWS],
    /// The figures of what is received.
    pub received: [Row; ROWS],
    /// What is drawn.
    pub graphs: [Graph; 3],
}

/// So many figures a direction has.
const ROWS: usize = 7;

/// One figure; empty while it is not told.
#[derive(Clone, Copy)]
pub struct Row {
    /// What it is a figure of.
    pub label: Extra,
    /// The figure with its unit.
    pub value: RwSignal<String>,
}

/// One drawing.
#[derive(Clone, Copy)]
pub struct Graph {
    /// What it shows.
    pub title: Extra,
    /// The lines; the second is empty where there is one.
    pub lines: [RwSignal<String>; 2],
    /// What they show, in words.
    pub words: [RwSignal<String>; 2],
    kinds: [Option<Kind>; 2],
    /// The least value at the upper edge: what is small should look small.
    top: u64,
    write: fn(&Units, u64) -> String,
}

impl Quality {
    /// Empty.
    #[expect(clippy::new_without_default, reason = "it makes signals, which belong to whoever makes it")]
    pub fn new() -> Self {
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
            connection: [Extra::RoundTrip, Extra::CameraToScreen, Extra::Route, Extra::Available].map(row),
            sent: direction(Extra::Encoding),
            received: direction(Extra::Decoding),
            graphs: [
                graph(Extra::RoundTrip, [Some(Kind::RoundTrip), None], 200, Units::milliseconds),
                graph(Extra::Loss, [Some(Kind::Loss), None], 50, Units::permille),
                graph(Extra::Bitrate, [Some(Kind::Sent), Some(Kind::Received)], 500, Units::kilobits),
            ],
        }
    }

    /// Nothing is known, or no longer true.
    pub fn is_unknown(self) {
        put(self.level, "");
    }

    /// Shows what the monitor makes of the last reading; the figures only while the panel is open.
    pub fn show(self, monitor: &Monitor, reading: Option<&Reading>, delay_ms: Option<u64>, figures_in: Option<&Units>) {
        let (verdict, step) = (monitor.verdict(), monitor.step());
        let (level, word) = match verdict.level {
            Level::Unknown => ("", Extra::QualityUnknown),
            Level::Good => ("good", Extra::QualityGood),
            Level::Fair => ("fair", Extra::QualityFair),
            Level::Poor => ("poor", Extra::QualityPoor),
        };
        put(self.level, level);
        put(self.word, tell(word));
        put(self.reason, reason(verdict.reason).map(tell).unwrap_or_default());
        put(
            self.picture,
            match step {
                Step::Full => "",
                Step::Paused => tell(Extra::PicturePaused),
            },
        );
        let Some(units) = figures_in else { return };
        let nothing = Figures::default();
        let figures = monitor.figures().unwrap_or(&nothing);
        let round_trip = figures.round_trip_ms.map(|ms| units.milliseconds(ms));
        let route = figures.path.map(|path| match path {
            Path::Direct => tell(Extra::Direct).to_owned(),
            Path::Relayed(None) => tell(Extra::Relayed).to_owned(),
            Path::Relayed(Some(over)) => fill(tell(Extra::RelayedOver), over.name()),
        });
        let available = figures.available_bps.map(|bps| units.kilobits(bps / 1_000));
        let delay = delay_ms.map(|ms| units.milliseconds(ms));
        fill_in(self.connection, [round_trip, delay, route, available]);
        let (sent, received) = match reading {
            Some(reading) => (reading.sent_codecs.names(), reading.received_codecs.names()),
            None => Default::default(),
        };
        fill_in(self.sent, rows(&figures.sent, sent, units));
        fill_in(self.received, rows(&figures.received, received, units));
        for graph in self.graphs {
            draw(graph, monitor, units);
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
        Reason::PicturePaused => Some(Extra::WhyPaused),
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
