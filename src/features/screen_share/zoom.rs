//! A picture that is read, made larger and moved with one finger or two, and how two taps are told from one. Pure: the time and
//! the places are arguments.

/// How far it can be made larger: letters of a large screen are readable on a phone.
const SCALE_MAX: f64 = 6.0;

/// What two taps make of a picture that is shown whole.
const TAPPED_SCALE: f64 = 2.5;

/// So soon after one tap another is the second of two, in milliseconds.
const DOUBLE_TAP_MAX_MS: f64 = 350.0;

/// A finger that moves farther than this between down and up does not tap, in CSS pixels. The second tap is as near to the first
/// as three of these.
const TAP_MOVES_MAX_PX: f64 = 12.0;

/// A place, in CSS pixels from the middle of the picture's own place.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Point {
    /// To the right.
    pub x: f64,
    /// Down.
    pub y: f64,
}

impl Point {
    fn minus(self, other: Self) -> Self {
        Self { x: self.x - other.x, y: self.y - other.y }
    }

    fn plus(self, other: Self) -> Self {
        Self { x: self.x + other.x, y: self.y + other.y }
    }

    fn times(self, factor: f64) -> Self {
        Self { x: self.x * factor, y: self.y * factor }
    }

    fn length(self) -> f64 {
        self.x.hypot(self.y)
    }
}

/// Tells two taps from one.
#[derive(Debug, Clone, Copy, Default)]
pub struct Taps {
    last: Option<(f64, Point)>,
}

impl Taps {
    /// A tap; whether it is the second of two.
    pub fn tapped(&mut self, at: Point, now_ms: f64) -> bool {
        let is_second = self.last.is_some_and(|(before_ms, before)| {
            now_ms - before_ms <= DOUBLE_TAP_MAX_MS && at.minus(before).length() <= 3.0 * TAP_MOVES_MAX_PX
        });
        // The third in a row is the first of the next two.
        self.last = (!is_second).then_some((now_ms, at));
        is_second
    }
}

/// How a picture lies in its place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Zoom {
    /// How many times as large as whole.
    pub scale: f64,
    /// Where its middle is.
    pub middle: Point,
}

impl Default for Zoom {
    fn default() -> Self {
        Self { scale: 1.0, middle: Point::default() }
    }
}

impl Zoom {
    /// Larger or smaller by a factor. What is at this point stays there.
    fn about(self, point: Point, factor: f64) -> Self {
        let scale = (self.scale * factor).clamp(1.0, SCALE_MAX);
        let shown_there = point.minus(self.middle).times(1.0 / self.scale);
        Self { scale, middle: point.minus(shown_there.times(scale)) }
    }

    fn moved(self, by: Point) -> Self {
        Self { middle: self.middle.plus(by), ..self }
    }

    fn toggled(self, point: Point) -> Self {
        if self.scale > 1.0 { Self::default() } else { self.about(point, TAPPED_SCALE) }
    }

    /// The same, moved so far that its edges do not come into a place of this size.
    fn within(self, size: Point) -> Self {
        let room = size.times((self.scale - 1.0) / 2.0);
        let Point { x, y } = self.middle;
        Self { middle: Point { x: x.clamp(-room.x, room.x), y: y.clamp(-room.y, room.y) }, ..self }
    }
}

/// What a finger, a pen or a mouse does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Motion {
    /// It touches.
    Down,
    /// It moves.
    Move,
    /// It lets go.
    Up,
    /// The system takes it away.
    Gone,
}

#[derive(Debug, Clone, Copy)]
struct Finger {
    id: i32,
    from: Point,
    at: Point,
}

/// A picture under the fingers of a person.
#[derive(Debug, Clone, Default)]
pub struct Handled {
    /// How it lies.
    pub zoom: Zoom,
    /// Two at most; more are not followed.
    fingers: Vec<Finger>,
    taps: Taps,
}

impl Handled {
    /// Shows it whole.
    pub fn reset(&mut self) {
        *self = Self::default();
    }

    /// Whether a finger of that id is on it.
    pub fn is_held(&self, id: i32) -> bool {
        self.fingers.iter().any(|finger| finger.id == id)
    }

    /// The picture's place has another size.
    pub fn fit(&mut self, size: Point) {
        self.zoom = self.zoom.within(size);
    }

    /// Follows one finger. `size` is that of the picture's place.
    pub fn follow(&mut self, id: i32, motion: Motion, at: Point, size: Point, now_ms: f64) {
        match motion {
            Motion::Down => {
                // One that was never seen to let go, as a mouse whose press has opened a menu.
                self.lift(id);
                if self.fingers.len() < 2 {
                    self.fingers.push(Finger { id, from: at, at });
                }
            }
            Motion::Move => self.moved(id, at),
            Motion::Up => {
                let alone = self.fingers.len() == 1;
                let lifted = self.lift(id);
                let tapped = lifted.is_some_and(|finger| at.minus(finger.from).length() <= TAP_MOVES_MAX_PX);
                if alone && tapped && self.taps.tapped(at, now_ms) {
                    self.zoom = self.zoom.toggled(at);
                }
            }
            Motion::Gone => {
                self.lift(id);
            }
        }
        self.zoom = self.zoom.within(size);
    }

    fn lift(&mut self, id: i32) -> Option<Finger> {
        let at = self.fingers.iter().position(|finger| finger.id == id)?;
        Some(self.fingers.remove(at))
    }

    fn moved(&mut self, id: i32, to: Point) {
        let Some(index) = self.fingers.iter().position(|finger| finger.id == id) else { return };
        let before = self.fingers[index].at;
        self.fingers[index].at = to;
        let other = self.fingers.iter().find(|finger| finger.id != id).map(|finger| finger.at);
        let Some(other) = other else {
            self.zoom = self.zoom.moved(to.minus(before));
            return;
        };
        // Two fingers: what lay between them still does.
        let between = |finger: Point| finger.plus(other).times(0.5);
        let (apart_before, apart) = (before.minus(other).length(), to.minus(other).length());
        self.zoom = self.zoom.moved(between(to).minus(between(before)));
        if apart_before > 1.0 {
            self.zoom = self.zoom.about(between(to), apart / apart_before);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SIZE: Point = Point { x: 400.0, y: 300.0 };

    fn at(x: f64, y: f64) -> Point {
        Point { x, y }
    }

    fn tap(handled: &mut Handled, point: Point, now_ms: f64) {
        handled.follow(1, Motion::Down, point, SIZE, now_ms);
        handled.follow(1, Motion::Up, point, SIZE, now_ms + 40.0);
    }

    #[test]
    fn two_taps_enlarge_what_they_are_on_and_two_more_show_all() {
        let mut handled = Handled::default();
        tap(&mut handled, at(100.0, 50.0), 0.0);
        assert_eq!(handled.zoom, Zoom::default(), "one tap is for the buttons");
        tap(&mut handled, at(102.0, 50.0), 200.0);
        assert_eq!(handled.zoom.scale, TAPPED_SCALE);
        assert!(handled.zoom.middle.x < 0.0 && handled.zoom.middle.y < 0.0, "what was tapped stays where it was");
        tap(&mut handled, at(0.0, 0.0), 2_000.0);
        tap(&mut handled, at(0.0, 0.0), 2_200.0);
        assert_eq!(handled.zoom, Zoom::default());
    }

    #[test]
    fn taps_that_are_slow_or_far_apart_are_single_ones() {
        let mut taps = Taps::default();
        assert!(!taps.tapped(at(0.0, 0.0), 0.0));
        assert!(!taps.tapped(at(0.0, 0.0), 400.0));
        assert!(!taps.tapped(at(90.0, 0.0), 500.0));
        assert!(taps.tapped(at(95.0, 0.0), 600.0));
        assert!(!taps.tapped(at(95.0, 0.0), 700.0), "a third tap is a first one");
    }

    #[test]
    fn two_fingers_enlarge_what_is_between_them_and_one_moves_it() {
        let mut handled = Handled::default();
        handled.follow(1, Motion::Down, at(-50.0, 0.0), SIZE, 0.0);
        handled.follow(2, Motion::Down, at(50.0, 0.0), SIZE, 0.0);
        handled.follow(1, Motion::Move, at(-100.0, 0.0), SIZE, 10.0);
        handled.follow(2, Motion::Move, at(100.0, 0.0), SIZE, 20.0);
        assert!((handled.zoom.scale - 2.0).abs() < 1e-9);
        assert!(handled.zoom.middle.length() < 1e-9);
        handled.follow(1, Motion::Up, at(-100.0, 0.0), SIZE, 30.0);
        handled.follow(2, Motion::Move, at(130.0, 20.0), SIZE, 40.0);
        assert_eq!(handled.zoom.middle, at(30.0, 20.0));
        handled.follow(2, Motion::Gone, at(0.0, 0.0), SIZE, 50.0);
        handled.follow(2, Motion::Move, at(0.0, 0.0), SIZE, 60.0);
        assert_eq!(handled.zoom.middle, at(30.0, 20.0), "a finger that is away moves nothing");
    }

    #[test]
    fn a_press_that_was_never_let_go_does_not_count_twice() {
        let mut handled = Handled::default();
        handled.follow(1, Motion::Down, at(0.0, 0.0), SIZE, 0.0);
        tap(&mut handled, at(10.0, 10.0), 5_000.0);
        assert!(!handled.is_held(1));
        tap(&mut handled, at(10.0, 10.0), 5_200.0);
        assert_eq!(handled.zoom.scale, TAPPED_SCALE);
    }

    #[test]
    fn a_window_that_is_turned_shows_no_gap() {
        let mut handled = Handled::default();
        tap(&mut handled, at(190.0, 0.0), 0.0);
        tap(&mut handled, at(190.0, 0.0), 100.0);
        handled.fit(at(150.0, 300.0));
        assert!(handled.zoom.middle.x.abs() <= 150.0 * (handled.zoom.scale - 1.0) / 2.0);
    }

    fn motions() -> impl Strategy<Value = Vec<(i32, Motion, Point)>> {
        let motion = prop_oneof![Just(Motion::Down), Just(Motion::Move), Just(Motion::Up), Just(Motion::Gone)];
        let point = (-400.0..400.0, -300.0..300.0).prop_map(|(x, y)| Point { x, y });
        proptest::collection::vec((0..4, motion, point), 0..60)
    }

    proptest! {
        #[test]
        fn whatever_fingers_do_the_picture_fills_its_place(motions in motions()) {
            let mut handled = Handled::default();
            for (step, (id, motion, point)) in motions.into_iter().enumerate() {
                handled.follow(id, motion, point, SIZE, step as f64 * 60.0);
                let Zoom { scale, middle } = handled.zoom;
                prop_assert!((1.0..=SCALE_MAX).contains(&scale));
                prop_assert!(middle.x.abs() <= SIZE.x * (scale - 1.0) / 2.0 + 1e-6);
                prop_assert!(middle.y.abs() <= SIZE.y * (scale - 1.0) / 2.0 + 1e-6);
                prop_assert!(handled.fingers.len() <= 2);
            }
        }
    }
}
