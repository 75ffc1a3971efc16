//! Whether the server answers: the part that seats people is asked, and has to say something within a moment. One that drains, or whose
//! neighbours are gone, still answers.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::time::timeout;

use super::hub::Hub;

/// How long the rooms may take to answer. They are never busy for longer than milliseconds.
const ANSWER_MAX: Duration = Duration::from_secs(2);

/// Asks the rooms, one question at a time.
#[derive(Debug, Clone)]
pub struct Health {
    hub: Arc<Hub>,
    /// A question has no answer yet. It holds a thread, so there is no other until it has one.
    is_waiting: Arc<AtomicBool>,
}

impl Health {
    /// Of the rooms of this hub.
    pub fn new(hub: Arc<Hub>) -> Self {
        Self { hub, is_waiting: Arc::default() }
    }

    /// Whether they answer.
    pub async fn answers(&self) -> bool {
        if self.is_waiting.swap(true, Ordering::AcqRel) {
            return false;
        }
        let (hub, is_waiting) = (Arc::clone(&self.hub), Arc::clone(&self.is_waiting));
        // The rooms' lock is waited for by a thread that may stay in it.
        let asked = tokio::task::spawn_blocking(move || {
            let is_healthy = hub.is_healthy();
            is_waiting.store(false, Ordering::Release);
            is_healthy
        });
        matches!(timeout(ANSWER_MAX, asked).await, Ok(Ok(true)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::pass::Passes;

    #[tokio::test]
    async fn rooms_that_answer_are_well_and_are_asked_again_and_again() {
        let health = Health::new(Hub::new(0, Passes::new([1; 32]), Arc::default()));
        for _ in 0..3 {
            assert!(health.answers().await);
        }
    }

    #[tokio::test]
    async fn while_a_question_has_no_answer_there_is_no_other() {
        let health = Health::new(Hub::new(0, Passes::new([1; 32]), Arc::default()));
        health.is_waiting.store(true, Ordering::Release);
        assert!(!health.answers().await, "a thread for each question would be all there are");
    }
}
