//! In which corner one's own picture lies.

/// A corner of the stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Corner {
    /// At the top, not at the bottom.
    pub top: bool,
    /// At the left, not at the right.
    pub left: bool,
}

impl Corner {
    /// Its name, as the style sheet and the preferences have it.
    pub const fn name(self) -> &'static str {
        match (self.top, self.left) {
            (true, true) => "top-left",
            (true, false) => "top-right",
            (false, true) => "bottom-left",
            (false, false) => "bottom-right",
        }
    }

    /// The corner of that name.
    pub fn named(name: &str) -> Option<Self> {
        let corners = [(true, true), (true, false), (false, true), (false, false)];
        corners.into_iter().map(|(top, left)| Self { top, left }).find(|corner| corner.name() == name)
    }

    /// The one that a point is nearest to, on a stage of that size.
    pub fn nearest((x, y): (i32, i32), (width, height): (i32, i32)) -> Self {
        Self { top: y < height / 2, left: x < width / 2 }
    }

    /// The one that an arrow key leads to, if that is another one.
    pub fn towards(self, key: &str) -> Option<Self> {
        let next = match key {
            "ArrowUp" => Self { top: true, ..self },
            "ArrowDown" => Self { top: false, ..self },
            "ArrowLeft" => Self { left: true, ..self },
            "ArrowRight" => Self { left: false, ..self },
            _ => return None,
        };
        (next != self).then_some(next)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_that_is_let_go_falls_into_the_nearest_corner() {
        assert_eq!(Corner::nearest((10, 590), (800, 600)).name(), "bottom-left");
        assert_eq!(Corner::nearest((790, 10), (800, 600)).name(), "top-right");
    }

    #[test]
    fn arrows_lead_along_the_edges() {
        let corner = Corner::default();
        assert_eq!(corner.towards("ArrowUp").and_then(|c| c.towards("ArrowLeft")).map(Corner::name), Some("top-left"));
        assert_eq!(corner.towards("ArrowDown"), None);
        assert_eq!(corner.towards("a"), None);
    }

    #[test]
    fn every_corner_is_known_by_its_name() {
        for name in ["top-left", "top-right", "bottom-left", "bottom-right"] {
            assert_eq!(Corner::named(name).map(Corner::name), Some(name));
        }
        assert_eq!(Corner::named("middle"), None);
    }
}
