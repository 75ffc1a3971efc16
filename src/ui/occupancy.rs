//! How full a room is while its name is being typed. A courtesy: when the server does not answer, nothing is said.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use leptos::prelude::*;

use super::call_handle::CallHandle;
use super::lean::{effect, spawn};
use super::text;
use crate::protocol::room_name::RoomName;

/// How long the typing must pause before the server is asked.
const PAUSE: Duration = Duration::from_millis(250);

/// Follows what is typed while the dialog is open.
pub fn follow(context: CallHandle, typed: RwSignal<String>, open: Memo<bool>) -> RwSignal<String> {
    let answer = RwSignal::new(String::new());
    // Grows with every keystroke, so that answers to older ones are known as stale.
    let latest = Rc::new(Cell::new(0_u32));

    effect(move || {
        let name = typed.get();
        let asking = open.get() && RoomName::from_nfc(&name).is_ok();
        let mine = latest.get().wrapping_add(1);
        latest.set(mine);
        answer.set(String::new());
        if !asking {
            return;
        }
        let latest = Rc::clone(&latest);
        let still_wanted = move || latest.get() == mine;
        set_timeout(
            move || {
                if still_wanted() {
                    spawn(async move {
                        if let Some(found) = (context.services().occupancy)(name).await
                            && still_wanted()
                        {
                            answer.set(text::occupancy(found).into());
                        }
                    });
                }
            },
            PAUSE,
        );
    });
    answer
}
