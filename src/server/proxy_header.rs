//! The header of the PROXY protocol, by which a proxy that only passes bytes on says who comes through it: versions 1 and 2 of
//! <https://www.haproxy.org/download/3.0/doc/proxy-protocol.txt>.

use std::io;
use std::net::IpAddr;

use proxy_header::{ParseConfig, Protocol, ProxyHeader};
use tokio::io::{AsyncRead, AsyncReadExt};

use super::network::is_of_somebody;

/// What both versions have at least, in bytes; it tells them apart.
const BEGINNING_BYTES: usize = 12;

/// What version 1 begins with.
const V1_BEGINNING: &[u8] = b"PROXY ";

/// The longest header of version 1, in bytes (section 2.1).
const V1_MAX_BYTES: usize = 107;

/// What version 2 begins with.
const V2_BEGINNING: [u8; BEGINNING_BYTES] = *b"\r\n\r\n\0\r\nQUIT\n";

/// The longest header of version 2 that is read, in bytes: its addresses take 52, and proxies add what they know of TLS. They could
/// announce 64 KiB.
const V2_MAX_BYTES: usize = 4 * 1024;

/// For whom a proxy connects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sender {
    /// For itself, as when it asks whether the server is well.
    Proxy,
    /// For whoever is at this address.
    Client(IpAddr),
    /// For somebody who is not named, or whose address can be nobody's.
    Unnamed,
}

/// Why there is no header.
#[derive(Debug, thiserror::Error)]
pub enum HeaderError {
    /// The connection ended before.
    #[error("the connection ended before the header of the PROXY protocol did: {0}")]
    Ended(#[from] io::Error),
    /// What came is something else.
    #[error("no header of the PROXY protocol came")]
    Missing,
    /// It is longer than any that makes sense.
    #[error("the header of the PROXY protocol is too long")]
    TooLong,
    /// It breaks the protocol.
    #[error("the header of the PROXY protocol makes no sense: {0}")]
    Malformed(proxy_header::Error),
}

/// Reads the header, and not a byte more.
///
/// # Errors
/// See [`HeaderError`].
pub async fn read(stream: &mut (impl AsyncRead + Unpin)) -> Result<Sender, HeaderError> {
    let mut header = vec![0; BEGINNING_BYTES];
    stream.read_exact(&mut header).await?;
    if header == V2_BEGINNING {
        read_v2(stream, &mut header).await?;
    } else if header.starts_with(V1_BEGINNING) {
        read_v1(stream, &mut header).await?;
    } else {
        return Err(HeaderError::Missing);
    }
    sender(&header)
}

/// Byte by byte: what comes after the end of the line is the client's.
async fn read_v1(stream: &mut (impl AsyncRead + Unpin), header: &mut Vec<u8>) -> Result<(), HeaderError> {
    while !header.ends_with(b"\r\n") {
        if header.len() >= V1_MAX_BYTES {
            return Err(HeaderError::TooLong);
        }
        header.push(stream.read_u8().await?);
    }
    Ok(())
}

async fn read_v2(stream: &mut (impl AsyncRead + Unpin), header: &mut Vec<u8>) -> Result<(), HeaderError> {
    // Version and command, family and transport, and how much follows.
    let (kind, more) = (stream.read_u16().await?, stream.read_u16().await?);
    header.extend(kind.to_be_bytes());
    header.extend(more.to_be_bytes());
    let begun = header.len();
    let whole = begun + usize::from(more);
    if whole > V2_MAX_BYTES {
        return Err(HeaderError::TooLong);
    }
    header.resize(whole, 0);
    stream.read_exact(header.get_mut(begun..).unwrap_or_default()).await?;
    Ok(())
}

fn sender(header: &[u8]) -> Result<Sender, HeaderError> {
    let config = ParseConfig { include_tlvs: false, ..ParseConfig::default() };
    let (parsed, _) = ProxyHeader::parse(header, config).map_err(HeaderError::Malformed)?;
    // The command LOCAL, which only version 2 has. "UNKNOWN" of version 1 may be anybody.
    let is_local = header.starts_with(&V2_BEGINNING) && header.get(BEGINNING_BYTES).is_some_and(|byte| byte & 0xf == 0);
    Ok(match parsed.proxied_address() {
        _ if is_local => Sender::Proxy,
        Some(address) if address.protocol == Protocol::Stream && is_of_somebody(address.source.ip()) => {
            Sender::Client(address.source.ip().to_canonical())
        }
        Some(_) | None => Sender::Unnamed,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is read of these bytes, and how many are left.
    async fn read_of(bytes: &[u8]) -> (Result<Sender, HeaderError>, usize) {
        let mut left = bytes;
        let read = read(&mut left).await;
        (read, left.len())
    }

    #[tokio::test]
    async fn not_a_byte_more_than_the_header_is_read() {
        let v2 = [&V2_BEGINNING[..], &[0x21, 0x11, 0, 15], &[192, 0, 2, 1, 127, 0, 0, 1, 0, 1, 0, 2, 4, 0, 0]].concat();
        for header in [b"PROXY TCP4 192.0.2.1 127.0.0.1 1 2\r\n".to_vec(), v2] {
            let (sender, left) = read_of(&[&header, &b"GET / HTTP/1.1\r\n"[..]].concat()).await;
            assert_eq!(sender.expect("it makes sense"), Sender::Client([192, 0, 2, 1].into()));
            assert_eq!(left, 16);
        }
    }

    #[tokio::test]
    async fn a_header_without_end_is_given_up() {
        let (read, left) = read_of(&[V1_BEGINNING, &[b'a'; 1000]].concat()).await;
        assert!(matches!(read, Err(HeaderError::TooLong)));
        assert_eq!(left, V1_BEGINNING.len() + 1000 - V1_MAX_BYTES);
        let (read, _) = read_of(&[&V2_BEGINNING[..], &[0x21, 0x11, 0xff, 0xff]].concat()).await;
        assert!(matches!(read, Err(HeaderError::TooLong)));
    }

    #[tokio::test]
    async fn who_cannot_be_a_client_is_nobody() {
        for header in [
            "PROXY UNKNOWN\r\n",
            "PROXY UNKNOWN 192.0.2.1 127.0.0.1 1 2\r\n",
            "PROXY TCP4 127.0.0.1 127.0.0.1 1 2\r\n",
            "PROXY TCP6 ::ffff:127.0.0.1 ::1 1 2\r\n",
            "PROXY TCP6 :: ::1 1 2\r\n",
        ] {
            assert_eq!(read_of(header.as_bytes()).await.0.expect("it makes sense"), Sender::Unnamed, "{header}");
        }
        let datagram = [&V2_BEGINNING[..], &[0x21, 0x12, 0, 12], &[192, 0, 2, 1, 127, 0, 0, 1, 0, 1, 0, 2]].concat();
        assert_eq!(read_of(&datagram).await.0.expect("it makes sense"), Sender::Unnamed);
    }
}
