//! What may be shown of a plan's text.

use super::Stretch;

/// A text in which only some parts are left, each where it was, on the same line and in the same column.
pub(super) fn only(text: &str, mut kept: Vec<Stretch>) -> String {
    kept.sort_unstable_by_key(|it| it.start);
    let mut shown = String::with_capacity(text.len());
    let mut at = 0;
    for part in kept {
        let (start, end) = (part.start as usize, part.end as usize);
        if start < at {
            continue;
        }
        blank(text.get(at..start).unwrap_or_default(), &mut shown);
        shown.push_str(text.get(start..end).unwrap_or_default());
        at = end;
    }
    blank(text.get(at..).unwrap_or_default(), &mut shown);
    shown
}

/// Every character becomes a blank one that takes as many bytes.
fn blank(text: &str, shown: &mut String) {
    for character in text.chars() {
        shown.push(match (character, character.len_utf8()) {
            ('\n' | '\r', _) => character,
            (_, 1) => ' ',
            (_, 2) => '\u{a0}',
            (_, 3) => '\u{2003}',
            _ => '\u{1f100}',
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_but_the_addresses_is_gone() {
        let text = "{\"a\": \"é€😀\",\r\n\"address\": \"aws_vpc.a\"}";
        let at = u32::try_from(text.find("aws_vpc").unwrap()).unwrap();
        let part = Stretch {
            start: at,
            end: at + 9,
        };
        let shown = only(text, vec![part, part]);
        assert_eq!(shown.len(), text.len());
        assert_eq!(shown.chars().count(), text.chars().count());
        assert_eq!(shown.find("aws_vpc.a"), Some(at as usize));
        assert_eq!(
            shown.trim().chars().filter(char::is_ascii_graphic).count(),
            9
        );
        assert_eq!(shown.find('\n'), text.find('\n'));
    }
}
