//! Names for rooms that nobody guesses and everybody can say: sixteen bits become five letters, consonants and vowels by
//! turns, after D. S. Wilkerson's proquints (arXiv:0901.4016).

const CONSONANTS: &[u8; 16] = b"bdfghjklmnprstvz";
const VOWELS: &[u8; 4] = b"aiou";

/// So many groups make a name: 64 bits, which nobody guesses through a server that answers slowly.
const GROUPS: usize = 4;

/// The name that these bits make.
pub fn made_up(bits: u64) -> String {
    let mut name = String::new();
    for group in 0..GROUPS {
        if group > 0 {
            name.push(' ');
        }
        let bits = bits >> (16 * group);
        for (letters, shift) in [(&CONSONANTS[..], 12), (VOWELS, 10), (CONSONANTS, 6), (VOWELS, 4), (CONSONANTS, 0)] {
            // Both alphabets have a power of two of letters.
            let at = (bits >> shift) as usize & (letters.len() - 1);
            name.push(char::from(letters[at]));
        }
    }
    name
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::protocol::room_name::RoomName;

    #[test]
    fn every_bit_makes_another_name_and_each_is_one_that_a_room_can_have() {
        let names: HashSet<_> = (0..64).map(|bit| made_up(1 << bit)).chain([made_up(0)]).collect();
        assert_eq!(names.len(), 65);
        assert!(names.iter().all(|name| RoomName::from_nfc(name).is_ok()));
    }

    #[test]
    fn a_name_can_be_said() {
        // 127.0.0.1 of the proquints' own examples, in its lowest 32 bits.
        assert_eq!(made_up(0x7f00_0001).split(' ').collect::<Vec<_>>()[..2], ["babad", "lusab"]);
    }
}
