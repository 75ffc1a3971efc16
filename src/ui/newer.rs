//! Says that the server has a newer page than this one, and how to get it. In a call nothing is said: it goes on with what is there.

use leptos::prelude::*;

use super::call_handle::CallHandle;
use super::lean::effect;
use crate::words::{Word, say};

/// The words and the button.
#[component]
pub fn Newer(
    /// The call.
    context: CallHandle,
    /// Whether this is the newest page there is.
    newest: Memo<bool>,
) -> impl IntoView {
    effect(move || {
        if !newest.get() {
            context.read_out(say(Word::Newer));
        }
    });

    view! {
        <p class="newer" hidden=newest>
            <span>{say(Word::Newer)}</span>
            <button type="button" class="button primary" on:click:capture=move |_| reload()>
                {say(Word::Reload)}
            </button>
        </p>
    }
}

/// Loads the page again.
pub fn reload() {
    // Refused only while the page is already going away.
    drop(window().location().reload());
}
