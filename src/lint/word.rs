//! From an argument to the word in it that is wrong, for what is written as a text within the text.

use crate::{finding::Finding, source::Sources, span::Span};

/// Moves a finding to the word that is wrong, if its words stand in the argument or in one of the places that its value comes from.
pub(super) fn narrow(finding: &mut Finding, sources: &Sources) {
    if finding.words.is_empty() {
        return;
    }
    let steps = finding.proof.steps.iter().map(|step| step.span);
    let places = std::iter::once(finding.primary).chain(steps);
    let mut found = places.filter_map(|place| {
        let file = sources.file(place.file);
        let range = word(file.slice(place), &finding.words)?;
        let at = |byte: usize| u32::try_from(byte).map(|byte| place.start + byte);
        Some(Span::new(
            place.file,
            at(range.start).ok()?,
            at(range.end).ok()?,
        ))
    });
    if let Some(place) = found.next() {
        finding.primary = place;
    }
}

/// Where the last of some words stands, each behind the one before.
fn word(text: &str, words: &[String]) -> Option<std::ops::Range<usize>> {
    let mut found = 0..0;
    for word in words {
        let behind = text.get(found.end..)?;
        let mut starts = behind.match_indices(word.as_str());
        let (start, _) = starts.find(|(start, _)| is_whole(behind, *start, word.len()))?;
        let start = found.end + start;
        found = start..start + word.len();
    }
    (!found.is_empty()).then_some(found)
}

/// Whether no letter stands at either side.
fn is_whole(text: &str, start: usize, length: usize) -> bool {
    let is_letter = |letter: char| letter.is_alphanumeric() || letter == '_';
    let before = text.get(..start).and_then(|it| it.chars().next_back());
    let behind = text.get(start + length..).and_then(|it| it.chars().next());
    !before.is_some_and(is_letter) && !behind.is_some_and(is_letter)
}

#[cfg(test)]
mod tests {
    use super::word;

    #[test]
    fn words_are_found_behind_each_other() {
        let text = r#"{ "Test": 1, "Conditions": {}, "Condition": { "Test": 2 } }"#;
        let found = |words: &[&str]| {
            let words: Vec<String> = words.iter().map(ToString::to_string).collect();
            word(text, &words).map(|it| it.start)
        };
        assert_eq!(found(&["Test"]), Some(3));
        assert_eq!(found(&["Condition"]), Some(32));
        assert_eq!(found(&["Condition", "Test"]), Some(47));
        assert_eq!(found(&["Cond"]), None);
        assert_eq!(found(&[]), None);
    }
}
