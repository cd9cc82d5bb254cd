//! Halves of surrogate pairs: editors that keep texts in UTF-16 can cut a pair in two, and send what is no text in UTF-8.
//!
//! Each half becomes one U+FFFD, which is one unit of UTF-16 as well and takes as many bytes: places behind it stay where they were.

/// The character in the place of a half.
pub(super) const REPLACEMENT: char = char::REPLACEMENT_CHARACTER;

/// A message without halves, be they escaped or bytes. What is escaped twice is text, and stays.
pub(super) fn whole(message: &[u8]) -> Vec<u8> {
    let mut whole = Vec::with_capacity(message.len());
    let mut rest = message;
    while let Some(at) = memchr::memchr2(b'\\', LEAD, rest) {
        let (before, found) = rest.split_at(at);
        whole.extend_from_slice(before);
        let taken = match found {
            [b'\\', b'u', ..] => escaped(found, &mut whole),
            [LEAD, 0xa0..=0xbf, 0x80..=0xbf, ..] => {
                whole.extend_from_slice(REPLACEMENT.encode_utf8(&mut [0; 4]).as_bytes());
                3
            }
            [b'\\', next, ..] => {
                whole.extend_from_slice(&[b'\\', *next]);
                2
            }
            _ => {
                whole.extend(found.first());
                1
            }
        };
        rest = found.get(taken..).unwrap_or_default();
    }
    whole.extend_from_slice(rest);
    whole
}

/// What a half begins with where it is encoded as if it were a character of its own. Other characters begin with it too.
const LEAD: u8 = 0xed;

/// The bytes of `\uXXXX`.
const ESCAPE: usize = 6;

/// Writes an escape, a pair of them or the replacement of a half. How many bytes were taken.
fn escaped(found: &[u8], whole: &mut Vec<u8>) -> usize {
    let second = found.get(ESCAPE..).unwrap_or_default();
    let taken = match (unit(found), unit(second)) {
        (Some(0xd800..=0xdbff), Some(0xdc00..=0xdfff)) => 2 * ESCAPE,
        (Some(0xd800..=0xdfff), _) => {
            whole.extend_from_slice(b"\\ufffd");
            return ESCAPE;
        }
        (Some(_), _) => ESCAPE,
        (None, _) => 2,
    };
    whole.extend_from_slice(found.get(..taken).unwrap_or_default());
    taken
}

/// The unit of UTF-16 that an escape at the beginning stands for.
fn unit(text: &[u8]) -> Option<u32> {
    let digits = text.strip_prefix(b"\\u")?.get(..4)?;
    let digits = str::from_utf8(digits).ok()?;
    u32::from_str_radix(digits, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_half_is_one_unit() {
        for (message, expected) in [
            (r#""a\ud800b""#, r#""a\ufffdb""#),
            (r#""\uDFff\ud83d\ude00""#, r#""\ufffd\ud83d\ude00""#),
            (
                r#""\ud83d\ud83d\ude00\ude00""#,
                r#""\ufffd\ud83d\ude00\ufffd""#,
            ),
            (r#""\\ud800\\\ud800\n""#, r#""\\ud800\\\ufffd\n""#),
            (r#""\u00e9\ud8""#, r#""\u00e9\ud8""#),
            ("\"\u{d7ff}é😀\\\"", "\"\u{d7ff}é😀\\\""),
        ] {
            assert_eq!(
                String::from_utf8(whole(message.as_bytes())).unwrap(),
                expected
            );
        }
        let bytes = whole(b"\"\xed\xa0\xbd\xed\xb8\x80\xed\"\\");
        assert_eq!(bytes, b"\"\xef\xbf\xbd\xef\xbf\xbd\xed\"\\");
    }
}
