//! Whether the server answers: the part that seats people is asked, and has to say something within a moment. One that drains, or whose
//! neighbours are gone, still answers.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Mutex;
use tokio::time::timeout;

use super::hub::Hub;

/// How long the rooms may take to answer. They are never busy for longer than milliseconds.
const ANSWER_MAX: Duration = Duration::from_secs(2);

/// Asks the rooms, one question at a time.
#[derive(Debug, Clone)]
pub struct Health {
    hub: Arc<Hub>,
    /// Held by the thread that asks, until it has an answer: so there is no more than one such thread.
    turn: Arc<Mutex<()>>,
}

impl Health {
    /// Of the rooms of this hub.
    pub fn new(hub: Arc<Hub>) -> Self {
        Self { hub, turn: Arc::default() }
    }

    /// Whether they answer.
    pub async fn answers(&self) -> bool {
        let asked = async {
            let turn = Arc::clone(&self.turn).lock_owned().await;
            let hub = Arc::clone(&self.hub);
            // The rooms' lock is waited for by a thread that may stay in it.
            let asked = tokio::task::spawn_blocking(move || {
                let is_healthy = hub.is_healthy();
                drop(turn);
                is_healthy
            });
            matches!(asked.await, Ok(true))
        };
        timeout(ANSWER_MAX, asked).await.unwrap_or(false)
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
    async fn who_asks_at_the_same_time_has_an_answer_too() {
        let health = Health::new(Hub::new(0, Passes::new([1; 32]), Arc::default()));
        let both = tokio::join!(health.answers(), health.answers());
        assert_eq!(both, (true, true));
    }

    #[tokio::test(start_paused = true)]
    async fn while_a_question_has_no_answer_there_is_no_other_thread() {
        let health = Health::new(Hub::new(0, Passes::new([1; 32]), Arc::default()));
        let asking = Arc::clone(&health.turn).lock_owned().await;
        assert!(!health.answers().await, "a thread for each question would be all there are");
        drop(asking);
        assert!(health.answers().await);
    }
}
