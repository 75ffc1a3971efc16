//! The microphone's level, drawn.

use leptos::prelude::*;
use web_sys::MediaStreamTrack;

use super::level::Level;
use crate::call::Device;
use crate::runtime::driver;
use crate::ui::lean::effect;
use crate::words::{Extra, tell};

/// How loud the microphone is, while somebody looks.
#[component]
pub fn LevelMeter(
    /// Whether somebody looks.
    shown: Memo<bool>,
) -> impl IntoView {
    let level = RwSignal::new(0.0_f64);
    effect(move || {
        if !shown.get() {
            return;
        }
        let looking = StoredValue::new(true);
        on_cleanup(move || looking.set_value(false));
        watch_level(Meter::default(), level, looking);
    });

    view! {
        <label class="field">
            <span>{tell(Extra::Level)}</span>
            <meter min="0" max="1" low="0.15" prop:value=level></meter>
        </label>
    }
}

/// So many frames of the screen one sees the same level: a needle that moves fifteen times a second is alive.
const FRAMES: u32 = 4;

/// Measures the microphone that is in use: another may take its place while somebody looks.
#[derive(Default)]
struct Meter {
    track: Option<MediaStreamTrack>,
    level: Option<Level>,
}

impl Meter {
    fn now(&mut self) -> f64 {
        let track = driver::local_track(Device::Microphone);
        if track != self.track {
            self.level = track.as_ref().and_then(Level::of);
            self.track = track;
        }
        self.level.as_ref().map_or(0.0, Level::now)
    }
}

fn watch_level(meter: Meter, level: RwSignal<f64>, looking: StoredValue<bool>) {
    fn again(mut meter: Meter, level: RwSignal<f64>, looking: StoredValue<bool>, frame: u32) {
        request_animation_frame(move || {
            if looking.try_get_value() != Some(true) {
                return;
            }
            if frame.is_multiple_of(FRAMES) {
                level.set(meter.now());
            }
            again(meter, level, looking, frame.wrapping_add(1));
        });
    }
    again(meter, level, looking, 0);
}
