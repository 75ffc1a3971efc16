//! A login for the relay, as every page is told one.

use std::net::SocketAddr;

use duet::protocol::{ServerMessage, codec};
use duet::server::relay::Login;
use futures::StreamExt;
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

/// The socket, as long as which the login is good, and the login for the relay at this address.
pub(crate) async fn login(page: SocketAddr, relay: SocketAddr) -> (WebSocketStream<MaybeTlsStream<TcpStream>>, Login) {
    let (mut socket, _) = connect_async(format!("ws://{page}/ws")).await.expect("the server listens");
    let Some(Ok(Message::Text(text))) = socket.next().await else { panic!("a welcome is first") };
    let message = codec::decode_server::<serde_json::Value>(&text).expect("the server speaks its own protocol");
    let ServerMessage::Welcome { ice_servers, .. } = message else { panic!("a welcome is first: {text}") };
    let is_it = |url: &String| url.starts_with("turn:") && url.contains(&relay.to_string());
    let server = ice_servers.into_iter().find(|server| server.urls.iter().any(is_it)).expect("a relay");
    let login = Login { username: server.username.expect("a name"), password: server.credential.expect("a password") };
    (socket, login)
}
