//! The door in the page: hears what the server says of it, and tells the server what a person wants.

use std::rc::Rc;

use leptos::prelude::*;
use wasm_bindgen::JsValue;

use super::model::{Heard, Inside, News, Said};
use crate::call::view::{DialogNotice, Intent, Phase};
use crate::protocol::{Access, codec};
use crate::runtime::driver;
use crate::ui::call_handle::CallHandle;
use crate::ui::lean::effect;
use crate::ui::text::dialog_notice;
use crate::words::{Extra, tell};

/// The door, for those inside and for whoever stands before it.
#[derive(Clone, Copy)]
pub struct Door {
    context: CallHandle,
    inside: RwSignal<Inside>,
    /// One has knocked and has no answer yet.
    pub knocking: RwSignal<bool>,
}

impl Door {
    /// Listens from now on, and asks for what was said before.
    pub fn begin(context: CallHandle) -> Self {
        let door = Self { context, inside: RwSignal::default(), knocking: RwSignal::new(false) };
        driver::on_message(Rc::new(move |text| {
            if let Ok(heard) = codec::read::<JsValue, Heard>(text) {
                door.hear(heard);
            }
        }));
        let seated = context.part(|view| view.phase.seated());
        let choosing = context.part(|view| view.phase.dialog() == Some(DialogNotice::Knock));
        if seated.get_untracked() {
            say(&Said::Door);
        }
        effect(move || {
            if !seated.get() {
                door.inside.set(Inside::default());
            }
        });
        effect(move || {
            if !choosing.get() {
                door.go_away();
            }
        });
        door
    }

    /// Who may come in.
    pub fn access(self) -> Access {
        self.inside.read().access()
    }

    /// Who may come in as the person wants it.
    pub fn wanted(self) -> Access {
        self.inside.read().wanted()
    }

    /// Who waits outside.
    pub fn knocks(self) -> Vec<u64> {
        self.inside.read().knocks().to_vec()
    }

    /// Says who may come in from now on.
    pub fn choose(self, access: Access) {
        let mut said = None;
        self.inside.update(|inside| said = Some(inside.choose(access)));
        said.iter().for_each(say);
    }

    /// Knocks at the door of the room that one could not come into.
    pub fn knock(self) {
        self.knocking.set(true);
        self.context.note(tell(Extra::Knocked).into());
        self.say_knock();
    }

    fn say_knock(self) {
        let name = self.context.view().read_untracked().room.clone();
        say(&Said::Knock { name });
    }

    fn hear(self, heard: Heard) {
        if self.knocking.get_untracked() {
            match heard {
                // The server has forgotten a knock with the line that it came by.
                Heard::Welcome { .. } => self.say_knock(),
                Heard::Answered { admit } => self.answered(admit),
                Heard::Refused { .. } => self.put_off(),
                _ => {}
            }
        } else {
            self.hear_inside(heard);
        }
    }

    fn hear_inside(self, heard: Heard) {
        let alone = self.context.view().read_untracked().phase == Phase::Waiting;
        let mut reaction = (None, None);
        self.inside.update(|inside| reaction = inside.hear(heard, alone));
        let (news, said) = reaction;
        match news {
            Some(News::Knocked) => self.context.read_out(tell(Extra::Knocking)),
            Some(News::Changed(access)) => {
                self.context.note([tell(Extra::WhoMayComeIn), tell(label(access))].join(": "));
            }
            None => {}
        }
        said.iter().for_each(say);
    }

    fn answered(self, admit: bool) {
        self.knocking.set(false);
        if admit {
            let name = self.context.view().read_untracked().room.clone();
            self.context.send(Intent::Join(name));
        } else {
            self.context.note(tell(Extra::NotLetIn).into());
        }
    }

    /// There are too many at the door, or everywhere.
    fn put_off(self) {
        self.knocking.set(false);
        self.context.note(dialog_notice(DialogNotice::Limit).unwrap_or_default());
    }

    /// The person does something else than to wait at the door.
    fn go_away(self) {
        if !self.knocking.get_untracked() {
            return;
        }
        self.knocking.set(false);
        let phase = self.context.view().read_untracked().phase.clone();
        // Whoever joins a room leaves every door, and keeps the seat.
        if phase != Phase::Joining && !phase.seated() {
            say(&Said::Leave);
        }
    }
}

/// Lets in who knocked, or does not. The server tells both inside that it is over.
pub fn answer(knock: u64, admit: bool) {
    say(&Said::Answer { knock, admit });
}

fn say(said: &Said) {
    driver::say(&codec::encode(said));
}

/// What a state of the door is called.
pub const fn label(access: Access) -> Extra {
    match access {
        Access::Open => Extra::AccessOpen,
        Access::Knock => Extra::AccessKnock,
        Access::Locked => Extra::AccessLocked,
    }
}
