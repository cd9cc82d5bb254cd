//! Patterns with `*` and `?` against texts, where parts of the pattern may be unknown.

use crate::value::{Fragment, Kind, Truth, Unknown, Value, Why};

/// What a pattern is made of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Piece {
    Letter(char),
    /// `?`
    One,
    /// `*`
    Any,
    /// A stretch that is unknown, whether or not it is the name of one thing.
    Unknown {
        names: bool,
    },
}

fn pieces(pattern: &Value) -> Option<Vec<Piece>> {
    let known = |text: &str| -> Vec<Piece> {
        let piece = |letter| match letter {
            '*' => Piece::Any,
            '?' => Piece::One,
            letter => Piece::Letter(letter),
        };
        text.chars().map(piece).collect()
    };
    let unknown = |unknown: &Unknown| Piece::Unknown {
        names: names_one_thing(unknown),
    };
    match &pattern.kind {
        Kind::String(text) => Some(known(text)),
        Kind::PartialString(fragments) => Some(
            (fragments.iter())
                .flat_map(|fragment| match fragment {
                    Fragment::Known(text) => known(text),
                    Fragment::Unknown(part) => vec![unknown(part)],
                })
                .collect(),
        ),
        Kind::Unknown(whole) => Some(vec![unknown(whole)]),
        _ => None,
    }
}

/// Whether a pattern matches a text that stands for nothing of this configuration: an unknown name of something of its own is not in it.
pub(super) fn matches(pattern: &Value, text: &str, any_case: bool) -> Truth {
    // Most patterns are asked about texts that begin otherwise.
    if !begins_as(known_start(pattern).0, text, any_case) {
        return Truth::No;
    }
    // And most others end in a star.
    if let Kind::String(whole) = &pattern.kind
        && let Some(start) = whole.strip_suffix('*')
        && !start.contains(['*', '?'])
    {
        return Truth::Yes;
    }
    let Some(pieces) = pieces(pattern) else {
        return Truth::Unknown;
    };
    let is_of_ours = |piece: &Piece| *piece == Piece::Unknown { names: true };
    if pieces.iter().any(is_of_ours) {
        return Truth::No;
    }
    let is_hidden = |piece: &Piece| matches!(piece, Piece::Unknown { .. });
    let text: Vec<char> = text.chars().collect();
    match (glob(&pieces, &text, any_case), pieces.iter().any(is_hidden)) {
        (false, _) => Truth::No,
        (true, false) => Truth::Yes,
        (true, true) => Truth::Unknown,
    }
}

/// Whether a text begins with what stands before the first wildcard of a pattern.
fn begins_as(pattern: &str, text: &str, any_case: bool) -> bool {
    let mut literal = pattern.bytes().take_while(|it| !matches!(it, b'*' | b'?'));
    let mut text = text.bytes();
    literal.all(|own| match text.next() {
        Some(letter) if any_case => own.eq_ignore_ascii_case(&letter),
        letter => letter == Some(own),
    })
}

/// Whether all that one pattern matches is matched by another, as far as their texts tell: of what is unknown of the other nothing is.
pub(super) fn is_within(inner: &Value, outer: &Value, any_case: bool) -> bool {
    let (Some(inner), Some(outer)) = (pieces(inner), pieces(outer)) else {
        return false;
    };
    let is_hidden = |piece: &Piece| matches!(piece, Piece::Unknown { .. });
    // What stretches stands for nothing, one letter or more that are in no policy: only a `*` takes them all.
    !outer.iter().any(is_hidden)
        && [0, 1, 2, 5].into_iter().all(|count| {
            let letters = |piece: &Piece| match piece {
                Piece::Letter(letter) => vec![*letter],
                Piece::One => vec!['\u{1}'],
                Piece::Any | Piece::Unknown { .. } => vec!['\u{1}'; count],
            };
            let text: Vec<char> = inner.iter().flat_map(letters).collect();
            glob(&outer, &text, any_case)
        })
}

/// An unknown stretch counts as `*`. Takes steps as many as both are long together, times the number of stars.
fn glob(pattern: &[Piece], text: &[char], any_case: bool) -> bool {
    let fits = |piece: &Piece, letter: &char| match piece {
        Piece::Letter(own) if any_case => own.eq_ignore_ascii_case(letter),
        Piece::Letter(own) => own == letter,
        Piece::One => true,
        Piece::Any | Piece::Unknown { .. } => false,
    };
    let (mut at, mut read) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while let Some(letter) = text.get(read) {
        match pattern.get(at) {
            Some(Piece::Any | Piece::Unknown { .. }) => {
                star = Some((at, read));
                at += 1;
            }
            Some(piece) if fits(piece, letter) => {
                at += 1;
                read += 1;
            }
            _ => {
                let Some((back, from)) = star else {
                    return false;
                };
                star = Some((back, from + 1));
                (at, read) = (back + 1, from + 1);
            }
        }
    }
    let rest = pattern.get(at..).unwrap_or_default();
    (rest.iter()).all(|piece| matches!(piece, Piece::Any | Piece::Unknown { .. }))
}

/// Whether a text is a `*`, or several, which mean the same.
pub(super) fn is_star(text: &Value) -> Truth {
    pieces(text).map_or(Truth::Unknown, |it| are_stars(&it))
}

fn are_stars(pieces: &[Piece]) -> Truth {
    let hopeless = |piece: &Piece| {
        matches!(
            piece,
            Piece::Letter(_) | Piece::One | Piece::Unknown { names: true }
        )
    };
    if pieces.iter().any(hopeless) || pieces.is_empty() {
        Truth::No
    } else if pieces.iter().all(|piece| *piece == Piece::Any) {
        Truth::Yes
    } else {
        Truth::Unknown
    }
}

/// Whether an unknown is what AWS calls one thing, which is never a `*`: the ARN or id of a resource or an account.
fn names_one_thing(unknown: &Unknown) -> bool {
    let last = |symbol: &str| {
        symbol
            .rsplit('.')
            .next()
            .is_some_and(|last| matches!(last, "arn" | "id" | "account_id" | "unique_id"))
    };
    matches!(unknown.why, Why::Resource(_) | Why::Data(_))
        && unknown
            .symbol
            .as_ref()
            .is_some_and(|symbol| last(symbol.as_str()))
}

/// The known text before the first unknown part, and whether that is all.
pub(super) fn known_start(value: &Value) -> (&str, bool) {
    match &value.kind {
        Kind::String(text) => (text, true),
        Kind::PartialString(fragments) => match fragments.first() {
            Some(Fragment::Known(text)) => (text, false),
            _ => ("", false),
        },
        _ => ("", false),
    }
}

/// How much a pattern for resources leaves out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Breadth {
    /// Nothing: `*`, `arn:aws:s3:::*`.
    Everything,
    /// Whatever is of another type: `arn:aws:dynamodb:*:*:table/*`.
    OfOneType,
    /// All but what it names.
    Named,
    /// Not known.
    Unknown,
}

/// How much a pattern for resources leaves out of all those of the service that an endpoint leads to.
///
/// A name that is unknown in the middle of an ARN is the name of one thing: nobody writes a variable there to put a `*` in it.
pub(super) fn breadth(pattern: &Value) -> Breadth {
    let Some(pieces) = pieces(pattern) else {
        return Breadth::Unknown;
    };
    match are_stars(&pieces) {
        Truth::Yes => return Breadth::Everything,
        Truth::Unknown if pieces.len() <= 1 => return Breadth::Unknown,
        _ => {}
    }
    let fields: Vec<&[Piece]> = pieces.splitn(6, |it| *it == Piece::Letter(':')).collect();
    let [arn, _partition, _service, _region, account, resource] = fields.as_slice() else {
        return Breadth::Named;
    };
    let is_wild = |field: &[Piece]| field.iter().all(|it| *it == Piece::Any);
    if !arn.iter().copied().eq("arn".chars().map(Piece::Letter)) || !is_wild(account) {
        return Breadth::Named;
    }
    let blank = |piece: &Piece| {
        matches!(piece, Piece::Any | Piece::One) || matches!(piece, Piece::Letter('/' | ':'))
    };
    let has_star = |field: &[Piece]| field.contains(&Piece::Any);
    if resource.iter().all(blank) && has_star(resource) {
        return Breadth::Everything;
    }
    // A type is a word and a separator: `table/`, `function:`. What has no account, as buckets, has no type either.
    let ends = resource
        .iter()
        .position(|it| matches!(it, Piece::Letter('/' | ':')));
    let (ty, rest) = resource.split_at(ends.unwrap_or(0));
    let is_word = |piece: &Piece| matches!(piece, Piece::Letter(it) if it.is_ascii_alphabetic() || *it == '-');
    if !account.is_empty()
        && !ty.is_empty()
        && ty.iter().all(is_word)
        && rest.iter().all(blank)
        && has_star(rest)
    {
        return Breadth::OfOneType;
    }
    Breadth::Named
}

/// The service that the resources of a pattern are of, where one is written out: `sqs` of `arn:aws:sqs:*:*:*`.
pub(super) fn service(pattern: &Value) -> Option<&str> {
    let mut fields = known_start(pattern).0.split(':');
    let service = fields.nth(2)?;
    fields.next()?;
    (!service.contains(['*', '?'])).then_some(service)
}

#[cfg(test)]
pub(super) mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::value::{Symbol, Type};

    /// A text in which `~name~` stands for an unknown part of that symbol.
    pub(in crate::network::policy) fn value(source: &str) -> Value {
        let fragments = source.split('~').enumerate().map(|(index, text)| {
            if index % 2 == 0 {
                return Fragment::Known(text.into());
            }
            let mut unknown = Unknown::new(Type::String, Why::Resource("r".into()));
            unknown.symbol = Some(Symbol::new(text));
            Fragment::Unknown(Arc::new(unknown))
        });
        Value::from_fragments(fragments)
    }

    #[test]
    fn matches_as_iam_does() {
        for (pattern, text, expected) in [
            ("s3:Get*", "s3:GetObject", Truth::Yes),
            ("S3:get*", "s3:GetObject", Truth::Yes),
            ("s3:Get?bject", "s3:GetObject", Truth::Yes),
            ("s3:*Object", "s3:GetObjects", Truth::No),
            ("*", "", Truth::Yes),
            ("s3:Get*", "s3:Ge", Truth::No),
            ("s3:G?t*", "s3:GetObject", Truth::Yes),
            ("s3:*t*", "s3:List", Truth::Yes),
            ("s3:Get**", "s3:Get", Truth::Yes),
            ("a*b*c", "aXXbYYbZc", Truth::Yes),
            ("", "a", Truth::No),
            ("s3:~var.a~", "s3:GetObject", Truth::Unknown),
            ("s3:~var.a~", "ec2:Run", Truth::No),
            ("~aws_s3_bucket.b.arn~/*", "arn:aws:s3:::x/y", Truth::No),
        ] {
            assert_eq!(matches(&value(pattern), text, true), expected, "{pattern}");
        }
        assert_eq!(matches(&value("S3:*"), "s3:GetObject", false), Truth::No);
    }

    #[test]
    fn one_pattern_within_another() {
        for (inner, outer, expected) in [
            ("s3:GetObject", "s3:*", true),
            ("s3:Get*", "s3:*", true),
            ("s3:Get*", "s3:G*", true),
            ("s3:*", "s3:Get*", false),
            ("s3:Get*", "s3:Get??", false),
            ("s3:Get*", "s3:Get?*", false),
            ("*", "*", true),
            ("arn:aws:s3:::~var.b~/*", "arn:aws:s3:::*", true),
            ("arn:aws:s3:::b/*", "arn:aws:s3:::~var.b~/*", false),
        ] {
            let within = is_within(&value(inner), &value(outer), false);
            assert_eq!(within, expected, "{inner} in {outer}");
        }
    }

    #[test]
    fn breadth_of_resources() {
        for (pattern, expected) in [
            ("*", Breadth::Everything),
            ("arn:aws:s3:::*", Breadth::Everything),
            ("arn:aws:s3:::*/*", Breadth::Everything),
            ("arn:*:s3:::*", Breadth::Everything),
            ("arn:~data.p.partition~:s3:::*", Breadth::Everything),
            ("arn:aws:sqs:*:*:*", Breadth::Everything),
            ("arn:aws:dynamodb:*:*:table/*", Breadth::OfOneType),
            ("arn:aws:lambda:eu-west-1:*:function:*", Breadth::OfOneType),
            ("arn:aws:s3:::bucket/*", Breadth::Named),
            ("arn:aws:s3:::~var.bucket~/*", Breadth::Named),
            ("arn:aws:sqs:*:123456789012:*", Breadth::Named),
            ("arn:aws:sqs:*:~data.c.account_id~:*", Breadth::Named),
            ("~aws_s3_bucket.b.arn~/*", Breadth::Named),
            ("~aws_s3_bucket.b.arn~", Breadth::Named),
            ("~var.resource~", Breadth::Unknown),
        ] {
            assert_eq!(breadth(&value(pattern)), expected, "{pattern}");
        }
    }
}
