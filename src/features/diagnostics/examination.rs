//! What is known so far, and what is next.

use super::outcome::{Outcome, Skip};
use super::plan::{TESTS, Test};

/// All tests and where each stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Examination {
    outcomes: [Outcome; TESTS],
}

/// What all outcomes say together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It has not begun.
    Unknown,
    /// A test is being done.
    Busy(Test),
    /// Everything works.
    Fine,
    /// Everything works, some of it with a warning.
    Doubts,
    /// Something does not work.
    Faults,
    /// It was ended early.
    Stopped,
}

impl Examination {
    /// Where a test stands.
    pub fn outcome(&self, test: Test) -> Outcome {
        self.outcomes[test.index()]
    }

    /// Notes where a test stands.
    pub fn note(&mut self, test: Test, outcome: Outcome) {
        self.outcomes[test.index()] = outcome;
    }

    /// Begins the next test that is worth a try; those before it whose needs are not met are skipped.
    pub fn begin_next(&mut self) -> Option<Test> {
        for test in Test::ALL {
            if self.outcome(test) != Outcome::Waiting {
                continue;
            }
            match test.needs().iter().find(|need| !self.outcome(**need).works()) {
                Some(need) => self.note(test, Outcome::Skipped(Skip::Needs(*need))),
                None => {
                    self.note(test, Outcome::Running);
                    return Some(test);
                }
            }
        }
        None
    }

    /// Ends it: what is not done is skipped.
    pub fn stop(&mut self) {
        for outcome in &mut self.outcomes {
            if !outcome.is_final() {
                *outcome = Outcome::Skipped(Skip::Stopped);
            }
        }
    }

    /// What all outcomes say together.
    pub fn verdict(&self) -> Verdict {
        if let Some(test) = Test::ALL.into_iter().find(|test| self.outcome(*test) == Outcome::Running) {
            return Verdict::Busy(test);
        }
        let any = |wanted: fn(&Outcome) -> bool| self.outcomes.iter().any(wanted);
        if any(|outcome| *outcome == Outcome::Waiting) {
            Verdict::Unknown
        } else if any(|outcome| matches!(outcome, Outcome::Failed(_))) {
            Verdict::Faults
        } else if any(|outcome| matches!(outcome, Outcome::Skipped(_))) {
            Verdict::Stopped
        } else if any(|outcome| matches!(outcome, Outcome::Warned(_))) {
            Verdict::Doubts
        } else {
            Verdict::Fine
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::outcome::{Fault, Proof, Warning};
    use super::*;
    use crate::call::view::MediaError;

    /// Does all tests, each with this outcome.
    fn examined(outcome: impl Fn(Test) -> Outcome) -> (Examination, Vec<Test>) {
        let mut examination = Examination::default();
        let mut done = Vec::new();
        while let Some(test) = examination.begin_next() {
            assert_eq!(examination.verdict(), Verdict::Busy(test));
            examination.note(test, outcome(test));
            done.push(test);
        }
        (examination, done)
    }

    #[test]
    fn all_tests_are_done_in_order_while_all_is_well() {
        let (examination, done) = examined(|_| Outcome::Passed(Proof::Works));
        assert_eq!(done, Test::ALL);
        assert_eq!(examination.verdict(), Verdict::Fine);
    }

    #[test]
    fn a_page_that_is_not_secure_is_asked_for_no_devices_but_for_the_server() {
        let insecure = Outcome::Failed(Fault::Media(MediaError::Insecure));
        let (examination, done) =
            examined(|test| if test == Test::Secure { insecure } else { Outcome::Passed(Proof::Works) });
        assert_eq!(done, [Test::Secure, Test::Speaker, Test::Signaling]);
        assert_eq!(examination.outcome(Test::Camera), Outcome::Skipped(Skip::Needs(Test::Secure)));
        assert_eq!(examination.outcome(Test::Stun), Outcome::Skipped(Skip::Needs(Test::Browser)));
        assert_eq!(examination.verdict(), Verdict::Faults);
    }

    #[test]
    fn a_warning_hinders_nothing_and_is_remembered() {
        let warned = |test| match test {
            Test::Relay => Outcome::Warned(Warning::NoRelay),
            _ => Outcome::Passed(Proof::Works),
        };
        let (examination, done) = examined(warned);
        assert_eq!(done.len(), TESTS);
        assert_eq!(examination.verdict(), Verdict::Doubts);
    }

    #[test]
    fn what_was_not_done_when_it_is_stopped_is_skipped() {
        let mut examination = Examination::default();
        let first = examination.begin_next().expect("there is a first");
        examination.stop();
        assert_eq!(examination.outcome(first), Outcome::Skipped(Skip::Stopped));
        assert_eq!(examination.begin_next(), None);
        assert_eq!(examination.verdict(), Verdict::Stopped);
    }
}
