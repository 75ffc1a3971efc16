//! The way to the server: sockets that delay, and that lose their tail when they die.

use duet::call::Event;
use duet::clock::Millis;
use duet::protocol::{ClientMessage, HEARTBEAT_MS, IceServer, PROTOCOL_VERSION, SILENCE_MAX_MS, ServerMessage, codec};
use duet::server::rooms::{Input, Output, SocketId};

use super::{Happening, Socket, World};

impl World {
    pub(super) fn open_socket(&mut self, person: usize) {
        self.drop_socket(person);
        let id = SocketId(self.order + 1);
        if self.pages[person].blocked {
            let generation = self.pages[person].generation;
            return self.step(Happening::Event(person, generation, Event::SocketClosed));
        }
        let socket = Socket { person, client: true, server: false, dead: false, heard: self.now, last_arrival: 0 };
        self.sockets.insert(id, socket);
        self.pages[person].socket = Some(id);
        self.trip(id, Happening::SocketOpens(id));
    }

    pub(super) fn socket_opens(&mut self, id: SocketId) {
        let now = self.now;
        let Some(socket) = self.sockets.get_mut(&id).filter(|socket| socket.client && !socket.dead) else { return };
        let person = socket.person;
        if now < self.server_back_at {
            return self.step(Happening::ClientNotices(id));
        }
        socket.server = true;
        socket.heard = now;
        self.feed(person, Event::SocketOpened);
        let ice_servers = self.fresh_ice_servers();
        let welcome =
            ServerMessage::Welcome { version: PROTOCOL_VERSION, heartbeat_ms: HEARTBEAT_MS, ice_servers, build: None };
        self.trip(id, Happening::FromServer(id, welcome));
        self.schedule(HEARTBEAT_MS, Happening::Heartbeat(id));
    }

    pub(super) fn heartbeat(&mut self, id: SocketId) {
        let Some(heard) = self.heard(id) else { return };
        self.trip(id, Happening::FromServer(id, ServerMessage::Ping));
        self.schedule(HEARTBEAT_MS, Happening::Heartbeat(id));
        let left = (heard + SILENCE_MAX_MS).saturating_sub(self.now);
        if left <= HEARTBEAT_MS {
            self.schedule(left, Happening::Silence(id));
        }
    }

    /// The server has heard nothing for as long as may be, unless something came meanwhile.
    pub(super) fn lose_if_silent(&mut self, id: SocketId) {
        if self.heard(id).is_some_and(|heard| self.now >= heard + SILENCE_MAX_MS) {
            self.server_loses(id);
        }
    }

    /// When the server heard the last word of a socket that it believes to be open.
    fn heard(&self, id: SocketId) -> Option<u64> {
        self.sockets.get(&id).filter(|socket| socket.server).map(|socket| socket.heard)
    }

    /// The page's end is closed; what it sent before still arrives.
    pub(super) fn drop_socket(&mut self, person: usize) {
        let Some(id) = self.pages[person].socket.take() else { return };
        // Nobody listens to a socket that was given up.
        let of_socket =
            |event: &Event| matches!(event, Event::SocketOpened | Event::SocketMessage(_) | Event::SocketClosed);
        self.pages[person].deferred.retain(|event| !of_socket(event));
        if let Some(socket) = self.sockets.get_mut(&id) {
            socket.client = false;
            if !socket.dead {
                self.trip(id, Happening::SocketCloses(id));
            }
        }
    }

    /// The page learns that its socket is closed, unless it has given it up.
    pub(super) fn client_notices(&mut self, id: SocketId) {
        let Some(person) = self.sockets.get_mut(&id).map(|socket| {
            socket.client = false;
            socket.person
        }) else {
            return;
        };
        if self.pages[person].socket == Some(id) {
            self.pages[person].socket = None;
            self.feed(person, Event::SocketClosed);
        }
    }

    pub(super) fn server_loses(&mut self, id: SocketId) {
        if let Some(socket) = self.sockets.get_mut(&id)
            && std::mem::replace(&mut socket.server, false)
        {
            self.server(Input::Lost(id));
        }
    }

    /// What the session answers by itself.
    pub(super) fn refresh(&mut self, id: SocketId) {
        let ice_servers = self.fresh_ice_servers();
        self.trip(id, Happening::FromServer(id, ServerMessage::IceServers { ice_servers }));
    }

    fn fresh_ice_servers(&self) -> Vec<IceServer> {
        let credential = Some(self.now.to_string());
        vec![IceServer { urls: vec!["turn:relay.test".into()], username: Some("somebody".into()), credential }]
    }

    pub(super) fn send_up(&mut self, person: usize, message: ClientMessage) {
        if let Some(id) = self.pages[person].socket {
            let signals = match &message {
                ClientMessage::Join(join) => join.signals.clone(),
                ClientMessage::Signal(signal) => vec![signal.clone()],
                _ => Vec::new(),
            };
            for signal in signals {
                *self.sent.entry((signal.from, format!("{:?}", signal.payload))).or_default() += 1;
            }
            self.trip(id, Happening::ToServer(id, message));
        }
    }

    pub(super) fn server_hears(&mut self, id: SocketId, message: ClientMessage) {
        let heard = codec::decode_client(&codec::encode(&message)).expect("pages keep the limits");
        let outputs = self.rooms.handle(Millis(self.now), Input::said(id, None, heard));
        self.act(outputs, Some(&message));
    }

    pub(super) fn server(&mut self, input: Input) {
        let outputs = self.rooms.handle(Millis(self.now), input);
        self.act(outputs, None);
    }

    fn act(&mut self, outputs: Vec<Output>, said: Option<&ClientMessage>) {
        for output in outputs {
            match output {
                Output::Send(id, message) => self.trip(id, Happening::FromServer(id, message)),
                Output::Forward(id) => {
                    let Some(ClientMessage::Signal(signal)) = said else { panic!("only signals are passed on") };
                    self.trip(id, Happening::FromServer(id, ServerMessage::Signal(signal.clone())));
                }
                Output::Seated { .. } | Output::Left(_) => {}
                Output::Close(id) | Output::Drop(id) => {
                    let Some(socket) = self.sockets.get_mut(&id) else { continue };
                    socket.server = false;
                    self.trip(id, Happening::ClientNotices(id));
                }
            }
        }
        if let Some(at) = self.rooms.deadline().filter(|at| self.server_wakes_at != Some(at.0)) {
            self.server_wakes_at = Some(at.0);
            let wait = at.0.saturating_sub(self.now).max(1);
            self.schedule(wait, Happening::ServerWakes);
        }
    }
}
