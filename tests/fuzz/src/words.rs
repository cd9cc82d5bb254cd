//! Changes of inputs word by word and bracket by bracket: most of what bytes alone would make is not even parsed.

use std::{iter::Peekable, str::Chars, sync::LazyLock};

use libfuzzer_sys::fuzzer_mutate;

/// Longer inputs ask for time, which is not what is looked for here.
const MOST_WORDS: usize = 4000;

/// What means something to somebody who reads the input.
static DICTIONARY: LazyLock<Vec<String>> = LazyLock::new(|| {
    include_str!("../words.dict")
        .lines()
        .filter_map(entry)
        .collect()
});

/// An entry of libFuzzer's dictionaries: `"a\x0a"`.
fn entry(line: &str) -> Option<String> {
    let quoted = line.strip_prefix('"')?.strip_suffix('"')?;
    let mut bytes = Vec::new();
    let mut rest = quoted.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'\\' => match rest.next()? {
                b'x' => {
                    let digits = [rest.next()?, rest.next()?];
                    u8::from_str_radix(str::from_utf8(&digits).ok()?, 16).ok()?
                }
                escaped => escaped,
            },
            plain => plain,
        });
    }
    String::from_utf8(bytes).ok()
}

/// Numbers that follow from a seed.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % bound.max(1) as u64) as usize
    }

    fn word(&mut self) -> String {
        DICTIONARY[self.below(DICTIONARY.len())].clone()
    }
}

/// Changes an input in place; its new length.
pub fn mutate(data: &mut [u8], size: usize, max_size: usize, seed: u32) -> usize {
    let mut dice = Dice(u64::from(seed) << 1 | 1);
    let text = str::from_utf8(&data[..size]).map(split);
    let Some(mut words) = text.ok().filter(|_| dice.below(3) > 0) else {
        return fuzzer_mutate(data, size, max_size);
    };
    for _ in 0..=dice.below(4) {
        change(&mut words, &mut dice);
        words.truncate(MOST_WORDS);
    }
    let mut text = words.concat();
    let mut length = text.len().min(max_size);
    while !text.is_char_boundary(length) {
        length -= 1;
    }
    text.truncate(length);
    data[..length].copy_from_slice(text.as_bytes());
    length
}

fn change(words: &mut Vec<String>, dice: &mut Dice) {
    let at = dice.below(words.len());
    let to = dice.below(words.len() + 1);
    let run = at..(at + 1 + dice.below(8)).min(words.len());
    let group = group(words, at);
    match dice.below(9) {
        0 => drop(words.drain(run)),
        1 => words.splice(to..to, words[run].to_vec()).for_each(drop),
        2 | 3 if at < words.len() => words[at] = dice.word(),
        4 => drop(words.drain(group)),
        5 if group.len() < 200 => words.splice(to..to, words[group].to_vec()).for_each(drop),
        6 => {
            let other = self::group(words, to);
            words.splice(other, words[group].to_vec()).for_each(drop);
        }
        7 if at < words.len() && to < words.len() => words.swap(at, to),
        8 if at < words.len() && words[at].parse::<u64>().is_ok() => {
            let numbers = ["0", "-1", "0.5", "65536", "9223372036854775808", "1e400"];
            words[at] = numbers[dice.below(numbers.len())].to_owned();
        }
        _ => words.insert(to, dice.word()),
    }
}

/// The first bracket at or after a place and all up to its partner.
fn group(words: &[String], at: usize) -> std::ops::Range<usize> {
    let opens = |word: &String| word.ends_with(['(', '[', '{']);
    let Some(start) = (at..words.len()).find(|&index| opens(&words[index])) else {
        return words.len()..words.len();
    };
    let mut depth = 0_usize;
    for (index, word) in words.iter().enumerate().skip(start) {
        if opens(word) {
            depth += 1;
        } else if matches!(word.as_str(), ")" | "]" | "}") {
            depth -= 1;
            if depth == 0 {
                return start..index + 1;
            }
        }
    }
    start..words.len()
}

fn split(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut rest = text.chars().peekable();
    while let Some(first) = rest.next() {
        let mut word = String::from(first);
        match first {
            '$' | '%' => take(&mut word, &mut rest, |next| next == '{'),
            ' ' => take(&mut word, &mut rest, |next| next == ' '),
            _ if first.is_alphanumeric() || first == '_' => take(&mut word, &mut rest, |next| {
                next.is_alphanumeric() || matches!(next, '_' | '-')
            }),
            _ => {}
        }
        words.push(word);
    }
    words
}

fn take(word: &mut String, rest: &mut Peekable<Chars<'_>>, more: impl Fn(char) -> bool) {
    while let Some(next) = rest.next_if(|&next| more(next)) {
        word.push(next);
    }
}
