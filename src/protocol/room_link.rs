//! The address of a room, as it is made, opened and pasted.
//!
//! Links go through messengers and mail, which change them: capitals, one slash more at the end, parameters, percent signs
//! encoded once more. So a link has nothing in it that they change for the worse, and what they change is understood.

use super::base_path::BasePath;

/// What comes before the name in the path of a room.
pub const ROOM_PREFIX: &str = "/room/";

/// What an address means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// No room.
    Lobby,
    /// A room, by its name as it is written there.
    Room(String),
    /// A room whose name cannot be read.
    Unreadable,
}

/// What ends a sentence or encloses an address, and is not of it where it stands in a text.
const AROUND: &[char] = &[
    '.', ',', ';', ':', '!', '?', '\'', '"', '(', ')', '[', ']', '{', '}', '<', '>', '«', '»', '‹', '›', '“', '”', '„',
    '‘', '’', '‚', '…', '。', '、', '，', '．', '；', '：', '！', '？', '（', '）', '「', '」', '『', '』', '《', '》',
    '〈', '〉', '【', '】', '؟', '،', '؛', '।', '॥', '*', '_', '~', '|',
];

/// The path of a room. All is encoded but the letters and digits of ASCII and a hyphen between others, because messengers end
/// a link at everything else; and so is a hexadecimal digit after a percent sign, or the name would look as if somebody had
/// encoded it once more.
pub fn path(name: &str) -> String {
    let mut path = ROOM_PREFIX.to_owned();
    let last = name.chars().count().saturating_sub(1);
    let mut before = None;
    for (at, character) in name.chars().enumerate() {
        let plain = character.is_ascii_alphanumeric() || character == '-' && at > 0 && at < last;
        if plain && !(before == Some('%') && character.is_ascii_hexdigit()) {
            path.push(character);
        } else {
            let mut bytes = [0; 4];
            for byte in character.encode_utf8(&mut bytes).bytes() {
                path.push('%');
                path.extend([byte >> 4, byte & 15].map(|digit| {
                    // Four bits are a digit.
                    char::from_digit(digit.into(), 16).unwrap_or_default().to_ascii_uppercase()
                }));
            }
        }
        before = Some(character);
    }
    path
}

/// What the path of an address means.
pub fn opened(path: &str) -> Place {
    let Some(name) = without_prefix(path) else { return Place::Lobby };
    let name = name.strip_suffix('/').unwrap_or(name);
    if name.is_empty() {
        return Place::Lobby;
    }
    let once = decoded(name);
    let name = match once {
        Some((once, escapes)) if is_encoded_twice(escapes) => decoded(&once).map(|(twice, _)| twice),
        once => once.map(|(once, _)| once),
    };
    name.map_or(Place::Unreadable, Place::Room)
}

/// The room of an address of this server that somebody has pasted, alone or in a text. `host` is the server's own, as the
/// browser has it: with its port, unless that is the usual one; below `base` it has its rooms.
pub fn pasted(text: &str, host: &str, base: &BasePath) -> Option<Place> {
    let lower = text.to_ascii_lowercase();
    let starts: Vec<usize> = if host.is_empty() {
        Vec::new()
    } else {
        lower.match_indices(&host.to_ascii_lowercase()).map(|(at, _)| at).collect()
    };
    let mut places = starts.into_iter().filter_map(|at| at_host(text, at, host, base));
    let first = places.next();
    let found = match first {
        Some(Place::Room(_)) => first,
        other => places.find(|place| matches!(place, Place::Room(_))).or(other),
    };
    let alone = text.trim();
    // Or only the path, and nothing else.
    found.or_else(|| {
        let path = base.within(alone).filter(|path| path.starts_with('/'))?;
        without_prefix(path).is_some().then(|| meant(path))
    })
}

/// What an address means whose host stands there; nothing if it is another host, or no address.
fn at_host(text: &str, at: usize, host: &str, base: &BasePath) -> Option<Place> {
    let (before, after) = (&text[..at], &text[at + host.len()..]);
    // Another host may end with this one's name, or begin with it.
    let begins = before
        .chars()
        .next_back()
        .is_none_or(|c| !c.is_ascii_alphanumeric() && !matches!(c, '.' | '-' | '@' | ':' | '_'));
    let after = [":443", ":80"].into_iter().find_map(|port| after.strip_prefix(port)).unwrap_or(after);
    let after = after.strip_prefix(base.as_str())?;
    let mut next = after.chars();
    let ends = match next.next() {
        None | Some('/' | '?' | '#') => true,
        Some(c) => c.is_whitespace() || AROUND.contains(&c) && next.next().is_none_or(|c| !c.is_ascii_alphanumeric()),
    };
    if !begins || !ends {
        return None;
    }
    match meant(after) {
        // Without a scheme it may be a word like any other.
        Place::Lobby if !before.ends_with("//") => None,
        place => Some(place),
    }
}

/// What a path means that stands in a text.
fn meant(path: &str) -> Place {
    let end = path.find(|c: char| c.is_whitespace() || matches!(c, '?' | '#' | '<' | '>' | '"')).unwrap_or(path.len());
    opened(path[..end].trim_end_matches(AROUND))
}

/// What follows the prefix, in whatever case it is written; nothing where it is no path of a room.
fn without_prefix(path: &str) -> Option<&str> {
    let end = ROOM_PREFIX.len() - 1;
    let start = path.get(..end).filter(|start| start.eq_ignore_ascii_case(&ROOM_PREFIX[..end]))?;
    let rest = &path[start.len()..];
    if rest.is_empty() { Some("") } else { rest.strip_prefix('/') }
}

/// How percent signs stand in a text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Escapes {
    all: usize,
    /// Of these, how many stand for a percent sign with two hexadecimal digits behind it.
    of_escapes: usize,
}

/// Whether each escape stands for the beginning of another.
fn is_encoded_twice(escapes: Escapes) -> bool {
    escapes.all > 0 && escapes.all == escapes.of_escapes
}

/// The text with its escapes read; nothing if they are no text. A percent sign that begins no escape stands for itself.
fn decoded(text: &str) -> Option<(String, Escapes)> {
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).and_then(|byte| char::from(*byte).to_digit(16));
    let pair = |at: usize| Some(digit(at)? * 16 + digit(at + 1)?);
    let mut read = Vec::with_capacity(bytes.len());
    let mut escapes = Escapes::default();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        match (*byte == b'%').then(|| pair(at + 1)).flatten() {
            Some(value) => {
                escapes.all += 1;
                escapes.of_escapes += usize::from(value == u32::from(b'%') && pair(at + 3).is_some());
                // Two digits are at most 255.
                read.push(u8::try_from(value).ok()?);
                at += 3;
            }
            None => {
                read.push(*byte);
                at += 1;
            }
        }
    }
    Some((String::from_utf8(read).ok()?, escapes))
}

#[cfg(test)]
#[path = "room_link_tests.rs"]
mod tests;
