//! A server that is told to end, and calls that nobody has told.

use std::time::Duration;

use tokio::time::{Instant, sleep};

use super::client::reach_each_other;
use super::closed::clients;
use super::person::Person;
use super::program::Program;

/// A server without calls ends sooner than that.
const A_WHILE: Duration = Duration::from_secs(2);

/// A call of which nobody has said anything for so long is over.
const OVER_AFTER: Duration = Duration::from_secs(3);

/// How often two say something.
const OFTEN: Duration = Duration::from_millis(50);

#[tokio::test]
async fn a_call_whose_sockets_are_gone_goes_on_while_the_server_drains() {
    let mut program = Program::start(&[("DUET_DRAIN_SECONDS", "25")]);
    let people = Person::pair(&program, "tea").await;
    let [mut one, mut other] = clients(&program, &people).await;
    assert_eq!(reach_each_other(&mut one, &mut other).await, [true; 2]);
    // As where the way to the page is lost, or leads to the next server already.
    drop(people);
    program.is_told_to_end();
    let until = Instant::now() + A_WHILE;
    while Instant::now() < until {
        assert!(!program.has_ended(), "the call was cut off");
        assert_eq!(reach_each_other(&mut one, &mut other).await, [true; 2]);
        sleep(OFTEN).await;
    }
}

#[tokio::test]
async fn a_server_without_calls_does_not_wait_for_the_end_of_its_drain() {
    let mut program = Program::start(&[("DUET_DRAIN_SECONDS", "25")]);
    program.is_told_to_end();
    assert!(ends_within(&mut program, A_WHILE).await);
}

#[tokio::test]
async fn a_server_whose_last_call_is_over_does_not_wait_for_the_end_of_its_drain() {
    let mut program = Program::start(&[("DUET_DRAIN_SECONDS", "25")]);
    let people = Person::pair(&program, "tea").await;
    let [mut one, mut other] = clients(&program, &people).await;
    assert_eq!(reach_each_other(&mut one, &mut other).await, [true; 2]);
    drop((people, one, other));
    program.is_told_to_end();
    assert!(ends_within(&mut program, OVER_AFTER + A_WHILE).await);
}

async fn ends_within(program: &mut Program, time: Duration) -> bool {
    let deadline = Instant::now() + time;
    while !program.has_ended() {
        if Instant::now() >= deadline {
            return false;
        }
        sleep(OFTEN).await;
    }
    true
}
