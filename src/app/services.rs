//! What the views are given by the root: ways to the driver, the address bar and the server.

use crate::api;
#[cfg(feature = "hydrate")]
use crate::runtime::{address, driver};
use crate::ui::call_handle::Services;

/// The services of a page in the browser.
#[cfg(feature = "hydrate")]
pub(super) static SERVICES: Services = Services {
    send: driver::send,
    link: address::link,
    room_in: |text| address::room_in(&text).unwrap_or(text),
    room_named: address::joined,
    occupancy: |name| Box::pin(async { api::occupancy(name).await.ok().flatten() }),
    configuration: || Box::pin(async { api::configuration().await.ok() }),
};

/// The services of a page that is only rendered: nobody presses anything in it.
#[cfg(not(feature = "hydrate"))]
pub(super) static SERVICES: Services = Services {
    send: drop,
    link: || None,
    room_in: |text| text,
    room_named: str::to_owned,
    occupancy: |name| Box::pin(async { api::occupancy(name).await.ok().flatten() }),
    configuration: || Box::pin(async { api::configuration().await.ok() }),
};
