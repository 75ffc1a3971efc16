//! A socket over a pipe, in virtual time.

use super::*;
use crate::protocol::FRAME_MAX_BYTES;
use crate::server::budget::Budget;
use crate::server::config::limits::LimitSettings;
use axum::extract::ws::CloseFrame;
use futures::{SinkExt, StreamExt};
use std::sync::Arc;
use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream, duplex, split};
use tokio::time::sleep;

/// A socket, and its client's end of a pipe that takes any message.
fn socket(budget: &Arc<Budget>) -> (WebSocket<DuplexStream>, DuplexStream) {
    let (client, server) = duplex(4 * FRAME_MAX_BYTES);
    (WebSocket::new(server, &budget.account(None)), client)
}

fn budget() -> Arc<Budget> {
    Budget::new(&LimitSettings::default())
}

/// The head of a frame (RFC 6455 section 5.2), masked with zeros.
fn head(first: u8, length: usize) -> Vec<u8> {
    [&[first, 0x80 | 127][..], &(length as u64).to_be_bytes(), &[0; 4]].concat()
}

/// The next whole message, and how long it took.
async fn next(socket: &mut WebSocket<DuplexStream>) -> (Option<Result<Message, SocketError>>, Duration) {
    let began = Instant::now();
    loop {
        match socket.next().await {
            Some(Ok(Heard { message: None, .. })) => {}
            Some(Ok(Heard { message: Some(message), .. })) => return (Some(Ok(message)), began.elapsed()),
            Some(Err(error)) => return (Some(Err(error)), began.elapsed()),
            None => return (None, began.elapsed()),
        }
    }
}

/// Begins a message and then says `bytes` of it in each step of `seconds`, as its only frame or in parts.
async fn drip(client: &mut DuplexStream, bytes: usize, seconds: u64, is_in_parts: bool) {
    let begin = if is_in_parts { head(0x01, 0) } else { head(0x81, FRAME_MAX_BYTES) };
    client.write_all(&begin).await.expect("the server reads");
    for _ in 0..FRAME_MAX_BYTES / bytes {
        sleep(Duration::from_secs(seconds)).await;
        let part = if is_in_parts { head(0x00, bytes) } else { Vec::new() };
        if client.write_all(&[part, vec![b' '; bytes]].concat()).await.is_err() {
            return;
        }
    }
    std::future::pending().await
}

#[tokio::test(start_paused = true)]
async fn a_message_that_was_begun_and_does_not_go_on_is_given_up_after_5_s() {
    for begin in [head(0x81, 100), head(0x01, 0), vec![0x81], [head(0x81, 100), vec![b' '; 99]].concat()] {
        let (mut socket, mut client) = socket(&budget());
        client.write_all(&begin).await.expect("the server reads");
        let (heard, took) = next(&mut socket).await;
        assert!(matches!(heard, Some(Err(SocketError::Slow))), "{heard:?}");
        assert_eq!(took.as_secs(), 5);
    }
}

#[tokio::test(start_paused = true)]
async fn a_message_that_comes_too_slowly_is_given_up_in_one_frame_or_in_parts() {
    for is_in_parts in [false, true] {
        let (mut socket, mut client) = socket(&budget());
        let (heard, took) = tokio::select! {
            heard = next(&mut socket) => heard,
            () = drip(&mut client, 1024, 2, is_in_parts) => panic!("it was never given up"),
        };
        assert!(matches!(heard, Some(Err(SocketError::Slow))), "{heard:?}");
        assert_eq!(took.as_secs(), 5);
    }
}

#[tokio::test(start_paused = true)]
async fn a_message_that_goes_on_has_20_s_to_end() {
    for is_in_parts in [false, true] {
        let (mut socket, mut client) = socket(&budget());
        let (heard, took) = tokio::select! {
            heard = next(&mut socket) => heard,
            () = drip(&mut client, 4096, 3, is_in_parts) => panic!("it was never given up"),
        };
        assert!(matches!(heard, Some(Err(SocketError::Slow))), "{heard:?}");
        assert_eq!(took.as_secs(), 20);
    }
    let (mut socket, mut client) = socket(&budget());
    let slowly = async {
        client.write_all(&head(0x81, 4 * 4096)).await.expect("the server reads");
        for _ in 0..4 {
            sleep(Duration::from_millis(4_900)).await;
            client.write_all(&[b' '; 4096]).await.expect("the server reads");
        }
    };
    let ((heard, took), ()) = tokio::join!(next(&mut socket), slowly);
    assert!(matches!(heard, Some(Ok(Message::Text(_)))), "{heard:?}");
    assert!(took > Duration::from_secs(19));
}

#[tokio::test(start_paused = true)]
async fn pings_between_its_parts_give_a_message_no_more_time() {
    // With nothing that comes, and with as much as must come in each five seconds.
    for (part, end) in [(0, 5), (2 * PROGRESS_BYTES, 20)] {
        let (mut socket, mut client) = socket(&budget());
        let dripping = async {
            client.write_all(&[head(0x01, 1), vec![b' ']].concat()).await.expect("the server reads");
            loop {
                sleep(Duration::from_secs(3)).await;
                let more = [head(0x00, part), vec![b' '; part], b"\x89\x80\0\0\0\0".to_vec()].concat();
                if client.write_all(&more).await.is_err() {
                    return;
                }
            }
        };
        let began = Instant::now();
        let ended = async {
            loop {
                match next(&mut socket).await.0 {
                    Some(Ok(Message::Ping(_))) => {}
                    other => return other,
                }
            }
        };
        let heard = tokio::select! {
            heard = ended => heard,
            () = dripping => panic!("it was never given up"),
        };
        assert!(matches!(heard, Some(Err(SocketError::Slow))), "{heard:?}");
        assert_eq!(began.elapsed().as_secs(), end);
    }
}

#[tokio::test(start_paused = true)]
async fn who_pings_while_much_is_read_slowly_is_answered_once_it_was_read() {
    let (server, client) = duplex(FRAME_MAX_BYTES / 4);
    let (mut socket, (mut reader, mut writer)) = (WebSocket::new(server, &budget().account(None)), split(client));
    socket.feed(Message::Text(" ".repeat(FRAME_MAX_BYTES).into())).await.expect("it waits");
    for last in [b'1', b'2'] {
        writer.write_all(&[0x89, 0x81, 0, 0, 0, 0, last]).await.expect("the server reads");
        assert!(matches!(next(&mut socket).await.0, Some(Ok(Message::Ping(_)))));
    }
    // Nothing more is said: that the client reads is enough.
    let reading = async {
        let mut told = vec![0; 10 + FRAME_MAX_BYTES + 3];
        reader.read_exact(&mut told).await.expect("the text and an answer");
        told.split_off(10 + FRAME_MAX_BYTES)
    };
    let answer = tokio::select! {
        answer = reading => answer,
        other = socket.next() => panic!("{other:?}"),
    };
    assert_eq!(answer, b"\x8a\x012", "the last one counts");
}

#[tokio::test(start_paused = true)]
async fn an_idle_socket_waits_for_ever_and_holds_nothing() {
    let budget = budget();
    let (mut socket, mut client) = socket(&budget);
    client.write_all(&[&head(0x81, FRAME_MAX_BYTES)[..], &[b' '; FRAME_MAX_BYTES]].concat()).await.expect("it reads");
    let (heard, _) = next(&mut socket).await;
    socket.send(heard.expect("a message").expect("a message")).await.expect("the client reads");
    assert_eq!(budget.held(), 0);
    assert_eq!((socket.incoming.capacity(), socket.outgoing.waits().len()), (0, 0));
    let idle = tokio::time::timeout(Duration::from_secs(3_600), socket.next()).await;
    assert!(idle.is_err(), "{idle:?}");
}

#[tokio::test(start_paused = true)]
async fn what_has_begun_counts_and_above_the_budget_is_not_taken() {
    let budget = Budget::new(&LimitSettings { max_held_bytes: Some(100_000), ..LimitSettings::default() });
    let begun = [head(0x81, FRAME_MAX_BYTES), vec![b' '; FRAME_MAX_BYTES - 1]].concat();
    let (mut first, mut client) = socket(&budget);
    client.write_all(&begun).await.expect("the server reads");
    while budget.held() < FRAME_MAX_BYTES - 4096 {
        first.next().await.expect("it goes on").expect("it goes on");
    }
    let (mut second, mut other) = socket(&budget);
    other.write_all(&begun).await.expect("the server reads");
    let (heard, _) = next(&mut second).await;
    assert!(matches!(heard, Some(Err(SocketError::TooMuch(_)))), "{heard:?}");
    drop((first, second));
    assert_eq!(budget.held(), 0);
}

#[tokio::test(start_paused = true)]
async fn who_announces_too_much_hears_why_although_it_goes_on_sending() {
    let (mut socket, mut client) = socket(&budget());
    client.write_all(&head(0x81, DROPPED_MAX_BYTES + FRAME_MAX_BYTES)).await.expect("the server reads");
    let (heard, _) = next(&mut socket).await;
    assert!(matches!(heard, Some(Err(SocketError::TooLarge))), "{heard:?}");
    let sending = async {
        // As much as is dropped, and more than that, which waits in the pipe.
        client.write_all(&vec![b' '; DROPPED_MAX_BYTES + FRAME_MAX_BYTES]).await.expect("the server reads on");
        let mut told = [0; 4];
        client.read_exact(&mut told).await.expect("the last words");
        assert_eq!(told, [0x88, 2, 0x03, 0xf1], "closed with 1009");
        drop(client);
    };
    socket.send(Message::Close(Some(CloseFrame { code: 1009, reason: "".into() }))).await.expect("it is read");
    tokio::select! {
        heard = next(&mut socket) => panic!("closed with something left unread, the last words are lost: {heard:?}"),
        () = sending => {}
    }
}

#[tokio::test(start_paused = true)]
async fn a_ping_is_answered_and_a_close_too_and_nothing_after_it() {
    let (mut socket, mut client) = socket(&budget());
    client.write_all(b"\x89\x82\0\0\0\0hi\x88\x82\0\0\0\0\x03\xe8").await.expect("the server reads");
    assert!(matches!(next(&mut socket).await.0, Some(Ok(Message::Ping(_)))));
    assert!(matches!(next(&mut socket).await.0, Some(Ok(Message::Close(Some(_))))));
    socket.send(Message::Text("more".into())).await.expect("it is dropped");
    socket.close().await.expect("it is closed");
    drop(socket);
    let mut told = Vec::new();
    client.read_to_end(&mut told).await.expect("an end");
    assert_eq!(told, b"\x8a\x02hi\x88\x02\x03\xe8");
}
