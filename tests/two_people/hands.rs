//! What a page has its browser do.

use duet::call::view::MediaError;
use duet::call::{Command, Event, MediaEvent, PeerEvent};
use duet::protocol::IceServer;

use super::fake_browser::FakePeer;
use super::{Happening, Peers, World};

impl World {
    pub(super) fn perform(&mut self, person: usize, command: Command) {
        let generation = self.pages[person].generation;
        match command {
            Command::RequestMedia => {
                self.step(Happening::Event(person, generation, Event::Media(MediaEvent::Granted)));
            }
            Command::StopMedia => self.pages[person].captured = false,
            Command::StopCamera => self.pages[person].camera = false,
            Command::Start(device) => {
                self.pages[person].starts += 1;
                let outcome = if self.pages[person].broken {
                    MediaEvent::StartFailed(device, MediaError::NotFound)
                } else {
                    MediaEvent::Started(device)
                };
                self.step(Happening::Event(person, generation, Event::Media(outcome)));
            }
            Command::OpenSocket => self.open_socket(person),
            Command::Knock => {
                let answered = !self.pages[person].blocked && self.now >= self.server_back_at;
                self.step(Happening::Event(person, generation, Event::Knocked(answered)));
            }
            Command::CloseSocket => self.drop_socket(person),
            Command::Send(message) => self.send_up(person, message),
            Command::OpenPeer { connection, ice_servers } => {
                self.pages[person].ice_servers = password(&ice_servers);
                self.say_goodbye(person);
                let now = self.now;
                let made = match self.pages[person].peers {
                    Peers::All => true,
                    Peers::WithoutServers => ice_servers.is_empty(),
                    Peers::None => false,
                };
                self.pages[person].peer = (self.pages[person].captured && made).then(|| FakePeer::new(connection, now));
                if self.pages[person].peer.is_none() {
                    let failed = Event::Peer(connection, PeerEvent::Unavailable);
                    self.step(Happening::Event(person, generation, failed));
                }
                self.lose_links();
            }
            Command::ClosePeer => {
                self.say_goodbye(person);
                self.pages[person].peer = None;
                self.lose_links();
            }
            Command::Peer(operation) => self.operate(person, operation),
            Command::SendChannel(message) => self.over_channel(person, message),
            Command::PushAddress(room) => self.pages[person].address = room,
            Command::StoreSeat(seat) => self.pages[person].stored = Some((seat, self.now)),
            Command::ForgetSeat => self.pages[person].stored = None,
            Command::UseIceServers(ice_servers) => self.pages[person].ice_servers = password(&ice_servers),
            Command::EnableMicrophone(on) => self.pages[person].heard = on,
            Command::SendWholePicture => self.pages[person].whole_pictures += 1,
            // Each of the two has a browser of their own, with one tab.
            Command::TellTabs(_) | Command::LeaveTabs | Command::HandOverMemory | Command::TakeMemory(_) => {}
            Command::MeasureDevices | Command::ClearPicture | Command::CopyLink | Command::Play => {}
        }
    }
}

/// The tests' own passwords say when they were made.
fn password(ice_servers: &[IceServer]) -> Option<u64> {
    ice_servers.first()?.credential.as_ref()?.parse().ok()
}
