//! What the document's first script (`app/document.rs`) and the program agree on: it runs before the program is there.

/// The property of `window` under which the script leaves its request for camera and microphone.
pub const EARLY_MEDIA: &str = "duetEarlyMedia";

/// The property of `window` with the constraints of that request, which the program asks with again when it has to ask again.
pub const CONSTRAINTS: &str = "duetWishes";

/// The entry of localStorage with the person's preferences; see `features/settings/preferences.rs`.
pub const PREFERENCES: &str = "duet";
