//! The whole as a text to pass on. It is made of names and outcomes only: an outcome has no place for an address, a
//! device's name or a room.

use super::advice::{advice, family_name, name, state};
use super::examination::Examination;
use super::family::Family;
use super::plan::Test;
use crate::words::{Extra, tell};

/// One line for each test.
pub fn report(examination: &Examination, family: Family) -> String {
    let mut text = [tell(Extra::CheckReportTitle), " (", family_name(family), ")\n"].concat();
    for test in Test::ALL {
        let outcome = examination.outcome(test);
        let why = advice(test, outcome, family).why;
        text.push_str(&[name(test), ": ", state(outcome), ". ", &why].concat());
        // What is waiting has no reason, and lines end without a blank.
        text.truncate(text.trim_end().len());
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::super::outcome::{Outcome, Proof, Warning};
    use super::*;

    #[test]
    fn a_report_has_a_line_for_each_test_and_no_address() {
        let mut examination = Examination::default();
        examination.note(Test::Secure, Outcome::Passed(Proof::Works));
        examination.note(Test::Relay, Outcome::Warned(Warning::NoRelay));
        let text = report(&examination, Family::Chromium);
        assert_eq!(text.lines().count(), 1 + Test::ALL.len());
        assert!(text.starts_with("Duet, check of this device (Chrome, Edge)\nSecure page: fine. Works.\n"), "{text}");
        assert!(text.contains("Camera: waiting.\n"), "{text}");
        assert!(text.lines().all(|line| !line.ends_with(' ')));
    }
}
