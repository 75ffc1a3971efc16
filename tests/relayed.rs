//! The relay of the built program over real sockets: whether two people hear each other through it on every way, and whether
//! anybody else ever does.
#![cfg(feature = "ssr")]

#[path = "any_certificate/believed.rs"]
mod any_certificate;
#[path = "relayed/client.rs"]
mod client;
#[path = "relayed/closed.rs"]
mod closed;
#[path = "relayed/coturn.rs"]
mod coturn;
#[path = "relayed/drained.rs"]
mod drained;
#[path = "relayed/foreign.rs"]
mod foreign;
#[path = "relayed/hostile.rs"]
mod hostile;
#[path = "relayed/line.rs"]
mod line;
#[path = "relayed/person.rs"]
mod person;
#[path = "free_port/pick.rs"]
mod pick;
#[path = "process_memory/held.rs"]
mod process_memory;
#[path = "relayed/program.rs"]
mod program;
#[path = "relayed/proxied.rs"]
mod proxied;
#[path = "relayed/skipped.rs"]
mod skipped;
#[path = "relayed/ways.rs"]
mod ways;
