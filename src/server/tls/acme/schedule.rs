//! When an authority is asked again. Let's Encrypt answers nobody for an hour after five failures within one, so a mistake that its
//! owner is still mending must not use them up.

use std::time::Duration;

/// In what the waits are counted; shorter in tests only.
pub(super) const MINUTE: Duration = Duration::from_secs(60);

/// The minutes after the first failures in a row.
const FIRST_WAITS: [u32; 4] = [1, 5, 15, 30];

/// The minutes after any more.
const LAST_WAIT: u32 = 60;

/// The minutes until it is asked again where a name leads, which costs nobody anything.
const ELSEWHERE_WAIT: u32 = 1;

/// What became of an attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    /// There is a certificate.
    Certified,
    /// The authority said no, or nothing.
    Failed,
    /// A name leads somewhere else, so no authority was asked.
    Elsewhere,
}

/// What an authority can bear between two attempts.
#[derive(Debug, Default)]
pub(super) struct Waits {
    /// How many there were in a row.
    failures: usize,
}

impl Waits {
    /// How many minutes to wait after an attempt that ended so.
    pub(super) fn after(&mut self, outcome: Outcome) -> u32 {
        match outcome {
            Outcome::Certified => {
                self.failures = 0;
                0
            }
            Outcome::Elsewhere => ELSEWHERE_WAIT,
            Outcome::Failed => {
                let minutes = FIRST_WAITS.get(self.failures).copied().unwrap_or(LAST_WAIT);
                self.failures += 1;
                minutes
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::time::{Instant, sleep, timeout};

    /// The minutes at which attempts are made that end like this, the last one again and again.
    async fn minutes(outcomes: &[Outcome], hours: u32) -> Vec<u64> {
        let (began, mut made, mut waits) = (Instant::now(), Vec::new(), Waits::default());
        let attempts = async {
            loop {
                let outcome = *outcomes.get(made.len()).or(outcomes.last()).expect("an outcome");
                made.push(began.elapsed().as_secs() / 60);
                // A certificate is good for weeks.
                let good_for = if outcome == Outcome::Certified { 100 } else { 0 };
                sleep(MINUTE * (good_for + waits.after(outcome))).await;
            }
        };
        let _ = timeout(MINUTE * 60 * hours, attempts).await;
        made
    }

    #[tokio::test(start_paused = true)]
    async fn an_authority_is_asked_five_times_in_the_first_hour_and_then_once_an_hour() {
        assert_eq!(minutes(&[Outcome::Failed], 4).await, [0, 1, 6, 21, 51, 111, 171, 231]);
    }

    #[tokio::test(start_paused = true)]
    async fn where_a_name_leads_is_asked_each_minute_and_counts_as_no_failure() {
        let outcomes = [Outcome::Elsewhere, Outcome::Elsewhere, Outcome::Failed, Outcome::Elsewhere, Outcome::Failed];
        assert_eq!(minutes(&outcomes, 1).await, [0, 1, 2, 3, 4, 9, 24, 54]);
    }

    #[tokio::test(start_paused = true)]
    async fn after_a_certificate_the_waits_begin_from_the_start() {
        let outcomes = [Outcome::Failed, Outcome::Failed, Outcome::Certified, Outcome::Failed];
        assert_eq!(minutes(&outcomes, 3).await, [0, 1, 6, 106, 107, 112, 127, 157]);
    }
}
