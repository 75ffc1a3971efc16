//! The door in the page: hears what the server says of it, and tells the server what a person wants.

use std::rc::Rc;
use std::time::Duration;

use leptos::prelude::*;
use wasm_bindgen::JsValue;

use super::door::{Heard, Inside, News, Said};
use crate::browser::driver;
use crate::call::view::{DialogNotice, Intent, Phase};
use crate::protocol::{Access, codec};
use crate::ui::context::CallContext;
use crate::ui::lean::effect;
use crate::words::{Extra, tell};

/// A server that knows the door says so with the seat; one that has said nothing after so long has forgotten it.
const FORGOTTEN_AFTER: Duration = Duration::from_secs(1);

/// The door, for those inside and for whoever stands before it.
#[derive(Clone, Copy)]
pub struct Door {
    context: CallContext,
    inside: RwSignal<Inside>,
    /// One has knocked and has no answer yet.
    pub knocking: RwSignal<bool>,
}

impl Door {
    /// Listens from now on.
    pub fn begin(context: CallContext) -> Self {
        let door = Self { context, inside: RwSignal::default(), knocking: RwSignal::new(false) };
        driver::on_unread(Rc::new(move |text| {
            if let Ok(heard) = codec::read::<JsValue, Heard>(text) {
                door.hear(heard);
            }
        }));
        let seated = context.part(|view| view.phase.seated());
        let choosing = context.part(|view| view.phase.dialog() == Some(DialogNotice::Knock));
        let away = context.part(|view| view.server_lost || matches!(view.phase, Phase::Reconnecting(_)));
        effect(move || {
            if !seated.get() {
                door.inside.set(Inside::default());
            }
        });
        effect(move || {
            if !choosing.get() {
                door.knocking.set(false);
            }
        });
        effect(move || {
            if !away.get() && seated.get_untracked() {
                set_timeout(move || door.say_again(), FORGOTTEN_AFTER);
            }
        });
        door
    }

    /// Who may come in.
    pub fn access(self) -> Access {
        self.inside.read().access
    }

    /// Who waits outside.
    pub fn knocks(self) -> Vec<u64> {
        self.inside.read().knocks.clone()
    }

    /// Lets in who knocked, or does not.
    pub fn answer(self, knock: u64, admit: bool) {
        say(&Said::Answer { knock, admit });
        // The server says it to both; what is pressed twice meanwhile does nothing.
        self.inside.update(|inside| {
            let _ = inside.hear(Heard::KnockOver { knock });
        });
    }

    /// Knocks at the door of the room that one could not come into.
    pub fn knock(self) {
        let name = self.context.view().read_untracked().room.clone();
        self.knocking.set(true);
        self.context.note(tell(Extra::Knocked).into());
        say(&Said::Knock { name });
    }

    fn hear(self, heard: Heard) {
        if let Heard::Answered { admit } = heard {
            return self.answered(admit);
        }
        let mut news = None;
        self.inside.update(|inside| news = inside.hear(heard));
        match news {
            Some(News::Knocked) => self.context.read_out(tell(Extra::Knocking)),
            Some(News::Changed(access)) => {
                self.context.note([tell(Extra::WhoMayComeIn), tell(label(access))].join(": "));
            }
            None => {}
        }
    }

    fn answered(self, admit: bool) {
        if !self.knocking.get_untracked() {
            return;
        }
        self.knocking.set(false);
        if admit {
            let name = self.context.view().read_untracked().room.clone();
            self.context.send(Intent::Join(name));
        } else {
            self.context.note(tell(Extra::NotLetIn).into());
        }
    }

    fn say_again(self) {
        let mut access = None;
        if self.context.view().read_untracked().phase.seated() {
            self.inside.update(|inside| access = inside.line_is_back());
        }
        if let Some(access) = access {
            set(access);
        }
    }
}

/// Says who may come in from now on.
pub(super) fn set(access: Access) {
    say(&Said::Access(access));
}

fn say(said: &Said) {
    driver::say(&codec::encode(said));
}

/// What a state of the door is called.
pub(super) const fn label(access: Access) -> Extra {
    match access {
        Access::Open => Extra::AccessOpen,
        Access::Knock => Extra::AccessKnock,
        Access::Locked => Extra::AccessLocked,
    }
}
