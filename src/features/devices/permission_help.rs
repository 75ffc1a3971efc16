//! Where browsers that the error page does not name keep a permission: those on phones, and windows of other apps. The
//! words are the doctor's.

use leptos::prelude::*;

use crate::features::diagnostics::advice::{family_name, unlisted};
use crate::features::diagnostics::family::Family;

/// What is said in the place of the list; nothing in a browser that is in it.
pub fn steps() -> Option<impl IntoView + use<>> {
    let family = Family::here();
    let step = unlisted(family)?;
    Some(view! {
        <dt>{family_name(family)}</dt>
        <dd>{step}</dd>
    })
}
