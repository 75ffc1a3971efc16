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

use duet::protocol::{Refusal, ServerMessage};
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

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_call_is_kept_through_sigkill_and_a_third_is_told_full_before_and_after() {
    let mut program = Program::start().await;
    let (mut ann, mut ben) = talker::call(&program, "tea").await;
    talker::is_full(&program, &mut ann, &mut ben).await;
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

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sigterm_lets_calls_go_on_opens_no_room_and_ends_the_program_in_thirty_seconds() {
    let mut program = Program::start().await;
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
    assert!(asked.elapsed() < Duration::from_secs(30));
    program.start_again().await;
    ann.sits_again(&program, &ben).await;
    ben.sits_again(&program, &ann).await;
    talker::can_talk(&mut ann, &mut ben).await;
}
