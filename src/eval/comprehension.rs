//! `for` expressions.

use std::{collections::BTreeMap, sync::Arc};

use super::{
    Binding, Env, Evaluation, Fault, Outcome, access, convert, distribute,
    functions::{MOST_COMPARED, disordered, is_apart, ordered},
};
use crate::{
    syntax::{self, Expr, Name},
    value::{Kind, MappingForm, OriginId, SequenceForm, Type, Unknown, Value, Why},
};

impl<'p> Evaluation<'p> {
    /// `[for ...]` and `{for ...}`.
    pub(super) fn comprehension(
        &self,
        expr: &Expr,
        comprehension: &syntax::For,
        env: &Env<'_, 'p>,
    ) -> Outcome {
        let collection = self.expr(&comprehension.collection, env)?;
        let is_unknown = matches!(collection.kind, Kind::Unknown(_));
        let value = distribute(
            std::slice::from_ref(&collection),
            &self.fuel,
            |collections| {
                let [collection] = collections else {
                    return Err(Fault::new("a for expression takes one collection"));
                };
                match self.comprehend(expr, comprehension, collection, env) {
                    // Terraform does not look into the body before there is something to go through.
                    Err(fault) if fault.caught && is_unknown => {
                        Ok(Value::unknown(Type::Any, collection.kind.why()))
                    }
                    outcome => outcome,
                }
            },
        )?;
        if !collection.is_known() {
            self.fuel.note_ahead();
        }
        Ok(self.computed(
            value.hidden(collection.sensitive),
            expr,
            [collection.origin],
        ))
    }

    fn comprehend(
        &self,
        expr: &Expr,
        comprehension: &syntax::For,
        collection: &Value,
        env: &Env<'_, 'p>,
    ) -> Outcome {
        let is_list = comprehension.key_result.is_none();
        let in_any_order = |made: Value| if is_list { disordered(made) } else { made };
        if comprehension.key.is_none()
            && !comprehension.grouping
            && let Some(in_order) = ordered(collection)
        {
            let made = self.comprehend(expr, comprehension, &in_order, env)?;
            return Ok(in_any_order(made));
        }
        let told = match access::elements(collection)? {
            None if !is_list && !comprehension.grouping => access::first_elements(collection),
            told => told,
        };
        let keeps = is_list && comprehension.condition.is_none();
        let mapped = |unknown: &Arc<Unknown>| {
            let body = |element: &Value| {
                let key = Value::unknown(Type::Any, unknown.why.clone());
                Self::with_element(comprehension, &key, element, env, |inner| {
                    self.expr(&comprehension.result, inner)
                })
            };
            if keeps {
                Self::mapped(unknown, &body)
            } else {
                Arc::new(Unknown::new(Type::Any, unknown.why.clone()))
            }
        };
        let Some(elements) = told else {
            let Kind::Unknown(unknown) = &collection.kind else {
                return Ok(Value::unknown(Type::Any, collection.kind.why()));
            };
            return Ok(Value::new(Kind::Unknown(mapped(unknown))));
        };
        if matches!(collection.kind, Kind::Unknown(_)) {
            // Terraform would wait for the attributes of the object, though their names are known.
            self.fuel.note_given_up();
        }
        if let Some(condition) = &comprehension.condition {
            // Terraform tries the condition once on values it knows nothing of, even when there are no others.
            let any = Value::unknown(Type::Any, Why::Condition);
            Self::with_element(comprehension, &any, &any, env, |inner| {
                self.keeps(condition, inner)
            })?;
        }
        // Whatever order matters for is left to the entries whose keys are known.
        let (elements, is_disordered) = if comprehension.grouping {
            (elements, false)
        } else {
            elements.with_keyed(collection)
        };
        let mut gathered = Gathered {
            sensitive: collection.sensitive,
            rest: elements.rest.as_ref().map(mapped),
            ..Gathered::default()
        };
        for (key, element) in &elements.items {
            if !self.fuel.burn(1) {
                return Ok(self.fuel.limit(Type::Any));
            }
            Self::with_element(comprehension, key, element, env, |inner| {
                self.gather(comprehension, inner, &mut gathered)
            })?;
        }
        if let Kind::Sequence(sequence) = &collection.kind
            && matches!(sequence.form, SequenceForm::Set(_))
        {
            gathered.items = access::in_order(&sequence.items, gathered.items);
        }
        // Which members there are hangs on what decides it, beside the collection.
        let mut hangs_on = std::mem::take(&mut gathered.hangs_on);
        let may_coalesce = match &collection.kind {
            Kind::Sequence(sequence) => {
                sequence.rest.is_some() || matches!(sequence.form, SequenceForm::Set(_))
            }
            _ => false,
        };
        if gathered.settle_keyed(may_coalesce) {
            self.fuel.note_doubt();
        }
        let made = gathered.into_value(comprehension);
        let made = if is_disordered {
            in_any_order(made)
        } else {
            made
        };
        if hangs_on.is_empty() {
            return Ok(made);
        }
        hangs_on.push(collection.origin);
        Ok(self.computed(made, expr, hangs_on))
    }

    /// Runs something with the variables of a `for` bound.
    fn with_element<T>(
        comprehension: &syntax::For,
        key: &Value,
        element: &Value,
        env: &Env<'_, 'p>,
        run: impl FnOnce(&Env<'_, 'p>) -> T,
    ) -> T {
        let value = Binding::Name(comprehension.value.clone(), element.clone());
        let inner = env.bind(&value);
        match &comprehension.key {
            Some(name) => run(&inner.bind(&Binding::Name(name.clone(), key.clone()))),
            None => run(&inner),
        }
    }

    /// Whether an element is kept, as the `if` clause says.
    fn keeps(&self, condition: &Expr, env: &Env<'_, 'p>) -> Outcome {
        let condition = self.expr(condition, env)?;
        self.doubt(&condition, &Type::Bool);
        let condition = convert::convert(&condition, &Type::Bool)?;
        if matches!(condition.kind, Kind::Null(_)) {
            return Err(Fault::new("the value of the 'if' clause must not be null"));
        }
        Ok(condition)
    }

    fn gather(
        &self,
        comprehension: &syntax::For,
        env: &Env<'_, 'p>,
        into: &mut Gathered,
    ) -> Result<(), Fault> {
        if let Some(condition) = &comprehension.condition {
            let condition = self.keeps(condition, env)?;
            into.hang_on(self, &condition);
            into.sensitive |= condition.sensitive;
            match &condition.kind {
                Kind::Bool(true) => {}
                Kind::Bool(false) => return Ok(()),
                kind => {
                    into.rest = Some(Arc::new(Unknown::new(Type::Any, kind.why())));
                    return Ok(());
                }
            }
        }
        let key = match &comprehension.key_result {
            None => None,
            Some(key) => {
                let key = self.expr(key, env)?;
                into.hang_on(self, &key);
                let key = convert::convert(&key, &Type::String)?;
                into.sensitive |= key.sensitive;
                match &key.kind {
                    Kind::String(key) => Some(key.clone()),
                    Kind::Null(_) => {
                        return Err(Fault::new("invalid object key: key must not be null"));
                    }
                    kind => {
                        let value = if comprehension.grouping {
                            None
                        } else {
                            self.expr(&comprehension.result, env).ok()
                        };
                        let why = Arc::new(Unknown::new(Type::Any, kind.why()));
                        into.add_keyed(key, value, why);
                        return Ok(());
                    }
                }
            }
        };
        let value = self.expr(&comprehension.result, env)?;
        match key {
            None => into.items.push(value),
            Some(key) if comprehension.grouping => into.groups.entry(key).or_default().push(value),
            Some(key) => {
                let shown = if into.sensitive {
                    "(sensitive)".into()
                } else {
                    format!("{key:?}")
                };
                if into.entries.insert(key, value).is_some() {
                    return Err(Fault::new(format!(
                        "two different items produced the key {shown}"
                    )));
                }
            }
        }
        Ok(())
    }
}

/// More places that decide which members there are than this no proof would show.
const MOST_REASONS: usize = 32;

/// What a `for` has made so far.
#[derive(Default)]
struct Gathered {
    items: Vec<Value>,
    entries: BTreeMap<Name, Value>,
    groups: BTreeMap<Name, Vec<Value>>,
    /// Entries whose keys are not known to the letter, and why the first is not.
    keyed: Vec<(Value, Value)>,
    why_keyed: Option<Arc<Unknown>>,
    rest: Option<Arc<Unknown>>,
    sensitive: bool,
    hangs_on: Vec<OriginId>,
}

impl Gathered {
    /// Remembers what decides which members there are, where somebody may replace it.
    fn hang_on(&mut self, evaluation: &Evaluation<'_>, value: &Value) {
        let origin = value.origin;
        if self.hangs_on.len() < MOST_REASONS
            && evaluation.origins.is_replaceable(origin)
            && !self.hangs_on.contains(&origin)
        {
            self.hangs_on.push(origin);
        }
    }

    /// Adds an entry whose key is not known.
    fn add_keyed(&mut self, key: Value, value: Option<Value>, why: Arc<Unknown>) {
        match value.filter(|_| key.template().is_some()) {
            Some(value) => {
                self.keyed.push((key, value));
                self.why_keyed.get_or_insert(why);
            }
            None => self.rest = Some(why),
        }
    }

    /// Leaves of the entries whose keys are not known those that are there for certain. Terraform refuses two entries with one key, but
    /// of a set two members may be one before that. Gives whether it may refuse.
    fn settle_keyed(&mut self, may_coalesce: bool) -> bool {
        if self.keyed.is_empty() {
            return false;
        }
        let too_many = self.keyed.len() + self.entries.len() > MOST_COMPARED;
        let named: Vec<Value> = if too_many {
            Vec::new()
        } else {
            (self.entries.keys().cloned()).map(Value::string).collect()
        };
        let keys: Vec<Value> = self.keyed.iter().map(|(key, _)| key.clone()).collect();
        let differs = |(place, key): (usize, &Value)| {
            let others = keys.iter().enumerate().filter(|(at, _)| *at != place);
            !too_many && is_apart(key, others.map(|(_, other)| other).chain(&named))
        };
        let apart: Vec<bool> = keys.iter().enumerate().map(differs).collect();
        let all = apart.iter().all(|it| *it);
        if !all && (may_coalesce || too_many) {
            let mut kept = apart.iter();
            self.keyed.retain(|_| kept.next() == Some(&true));
            self.rest = self.rest.take().or_else(|| self.why_keyed.clone());
        }
        // Of two that have one name for certain one is enough.
        let mut seen: Vec<Value> = Vec::new();
        self.keyed.retain(|(key, _)| {
            let is_new = !seen.iter().any(|other| other.same(key));
            seen.push(key.clone());
            is_new
        });
        if self.keyed.len() < keys.len() {
            self.rest = self.rest.take().or_else(|| self.why_keyed.clone());
        }
        !all
    }

    fn into_value(self, comprehension: &syntax::For) -> Value {
        let value = if comprehension.key_result.is_none() {
            Value::sequence(SequenceForm::Tuple, self.items, self.rest)
        } else {
            let are_all = self.rest.is_none();
            let rest = self.rest.or(self.why_keyed);
            let groups = self.groups.into_iter().map(|(key, items)| {
                (
                    key,
                    Value::sequence(SequenceForm::Tuple, items, rest.clone()),
                )
            });
            let entries = self.entries.into_iter().chain(groups).collect();
            Value::mapping(MappingForm::Object, entries, rest).with_keyed(self.keyed, are_all)
        };
        value.hidden(self.sensitive)
    }
}
