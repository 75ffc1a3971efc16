//! The door on the screen: who may come in, who has knocked, and the knocker for whoever stands outside.

use leptos::prelude::*;

use super::door_watch::{Door, answer, label};
use super::sprite;
use crate::call::view::{DialogNotice, Phase};
use crate::protocol::Access;
use crate::ui::context::CallContext;
use crate::ui::icon::Badge;
use crate::words::{Extra, tell};

/// The states of a door with their values in the list.
const CHOICES: [(&str, Access); 3] = [("open", Access::Open), ("knock", Access::Knock), ("locked", Access::Locked)];

/// Chooses who may come in. A door is locked by two.
pub(super) fn choice(context: CallContext, door: Door) -> impl IntoView {
    let alone = context.part(|view| view.phase == Phase::Waiting);
    let choose = move |event| {
        let chosen = event_target_value(&event);
        if let Some((_, access)) = CHOICES.into_iter().find(|(value, _)| *value == chosen) {
            door.choose(access);
        }
    };
    let value = move || CHOICES.into_iter().find(|(_, access)| *access == door.wanted()).map(|(value, _)| value);

    view! {
        <label class="field">
            <span>{tell(Extra::WhoMayComeIn)}</span>
            <select on:change:capture=choose prop:value=value>
                {CHOICES
                    .map(|(value, access)| {
                        view! {
                            <option value=value disabled=move || access == Access::Locked && alone.get()>
                                {tell(label(access))}
                            </option>
                        }
                    })}
            </select>
        </label>
    }
}

/// A sign beside the room's name while the door is not open.
pub(super) fn sign(door: Door) -> impl IntoView {
    let words = Memo::new(move |_| match door.access() {
        Access::Open => "",
        access => tell(label(access)),
    });

    view! { <Badge drawing=sprite::LOCK words/> }
}

/// Those at the door, each with the two answers.
pub(super) fn knocks(door: Door) -> impl IntoView {
    view! {
        <div class="knocks" hidden=move || door.knocks().is_empty()>
            <For
                each=move || door.knocks()
                key=|knock| *knock
                children=move |knock| {
                    view! {
                        <section aria-label=tell(Extra::Knocking)>
                            <h2>{tell(Extra::Knocking)}</h2>
                            <p class="answers">
                                <button
                                    type="button"
                                    class="button primary"
                                    on:click:capture=move |_| answer(knock, true)
                                >
                                    {tell(Extra::LetIn)}
                                </button>
                                <button type="button" class="button" on:click:capture=move |_| answer(knock, false)>
                                    {tell(Extra::NotNow)}
                                </button>
                            </p>
                        </section>
                    }
                }
            />
        </div>
    }
}

/// The knocker, where the room wants it.
pub(super) fn knocker(context: CallContext, door: Door) -> impl IntoView {
    let away = context.part(|view| view.phase.dialog() != Some(DialogNotice::Knock));
    let knock = move |_| {
        if !door.knocking.get_untracked() {
            door.knock();
        }
    };

    view! {
        <p class="wishes" hidden=away>
            <button
                type="button"
                class="button"
                // Not disabled: that would take the focus away.
                aria-disabled=move || door.knocking.get().then_some("true")
                on:click:capture=knock
            >
                {tell(Extra::Knock)}
            </button>
            <span hidden=move || !door.knocking.get()>{tell(Extra::Knocked)}</span>
        </p>
    }
}
