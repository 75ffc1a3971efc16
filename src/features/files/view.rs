//! The panel of the files, its button, and the sign that files can be dropped.

use js_sys::{Object, global};
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsValue;

use super::model::message::Why;
use super::model::{End, News, Row, State};
use super::transfer::{Handle, is_pending};
use super::{drop_zone, leave_warning};
use crate::browser::object::{call, get, make, set};
use crate::call::view::Phase;
use crate::features::sprite;
use crate::ui::call_handle::CallHandle;
use crate::ui::focus;
use crate::ui::icon::Icon;
use crate::ui::lean::{effect, memo};
use crate::ui::list;
use crate::ui::side_panel::Panel;
use crate::ui::side_panel::drawer;
use crate::ui::stage::is_linked;
use crate::words::{Extra, fill, tell};

/// The steps of a bar: more than it has pixels on most screens.
const BAR_STEPS: u32 = 1_000;

/// From how many bytes on an amount is told in which unit.
const UNITS: [(u64, &str); 4] = [(1_000_000_000, "giga"), (1_000_000, "mega"), (1_000, "kilo"), (1, "")];

/// Amounts from here on have a digit behind the point, in bytes.
const FINE_FROM_BYTES: u64 = 1_000_000;

/// Opens the panel, and counts what waits there for the person.
#[component]
pub fn FilesButton(
    /// The call.
    context: CallHandle,
    /// Which panel is open.
    open: RwSignal<Option<Panel>>,
    /// The transfers.
    transfers: Handle,
) -> impl IntoView {
    let rows = transfers.with_value(|transfers| transfers.rows);
    let linked = context.part(|view| is_linked(&view.phase));
    let pending = memo(move || rows.read().iter().filter(|row| is_pending(row)).count() as u32);
    let idle = memo(move || rows.read().iter().all(|row| row.state.is_final() && !is_pending(row)));
    let toggle = move |_| Panel::Files.toggle(open);

    view! {
        <button
            type="button"
            class="control files"
            hidden=memo(move || !linked.get() && idle.get())
            on:click:capture=toggle
        >
            <Icon drawing=sprite::FILES />
            <span>{tell(Extra::Files)}</span>
            <b
                class="count"
                hidden=memo(move || pending.get() == 0)
                prop:textContent=move || pending.get().to_string()
            ></b>
        </button>
    }
}

/// The panel.
#[component]
pub fn Files(
    /// The call.
    context: CallHandle,
    /// Which panel is open.
    open: RwSignal<Option<Panel>>,
    /// The transfers.
    transfers: Handle,
) -> impl IntoView {
    let rows = transfers.with_value(|transfers| transfers.rows);
    let linked = context.part(|view| is_linked(&view.phase));
    let over = RwSignal::new(false);
    let folders = move || context.note(tell(Extra::FoldersDropped).into());
    drop_zone::watch(linked, over, folders, move |list| {
        transfers.with_value(|transfers| transfers.choose(list));
        open.set(Some(Panel::Files));
    });
    // Whoever left for good cannot be told from who has lost the line for long.
    let alone = context.part(|view| view.phase == Phase::Waiting);
    effect(move || {
        if alone.get() {
            transfers.with_value(|transfers| transfers.note_alone());
        }
    });
    leave_warning::ask_while(memo(move || rows.read().iter().any(|row| row.is_at_stake(alone.get()))));
    // Who is away for a while, however long, comes back to the files as they are: their page says whether it is the same.
    let call_over = context.part(|view| matches!(view.phase, Phase::Ended(_)) || view.phase.dialog().is_some());
    let mut was_over = true;
    effect(move || {
        let was = std::mem::replace(&mut was_over, call_over.get());
        if !was && call_over.get_untracked() {
            end_call(context, open, transfers);
        }
    });
    let choose = move |event: leptos::web_sys::Event| {
        let input = get(&event, "target");
        transfers.with_value(|transfers| transfers.choose(&get(&input, "files")));
        // So that the same file can be chosen once more.
        set(&input, "value", "");
    };

    let place = NodeRef::<html::Ul>::new();
    list::keep(
        move || place.get().map(Into::into),
        move || rows.get().into_iter().rev().collect(),
        |row| row.key,
        move |row| transfer(transfers, rows, alone, row),
    );
    let content = view! {
        <section hidden=memo(move || !linked.get())>
            <label class="button primary picker">
                <input type="file" multiple on:change:capture=choose />
                <span>{tell(Extra::ChooseFiles)}</span>
            </label>
            <p class="aside">{tell(Extra::FilesHint)}</p>
        </section>
        <ul class="transfers" node_ref=place hidden=memo(move || rows.read().is_empty())></ul>
    };
    view! {
        {drawer(Panel::Files, open, tell(Extra::Files), content)}
        <div class="drop-sign" aria-hidden="true" hidden=memo(move || !over.get())>
            <p>
                <Icon drawing=sprite::FILES />
                <span>{tell(Extra::DropFiles)}</span>
            </p>
        </div>
    }
}

/// Nothing more can come. What is here and not saved is not taken from the person: it is shown to them.
fn end_call(context: CallHandle, open: RwSignal<Option<Panel>>, transfers: Handle) {
    if transfers.with_value(|transfers| transfers.end_call()) {
        context.note(tell(Extra::NewsUnsaved).into());
        open.set(Some(Panel::Files));
    } else if open.get_untracked() == Some(Panel::Files) {
        open.set(None);
    }
}

/// One file.
fn transfer(transfers: Handle, rows: RwSignal<Vec<Row>>, alone: Memo<bool>, row: Row) -> impl IntoView {
    let key = row.key;
    let is = move |ask: fn(&Row) -> bool| memo(move || !rows.read().iter().any(|row| row.key == key && ask(row)));
    let of = move |rows: &[Row]| rows.iter().find(|row| row.key == key).cloned();
    let words = memo(move || of(&rows.read()).map(|row| sentence(&row, alone.get())).unwrap_or_default());
    let steps = memo(move || of(&rows.read()).as_ref().map(bar).unwrap_or_default());
    let not_moving = is(|row| row.state == State::Moving);
    let not_to_accept = is(|row| row.state == State::Offered && !row.outgoing);
    let not_to_cancel = is(|row| !row.state.is_final() && (row.outgoing || row.state == State::Moving));
    let not_to_save = is(|row| row.kept);
    let name_id = format!("file-{key}");
    let name = row.name.clone();
    let size = amount(row.size, false);
    let row = StoredValue::new(row);
    let place = NodeRef::<html::P>::new();
    let pressed = keep_focus(place, [not_to_accept, not_to_cancel, not_to_save]);
    let accept = move |_| {
        pressed.set_value(true);
        transfers.with_value(|transfers| row.with_value(|row| transfers.accept(row)));
    };
    let save = move |_| {
        pressed.set_value(true);
        transfers.with_value(|transfers| row.with_value(|row| transfers.save(row)));
    };
    let cancel = move |_| {
        pressed.set_value(true);
        transfers.with_value(|transfers| transfers.cancel(key));
    };

    view! {
        <li>
            <p class="name" id=name_id.clone() tabindex="-1" node_ref=place>
                <bdi>{name}</bdi>
                " "
                <span class="size">{size}</span>
            </p>
            <progress
                max=BAR_STEPS
                aria-labelledby=name_id.clone()
                hidden=not_moving
                prop:value=move || f64::from(steps.get())
            ></progress>
            <p class="aside" prop:textContent=words></p>
            <div class="choices">
                <button
                    type="button"
                    class="button primary"
                    aria-describedby=name_id.clone()
                    hidden=not_to_accept
                    on:click:capture=accept
                >
                    {tell(Extra::AcceptFile)}
                </button>
                <button
                    type="button"
                    class="button"
                    aria-describedby=name_id.clone()
                    hidden=not_to_accept
                    on:click:capture=cancel
                >
                    {tell(Extra::RefuseFile)}
                </button>
                <button
                    type="button"
                    class="button"
                    aria-describedby=name_id.clone()
                    hidden=not_to_cancel
                    on:click:capture=cancel
                >
                    {tell(Extra::CancelFile)}
                </button>
                <button
                    type="button"
                    class="button primary"
                    aria-describedby=name_id
                    hidden=not_to_save
                    on:click:capture=save
                >
                    {tell(Extra::SaveFile)}
                </button>
            </div>
        </li>
    }
}

/// A button that was pressed goes, and takes the keyboard with it: it stays with the file. To be told when one was pressed.
fn keep_focus(place: NodeRef<html::P>, absent: [Memo<bool>; 3]) -> StoredValue<bool> {
    let pressed = StoredValue::new(false);
    effect(move || {
        absent.iter().for_each(Track::track);
        focus::bring_back(move || {
            let place = place.get_untracked().filter(|_| pressed.get_value())?;
            pressed.set_value(false);
            Some(place.into())
        });
    });
    pressed
}

/// How far the bar is.
fn bar(row: &Row) -> u32 {
    // Not more than its steps, which fit.
    (row.moved.min(row.size) * u64::from(BAR_STEPS) / row.size.max(1)) as u32
}

/// How it stands with a file. `alone`: nobody else is in the room.
fn sentence(row: &Row, alone: bool) -> String {
    let word = match row.state {
        State::Offered | State::Moving if alone => Extra::FileAway,
        State::Offered if row.outgoing => Extra::FileAwaitsThem,
        State::Offered => Extra::FileAwaitsYou,
        State::Moving if row.paused => Extra::FilePaused,
        State::Moving => {
            let word = if row.outgoing { Extra::FileSending } else { Extra::FileReceiving };
            let moved = amount(row.moved, false);
            if row.per_second == 0 {
                return [tell(word), " · ", &moved].concat();
            }
            return [tell(word), " · ", &moved, " · ", &amount(row.per_second, true)].concat();
        }
        State::Done if row.outgoing => Extra::FileSent,
        State::Done if !row.kept => Extra::FileStored,
        State::Done if row.saved => Extra::FileSaved,
        State::Done => Extra::FileToSave,
        State::Ended(End::Here(Why::Person)) if row.outgoing || row.moved > 0 => Extra::FileCancelled,
        State::Ended(end) => ending(end, row.outgoing),
    };
    tell(word).into()
}

/// Why a file is not complete.
fn ending(end: End, outgoing: bool) -> Extra {
    match end {
        End::Here(Why::Person) => Extra::FileRefused,
        End::There(Why::Person) if outgoing => Extra::FileNotTaken,
        End::There(Why::Person) => Extra::FileWithdrawn,
        End::Here(Why::TooLarge) => Extra::FileTooLargeHere,
        End::There(Why::TooLarge) => Extra::FileTooLargeThere,
        End::Here(Why::TooMany) | End::There(Why::TooMany) => Extra::FileTooMany,
        End::Here(Why::NotStored) => Extra::FileNotStoredHere,
        End::There(Why::NotStored) => Extra::FileNotStoredThere,
        End::Here(Why::Unreadable) => Extra::FileUnreadableHere,
        End::There(Why::Unreadable) => Extra::FileUnreadableThere,
        End::Here(Why::Damaged | Why::Nonsense) | End::There(Why::Damaged | Why::Nonsense) => Extra::FileDamaged,
        End::Gone => Extra::FileGone,
        End::CallOver => Extra::FileCallOver,
    }
}

/// Says what happened to a file, beside the call.
pub fn tell_news(context: CallHandle, open: RwSignal<Option<Panel>>, news: &News) {
    let words = match news {
        News::Offered(name) => fill(tell(Extra::NewsOffered), name),
        News::Sent(name) => fill(tell(Extra::NewsSent), name),
        News::Received { name, kept: true } => fill(tell(Extra::NewsToSave), name),
        News::Received { name, kept: false } => fill(tell(Extra::NewsStored), name),
        News::NotOffered { name, why: Why::TooLarge } => fill(tell(Extra::NewsTooLarge), name),
        News::NotSaved(name) => fill(tell(Extra::NewsNotSaved), name),
        News::NotOffered { name, .. } => fill(tell(Extra::NewsTooMany), name),
        News::Ended { name, end, outgoing } => [name, ": ", tell(ending(*end, *outgoing))].concat(),
    };
    // Who looks at the files sees it there.
    if open.get_untracked() == Some(Panel::Files) { context.read_out(&words) } else { context.note(words) }
}

/// So many bytes, or bytes a second, as people here write it.
fn amount(bytes: u64, per_second: bool) -> String {
    let (divisor, prefix) = UNITS.into_iter().find(|(from, _)| bytes >= *from).unwrap_or((1, ""));
    let unit = [prefix, "byte", if per_second { "-per-second" } else { "" }].concat();
    let options = JsValue::from(Object::new());
    set(&options, "style", "unit");
    set(&options, "unit", unit);
    set(&options, "maximumFractionDigits", u32::from(bytes >= FINE_FROM_BYTES));
    let language = get(&get(&get(&global(), "document"), "documentElement"), "lang");
    // The same as `Intl.NumberFormat`, which is not a name of the global object.
    make("Number", &[(bytes as f64 / divisor as f64).into()])
        .and_then(|number| call(&number, "toLocaleString", &[language, options]))
        .ok()
        .and_then(|text| text.as_string())
        .unwrap_or_default()
}
