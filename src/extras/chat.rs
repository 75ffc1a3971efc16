//! The conversation in writing: kept for the length of the call, and whole on both sides after the line was broken or a page
//! was loaded again.

use serde::Serialize;

use super::talk::{Hello, TEXT_MAX_CHARS, Talk, Text};
use crate::protocol::reading::object;

/// So many lines are kept; the oldest go first. More than anybody types in a call.
pub const LINES_MAX: usize = 1_000;

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

    /// Where this end stands.
    pub fn hello(&self) -> Talk {
        Talk::Hello(self.standing())
    }

    /// Takes what the other page says.
    pub fn hear(&mut self, talk: Talk) -> Outcome {
        match talk {
            Talk::Hello(hello) => {
                let missing = self.meet(hello);
                let answers = [Talk::Welcome(self.standing())].into_iter().chain(missing).collect();
                Outcome { answers, news: None }
            }
            Talk::Welcome(hello) => Outcome { answers: self.meet(hello).collect(), news: None },
            Talk::Text(said) => self.take(said),
            Talk::Got { number } => {
                self.arrived = self.arrived.max(number.min(self.said));
                Outcome::default()
            }
            Talk::Screen { .. } => Outcome::default(),
        }
    }

    fn standing(&self) -> Hello {
        Hello { side: self.side.clone(), other: self.other.clone(), heard: self.heard }
    }

    /// What the other end has not heard of. Somebody else than before gets to see nothing of what was said before they came.
    fn meet(&mut self, hello: Hello) -> impl Iterator<Item = Talk> + use<> {
        let known = self.other.is_empty() || self.other == hello.side;
        if !known {
            *self = Self::new(std::mem::take(&mut self.room), std::mem::take(&mut self.side));
        }
        self.other = hello.side;
        let heard = if hello.other == self.side { hello.heard } else { 0 };
        self.arrived = heard.min(self.said);
        let missing = |line: &&Line| line.own && line.said.number > heard;
        let missing: Vec<_> = self.lines.iter().filter(missing).map(|line| Talk::Text(line.said.clone())).collect();
        missing.into_iter()
    }

    fn take(&mut self, said: Text) -> Outcome {
        // Numbers come in order. One that was heard came twice; one too many means that lines before it are kept no more there.
        let fresh = said.number > self.heard && said.text.chars().count() <= TEXT_MAX_CHARS;
        if fresh {
            self.heard = said.number;
            self.keep(Line { own: false, said: said.clone() });
        }
        Outcome { answers: vec![Talk::Got { number: self.heard }], news: fresh.then_some(said) }
    }

    fn keep(&mut self, line: Line) {
        if self.lines.len() >= LINES_MAX {
            self.lines.remove(0);
        }
        self.lines.push(line);
    }
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
    }
}
