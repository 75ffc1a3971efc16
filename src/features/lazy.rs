//! When the features are loaded, and what happens if they cannot be.
//!
//! # Layout
//! - `piece`: how their part of the program is fetched

#[cfg(feature = "hydrate")]
pub mod piece;

#[cfg(feature = "hydrate")]
pub(super) use in_browser::{arrived, failed};

use crate::ui::call_handle::CallHandle;

/// Has the features loaded once somebody uses the page, has a seat (without them nobody who waits would hear a knock), has refused the devices
/// (they know more browsers), or wants a panel.
pub fn follow(context: CallHandle) {
    #[cfg(feature = "hydrate")]
    in_browser::follow(context);
    #[cfg(not(feature = "hydrate"))]
    let _ = context;
}

#[cfg(feature = "hydrate")]
mod in_browser {
    use std::cell::Cell;
    use std::time::Duration;

    use gloo_events::EventListener;
    use leptos::prelude::*;

    use super::super::mount;
    use super::piece::SplitLoaderError;
    use crate::call::view::{MediaError, Phase};
    use crate::ui::call_handle::CallHandle;
    use crate::ui::lean::{effect, spawn};
    use crate::words::{Word, say};

    /// Loading waits for a pause this long, in milliseconds: what a person did that moment comes first.
    const PAUSE_MS: u64 = 1_000;

    /// After a failure the next try comes so much later, in milliseconds: about when a person tries again by themselves. After each
    /// further one it is twice that, up to five minutes: after an update the files may be gone for as long as the page is open.
    const RETRY_MS: u64 = 10_000;

    /// How often the pause is doubled.
    const DOUBLED_MAX: u32 = 5;

    #[derive(Clone, Copy, PartialEq, Eq)]
    enum State {
        Absent,
        Coming,
        There,
    }

    thread_local! {
        static STATE: Cell<State> = const { Cell::new(State::Absent) };
        static FAILURES: Cell<u32> = const { Cell::new(0) };
    }

    pub(super) fn follow(context: CallHandle) {
        let needed = context.part(|view| view.phase.seated() || view.phase == Phase::MediaError(MediaError::Denied));
        // Joining comes first.
        let busy = context.part(|view| matches!(view.phase, Phase::Joining | Phase::Connecting));
        let used = RwSignal::new(false);
        let document = document();
        let begun =
            ["pointerdown", "keydown"].map(|kind| EventListener::once(&document, kind, move |_| used.set(true)));
        effect(move || {
            // They live as long as this does.
            let _ = &begun;
            if (needed.get() || used.get()) && !busy.get() {
                soon(context, busy);
            }
        });
        effect(move || {
            if context.panel().get().is_some() {
                load(context);
            }
        });
    }

    fn soon(context: CallHandle, busy: Memo<bool>) {
        set_timeout(
            move || {
                // If it is, this is asked again afterwards.
                if !busy.get_untracked() {
                    load(context);
                }
            },
            Duration::from_millis(PAUSE_MS),
        );
    }

    fn load(context: CallHandle) {
        if STATE.get() == State::Absent {
            STATE.set(State::Coming);
            spawn(async move {
                if mount_features(context).await.is_err() {
                    failed(context);
                }
            });
        }
    }

    /// The features are in the page.
    pub(in super::super) fn arrived() {
        STATE.set(State::There);
    }

    /// They could not be loaded: whoever asked for a panel is told, and after a while it is tried again.
    pub(in super::super) fn failed(context: CallHandle) {
        STATE.set(State::Absent);
        if context.panel().get_untracked().is_some() {
            context.panel().set(None);
            context.note(say(Word::ExtrasMissing).into());
        }
        let failures = FAILURES.replace(FAILURES.get().saturating_add(1));
        let pause = RETRY_MS << failures.min(DOUBLED_MAX);
        set_timeout(move || load(context), Duration::from_millis(pause));
    }

    #[cfg(feature = "split")]
    #[leptos::wasm_split::wasm_split(extras, wasm_split_path = crate::features::lazy::piece, fallible)]
    fn mount_features(context: CallHandle) -> Result<(), SplitLoaderError> {
        mount::begin(context);
        Ok(())
    }

    #[cfg(not(feature = "split"))]
    async fn mount_features(context: CallHandle) -> Result<(), SplitLoaderError> {
        mount::begin(context);
        Ok(())
    }
}
