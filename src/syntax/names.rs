//! Names shared within a file: most names of a configuration occur many times.

use std::borrow::Cow;
use std::collections::HashSet;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use super::Name;

/// Longer texts hardly repeat.
const SHARED: usize = 64;

/// The names of one file so far.
#[derive(Default)]
pub(super) struct Names {
    known: HashSet<Name>,
}

impl Names {
    /// The name of that text, the same one for the same text.
    pub(super) fn get(&mut self, text: &str) -> Name {
        if text.len() > SHARED {
            return text.into();
        }
        if let Some(name) = self.known.get(text) {
            return name.clone();
        }
        let name: Name = text.into();
        self.known.insert(name.clone());
        name
    }

    /// The name of a text as a Terraform string: in Unicode normalization form C, as cty keeps all strings.
    pub(super) fn string(&mut self, text: &str) -> Name {
        let normal = normalized(text);
        self.get(&normal)
    }
}

fn normalized(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || is_nfc_quick(text.chars()) == IsNormalized::Yes {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.nfc().collect())
    }
}
