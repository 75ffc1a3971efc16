//! The elements of the page that the features fill once they are loaded.

/// The panels at the side.
pub const PANELS: &str = "extras";

/// The features' buttons, among those of the call.
pub const BUTTONS: &str = "extra-buttons";

/// Below the field for a room's name.
pub const LOBBY: &str = "lobby-extras";

/// Below the link that one waits with.
pub const INVITE: &str = "invite-extras";
