//! What time, sleep and the browser do to a page: tabs that are frozen, laptops that are closed, pages that are left and
//! come back from the browser's cache.

use super::line::Pace;
use super::link::PING_EVERY_MS;
use super::seat::Arrival;
use super::{Call, Command};
use crate::clock::Millis;
use crate::protocol::{ClientMessage, IceServer};

/// A page that was not woken for this long was held up, in milliseconds: while a call goes on it wakes to ping. Tabs behind others are, by up to a second, all the
/// time: so what it was late is taken off the silence, and the silence is not forgotten.
const LATE_MS: u64 = 1_200;

/// One that was not woken for this long slept, in milliseconds.
const ASLEEP_MS: u64 = 3_000;

/// How often to see whether the server answers while the other person's picture stands still, in milliseconds.
const PROBE_EVERY_MS: u64 = 4_000;

/// How often to ask for fresh ICE servers, in milliseconds: their passwords may last for minutes only, and a path may be
/// lost, or a name that was half typed be finished, at any time.
pub(super) const REFRESH_EVERY_MS: u64 = 60_000;

impl Call {
    /// Sets the clock. What was due while the page slept could not be heard, so nobody is to blame for silence.
    pub(super) fn wake_at(&mut self, now: Millis) {
        let unseen = now.0.saturating_sub(self.now.0);
        let late = self.deadline().is_some_and(|due| now >= due.after(LATE_MS));
        if late {
            self.line.excuse(now);
        }
        if late && unseen >= ASLEEP_MS {
            if let Some(seat) = &mut self.seat {
                seat.answer_by = seat.answer_by.after(unseen);
            }
            self.excuse_silence(unseen);
        }
        if unseen >= LATE_MS
            && let Some(connection) = &mut self.connection
        {
            connection.health.overslept(now, if unseen < ASLEEP_MS { unseen - PING_EVERY_MS } else { unseen });
        }
        if unseen >= ASLEEP_MS && self.connection.is_some() {
            // A phone call holds a page up, and may hold its microphone afterwards.
            self.doubt_devices();
        }
        self.now = self.now.max(now);
    }

    /// The network is back, or the page is looked at again: now is the time to try.
    pub(super) fn awake(&mut self) {
        self.line.hurry(self.now);
        if let Some(connection) = &mut self.connection {
            connection.health.test_now(self.now);
        }
        if self.line.is_up() && self.is_held() {
            self.probe();
        }
        if self.captured {
            // What the browser has paused while the page was not looked at: one's own picture too.
            self.commands.push(Command::Play);
        }
        self.revive_devices();
    }

    /// The page is being left. The seat stays, and who is there is told at once by the connections that close. If the browser
    /// keeps the page, nothing in it may go on.
    pub(super) fn hide(&mut self) {
        self.remember_seat();
        self.let_go();
        self.commands.push(Command::LeaveTabs);
    }

    /// A kept page is shown again: as if it had been loaded.
    pub(super) fn restore(&mut self, arrival: &Arrival) {
        self.hide();
        self.arrive(arrival);
    }

    /// Says how much hangs on the line, and tests it as soon as the path between the two is in doubt: one fault may have hit
    /// both, and a socket does not say that it is dead.
    pub(super) fn tend_line(&mut self) {
        let waits = self.seat.is_some() && !self.is_alive();
        self.line.set_pace(if waits { Pace::Urgent } else { Pace::Patient });
        if self.now >= self.probe_at && self.wants_probe() {
            self.probe();
        } else if self.refresh_due().is_some_and(|at| self.now >= at) {
            self.refresh();
        }
    }

    /// The server told the ICE servers anew: the next search for paths uses them, whoever begins it.
    pub(super) fn take_ice_servers(&mut self, ice_servers: Vec<IceServer>) {
        if self.ice_servers.as_ref() == Some(&ice_servers) {
            // To be told again makes a browser search anew with the next negotiation.
            return;
        }
        if self.connection.is_some() {
            self.commands.push(Command::UseIceServers(self.usable(ice_servers.clone())));
        }
        self.ice_servers = Some(ice_servers);
        // What the browser refused was of the ones before.
        self.serverless = false;
    }

    /// When the server is to be asked again.
    pub(super) fn ask_due(&self) -> Option<Millis> {
        let refresh = self.refresh_due();
        let probe = Some(self.probe_at).filter(|_| self.wants_probe());
        [refresh, probe].into_iter().flatten().min()
    }

    /// Who only looks has no use for a password.
    fn refresh_due(&self) -> Option<Millis> {
        let may_join = self.phase.dialog().is_some() && self.wants_relays && self.welcomed;
        Some(self.refresh_at).filter(|_| self.is_held() || may_join)
    }

    fn wants_probe(&self) -> bool {
        let met = self.peer.as_ref().is_some_and(|peer| peer.met);
        let suspect = self.connection.as_ref().is_none_or(|connection| connection.health.is_suspect(self.now));
        self.line.is_up() && self.is_held() && met && (suspect || !self.is_alive())
    }

    fn probe(&mut self) {
        self.probe_at = self.now.after(PROBE_EVERY_MS);
        self.refresh();
        let patience = self.connection.as_ref().map_or(0, |connection| connection.health.patience());
        self.line.asked(self.now, patience);
    }

    fn refresh(&mut self) {
        self.refresh_at = self.now.after(REFRESH_EVERY_MS);
        self.send(ClientMessage::Refresh);
    }
}
