//! Where parts of the document stand in its text.

use super::Stretch;

/// The text that parts are cut from.
pub(super) struct Text<'t>(&'t str);

impl<'t> Text<'t> {
    pub(super) const fn of(text: &'t str) -> Self {
        Self(text)
    }

    /// Where a part stands that was read from the text itself.
    pub(super) fn stretch(&self, part: &str) -> Stretch {
        let start = (part.as_ptr() as usize).saturating_sub(self.0.as_ptr() as usize);
        let byte = |at: usize| u32::try_from(at.min(self.0.len())).unwrap_or(u32::MAX);
        Stretch {
            start: byte(start),
            end: byte(start + part.len()),
        }
    }

    /// The same without quotes.
    pub(super) fn inside(&self, part: &str) -> Stretch {
        let inner = part.strip_prefix('"').and_then(|it| it.strip_suffix('"'));
        self.stretch(inner.unwrap_or(part))
    }
}
