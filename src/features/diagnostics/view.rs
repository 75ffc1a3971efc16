//! What is seen and pressed. The server renders it as well, so that the page is whole before its program comes.

use leptos::html;
use leptos::prelude::*;

use super::advice;
use super::advice::advice;
use super::examination::{Examination, Verdict};
use super::family::Family;
use super::outcome::Outcome;
use super::plan::Test;
use super::report::report;
use crate::ui::base::at;
use crate::ui::changing_text::changing;
use crate::ui::emblem::{Emblem, Wordmark};
use crate::ui::lean::{effect, memo};
use crate::words::{Extra, tell};

/// What the views and the tests share. Copied freely: it is a handle.
#[derive(Clone, Copy)]
pub struct Desk {
    examination: RwSignal<Examination>,
    family: Family,
    /// What the microphone's meter shows, in hundredths.
    pub(super) level: RwSignal<u32>,
    /// Whether there is something to see in the video element.
    pub(super) pictured: RwSignal<bool>,
    /// The element.
    pub(super) video: NodeRef<html::Video>,
    /// The button that starts and stops.
    button: NodeRef<html::Button>,
    /// What came of copying the report; empty if it was not.
    copied: RwSignal<&'static str>,
    /// Whether the report is to be copied by hand.
    by_hand: RwSignal<bool>,
}

impl Desk {
    fn new(family: Family) -> Self {
        Self {
            examination: RwSignal::default(),
            family,
            level: RwSignal::new(0),
            pictured: RwSignal::new(false),
            video: NodeRef::new(),
            button: NodeRef::new(),
            copied: RwSignal::new(""),
            by_hand: RwSignal::new(false),
        }
    }

    /// Begins anew.
    #[cfg(feature = "hydrate")]
    pub(super) fn begin(self) {
        self.copied.set("");
        self.by_hand.set(false);
        self.examination.set(Examination::default());
    }

    /// Begins the next test, if there is one.
    #[cfg(feature = "hydrate")]
    pub(super) fn begin_next(self) -> Option<Test> {
        self.level.set(0);
        self.examination.try_update(Examination::begin_next).flatten()
    }

    /// Notes what came of a test.
    #[cfg(feature = "hydrate")]
    pub(super) fn note(self, test: Test, outcome: Outcome) {
        self.examination.update(|examination| examination.note(test, outcome));
    }

    /// Ends it: what is not done is skipped.
    #[cfg(feature = "hydrate")]
    pub(super) fn finish(self) {
        self.examination.update(Examination::stop);
    }

    /// Where a test stands.
    #[cfg(feature = "hydrate")]
    pub(super) fn outcome(self, test: Test) -> Outcome {
        self.examination.read_untracked().outcome(test)
    }

    fn verdict(self) -> Verdict {
        self.examination.read().verdict()
    }

    fn is_running(self, test: Test) -> bool {
        self.verdict() == Verdict::Busy(test)
    }

    fn is_busy(self) -> bool {
        matches!(self.verdict(), Verdict::Busy(_))
    }

    fn report(self) -> String {
        report(&self.examination.read(), self.family)
    }

    /// Starts the check, or ends the one that goes on.
    fn toggle(self) {
        let busy = untrack(move || self.is_busy());
        #[cfg(feature = "hydrate")]
        if busy {
            super::run::end();
        } else {
            super::run::start(self);
        }
        #[cfg(not(feature = "hydrate"))]
        let _ = busy;
    }

    fn answer(self, yes: bool) {
        #[cfg(feature = "hydrate")]
        super::run::answer(yes);
        let _ = yes;
        // The two buttons go, and the keyboard stays with the one that is always there.
        if let Some(button) = self.button.get_untracked() {
            drop(button.focus());
        }
    }

    fn copy(self) {
        #[cfg(not(feature = "hydrate"))]
        let _ = self;
        #[cfg(feature = "hydrate")]
        crate::browser::task::spawn(async move {
            let done = super::run::copy(untrack(move || self.report())).await;
            self.copied.set(tell(if done { Extra::CheckCopied } else { Extra::CheckCopyByHand }));
            self.by_hand.set(!done);
        });
    }
}

fn play_again() {
    #[cfg(feature = "hydrate")]
    super::run::play();
}

fn go_back(event: leptos::ev::MouseEvent) {
    #[cfg(feature = "hydrate")]
    super::run::go_back(&event);
    #[cfg(not(feature = "hydrate"))]
    drop(event);
}

/// The whole page.
#[component]
pub fn Doctor(
    /// In which browser.
    family: Family,
    /// Whether its program is there.
    ready: bool,
) -> impl IntoView {
    let desk = Desk::new(family);
    let dark = memo(move || !desk.pictured.get());
    let begun = memo(move || desk.verdict() != Verdict::Unknown);
    let callable = memo(move || matches!(desk.verdict(), Verdict::Fine | Verdict::Doubts));

    view! {
        <header>
            <Wordmark />
            <a class="back" href=at("/") on:click:capture=go_back>
                {tell(Extra::CheckBack)}
            </a>
        </header>
        <figure class="tile own" aria-hidden="true" class:ready=callable>
            <video node_ref=desk.video autoplay=true playsinline=true muted=true prop:muted=true hidden=dark></video>
            <div class="cover" hidden=move || !dark.get()>
                <Emblem />
            </div>
        </figure>
        <div class="place">
            <section class="panel">
                <h1>{tell(Extra::CheckTitle)}</h1>
                <p class="lead" hidden=begun>
                    {tell(Extra::CheckLead)}
                </p>
                {state(desk)}
                {buttons(desk, ready)}
            </section>
        </div>
        <ol class="tests" aria-label=tell(Extra::CheckList)>
            {Test::ALL.map(|test| item(desk, test))}
        </ol>
    }
}

/// Where the check is, and what the person can do for it.
fn state(desk: Desk) -> impl IntoView {
    let said = memo(move || {
        let copied = desk.copied.get();
        if copied.is_empty() { advice::verdict(desk.verdict()) } else { copied.into() }
    });
    let deaf = memo(move || !desk.is_running(Test::Microphone));
    let unasked = memo(move || !desk.is_running(Test::Speaker));
    let question = NodeRef::<html::Div>::new();
    effect(move || {
        if !unasked.get()
            && let Some(element) = question.get()
        {
            // Not to an answer: a key that was meant for what was there before might press it.
            request_animation_frame(move || drop(element.focus()));
        }
    });

    view! {
        <p class="lead said" role="status">
            {changing(said)}
        </p>
        <meter min="0" max="100" aria-label=tell(Extra::Level) prop:value=desk.level hidden=deaf></meter>
        <div
            class="actions"
            role="group"
            tabindex="-1"
            aria-label=tell(Extra::CheckQuestion)
            hidden=unasked
            node_ref=question
        >
            <button type="button" class="button primary" on:click:capture=move |_| desk.answer(true)>
                {tell(Extra::CheckHear)}
            </button>
            <button type="button" class="button" on:click:capture=move |_| desk.answer(false)>
                {tell(Extra::CheckHearNot)}
            </button>
            <button type="button" class="button" on:click:capture=|_| play_again()>
                {tell(Extra::CheckPlayAgain)}
            </button>
        </div>
    }
}

fn buttons(desk: Desk, ready: bool) -> impl IntoView {
    let name = memo(move || {
        tell(match desk.verdict() {
            Verdict::Unknown => Extra::CheckStart,
            Verdict::Busy(_) => Extra::CheckStop,
            _ => Extra::CheckAgain,
        })
    });
    let unfinished = memo(move || matches!(desk.verdict(), Verdict::Unknown | Verdict::Busy(_)));
    let idle = memo(move || !desk.is_busy());
    let copied = memo(move || !desk.by_hand.get());
    let text = memo(move || if desk.by_hand.get() { desk.report() } else { String::new() });
    let by_hand = NodeRef::<html::Textarea>::new();
    effect(move || {
        if desk.by_hand.get()
            && let Some(element) = by_hand.get()
        {
            #[cfg(feature = "hydrate")]
            request_animation_frame(move || {
                let _ = crate::browser::object::call(&element, "select", &[]);
            });
            #[cfg(not(feature = "hydrate"))]
            drop(element);
        }
    });

    view! {
        <div class="actions">
            <button
                type="button"
                class="button"
                class:primary=idle
                node_ref=desk.button
                disabled=!ready
                on:click:capture=move |_| desk.toggle()
            >
                {changing(name)}
            </button>
            <button type="button" class="button" hidden=unfinished on:click:capture=move |_| desk.copy()>
                {tell(Extra::CheckCopy)}
            </button>
        </div>
        <textarea
            class="report"
            readonly=true
            rows="6"
            aria-label=tell(Extra::CheckReport)
            hidden=copied
            node_ref=by_hand
            prop:value=text
        ></textarea>
    }
}

/// One test: a mark and its name, how it ended, why, and what to do.
fn item(desk: Desk, test: Test) -> impl IntoView {
    let outcome = move || desk.examination.read().outcome(test);
    let handle = memo(move || outcome().handle());
    let mark = memo(move || mark(outcome()));
    let state = memo(move || advice::state(outcome()));
    let why = memo(move || advice(test, outcome(), desk.family).why);
    let what_to_do = memo(move || advice(test, outcome(), desk.family).what_to_do);
    let fine = memo(move || what_to_do.read().is_empty());

    view! {
        <li data-state=handle>
            <svg viewBox="0 0 24 24" aria-hidden="true" focusable="false">
                <path class="half one" d="M12 1a11 11 0 0 0 0 22z"></path>
                <path class="half two" d="M12 1a11 11 0 0 1 0 22z"></path>
                <path class="mark" d=mark></path>
            </svg>
            <h2>{advice::name(test)}</h2>
            <p class="state">{changing(state)}</p>
            <p class="why">{changing(why)}</p>
            <p class="do" hidden=fine>
                {changing(what_to_do)}
            </p>
        </li>
    }
}

/// What is drawn on the two halves.
const fn mark(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Waiting | Outcome::Running => "",
        Outcome::Passed(_) => "m7 12.5 3.500 3.500 6.500-7.500",
        Outcome::Warned(_) => "M12 6.500v7M12 17v.01",
        Outcome::Failed(_) => "m8 8 8 8M16 8l-8 8",
        Outcome::Skipped(_) => "M7.500 12h9",
    }
}
