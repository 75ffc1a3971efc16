//! Who reaches whom: two who sit opposite each other, and nobody else, at no other moment.

use duet::protocol::ServerMessage;

use super::client::{Client, permit_each_other, reach_each_other, reaches};
use super::line::Line;
use super::person::Person;
use super::program::Program;

const BOTH: [bool; 2] = [true; 2];
const NEITHER: [bool; 2] = [false; 2];

/// Somebody's client, over UDP or over TCP.
pub(crate) async fn client(program: &Program, person: &Person, is_stream: bool) -> Client {
    let line = if is_stream { Line::tcp(program.page()).await } else { Line::udp(program.relay()).await };
    Client::with(line, &person.login).await
}

/// The clients of two people, over UDP and TCP, who have permitted each other.
pub(crate) async fn clients(program: &Program, [ann, ben]: &[Person; 2]) -> [Client; 2] {
    let [mut one, mut other] = [client(program, ann, false).await, client(program, ben, true).await];
    permit_each_other(&mut one, &mut other).await;
    [one, other]
}

#[tokio::test]
async fn nobody_is_heard_before_both_have_joined() {
    let program = Program::start(&[]);
    let mut people = [Person::comes(&program).await, Person::comes(&program).await];
    let [mut one, mut other] = clients(&program, &people).await;
    assert_eq!(reach_each_other(&mut one, &mut other).await, NEITHER, "both only look");
    people[0].sits("tea").await;
    assert_eq!(reach_each_other(&mut one, &mut other).await, NEITHER, "one sits alone");
    people[1].sits("tea").await;
    assert_eq!(reach_each_other(&mut one, &mut other).await, BOTH);
}

#[tokio::test]
async fn nobody_is_heard_any_more_once_either_has_left() {
    let program = Program::start(&[]);
    for leaves in [0, 1] {
        let room = format!("tea {leaves}");
        let mut people = Person::pair(&program, &room).await;
        let [mut one, mut other] = clients(&program, &people).await;
        assert_eq!(reach_each_other(&mut one, &mut other).await, BOTH);
        people[leaves].leaves().await;
        people[1 - leaves].is_left().await;
        assert_eq!(reach_each_other(&mut one, &mut other).await, NEITHER, "{leaves} has left");
    }
}

#[tokio::test]
async fn two_rooms_do_not_hear_each_other() {
    let program = Program::start(&[]);
    let [tea, milk] = [Person::pair(&program, "tea").await, Person::pair(&program, "milk").await];
    let [mut ann, mut ben] = clients(&program, &tea).await;
    let [mut cleo, mut dan] = clients(&program, &milk).await;
    for one in [&mut ann, &mut ben] {
        for other in [&mut cleo, &mut dan] {
            permit_each_other(one, other).await;
            assert_eq!(reach_each_other(one, other).await, NEITHER);
        }
    }
    assert_eq!(reach_each_other(&mut ann, &mut ben).await, BOTH);
    assert_eq!(reach_each_other(&mut cleo, &mut dan).await, BOTH);
}

#[tokio::test]
async fn who_finds_the_room_full_hears_nobody_and_disturbs_nobody() {
    let program = Program::start(&[]);
    let people = Person::pair(&program, "tea").await;
    let [mut one, mut other] = clients(&program, &people).await;
    let mut third = Person::comes(&program).await;
    let mut outside = client(&program, &third, false).await;
    assert_eq!(third.joins("tea").await, ServerMessage::Full);
    let mut late = client(&program, &third, true).await;
    for outside in [&mut outside, &mut late] {
        for inside in [&mut one, &mut other] {
            permit_each_other(outside, inside).await;
            assert_eq!(reach_each_other(outside, inside).await, NEITHER);
        }
    }
    assert_eq!(reach_each_other(&mut one, &mut other).await, BOTH);
}

#[tokio::test]
async fn no_other_address_is_ever_let_in() {
    let program = Program::start(&[]);
    let people = Person::pair(&program, "tea").await;
    let [mut one, mut other] = clients(&program, &people).await;
    for foreign in ["10.0.0.1:9", "127.0.0.2:9", "0.0.0.0:9", "169.254.169.254:80", "[::1]:9", "[::ffff:127.0.0.1]:9"] {
        for client in [&mut one, &mut other] {
            assert_eq!(client.permits(foreign.parse().expect("an address")).await, Err(403), "{foreign}");
        }
    }
    // Who listens at the relay's own address is not reached either.
    let listener = tokio::net::UdpSocket::bind("127.0.0.1:0").await.expect("a port");
    let real = listener.local_addr().expect("it is bound");
    assert_eq!(one.permits(real).await, Ok(()));
    one.says(real, b"hear me!").await;
    assert!(reaches(&mut one, &mut other).await, "and nothing ends by it");
    let heard = listener.try_recv(&mut [0; 64]).map_err(|error| error.kind());
    assert_eq!(heard, Err(std::io::ErrorKind::WouldBlock));
}

#[tokio::test]
async fn a_login_outlives_the_server_and_what_was_allocated_with_it_does_not() {
    let mut program = Program::start(&[]);
    let people = Person::pair(&program, "tea").await;
    let mut one = client(&program, &people[0], false).await;
    let mut other = client(&program, &people[1], false).await;
    permit_each_other(&mut one, &mut other).await;
    assert_eq!(reach_each_other(&mut one, &mut other).await, BOTH);
    program.is_killed_and_starts_again();
    assert_eq!(reach_each_other(&mut one, &mut other).await, NEITHER);
    assert_eq!(one.refreshes().await, Err(437));
    assert_eq!(one.permits(other.label()).await, Err(437));
    assert_eq!(one.allocates().await, Ok(()), "by the same line");
    let mut other = client(&program, &people[1], true).await;
    permit_each_other(&mut one, &mut other).await;
    assert_eq!(reach_each_other(&mut one, &mut other).await, NEITHER, "nobody has come back to their seat");
    let people = Person::pair(&program, "tea").await;
    let [mut one, mut other] = clients(&program, &people).await;
    assert_eq!(reach_each_other(&mut one, &mut other).await, BOTH);
}
