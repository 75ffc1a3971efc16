//! Addresses of this server's pages, wherever it has them.

use crate::protocol::base_path::BasePath;

/// The link to the check from a room, whose tab it takes: the way back is the tab's history.
pub const CHECK_FROM_ROOM: &str = "/check#back";

/// The link to the check that opens a tab of its own: the way back is to close it.
pub const CHECK_FROM_CALL: &str = "/check#tab";

#[cfg(feature = "hydrate")]
thread_local! {
    static BASE: std::cell::RefCell<BasePath> = std::cell::RefCell::default();
}

/// Says where the server has everything, before any view is made. On the server the path is a context of each request.
#[cfg(feature = "hydrate")]
pub fn set(base: BasePath) {
    BASE.set(base);
}

/// The address of what the server has at `path`.
pub fn at(path: &str) -> String {
    #[cfg(feature = "hydrate")]
    return BASE.with_borrow(|base| base.of(path));
    #[cfg(not(feature = "hydrate"))]
    leptos::prelude::use_context::<BasePath>().unwrap_or_default().of(path)
}
