//! When the extras are loaded, and what happens if they cannot be.

#[cfg(feature = "hydrate")]
use leptos::prelude::*;

use super::Panel;
use crate::ui::context::CallContext;

/// Loading waits for a pause this long, in milliseconds: what a person did that moment comes first.
#[cfg(feature = "hydrate")]
const PAUSE_MS: u64 = 1_000;

/// After a failure the next try comes so much later, in milliseconds: about when a person tries again by themselves. After each
/// further one it is twice that, up to five minutes: after an update the files may be gone for as long as the page is open.
#[cfg(feature = "hydrate")]
const RETRY_MS: u64 = 10_000;

/// How often the pause is doubled.
#[cfg(feature = "hydrate")]
const DOUBLED_MAX: u32 = 5;

/// The element in which the panels lie.
pub const PANELS: &str = "extras";

/// The element in which the buttons of the extras lie, among those of the call.
pub const BUTTONS: &str = "extra-buttons";

/// The element below the field for a room's name.
pub const LOBBY: &str = "lobby-extras";

/// The element below the link that one waits with.
pub const INVITE: &str = "invite-extras";

/// Has the extras loaded once somebody uses the page, has a seat (without them nobody who waits would hear a knock), or has
/// refused the devices (they know more browsers).
pub fn follow(context: CallContext) {
    #[cfg(feature = "hydrate")]
    in_browser::follow(context);
    #[cfg(not(feature = "hydrate"))]
    let _ = context;
}

/// Opens a panel, as soon as it is there.
pub fn open(context: CallContext, panel: Panel) {
    #[cfg(feature = "hydrate")]
    in_browser::want(context, Some(panel));
    #[cfg(not(feature = "hydrate"))]
    let _ = (context, panel);
}

#[cfg(feature = "hydrate")]
pub(super) use in_browser::{arrived, failed};

#[cfg(feature = "hydrate")]
mod in_browser {
    use std::cell::{Cell, RefCell};
    use std::rc::Rc;
    use std::time::Duration;

    use super::super::mount;
    use super::super::piece::SplitLoaderError;
    use super::*;
    use crate::call::view::{MediaError, Phase};
    use crate::ui::lean::{effect, spawn};
    use crate::words::{Word, say};
    use gloo_events::EventListener;

    type Open = Rc<dyn Fn(Panel)>;

    enum State {
        Absent,
        /// Being loaded, with what is to be opened then.
        Coming(Option<Panel>),
        There(Open),
    }

    thread_local! {
        static STATE: RefCell<State> = const { RefCell::new(State::Absent) };
        static FAILURES: Cell<u32> = const { Cell::new(0) };
    }

    pub(super) fn follow(context: CallContext) {
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
    }

    fn soon(context: CallContext, busy: Memo<bool>) {
        set_timeout(
            move || {
                // If it is, this is asked again afterwards.
                if !busy.get_untracked() {
                    want(context, None);
                }
            },
            Duration::from_millis(PAUSE_MS),
        );
    }

    pub(super) fn want(context: CallContext, panel: Option<Panel>) {
        let open = STATE.with_borrow_mut(|state| match state {
            State::There(open) => Some(Rc::clone(open)),
            State::Coming(wanted) => {
                *wanted = panel.or(*wanted);
                None
            }
            State::Absent => {
                *state = State::Coming(panel);
                spawn(async move {
                    if mount_extras(context).await.is_err() {
                        failed(context);
                    }
                });
                None
            }
        });
        if let (Some(open), Some(panel)) = (open, panel) {
            open(panel);
        }
    }

    /// The extras are in the page.
    pub(in super::super) fn arrived(open: Open) {
        let before = STATE.replace(State::There(Rc::clone(&open)));
        if let State::Coming(Some(panel)) = before {
            open(panel);
        }
    }

    /// They could not be loaded: whoever asked for them is told, and after a while it is tried anew.
    pub(in super::super) fn failed(context: CallContext) {
        if let State::Coming(Some(_)) = STATE.replace(State::Absent) {
            context.note(say(Word::ExtrasMissing).into());
        }
        let failures = FAILURES.replace(FAILURES.get().saturating_add(1));
        let pause = RETRY_MS << failures.min(DOUBLED_MAX);
        set_timeout(move || want(context, None), Duration::from_millis(pause));
    }

    #[cfg(feature = "split")]
    #[leptos::wasm_split::wasm_split(extras, wasm_split_path = crate::extras::piece, fallible)]
    fn mount_extras(context: CallContext) -> Result<(), SplitLoaderError> {
        mount::begin(context);
        Ok(())
    }

    #[cfg(not(feature = "split"))]
    async fn mount_extras(context: CallContext) -> Result<(), SplitLoaderError> {
        mount::begin(context);
        Ok(())
    }
}
