//! GitHub's `primaryLocationLineHash`: what its upload action computes for the line of an alert, so that an alert stays the
//! same when lines above it come and go.

use std::collections::{HashMap, VecDeque};

/// Code units from the beginning of a line on that its hash covers.
const WINDOW: usize = 100;
const BASE: u64 = 37;
const LINE_FEED: u16 = 0x0a;
const CARRIAGE_RETURN: u16 = 0x0d;
/// Takes the place of the end of the file.
const END: u16 = u16::MAX;

/// The hash of each line, the first line first: a polynomial over the next UTF-16 code units without blanks and tabs, with
/// `\r\n` and `\r` taken for `\n`, in hexadecimal; then `:` and how many lines so far had the same.
pub(super) fn of_lines(text: &str) -> Vec<String> {
    let mut rolling = Rolling {
        window: VecDeque::from([(0, false); WINDOW]),
        oldest: (0..WINDOW).fold(1, |power: u64, _| power.wrapping_mul(BASE)),
        hash: 0,
        seen: HashMap::new(),
        lines: Vec::new(),
    };
    let (mut starts, mut after_return) = (true, false);
    for unit in text.encode_utf16().chain([END]) {
        let was_return = std::mem::take(&mut after_return);
        if matches!(unit, 0x20 | 0x09) || (was_return && unit == LINE_FEED) {
            continue;
        }
        after_return = unit == CARRIAGE_RETURN;
        let unit = if after_return { LINE_FEED } else { unit };
        rolling.push(unit, starts);
        starts = unit == LINE_FEED;
    }
    for _ in 0..WINDOW {
        rolling.push(0, false);
    }
    rolling.lines
}

struct Rolling {
    /// Code units, each with whether a line starts there.
    window: VecDeque<(u16, bool)>,
    /// The weight of what leaves the window.
    oldest: u64,
    hash: u64,
    seen: HashMap<u64, usize>,
    lines: Vec<String>,
}

impl Rolling {
    fn push(&mut self, unit: u16, starts: bool) {
        let (gone, started) = self.window.pop_front().unwrap_or_default();
        if started {
            let count = self.seen.entry(self.hash).or_default();
            *count += 1;
            self.lines.push(format!("{:x}:{count}", self.hash));
        }
        self.hash = self
            .hash
            .wrapping_mul(BASE)
            .wrapping_add(u64::from(unit))
            .wrapping_sub(self.oldest.wrapping_mul(u64::from(gone)));
        self.window.push_back((unit, starts));
    }
}

#[cfg(test)]
mod tests {
    use super::of_lines;

    /// As GitHub's upload action gives them.
    #[test]
    fn hashes_are_those_of_github() {
        assert_eq!(of_lines(""), ["c129715d7a2bc9a3:1"]);
        assert_eq!(of_lines("a"), ["53b5d4aabe50d64:1"]);
        let text = format!("x = 1\r\n\ty = 2\n\n😀é\rz\n{}\nq\nq\nq\n", "q".repeat(150));
        assert_eq!(
            of_lines(&text),
            [
                "1ea415a7e95ec405:1",
                "4bb4edb5b1dac25:1",
                "979e3ff775361563:1",
                "f1bf18bdf1b08556:1",
                "c23d1dce8c9c7232:1",
                "99e008eaea8cd3c:1",
                "86084e603f52da68:1",
                "c0301447dca57739:1",
                "bee167e02b6e10e2:1",
                "c129715d7a2bc9a3:1",
            ]
        );
        // Two long lines that begin alike differ in their number only.
        let twice = of_lines(&format!("{0}\n{0}\n", "q".repeat(150)));
        assert_eq!(twice.first().map(|hash| hash.ends_with(":1")), Some(true));
        assert_eq!(twice.get(1).map(|hash| hash.ends_with(":2")), Some(true));
    }
}
