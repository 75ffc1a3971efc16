//! The door on the screen: who may come in, who has knocked, and the knocker for whoever stands outside.

use leptos::html;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{FocusEvent, HtmlElement};

use super::adapter::{Door, answer, label};
use crate::browser::object::get;
use crate::call::view::{DialogNotice, Phase};
use crate::features::sprite;
use crate::protocol::Access;
use crate::ui::call_handle::CallHandle;
use crate::ui::focus;
use crate::ui::icon::Badge;
use crate::ui::lean::effect;
use crate::ui::list;
use crate::words::{Extra, tell};

/// The states of a door with their values in the list.
const CHOICES: [(&str, Access); 3] = [("open", Access::Open), ("knock", Access::Knock), ("locked", Access::Locked)];

/// Chooses who may come in. A door is locked by two.
pub fn choice(context: CallHandle, door: Door) -> impl IntoView {
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
pub fn sign(door: Door) -> impl IntoView {
    let words = Memo::new(move |_| match door.access() {
        Access::Open => "",
        access => tell(label(access)),
    });

    view! { <Badge drawing=sprite::LOCK words /> }
}

/// Those at the door, each with the two answers.
pub fn knocks(door: Door) -> impl IntoView {
    let place = NodeRef::<html::Div>::new();
    let came_from = keep_focus(door, place);
    let enter = move |event: FocusEvent| {
        let before = get(&event, "relatedTarget").dyn_into::<HtmlElement>().ok();
        let is_outside = |before: &HtmlElement| before.closest(".knocks").is_ok_and(|knocks| knocks.is_none());
        if let Some(before) = before.filter(is_outside) {
            came_from.set_value(Some(before));
        }
    };

    list::keep(
        move || place.get().map(Into::into),
        move || door.knocks(),
        |knock| *knock,
        |knock| {
            view! {
                <section aria-label=tell(Extra::Knocking)>
                    <h2 tabindex="-1">{tell(Extra::Knocking)}</h2>
                    <p class="answers">
                        <button type="button" class="button primary" on:click:capture=move |_| answer(knock, true)>
                            {tell(Extra::LetIn)}
                        </button>
                        <button type="button" class="button" on:click:capture=move |_| answer(knock, false)>
                            {tell(Extra::NotNow)}
                        </button>
                    </p>
                </section>
            }
        },
    );

    view! { <div class="knocks" node_ref=place on:focusin:capture=enter hidden=move || door.knocks().is_empty()></div> }
}

/// Whoever has answered by keyboard goes on with the next who knocks, and then where they were before.
fn keep_focus(door: Door, place: NodeRef<html::Div>) -> StoredValue<Option<HtmlElement>, LocalStorage> {
    let came_from = StoredValue::new_local(None::<HtmlElement>);
    let mut before = 0;
    effect(move || {
        let now = door.knocks().len();
        if now >= std::mem::replace(&mut before, now) {
            return;
        }
        let back = came_from.try_update_value(|came_from| came_from.take_if(|_| now == 0)).flatten();
        focus::bring_back(move || {
            let next = place.get_untracked().and_then(|place| place.query_selector("h2").ok()?);
            let next = next.and_then(|next| next.dyn_into().ok());
            next.or(back)
        });
    });
    came_from
}

/// The knocker, where the room wants it.
pub fn knocker(context: CallHandle, door: Door) -> impl IntoView {
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
