//! Addresses of this server's pages, wherever it has them.

/// The address of what the server has at `path`.
pub fn at(path: &str) -> String {
    #[cfg(feature = "hydrate")]
    let base = crate::browser::told::base();
    #[cfg(not(feature = "hydrate"))]
    let base: crate::protocol::base_path::BasePath = leptos::prelude::use_context().unwrap_or_default();
    base.of(path)
}
