//! Paths as URIs.

use std::fmt::Write as _;

/// A relative path with `/` as a relative URI: everything but unreserved characters is percent-encoded, so a colon cannot be
/// taken for a scheme.
pub(super) fn relative(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(char::from(byte));
            }
            other => {
                let _ = write!(uri, "%{other:02X}");
            }
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::relative;

    #[test]
    fn reserved_characters_are_encoded() {
        assert_eq!(relative("a b/é:%#?.tf"), "a%20b/%C3%A9%3A%25%23%3F.tf");
        assert_eq!(relative("a-b_c.d~/e"), "a-b_c.d~/e");
    }
}
