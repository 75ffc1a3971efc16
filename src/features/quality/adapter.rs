//! Watches how good the call is: reads what the browser has counted, has it judged, and has the encoders do what is decided.

use std::cell::{Cell, OnceCell, RefCell};
use std::rc::{Rc, Weak};

use gloo_timers::callback::Interval;
use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use wasm_bindgen::JsValue;
use web_sys::RtcPeerConnection;

use super::delay::Delay;
use super::model::figures::Path;
use super::model::flood::{COMPARE_EVERY_MS, Comparison, Found, LOOK_EVERY_MS, Lag, Lateness};
use super::model::ladder::Step;
use super::model::relayed::Heard;
use super::model::{Monitor, PeerPicture, Scene};
use super::prober::{Prober, Told};
use super::shown::Quality;
use super::stats;
use super::stats::Reading;
use super::units::Units;
use crate::call::tuning::{START_KBPS, Tuning, VoiceForm};
use crate::call::view::{Intent, Phase};
use crate::clock::Millis;
use crate::protocol::codec;
use crate::runtime::driver;
use crate::runtime::peer::CALL_TRACKS;
use crate::ui::call_handle::CallHandle;
use crate::ui::lean::{effect, spawn};
use crate::ui::side_panel::Panel;
use crate::ui::stage::is_linked;
use crate::words::{Extra, tell};

/// How often it is read, in milliseconds: once a second is what one can read, and a line that is flooded has to be found out soon.
const READ_EVERY_MS: u32 = 1_000;

/// A browser takes over the rate at which a picture goes on within this time, in milliseconds, or not at all: then it is told again, so often
/// at most. One that has seen little go out for a while falls back to that as soon as it hears how that arrived.
const START_MS: u32 = 100;
const STARTS_MAX: u32 = 12;
/// Another one each time, of so many that are as good as the same.
const STARTS: u32 = 3;

/// How what is sent arrives is reported to it by this time, in milliseconds, after it began to be.
const REPORTED_AFTER_MS: u32 = 600;

/// That media arrives is told no more often than this, in milliseconds: often enough for who waits 1 800 for an answer.
const TELL_MEDIA_EVERY_MS: u64 = 600;

/// What is kept from one reading to the next.
struct Watch {
    context: CallHandle,
    quality: Quality,
    monitor: RefCell<Monitor>,
    /// The present connection was told whether it goes through a relay.
    told: Cell<bool>,
    /// A reading is under way.
    reading: Cell<bool>,
    units: OnceCell<Units>,
    prober: Rc<Prober>,
    lag: RefCell<Lag>,
    /// What the present connection receives with.
    receivers: RefCell<Option<[JsValue; CALL_TRACKS]>>,
    delay: Delay,
    /// The counters are being compared.
    comparing: Cell<bool>,
    /// When it was last told that media arrives.
    told_media: Cell<Millis>,
    tuning: Cell<Work>,
    /// What one's own picture is reduced to, as the person knows it.
    step: Cell<Step>,
    /// The line was narrow when the encoders were last told something.
    was_narrow: Cell<bool>,
    /// By how much the rate is another one than the last, in kbit/s: only then a browser takes it for new.
    starts: Cell<u32>,
}

/// What is done by one at a time, for what comes later must not be undone by what came before.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
enum Work {
    #[default]
    Idle,
    UnderWay,
    /// And once more, for something has changed meanwhile.
    Again,
}

/// Watches while somebody is linked.
pub fn follow(context: CallHandle, open: RwSignal<Option<Panel>>) -> Quality {
    let quality = Quality::new();
    let linked = context.part(|view| is_linked(&view.phase));
    let connected = context.part(|view| view.phase == Phase::Connected);
    let shown = Memo::new(move |_| open.get() == Some(Panel::Quality));
    let watch = Rc::new_cyclic(|this: &Weak<Watch>| {
        let this = Weak::clone(this);
        Watch {
            context,
            quality,
            monitor: RefCell::default(),
            reading: Cell::new(false),
            told: Cell::new(false),
            units: OnceCell::new(),
            prober: Prober::new(move |now, told| {
                let Some(watch) = this.upgrade() else { return };
                match told {
                    Told::Finding(finding) => watch.monitor.borrow_mut().probed(now, finding),
                    Told::Flooded => watch.monitor.borrow_mut().told_flooded(now),
                }
                watch.act();
            }),
            lag: RefCell::default(),
            receivers: RefCell::default(),
            delay: Delay::default(),
            comparing: Cell::new(false),
            told_media: Cell::default(),
            tuning: Cell::default(),
            step: Cell::default(),
            was_narrow: Cell::new(false),
            starts: Cell::new(0),
        }
    });
    let hearing = Rc::clone(&watch);
    driver::on_message(Rc::new(move |text| {
        if let Ok(heard) = codec::read::<JsValue, Heard>(text) {
            hearing.monitor.borrow_mut().hear(heard);
        }
    }));
    let renewing = Rc::clone(&watch);
    driver::watch_peer(Rc::new(move |_| renewing.renewed()));
    let looking = Rc::clone(&watch);
    effect(move || {
        // Also while the path does not answer: a line that is flooded need not.
        if linked.get() {
            let watch = Rc::clone(&looking);
            keep(Interval::new(LOOK_EVERY_MS, move || watch.look(linked)));
        }
    });
    effect(move || {
        let shown = shown.get();
        watch.reading.set(false);
        if !linked.get() {
            watch.monitor.take();
            watch.step.take();
            watch.was_narrow.take();
            watch.prober.stop();
            // A connection for the next person may be made already, with what was known of the last one's line.
            watch.act();
            watch.show(None, shown);
            return;
        }
        if !connected.get() {
            // What was measured says nothing of a line that is broken, and it may be another one that comes back.
            watch.quality.is_unknown();
            watch.lag.take();
            watch.prober.forget();
            watch.monitor.borrow_mut().disproves(stats::now());
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
        keep(Interval::new(READ_EVERY_MS, read));
    });
    quality
}

/// Until the effect runs again.
fn keep(interval: Interval) {
    let interval = StoredValue::new_local(Some(interval));
    on_cleanup(move || interval.update_value(|interval| drop(interval.take())));
}

impl Watch {
    async fn read(&self, linked: Memo<bool>, shown: bool) {
        let Some(connection) = driver::peer_connection() else { return };
        if self.reading.replace(true) {
            return;
        }
        let reading = stats::read(&connection).await;
        // The call may have ended meanwhile.
        if let Some(reading) = reading
            && linked.get_untracked()
        {
            let screen = stats::screen_sender(&connection);
            self.judge(&reading, screen.is_some());
            let is_paused = self.monitor.borrow().is_paused();
            self.prober.say_how_it_stands(is_paused);
            stats::keep_voice(&connection, self.monitor.borrow().voice_target_ms());
            self.show(Some(&reading), shown);
            self.tune().await;
            if self.monitor.borrow_mut().renewal_due() {
                driver::renew_voice();
                self.lag.take();
            }
        }
        self.reading.set(false);
    }

    /// The connection is a new one, which has not spoken yet: what it begins with is what the line is known to carry.
    fn renewed(self: &Rc<Self>) {
        self.told.set(false);
        self.starts.set(0);
        self.lag.take();
        self.receivers.take();
        // What is under way on a connection that is closed may never end.
        self.tuning.take();
        self.comparing.take();
        self.monitor.borrow_mut().start_over(stats::now());
        self.act();
    }

    /// Looks what has come, when that is due, and begins a probe that is.
    fn look(self: &Rc<Self>, linked: Memo<bool>) {
        let Some(connection) = driver::peer_connection() else { return };
        let now = stats::now();
        if self.lag.borrow_mut().is_due(now, stats::frames_shown()) {
            self.look_at(connection, now, linked);
        }
        if self.monitor.borrow_mut().probe_due(now) {
            self.prober.begin();
        }
    }

    /// Looks what has come and how late.
    fn look_at(self: &Rc<Self>, connection: RtcPeerConnection, now: Millis, linked: Memo<bool>) {
        let kept_ms = self.monitor.borrow().voice_target_ms().unwrap_or_default();
        let mut receivers = self.receivers.borrow_mut();
        if receivers.is_none() {
            *receivers = stats::receivers(&connection);
        }
        let newest = receivers.as_ref().map(stats::newest).unwrap_or_default();
        drop(receivers);
        let seen = self.lag.borrow_mut().look(now, newest, kept_ms);
        if seen.is_new && now >= self.told_media.get().after(TELL_MEDIA_EVERY_MS) {
            self.told_media.set(now);
            self.context.send(Intent::MediaArrived);
        }
        if seen.is_late && self.monitor.borrow().is_floodable() && !self.comparing.replace(true) {
            let this = Rc::clone(self);
            spawn(async move {
                this.compare(&connection, linked).await;
                this.comparing.set(false);
            });
        }
    }

    /// All came late: compares what is counted until it is known whether the line is flooded.
    async fn compare(self: &Rc<Self>, connection: &RtcPeerConnection, linked: Memo<bool>) {
        let mut comparison = Comparison::default();
        // Of who is silent a picture that is late may be a camera that is.
        if self.lag.borrow().lateness() == Lateness::Both && self.monitor.borrow_mut().is_late(stats::now()) {
            self.act();
        }
        loop {
            let Some(Reading { counters, .. }) = stats::read(connection).await else { return };
            let now = counters.at;
            let found = comparison.take(counters, self.lag.borrow().lateness());
            // The call may have ended meanwhile.
            if found == Found::InOrder || !linked.get_untracked() {
                // What is late for longer is not late, but far away.
                self.lag.take();
                self.monitor.borrow_mut().is_in_time();
                return self.act();
            }
            if found == Found::Flooded {
                self.monitor.borrow_mut().found_flooded(now);
                self.act();
                return self.prober.tell_flooded().await;
            }
            TimeoutFuture::new(COMPARE_EVERY_MS).await;
        }
    }

    /// Does between two readings what was decided.
    fn act(self: &Rc<Self>) {
        let this = Rc::clone(self);
        spawn(async move {
            this.tell_step();
            this.tune().await;
        });
    }

    /// Asks the encoders for what the line carries.
    async fn tune(&self) {
        if self.tuning.replace(Work::Again) != Work::Idle {
            return;
        }
        while self.tuning.replace(Work::UnderWay) == Work::Again {
            // The connection may be another one by now.
            if let Some(connection) = driver::peer_connection() {
                self.tune_once(&connection).await;
            }
        }
        self.tuning.set(Work::Idle);
    }

    async fn tune_once(&self, connection: &RtcPeerConnection) {
        let is_narrow = self.monitor.borrow().is_narrow();
        if self.was_narrow.replace(is_narrow) && !is_narrow {
            self.lag.take();
            // What goes out is reported again before it becomes more.
            driver::retune(Tuning { voice: VoiceForm::Sparse, start_kbps: START_KBPS, ..Tuning::default() });
            TimeoutFuture::new(REPORTED_AFTER_MS).await;
            let start_kbps = self.monitor.borrow().tuning().start_kbps;
            self.start(connection, Tuning { voice: VoiceForm::Sparse, start_kbps, ..Tuning::default() }).await;
        } else if self.monitor.borrow_mut().take_lift() {
            let (camera, tuning) = {
                let monitor = self.monitor.borrow();
                (monitor.camera(), monitor.tuning())
            };
            stats::allow(stats::camera_sender(connection), camera).await;
            self.start(connection, tuning).await;
        }
        let (camera, screen, tuning) = {
            let monitor = self.monitor.borrow();
            (monitor.camera(), monitor.screen(), monitor.tuning())
        };
        driver::retune(Tuning { start_kbps: tuning.start_kbps + self.starts.get(), ..tuning });
        stats::allow(stats::camera_sender(connection), camera).await;
        stats::allow(stats::screen_sender(connection), screen).await;
        if self.monitor.borrow_mut().take_anew() {
            stats::begin_anew(stats::camera_sender(connection)).await;
        }
    }

    /// Has the browser begin with a rate, before the picture goes on: one that begins with less is small for half a minute.
    async fn start(&self, connection: &RtcPeerConnection, tuning: Tuning) {
        for _ in 0..STARTS_MAX {
            self.starts.set((self.starts.get() + 1) % STARTS);
            // Told together with another form of the voice it is not taken over.
            let start_kbps = tuning.start_kbps + self.starts.get();
            driver::retune(Tuning { start_kbps, ..tuning });
            TimeoutFuture::new(START_MS).await;
            let Some(reading) = stats::read(connection).await else { return };
            // Who does not tell is not asked again.
            let has_taken = |available: u64| available / 1_000 * 10 >= u64::from(start_kbps) * 7;
            let is_narrow = self.monitor.borrow().is_narrow();
            if is_narrow || reading.counters.available_bps.is_none_or(has_taken) {
                return;
            }
        }
    }

    fn judge(&self, reading: &Reading, screen: bool) {
        let scene = {
            let view = self.context.view().read_untracked();
            let peer_picture = match view.peer_devices.camera {
                false => PeerPicture::Off,
                true if self.prober.peer_pauses() => PeerPicture::Paused,
                true => PeerPicture::Shown,
            };
            Scene { camera: view.devices.camera, peer_picture, screen, probes: self.prober.has_peer() }
        };
        let path = {
            let mut monitor = self.monitor.borrow_mut();
            monitor.take(reading.counters.clone(), scene);
            monitor.figures().and_then(|figures| figures.path)
        };
        // What is sent may bring another connection, of which this is told at once.
        if let Some(path) = path
            && !self.told.replace(true)
        {
            self.context.send(Intent::TellPath(matches!(path, Path::Relayed(_))));
        }
        self.tell_step();
    }

    /// Says once what has become of one's own picture; the sign has the rest.
    fn tell_step(&self) {
        let step = self.monitor.borrow().step();
        let before = self.step.replace(step);
        let has_camera = self.context.view().read_untracked().devices.camera;
        match (before, step) {
            (Step::Full, Step::Paused) => self.context.note(tell(Extra::PicturePaused).into()),
            (Step::Paused, Step::Full) if has_camera => self.context.note(tell(Extra::PictureBack).into()),
            (Step::Full, Step::Full) | (Step::Paused, _) => {}
        }
    }

    fn show(&self, reading: Option<&Reading>, open: bool) {
        let units = open.then(|| self.units.get_or_init(Units::of_page));
        let delay = open.then(|| self.delay.ask()).flatten();
        self.quality.show(&self.monitor.borrow(), reading, delay, units);
    }
}
