//! URIs of files: what clients call them, and the paths they stand for.

use std::{
    fmt::Write as _,
    path::{Path, PathBuf},
    str::FromStr as _,
};

use lsp_types::Uri;

/// The path that a URI stands for; none of what is no file: a text that was never saved, or one that an editor made itself.
pub(super) fn path_of(uri: &Uri) -> Option<PathBuf> {
    path_of_text(uri.as_str())
}

/// The same of a URI as it is written.
pub(super) fn path_of_text(uri: &str) -> Option<PathBuf> {
    let (scheme, rest) = uri.split_once(':')?;
    if !scheme.eq_ignore_ascii_case("file") {
        return None;
    }
    let rest = rest.split(['?', '#']).next()?;
    let path = match rest.strip_prefix("//") {
        Some(rest) => {
            let (host, path) = rest.split_at(rest.find('/')?);
            let is_here = host.is_empty() || host.eq_ignore_ascii_case("localhost");
            if is_here {
                path.to_owned()
            } else {
                format!("//{host}{path}")
            }
        }
        None => rest.to_owned(),
    };
    let path = decoded(&path)?;
    Some(PathBuf::from(without_drive_slash(&path)))
}

/// `/C:/a` is how URIs write `C:/a`.
fn without_drive_slash(path: &str) -> &str {
    let rest = path.strip_prefix('/').unwrap_or(path);
    match rest.as_bytes() {
        [drive, b':', ..] if cfg!(windows) && drive.is_ascii_alphabetic() => rest,
        _ => path,
    }
}

fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digit = |digit: u8| char::from(digit).to_digit(16);
            let (high, low) = (digit(rest.next()?)?, digit(rest.next()?)?);
            bytes.push(u8::try_from(high * 16 + low).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

/// What a path is called.
pub(super) fn uri_of(path: &Path) -> Option<Uri> {
    let path = path.to_str()?;
    let path = if cfg!(windows) {
        let plain = path.strip_prefix(r"\\?\").unwrap_or(path);
        format!("/{}", plain.replace('\\', "/"))
    } else {
        path.to_owned()
    };
    let mut text = String::from("file://");
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte) {
            text.push(char::from(byte));
        } else {
            let _ = write!(text, "%{byte:02X}");
        }
    }
    Uri::from_str(&text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_name_comes_back() {
        for name in ["/a b/é😀/%41.tf", "/x:y/[1]#?.tf", "/plain.tf"] {
            let uri = uri_of(Path::new(name)).unwrap();
            assert_eq!(path_of(&uri), Some(PathBuf::from(name)), "{}", uri.as_str());
        }
    }

    #[test]
    fn forms_of_clients_are_read() {
        for (uri, path) in [
            ("file:///a%20b/c.tf", Some("/a b/c.tf")),
            ("FILE://localhost/c.tf", Some("/c.tf")),
            ("file:/c.tf", Some("/c.tf")),
            ("file:///c.tf#L3", Some("/c.tf")),
            ("untitled:Untitled-1", None),
            ("file:///%zz", None),
            ("file:///%ff", None),
            ("nothing", None),
        ] {
            assert_eq!(path_of_text(uri), path.map(PathBuf::from), "{uri}");
        }
    }
}
