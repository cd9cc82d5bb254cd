//! A value as another configuration knows it.

use std::{collections::BTreeMap, sync::Arc};

use super::{Fragment, Items, Kind, Mapping, OriginId, Sequence, Symbol, Unknown, Value, Why};
use crate::syntax::Name;

impl Value {
    /// What it is to others: what is unknown keeps its identity, as one of `owner`, for the same reference elsewhere is another thing.
    /// All of it comes from `origin`: where it came from before, nobody else can tell.
    #[must_use]
    pub fn seen_from_elsewhere(&self, owner: &str, origin: OriginId) -> Self {
        let kind = match &self.kind {
            Kind::Null(_) | Kind::Bool(_) | Kind::Number(_) | Kind::String(_) => self.kind.clone(),
            Kind::PartialString(fragments) => {
                let fragment = |fragment: &Fragment| match fragment {
                    Fragment::Known(text) => Fragment::Known(text.clone()),
                    Fragment::Unknown(unknown) => Fragment::Unknown(owned(unknown, owner)),
                };
                Kind::PartialString(fragments.iter().map(fragment).collect())
            }
            Kind::Sequence(sequence) => Kind::Sequence(Sequence {
                form: sequence.form.clone(),
                items: each(&sequence.items, owner, origin),
                rest: sequence.rest.as_deref().map(|rest| owned(rest, owner)),
            }),
            Kind::Mapping(mapping) => {
                let entries = mapping.entries.iter();
                let entries: BTreeMap<Name, Self> = entries
                    .map(|(name, value)| (name.clone(), value.seen_from_elsewhere(owner, origin)))
                    .collect();
                Kind::Mapping(Mapping {
                    form: mapping.form.clone(),
                    entries: entries.into(),
                    keyed: None,
                    rest: mapping.rest.as_deref().map(|rest| owned(rest, owner)),
                })
            }
            Kind::Unknown(unknown) => Kind::Unknown(owned(unknown, owner)),
            Kind::Union(alternatives) => Kind::Union(Items::of_alternatives(
                alternatives
                    .iter()
                    .map(|it| it.seen_from_elsewhere(owner, origin))
                    .collect(),
            )),
        };
        Self::new(kind).hidden(self.sensitive).at(origin)
    }
}

fn each(items: &Items, owner: &str, origin: OriginId) -> Items {
    items
        .iter()
        .map(|it| it.seen_from_elsewhere(owner, origin))
        .collect()
}

fn owned(unknown: &Unknown, owner: &str) -> Arc<Unknown> {
    let named = |name: &str| Name::from(format!("{owner}: {name}"));
    let why = match &unknown.why {
        Why::Resource(address) => Why::Resource(named(address)),
        Why::Data(address) => Why::Data(named(address)),
        Why::Module(address) => Why::Module(named(address)),
        Why::Variable(name) => Why::Undeclared(named(&format!("var.{name}"))),
        why => why.clone(),
    };
    let symbol = unknown.symbol.as_ref();
    Arc::new(Unknown {
        symbol: symbol.map(|symbol| Symbol::new(named(symbol.as_str()))),
        why,
        ..unknown.clone()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::Type;

    #[test]
    fn what_is_known_stays_and_identities_get_an_owner() {
        let id = |symbol: &str| -> Value {
            Unknown {
                symbol: Some(Symbol::new(symbol)),
                ..Unknown::new(Type::String, Why::Resource("aws_vpc.main".into()))
            }
            .into()
        };
        let (known, main) = (Value::string("10.0.0.0/16"), id("aws_vpc.main.id"));
        let all = Value::tuple(vec![known.clone(), main.clone(), main.clone()]);
        let seen = all.seen_from_elsewhere("unit live/vpc", OriginId::NONE);
        let items: Vec<Value> = seen.as_sequence().unwrap().items.to_vec();
        assert!(items[0].same(&known));
        assert!(!items[1].same(&main));
        assert!(items[1].same(&items[2]));
        let symbol = items[1].symbol().unwrap();
        assert_eq!(symbol.as_str(), "unit live/vpc: aws_vpc.main.id");
    }
}
