//! The program itself, killed, drained and started again, with people who speak the protocol: nobody may lose a seat, and
//! nobody else may get one.
#![cfg(feature = "ssr")]

#[path = "free_port/pick.rs"]
mod pick;
#[path = "restarts/program.rs"]
mod program;
#[path = "restarts/talker.rs"]
mod talker;

use std::time::{Duration, Instant};

use duet::protocol::{Access, Refusal, ServerMessage};
use program::Program;
use talker::Talker;

/// The calls that are kept through the restarts.
const CALLS: usize = 200;

/// How often the program is killed.
const RESTARTS: usize = 10;

#[test]
fn a_flag_wins_over_a_variable_and_a_variable_over_the_file() {
    let file = r#"ice_servers = ["stun:a.test"]"#;
    let wrong = [("DUET_ICE_SERVERS", "https://b.test")];
    assert!(program::check(file, &[], &[]).status.success());
    let refused = program::check(file, &wrong, &[]);
    assert!(!refused.status.success());
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(said.contains("https://b.test"), "{said}");
    assert!(program::check(file, &wrong, &["--ice-servers", "stun:c.test"]).status.success());
}

#[test]
fn what_cannot_work_is_refused_also_where_settings_are_only_checked() {
    for (name, value, words) in [
        ("DUET_ICE_SERVERS", "stun:a.test?transport=udp", "DUET_ICE_SERVERS"),
        ("DUET_FRAME_ANCESTORS", "none https://a.test", "none"),
        ("DUET_ACME", "duet.example.org", "example"),
        ("DUET_SECRET", "passwordpassword", "openssl rand -hex 32"),
        ("DUET_STATE_DIR", "/proc/duet", "/proc/duet"),
        ("DUET_LISTEN", "192.0.2.1:3000", "does not have that address"),
        ("DUET_METRICS_LISTEN", "127.0.0.1:3000", "same port"),
    ] {
        let refused = program::check("", &[(name, value)], &[]);
        let said = String::from_utf8_lossy(&refused.stderr).into_owned();
        assert!(!refused.status.success() && said.contains(words), "{name}={value}: {said}");
    }
}

#[test]
fn limits_above_what_the_system_allows_are_lowered_and_said_without_codes_for_colours() {
    let checked = program::check("", &[("DUET_MAX_CONNECTIONS", "99999999999")], &[]);
    let said = String::from_utf8_lossy(&checked.stderr).into_owned();
    assert!(checked.status.success() && said.contains("DUET_MAX_CONNECTIONS is "), "{said}");
    assert!(!said.contains('\u{1b}'), "{said:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_call_is_kept_through_sigkill_and_a_third_is_told_full_before_and_after() {
    let mut program = Program::start().await;
    let (mut ann, mut ben) = talker::call(&program, "tea").await;
    talker::is_full(&program, &mut ann, &mut ben).await;
    talker::both_are_given_a_pass(&mut ann, &mut ben).await;
    program.kill();
    program.start_again().await;
    // A third is quicker than the two.
    let mut cat = Talker::new(&program, "tea");
    assert!(matches!(cat.comes_back(&program).await, ServerMessage::Joined { peer: None, .. }));
    ben.sits_again(&program, &ann).await;
    assert_eq!(cat.hears().await, ServerMessage::Full);
    ann.sits_again(&program, &ben).await;
    talker::can_talk(&mut ann, &mut ben).await;
    talker::is_full(&program, &mut ann, &mut ben).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_strangers_who_were_quicker_and_locked_the_door_make_place_for_the_call() {
    let mut program = Program::start().await;
    let (mut ann, mut ben) = talker::call(&program, "tea").await;
    ann.shuts(Access::Locked).await;
    assert_eq!(ben.hears().await, ServerMessage::Access(Access::Locked));
    talker::both_are_given_a_pass(&mut ann, &mut ben).await;
    program.kill();
    program.start_again().await;
    let (mut cat, mut dan) = talker::call(&program, "tea").await;
    cat.shuts(Access::Locked).await;
    assert_eq!(dan.hears().await, ServerMessage::Access(Access::Locked));
    ann.sits_again(&program, &ben).await;
    assert_eq!(cat.hears().await, ServerMessage::Full);
    assert_eq!(dan.hears().await, ServerMessage::Full);
    ben.sits_again(&program, &ann).await;
    talker::can_talk(&mut ann, &mut ben).await;
    talker::is_full(&program, &mut ann, &mut ben).await;
    ben.leaves().await;
    let locked = ServerMessage::Refused { reason: Refusal::Locked };
    assert_eq!(ann.hears().await, ServerMessage::PeerLeft);
    assert_eq!(Talker::stranger(&program, "tea").await, locked, "the door is as the two had it");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_old_guest_neither_puts_out_who_waits_alone_nor_passes_a_door_where_one_knocks() {
    let mut program = Program::start().await;
    let knock = ServerMessage::Refused { reason: Refusal::Knock };
    let mut rooms = [talker::call(&program, "tea").await, talker::call(&program, "coffee").await];
    let are_given = rooms.iter_mut().map(|(ann, guest)| talker::both_are_given_a_pass(ann, guest));
    futures::future::join_all(are_given).await;
    for (ann, guest) in &mut rooms {
        guest.leaves().await;
        assert_eq!(ann.hears().await, ServerMessage::PeerLeft);
        ann.shuts(Access::Knock).await;
        ann.is_given_a_pass().await;
        ann.is_alone();
        guest.invents_a_neighbour();
    }
    program.kill();
    program.start_again().await;
    let [(ann, guest), (later, quicker)] = &mut rooms;
    assert!(matches!(ann.comes_back(&program).await, ServerMessage::Joined { resumed: true, .. }));
    assert_eq!(guest.comes_back(&program).await, knock);
    // And where the guest was quicker.
    quicker.comes_back(&program).await;
    assert!(matches!(later.comes_back(&program).await, ServerMessage::Joined { resumed: true, .. }));
    assert_eq!(Talker::stranger(&program, "coffee").await, knock, "the guest is gone, and the door as it was");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_hundred_calls_are_kept_through_ten_restarts() {
    let mut program = Program::start().await;
    let names: Vec<String> = (0..CALLS).map(|number| format!("room {number}")).collect();
    let mut calls = futures::future::join_all(names.iter().map(|name| talker::call(&program, name))).await;
    for _ in 0..RESTARTS {
        program.kill();
        program.start_again().await;
        let again = calls.iter_mut().enumerate().map(|(number, (ann, ben))| {
            let program = &program;
            async move {
                // Now the one is first, now the other.
                let (first, second) = if number % 2 == 0 { (ann, ben) } else { (ben, ann) };
                first.sits_again(program, second).await;
                second.sits_again(program, first).await;
            }
        });
        futures::future::join_all(again).await;
    }
    for (ann, ben) in &mut calls {
        talker::can_talk(ann, ben).await;
    }
    let (ann, ben) = &mut calls[CALLS / 2];
    talker::is_full(&program, ann, ben).await;
}

/// How long anybody may be without the server when its only process follows another.
const BACK_WITHIN: Duration = Duration::from_secs(5);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_sigterm_everybody_is_back_on_the_next_process_in_five_seconds() {
    let mut program = Program::start().await;
    let names: Vec<String> = (0..CALLS).map(|number| format!("room {number}")).collect();
    let mut calls = futures::future::join_all(names.iter().map(|name| talker::call(&program, name))).await;
    let mut idle = Talker::new(&program, "idle");
    idle.comes_back(&program).await;
    let asked = Instant::now();
    program.terminate();
    for (ann, ben) in &mut calls {
        assert_eq!(ann.hears().await, ServerMessage::Draining);
        ann.is_told_to_come_back().await;
        ben.is_told_to_come_back().await;
    }
    idle.is_told_to_come_back().await;
    program.is_gone().await;
    program.start_again().await;
    for (ann, ben) in &mut calls {
        ann.sits_again(&program, ben).await;
        ben.sits_again(&program, ann).await;
    }
    assert!(matches!(Talker::stranger(&program, "new").await, ServerMessage::Joined { .. }), "and new rooms open");
    assert!(asked.elapsed() < BACK_WITHIN, "{:?}", asked.elapsed());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_is_refused_while_one_process_follows_another_on_a_port_that_stays() {
    let mut program = Program::start_with_a_port().await;
    let (mut ann, mut ben) = talker::call(&program, "tea").await;
    program.terminate();
    program.is_gone().await;
    let waits = tokio::net::TcpStream::connect(program.address).await;
    assert!(waits.is_ok(), "who comes meanwhile waits for the next process");
    program.start_again().await;
    ann.sits_again(&program, &ben).await;
    ben.sits_again(&program, &ann).await;
    talker::can_talk(&mut ann, &mut ben).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_drains_lets_calls_go_on_and_opens_no_room() {
    let mut program = Program::start_with(&[("DUET_DRAIN_SECONDS", "3")]).await;
    let (mut ann, mut ben) = talker::call(&program, "tea").await;
    let asked = Instant::now();
    program.terminate();
    assert_eq!(ann.hears().await, ServerMessage::Draining);
    assert_eq!(ben.hears().await, ServerMessage::Draining);
    talker::can_talk(&mut ann, &mut ben).await;
    let draining = ServerMessage::Refused { reason: Refusal::Draining };
    assert_eq!(Talker::stranger(&program, "coffee").await, draining);
    ann.is_told_to_come_back().await;
    program.is_gone().await;
    assert!((3..8).contains(&asked.elapsed().as_secs()), "{:?}", asked.elapsed());
    program.start_again().await;
    ann.sits_again(&program, &ben).await;
    ben.sits_again(&program, &ann).await;
    talker::can_talk(&mut ann, &mut ben).await;
}
