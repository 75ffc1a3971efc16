//! What goes into a call and what comes out of it.

use super::link::TransportState;
use super::negotiation::{Outcome, PeerOperation};
use super::seat::{Address, Arrival, StoredSeat};
use super::tabs::TabMessage;
use super::view::{Intent, MediaError};
use crate::protocol::identity::ConnectionId;
use crate::protocol::signal::ChannelMessage;
use crate::protocol::{ClientMessage, IceServer, ServerMessage};

/// What happened.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// The page is there. The first event, and once only.
    Arrived(Arrival),
    /// The person pressed something.
    Intent(Intent),
    /// Camera and microphone.
    Media(MediaEvent),
    /// The socket to the server is open.
    SocketOpened,
    /// The server said something.
    SocketMessage(ServerMessage),
    /// The socket is closed, or could not be opened.
    SocketClosed,
    /// The server has answered a knock, or could not be reached.
    Knocked(bool),
    /// The peer connection of that id.
    Peer(ConnectionId, PeerEvent),
    /// Back or Forward was pressed.
    Navigated(Address),
    /// The browser has a network again, or the page is looked at again: what waits should not wait any longer.
    Awake,
    /// The page is being left; the browser may keep it and show it again.
    Hidden,
    /// A page that the browser had kept is shown again.
    Restored(Arrival),
    /// The room's link was copied, or not.
    LinkCopied(bool),
    /// The browser refuses to play the other's picture, or plays it again.
    PlaybackBlocked(bool),
    /// Another tab of this browser said something.
    Tab(TabMessage),
    /// The time of [`Call::deadline`](crate::call::Call::deadline) has come.
    Woke,
}

/// One of the two devices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Device {
    /// The microphone.
    Microphone,
    /// The camera.
    Camera,
}

/// What happened to camera and microphone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MediaEvent {
    /// Both are there.
    Granted,
    /// They cannot be had, and which of them it is, if it is one alone.
    Failed(MediaError, Option<Device>),
    /// The person changed the browser's setting in our favour.
    PermissionGranted,
    /// A device that was to be started is on.
    Started(Device),
    /// A device could not be started, and why.
    StartFailed(Device, MediaError),
    /// The device's track ended by itself: unplugged, or taken away.
    Lost(Device),
    /// Both have ended: they were one piece of hardware, or both were taken away.
    BothLost,
    /// The device gives nothing, though its track lives: another program or a phone call holds it.
    Silenced(Device),
    /// The device gives something again.
    Unsilenced(Device),
    /// How much the device has given so far. Only whether it grows means something.
    Measured(Device, u64),
    /// Devices were plugged in or unplugged.
    DevicesChanged,
    /// The system's default microphone is another one now.
    DefaultMicrophoneChanged,
}

/// What happened to a peer connection.
#[derive(Debug, Clone, PartialEq)]
pub enum PeerEvent {
    /// The connection could not be made at all.
    Unavailable,
    /// An operation is done.
    Finished(Outcome),
    /// An own candidate was found.
    Gathered(String),
    /// Its state changed.
    Transport(TransportState),
    /// The data channel is open.
    ChannelOpened,
    /// The other page closed its end of the data channel.
    ChannelClosed,
    /// The other page said something over the data channel.
    ChannelMessage(ChannelMessage),
    /// The first picture of the other person is on the screen.
    PictureSeen,
}

/// What the browser has to do.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// Ask for camera and microphone.
    RequestMedia,
    /// Stop all tracks: the camera's light goes out.
    StopMedia,
    /// Mute or unmute.
    EnableMicrophone(bool),
    /// Start a device anew and put it in the place of the one before.
    Start(Device),
    /// Measure what the devices give; answered by [`MediaEvent::Measured`] where the browser tells.
    MeasureDevices,
    /// Stop the camera's track.
    StopCamera,
    /// Open a socket to the server, in place of any other.
    OpenSocket,
    /// See whether the server can be reached; answered by [`Event::Knocked`].
    Knock,
    /// Close the socket.
    CloseSocket,
    /// Say something to the server.
    Send(ClientMessage),
    /// Make a peer connection with the present tracks, in place of any other.
    OpenPeer {
        /// Its id, which comes back in its events.
        connection: ConnectionId,
        /// Where to find paths.
        ice_servers: Vec<IceServer>,
    },
    /// Search paths with these from the next ICE restart on.
    UseIceServers(Vec<IceServer>),
    /// Send a picture that needs none before it (a key frame).
    SendWholePicture,
    /// Close the peer connection; the last picture may stay.
    ClosePeer,
    /// Forget the other's picture.
    ClearPicture,
    /// The peer connection has something to do.
    Peer(PeerOperation),
    /// Say something over the data channel.
    SendChannel(ChannelMessage),
    /// Put a room (or none) into the address bar, unless it is there.
    PushAddress(Option<String>),
    /// Remember the seat.
    StoreSeat(StoredSeat),
    /// Forget the seat.
    ForgetSeat,
    /// Copy the room's link.
    CopyLink,
    /// Say something to the other tabs of this browser.
    TellTabs(TabMessage),
    /// Tell the other tabs what this one remembers of what was written.
    HandOverMemory,
    /// Remember that, which another tab has handed over.
    TakeMemory(String),
    /// Hear nothing of other tabs any more, until something is said to them.
    LeaveTabs,
    /// Try to play the other's picture, now that the page was tapped.
    Play,
}
