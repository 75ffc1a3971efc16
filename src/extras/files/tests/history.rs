//! All that can happen to two people who send each other files, in any order.

use std::collections::{BTreeMap, BTreeSet};

use super::*;

/// What happens. The first number says to which of the two.
#[derive(Debug, Clone, Copy)]
enum Happening {
    /// The person chooses an empty file, a small one, one of more than a block, or several.
    Chooses(usize, u8),
    /// The person accepts a file that waits for it.
    Accepts(usize, usize),
    /// The same, but there is nowhere to store it.
    FindsNoPlace(usize, usize),
    /// The person cancels a file, whichever it is and however far it has come.
    Cancels(usize, usize),
    /// So many frames and texts arrive at a page that has no time to do anything else.
    Arrives(usize, usize),
    /// A block is read, checked or written, or a file is closed.
    Works(usize),
    /// The same, and it fails, or the block turns out to be damaged.
    Fails(usize),
    /// The line is good at both ends, for so many steps.
    Runs(usize),
    /// The connection is dead, and what was on its way is lost. Nobody has noticed yet.
    Breaks,
    /// A page learns that its channel is closed.
    Notices(usize),
    /// The server has let the seat of somebody go who was heard before.
    Alone(usize),
    /// The channel on the newest connection opens at one end. What the other end said until then is lost.
    Opens(usize),
    /// The page is loaded again, or somebody else comes in its place.
    Loads(usize),
    /// A second tab takes the place of the first, or the first one takes it back.
    OtherTab(usize),
    /// The person leaves, and comes back on the same page.
    Leaves(usize),
}

use Happening::*;

fn happening() -> impl Strategy<Value = Happening> {
    let who = 0..2_usize;
    let row = (0..2_usize, 0..8_usize);
    prop_oneof![
        8 => (who.clone(), 0..4_u8).prop_map(|(who, kind)| Chooses(who, kind)),
        16 => row.clone().prop_map(|(who, row)| Accepts(who, row)),
        1 => row.clone().prop_map(|(who, row)| FindsNoPlace(who, row)),
        2 => row.prop_map(|(who, row)| Cancels(who, row)),
        24 => (who.clone(), 0..200_usize).prop_map(|(who, packets)| Arrives(who, packets)),
        8 => who.clone().prop_map(Works),
        2 => who.clone().prop_map(Fails),
        16 => (0..60_usize).prop_map(Runs),
        8 => Just(Breaks),
        4 => who.clone().prop_map(Notices),
        2 => who.clone().prop_map(Alone),
        8 => who.clone().prop_map(Opens),
        1 => who.clone().prop_map(Loads),
        2 => who.clone().prop_map(OtherTab),
        1 => who.prop_map(Leaves),
    ]
}

/// One of the two: their page, how its files stood when they were looked at last, and the connection of its channel.
struct Side {
    page: Page,
    seen: BTreeMap<u32, State>,
    connection: Option<u32>,
}

impl Side {
    fn new(session: u8) -> Self {
        Self { page: Page::new(session), seen: BTreeMap::new(), connection: None }
    }

    /// The sizes of the files in that state, of this page or of the other one.
    fn sizes(&mut self, outgoing: bool, state: State) -> Vec<u64> {
        let rows = self.page.rows().into_iter().filter(|row| row.outgoing == outgoing && row.state == state);
        rows.map(|row| row.size).collect()
    }

    /// Files come to an end once, stay in the list, and the person is told of each.
    fn look(&mut self, forgetful: bool) {
        let rows = self.page.rows();
        for row in &rows {
            let before = self.seen.insert(row.key, row.state);
            assert!(before.is_none_or(|before| before == row.state || !before.is_final()), "{before:?} to {row:?}");
            let nonsense = [End::Here(Why::Nonsense), End::There(Why::Nonsense)].map(State::Ended);
            assert!(!nonsense.contains(&row.state), "{row:?}");
            assert!(forgetful || row.state != State::Ended(End::Gone), "{row:?}");
        }
        assert_eq!(self.seen.len(), rows.len(), "none disappears");
        let ended = rows.iter().filter(|row| matches!(row.state, State::Ended(end) if end.is_news())).count();
        let done = rows.iter().filter(|row| row.state == State::Done).count();
        let told = |is: fn(&News) -> bool| self.page.news.iter().filter(|news| is(news)).count();
        assert_eq!(told(|news| matches!(news, News::Ended { .. })), ended);
        assert_eq!(told(|news| matches!(news, News::Sent(_) | News::Received { .. })), done);
    }
}

/// The two, and what is known of them besides. A file is known by its size, which no other has but an empty one.
struct World {
    sides: [Side; 2],
    behind: [Option<Side>; 2],
    /// The newest connection.
    connection: u32,
    sessions: u8,
    /// What was chosen so far.
    chosen: Vec<Vec<u8>>,
    /// What lies whole on each side's disk.
    stored: [Vec<u64>; 2],
    /// Files that were cancelled or refused on each side by its person.
    unwanted: [BTreeSet<u64>; 2],
    /// A page was loaded again, or another took its place.
    forgetful: bool,
}

impl World {
    fn new() -> Self {
        let mut world = Self {
            sides: [Side::new(1), Side::new(2)],
            behind: [None, None],
            connection: 0,
            sessions: 2,
            chosen: Vec::new(),
            stored: Default::default(),
            unwanted: Default::default(),
            forgetful: false,
        };
        world.connect();
        world
    }

    fn page(&mut self, who: usize) -> &mut Page {
        &mut self.sides[who].page
    }

    fn happen(&mut self, happening: Happening) {
        match happening {
            Chooses(who, kind) => self.choose(who, kind),
            Accepts(who, nth) => self.answer(who, nth, Event::Accepted),
            FindsNoPlace(who, nth) => self.answer(who, nth, Event::NotStored),
            Cancels(who, nth) => self.cancel(who, nth),
            Arrives(who, packets) => {
                for _ in 0..packets {
                    self.deliver(who);
                    self.page(1 - who).work();
                }
            }
            Works(who) => _ = self.page(who).work(),
            Fails(who) => _ = self.page(who).work_as(failed),
            Runs(steps) => {
                [0, 1].into_iter().for_each(|who| self.open(who));
                for _ in 0..steps {
                    self.step();
                }
            }
            Breaks => self.break_off(),
            Notices(who) if self.sides[who].connection.is_some_and(|of| of != self.connection) => {
                self.sides[who].connection = None;
                self.page(who).handle(Event::Closed);
            }
            Alone(who) if self.sides[who].page.files.other.is_some() => self.page(who).handle(Event::Alone),
            Opens(who) => self.open(who),
            Notices(_) | Alone(_) => {}
            Loads(who) => drop(self.change(who, None)),
            OtherTab(who) => {
                let behind = self.behind[who].take();
                self.behind[who] = Some(self.change(who, behind));
            }
            Leaves(who) => {
                let open = self.page(who).rows().into_iter().filter(|row| !row.state.is_final());
                let open: Vec<u64> = open.map(|row| row.size).collect();
                self.unwanted[who].extend(open);
                self.page(who).handle(Event::CallOver);
                self.break_off();
            }
        }
        self.lose();
        self.check();
    }

    fn choose(&mut self, who: usize, kind: u8) {
        let sizes: &[u64] = match kind {
            0 => &[0],
            1 => &[1],
            2 => &[BLOCK - 8],
            _ => &[3 * BLOCK, 0, 1],
        };
        let contents: Vec<Vec<u8>> = sizes.iter().map(|size| self.content(*size)).collect();
        self.page(who).choose(&contents);
    }

    /// A file that is about so long, but for an empty one.
    fn content(&mut self, size: u64) -> Vec<u8> {
        let number = self.chosen.len();
        let mut content = vec![number as u8; if size == 0 { 0 } else { size as usize + number }];
        content.iter_mut().step_by(BLOCK as usize).enumerate().for_each(|(at, byte)| *byte = at as u8);
        self.chosen.push(content.clone());
        content
    }

    fn answer(&mut self, who: usize, nth: usize, answer: fn(u32) -> Event) {
        let rows = self.page(who).rows();
        let offered: Vec<&Row> = rows.iter().filter(|row| !row.outgoing && row.state == State::Offered).collect();
        if let Some(row) = offered.get(nth % offered.len().max(1)) {
            self.page(who).handle(answer(row.key));
        }
    }

    fn cancel(&mut self, who: usize, nth: usize) {
        let rows = self.page(who).rows();
        if let Some(row) = rows.get(nth % rows.len().max(1)) {
            self.unwanted[who].insert(row.size);
            self.page(who).handle(Event::Cancelled(row.key));
        }
    }

    fn break_off(&mut self) {
        self.connection += 1;
        self.lose();
    }

    fn open(&mut self, who: usize) {
        if self.sides[who].connection != Some(self.connection) {
            self.sides[who].connection = Some(self.connection);
            let message_max = [None, Some(u32::MAX)][who];
            self.page(who).handle(Event::Opened(message_max));
        }
    }

    fn connect(&mut self) {
        self.break_off();
        for who in [0, 1] {
            self.open(who);
            self.lose();
        }
    }

    /// Another page, or a new one, has the place of the one that is returned.
    fn change(&mut self, who: usize, to: Option<Side>) -> Side {
        self.break_off();
        self.forgetful = true;
        self.sessions += 1;
        std::mem::replace(&mut self.sides[who], to.unwrap_or_else(|| Side::new(self.sessions)))
    }

    /// What is said into a connection that does not reach the other page is lost.
    fn lose(&mut self) {
        let linked = self.sides.iter().all(|side| side.connection == Some(self.connection));
        if !linked {
            self.sides.iter_mut().for_each(|side| side.page.line.clear());
        }
    }

    fn deliver(&mut self, to: usize) -> bool {
        let Some(packet) = self.page(1 - to).send() else { return false };
        self.page(to).hear(packet);
        true
    }

    fn step(&mut self) -> bool {
        let moved = self.page(0).work() | self.page(1).work() | self.deliver(0) | self.deliver(1);
        self.lose();
        moved
    }

    /// What must be true at any time.
    fn check(&mut self) {
        for who in [0, 1] {
            self.store(who);
            self.sides[who].look(self.forgetful);
        }
        for (who, other) in [(0, 1), (1, 0)] {
            let (sent, stored) = (self.sides[who].sizes(true, State::Done), self.stored[other].iter().copied());
            assert!(is_within(&sent, stored.collect()), "{sent:?} bytes are not all with the other");
            let refused = State::Ended(End::There(Why::Person));
            let withdrawn = self.sides[who].sizes(false, refused).into_iter().filter(|_| !self.forgetful);
            let unwanted: Vec<u64> = withdrawn.chain(self.sides[who].sizes(true, refused)).collect();
            let known = |size: &u64| *size == 0 || self.unwanted[other].contains(size);
            assert!(unwanted.iter().all(known), "{unwanted:?} bytes: not all were refused");
        }
    }

    /// Writes down what has become whole on a disk, once.
    fn store(&mut self, who: usize) {
        let Side { page, seen, .. } = &mut self.sides[who];
        let rows = page.rows().into_iter().filter(|row| !row.outgoing && row.state == State::Done);
        for row in rows.filter(|row| seen.get(&row.key) != Some(&State::Done)).collect::<Vec<_>>() {
            let written = page.written.get(&row.key).cloned().unwrap_or_default();
            assert!(self.chosen.contains(&written), "{row:?} has other bytes");
            let twice = row.size > 0 && self.stored[who].contains(&row.size);
            assert!(self.forgetful || !twice, "{row:?} is there twice");
            self.stored[who].push(row.size);
        }
    }

    /// The line stays up and nobody does anything: what waits then can still come.
    fn come_to_rest(&mut self) {
        self.connect();
        assert!((0..100_000).any(|_| !self.step()), "they come to rest");
        self.check();
        for (who, other) in [(0, 1), (1, 0)] {
            let open = self.page(who).rows().into_iter().filter(|row| !row.state.is_final()).collect::<Vec<_>>();
            assert!(open.iter().all(|row| row.state == State::Offered && !row.paused), "{open:?}");
            let theirs = self.sides[other].sizes(false, State::Offered);
            assert_eq!(self.sides[who].sizes(true, State::Offered), theirs, "they can accept what waits for them");
        }
    }
}

/// Whether these are all among those, each as often.
fn is_within(some: &[u64], mut all: Vec<u64>) -> bool {
    some.iter().all(|size| all.iter().position(|of| of == size).map(|at| all.swap_remove(at)).is_some())
}

/// What was to be done could not be.
fn failed(event: Event) -> Event {
    match event {
        Event::Read { key, offset, .. } => Event::Read { key, offset, digest: None },
        Event::Checked { key, offset, .. } => Event::Checked { key, offset, digest: Some([0; 32].into()) },
        Event::Written { key, .. } | Event::Finished { key, .. } => Event::NotStored(key),
        other => other,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn a_file_shown_as_sent_is_whole_on_the_other_side_and_none_waits_for_ever(
        history in prop::collection::vec(happening(), 0..150),
    ) {
        let mut world = World::new();
        history.into_iter().for_each(|happening| world.happen(happening));
        world.come_to_rest();
        for who in [0, 1] {
            world.page(who).accept_all();
        }
        world.come_to_rest();
        for who in [0, 1] {
            prop_assert!(world.page(who).states().iter().all(|state| state.is_final()));
        }
    }
}
