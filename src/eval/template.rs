//! Strings with interpolations and directives.

use std::sync::Arc;

use super::{
    Binding, Env, Evaluation, Fault, Fuel, Literals, Outcome, access, convert, distribute,
};
use crate::{
    syntax::{Expr, ForPart, Part},
    value::{Fragment, Kind, Type, Unknown, Value, Why},
};

impl<'p> Evaluation<'p> {
    /// The string a template makes. A single interpolation keeps the type of its value.
    pub(super) fn template(&self, expr: &Expr, parts: &[Part], env: &Env<'_, 'p>) -> Outcome {
        if let [Part::Interpolation(inner)] = parts {
            return self.expr(inner, env);
        }
        let mut pieces = Vec::with_capacity(parts.len());
        self.pieces(parts, env, &mut pieces)?;
        let origins: Vec<_> = pieces.iter().map(|piece| piece.origin).collect();
        let value = distribute(&pieces, &self.fuel, |pieces| {
            concatenate(pieces, &self.fuel)
        })?;
        // Templates in defaults and variable files are as replaceable as what they stand in.
        let literal = (!matches!(env.literals, Literals::Written)).then(|| {
            self.literal(Value::null(Type::String), expr.span, env)
                .origin
        });
        Ok(self.computed(value, expr, origins.into_iter().chain(literal)))
    }

    fn pieces(
        &self,
        parts: &[Part],
        env: &Env<'_, 'p>,
        into: &mut Vec<Value>,
    ) -> Result<(), Fault> {
        for part in parts {
            match part {
                Part::Literal(text, _) => into.push(Value::string(text.clone())),
                Part::Interpolation(inner) => {
                    let piece = self.expr(inner, env)?;
                    self.doubt(&piece, &Type::String);
                    into.push(piece);
                }
                Part::If(condition, then, otherwise) => {
                    let condition = self.condition(condition, env)?;
                    let one = |parts: &[Part]| self.joined(parts, env);
                    let piece = match &condition.kind {
                        Kind::Bool(true) => one(then)?,
                        Kind::Bool(false) => one(otherwise)?,
                        _ => match (one(then), one(otherwise)) {
                            (Ok(then), Ok(otherwise)) => Value::union([then, otherwise]),
                            // A configuration that works never takes the branch that is refused.
                            (Ok(piece), Err(fault)) | (Err(fault), Ok(piece)) if fault.caught => {
                                self.fuel.note_given_up();
                                piece
                            }
                            (Err(one), Err(other)) if one.caught && other.caught => {
                                Value::unknown(Type::String, Why::Condition)
                            }
                            (Err(fault), _) | (_, Err(fault)) => return Err(fault),
                        },
                    };
                    into.push(piece.hidden(condition.sensitive));
                }
                Part::For(directive) => into.push(self.repeated(directive, env)?),
            }
        }
        Ok(())
    }

    fn joined(&self, parts: &[Part], env: &Env<'_, 'p>) -> Outcome {
        let mut pieces = Vec::new();
        self.pieces(parts, env, &mut pieces)?;
        distribute(&pieces, &self.fuel, |pieces| {
            concatenate(pieces, &self.fuel)
        })
    }

    fn repeated(&self, directive: &ForPart, env: &Env<'_, 'p>) -> Outcome {
        let collection = self.expr(&directive.collection, env)?;
        let Some(elements) = access::elements(&collection)? else {
            return Ok(Value::unknown(Type::String, collection.kind.why()));
        };
        if let Some(rest) = elements.rest {
            return Ok(Value::unknown(Type::String, rest.why.clone()));
        }
        let mut pieces = Vec::new();
        for (key, element) in elements.items {
            if !self.fuel.burn(1) {
                return Ok(self.fuel.limit(Type::String));
            }
            let value = Binding::Name(directive.value.clone(), element);
            let inner = env.bind(&value);
            match &directive.key {
                Some(name) => self.pieces(
                    &directive.body,
                    &inner.bind(&Binding::Name(name.clone(), key)),
                    &mut pieces,
                )?,
                None => self.pieces(&directive.body, &inner, &mut pieces)?,
            }
        }
        Ok(distribute(&pieces, &self.fuel, |pieces| {
            concatenate(pieces, &self.fuel)
        })?
        .hidden(collection.sensitive))
    }
}

/// Joins pieces to a string; what is unknown in it stays an unknown part.
fn concatenate(pieces: &[Value], fuel: &Fuel) -> Outcome {
    let hides = pieces.iter().any(|piece| piece.sensitive);
    if !fuel.read(pieces) {
        return Ok(fuel.limit(Type::String).hidden(hides));
    }
    let mut fragments = Vec::with_capacity(pieces.len());
    let mut length = 0;
    for piece in pieces {
        if matches!(piece.kind, Kind::Null(_)) {
            return Err(Fault::new(
                "the expression result is null; cannot include a null value in a string template",
            ));
        }
        let converted = convert::convert_once_known(piece, &Type::String)?;
        match converted.kind {
            Kind::String(text) => {
                length += text.len();
                fragments.push(Fragment::Known(text));
            }
            Kind::PartialString(inner) => {
                length += inner.len() + known_length(&inner);
                fragments.extend(inner.iter().cloned());
            }
            Kind::Unknown(unknown) => fragments.push(Fragment::Unknown(unknown)),
            kind => fragments.push(Fragment::Unknown(Arc::new(Unknown::new(
                Type::String,
                kind.why(),
            )))),
        }
    }
    if !fuel.write(length) {
        return Ok(fuel.limit(Type::String).hidden(hides));
    }
    Ok(text(fragments).hidden(hides))
}

/// A template of nothing but one unknown part and empty strings is a string, whatever the unknown part is.
fn text(fragments: Vec<Fragment>) -> Value {
    let value = Value::from_fragments(fragments);
    match value.kind {
        Kind::Unknown(unknown) => Unknown {
            ty: Type::String,
            not_null: true,
            ..(*unknown).clone()
        }
        .into(),
        _ => value,
    }
}

/// How many bytes of a string are known.
fn known_length(fragments: &[Fragment]) -> usize {
    fragments
        .iter()
        .map(|fragment| match fragment {
            Fragment::Known(text) => text.len(),
            Fragment::Unknown(_) => 0,
        })
        .sum()
}
