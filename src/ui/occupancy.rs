//! How full a room is while its name is being typed. A courtesy: when the server does not answer, nothing is said.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::lean::effect;
use crate::api::{self, Occupancy};
use crate::protocol::room_name::RoomName;

/// How long the typing must pause before the server is asked.
const PAUSE: Duration = Duration::from_millis(250);

/// Follows what is typed while the dialog is open.
pub fn follow(typed: RwSignal<String>, open: Memo<bool>) -> RwSignal<Option<Occupancy>> {
    let answer = RwSignal::new(None);
    // Grows with every keystroke, so that answers to older ones are known as stale.
    let latest = StoredValue::new(0_u32);

    effect(move || {
        let name = typed.get();
        let asking = open.get() && RoomName::from_nfc(&name).is_ok();
        latest.update_value(|latest| *latest = latest.wrapping_add(1));
        answer.set(None);
        if !asking {
            return;
        }
        let mine = latest.get_value();
        let still_wanted = move || latest.get_value() == mine;
        set_timeout(
            move || {
                if still_wanted() {
                    spawn_local(async move {
                        if let Ok(found) = api::occupancy(name).await
                            && still_wanted()
                        {
                            answer.set(found);
                        }
                    });
                }
            },
            PAUSE,
        );
    });
    answer
}
