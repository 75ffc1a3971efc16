//! Which kind of browser this is, as far as what to do in it differs.

/// A kind of browser.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Family {
    /// Chrome, Edge and their relatives on a computer.
    Chromium,
    /// Firefox on a computer.
    Firefox,
    /// Safari on a Mac.
    Safari,
    /// Every browser on an iPhone or iPad.
    Ios,
    /// Every browser on an Android device.
    Android,
    /// The window of another app, which shows pages without being a whole browser.
    InApp,
    /// Any other.
    #[default]
    Other,
}

/// What apps write of themselves into the user agent string of their windows.
const APPS: [&str; 8] = ["FBAN", "FBAV", "Instagram", "Line/", "MicroMessenger", "; wv)", "Snapchat", "musical_ly"];

impl Family {
    /// The family of this browser.
    #[cfg(feature = "hydrate")]
    pub fn here() -> Self {
        use crate::browser::object::{number, text};
        let navigator = leptos::prelude::window().navigator();
        let touch = number(&navigator, "maxTouchPoints").is_some_and(|points| points > 1.0);
        Self::of(&text(&navigator, "userAgent").unwrap_or_default(), touch)
    }

    /// The family of a browser with that user agent string. An iPad says that it is a Mac; no Mac has a `touch` screen.
    pub fn of(user_agent: &str, touch: bool) -> Self {
        let says = |word: &str| user_agent.contains(word);
        if APPS.into_iter().any(says) {
            Self::InApp
        } else if says("iPhone") || says("iPad") || says("iPod") || (says("Macintosh") && touch) {
            Self::Ios
        } else if says("Android") {
            Self::Android
        } else if says("Firefox/") {
            Self::Firefox
        } else if says("Chrome/") || says("Chromium/") {
            Self::Chromium
        } else if says("Safari/") {
            Self::Safari
        } else {
            Self::Other
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_are_known_by_what_they_say_of_themselves() {
        let webkit = "AppleWebKit/605.1.15 (KHTML, like Gecko)";
        for (user_agent, touch, family) in [
            (
                "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36",
                false,
                Family::Chromium,
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0.0.0 Edg/140.0.0.0",
                true,
                Family::Chromium,
            ),
            ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", false, Family::Firefox),
            (
                &format!("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) {webkit} Version/18.0 Safari/605.1.15"),
                false,
                Family::Safari,
            ),
            (
                &format!("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) {webkit} Version/18.0 Safari/605.1.15"),
                true,
                Family::Ios,
            ),
            (
                &format!("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) {webkit} CriOS/140.0 Safari/604.1"),
                true,
                Family::Ios,
            ),
            (
                "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/140.0.0.0 Mobile Safari/537.36",
                true,
                Family::Android,
            ),
            ("Mozilla/5.0 (Android 14; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0", true, Family::Android),
            (
                "Mozilla/5.0 (Linux; Android 14; Pixel 8; wv) AppleWebKit/537.36 Version/4.0 Chrome/140.0.0.0 Mobile",
                true,
                Family::InApp,
            ),
            ("curl/8", false, Family::Other),
        ] {
            assert_eq!(Family::of(user_agent, touch), family, "{user_agent}");
        }
    }
}
