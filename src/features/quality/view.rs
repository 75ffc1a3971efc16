//! The sign of how good the call is, and the panel with the figures.

use leptos::prelude::*;

use super::shown::{Graph, Quality, Row};
use crate::ui::changing_text::changing;
use crate::ui::side_panel::Panel;
use crate::ui::side_panel::drawer;
use crate::words::{Extra, tell};

/// The sign, which opens the panel. Beside the room's name, where what lies over the picture is shown and hidden as
/// one.
pub fn sign(quality: Quality, open: RwSignal<Option<Panel>>) -> impl IntoView {
    let toggle = move |_| Panel::Quality.toggle(open);

    view! {
        <button
            type="button"
            class="quality"
            data-level=quality.level
            aria-haspopup="dialog"
            hidden=move || quality.level.read().is_empty()
            on:click:capture=toggle
        >
            <svg class="bars" viewBox="0 0 18 16" aria-hidden="true" focusable="false">
                <rect x="0" y="10" width="4" height="6" rx="1"></rect>
                <rect x="7" y="5" width="4" height="11" rx="1"></rect>
                <rect x="14" y="0" width="4" height="16" rx="1"></rect>
            </svg>
            <span class="unseen">{tell(Extra::QualitySign)} " "</span>
            <strong prop:textContent=quality.word></strong>
            <span hidden=move || quality.reason.read().is_empty()>" " {changing(quality.reason)}</span>
            <span hidden=move || quality.picture.read().is_empty()>" " {changing(quality.picture)}</span>
        </button>
    }
}

/// The panel.
pub fn panel(quality: Quality, open: RwSignal<Option<Panel>>) -> impl IntoView {
    let is_good = move || quality.level.get() == "good";
    let content = view! {
        // From here the arrow keys move the panel, in which nothing else takes the keyboard.
        <section class="verdict" tabindex="0">
            <p>
                <strong prop:textContent=quality.word></strong>
            </p>
            <p hidden=move || !is_good()>{tell(Extra::WhyGood)}</p>
            <p hidden=move || quality.reason.read().is_empty() prop:textContent=quality.reason></p>
            <p hidden=move || quality.picture.read().is_empty() prop:textContent=quality.picture></p>
        </section>
        <section>
            <h3>{tell(Extra::Connection)}</h3>
            <dl>{quality.connection.map(row)}</dl>
        </section>
        <section>
            <h3>{tell(Extra::YouSend)}</h3>
            <dl>{quality.sent.map(row)}</dl>
        </section>
        <section>
            <h3>{tell(Extra::YouReceive)}</h3>
            <dl>{quality.received.map(row)}</dl>
        </section>
        <section>
            <h3>{tell(Extra::LastMinutes)}</h3>
            {quality.graphs.map(graph)}
        </section>
    };
    drawer(Panel::Quality, open, tell(Extra::Quality), content)
}

fn row(row: Row) -> impl IntoView {
    view! {
        <div hidden=move || row.value.read().is_empty()>
            <dt>{tell(row.label)}</dt>
            <dd prop:textContent=row.value></dd>
        </div>
    }
}

fn graph(graph: Graph) -> impl IntoView {
    let [first, second] = graph.words;
    let [first_line, second_line] = graph.lines;
    let words = move || [tell(graph.title), ": ", &first.read(), " ", &second.read()].concat();

    view! {
        <figure class="graph" class:two=move || !second.read().is_empty()>
            <figcaption>{tell(graph.title)}</figcaption>
            <svg viewBox="0 0 180 48" preserveAspectRatio="none" role="img" aria-label=words>
                <path d=first_line></path>
                <path class="second" d=second_line></path>
            </svg>
            // The drawing has the same words for those who do not see it.
            <p class="aside" aria-hidden="true" prop:textContent=first></p>
            <p
                class="aside second"
                aria-hidden="true"
                hidden=move || second.read().is_empty()
                prop:textContent=second
            ></p>
        </figure>
    }
}
