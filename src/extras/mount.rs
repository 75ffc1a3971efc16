//! The places of the extras in the page.

use std::rc::Rc;

use js_sys::Array;
use leptos::mount::mount_to;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::{appearance, load, quality_view, quality_watch, settings::Settings, style};
use crate::browser::object::call;
use crate::browser::question;
use crate::ui::context::CallContext;
use crate::ui::lean::spawn;
use crate::words;

/// Puts the extras into the page, once their texts are there.
pub(super) fn begin(context: CallContext) {
    spawn(async move {
        let texts = match texts_address() {
            Some(address) => question::texts(&address).await,
            None => None,
        };
        match texts {
            Some(texts) => mount(context, &texts),
            None => load::failed(context),
        }
    });
}

fn texts_address() -> Option<String> {
    document().document_element()?.get_attribute("data-texts")
}

fn mount(context: CallContext, texts: &Array) {
    let Some(panels) = element(load::PANELS) else { return load::failed(context) };
    words::receive_extras(texts);
    style::adopt();
    appearance::apply();
    let open = RwSignal::new(None);
    mount_for_good(panels, move || {
        provide_context(context);
        let quality = quality_watch::follow(context, open);
        if let Some(signs) = signs() {
            mount_for_good(signs, move || quality_view::sign(quality, open));
        }
        view! {
            <Settings open/>
            {quality_view::panel(quality, open)}
        }
    });
    load::arrived(Rc::new(move |panel| open.set(Some(panel))));
}

fn element(id: &str) -> Option<HtmlElement> {
    document().get_element_by_id(id)?.dyn_into().ok()
}

/// Where small signs lie over the other's picture.
fn signs() -> Option<HtmlElement> {
    call(&document(), "querySelector", &[".signs".into()]).ok()?.dyn_into().ok()
}

/// The extras stay as long as the page.
fn mount_for_good<V: IntoView + 'static>(place: HtmlElement, view: impl FnOnce() -> V + 'static) {
    mount_to(place, view).forget();
}
