//! What else one can do in a call, and the keys for it.

use leptos::prelude::*;

use super::devices::chooser;
use super::framing::Framing;
use super::picture_in_picture;
use super::picture_in_picture::Pip;
use super::room_access;
use super::room_access::adapter::Door;
use super::screen_share::adapter::Screens;
use super::settings::preferences::preference;
use super::settings::view::Switch;
use super::shortcuts::model::{Action, KEYS};
use super::{full_screen, sprite};
use crate::call::view::Intent;
use crate::ui::call_handle::CallHandle;
use crate::ui::changing_text::changing;
use crate::ui::icon::Icon;
use crate::ui::lean::{effect, spawn};
use crate::ui::side_panel::Panel;
use crate::ui::side_panel::drawer;
use crate::words::{Extra, Word, say, tell};

/// The panel.
#[component]
pub fn Tools(
    /// The call.
    context: CallHandle,
    /// Which panel is open.
    open: RwSignal<Option<Panel>>,
    /// The door of the room.
    door: Door,
    /// How the other's picture lies in the window.
    framing: Framing,
    /// The small window.
    pip: Pip,
) -> impl IntoView {
    let cameras = RwSignal::new(0);
    let shown = Memo::new(move |_| open.get() == Some(Panel::Tools));
    effect(move || {
        if shown.get() {
            spawn(async move { cameras.set(chooser::list(chooser::Kind::Camera).await.len()) });
        }
    });
    let button = |name: Extra, press: fn(CallHandle)| {
        view! {
            <button type="button" class="button" on:click:capture=move |_| press(context)>
                {tell(name)}
            </button>
        }
    };

    let content = view! {
        <div class="tools">
            <button type="button" class="button" on:click:capture=move |_| framing.toggle()>
                {changing(move || tell(if framing.is_whole() { Extra::FillWindow } else { Extra::WholePicture }))}
            </button>
            {full_screen::is_possible().then(|| button(Extra::FullScreen, |_| full_screen::toggle()))}
            {picture_in_picture::is_possible()
                .then(|| {
                    view! {
                        <button type="button" class="button" on:click:capture=move |_| pip.toggle()>
                            {tell(Extra::Pip)}
                        </button>
                    }
                })}
            // On a narrow page it has no place among the buttons of the call.
            <span class="narrow">
                <button type="button" class="button" on:click:capture=move |_| context.send(Intent::CopyLink)>
                    {say(Word::CopyLink)}
                </button>
            </span>
            <span hidden=move || cameras.get() < 2>{button(Extra::Flip, |_| chooser::flip())}</span>
        </div>
        {room_access::view::choice(context, door)}
        <section>
            <h3>{tell(Extra::Keys)}</h3>
            <dl class="keys">
                {KEYS
                    .into_iter()
                    .filter(|(_, action)| match action {
                        Action::Screen => Screens::are_possible(),
                        Action::FullScreen => full_screen::is_possible(),
                        _ => true,
                    })
                    .map(|(key, action)| {
                        let key = if key == " " { tell(Extra::SpaceBar) } else { key };
                        view! {
                            <dt>
                                <kbd>{key}</kbd>
                            </dt>
                            <dd>{tell(does(action))}</dd>
                        }
                    })
                    .collect_view()}
            </dl>
            <Switch label=tell(Extra::LetterKeys) name=preference::KEYLESS when="0" />
        </section>
    };
    drawer(Panel::Tools, open, tell(Extra::Tools), content)
}

const fn does(action: Action) -> Extra {
    match action {
        Action::Microphone => Extra::KeyMicrophone,
        Action::Camera => Extra::KeyCamera,
        Action::Screen => Extra::KeyScreen,
        Action::Chat => Extra::KeyChat,
        Action::FullScreen => Extra::KeyFullScreen,
        Action::Framing => Extra::KeyFraming,
        Action::Talk => Extra::KeyTalk,
        Action::Help => Extra::KeyHelp,
    }
}

/// Opens and closes the panel.
#[component]
pub fn ToolsButton(
    /// Which panel is open.
    open: RwSignal<Option<Panel>>,
) -> impl IntoView {
    let toggle = move |_| Panel::Tools.toggle(open);
    view! {
        <button type="button" class="control" on:click:capture=toggle>
            <Icon drawing=sprite::MORE />
            <span>{tell(Extra::Tools)}</span>
        </button>
    }
}
