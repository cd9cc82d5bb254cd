//! The words that names are made of.

/// Whether one of some words, in lower case, stands in a name as a whole: `lock` in `tf-state-lock` and `StateLock`, not in
/// `blocklist`.
#[must_use]
pub(super) fn has_word(name: &str, words: &[&str]) -> bool {
    let mut spaced = String::with_capacity(name.len());
    let mut before = ' ';
    for character in name.chars() {
        if before.is_lowercase() && character.is_uppercase() {
            spaced.push(' ');
        }
        spaced.extend(character.to_lowercase());
        before = character;
    }
    let mut found = spaced.split(|character: char| !character.is_alphanumeric());
    found.any(|word| words.contains(&word))
}

#[cfg(test)]
mod tests {
    use super::has_word;

    #[test]
    fn words_are_whole() {
        for name in ["tf-state-lock", "StateLock", "lock", "terraform_lock_table"] {
            assert!(has_word(name, &["lock"]), "{name}");
        }
        for name in ["blocklist", "clocks", "Blocked", ""] {
            assert!(!has_word(name, &["lock"]), "{name}");
        }
    }
}
