//! Ways to bring the other person in while one waits: the system's share sheet, and a code for the camera of a phone. The
//! code is made here; no service is asked.

use js_sys::Object;
use leptos::prelude::*;
use qrcodegen::{QrCode, QrCodeEcc};
use wasm_bindgen::JsValue;

use crate::browser::object::{call, has, set};
use crate::call::view::Phase;
use crate::runtime::address::link;
use crate::ui::call_handle::CallHandle;
use crate::ui::lean::effect;
use crate::words::{Extra, fill, tell};

/// The white around a code, in modules (ISO/IEC 18004 section 9.1).
const QUIET_ZONE: i32 = 4;

/// What lies below the link.
#[component]
pub fn Invite(
    /// The call.
    context: CallHandle,
) -> impl IntoView {
    let waiting = context.part(|view| view.phase == Phase::Waiting);
    let code = RwSignal::new(Drawing::default());
    effect(move || {
        if waiting.get() {
            // The address is changed in the same turn as the state; the next frame sees it.
            request_animation_frame(move || code.set(link().and_then(|link| draw(&link)).unwrap_or_default()));
        }
    });
    let share = move |_| {
        let what = JsValue::from(Object::new());
        set(&what, "title", crate::ui::text::APP);
        set(&what, "text", fill(tell(Extra::InviteText), &context.view().get_untracked().room));
        set(&what, "url", link().unwrap_or_default());
        // Closed without sharing: the person knows.
        drop(call(&window().navigator(), "share", &[what]).map(crate::browser::task::disregard));
    };
    let name = tell(Extra::InviteCode);

    view! {
        {has(&window().navigator(), "share")
            .then(|| {
                view! {
                    <p class="actions">
                        <button type="button" class="button" on:click:capture=share>
                            {tell(Extra::Share)}
                        </button>
                    </p>
                }
            })}
        <details class="code">
            <summary>{name}</summary>
            <svg role="img" aria-label=name viewBox=move || code.read().view.clone()>
                <path d=move || code.read().path.clone()></path>
            </svg>
        </details>
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Drawing {
    view: String,
    path: String,
}

impl Default for Drawing {
    /// An empty one.
    fn default() -> Self {
        Self { view: "0 0 1 1".into(), path: String::new() }
    }
}

/// The code of a text, one square for each dark module.
fn draw(text: &str) -> Option<Drawing> {
    let code = QrCode::encode_text(text, QrCodeEcc::Medium).ok()?;
    let (size, start) = (code.size(), -QUIET_ZONE);
    let span = size + 2 * QUIET_ZONE;
    let view = [start, start, span, span].map(|number| number.to_string()).join(" ");
    let mut path = String::new();
    for (x, y) in (0..size).flat_map(|y| (0..size).map(move |x| (x, y))) {
        if code.get_module(x, y) {
            path.extend(["M", &x.to_string(), " ", &y.to_string(), "h1v1h-1z"]);
        }
    }
    Some(Drawing { view, path })
}
