//! A port for a program that is started with its number. One of those that the system hands out by itself may be given to somebody
//! else's connection between the look and the program's own `bind`: that was seen on a busy machine.

use std::net::{SocketAddr, TcpListener};
use std::sync::atomic::{AtomicU16, Ordering};

/// The first of them, and how many there are: below 32 768, where Linux begins to hand them out, and above those of the scenes.
const FIRST: u16 = 12_000;
const COUNT: u16 = 18_000;

static TAKEN: AtomicU16 = AtomicU16::new(0);

/// An address of this machine with a port that is free, and that no other test of this process is given.
pub(crate) fn free_address() -> SocketAddr {
    // Processes that run at the same time look in different places.
    let begin = (std::process::id() % u32::from(COUNT / 50)) as u16 * 50;
    loop {
        let next = (begin + TAKEN.fetch_add(1, Ordering::Relaxed)) % COUNT;
        let address = SocketAddr::from(([127, 0, 0, 1], FIRST + next));
        if TcpListener::bind(address).is_ok() {
            return address;
        }
    }
}
