//! The one owner of the rooms: every socket's words go through it, and it puts the answers into the sockets' outboxes.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::extract::ws::Utf8Bytes;
use tokio::sync::Notify;
use tokio::time::Instant;

use super::budget::{Account, Held};
use super::limits::TooMuch;
use super::metrics::{Limited, Metrics};
use super::network::Network;
use super::outbox::{Outbox, Outgoing, Unread, outbox};
use super::pass::Passes;
use super::relay::{Fact, Sitting, TicketId};
use super::rooms::{Census, Input, Output, Rooms, SocketId};
use super::turn::Turn;
use crate::clock::{Millis, unix_ms};
use crate::protocol::occupancy::Occupancy;
use crate::protocol::room_name::RoomKey;
use crate::protocol::signal::Passing;
use crate::protocol::{ClientMessage, Refusal, ServerMessage, codec};

/// A join that waits takes so many times its text: the texts in it, and around each signal about as much as a short one has.
const JOIN_TAKES: usize = 2;

/// The rooms and the sockets that are open to them.
#[derive(Debug)]
pub struct Hub {
    // A std mutex: no await happens under it, and a critical section takes microseconds.
    inner: Mutex<Inner>,
    /// Rung when the rooms' deadline may have come nearer.
    bell: Notify,
    epoch: Instant,
    metrics: Arc<Metrics>,
    /// The relay of this server, if there is one: it goes by who sits where.
    turn: Option<Arc<Turn>>,
}

#[derive(Debug)]
struct Inner {
    rooms: Rooms,
    outboxes: HashMap<SocketId, Outbox>,
    /// What joins hold that have no answer yet.
    waiting: HashMap<SocketId, Held>,
    /// What each socket may use the relay with.
    tickets: HashMap<SocketId, TicketId>,
    last_socket: u64,
    draining: bool,
    /// Nobody is let in any more.
    stopped: bool,
    /// The rooms' deadline, as of their last change.
    deadline: Option<Millis>,
}

/// A socket's place in the hub; dropping it tells the rooms that the socket is lost.
#[derive(Debug)]
pub struct Connection {
    hub: Arc<Hub>,
    id: SocketId,
    account: Account,
    ticket: Option<TicketId>,
}

impl Hub {
    /// An empty hub of at most so many rooms; 0 is any number.
    pub fn new(rooms_max: usize, passes: Passes, metrics: Arc<Metrics>) -> Arc<Self> {
        Self::relaying(rooms_max, passes, metrics, None)
    }

    /// The same, whose people may use a relay.
    pub fn relaying(rooms_max: usize, passes: Passes, metrics: Arc<Metrics>, turn: Option<Arc<Turn>>) -> Arc<Self> {
        let rooms = Rooms::new(Millis::default(), rooms_max, passes);
        let inner = Inner {
            rooms,
            outboxes: HashMap::new(),
            waiting: HashMap::new(),
            tickets: HashMap::new(),
            last_socket: 0,
            draining: false,
            stopped: false,
            deadline: None,
        };
        Arc::new(Self { inner: Mutex::new(inner), bell: Notify::new(), epoch: Instant::now(), metrics, turn })
    }

    /// Takes a socket in. What the session must write comes out of the receiver; when that ends, the client did not
    /// read what was written and has to go. What waits for it counts for the account.
    pub fn connect(self: &Arc<Self>, account: Account) -> (Connection, Unread) {
        let mut inner = self.lock();
        inner.last_socket += 1;
        let id = SocketId(inner.last_socket);
        let (mut outbox, unread) = outbox(account.clone());
        if inner.stopped {
            // It came over a connection that was there before; on the next try it comes to the next process.
            let _ = outbox.put(Outgoing::Stopping);
        } else {
            inner.outboxes.insert(id, outbox);
        }
        let ticket = self.turn.as_ref().and_then(|turn| turn.issue(id));
        inner.tickets.extend(ticket.map(|ticket| (id, ticket)));
        (Connection { hub: Arc::clone(self), id, account, ticket }, unread)
    }

    /// How many people have a seat in a room.
    pub fn occupancy(&self, key: &RoomKey) -> Occupancy {
        self.lock().rooms.occupancy(key)
    }

    /// What is counted.
    pub fn metrics(&self) -> &Metrics {
        &self.metrics
    }

    /// Whether people can be seated: the rooms are asked, and must not be in an undefined state. Whoever holds them for ever
    /// makes this wait for ever, which is an answer too.
    pub fn is_healthy(&self) -> bool {
        self.inner.lock().is_ok()
    }

    /// Whether the server is about to stop.
    pub fn is_draining(&self) -> bool {
        self.lock().draining
    }

    /// Who sits where, in numbers.
    pub fn census(&self) -> Census {
        self.lock().rooms.census()
    }

    /// How many sockets are open.
    pub fn sockets(&self) -> usize {
        self.lock().outboxes.len()
    }

    /// Opens no new rooms from now on and tells everybody.
    pub fn drain(&self) {
        let mut inner = self.lock();
        inner.draining = true;
        inner.rooms.handle(self.now(), Input::Drain);
        for socket in inner.outboxes.keys().copied().collect::<Vec<_>>() {
            inner.deliver(Output::Send(socket, ServerMessage::Draining), None);
        }
    }

    /// Has these clients told something; who has gone meanwhile misses nothing.
    pub fn tell(&self, messages: impl IntoIterator<Item = (SocketId, ServerMessage)>) {
        let mut inner = self.lock();
        for (socket, message) in messages {
            inner.deliver(Output::Send(socket, message), None);
        }
    }

    /// Has every socket closed, with the word that the server stops.
    pub fn stop(&self) {
        let mut inner = self.lock();
        inner.stopped = true;
        for mut outbox in std::mem::take(&mut inner.outboxes).into_values() {
            // One that is full belongs to a client that does not read; it learns of the end by the end.
            let _ = outbox.put(Outgoing::Stopping);
        }
    }

    /// Lets held seats expire. Runs until it is dropped.
    pub async fn keep_time(&self) {
        loop {
            let deadline = self.lock().deadline;
            match deadline {
                None => self.bell.notified().await,
                Some(at) => {
                    let at = self.epoch + Duration::from_millis(at.0);
                    tokio::select! {
                        () = tokio::time::sleep_until(at) => self.handle(Input::Woke, None, None),
                        () = self.bell.notified() => {}
                    }
                }
            }
        }
    }

    /// Has the rooms take what happened. If it was said in a frame, that is what is passed on. If it is a join, it holds what it
    /// holds until it has its answer.
    fn handle(&self, input: Input, frame: Option<&Utf8Bytes>, join: Option<(SocketId, Held)>) {
        let now = self.now();
        let unix_ms = unix_ms();
        let mut inner = self.lock();
        inner.rooms.set_clock(now, unix_ms);
        for output in inner.rooms.handle(now, input) {
            if let Output::Send(socket, message) = &output {
                self.metrics.answered(message);
                if !inner.rooms.is_waiting(*socket) {
                    inner.waiting.remove(socket);
                }
            }
            if let Some(turn) = &self.turn {
                inner.follow(turn, &output);
            }
            inner.deliver(output, frame);
        }
        if let Some((socket, held)) = join
            && inner.rooms.is_waiting(socket)
        {
            // A second one is answered at once, and the first goes on waiting.
            inner.waiting.entry(socket).or_insert(held);
        }
        let deadline = inner.rooms.deadline();
        let changed = std::mem::replace(&mut inner.deadline, deadline) != deadline;
        drop(inner);
        if changed {
            self.bell.notify_one();
        }
    }

    fn now(&self) -> Millis {
        Millis(u64::try_from(self.epoch.elapsed().as_millis()).unwrap_or(u64::MAX))
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        // A panic under the lock is a bug that `is_healthy` reports; the calls that go on are still worth serving.
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inner {
    /// Tells the relay who sits where now.
    fn follow(&self, turn: &Turn, output: &Output) {
        match *output {
            Output::Seated { socket, seat, is_back, owner, beside } => {
                let Some(&ticket) = self.tickets.get(&socket) else { return };
                let sitting = Sitting { ticket, socket, seat, owner, beside };
                turn.tell(if is_back { Fact::Resumed(sitting) } else { Fact::Seated(sitting) });
            }
            Output::Left(seat) => turn.tell(Fact::Left(seat)),
            Output::Send(..) | Output::Forward(_) | Output::Close(_) | Output::Drop(_) => {}
        }
    }

    fn deliver(&mut self, output: Output, frame: Option<&Utf8Bytes>) {
        let (socket, outgoing) = match output {
            Output::Send(socket, message) => {
                // Without the space that the writer had left over: it is held as long as the text waits.
                let text = codec::encode(&message).into_boxed_str().into_string();
                (socket, Outgoing::Text(text.into()))
            }
            Output::Forward(socket) => match frame {
                // A copy: the frame may be a part of something larger.
                Some(frame) => (socket, Outgoing::Text(frame.as_str().into())),
                None => return,
            },
            Output::Close(socket) => (socket, Outgoing::Moved),
            Output::Drop(socket) => (socket, Outgoing::Deaf),
            Output::Seated { .. } | Output::Left(_) => return,
        };
        let last = matches!(outgoing, Outgoing::Moved | Outgoing::Deaf);
        let Some(outbox) = self.outboxes.get_mut(&socket) else { return };
        // Waiting for one slow client would make everybody wait. Its session sees its outbox end and lets go.
        if outbox.put(outgoing).is_err() || last {
            self.outboxes.remove(&socket);
        }
    }
}

impl Connection {
    /// How many sockets were let in before this one, and this one.
    pub fn number(&self) -> u64 {
        self.id.0
    }

    /// What its owner may use the relay with, if there is one.
    pub fn ticket(&self) -> Option<TicketId> {
        self.ticket
    }

    /// A client from there said something, in this frame.
    pub fn said(&self, message: ClientMessage<Passing>, from: Option<Network>, frame: &Utf8Bytes) {
        if let ClientMessage::Measured(measured) = message {
            self.hub.metrics.reported(measured);
        }
        let join = match &message {
            ClientMessage::Join(_) => match self.account.hold(JOIN_TAKES * frame.len()) {
                Ok(held) => Some((self.id, held)),
                Err(why) => return self.refuse(why),
            },
            ClientMessage::Leave => {
                self.hub.lock().waiting.remove(&self.id);
                None
            }
            _ => None,
        };
        let began = Instant::now();
        // The name of a room is read here, where nobody else waits.
        self.hub.handle(Input::said(self.id, from, message), Some(frame), join);
        self.hub.metrics.handled.observe(began.elapsed().as_secs_f64());
    }

    /// A join would hold more than may be held.
    fn refuse(&self, why: TooMuch) {
        self.metrics().limit(Limited::Bytes);
        self.tell(ServerMessage::Refused { reason: Refusal::Limit { retry_after_ms: why.retry_after_ms() } });
    }

    /// What is counted.
    pub fn metrics(&self) -> &Metrics {
        self.hub.metrics()
    }

    /// Has the client told something that is nobody else's business.
    pub fn tell(&self, message: ServerMessage) {
        self.hub.metrics.answered(&message);
        self.hub.lock().deliver(Output::Send(self.id, message), None);
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        // First: as long as the rooms know it they may seat it, and the relay has to be told with which ticket.
        self.hub.handle(Input::Lost(self.id), None, None);
        let mut inner = self.hub.lock();
        inner.outboxes.remove(&self.id);
        inner.waiting.remove(&self.id);
        inner.tickets.remove(&self.id);
        drop(inner);
        if let Some(turn) = &self.hub.turn {
            turn.tell(Fact::Gone(self.id));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::budget::Budget;
    use super::super::config::limits::LimitSettings;
    use super::super::pass::KEY_BYTES;
    use super::super::relay;
    use super::*;
    use crate::protocol::identity::{SeatSecret, VisitId};
    use crate::protocol::{Join, PROTOCOL_VERSION};

    #[tokio::test]
    async fn who_comes_to_a_server_that_has_stopped_is_sent_to_the_next() {
        let hub = Hub::new(0, Passes::new([0; KEY_BYTES]), Arc::default());
        let account = || Budget::new(&LimitSettings::default()).account(None);
        let (_early, mut before) = hub.connect(account());
        hub.stop();
        let (_late, mut after) = hub.connect(account());
        assert_eq!(before.next().await, Some(Outgoing::Stopping));
        assert_eq!(after.next().await, Some(Outgoing::Stopping));
    }

    /// A join of somebody of that number.
    fn join(person: u8, bytes: usize) -> (ClientMessage<Passing>, Utf8Bytes) {
        let join = Join {
            version: PROTOCOL_VERSION,
            name: "tea".into(),
            visit: VisitId::from_random([person; 8]),
            secret: SeatSecret::from_random([person; 16]),
            claim: None,
            signals: Vec::new(),
        };
        let text = codec::encode(&<ClientMessage>::Join(join)) + &" ".repeat(bytes);
        (codec::decode_client(&text).expect("a join"), text.into())
    }

    #[tokio::test(start_paused = true)]
    async fn a_join_is_counted_for_as_long_as_it_waits_whatever_else_is_said() {
        let (hub, budget) =
            (Hub::new(0, Passes::new([0; KEY_BYTES]), Arc::default()), Budget::new(&LimitSettings::default()));
        let mut seated = Vec::new();
        for person in 1..=2 {
            let (connection, unread) = hub.connect(budget.account(None));
            let (message, frame) = join(person, 0);
            connection.said(message, None, &frame);
            seated.push((connection, unread));
        }
        // Both are silent, so a third waits for what becomes of them.
        tokio::time::advance(Duration::from_secs(2)).await;
        let (third, mut unread) = hub.connect(budget.account(None));
        let said = |bytes| {
            let (message, frame) = join(3, bytes);
            third.said(message, None, &frame);
            hub.lock().waiting.get(&third.id).map(Held::bytes)
        };
        let held = said(10_000);
        assert!(held > Some(2 * 10_000), "{held:?}");
        assert_eq!(said(0), held, "the first goes on waiting");
        assert_eq!(said(20_000), held, "and the second has its answer");
        let seat = &seated[0].0;
        let (message, frame) = join(1, 10_000);
        seat.said(message, None, &frame);
        assert!(!hub.lock().waiting.contains_key(&seat.id), "who is seated waits for nothing");
        drop(third);
        assert!(hub.lock().waiting.is_empty());
        while let Some(waiting) = unread.take() {
            drop(waiting);
        }
    }

    /// Whoever is seated at that moment is told to the relay, or what was in that seat before would go on there.
    #[tokio::test(start_paused = true)]
    async fn a_socket_that_is_lost_while_its_owner_is_seated_leaves_the_relay_what_the_rooms_have() {
        let budget = Budget::new(&LimitSettings::default());
        for _ in 0..100 {
            let turn = Turn::new(relay::Settings::default(), [7; 32], Arc::clone(&budget));
            let passes = Passes::new([0; KEY_BYTES]);
            let hub = Hub::relaying(0, passes, Arc::default(), Some(Arc::clone(&turn)));
            let mut people: Vec<_> = Vec::new();
            for person in 1..=3 {
                if person == 3 {
                    // Both are silent, so a third waits for what becomes of them.
                    tokio::time::advance(Duration::from_secs(2)).await;
                }
                let (connection, unread) = hub.connect(budget.account(None));
                let (message, frame) = join(person, 0);
                connection.said(message, None, &frame);
                people.push((connection, unread));
            }
            let (third, _unread) = people.pop().expect("three people");
            let runtime = tokio::runtime::Handle::current();
            std::thread::scope(|scope| {
                scope.spawn(|| {
                    let _clock = runtime.enter();
                    drop(third);
                });
                people[0].0.said(ClientMessage::Leave, None, &"".into());
            });
            let held = hub.census().held;
            assert_eq!(turn.snapshot().census.tickets, people.len() + held);
        }
    }

    #[test]
    fn after_a_panic_among_the_rooms_the_hub_is_ill_and_goes_on() {
        let hub = Hub::new(0, Passes::new([0; KEY_BYTES]), Arc::default());
        assert!(hub.is_healthy());
        let ended = std::thread::scope(|scope| {
            let bug = scope.spawn(|| {
                let _inner = hub.lock();
                panic!("a bug under the lock");
            });
            bug.join()
        });
        assert!(ended.is_err());
        assert!(!hub.is_healthy());
        let _connection = hub.connect(Budget::new(&LimitSettings::default()).account(None));
        assert_eq!(hub.sockets(), 1, "the calls that go on are served");
    }
}
