//! The floor: a relay of WebSocket messages that knows rooms and nothing else. The first message is the room's name, and
//! everything after it goes to whoever else named the room.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context, Result};
use futures::{SinkExt, StreamExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};
use tokio_tungstenite::accept_async_with_config;
use tokio_tungstenite::tungstenite::Message;

use crate::client::small_buffers;

/// The way to everybody in each room.
type Rooms = Arc<Mutex<HashMap<String, Vec<UnboundedSender<Message>>>>>;

pub(crate) fn run() -> Result<()> {
    let address = std::env::var("DUET_LISTEN").context("DUET_LISTEN is not set")?;
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(async {
        let listener = TcpListener::bind(address).await?;
        let rooms = Rooms::default();
        loop {
            let (stream, _) = listener.accept().await?;
            tokio::spawn(serve(stream, Arc::clone(&rooms)));
        }
    })
}

async fn serve(stream: TcpStream, rooms: Rooms) -> Option<()> {
    stream.set_nodelay(true).ok()?;
    let (mut sink, mut stream) = accept_async_with_config(stream, Some(small_buffers())).await.ok()?.split();
    let name = stream.next().await?.ok()?.into_text().ok()?.to_string();
    let (own, mut passed_on) = unbounded_channel();
    with(&rooms, &name, |people| people.push(own.clone()));
    sink.send(Message::text("joined")).await.ok()?;
    loop {
        tokio::select! {
            message = stream.next() => match message {
                Some(Ok(message @ Message::Text(_))) => with(&rooms, &name, |people| {
                    if let Some(other) = people.iter().find(|other| !other.same_channel(&own)) {
                        // Whoever is gone takes itself out.
                        let _ = other.send(message);
                    }
                }),
                _ => break,
            },
            Some(message) = passed_on.recv() => sink.send(message).await.ok()?,
        }
    }
    with(&rooms, &name, |people| people.retain(|other| !other.same_channel(&own)));
    Some(())
}

fn with(rooms: &Rooms, name: &str, act: impl FnOnce(&mut Vec<UnboundedSender<Message>>)) {
    let mut rooms = rooms.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(people) = rooms.get_mut(name) {
        act(people);
    } else {
        let mut people = Vec::new();
        act(&mut people);
        rooms.insert(name.to_owned(), people);
    }
}
