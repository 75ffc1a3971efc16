//! The whole page. Two halves that are always there, one's own picture and the place of the other person: until they
//! come, that place holds what there is to say and to type. Linked, their picture takes the whole stage.

use leptos::prelude::*;

use super::announcer::Announcer;
use super::call_handle::CallHandle;
use super::controls::Controls;
use super::emblem::Wordmark;
use super::icon::{Icon, drawing};
use super::in_call::InCall;
use super::newer::Newer;
use super::panel::PanelOfPhase;
use super::permission::MediaProblem;
use super::room_dialog::RoomDialog;
use super::side_panel::Panel;
use super::video_tile::{OwnTile, PeerTile};
use super::{focus, slots};
use crate::call::view::Phase;
use crate::words::{Word, say};

/// Whether the other's picture has the stage, even if it stands still at the moment.
pub(crate) fn is_linked(phase: &Phase) -> bool {
    matches!(phase, Phase::Connected | Phase::Reconnecting(_))
}

/// Everything there is on the page. Each part is there in every state, and shows itself in its own.
#[component]
pub fn Stage(
    /// The call.
    context: CallHandle,
) -> impl IntoView {
    let handle = context.part(|view| view.phase.handle());
    let unpromised = context.part(|view| view.phase.seated() || view.newer);
    let newest = context.part(|view| !view.newer);
    let linked = context.part(|view| is_linked(&view.phase));
    focus::follow(handle);

    view! {
        <main class:linked=linked data-call-state=handle>
            <header>
                <Wordmark />
                <button
                    type="button"
                    class="control settings"
                    on:click:capture=move |_| context.panel().set(Some(Panel::Settings))
                >
                    <Icon drawing=drawing::SETTINGS />
                    <span>{say(Word::Settings)}</span>
                </button>
            </header>
            <PeerTile context />
            <OwnTile context />
            <div class="place">
                <RoomDialog context />
                <PanelOfPhase context />
                <MediaProblem context />
            </div>
            <InCall context />
            <footer>
                <p class="promise" hidden=unpromised>
                    {say(Word::Promise)}
                </p>
                <Newer context newest />
                <Controls context />
            </footer>
            <Announcer context />
            <div id=slots::PANELS></div>
        </main>
    }
}
