//! After the call: the devices are off, and there is a way back.

use leptos::prelude::*;

use super::{context::CallContext, text};
use crate::call::view::{EndReason, Intent};

/// Says why the call is over and offers what can come next.
#[component]
pub fn Ended(
    /// Why the call is over.
    reason: EndReason,
) -> impl IntoView {
    let context = CallContext::expect();
    let (title, what_it_means) = text::ended(reason);

    view! {
        <section class="panel">
            <h1 tabindex="-1" data-focus>
                {title}
            </h1>
            <p class="lead">{what_it_means}</p>
            <p class="actions">
                <button type="button" class="button primary" on:click=move |_| context.send(Intent::JoinAgain)>
                    {text::button::JOIN_AGAIN}
                </button>
                <button type="button" class="button" on:click=move |_| context.send(Intent::ChooseAnother)>
                    {text::button::CHOOSE_ANOTHER}
                </button>
            </p>
        </section>
    }
}
