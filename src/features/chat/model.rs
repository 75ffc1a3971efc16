//! The conversation in writing: kept for the length of the call, and whole on both sides after the line was broken or a page
//! was loaded again.
//!
//! A line that is shown as delivered stands on the other's screen, once, and in the order in which it was typed. Three rules
//! hold that, whatever a page remembers: nothing is sent on a channel before the other end has said how much it has heard;
//! each load of a page counts its lines by itself, so that no number is used twice; and what has not been delivered is never
//! dropped for want of room.

use serde::Serialize;

use super::talk::{Heard, NAME_MAX_CHARS, Standing, TEXT_MAX_CHARS, Talk, Text};
use crate::protocol::reading::object;

/// So many lines are kept; the oldest go first. More than anybody types in a call.
pub const LINES_MAX: usize = 500;

/// So many characters are kept in all; the oldest lines go first. 200 lines of the longest kind and some more, which the tab's
/// memory holds in any script (browsers keep 5 MB or more).
pub const CHARS_MAX: usize = 1_000_000;

/// A text that is too long for one line is said in several, and may be as long as so many full ones; what is longer is a file.
pub const PARTS_MAX: usize = 5;

/// So many loads of the other page are remembered: more than anybody loads a page in a call.
const LOADS_MAX: usize = 64;

/// A text is parted at a blank, if there is one among its last so many characters.
const BLANK_WITHIN: usize = 1_000;

/// One line of the conversation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Line {
    /// Whether it was typed here.
    pub own: bool,
    /// In which load of its writer's page.
    pub load: String,
    /// Its number there.
    pub number: u32,
    /// What was typed.
    pub text: String,
    /// When it was typed or came here, in milliseconds since 1970 by the clock of this page.
    pub at: u64,
    /// It is on both screens.
    pub delivered: bool,
}

/// Both sides of a conversation, and what a tab remembers of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Chat {
    /// The room it takes place in.
    room: String,
    side: String,
    /// The other side, once it was heard of; empty before.
    other: String,
    /// How many of the other's texts have arrived here.
    heard: Vec<Heard>,
    lines: Vec<Line>,
    /// The load of this page.
    load: String,
    /// How many texts were typed in it.
    said: u32,
    /// How many of them when the channel opened: what was typed since is for whoever is at its other end.
    said_before: u32,
    /// The other end of the channel has said how much it has heard.
    greeted: bool,
    /// The other person has left, and no channel has opened since.
    alone: bool,
}

object! {
    Line { own: "own", load: "load", number: "number", text: "text", at: "at", delivered: "delivered" }
    Chat {
        room: "room", side: "side", other: "other", heard: "heard", lines: "lines",
        load: "load", said: "said", said_before: "said_before", greeted: "greeted", alone: "alone",
    }
}

/// What came of a word of the other page.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// What is to be answered, in this order.
    pub answers: Vec<Talk>,
    /// A line that is new.
    pub news: Option<String>,
    /// There is something else to see or to keep than before.
    pub changed: bool,
}

/// What came of something that was typed.
#[derive(Debug, PartialEq, Eq)]
pub enum Said {
    /// Only blanks were.
    Nothing,
    /// It is too long.
    TooLong,
    /// Too much waits for the other person already.
    Full,
    /// It stands there, and this is to be sent; nothing as long as the other end has not been heard.
    Lines(Vec<Talk>),
}

impl Chat {
    /// An empty conversation. `side` and `load` are random names.
    pub fn new(room: String, side: String, load: String) -> Self {
        Self {
            room,
            side,
            other: String::new(),
            heard: Vec::new(),
            lines: Vec::new(),
            load,
            said: 0,
            said_before: 0,
            greeted: false,
            alone: false,
        }
    }

    /// The conversation as a tab remembered it, in a new load of its page.
    #[must_use]
    pub fn recalled(self, load: String) -> Self {
        Self { load, said: 0, said_before: 0, greeted: false, alone: false, ..self }
    }

    /// Whether it takes place in that room.
    pub fn is_in(&self, room: &str) -> bool {
        self.room == room
    }

    /// The lines, the oldest first.
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// Says something.
    pub fn say(&mut self, text: &str, at: u64) -> Said {
        let text = text.trim();
        if text.is_empty() {
            return Said::Nothing;
        }
        if length(text) > PARTS_MAX * TEXT_MAX_CHARS {
            return Said::TooLong;
        }
        let parts = parts(text);
        let waiting = self.lines.iter().filter(|line| line.own && !line.delivered);
        let (lines, chars) = waiting.fold((0, 0), |(lines, chars), line| (lines + 1, chars + length(&line.text)));
        // Half is for what comes from the other person.
        if lines + parts.len() > LINES_MAX / 2 || chars + length(text) > CHARS_MAX / 2 {
            return Said::Full;
        }
        let mut talks = Vec::new();
        for part in parts {
            self.said += 1;
            let (load, number) = (self.load.clone(), self.said);
            self.keep(Line { own: true, load, number, text: part.into(), at, delivered: false });
            talks.extend(self.lines.last().filter(|_| self.greeted).map(talk));
        }
        Said::Lines(talks)
    }

    /// The channel is new: what is to be said first on it.
    pub fn opened(&mut self) -> Talk {
        self.greeted = false;
        if !std::mem::take(&mut self.alone) {
            self.said_before = self.said;
        }
        Talk::Hello { side: self.side.clone() }
    }

    /// The other person has left: what is typed from now on is for whoever comes next.
    pub fn left(&mut self) {
        self.alone = true;
        self.said_before = self.said;
    }

    /// Takes what the other page says, at that time by the clock of this page.
    pub fn hear(&mut self, talk: Talk, at: u64) -> Outcome {
        match talk {
            Talk::Hello { side } if is_name(&side) => {
                let changed = self.meet(side);
                Outcome { answers: vec![Talk::Welcome(self.standing())], changed, ..Outcome::default() }
            }
            Talk::Welcome(theirs) => self.greet(theirs, true),
            Talk::Thanks(theirs) => self.greet(theirs, false),
            Talk::Text(said) => self.take(said, at),
            Talk::Got(heard) => {
                let changed =
                    self.mark(|line, before| before || heard.load == line.load && line.number <= heard.number);
                Outcome { changed, ..Outcome::default() }
            }
            Talk::Hello { .. } | Talk::Screen { .. } => Outcome::default(),
        }
    }

    /// Forgets the older half of what has been delivered, and at last what waits; false if there is nothing to forget. For a tab
    /// whose memory is full: who the two are comes first, or both would lose all.
    pub fn shorten(&mut self) -> bool {
        let delivered = self.lines.iter().filter(|line| line.delivered).count();
        if delivered == 0 {
            let before = self.lines.len();
            self.lines.clear();
            return before > 0;
        }
        let mut older = delivered.div_ceil(2);
        self.lines.retain(|line| {
            let goes = line.delivered && older > 0;
            older -= usize::from(goes);
            !goes
        });
        true
    }

    fn standing(&self) -> Standing {
        Standing { side: self.side.clone(), other: self.other.clone(), heard: self.heard.clone() }
    }

    /// Somebody else than before gets to see nothing of what was said before they came. What was typed since their channel
    /// opened is meant for them.
    fn meet(&mut self, side: String) -> bool {
        if self.other == side {
            return false;
        }
        if !self.other.is_empty() {
            let (load, before) = (&self.load, self.said_before);
            self.lines.retain(|line| line.own && !line.delivered && line.load == *load && line.number > before);
            self.heard.clear();
        }
        self.other = side;
        true
    }

    /// The other end has said what it has heard: what it has not is sent, in the order in which it was typed. An end that does
    /// not know this one is told nothing.
    fn greet(&mut self, theirs: Standing, thank: bool) -> Outcome {
        if theirs.other != self.side || !is_name(&theirs.side) {
            return Outcome::default();
        }
        let met = self.meet(theirs.side);
        let marked = self
            .mark(|line, _| theirs.heard.iter().any(|heard| heard.load == line.load && line.number <= heard.number));
        self.greeted = true;
        let thanks = thank.then(|| Talk::Thanks(self.standing()));
        let missing = self.lines.iter().filter(|line| line.own && !line.delivered).map(talk);
        Outcome { answers: thanks.into_iter().chain(missing).collect(), changed: met || marked, ..Outcome::default() }
    }

    /// Says of each line of one's own whether it is delivered; whether that changed anything.
    fn mark(&mut self, is_delivered: impl Fn(&Line, bool) -> bool) -> bool {
        let mut changed = false;
        for line in self.lines.iter_mut().filter(|line| line.own) {
            let now = is_delivered(line, line.delivered);
            changed |= std::mem::replace(&mut line.delivered, now) != now;
        }
        changed
    }

    fn take(&mut self, said: Text, at: u64) -> Outcome {
        if !is_name(&said.load) || length(&said.text) > TEXT_MAX_CHARS {
            return Outcome::default();
        }
        let Text { load, number, text } = said;
        let known = self.heard.iter_mut().find(|heard| heard.load == load);
        let fresh = known.as_ref().is_none_or(|known| number > known.number);
        let got = Talk::Got(Heard {
            number: known.as_ref().map_or(number, |known| known.number.max(number)),
            load: load.clone(),
        });
        if !fresh {
            return Outcome { answers: vec![got], ..Outcome::default() };
        }
        match known {
            Some(known) => known.number = number,
            None => {
                if self.heard.len() == LOADS_MAX {
                    self.heard.remove(0);
                }
                self.heard.push(Heard { load: load.clone(), number });
            }
        }
        self.keep(Line { own: false, load, number, text: text.clone(), at, delivered: true });
        Outcome { answers: vec![got], news: Some(text), changed: true }
    }

    fn keep(&mut self, line: Line) {
        self.lines.push(line);
        let mut chars: usize = self.lines.iter().map(|line| length(&line.text)).sum();
        while self.lines.len() > LINES_MAX || chars > CHARS_MAX {
            // What waits for the other person stays. It is half of this at most, so something else is there.
            let Some(oldest) = self.lines.iter().position(|line| line.delivered) else { return };
            chars -= length(&self.lines.remove(oldest).text);
        }
    }
}

fn talk(line: &Line) -> Talk {
    Talk::Text(Text { load: line.load.clone(), number: line.number, text: line.text.clone() })
}

fn is_name(name: &str) -> bool {
    (1..=NAME_MAX_CHARS).contains(&name.len())
}

fn length(text: &str) -> usize {
    text.chars().count()
}

/// The parts of a text that each fit into a line; together they are the text, but for blanks where it was parted.
fn parts(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some((end, _)) = rest.char_indices().nth(TEXT_MAX_CHARS) {
        let near = rest[..end].char_indices().rev().take(BLANK_WITHIN);
        let blank = near.clone().find(|(_, c)| *c == '\n').or_else(|| near.clone().find(|(_, c)| c.is_whitespace()));
        // Or between two signs that are not one for a reader.
        let between = || std::iter::once(end).chain(near.clone().map(|(at, _)| at)).find(|at| may_part(rest, *at));
        let cut = blank.map(|(at, _)| at).or_else(between);
        let (part, after) = rest.split_at(cut.filter(|at| *at > 0).unwrap_or(end));
        parts.push(part.trim_end());
        rest = after.trim_start();
    }
    parts.push(rest);
    parts.retain(|part| !part.is_empty());
    parts
}

/// Whether a reader sees two signs there: no accent, joiner, variation or skin colour follows, and no joiner comes before.
fn may_part(text: &str, at: usize) -> bool {
    const JOINER: char = '\u{200d}';
    let joins = |c: char| matches!(c, JOINER | '\u{300}'..='\u{36f}' | '\u{fe00}'..='\u{fe0f}' | '\u{1f3fb}'..='\u{1f3ff}' | '\u{e0020}'..='\u{e007f}');
    let (before, after) = text.split_at(at);
    !after.starts_with(joins) && !before.ends_with(JOINER)
}

#[cfg(test)]
mod tests;
