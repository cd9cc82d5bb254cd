//! What is made of texts that are known in part holds whatever the unknown parts turn out to be.

use std::collections::BTreeMap;

use proptest::{
    prelude::*,
    test_runner::{RngSeed, TestError, TestRunner},
};

use super::{
    call,
    expression::{Expression, HOLES, Piece, REGION, expressions},
    tests::{Bare, show},
    text::made,
};
use crate::{
    eval::Fault,
    value::{Fragment, Kind, SequenceForm, Symbol, Truth, Type, Unknown, Value, Why},
};

fn hole((name, given): (&str, &[Option<&str>])) -> Value {
    let mut unknown = Unknown::new(Type::String, Why::Variable(name.into()));
    unknown.symbol = Some(Symbol::new(name));
    unknown.not_null = !given.contains(&None);
    if name == REGION {
        unknown.why = Why::ProviderRegion("provider.aws".into());
        unknown.is_region = true;
    }
    unknown.into()
}

fn filled(text: Option<&str>) -> Value {
    // As Terraform normalizes what it is given.
    let made = |text: &str| made(text.to_owned());
    text.map_or_else(|| Value::null(Type::String), made)
}

/// What an expression is worth, with those values of the unknown parts.
fn worth(expression: &Expression, holes: &[Value], host: &Bare) -> Result<Value, Fault> {
    let each = |parts: &[Expression]| -> Result<Vec<Value>, Fault> {
        parts.iter().map(|it| worth(it, holes, host)).collect()
    };
    match expression {
        Expression::Text(pieces) => {
            if let [Piece::Hole(hole)] = pieces[..] {
                return Ok(holes[hole].clone());
            }
            let piece = |piece: &Piece| match piece {
                Piece::Word(text) => Ok(Value::string(*text)),
                Piece::Hole(hole) => match &holes[*hole] {
                    hole if hole.is_null() == Truth::Yes => Err(Fault::new("null")),
                    hole => Ok(hole.clone()),
                },
            };
            let pieces: Vec<Value> = pieces.iter().map(piece).collect::<Result<_, _>>()?;
            call("join", &[Value::string(""), Value::tuple(pieces)], host)
        }
        Expression::Number(number) => Ok(Value::number(*number)),
        Expression::List(items) => Ok(Value::list(Type::String, each(items)?)),
        Expression::Call(name, arguments) => call(name, &each(arguments)?, host),
    }
}

/// What the unknown parts turned out to be, as they are met.
type Known = BTreeMap<String, String>;

/// Whether the whole is what the part says of it.
fn describes(part: &Value, whole: &Value, known: &mut Known) -> bool {
    match (&part.kind, &whole.kind) {
        (Kind::Unknown(unknown), _) => {
            let is_null = whole.is_null() == Truth::Yes;
            let fits = unknown.ty.has_any() || is_null || unknown.ty == whole.ty();
            let least = unknown.least.unwrap_or(0);
            let is_enough = match &whole.kind {
                Kind::Sequence(sequence) => sequence.items.len() >= least,
                Kind::Number(number) => *number >= least.into() || unknown.least.is_none(),
                _ => true,
            };
            fits && is_enough
                && !(unknown.not_null && is_null)
                && is_said(unknown.symbol.as_ref(), &show(whole), known)
        }
        (Kind::Union(alternatives), _) => alternatives
            .iter()
            .any(|it| describes(it, whole, &mut known.clone())),
        (Kind::PartialString(fragments), Kind::String(text)) => reads(fragments, text, known),
        (Kind::Sequence(part), Kind::Sequence(whole)) if part.rest.is_some() => {
            let found = |it: &Value| {
                let mut all = whole.items.iter();
                all.any(|whole| describes(it, whole, &mut known.clone()))
            };
            part.items.iter().all(found)
        }
        (Kind::Sequence(part), Kind::Sequence(whole)) => {
            let is_set = matches!(part.form, SequenceForm::Set(_));
            let found = |it: &Value, known: &Known| {
                let mut all = whole.items.iter();
                all.any(|whole| describes(it, whole, &mut known.clone()))
            };
            if is_set {
                return whole.items.len() <= part.items.len()
                    && part.items.iter().all(|it| found(it, known));
            }
            part.items.len() == whole.items.len()
                && part
                    .items
                    .iter()
                    .zip(whole.items.iter())
                    .all(|(part, whole)| describes(part, whole, known))
        }
        _ => show(part) == show(whole) && part.ty() == whole.ty(),
    }
}

/// The same name is the same value.
fn is_said(symbol: Option<&Symbol>, text: &str, known: &mut Known) -> bool {
    let Some(symbol) = symbol else { return true };
    let said = known
        .entry(symbol.to_string())
        .or_insert_with(|| text.to_owned());
    said == text
}

fn reads(fragments: &[Fragment], text: &str, known: &mut Known) -> bool {
    match fragments {
        [] => text.is_empty(),
        [Fragment::Known(start), rest @ ..] => text
            .strip_prefix(&**start)
            .is_some_and(|left| reads(rest, left, known)),
        [Fragment::Unknown(unknown), rest @ ..] => {
            let ends = text.char_indices().map(|(at, _)| at).chain([text.len()]);
            for (part, left) in ends.map(|at| text.split_at(at)) {
                let mut more = known.clone();
                if is_said(unknown.symbol.as_ref(), part, &mut more) && reads(rest, left, &mut more)
                {
                    *known = more;
                    return true;
                }
            }
            false
        }
    }
}

/// All that the unknown parts may turn out to be together.
fn fillings() -> Vec<Vec<Option<&'static str>>> {
    HOLES.iter().fold(vec![Vec::new()], |before, (_, given)| {
        let with = |before: Vec<_>| {
            let each = given
                .iter()
                .map(move |given| [&before[..], &[*given]].concat());
            each.collect::<Vec<_>>()
        };
        before.into_iter().flat_map(with).collect()
    })
}

/// What contradicts the expression before its unknown parts are known, once they are.
fn contradiction(expression: &Expression) -> Option<String> {
    let host = Bare::default();
    let before = worth(expression, &HOLES.map(hole), &host);
    for filling in fillings() {
        let given: Vec<Value> = filling.iter().map(|it| filled(*it)).collect();
        let Ok(after) = worth(expression, &given, &host) else {
            continue;
        };
        let named = HOLES.iter().zip(&given);
        let mut known: Known = named
            .map(|((name, _), value)| ((*name).to_owned(), show(value)))
            .collect();
        let holds = (before.as_ref()).is_ok_and(|before| describes(before, &after, &mut known));
        if !holds {
            let before = before.as_ref().map_or_else(ToString::to_string, show);
            return Some(format!("{before} became {} with {filling:?}", show(&after)));
        }
    }
    None
}

/// How many, unless `VPCELINT_FILLED` says otherwise.
const CASES: u32 = 1_000;

#[test]
fn what_is_known_of_a_text_in_part_holds_of_the_whole() {
    let asked = |name: &str| std::env::var(name).ok()?.parse::<u64>().ok();
    let mut runner = TestRunner::new(ProptestConfig {
        cases: asked("VPCELINT_FILLED").map_or(CASES, |it| u32::try_from(it).unwrap()),
        rng_seed: RngSeed::Fixed(asked("VPCELINT_SEED").unwrap_or(1)),
        failure_persistence: None,
        ..ProptestConfig::default()
    });
    let run = runner.run(&expressions(), |expression| {
        let found = contradiction(&expression);
        prop_assert!(
            found.is_none(),
            "{expression}\n{}",
            found.unwrap_or_default()
        );
        Ok(())
    });
    if let Err(TestError::Fail(why, _)) = run {
        panic!("{why}");
    }
}
