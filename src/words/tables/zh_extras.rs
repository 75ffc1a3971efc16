//! To come.

pub(super) use super::en_extras::word;
