//! The path below which a server has everything, where its name leads to other things too.

/// The longest such path, in bytes: room for a few folders, and not much of what an address may have in all.
#[cfg(feature = "ssr")]
const MAX_BYTES: usize = 100;

/// A path such as `/duet`, without a slash at its end; empty where a server has its name for itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BasePath(String);

/// Why a text is no such path.
#[cfg(feature = "ssr")]
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BasePathError {
    /// Letters that proxies and browsers write in several ways, or an empty part.
    #[error(
        "{0:?} is no path such as /duet: its parts have letters of a to z, digits, - _ . and ~, with one slash between them"
    )]
    Letters(String),
    /// Too long.
    #[error("a path has {MAX_BYTES} letters at most")]
    Long,
}

impl BasePath {
    /// The path that a page was told by its server.
    pub const fn told(path: String) -> Self {
        Self(path)
    }

    /// The path as it stands before others.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Where a path of the server's is, that begins with a slash.
    pub fn of(&self, path: &str) -> String {
        [&self.0, path].concat()
    }

    /// What follows of a path that lies below, beginning with a slash, or empty; none if it lies elsewhere.
    pub fn within<'a>(&self, path: &'a str) -> Option<&'a str> {
        path.strip_prefix(self.as_str()).filter(|rest| rest.is_empty() || rest.starts_with('/'))
    }
}

#[cfg(feature = "ssr")]
impl std::str::FromStr for BasePath {
    type Err = BasePathError;

    /// Reads it as an owner may write it: with or without a slash at either end.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let path = text.trim();
        let path = path.strip_prefix('/').unwrap_or(path);
        let path = path.strip_suffix('/').unwrap_or(path);
        if path.is_empty() {
            return Ok(Self::default());
        }
        if path.len() >= MAX_BYTES {
            return Err(BasePathError::Long);
        }
        // What an address has as it is (RFC 3986 section 2.3).
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte);
        let is_part = |part: &str| !matches!(part, "" | "." | "..") && part.bytes().all(is_plain);
        if !path.split('/').all(is_part) {
            return Err(BasePathError::Letters(text.to_owned()));
        }
        Ok(Self(format!("/{path}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_read_as_an_owner_may_write_it() {
        for (written, meant) in [
            ("", ""),
            ("/", ""),
            (" /duet ", "/duet"),
            ("duet", "/duet"),
            ("/duet/", "/duet"),
            ("/a/b-c_d.e~1", "/a/b-c_d.e~1"),
            ("/room", "/room"),
        ] {
            assert_eq!(written.parse(), Ok(BasePath::told(meant.into())), "{written:?}");
        }
    }

    #[test]
    fn what_browsers_and_proxies_could_read_otherwise_is_refused() {
        for written in [
            "//duet",
            "/a//b",
            "/../duet",
            "/./a",
            "/a b",
            "/ä",
            "/%61",
            "/a?b",
            "/a#b",
            "https://duet.test/a",
            "/a\\b",
        ] {
            assert_eq!(written.parse::<BasePath>(), Err(BasePathError::Letters(written.into())), "{written:?}");
        }
        assert_eq!(format!("/{}", "a".repeat(MAX_BYTES)).parse::<BasePath>(), Err(BasePathError::Long));
    }

    #[test]
    fn what_lies_below_is_told_from_what_only_begins_alike() {
        let base = BasePath::told("/duet".into());
        let below = ["/duet", "/duet/", "/duet/ws", "/duets", "/duets/ws", "/", "/ws", "/Duet/ws"]
            .map(|path| base.within(path));
        assert_eq!(below, [Some(""), Some("/"), Some("/ws"), None, None, None, None, None]);
        assert_eq!(BasePath::default().within("/ws"), Some("/ws"));
        assert_eq!((base.of("/ws"), BasePath::default().of("/ws")), ("/duet/ws".into(), "/ws".into()));
    }
}
