//! How the voice is sent on the line there is: sparse on a narrow one, doubled on one that loses packets and carries a lot.

use super::figures::Figures;
use super::ladder::Step;
use crate::call::tuning::VoiceForm;
use crate::clock::Millis;

/// From so many lost of a thousand on the voice is doubled: what is asked for again comes in time for fewer.
const DOUBLE_FROM_PERMILLE: u64 = 30;
/// It is no longer below this.
const DOUBLE_UNTIL_PERMILLE: u64 = 10;

/// A doubled voice takes 66 000 bits per second, and the picture has to have its part too; what losses leave of a browser's estimate is less than
/// there is.
const DOUBLE_FROM_BPS: u64 = 130_000;
const DOUBLE_UNTIL_BPS: u64 = 90_000;

/// Losses must last this long before the voice is doubled, in milliseconds, and be gone this long before it is not: what is lost at once is in
/// the figures for five seconds.
const DOUBLE_AFTER_MS: u64 = 7_000;
/// And this long where they are many and nothing waits in a queue, of which a browser learns every 2 500.
const DOUBLE_SOON_MS: u64 = 4_000;
const SIMPLE_AFTER_MS: u64 = 15_000;

/// With so much beside the voice, in bits per second, it is reported how it comes. That takes 5 000, and a browser that hears it sends as much
/// again to try the line; and a line of 50 000 that takes two packets at once seems to carry as much more for a second. Without such reports a
/// browser may begin with a small picture when it goes on.
pub const REPORTED_FROM_BPS: u64 = 80_000;

/// Without reports for longer than this, in milliseconds, a browser has forgotten what it knew of the line.
const LONG_ALONE_MS: u64 = 8_000;

/// The voice stays sparse so long after the picture went on, in milliseconds: a browser that is told both at once keeps to the rate before.
const SPARSE_AFTER_MS: u64 = 3_000;

/// How the voice is sent, and since when the line asks for something else.
#[derive(Debug, Default)]
pub struct Voice {
    form: VoiceForm,
    /// Since when nobody reports how it comes.
    alone_since: Option<Millis>,
    other_since: Option<Millis>,
}

impl Voice {
    /// Takes in what the line is like now, and what it carries beside the voice while the picture is paused, in bits per second.
    pub fn take(&mut self, now: Millis, step: Step, beside_bps: u64, figures: Option<&Figures>) {
        if step == Step::Paused {
            let form = if beside_bps < REPORTED_FROM_BPS { VoiceForm::Alone } else { VoiceForm::Sparse };
            (self.form, self.other_since) = (form, None);
            self.alone_since = (form == VoiceForm::Alone).then(|| self.alone_since.unwrap_or(now));
            return;
        }
        self.alone_since = None;
        if self.form == VoiceForm::Alone {
            self.form = VoiceForm::Sparse;
        }
        let asked = self.asked(figures);
        if asked == self.form {
            self.other_since = None;
            return;
        }
        let wait = match self.form {
            VoiceForm::Plain if figures.is_some_and(Figures::is_lossy) => DOUBLE_SOON_MS,
            VoiceForm::Plain => DOUBLE_AFTER_MS,
            VoiceForm::Sparse | VoiceForm::Alone => SPARSE_AFTER_MS,
            VoiceForm::Doubled => SIMPLE_AFTER_MS,
        };
        let lacks_room = self.form == VoiceForm::Doubled && !has_room(figures, DOUBLE_UNTIL_BPS);
        if lacks_room || now >= self.other_since.get_or_insert(now).after(wait) {
            (self.form, self.other_since) = (asked, None);
        }
    }

    fn asked(&self, figures: Option<&Figures>) -> VoiceForm {
        let (permille, bits) = match self.form {
            VoiceForm::Doubled => (DOUBLE_UNTIL_PERMILLE, DOUBLE_UNTIL_BPS),
            VoiceForm::Plain | VoiceForm::Sparse | VoiceForm::Alone => (DOUBLE_FROM_PERMILLE, DOUBLE_FROM_BPS),
        };
        let loses = figures.and_then(Figures::loses_permille).is_some_and(|lost| lost >= permille);
        if loses && has_room(figures, bits) { VoiceForm::Doubled } else { VoiceForm::Plain }
    }

    /// Whether nobody has reported for so long how it comes that a browser knows nothing of the line.
    pub fn is_long_alone(&self, now: Millis) -> bool {
        self.alone_since.is_some_and(|since| now >= since.after(LONG_ALONE_MS))
    }

    /// How the voice is to be sent.
    pub fn form(&self) -> VoiceForm {
        self.form
    }
}

/// Whether a doubled voice is carried. A browser that does not tell what it could send (Firefox) has no redundant format either.
fn has_room(figures: Option<&Figures>, bits: u64) -> bool {
    figures.is_some_and(|figures| {
        figures.available_bps.is_some_and(|available| available >= bits || figures.is_lossy_still())
    })
}

#[cfg(test)]
mod tests {
    use super::super::figures::on_line as figures;
    use super::*;

    /// The form after so many seconds of this, from a form.
    fn after(seconds: u64, form: VoiceForm, step: Step, figures: &Figures) -> VoiceForm {
        let mut voice = Voice { form, ..Voice::default() };
        (0..=seconds).for_each(|second| voice.take(Millis(second * 1_000), step, 0, Some(figures)));
        voice.form()
    }

    #[test]
    fn on_a_narrow_line_it_is_alone_at_once_and_sparse_for_a_while_after() {
        for form in [VoiceForm::Plain, VoiceForm::Doubled] {
            assert_eq!(after(0, form, Step::Paused, &figures(50, 200)), VoiceForm::Alone);
        }
        assert_eq!(after(2, VoiceForm::Alone, Step::Full, &figures(1_000, 0)), VoiceForm::Sparse);
        assert_eq!(after(3, VoiceForm::Alone, Step::Full, &figures(1_000, 0)), VoiceForm::Plain);
    }

    #[test]
    fn on_a_narrow_line_with_room_for_reports_it_is_sparse() {
        for (beside_bps, form) in [(79_999, VoiceForm::Alone), (80_000, VoiceForm::Sparse)] {
            let mut voice = Voice::default();
            voice.take(Millis(1_000), Step::Paused, beside_bps, None);
            assert_eq!(voice.form(), form);
        }
    }

    #[test]
    fn it_is_doubled_where_packets_are_lost_and_the_line_carries_it() {
        for (kbps, lost, form) in [
            (130, 30, VoiceForm::Doubled),
            (129, 30, VoiceForm::Plain),
            (130, 29, VoiceForm::Plain),
            (2_000, 200, VoiceForm::Doubled),
        ] {
            assert_eq!(after(7, VoiceForm::Plain, Step::Full, &figures(kbps, lost)), form, "{kbps} kbit/s, {lost}");
        }
        assert_eq!(after(6, VoiceForm::Plain, Step::Full, &figures(200, 30)), VoiceForm::Plain, "not at once");
    }

    #[test]
    fn it_stays_doubled_until_the_losses_are_gone_or_the_room_is() {
        assert_eq!(after(60, VoiceForm::Doubled, Step::Full, &figures(90, 10)), VoiceForm::Doubled);
        assert_eq!(after(0, VoiceForm::Doubled, Step::Full, &figures(89, 200)), VoiceForm::Plain);
        assert_eq!(after(14, VoiceForm::Doubled, Step::Full, &figures(400, 9)), VoiceForm::Doubled);
        assert_eq!(after(15, VoiceForm::Doubled, Step::Full, &figures(400, 9)), VoiceForm::Plain);
    }

    #[test]
    fn it_is_doubled_where_a_line_is_thought_narrow_for_its_losses() {
        for (queue_ms, form) in [(100, VoiceForm::Doubled), (101, VoiceForm::Plain)] {
            let lossy = Figures { queue_ms: Some(queue_ms), ..figures(70, 350) };
            assert_eq!(after(4, VoiceForm::Plain, Step::Full, &lossy), form, "{queue_ms} ms in the queue");
            assert_eq!(after(30, VoiceForm::Doubled, Step::Full, &lossy), form, "{queue_ms} ms in the queue");
        }
        let lossy = Figures { queue_ms: Some(0), ..figures(70, 350) };
        assert_eq!(
            after(3, VoiceForm::Plain, Step::Full, &lossy),
            VoiceForm::Plain,
            "what is known of a queue may be old"
        );
    }

    #[test]
    fn a_browser_that_tells_nothing_sends_it_plain() {
        assert_eq!(after(9, VoiceForm::Plain, Step::Full, &Figures::default()), VoiceForm::Plain);
    }
}
