//! Devices, appearance, language.

use leptos::html;
use leptos::prelude::*;

use super::appearance;
use super::preferences;
use super::preferences::preference;
use crate::browser::object::{get, set, text, truth};
use crate::call::view::Intent;
use crate::features::devices::chooser;
use crate::features::devices::chooser::{Kind, Listed};
use crate::features::devices::level_view::LevelMeter;
use crate::features::devices::tone;
use crate::ui::base::{CHECK_FROM_CALL, at};
use crate::ui::call_handle::CallHandle;
use crate::ui::lean::{effect, spawn};
use crate::ui::list;
use crate::ui::side_panel::Panel;
use crate::ui::side_panel::drawer;
use crate::words::language::Language;
use crate::words::{Extra, fill, tell};

/// The panel.
#[component]
pub fn Settings(
    /// The call.
    context: CallHandle,
    /// Which panel is open.
    open: RwSignal<Option<Panel>>,
    /// Whether the other person is not heard here.
    silenced: RwSignal<bool>,
) -> impl IntoView {
    let shown = Memo::new(move |_| open.get() == Some(Panel::Settings));
    let volume = move || {
        silenced.track();
        appearance::volume()
    };
    let set_volume = move |event| {
        let volume = event_target_value(&event);
        preferences::set(preference::VOLUME, &volume);
        appearance::apply();
        silenced.set(appearance::volume() == 0.0);
    };

    let content = view! {
        <section>
            <h3>{tell(Extra::Devices)}</h3>
            <Choice context kind=Kind::Camera label=tell(Extra::Camera) shown />
            <Choice context kind=Kind::Microphone label=tell(Extra::Microphone) shown />
            <LevelMeter shown />
            <Choice context kind=Kind::Speaker label=tell(Extra::Speaker) shown />
            <p>
                <button type="button" class="button" on:click:capture=|_| tone::play()>
                    {tell(Extra::TestSpeaker)}
                </button>
            </p>
            <label class="field" hidden=!appearance::can_set_volume()>
                <span>{tell(Extra::Volume)}</span>
                <input type="range" min="0" max="1" step="0.05" prop:value=volume on:input:capture=set_volume />
            </label>
            <a class="elsewhere" href=at(CHECK_FROM_CALL) target="_blank" rel="noopener">
                {tell(Extra::CheckLink)}
            </a>
        </section>
        <HideAddress context />
        <section>
            <h3>{tell(Extra::Appearance)}</h3>
            <Switch label=tell(Extra::Mirror) name=preference::UNMIRRORED when="0" />
            <Switch label=tell(Extra::HideOwn) name=preference::HIDDEN when="1" />
            <Theme />
        </section>
        <section>
            <h3>{tell(Extra::Language)}</h3>
            <LanguageChoice context />
        </section>
    };
    drawer(Panel::Settings, open, tell(Extra::Settings), content)
}

/// One of the devices of a kind; absent where there is nothing to choose from.
#[component]
fn Choice(context: CallHandle, kind: Kind, label: &'static str, shown: Memo<bool>) -> impl IntoView {
    let listed = RwSignal::new(Vec::<Listed>::new());
    let used = RwSignal::new(String::new());
    let refresh = move || {
        spawn(async move {
            let devices = chooser::list(kind).await;
            used.set(chooser::chosen(kind, &devices));
            listed.set(devices);
        });
    };
    // Devices come and go, and one that was chosen is in use only after a moment.
    let starting = context.part(|view| view.camera_starting);
    effect(move || {
        starting.track();
        if shown.get() {
            refresh();
        }
    });
    chooser::on_change(shown, refresh);
    let choose = move |event| {
        let id = event_target_value(&event);
        spawn(async move {
            chooser::choose(kind, &id).await;
            used.set(id);
        });
    };

    let place = NodeRef::<html::Select>::new();
    list::keep(
        move || place.get().map(Into::into),
        move || listed.get().into_iter().enumerate().collect(),
        |(_, device)| (device.id.clone(), device.label.clone()),
        move |(number, device)| {
            let Listed { id, label } = device;
            let unnamed = fill(tell(Extra::UnnamedDevice), &(number + 1).to_string());
            let value = id.clone();
            view! {
                <option value=value selected=move || *used.read() == id>
                    {if label.is_empty() { unnamed } else { label }}
                </option>
            }
        },
    );

    view! {
        <label class="field" hidden=move || listed.read().is_empty()>
            <span>{label}</span>
            <select node_ref=place on:change:capture=choose></select>
        </label>
    }
}

/// A preference that is there or not.
#[component]
pub fn Switch(
    /// What it says.
    label: &'static str,
    /// The preference.
    name: &'static str,
    /// What the preference is while it is on: "1" or "0".
    when: &'static str,
) -> impl IntoView {
    let on = preferences::get(name) == "1";
    let change = move |event: leptos::web_sys::Event| {
        let checked = truth(&get(&event, "target"), "checked");
        preferences::set(name, if checked == (when == "1") { "1" } else { "" });
        appearance::apply();
    };

    view! {
        <label class="switch">
            <input type="checkbox" role="switch" prop:checked=on == (when == "1") on:change:capture=change />
            <span>{label}</span>
        </label>
    }
}

/// Whether the other person learns where one is; absent where there is no relay to hide behind, unless it is on.
#[component]
fn HideAddress(
    /// The call.
    context: CallHandle,
) -> impl IntoView {
    let page = || get(&get(&document(), "documentElement"), "dataset");
    let on = text(&page(), preference::HIDE).is_some_and(|hide| hide == "1");
    let (absent, alone) = (RwSignal::new(!on), RwSignal::new(false));
    spawn(async move {
        if let Some(configuration) = (context.services().configuration)().await {
            absent.set(!configuration.relay && !on);
            alone.set(!configuration.relay);
        }
    });
    let change = move |event: leptos::web_sys::Event| {
        let wanted = if truth(&get(&event, "target"), "checked") { "1" } else { "0" };
        preferences::set(preference::HIDE, wanted);
        set(&page(), preference::HIDE, wanted);
        context.send(Intent::HideOrShowAddress);
    };

    view! {
        <section hidden=absent>
            <h3>{tell(Extra::Privacy)}</h3>
            <label class="switch">
                <input
                    type="checkbox"
                    role="switch"
                    aria-describedby="hide-what"
                    prop:checked=on
                    on:change:capture=change
                />
                <span>{tell(Extra::HideAddress)}</span>
            </label>
            <p class="hint" id="hide-what">
                {tell(Extra::HideAddressWhat)}
            </p>
            <p class="hint" hidden=move || !alone.get()>
                {tell(Extra::HideAddressAlone)}
            </p>
        </section>
    }
}

/// Light, dark, or as the system has it.
#[component]
fn Theme() -> impl IntoView {
    let current = preferences::get(preference::THEME);
    let choices = [("", Extra::ThemeSystem), ("light", Extra::ThemeLight), ("dark", Extra::ThemeDark)];
    let choose = |event| {
        preferences::set(preference::THEME, &event_target_value(&event));
        appearance::apply();
    };

    view! {
        <label class="field">
            <span>{tell(Extra::Theme)}</span>
            <select on:change:capture=choose>
                {choices
                    .map(|(value, word)| {
                        view! {
                            <option value=value selected=current == value>
                                {tell(word)}
                            </option>
                        }
                    })}
            </select>
        </label>
    }
}

#[component]
fn LanguageChoice(context: CallHandle) -> impl IntoView {
    let current = text(&get(&document(), "documentElement"), "lang").unwrap_or_default();
    let choose = move |event: leptos::web_sys::Event| {
        if !appearance::choose_language(&event_target_value(&event)) {
            set(
                &get(&event, "target"),
                "value",
                text(&get(&document(), "documentElement"), "lang").unwrap_or_default(),
            );
            context.note(tell(Extra::LanguageNotKept).into());
        }
    };

    view! {
        <label class="field">
            <span>{tell(Extra::Language)}</span>
            <select on:change:capture=choose>
                {Language::ALL
                    .map(|language| {
                        view! {
                            <option lang=language.tag() value=language.tag() selected=current == language.tag()>
                                {language.own_name()}
                            </option>
                        }
                    })}
            </select>
        </label>
        <p class="aside">{tell(Extra::LanguageReload)}</p>
    }
}
