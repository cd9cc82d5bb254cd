//! Text for XML documents.

use super::visible;

/// The text as an attribute's value or an element's content, on one line. What XML cannot hold, even escaped, is replaced.
pub(crate) fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in visible(text).chars() {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&apos;"),
            '\u{fffe}' | '\u{ffff}' => safe.push('\u{fffd}'),
            other => safe.push(other),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_breaks_out() {
        assert_eq!(
            escaped("a[\"<b>\"] & 'c'\n\u{0}\u{ffff}é😀"),
            "a[&quot;&lt;b&gt;&quot;] &amp; &apos;c&apos; \u{fffd}\u{fffd}é😀"
        );
    }
}
