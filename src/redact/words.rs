//! Words in a text of which nobody says in what language it is.

/// The word that a text ends with; the same without its first letter where that may end the line before, as in `a\nb`.
pub(super) fn before(text: &str) -> [&str; 2] {
    let front = text.trim_end_matches(is_part_of_word);
    let word = text.get(front.len()..).unwrap_or_default();
    let rest = word.strip_prefix(['n', 'r', 't']);
    let rest = rest.filter(|_| front.ends_with('\\'));
    [word, rest.unwrap_or_default()]
}

/// Whether a letter may stand in a name.
pub(super) fn is_part_of_word(letter: char) -> bool {
    letter.is_alphanumeric() || matches!(letter, '_' | '-' | '.')
}

/// Whether a letter may stand between a name and its sign.
pub(super) const fn is_around_word(letter: char) -> bool {
    matches!(letter, ' ' | '\t' | '"' | '\'' | '\\')
}
