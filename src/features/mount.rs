//! The places of the features in the page.

use js_sys::Array;
use leptos::mount::mount_to;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::chat::service::Conversation;
use super::chat::view::{ChatButton, ChatPanel};
use super::devices::{chooser, permission_help};
use super::files::transfer::Transfers;
use super::files::view::{Files, FilesButton, tell_news};
use super::framing::Framing;
use super::invite::Invite;
use super::lobby::view::LobbyExtras;
use super::picture_in_picture::Pip;
use super::room_access::adapter::Door;
use super::screen_share::adapter::Screens;
use super::screen_share::idle;
use super::screen_share::view::{ScreenButton, ScreenTile};
use super::self_view::view::OwnPicture;
use super::settings::appearance;
use super::settings::view::Settings;
use super::tools::{Tools, ToolsButton};
use super::{lazy, measure, quality, room_access, shortcuts, sprite, style, wake_lock};
use crate::browser::object::{get, text};
use crate::browser::question;
use crate::ui::call_handle::CallHandle;
use crate::ui::lean::{effect, spawn};
use crate::ui::side_panel::Panel;
use crate::ui::slots;
use crate::words;

/// Where small signs lie over the other's picture.
const SIGNS: &str = ".signs";

/// Where browsers keep a permission.
const STEPS: &str = ".steps";

/// Puts the features into the page, once their texts are there.
pub fn begin(context: CallHandle) {
    spawn(async move {
        let texts = match texts_address() {
            Some(address) => question::texts(&address).await,
            None => None,
        };
        if texts.is_none_or(|texts| mount(context, &texts).is_none()) {
            lazy::failed(context);
        }
    });
}

fn texts_address() -> Option<String> {
    text(&get(&get(&document(), "documentElement"), "dataset"), "texts")
}

/// Nothing, if the page has no places for them.
fn mount(context: CallHandle, texts: &Array) -> Option<()> {
    let [panels, buttons, lobby, invite] = [slots::PANELS, slots::BUTTONS, slots::LOBBY, slots::INVITE].map(element);
    let (panels, buttons, lobby, invite) = (panels?, buttons?, lobby?, invite?);
    let [signs, list] = [SIGNS, STEPS].map(found);
    let (signs, list) = (signs?, list?);
    words::receive_extras(texts);
    style::adopt();
    sprite::adopt();
    let open = context.panel();
    // All of these live as long as the page.
    let owner = Owner::new();
    let (conversation, screens, framing, pip, transfers, quality, door, silenced) = owner.with(|| {
        let conversation = Conversation::begin(context, open);
        let screens = StoredValue::new_local(Screens::begin(context, conversation));
        let (framing, pip) = (Framing::begin(), Pip::begin(context, conversation));
        shortcuts::adapter::follow(context, open, screens, framing);
        idle::follow(context, conversation.peer_shows);
        measure::follow();
        wake_lock::follow(context);
        chooser::follow_camera(context);
        chooser::follow_preferences(context);
        chooser::follow_speaker(context);
        close_with_the_call(context, open);
        let own_picture = OwnPicture::begin(context);
        effect(move || {
            let _ = &own_picture;
        });
        let transfers = StoredValue::new_local(Transfers::start(move |news| tell_news(context, open, news)));
        let quality = quality::adapter::follow(context, open);
        let silenced = appearance::follow_silence(context);
        (conversation, screens, framing, pip, transfers, quality, Door::begin(context), silenced)
    });
    std::mem::forget(owner);
    mount_for_good(panels, move || {
        view! {
            <ScreenTile context conversation />
            <Settings context open silenced />
            <ChatPanel open conversation />
            <Files context open transfers />
            <Tools context open door framing pip />
            {room_access::view::knocks(door)}
            {quality::view::panel(quality, open)}
        }
    });
    mount_for_good(buttons, move || {
        view! {
            <ScreenButton screens conversation />
            <ChatButton open conversation />
            <FilesButton context open transfers />
            <ToolsButton open />
        }
    });
    mount_for_good(signs, move || {
        (room_access::view::sign(door), appearance::silence_sign(silenced), quality::view::sign(quality, open))
    });
    mount_for_good(lobby, move || {
        view! {
            {room_access::view::knocker(context, door)}
            <LobbyExtras context />
        }
    });
    mount_for_good(invite, move || {
        view! {
            <Invite context />
            {room_access::view::choice(context, door)}
        }
    });
    if let Some(steps) = permission_help::steps() {
        list.set_inner_html("");
        mount_for_good(list, move || steps);
    }
    // The elements of the panels are there by now.
    appearance::apply();
    lazy::arrived();
    Some(())
}

/// Panels of the call end with the seat, and not with the other: who is back soon finds all as it was. Files have their own way:
/// what came is not lost.
fn close_with_the_call(context: CallHandle, open: RwSignal<Option<Panel>>) {
    let seated = context.part(|view| view.phase.seated());
    effect(move || {
        if !seated.get() && matches!(open.get_untracked(), Some(Panel::Chat | Panel::Tools | Panel::Quality)) {
            open.set(None);
        }
    });
}

fn element(id: &str) -> Option<HtmlElement> {
    found(&format!("#{id}"))
}

fn found(selector: &str) -> Option<HtmlElement> {
    document().query_selector(selector).ok()??.dyn_into().ok()
}

/// The features stay as long as the page.
fn mount_for_good<V: IntoView + 'static>(place: HtmlElement, view: impl FnOnce() -> V + 'static) {
    mount_to(place, view).forget();
}
