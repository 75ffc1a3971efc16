//! The conversation in writing: kept for the length of the call, and whole on both sides after the line was broken or a page
//! was loaded again.

use serde::Serialize;

use super::talk::{SIDE_MAX_CHARS, Standing, TEXT_MAX_CHARS, Talk, Text};
use crate::protocol::reading::object;

/// So many lines are kept; the oldest go first. More than anybody types in a call.
pub const LINES_MAX: usize = 500;

/// So many characters are kept in all; the oldest lines go first. The whole conversation is written down with every line.
pub const CHARS_MAX: usize = 200_000;

/// One line of the conversation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Line {
    /// Whether it was typed here.
    pub own: bool,
    /// What was typed.
    pub said: Text,
}

/// Both sides of a conversation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Chat {
    /// The room it takes place in.
    room: String,
    side: String,
    /// The other side, once it was heard of; empty before.
    other: String,
    /// How many texts were typed here.
    said: u32,
    /// How many of them have arrived there.
    arrived: u32,
    /// How many of the other's have arrived here.
    heard: u32,
    lines: Vec<Line>,
}

object! {
    Line { own: "own", said: "said" }
    Chat { room: "room", side: "side", other: "other", said: "said", arrived: "arrived", heard: "heard", lines: "lines" }
}

/// What came of a word of the other page.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// What is to be answered, in this order.
    pub answers: Vec<Talk>,
    /// A line that is new.
    pub news: Option<Text>,
    /// There is something else to see or to keep than before.
    pub changed: bool,
}

impl Chat {
    /// An empty conversation. `side` is a random name.
    pub fn new(room: String, side: String) -> Self {
        Self { room, side, other: String::new(), said: 0, arrived: 0, heard: 0, lines: Vec::new() }
    }

    /// Whether it takes place in that room.
    pub fn is_in(&self, room: &str) -> bool {
        self.room == room
    }

    /// The lines, the oldest first.
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// Whether a line of one's own has not arrived yet.
    pub fn is_pending(&self, line: &Line) -> bool {
        line.own && line.said.number > self.arrived
    }

    /// Says something; nothing is said by blanks, and of what is too long only the beginning.
    pub fn say(&mut self, text: &str, at: u64) -> Option<Talk> {
        let text: String = text.trim().chars().take(TEXT_MAX_CHARS).collect();
        if text.is_empty() {
            return None;
        }
        self.said += 1;
        let said = Text { number: self.said, text, at };
        self.keep(Line { own: true, said: said.clone() });
        Some(Talk::Text(said))
    }

    /// Who this end is.
    pub fn hello(&self) -> Talk {
        Talk::Hello { side: self.side.clone() }
    }

    /// Takes what the other page says.
    pub fn hear(&mut self, talk: Talk) -> Outcome {
        let before = (self.other.clone(), self.arrived, self.heard);
        let mut outcome = match talk {
            Talk::Hello { side } if !is_side(&side) => Outcome::default(),
            Talk::Hello { side } => {
                self.meet(side);
                Outcome { answers: vec![Talk::Welcome(self.standing())], ..Outcome::default() }
            }
            Talk::Welcome(theirs) => {
                let missing = self.catch_up(theirs);
                let thanks = missing.is_some().then(|| Talk::Thanks(self.standing()));
                let answers = thanks.into_iter().chain(missing.into_iter().flatten()).collect();
                Outcome { answers, ..Outcome::default() }
            }
            Talk::Thanks(theirs) => {
                Outcome { answers: self.catch_up(theirs).into_iter().flatten().collect(), ..Outcome::default() }
            }
            Talk::Text(said) => self.take(said),
            Talk::Got { number } => {
                self.arrived = self.arrived.max(number.min(self.said));
                Outcome::default()
            }
            Talk::Screen { .. } => Outcome::default(),
        };
        outcome.changed = (&before.0, before.1, before.2) != (&self.other, self.arrived, self.heard);
        outcome
    }

    fn standing(&self) -> Standing {
        Standing { side: self.side.clone(), other: self.other.clone(), heard: self.heard }
    }

    /// Somebody else than before gets to see nothing of what was said before they came.
    fn meet(&mut self, side: String) {
        if !self.other.is_empty() && self.other != side {
            *self = Self::new(std::mem::take(&mut self.room), std::mem::take(&mut self.side));
        }
        self.other = side;
    }

    /// What the other end has not heard of; nothing for an end that does not know this one.
    fn catch_up(&mut self, theirs: Standing) -> Option<Vec<Talk>> {
        if theirs.other != self.side || !is_side(&theirs.side) {
            return None;
        }
        self.meet(theirs.side);
        self.arrived = theirs.heard.min(self.said);
        let missing = |line: &&Line| line.own && line.said.number > theirs.heard;
        Some(self.lines.iter().filter(missing).map(|line| Talk::Text(line.said.clone())).collect())
    }

    fn take(&mut self, said: Text) -> Outcome {
        // Numbers come in order. One that was heard came twice; one too many means that lines before it are kept no more there.
        let fresh = said.number > self.heard && said.text.chars().count() <= TEXT_MAX_CHARS;
        if fresh {
            self.heard = said.number;
            self.keep(Line { own: false, said: said.clone() });
        }
        Outcome { answers: vec![Talk::Got { number: self.heard }], news: fresh.then_some(said), ..Outcome::default() }
    }

    fn keep(&mut self, line: Line) {
        self.lines.push(line);
        let length = |lines: &[Line]| lines.iter().map(|line| line.said.text.len()).sum::<usize>();
        while self.lines.len() > LINES_MAX || length(&self.lines) > CHARS_MAX {
            self.lines.remove(0);
        }
    }
}

fn is_side(side: &str) -> bool {
    (1..=SIDE_MAX_CHARS).contains(&side.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Pair {
        a: Chat,
        b: Chat,
    }

    impl Pair {
        fn new() -> Self {
            Self { a: Chat::new("tea".into(), "a".into()), b: Chat::new("tea".into(), "b".into()) }
        }

        /// Both channels open, and all that follows arrives.
        fn connect(&mut self) {
            let (from_a, from_b) = (self.a.hello(), self.b.hello());
            self.deliver(vec![from_a], vec![from_b]);
        }

        fn deliver(&mut self, mut to_b: Vec<Talk>, mut to_a: Vec<Talk>) {
            while !to_b.is_empty() || !to_a.is_empty() {
                let for_a: Vec<_> = to_b.drain(..).flat_map(|talk| self.b.hear(talk).answers).collect();
                let for_b: Vec<_> = to_a.drain(..).flat_map(|talk| self.a.hear(talk).answers).collect();
                (to_a, to_b) = (for_a, for_b);
            }
        }

        fn texts(chat: &Chat) -> Vec<(bool, &str)> {
            chat.lines().iter().map(|line| (line.own, line.said.text.as_str())).collect()
        }
    }

    #[test]
    fn what_was_typed_while_the_line_was_broken_arrives_afterwards_and_once() {
        let mut pair = Pair::new();
        pair.connect();
        let first = pair.a.say("one", 1).into_iter().collect();
        pair.deliver(first, Vec::new());
        // These are lost on the way.
        let _ = (pair.a.say("two", 2), pair.b.say("three", 3));
        assert!(pair.a.is_pending(&pair.a.lines()[1]));
        pair.connect();
        pair.connect();
        assert_eq!(Pair::texts(&pair.b), [(false, "one"), (true, "three"), (false, "two")]);
        assert_eq!(Pair::texts(&pair.a), [(true, "one"), (true, "two"), (false, "three")]);
        assert!(!pair.a.is_pending(&pair.a.lines()[1]));
    }

    #[test]
    fn a_page_that_was_loaded_again_goes_on_where_it_was() {
        let mut pair = Pair::new();
        pair.connect();
        let first = pair.a.say("one", 1).into_iter().collect();
        pair.deliver(first, Vec::new());
        pair.a = pair.a.clone();
        pair.connect();
        let second = pair.a.say("two", 2).into_iter().collect();
        pair.deliver(second, Vec::new());
        assert_eq!(Pair::texts(&pair.b), [(false, "one"), (false, "two")]);
    }

    #[test]
    fn who_comes_later_sees_nothing_of_what_was_said_before() {
        let mut pair = Pair::new();
        pair.connect();
        let secret = pair.a.say("between us", 1).into_iter().collect();
        pair.deliver(secret, Vec::new());
        pair.b = Chat::new("tea".into(), "stranger".into());
        pair.connect();
        assert_eq!((Pair::texts(&pair.b), Pair::texts(&pair.a)), (Vec::new(), Vec::new()));
        let first = pair.a.say("hello", 2).into_iter().collect();
        pair.deliver(first, Vec::new());
        assert_eq!(Pair::texts(&pair.b), [(false, "hello")]);
    }

    #[test]
    fn who_only_claims_to_be_the_one_before_learns_nothing_to_claim_it_with() {
        let mut pair = Pair::new();
        pair.connect();
        let secret = pair.a.say("between us", 1).into_iter().collect();
        pair.deliver(secret, Vec::new());
        // All that this page says to whoever comes, before they have said who they are.
        let Talk::Hello { side } = pair.a.hello() else { unreachable!("it says hello") };
        assert_eq!(side, "a");
        for claim in [
            Talk::Welcome(Standing { side: "stranger".into(), other: "a".into(), heard: 0 }),
            Talk::Thanks(Standing { side: "stranger".into(), other: "a".into(), heard: 0 }),
            Talk::Hello { side: "stranger".into() },
        ] {
            let mut asked = pair.a.clone();
            let said = format!("{:?}", asked.hear(claim).answers);
            assert!(!said.contains("between us") && !said.contains("\"b\""), "{said}");
            assert_eq!(asked.lines(), []);
        }
    }

    #[test]
    fn whoever_speaks_of_another_side_than_this_is_told_nothing() {
        let mut pair = Pair::new();
        pair.connect();
        let _ = pair.a.say("between us", 1);
        for theirs in ["", "c"] {
            let standing = Standing { side: "b".into(), other: theirs.into(), heard: 0 };
            assert_eq!(pair.a.hear(Talk::Welcome(standing.clone())), Outcome::default());
            assert_eq!(pair.a.hear(Talk::Thanks(standing)), Outcome::default());
        }
    }

    #[test]
    fn what_a_bad_page_says_changes_little() {
        let mut pair = Pair::new();
        pair.connect();
        assert_eq!(pair.a.say(" \n ", 1), None);
        let _ = pair.a.hear(Talk::Got { number: u32::MAX });
        let long = Text { number: 1, text: "x".repeat(TEXT_MAX_CHARS + 1), at: 0 };
        assert_eq!(pair.a.hear(Talk::Text(long)).news, None);
        for number in 1..=2 * LINES_MAX as u32 {
            let _ = pair.a.hear(Talk::Text(Text { number, text: "x".into(), at: 0 }));
        }
        assert_eq!(pair.a.lines().len(), LINES_MAX);
        for number in 1..=100 {
            let text = "x".repeat(TEXT_MAX_CHARS);
            let _ = pair.a.hear(Talk::Text(Text { number: 10_000 + number, text, at: 0 }));
        }
        assert_eq!(pair.a.lines().len(), CHARS_MAX / TEXT_MAX_CHARS);
        let endless = "x".repeat(SIDE_MAX_CHARS + 1);
        assert_eq!(pair.a.hear(Talk::Hello { side: endless }), Outcome::default());
        assert!(!pair.a.hear(Talk::Got { number: 0 }).changed);
    }
}
