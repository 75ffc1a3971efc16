//! Beside the field for a room's name: a made-up one, and the rooms that were visited last.

use leptos::html;
use leptos::prelude::*;

use super::names::made_up;
use super::recent::visited;
use crate::browser::object::{call, make, set};
use crate::features::devices::level_view::LevelMeter;
use crate::features::settings::preferences;
use crate::features::settings::preferences::preference;
use crate::runtime::driver;
use crate::ui::call_handle::CallHandle;
use crate::ui::lean::effect;
use crate::ui::list;
use crate::words::{Extra, tell};

/// What lies below the field.
#[component]
pub fn LobbyExtras(
    /// The call.
    context: CallHandle,
) -> impl IntoView {
    let rooms = RwSignal::new(preferences::list(preference::ROOMS));
    remember(context, rooms);
    let none = Memo::new(move |_| rooms.read().is_empty());
    let forget = move |_| {
        preferences::set_list(preference::ROOMS, &[]);
        rooms.set(Vec::new());
        focus_field();
    };

    let place = NodeRef::<html::Span>::new();
    list::keep(
        move || place.get().map(Into::into),
        move || rooms.get(),
        Clone::clone,
        |room| {
            let name = room.clone();
            view! {
                <button type="button" class="quiet" on:click:capture=move |_| fill_in(&name)>
                    <bdi>{room}</bdi>
                </button>
            }
        },
    );

    let choosing = context.part(|view| view.phase.dialog().is_some());

    view! {
        <LevelMeter shown=choosing />
        <p class="wishes">
            <button type="button" class="quiet" on:click:capture=|_| fill_in(&made_up(random()))>
                {tell(Extra::MakeUpName)}
            </button>
        </p>
        <p class="wishes" hidden=none>
            <span>{tell(Extra::RecentRooms)}</span>
            <span class="recent" node_ref=place></span>
            <button type="button" class="quiet" on:click:capture=forget>
                {tell(Extra::ForgetRooms)}
            </button>
        </p>
    }
}

fn remember(context: CallHandle, rooms: RwSignal<Vec<String>>) {
    let seated = context.part(|view| if view.phase.seated() { view.room.clone() } else { String::new() });
    effect(move || {
        let room = seated.get();
        if !room.is_empty() {
            let now = visited(&rooms.get_untracked(), &room);
            preferences::set_list(preference::ROOMS, &now);
            rooms.set(now);
        }
    });
}

/// Writes a name into the field, as if it had been typed.
fn fill_in(name: &str) {
    let Ok(Some(field)) = document().query_selector("#room") else { return };
    set(&field, "value", name);
    if let Ok(event) = make("Event", &["input".into()]) {
        let _ = call(&field, "dispatchEvent", &[event]);
    }
    focus_field();
}

/// Puts the keyboard where a name is typed.
fn focus_field() {
    if let Ok(Some(field)) = document().query_selector("#room") {
        // It fails only if the dialog is closed, and then nothing is to be done.
        let _ = call(&field, "focus", &[]);
    }
}

fn random() -> u64 {
    let [a, b, c, d, e, f, g, h, ..] = driver::random();
    u64::from_le_bytes([a, b, c, d, e, f, g, h])
}
