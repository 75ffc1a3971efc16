use std::collections::{BTreeSet, VecDeque};

use proptest::prelude::*;
use serde_json::Value;

use super::*;
use crate::protocol::codec;

/// One of the two pages.
#[derive(Clone)]
struct Page {
    chat: Chat,
    loads: u32,
}

impl Page {
    fn new(side: &str) -> Self {
        Self { chat: Chat::new("tea".into(), side.into(), format!("{side}0")), loads: 0 }
    }

    fn say(&mut self, text: &str) -> Vec<Talk> {
        match self.chat.say(text, 0) {
            Said::Lines(talks) => talks,
            other => panic!("{other:?}"),
        }
    }

    /// Loads the page again, with what its tab has written down.
    fn load_again(&mut self, memory: &str) {
        self.loads += 1;
        let remembered: Chat = codec::recall::<Value, _>(memory).expect("its own memory");
        self.chat = remembered.recalled(format!("{}{}", self.chat.side, self.loads));
    }

    fn memory(&self) -> String {
        codec::encode(&self.chat)
    }

    fn texts(&self) -> Vec<(bool, &str)> {
        self.chat.lines().iter().map(|line| (line.own, line.text.as_str())).collect()
    }

    fn pending(&self) -> Vec<&str> {
        self.chat.lines().iter().filter(|line| !line.delivered).map(|line| line.text.as_str()).collect()
    }
}

/// The two, and what is on its way between them.
struct Pair {
    pages: [Page; 2],
    /// To the first, to the second.
    ways: [VecDeque<Talk>; 2],
    /// Both have a channel.
    linked: bool,
}

impl Pair {
    fn new() -> Self {
        Self { pages: [Page::new("a"), Page::new("b")], ways: Default::default(), linked: false }
    }

    /// A new connection: the channel opens at both ends, and nothing has been delivered yet.
    fn open(&mut self) {
        self.cut();
        self.linked = true;
        for from in [0, 1] {
            let hello = self.pages[from].chat.opened();
            self.ways[1 - from].push_back(hello);
        }
    }

    /// What is on its way is lost.
    fn cut(&mut self) {
        self.linked = false;
        self.ways = Default::default();
    }

    fn say(&mut self, from: usize, text: &str) {
        let said = self.pages[from].say(text);
        if self.linked {
            self.ways[1 - from].extend(said);
        }
    }

    /// One message arrives, if there is one.
    fn deliver(&mut self, to: usize) -> bool {
        let Some(talk) = self.ways[to].pop_front() else { return false };
        let answers = self.pages[to].chat.hear(talk, 0).answers;
        self.ways[1 - to].extend(answers);
        true
    }

    fn settle(&mut self) {
        while self.deliver(0) | self.deliver(1) {}
    }

    fn connect(&mut self) {
        self.open();
        self.settle();
    }

    fn a(&self) -> Vec<(bool, &str)> {
        self.pages[0].texts()
    }

    fn b(&self) -> Vec<(bool, &str)> {
        self.pages[1].texts()
    }
}

#[test]
fn what_was_typed_while_the_line_was_broken_arrives_afterwards_and_once() {
    let mut pair = Pair::new();
    pair.connect();
    pair.say(0, "one");
    pair.settle();
    pair.cut();
    pair.say(0, "two");
    pair.say(1, "three");
    assert_eq!(pair.pages[0].pending(), ["two"]);
    pair.connect();
    pair.connect();
    assert_eq!(pair.b(), [(false, "one"), (true, "three"), (false, "two")]);
    assert_eq!(pair.a(), [(true, "one"), (true, "two"), (false, "three")]);
    assert_eq!(pair.pages[0].pending(), [""; 0]);
}

#[test]
fn a_line_typed_before_the_greeting_is_over_swallows_none_before_it() {
    let mut pair = Pair::new();
    pair.connect();
    pair.cut();
    pair.say(0, "one");
    pair.open();
    pair.say(0, "two");
    pair.settle();
    assert_eq!(pair.b(), [(false, "one"), (false, "two")]);
}

#[test]
fn who_comes_later_sees_nothing_of_what_was_said_before() {
    let mut pair = Pair::new();
    pair.connect();
    pair.say(0, "between us");
    pair.settle();
    pair.pages[1] = Page::new("stranger");
    pair.connect();
    assert_eq!((pair.a(), pair.b()), (vec![], vec![]));
    pair.say(0, "hello");
    pair.settle();
    assert_eq!(pair.b(), [(false, "hello")]);
}

#[test]
fn what_is_typed_as_soon_as_somebody_comes_is_for_them() {
    let mut pair = Pair::new();
    pair.connect();
    pair.say(0, "between us");
    pair.settle();
    pair.cut();
    pair.say(0, "are you there?");
    pair.pages[1] = Page::new("stranger");
    pair.open();
    pair.say(0, "welcome");
    pair.settle();
    assert_eq!(pair.b(), [(false, "welcome")]);
    assert_eq!(pair.a(), [(true, "welcome")]);
}

#[test]
fn what_is_typed_before_a_newcomers_channel_opens_is_for_them() {
    let mut pair = Pair::new();
    pair.connect();
    pair.say(0, "between us");
    pair.settle();
    pair.cut();
    pair.pages[0].chat.left();
    pair.pages[1] = Page::new("stranger");
    pair.say(0, "welcome");
    pair.connect();
    assert_eq!((pair.a(), pair.b()), (vec![(true, "welcome")], vec![(false, "welcome")]));
}

#[test]
fn who_only_claims_to_be_the_one_before_learns_nothing_to_claim_it_with() {
    let mut pair = Pair::new();
    pair.connect();
    pair.say(0, "between us");
    pair.settle();
    // All that this page says to whoever comes, before they have said who they are.
    assert_eq!(pair.pages[0].chat.opened(), Talk::Hello { side: "a".into() });
    let standing = Standing { side: "stranger".into(), other: "a".into(), heard: Vec::new() };
    for claim in [Talk::Welcome(standing.clone()), Talk::Thanks(standing), Talk::Hello { side: "stranger".into() }] {
        let mut asked = pair.pages[0].clone();
        let said = format!("{:?}", asked.chat.hear(claim, 0).answers);
        assert!(!said.contains("between us") && !said.contains("\"b\""), "{said}");
        assert_eq!(asked.texts(), []);
    }
}

#[test]
fn whoever_speaks_of_another_side_than_this_is_told_nothing() {
    let mut pair = Pair::new();
    pair.connect();
    pair.say(0, "between us");
    for theirs in ["", "c"] {
        let standing = Standing { side: "b".into(), other: theirs.into(), heard: Vec::new() };
        assert_eq!(pair.pages[0].chat.hear(Talk::Welcome(standing.clone()), 0), Outcome::default());
        assert_eq!(pair.pages[0].chat.hear(Talk::Thanks(standing), 0), Outcome::default());
    }
}

#[test]
fn two_hundred_of_the_longest_lines_survive_a_reload_in_any_script() {
    for sign in ["x", "é", "界", "ह", "👩‍👩‍👧‍👦", "\u{1}"] {
        let mut pair = Pair::new();
        pair.connect();
        let text: String = sign.chars().cycle().take(TEXT_MAX_CHARS).collect();
        for _ in 0..200 {
            pair.say(0, &text);
            pair.settle();
        }
        for page in &mut pair.pages {
            let memory = page.memory();
            page.load_again(&memory);
        }
        pair.connect();
        assert!([pair.a().len(), pair.b().len()] == [200, 200], "{sign:?}");
        assert_eq!(pair.pages[0].pending().len(), 0);
    }
}

#[test]
fn a_pasted_text_is_said_in_parts_and_none_of_it_is_lost() {
    // Parted at blanks, so that more parts are needed than the limit would be of full ones.
    let words = format!("{}\n", "x".repeat(3_200)).repeat(6);
    let without_blanks = "👩‍👩‍👧‍👦界e\u{301}".repeat(700);
    for text in [words.trim(), &without_blanks, &"x".repeat(PARTS_MAX * TEXT_MAX_CHARS)] {
        let mut pair = Pair::new();
        pair.connect();
        pair.say(0, text);
        pair.settle();
        let said: Vec<_> = pair.b().iter().map(|(_, part)| part.to_string()).collect();
        assert!(said.len() > 1 && said.iter().all(|part| length(part) <= TEXT_MAX_CHARS));
        assert!(said.iter().all(|part| !part.starts_with(['\u{200d}', '\u{301}'])), "no sign is parted");
        let whole = |text: &str| text.replace([' ', '\n'], "");
        assert_eq!(whole(&said.concat()), whole(text));
    }
    let endless = "x".repeat(PARTS_MAX * TEXT_MAX_CHARS + 1);
    assert_eq!(Page::new("a").chat.say(&endless, 0), Said::TooLong);
    assert_eq!(Page::new("a").chat.say(" \n ", 0), Said::Nothing);
}

#[test]
fn what_waits_is_never_dropped_for_want_of_room() {
    let mut page = Page::new("a");
    let mut said = 0;
    while let Said::Lines(_) = page.chat.say(&said.to_string(), 0) {
        said += 1;
    }
    assert_eq!((said, page.pending().len()), (LINES_MAX / 2, LINES_MAX / 2));
    let mut page = Page::new("a");
    while let Said::Lines(_) = page.chat.say(&"x".repeat(TEXT_MAX_CHARS), 0) {}
    assert_eq!(page.pending().len(), CHARS_MAX / 2 / TEXT_MAX_CHARS);
    // And what the other person said meanwhile has its place beside it.
    for number in 1..=100 {
        let text = Talk::Text(Text { load: "b0".into(), number, text: "x".into() });
        let _ = page.chat.hear(text, 0);
    }
    assert_eq!(page.texts().iter().filter(|(own, _)| !own).count(), 100);
}

#[test]
fn a_tab_with_a_small_memory_keeps_who_it_is_and_what_waits() {
    let mut pair = Pair::new();
    pair.connect();
    for number in 0..100 {
        pair.say(0, &number.to_string());
    }
    pair.settle();
    pair.cut();
    pair.say(0, "waits");
    let mut small = pair.pages[0].clone();
    while small.texts().len() > 1 {
        assert!(small.chat.shorten());
    }
    assert_eq!(small.texts(), [(true, "waits")]);
    pair.pages[0].load_again(&small.memory());
    pair.connect();
    assert_eq!(pair.b().len(), 101, "the other still has all of it");
}

#[test]
fn what_a_bad_page_says_changes_little() {
    let mut pair = Pair::new();
    pair.connect();
    let chat = &mut pair.pages[0].chat;
    let _ = chat.hear(Talk::Got(Heard { load: "a0".into(), number: u32::MAX }), 0);
    let text = |load: &str, number, text: &str| Talk::Text(Text { load: load.into(), number, text: text.into() });
    assert_eq!(chat.hear(text("l", 1, &"x".repeat(TEXT_MAX_CHARS + 1)), 0).news, None);
    assert_eq!(chat.hear(text("", 1, "x"), 0).news, None);
    for number in 1..=2 * LINES_MAX as u32 {
        let _ = chat.hear(text("l", number, "x"), 0);
        let _ = chat.hear(text(&format!("m{number}"), 1, "x"), 0);
    }
    assert_eq!((chat.lines().len(), chat.heard.len()), (LINES_MAX, LOADS_MAX));
    for number in 1..=2 * (CHARS_MAX / TEXT_MAX_CHARS) as u32 {
        let _ = chat.hear(text("n", number, &"x".repeat(TEXT_MAX_CHARS)), 0);
    }
    assert_eq!(chat.lines().len(), CHARS_MAX / TEXT_MAX_CHARS);
    let endless = "x".repeat(NAME_MAX_CHARS + 1);
    assert_eq!(chat.hear(Talk::Hello { side: endless }, 0), Outcome::default());
    assert!(!chat.hear(Talk::Got(Heard { load: "a0".into(), number: 0 }), 0).changed);
}

/// What happens to two people who write to each other. The number says to which of the two.
#[derive(Debug, Clone, Copy)]
enum Happening {
    Says(usize),
    /// One message arrives at this one.
    Arrives(usize),
    Opens,
    Cut,
    /// The tab writes down what it has. It does so after each change unless its memory refuses.
    Remembers(usize),
    /// The page is loaded again, with what the tab has written down last.
    Loads(usize),
    /// A second tab, with the same memory, takes the place of the first.
    Duplicated(usize),
    /// The first tab takes its place back, and the second one is the other from then on.
    TakesBack(usize),
    /// From now on the tab's memory refuses.
    Refuses(usize),
}

fn happening() -> impl Strategy<Value = Happening> {
    let who = 0..2_usize;
    prop_oneof![
        6 => who.clone().prop_map(Happening::Says),
        12 => who.clone().prop_map(Happening::Arrives),
        2 => Just(Happening::Opens),
        1 => Just(Happening::Cut),
        2 => who.clone().prop_map(Happening::Remembers),
        1 => who.clone().prop_map(Happening::Loads),
        1 => who.clone().prop_map(Happening::Duplicated),
        1 => who.clone().prop_map(Happening::TakesBack),
        1 => who.prop_map(Happening::Refuses),
    ]
}

/// Whether these texts stand on that screen in the same order, each once.
fn stands_in<'a>(mut texts: impl Iterator<Item = &'a str>, screen: &[(bool, &str)]) -> bool {
    let theirs: Vec<_> = screen.iter().filter(|(own, _)| !own).map(|(_, text)| *text).collect();
    let once: BTreeSet<_> = theirs.iter().collect();
    let mut rest = theirs.iter();
    once.len() == theirs.len() && texts.all(|text| rest.any(|other| *other == text))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    /// After everything has come to rest, each line that a page shows stands on the other's screen, once, in order, and is shown
    /// as delivered. Before, whatever is shown as delivered stands there, unless the other page has lost its memory of it.
    #[test]
    fn what_is_shown_as_delivered_stands_on_the_others_screen(history in prop::collection::vec(happening(), 0..120)) {
        let mut pair = Pair::new();
        let mut memory = [pair.pages[0].memory(), pair.pages[1].memory()];
        let mut refuses = [false; 2];
        let mut behind: [Option<Page>; 2] = [None, None];
        let mut forgetful = false;
        for (number, happened) in history.into_iter().enumerate() {
            match happened {
                Happening::Says(who) => pair.say(who, &format!("{who}-{number}")),
                Happening::Arrives(who) => drop(pair.deliver(who)),
                Happening::Opens => pair.open(),
                Happening::Cut => pair.cut(),
                Happening::Remembers(who) => memory[who] = pair.pages[who].memory(),
                Happening::Loads(who) => {
                    forgetful |= refuses[who];
                    pair.cut();
                    pair.pages[who].load_again(&memory[who]);
                }
                Happening::Duplicated(who) => {
                    forgetful = true;
                    pair.cut();
                    let first = pair.pages[who].clone();
                    pair.pages[who].load_again(&memory[who]);
                    behind[who] = Some(first);
                }
                Happening::TakesBack(who) => {
                    if let Some(mut first) = behind[who].take() {
                        forgetful = true;
                        pair.cut();
                        first.loads = first.loads.max(pair.pages[who].loads);
                        behind[who] = Some(std::mem::replace(&mut pair.pages[who], first));
                    }
                }
                Happening::Refuses(who) => refuses[who] = true,
            }
            for who in [0, 1] {
                if !refuses[who] {
                    memory[who] = pair.pages[who].memory();
                }
                let delivered = pair.pages[who].chat.lines().iter().filter(|line| line.own && line.delivered);
                let delivered: Vec<_> = delivered.map(|line| line.text.as_str()).collect();
                let screen = pair.pages[1 - who].texts();
                prop_assert!(forgetful || stands_in(delivered.into_iter(), &screen));
            }
        }
        pair.connect();
        pair.connect();
        for who in [0, 1] {
            let own = pair.pages[who].texts();
            let screen = pair.pages[1 - who].texts();
            let once: BTreeSet<_> = screen.iter().collect();
            prop_assert_eq!(once.len(), screen.len(), "nothing stands there twice");
            let own: Vec<_> = own.into_iter().filter(|(own, _)| *own).map(|(_, text)| text).collect();
            prop_assert!(own.iter().all(|text| screen.contains(&(false, *text))), "all of {own:?} in {screen:?}");
            prop_assert_eq!(pair.pages[who].pending(), [""; 0]);
            if !forgetful {
                prop_assert!(stands_in(own.into_iter(), &screen), "in order");
            }
        }
    }
}
