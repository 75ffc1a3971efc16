//! What the server wrote into the page's root element: where it is, and which page this is.

use web_sys::window;

use crate::protocol::base_path::BasePath;

/// The attribute with the path below which the server has everything; absent where it has its name for itself.
const BASE: &str = "data-base";

/// The attribute with the name of this page's build; absent while it is worked on.
const BUILD: &str = "data-build";

/// The attribute that says whether the address is hidden: "1" if so. The page's first script puts in what the person prefers.
const HIDE: &str = "data-hide";

/// The path below which the server has everything.
pub fn base() -> BasePath {
    BasePath::told(attribute(BASE))
}

/// The name of this page's build; empty if it has none.
pub fn build() -> String {
    attribute(BUILD)
}

/// Whether the other person shall not learn where this one is: the person's own wish, else what the server says.
pub fn hides_address() -> bool {
    attribute(HIDE) == "1"
}

fn attribute(name: &str) -> String {
    let page = window().and_then(|window| window.document()?.document_element());
    page.and_then(|page| page.get_attribute(name)).unwrap_or_default()
}
