//! From Go's pattern syntax to Rust's. Where the two may differ the answer is doubt, and the result unknown.

/// Why a pattern is not translated.
#[derive(Debug, PartialEq)]
pub(super) enum Refusal {
    /// It is not certain that both engines read it alike.
    Doubt,
    /// Go refuses it: the cause.
    Invalid(String),
}

use Refusal::{Doubt, Invalid};

/// Go's bound on counted repetition.
const MOST_REPEATS: u32 = 1000;

/// What does not stand for itself in Rust's engine.
const SPECIAL: &str = r"\.+*?()|[]{}^$#&-~";

/// The same pattern for Rust's engine.
pub(super) fn translate(pattern: &str) -> Result<String, Refusal> {
    let mut translator = Translator {
        rest: pattern,
        out: String::with_capacity(pattern.len() * 2),
    };
    translator.run()?;
    Ok(translator.out)
}

struct Translator<'a> {
    rest: &'a str,
    out: String,
}

/// What stood before: decides whether a repetition may follow.
#[derive(PartialEq, Clone, Copy)]
enum Before {
    Nothing,
    Item,
    Repetition,
}

impl Translator<'_> {
    fn next(&mut self) -> Option<char> {
        let mut letters = self.rest.chars();
        let letter = letters.next()?;
        self.rest = letters.as_str();
        Some(letter)
    }

    fn emit(&mut self, text: &str) {
        self.out.push_str(text);
    }

    fn take(&mut self, prefix: &str) -> bool {
        match self.rest.strip_prefix(prefix) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    /// A character that stands for itself.
    fn literal(&mut self, letter: char) {
        if SPECIAL.contains(letter) {
            self.out.push('\\');
        }
        self.out.push(letter);
    }

    fn run(&mut self) -> Result<(), Refusal> {
        let mut before = Before::Nothing;
        while let Some(letter) = self.next() {
            before = match letter {
                '(' => {
                    self.group()?;
                    Before::Nothing
                }
                ')' => {
                    self.out.push(')');
                    Before::Item
                }
                '|' => {
                    self.out.push('|');
                    Before::Nothing
                }
                '[' => {
                    self.class()?;
                    Before::Item
                }
                '*' | '+' | '?' => {
                    self.out.push(letter);
                    self.repeated(before)?
                }
                '{' => {
                    if let Some((text, least, most, rest)) = counted(self.rest) {
                        if least > MOST_REPEATS
                            || most.is_some_and(|most| most > MOST_REPEATS || most < least)
                        {
                            return Err(Invalid(format!("invalid repeat count in {{{text}}}")));
                        }
                        self.emit(&format!("{{{text}}}"));
                        self.rest = rest;
                        self.repeated(before)?
                    } else {
                        self.literal('{');
                        Before::Item
                    }
                }
                '\\' => self.escape()?,
                '^' | '$' | '.' => {
                    self.out.push(letter);
                    Before::Item
                }
                _ => {
                    self.literal(letter);
                    Before::Item
                }
            };
        }
        Ok(())
    }

    /// After a repetition: whether it is lazy, and whether it may stand there.
    fn repeated(&mut self, before: Before) -> Result<Before, Refusal> {
        match before {
            Before::Nothing => Err(Invalid(
                "missing argument to repetition operator".to_owned(),
            )),
            Before::Repetition => Err(Invalid("invalid nested repetition operator".to_owned())),
            Before::Item => {
                if self.take("?") {
                    self.out.push('?');
                }
                Ok(Before::Repetition)
            }
        }
    }

    fn group(&mut self) -> Result<(), Refusal> {
        if !self.take("?") {
            self.out.push('(');
            return Ok(());
        }
        for look in ["=", "!", "<=", "<!"] {
            if self.rest.starts_with(look) {
                return Err(Invalid(format!(
                    "invalid or unsupported Perl syntax in (?{look}"
                )));
            }
        }
        if self.take("P<") || self.take("<") {
            let (name, rest) = self.rest.split_once('>').ok_or(Doubt)?;
            let word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
            if name.is_empty() || !name.bytes().all(word) {
                return Err(Invalid("invalid named capture".to_owned()));
            }
            if name.starts_with(|first: char| first.is_ascii_digit()) {
                return Err(Doubt);
            }
            self.emit(&format!("(?P<{name}>"));
            self.rest = rest;
            return Ok(());
        }
        let end = self.rest.find([':', ')']).ok_or(Doubt)?;
        let (flags, rest) = self.rest.split_at_checked(end).ok_or(Doubt)?;
        if !flags.chars().all(|flag| "imsU-".contains(flag))
            || flags.matches('-').count() > 1
            || flags.ends_with('-')
        {
            return Err(Doubt);
        }
        let closing = if self.rest.get(end..=end) == Some(":") {
            ":"
        } else {
            ")"
        };
        if flags.is_empty() && closing == ")" {
            return Err(Doubt);
        }
        self.emit(&format!("(?{flags}{closing}"));
        self.rest = rest.get(1..).unwrap_or_default();
        Ok(())
    }

    fn escape(&mut self) -> Result<Before, Refusal> {
        let letter = self
            .next()
            .ok_or_else(|| Invalid("trailing backslash at end of expression".to_owned()))?;
        match letter {
            'd' => self.out.push_str("[0-9]"),
            'D' => self.out.push_str("[^0-9]"),
            'w' => self.out.push_str("[0-9A-Za-z_]"),
            'W' => self.out.push_str("[^0-9A-Za-z_]"),
            's' => self.out.push_str(r"[\t\n\x0c\r ]"),
            'S' => self.out.push_str(r"[^\t\n\x0c\r ]"),
            'b' => self.out.push_str(r"(?-u:\b)"),
            'A' | 'z' => {
                self.out.push('\\');
                self.out.push(letter);
            }
            'Q' => {
                let (quoted, rest) = self.rest.split_once("\\E").unwrap_or((self.rest, ""));
                if quoted.is_empty() {
                    return Err(Doubt);
                }
                quoted.chars().for_each(|letter| self.literal(letter));
                self.rest = rest;
            }
            'p' | 'P' => {
                let property = self.property(letter)?;
                self.out.push_str(&property);
            }
            _ => {
                let letter = self.character(letter)?;
                self.literal(letter);
            }
        }
        Ok(Before::Item)
    }

    /// A general category; scripts and longer names are left in doubt.
    fn property(&mut self, kind: char) -> Result<String, Refusal> {
        let name = if self.take("{") {
            let (name, rest) = self.rest.split_once('}').ok_or(Doubt)?;
            self.rest = rest;
            name.to_owned()
        } else {
            self.next().ok_or(Doubt)?.to_string()
        };
        let categories = [
            "C", "Cc", "Cf", "Co", "L", "Ll", "Lm", "Lo", "Lt", "Lu", "M", "Mc", "Me", "Mn", "N",
            "Nd", "Nl", "No", "P", "Pc", "Pd", "Pe", "Pf", "Pi", "Po", "Ps", "S", "Sc", "Sk", "Sm",
            "So", "Z", "Zl", "Zp", "Zs",
        ];
        if categories.contains(&&*name) && name != "C" {
            Ok(format!("\\{kind}{{{name}}}"))
        } else {
            Err(Doubt)
        }
    }

    /// The single character an escape stands for.
    fn character(&mut self, letter: char) -> Result<char, Refusal> {
        Ok(match letter {
            'a' => '\u{7}',
            'f' => '\u{c}',
            't' => '\t',
            'n' => '\n',
            'r' => '\r',
            'v' => '\u{b}',
            'x' => {
                let digits = if self.take("{") {
                    let (digits, rest) = self.rest.split_once('}').ok_or(Doubt)?;
                    self.rest = rest;
                    digits
                } else {
                    let (digits, rest) = self.rest.split_at_checked(2).ok_or(Doubt)?;
                    self.rest = rest;
                    digits
                };
                if !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
                    return Err(Doubt);
                }
                u32::from_str_radix(digits, 16)
                    .ok()
                    .and_then(char::from_u32)
                    .ok_or(Doubt)?
            }
            _ if letter.is_ascii() && !letter.is_ascii_alphanumeric() => letter,
            // Octal numbers, and what Go does not know.
            _ => return Err(Doubt),
        })
    }

    /// A class: every member is written so that nothing in it can mean anything else to Rust.
    fn class(&mut self) -> Result<(), Refusal> {
        self.out.push('[');
        if self.take("^") {
            self.out.push('^');
        }
        let mut first = true;
        loop {
            if self.rest.is_empty() {
                return Err(Invalid("missing closing ]".to_owned()));
            }
            if !first && self.take("]") {
                self.out.push(']');
                return Ok(());
            }
            first = false;
            if self.rest.starts_with("[:")
                && let Some((name, rest)) =
                    self.rest.get(2..).and_then(|rest| rest.split_once(":]"))
            {
                let known = [
                    "alnum", "alpha", "ascii", "blank", "cntrl", "digit", "graph", "lower",
                    "print", "punct", "space", "upper", "word", "xdigit",
                ];
                if !known.contains(&name.strip_prefix('^').unwrap_or(name)) {
                    return Err(Invalid("invalid character class range".to_owned()));
                }
                self.emit(&format!("[:{name}:]"));
                self.rest = rest;
                continue;
            }
            if self.member_class()? {
                continue;
            }
            let low = self.member()?;
            if self.rest.starts_with('-') && !self.rest.starts_with("-]") {
                self.take("-");
                let high = self.member()?;
                if high < low {
                    return Err(Invalid("invalid character class range".to_owned()));
                }
                self.emit(&format!(
                    "\\x{{{:x}}}-\\x{{{:x}}}",
                    u32::from(low),
                    u32::from(high)
                ));
            } else {
                self.emit(&format!("\\x{{{:x}}}", u32::from(low)));
            }
        }
    }

    /// `\d` and its like inside a class.
    fn member_class(&mut self) -> Result<bool, Refusal> {
        for (written, meant) in [
            ("\\d", "0-9"),
            ("\\D", "[^0-9]"),
            ("\\w", "0-9A-Za-z_"),
            ("\\W", "[^0-9A-Za-z_]"),
            ("\\s", r"\t\n\x0c\r\x20"),
            ("\\S", r"[^\t\n\x0c\r\x20]"),
        ] {
            if self.take(written) {
                self.out.push_str(meant);
                return Ok(true);
            }
        }
        for kind in ['p', 'P'] {
            if self.take(&format!("\\{kind}")) {
                let property = self.property(kind)?;
                self.out.push_str(&property);
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn member(&mut self) -> Result<char, Refusal> {
        match self.next().ok_or(Doubt)? {
            '\\' => {
                let letter = self.next().ok_or(Doubt)?;
                self.character(letter)
            }
            letter => Ok(letter),
        }
    }
}

/// `n}`, `n,}` or `n,m}` at the start: the text, its bounds and what follows.
fn counted(rest: &str) -> Option<(&str, u32, Option<u32>, &str)> {
    let (text, after) = rest.split_once('}')?;
    let number = |digits: &str| -> Option<u32> {
        let canonical = digits == "0" || !digits.starts_with('0');
        let digits_only = !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit());
        (canonical && digits_only).then(|| digits.parse().unwrap_or(u32::MAX))
    };
    let (least, most) = match text.split_once(',') {
        None => {
            let exactly = number(text)?;
            (exactly, Some(exactly))
        }
        Some((least, "")) => (number(least)?, None),
        Some((least, most)) => (number(least)?, Some(number(most)?)),
    };
    Some((text, least, most, after))
}
