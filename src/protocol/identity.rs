//! Random identities, written as lower-case hexadecimal. The bytes come from outside: this module draws none itself.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

use super::reading::{Json, Read};

/// `N` random bytes that are written as `2 * N` hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Random<const N: usize>([u8; N]);

impl<const N: usize> Random<N> {
    pub(crate) fn parse(text: &str) -> Option<Self> {
        if text.len() != 2 * N || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        let mut bytes = [0; N];
        for (byte, at) in bytes.iter_mut().zip((0..).step_by(2)) {
            *byte = u8::from_str_radix(text.get(at..at + 2)?, 16).ok()?;
        }
        Some(Self(bytes))
    }
}

#[cfg(feature = "ssr")]
impl<const N: usize> Random<N> {
    /// The bytes.
    pub fn into_bytes(self) -> [u8; N] {
        self.0
    }
}

impl<const N: usize> Default for Random<N> {
    fn default() -> Self {
        Self([0; N])
    }
}

impl<const N: usize> From<[u8; N]> for Random<N> {
    fn from(bytes: [u8; N]) -> Self {
        Self(bytes)
    }
}

impl<const N: usize> fmt::Display for Random<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl<const N: usize> Serialize for Random<N> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de, const N: usize> Deserialize<'de> for Random<N> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| D::Error::custom("expected hexadecimal digits of a fixed number"))
    }
}

impl<const N: usize> Read for Random<N> {
    fn read<J: Json>(json: &J) -> Option<Self> {
        Self::parse(&json.text()?)
    }
}

/// One stay of one page in one room: made anew by each press of Join and each load of the page.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct VisitId(Random<8>);

/// One `RTCPeerConnection`, so that what belongs to an older one can be told apart and dropped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ConnectionId(Random<8>);

/// What proves that a seat is one's own: 128 random bits that only this tab knows, and the server while it reads them.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SeatSecret(Random<16>);

/// The digest of a [`SeatSecret`]: it names a seat's owner to the other person without letting anybody take the seat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SeatDigest(Random<16>);

/// The server's own word on what it knew of a seat: a server that starts again with empty rooms believes it.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Pass(Random<16>);

macro_rules! read_as_random {
    ($($id:ident)*) => {$(
        impl Read for $id {
            fn read<J: Json>(json: &J) -> Option<Self> {
                Read::read(json).map(Self)
            }
        }
    )*};
}
read_as_random!(VisitId ConnectionId SeatSecret SeatDigest Pass);

impl VisitId {
    /// Makes an id of random bytes.
    pub fn from_random(bytes: [u8; 8]) -> Self {
        Self(bytes.into())
    }
}

impl ConnectionId {
    /// Makes an id of random bytes.
    pub fn from_random(bytes: [u8; 8]) -> Self {
        Self(bytes.into())
    }
}

impl SeatSecret {
    /// Makes a secret of random bytes, which must come from a cryptographic source.
    pub fn from_random(bytes: [u8; 16]) -> Self {
        Self(bytes.into())
    }
}

#[cfg(feature = "ssr")]
impl SeatSecret {
    /// The secret itself, to be digested.
    pub fn as_bytes(&self) -> &[u8; 16] {
        &self.0.0
    }
}

impl SeatDigest {
    /// Takes the digest that the server made.
    pub fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes.into())
    }

    /// The digest as bytes.
    pub fn as_bytes(&self) -> &[u8; 16] {
        &self.0.0
    }
}

impl Pass {
    /// Takes what the server made.
    pub fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes.into())
    }

    /// The pass as bytes.
    pub fn as_bytes(&self) -> &[u8; 16] {
        &self.0.0
    }
}

impl<const N: usize> fmt::Debug for Random<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

// A secret that reaches a log by way of `{:?}` is no secret any more.
impl fmt::Debug for SeatSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SeatSecret(..)")
    }
}

impl fmt::Debug for Pass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pass(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_survives_the_wire() {
        let id = VisitId::from_random([0, 1, 2, 0xff, 4, 5, 6, 7]);
        let text = serde_json::to_string(&id).expect("an id is plain text");
        assert_eq!(text, "\"000102ff04050607\"");
        assert_eq!(serde_json::from_str::<VisitId>(&text).expect("its own text"), id);
    }

    #[test]
    fn an_id_of_another_form_is_refused() {
        for text in ["\"\"", "\"00\"", "\"000102ff0405060g\"", "\"+00102ff04050607\"", "\"é00102ff040506\"", "7"] {
            assert!(serde_json::from_str::<VisitId>(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_secret_does_not_show_itself() {
        assert_eq!(format!("{:?}", SeatSecret::from_random([7; 16])), "SeatSecret(..)");
        assert_eq!(format!("{:?}", Pass::from_bytes([7; 16])), "Pass(..)");
    }
}
