//! Puts the program's own page in the place of the one that the server rendered.
//!
//! The program does not take the server's elements over one by one (hydration): extensions, translators and proxies put
//! nodes between them, take some away and wrap others, and hydration fails at each of these. Only the two video elements
//! stay the same, because a new one would go black.

use leptos::mount::mount_to;
use leptos::prelude::document;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Element, HtmlElement};

use super::{App, ROOT};
use crate::ui::video_tile::{LOCAL_VIDEO, REMOTE_VIDEO};

/// What lies over one's own picture while there is none.
const OWN_COVER: &str = ".own .cover";

/// Shows the app. It happens in one turn, so nobody sees a page without it, and no picture stops.
pub fn take_over() {
    let document = document();
    // Fails only for a name that no element can have.
    let Ok(own) = document.create_element("div") else { return };
    mount_to(own.clone().unchecked_into::<HtmlElement>(), App).forget();
    let servers_and_own = |selector: &str| -> Option<(Element, Element)> {
        Some((document.query_selector(selector).ok()??, own.query_selector(selector).ok()??))
    };
    for video in [LOCAL_VIDEO, REMOTE_VIDEO] {
        if let Some((shown, made)) = servers_and_own(&format!("[data-testid={video}]")) {
            let _ = made.replace_with_with_node_1(&shown);
        }
    }
    // There may be a picture already; then the page's first script has taken the cover away.
    if let Some((cover, made)) = servers_and_own(OWN_COVER)
        && cover.has_attribute("hidden")
    {
        let _ = made.set_attribute("hidden", "");
    }
    // An element that is in a page can be replaced, and a body takes another child: none of this fails.
    let _ = match document.get_element_by_id(ROOT) {
        Some(servers) => servers.replace_with_with_node_1(&own),
        None => document.body().map_or(Ok(()), |body| body.append_with_node_1(&own)),
    };
    own.set_id(ROOT);
}
