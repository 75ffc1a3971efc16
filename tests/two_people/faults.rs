//! What goes wrong: pages, sockets, paths, servers and clocks.

use duet::call::link::TransportState;
use duet::call::seat::{Address, Arrival};
use duet::call::{Device, Event, MediaEvent, PeerEvent};
use duet::clock::Millis;
use duet::protocol::identity::ConnectionId;
use duet::server::rooms::Rooms;

use super::{Happening, Peers, World, passes};

/// A browser gives a path up after this long without an answer, in milliseconds; after that only an ICE restart helps.
const ICE_GIVES_UP_MS: u64 = 15_000;

/// A browser has doubts about a path after this long without an answer, in milliseconds.
const ICE_DOUBTS_MS: u64 = 5_000;

impl World {
    /// The page is loaded again: what it held is gone, what the tab remembers is not.
    pub(crate) fn reload(&mut self, person: usize) {
        self.close_page(person);
        self.load_after(person, true);
    }

    /// The browser crashes: nobody is told, and the tab is restored.
    pub(crate) fn crash(&mut self, person: usize) {
        if let Some(socket) = self.pages[person].socket.take().and_then(|id| self.sockets.get_mut(&id)) {
            socket.dead = true;
            socket.client = false;
        }
        self.end_page(person);
        self.load_after(person, false);
    }

    /// The battery is empty: nobody is told, and nobody comes back.
    pub(crate) fn die(&mut self, person: usize) {
        self.crash(person);
        self.pages[person].generation += 1;
    }

    pub(crate) fn close_page(&mut self, person: usize) {
        self.drop_socket(person);
        self.say_goodbye(person);
        self.end_page(person);
    }

    fn end_page(&mut self, person: usize) {
        let page = &mut self.pages[person];
        page.generation += 1;
        page.alive = false;
        page.captured = false;
        page.peer = None;
        page.asleep = false;
        page.deferred.clear();
        page.skew = 0;
        self.lose_links();
    }

    fn load_after(&mut self, person: usize, reloaded: bool) {
        let (generation, pause) = (self.pages[person].generation, 20 + self.chance(300));
        self.schedule(pause, Happening::LoadPage(person, generation, reloaded));
    }

    /// The person goes to another site and comes back; the browser has kept the page.
    pub(crate) fn leave_and_return(&mut self, person: usize) {
        self.feed(person, Event::Hidden);
        let pause = 20 + self.chance(300);
        let (page, now) = (&self.pages[person], self.now);
        let arrival = Arrival {
            address: page.address.clone().map_or(Address::Lobby, Address::Room),
            build: String::new(),
            seat: page.stored.as_ref().map(|(seat, _)| seat.clone()),
            reloaded: false,
            seat_age_ms: page.stored.as_ref().map_or(0, |(_, used)| now - used),
        };
        let generation = page.generation;
        self.schedule(pause, Happening::Event(person, generation, Event::Restored(arrival)));
    }

    /// The tab is behind others from now on, or in front again.
    pub(crate) fn hide_tab(&mut self, person: usize, hidden: bool) {
        self.pages[person].hidden = hidden;
    }

    /// The page gets no time for so long. A laptop that is closed has no network either, and its clock may stand still.
    pub(crate) fn sleep(&mut self, person: usize, ms: u64, closed: bool) {
        if self.pages[person].asleep || !self.pages[person].alive {
            return;
        }
        self.pages[person].asleep = true;
        if closed {
            self.block_path_for(ms);
            if self.chance(2) == 0 {
                self.pages[person].skew += ms;
            }
        }
        let generation = self.pages[person].generation;
        self.schedule(ms, Happening::PageWakes(person, generation));
    }

    /// As [`World::sleep`] with the laptop closed, but the browser's own network thread slept too: it has yet to notice that
    /// the path is gone.
    pub(crate) fn sleep_deeply(&mut self, person: usize, ms: u64) {
        self.sleep(person, ms, true);
        if let Some(peer) = &mut self.pages[person].peer {
            peer.lost_at = None;
        }
    }

    pub(super) fn page_wakes(&mut self, person: usize) {
        self.pages[person].asleep = false;
        while !self.pages[person].deferred.is_empty() {
            let event = self.pages[person].deferred.remove(0);
            self.feed(person, event);
        }
        self.feed(person, Event::Awake);
    }

    /// What a page's clock shows.
    pub(super) fn page_time(&self, person: usize) -> Millis {
        Millis(self.now - self.pages[person].skew)
    }

    /// The socket dies: its tail is lost, and each side notices in its own time, the server perhaps only by the silence.
    pub(crate) fn cut_socket(&mut self, person: usize) {
        let Some(id) = self.pages[person].socket else { return };
        let (client_notices, half_open) = (self.chance(50), self.chance(2) == 0);
        let Some(socket) = self.sockets.get_mut(&id) else { return };
        socket.dead = true;
        self.schedule(client_notices, Happening::ClientNotices(id));
        if !half_open {
            let notices = self.chance(50);
            self.schedule(notices, Happening::SocketCloses(id));
        }
    }

    /// Packets between a page and the server vanish, or do so no longer.
    pub(crate) fn block_server(&mut self, person: usize, blocked: bool) {
        self.pages[person].blocked = blocked;
        if blocked {
            self.kill_socket_silently(person);
        }
    }

    /// The server is killed and another one starts after so long: it has the key and nothing else.
    pub(crate) fn restart_server(&mut self, pause: u64) {
        self.rooms = Rooms::new(Millis(self.now + pause), 0, passes());
        for person in 0..self.pages.len() {
            self.cut_socket(person);
        }
        for socket in self.sockets.values_mut() {
            socket.dead = true;
            socket.server = false;
        }
        self.server_back_at = self.now + pause;
    }

    /// The page has another address from now on: what went from and to the old one vanishes, and nobody says so.
    pub(crate) fn change_address(&mut self, person: usize) {
        self.kill_socket_silently(person);
        if let Some(peer) = &mut self.pages[person].peer {
            peer.broken = true;
        }
        self.lose_links();
    }

    fn kill_socket_silently(&mut self, person: usize) {
        if let Some(socket) = self.pages[person].socket.and_then(|id| self.sockets.get_mut(&id)) {
            socket.dead = true;
        }
    }

    /// From now on every signal to this person arrives twice.
    pub(crate) fn signals_come_twice(&mut self, person: usize) {
        self.pages[person].doubled = true;
    }

    /// The path between the browsers is gone until they look for another one.
    pub(crate) fn break_path(&mut self) {
        for page in &mut self.pages {
            if let Some(peer) = &mut page.peer {
                peer.broken = true;
            }
        }
        self.lose_links();
    }

    /// Packets between the browsers vanish for so long.
    pub(crate) fn block_path_for(&mut self, ms: u64) {
        self.blocked_since.get_or_insert(self.now);
        self.blocked_until = self.blocked_until.max(self.now + ms);
        self.schedule(ms, Happening::PathReturns);
        self.lose_links();
    }

    pub(super) fn path_returns(&mut self) {
        if self.now < self.blocked_until {
            return;
        }
        if let Some(since) = self.blocked_since.take()
            && self.now - since >= ICE_GIVES_UP_MS
        {
            // What was tried all this time is given up; what was begun late is still tried.
            for page in &mut self.pages {
                if let Some(peer) = page.peer.as_mut().filter(|peer| peer.searching_since <= since) {
                    peer.broken = true;
                }
            }
        }
        self.find_links();
    }

    /// The browser gives the connection up by itself.
    pub(crate) fn fail_connection(&mut self, person: usize) {
        if let Some(peer) = &mut self.pages[person].peer {
            peer.ruined = true;
            peer.lost_at = None;
            let id = peer.id;
            self.lose_links();
            self.peer_event(person, id, PeerEvent::Transport(TransportState::Failed));
        }
    }

    /// The browser cannot do what it is told next.
    pub(crate) fn fail_operation(&mut self, person: usize) {
        if let Some(peer) = &mut self.pages[person].peer {
            peer.fails_next = true;
        }
    }

    /// The device is unplugged.
    pub(crate) fn unplug(&mut self, person: usize, device: Device) {
        if device == Device::Camera && !std::mem::replace(&mut self.pages[person].camera, false) {
            return;
        }
        self.feed(person, Event::Media(MediaEvent::Lost(device)));
    }

    /// The system takes another microphone for its default.
    pub(crate) fn change_default_microphone(&mut self, person: usize) {
        self.feed(person, Event::Media(MediaEvent::DefaultMicrophoneChanged));
    }

    /// From now on no device can be started.
    pub(crate) fn break_devices(&mut self, person: usize) {
        self.pages[person].broken = true;
    }

    /// Whether the microphone sends what it hears.
    pub(crate) fn is_heard(&self, person: usize) -> bool {
        self.pages[person].heard
    }

    /// How often the encoder was made to send a whole picture.
    pub(crate) fn whole_pictures(&self, person: usize) -> u32 {
        self.pages[person].whole_pictures
    }

    /// How often a device was started.
    pub(crate) fn starts(&self, person: usize) -> u32 {
        self.pages[person].starts
    }

    /// The browser measures what the device has given so far.
    pub(crate) fn measure(&mut self, person: usize, device: Device, reading: u64) {
        self.feed(person, Event::Media(MediaEvent::Measured(device, reading)));
    }

    /// The browser says that the device gives nothing, or something again.
    pub(crate) fn silence(&mut self, person: usize, device: Device, silent: bool) {
        let event = if silent { MediaEvent::Silenced(device) } else { MediaEvent::Unsilenced(device) };
        self.feed(person, Event::Media(event));
    }

    /// The browser says that there is a network again, or that the page is looked at.
    pub(crate) fn awake(&mut self, person: usize) {
        self.feed(person, Event::Awake);
    }

    /// The path is gone until ICE starts again, and one of the two browsers knows at once.
    pub(crate) fn break_path_seen_by(&mut self, person: usize) {
        self.break_path();
        if let Some(id) = self.pages[person].peer.as_ref().map(|peer| peer.id) {
            self.peer_event(person, id, PeerEvent::Transport(TransportState::Failed));
        }
    }

    /// How old the password is with which the page searches paths, in milliseconds.
    pub(crate) fn age_of_password(&self, person: usize) -> Option<u64> {
        let password = self.pages[person].ice_servers?;
        Some(self.now - password)
    }

    /// The person's camera is on, and no picture of it ever comes.
    pub(crate) fn darken(&mut self, person: usize) {
        self.pages[person].dark = true;
    }

    /// The person's browser makes only these connections.
    pub(crate) fn limit(&mut self, person: usize, peers: Peers) {
        self.pages[person].peers = peers;
    }

    /// The present connection of a page.
    pub(crate) fn connection(&self, person: usize) -> Option<ConnectionId> {
        self.pages[person].peer.as_ref().map(|peer| peer.id)
    }

    /// Whoever has lost the other end learns it late, as from a browser.
    pub(super) fn lose_links(&mut self) {
        let linked: Vec<usize> = self.linked().into_iter().flat_map(|(one, other)| [one, other]).collect();
        for person in 0..self.pages.len() {
            let now = self.now;
            if let Some(peer) = self.pages[person].peer.as_mut().filter(|peer| peer.up && !linked.contains(&person)) {
                peer.up = false;
                peer.lost_at = Some(now);
                let connection = peer.id;
                for (wait, state) in
                    [(ICE_DOUBTS_MS, TransportState::Disconnected), (ICE_GIVES_UP_MS, TransportState::Failed)]
                {
                    self.schedule(wait, Happening::PathSinks(person, connection, now, state));
                }
            }
        }
    }
}
