//! How much of values is shown: what is one text in memory, however many instances have it, is written for each.

use std::cell::Cell;

use crate::value::{Type, Value, Why};

/// The bytes that all values of one answer take at most, about.
const MOST_SHOWN: usize = 64 << 20;

/// The bytes that a value takes beside its text.
const AROUND: usize = 16;

/// What is left.
#[derive(Debug)]
pub(super) struct Room(Cell<usize>);

impl Default for Room {
    fn default() -> Self {
        Self(Cell::new(MOST_SHOWN))
    }
}

impl Room {
    /// The value if there is room for it, else an unknown in its place.
    pub(super) fn fit(&self, value: Value) -> Value {
        let extent = value.extent();
        let bytes = extent
            .text
            .saturating_add(extent.values.saturating_mul(AROUND));
        if let Some(left) = self.0.get().checked_sub(bytes) {
            self.0.set(left);
            value
        } else {
            let is_hidden = value.hides();
            Value::unknown(Type::Any, Why::Limit)
                .at(value.origin)
                .hidden(is_hidden)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_many_share_is_shown_as_often_as_there_is_room() {
        let (room, text) = (Room::default(), Value::string("x".repeat(4 << 20)));
        let shown = (0..1000).filter(|_| room.fit(text.clone()).is_known());
        assert_eq!(shown.count(), 15);
        assert!(room.fit(Value::string("x")).is_known());
        assert!(room.fit(text.hidden(true)).hides());
    }
}
