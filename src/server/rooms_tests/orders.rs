//! A server is killed and started again, and people come in each order: those who belong there, and strangers who are quicker.
//! What the two would lose: their seats, their door, or each other.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::protocol::Access;

const ANN: u8 = 1;
const BEN: u8 = 2;
const CID: u8 = 3;
const DOT: u8 = 4;
const EVE: u8 = 5;

/// What a stranger shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shows {
    Nothing,
    /// What they got when they sat there.
    Own,
    /// The same, but with everything besides the pass made up.
    OwnWithLies,
    /// What somebody else got, as one's own.
    Others(u8),
}

const ALL: [Shows; 5] = [Shows::Nothing, Shows::Own, Shows::OwnWithLies, Shows::Others(ANN), Shows::Others(BEN)];

/// People with tabs that remember what the server said last, and a server that can be killed.
struct Street {
    rooms: Rooms,
    now: Millis,
    last_socket: u64,
    tabs: BTreeMap<u8, Claim>,
    /// Who has which open socket.
    sockets: BTreeMap<SocketId, u8>,
    /// Who sits, as they were told.
    seated: BTreeMap<u8, SocketId>,
    /// Who was told that it is full, or refused, while it was so.
    turned_away: Vec<u8>,
}

impl Street {
    fn new() -> Self {
        let mut street = Self {
            rooms: Rooms::new(Millis(0), 0, passes()),
            now: Millis(0),
            last_socket: 0,
            tabs: BTreeMap::new(),
            sockets: BTreeMap::new(),
            seated: BTreeMap::new(),
            turned_away: Vec::new(),
        };
        street.wait(SETTLING_MS);
        street
    }

    fn handle(&mut self, input: Input) {
        for output in self.rooms.handle(self.now, input) {
            match output {
                Output::Send(socket, message) => self.told(socket, message),
                Output::Close(socket) | Output::Drop(socket) => {
                    if let Some(person) = self.sockets.remove(&socket)
                        && self.seated.get(&person) == Some(&socket)
                    {
                        self.seated.remove(&person);
                    }
                }
                Output::Forward(_) | Output::Seated { .. } | Output::Left(_) => {}
            }
        }
        assert!(self.seated.len() <= 2, "{:?}", self.seated);
    }

    fn told(&mut self, socket: SocketId, message: ServerMessage) {
        let person = self.sockets[&socket];
        let claim = self.tabs.get_mut(&person);
        match (message, claim) {
            (ServerMessage::Joined { role, pass, beside, peer, .. }, _) => {
                let peer = peer.map(|peer| Neighbour { seat: peer.seat, visit: peer.visit });
                self.tabs.insert(person, Claim { pass, role, beside, peer, flowing: true });
                self.seated.insert(person, socket);
            }
            (ServerMessage::Pass { pass, beside }, Some(claim)) => (claim.pass, claim.beside) = (pass, beside),
            (ServerMessage::PeerHere { visit, seat }, Some(claim)) => claim.peer = Some(Neighbour { seat, visit }),
            (ServerMessage::PeerLeft, Some(claim)) => claim.peer = None,
            (ServerMessage::Full | ServerMessage::Refused { .. }, _) => {
                self.turned_away.push(person);
                self.seated.remove(&person);
            }
            _ => {}
        }
    }

    /// Lets time pass, as the hub does.
    fn wait(&mut self, ms: u64) {
        let until = self.now.after(ms);
        while let Some(at) = self.rooms.deadline().filter(|at| *at <= until) {
            self.now = self.now.max(at);
            self.handle(Input::Woke);
        }
        self.now = until;
        // Everybody is there.
        for socket in self.seated.values().copied().collect::<Vec<_>>() {
            self.handle(Input::said(socket, None, ClientMessage::Pong));
        }
    }

    fn says(&mut self, person: u8, message: ClientMessage<crate::protocol::signal::Passing>) {
        if let Some(socket) = self.seated.get(&person) {
            self.handle(Input::said(*socket, None, message));
        }
    }

    fn comes(&mut self, person: u8, claim: Option<Claim>) {
        let ClientMessage::Join(join) = join(ROOM, person, visit(person)) else { unreachable!("made as a join") };
        self.last_socket += 1;
        let socket = socket(self.last_socket);
        self.sockets.insert(socket, person);
        self.handle(Input::said(socket, None, ClientMessage::Join(Join { claim, ..join })));
    }

    fn comes_with(&mut self, person: u8, shows: Shows) {
        let own = self.tabs.get(&person).copied();
        let claim = match shows {
            Shows::Nothing => None,
            Shows::Own => own,
            Shows::OwnWithLies => own.map(|own| {
                let role = if own.role == Role::Polite { Role::Impolite } else { Role::Polite };
                let beside = Some(seat_of(ANN));
                let peer = Some(Neighbour { seat: seat_of(BEN), visit: visit(9) });
                Claim { role, beside, peer, ..own }
            }),
            Shows::Others(owner) => self.tabs.get(&owner).copied(),
        };
        self.comes(person, claim);
    }

    /// Comes back with what the tab remembers, while media flows or not.
    fn comes_back(&mut self, person: u8, flowing: bool) {
        let claim = self.tabs.get(&person).map(|claim| Claim { flowing, ..*claim });
        self.comes(person, claim);
    }

    fn leaves(&mut self, person: u8) {
        self.says(person, ClientMessage::Leave);
        self.seated.remove(&person);
    }

    /// SIGKILL, and another server with the same key.
    fn is_killed(&mut self) {
        self.wait(2_000);
        self.rooms = Rooms::new(self.now, 0, passes());
        self.sockets.clear();
        self.seated.clear();
        self.turned_away.clear();
    }

    fn sit(&self) -> Vec<u8> {
        self.seated.keys().copied().collect()
    }

    fn access(&self) -> Option<Access> {
        self.rooms.rooms.get(&room_key()).and_then(|room| room.door.told())
    }
}

/// In the morning two strangers sat in the room, and one with Ann; since then Ann and Ben do.
fn street(wanted: Option<Access>) -> Street {
    let mut street = Street::new();
    street.comes(CID, None);
    street.comes(DOT, None);
    street.wait(60_000);
    street.leaves(DOT);
    street.comes(ANN, None);
    street.leaves(CID);
    street.wait(3 * 3_600_000);
    street.comes(BEN, None);
    if let Some(access) = wanted {
        street.says(ANN, ClientMessage::Access(access));
    }
    assert_eq!(street.sit(), [ANN, BEN]);
    street
}

/// All orders of these people.
fn orders(people: &[u8]) -> Vec<Vec<u8>> {
    if people.is_empty() {
        return vec![Vec::new()];
    }
    let with = |first: &u8| {
        let rest: Vec<u8> = people.iter().copied().filter(|person| person != first).collect();
        orders(&rest).into_iter().map(|rest| [&[*first][..], &rest].concat()).collect::<Vec<_>>()
    };
    people.iter().flat_map(with).collect()
}

/// People come in that order. Strangers lock the door as soon as they can.
fn come(street: &mut Street, order: &[u8], shows: [Shows; 2], pause_ms: u64, flowing: bool) {
    for person in order {
        match *person {
            CID => street.comes_with(CID, shows[0]),
            DOT => street.comes_with(DOT, shows[1]),
            person => street.comes_back(person, flowing),
        }
        for stranger in [CID, DOT] {
            street.says(stranger, ClientMessage::Access(Access::Locked));
        }
        street.wait(pause_ms);
    }
}

#[test]
fn the_two_have_their_seats_and_their_door_whoever_was_quicker_and_with_whatever() {
    let doors = [None, Some(Access::Open), Some(Access::Knock), Some(Access::Locked)];
    for order in [orders(&[ANN, BEN, CID]), orders(&[ANN, BEN, CID, DOT])].concat() {
        for (first, second) in ALL.iter().flat_map(|first| ALL.map(|second| (*first, second))) {
            for (pause_ms, flowing) in [(0, true), (0, false), (1, true), (7_400, true), (7_400, false)] {
                for door in doors {
                    let what = format!("{order:?} {first:?} {second:?} {pause_ms} {flowing} {door:?}");
                    let mut street = street(door);
                    street.is_killed();
                    come(&mut street, &order, [first, second], pause_ms, flowing);
                    assert_eq!(street.sit(), [ANN, BEN], "{what}");
                    assert!(!street.turned_away.iter().any(|person| [ANN, BEN].contains(person)), "{what}");
                    assert_eq!(street.access().unwrap_or_default(), door.unwrap_or_default(), "{what}");
                }
            }
        }
    }
}

#[test]
fn the_two_have_their_seats_after_two_restarts_that_follow_at_once() {
    for order in orders(&[ANN, BEN, CID, DOT]) {
        for again in orders(&[ANN, BEN, CID, DOT]) {
            for came in 0..order.len() {
                let mut street = street(Some(Access::Locked));
                street.is_killed();
                come(&mut street, &order[..came], [Shows::Own; 2], 100, true);
                street.is_killed();
                come(&mut street, &again, [Shows::Own; 2], 100, true);
                assert_eq!(street.sit(), [ANN, BEN], "{order:?} to {came}, {again:?}");
                assert_eq!(street.access(), Some(Access::Locked));
            }
        }
    }
}

#[test]
fn an_old_guest_puts_nobody_out_who_waits_alone_and_does_not_pass_the_door() {
    for order in [orders(&[ANN, CID]), orders(&[ANN, CID, DOT])].concat() {
        for (first, second) in ALL.iter().flat_map(|first| ALL.map(|second| (*first, second))) {
            for (pause_ms, flowing) in [(0, true), (0, false), (7_400, true), (7_400, false)] {
                let what = format!("{order:?} {first:?} {second:?} {pause_ms} {flowing}");
                let mut street = street(Some(Access::Knock));
                street.leaves(BEN);
                street.is_killed();
                come(&mut street, &order, [first, second], pause_ms, flowing);
                assert_eq!(street.sit(), [ANN], "{what}");
                assert!(!street.turned_away.contains(&ANN), "{what}");
                assert_eq!(street.access(), Some(Access::Knock), "{what}");
            }
        }
    }
}

#[test]
fn who_left_a_room_comes_into_it_again_as_a_newcomer_only() {
    let mut street = street(Some(Access::Knock));
    street.leaves(BEN);
    street.comes(CID, None);
    assert_eq!(street.turned_away, [CID]);
    street.is_killed();
    street.comes_back(BEN, true);
    street.comes_back(ANN, false);
    assert_eq!(street.sit(), [ANN], "the door was asked for when Ben had gone");
}

#[test]
fn no_seat_is_held_for_who_has_left_whatever_the_other_s_younger_pass_says() {
    for (one, other) in [(ANN, BEN), (BEN, ANN)] {
        let mut street = street(Some(Access::Locked));
        street.is_killed();
        street.comes_back(one, true);
        street.wait(5_000);
        street.leaves(one);
        street.wait(1_000);
        street.comes_back(other, true);
        assert_eq!(street.rooms.occupancy(&room_key()), Occupancy::One, "{one} has said that they go");
        assert_eq!((street.sit(), street.turned_away), (vec![other], vec![]));
    }
}

#[test]
fn who_has_left_and_was_let_in_again_belongs_there_again() {
    for (one, other) in [(ANN, BEN), (BEN, ANN)] {
        let mut street = street(None);
        street.is_killed();
        street.comes_back(one, true);
        street.leaves(one);
        street.comes(one, None);
        street.comes_back(other, true);
        assert_eq!(street.sit(), [ANN, BEN]);
    }
}

#[test]
fn who_belongs_there_and_waits_sits_down_when_that_is_known() {
    for (knows_peer, flowing) in [(true, true), (true, false), (false, true)] {
        let mut street = street(Some(Access::Locked));
        street.is_killed();
        street.comes(CID, None);
        street.comes(DOT, None);
        // Nobody has heard of the two for so long that others wait.
        street.now = street.now.after(1_500);
        street.comes(EVE, None);
        street.comes(BEN, None);
        assert_eq!(street.rooms.census().waiting, 2);
        let claim = street.tabs[&ANN];
        let peer = claim.peer.filter(|_| knows_peer);
        street.comes(ANN, Some(Claim { peer, flowing, ..claim }));
        assert_eq!(street.sit(), [ANN, BEN], "{knows_peer} {flowing}");
        assert!(!street.turned_away.contains(&BEN));
    }
}

#[test]
fn who_left_soon_after_a_start_comes_back_by_no_pass_of_the_same_time() {
    for (first, again) in
        orders(&[ANN, BEN]).iter().flat_map(|first| orders(&[ANN, BEN]).into_iter().map(move |again| (first, again)))
    {
        let mut street = street(Some(Access::Knock));
        street.is_killed();
        first.iter().for_each(|person| street.comes_back(*person, true));
        street.leaves(BEN);
        street.is_killed();
        again.iter().for_each(|person| street.comes_back(*person, true));
        assert_eq!(street.sit(), [ANN], "{first:?} {again:?}");
    }
}

#[test]
fn nobody_is_put_out_when_the_thirty_seconds_are_over() {
    for shows in ALL {
        let mut street = street(Some(Access::Locked));
        street.is_killed();
        street.comes_with(CID, Shows::Nothing);
        street.comes_with(DOT, Shows::Nothing);
        street.wait(SETTLING_MS);
        street.comes_back(ANN, true);
        street.comes_back(BEN, true);
        assert_eq!(street.sit(), [CID, DOT]);
        let mut street = self::street(Some(Access::Locked));
        street.is_killed();
        street.comes_back(ANN, true);
        street.comes_back(BEN, true);
        street.wait(SETTLING_MS);
        street.comes_with(CID, shows);
        assert_eq!(street.sit(), [ANN, BEN]);
    }
}

/// What happens between a restart and the end of the thirty seconds.
#[derive(Debug, Clone)]
enum Step {
    Comes(u8, usize),
    Leaves(u8),
    Loses(u8),
    Says(u8, u8),
    Waits(u64),
}

fn step() -> impl Strategy<Value = Step> {
    let stranger = || prop_oneof![Just(CID), Just(DOT)];
    prop_oneof![
        4 => (stranger(), 0..ALL.len()).prop_map(|(person, shows)| Step::Comes(person, shows)),
        1 => stranger().prop_map(Step::Leaves),
        1 => (1..=4_u8).prop_map(Step::Loses),
        2 => (stranger(), 0..3_u8).prop_map(|(person, access)| Step::Says(person, access)),
        2 => (0..900_u64).prop_map(Step::Waits),
    ]
}

fn happen(street: &mut Street, steps: &[Step]) {
    for step in steps {
        match step {
            Step::Comes(person, shows) => street.comes_with(*person, ALL[*shows]),
            Step::Leaves(person) => street.leaves(*person),
            Step::Loses(person) => {
                if let Some(socket) = street.seated.remove(person) {
                    street.handle(Input::Lost(socket));
                    street.sockets.remove(&socket);
                }
            }
            Step::Says(person, access) => {
                let access = [Access::Open, Access::Knock, Access::Locked][usize::from(*access)];
                street.says(*person, ClientMessage::Access(access));
            }
            Step::Waits(ms) => street.wait(*ms),
        }
    }
}

proptest! {
    #[test]
    fn whatever_strangers_do_meanwhile_the_two_sit_beside_each_other_when_both_have_come(
        before in proptest::collection::vec(step(), 0..8),
        between in proptest::collection::vec(step(), 0..8),
        after in proptest::collection::vec(step(), 0..8),
        ben_first in any::<bool>(),
        flowing in any::<bool>(),
        locked in any::<bool>(),
    ) {
        let mut street = street(locked.then_some(Access::Locked));
        street.is_killed();
        let (first, second) = if ben_first { (BEN, ANN) } else { (ANN, BEN) };
        happen(&mut street, &before);
        street.comes_back(first, flowing);
        prop_assert!(street.seated.contains_key(&first));
        happen(&mut street, &between);
        street.comes_back(second, flowing);
        prop_assert!(street.seated.contains_key(&second));
        happen(&mut street, &after);
        // Who lost the socket comes back.
        for person in [ANN, BEN] {
            if !street.seated.contains_key(&person) {
                street.comes_back(person, flowing);
            }
        }
        prop_assert_eq!(street.sit(), [ANN, BEN]);
        // And what they remember then is worth as much after the next restart.
        street.wait(SETTLING_MS + 1_000);
        street.is_killed();
        happen(&mut street, &before);
        street.comes_back(second, flowing);
        street.comes_back(first, flowing);
        prop_assert_eq!(street.sit(), [ANN, BEN]);
    }
}
