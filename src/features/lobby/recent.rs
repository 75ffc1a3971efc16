//! The rooms that were visited last, on this device only.

/// So many are remembered.
pub const ROOMS_MAX: usize = 5;

/// The rooms with another one in front; one that was there before moves.
pub fn visited(rooms: &[String], room: &str) -> Vec<String> {
    let others = rooms.iter().filter(|known| *known != room);
    std::iter::once(room.to_owned()).chain(others.cloned()).take(ROOMS_MAX).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_room_comes_first_once_and_the_oldest_is_forgotten() {
        let mut rooms = Vec::new();
        for room in ["a", "b", "c", "a", "d", "e", "f"] {
            rooms = visited(&rooms, room);
        }
        assert_eq!(rooms, ["f", "e", "d", "a", "c"]);
    }
}
