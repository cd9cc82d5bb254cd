//! Values that an argument does not take.

use std::{rc::Rc, sync::Arc};

use super::{Builder, MANAGED};
use crate::{
    eval::Instance,
    module::ProviderAge,
    near::{LIKE, nearest},
    network::{Place, Reason, Refusal, Resource},
    provider::{self, Json, words},
    value::{Kind, Value, Why},
};

/// Arguments whose text must be JSON.
const JSON: [(&str, &str); 2] = [
    ("aws_vpc_endpoint", "policy"),
    ("aws_vpc_endpoint_policy", "policy"),
];

impl<'p> Builder<'_, 'p> {
    /// What is refused of the values of all arguments.
    pub(super) fn of_values(&self) -> Vec<Refusal> {
        let instances = self.managed.values().flatten();
        // Terraform took what a plan was made of.
        let is_read = |it: &Instance<'p>| !it.scope.module.bundled && !it.scope.module.planned;
        // Of what stands for a type of another provider nobody has seen what is refused.
        let judged = |it: &&Rc<Instance<'p>>| is_read(it) && MANAGED.contains(&it.ty());
        let own = instances.filter(judged);
        own.flat_map(|instance| {
            let mut found = self.unfit(instance);
            found.extend(self.other_words(instance));
            found.extend(self.no_json(instance));
            found
        })
        .collect()
    }

    /// Values that do not have the type of their argument.
    fn unfit(&self, instance: &Instance<'p>) -> Vec<Refusal> {
        let Some(schema) = provider::resource(instance.ty()) else {
            return Vec::new();
        };
        let entries = instance.value.as_mapping().map(|it| &it.entries);
        let entries = entries.into_iter().flat_map(|it| it.iter());
        let unfit = entries.filter_map(|(name, value)| {
            let Kind::Unknown(unknown) = &value.kind else {
                return None;
            };
            let Why::Unfit(lacks) = &unknown.why else {
                return None;
            };
            let declared = schema.attributes.get(name)?;
            let value = instance.attribute(name);
            let fault = format!("does not have its type: {lacks}");
            let instead = format!("give it a value of type {}", declared.ty);
            Some(self.refused(instance, name, &value, fault, instead))
        });
        unfit.collect()
    }

    /// Words that are none of those that an argument takes.
    fn other_words(&self, instance: &Instance<'p>) -> Vec<Refusal> {
        let refused = words::of(instance.ty()).filter_map(|(path, words)| {
            let value = at_path(&instance.value, path)?;
            let is_other = |it: &Value| it.as_str().is_some_and(|it| !words.contains(&&**it));
            let (refused, doubt) = refused_way(&value, is_other)?;
            let word = refused.as_str()?;
            let known = words.iter().copied();
            let near = nearest(known.clone(), word, 0.0);
            let cased = known.clone().find(|it| it.eq_ignore_ascii_case(word));
            let instead = match cased.or(near.filter(|_| nearest(known, word, LIKE).is_some())) {
                Some(near) => format!("did you mean \"{near}\"?"),
                None => format!("it takes {}", words.join(", ")),
            };
            let fault = if value.sensitive {
                "is none of the words that it takes".to_owned()
            } else {
                format!("is \"{word}\", which is none of the words that it takes")
            };
            let age = self.age_of_provider(instance.scope.module);
            (age != ProviderAge::Newer || cased.is_some()).then(|| Refusal {
                doubt,
                may_be_newer: age == ProviderAge::Open && cased.is_none(),
                ..self.refused(instance, path, &value, fault, instead)
            })
        });
        refused.collect()
    }

    /// Policies that are no JSON.
    fn no_json(&self, instance: &Instance<'p>) -> Vec<Refusal> {
        let arguments = JSON.iter().filter(|(ty, _)| *ty == instance.ty());
        let refused = arguments.filter_map(|(_, name)| {
            let value = instance.attribute(name);
            let is_no_json = |it: &Value| {
                let text = it.as_str().filter(|text| !text.is_empty());
                text.is_some_and(|text| Json::parse(&Value::string(text.clone())).is_err())
            };
            let (_, doubt) = refused_way(&value, is_no_json)?;
            let instead = "write it with jsonencode or as an aws_iam_policy_document".to_owned();
            let fault = "is not valid JSON".to_owned();
            Some(Refusal {
                doubt,
                ..self.refused(instance, name, &value, fault, instead)
            })
        });
        refused.collect()
    }

    fn refused(
        &self,
        instance: &Instance<'p>,
        argument: &str,
        value: &Value,
        fault: String,
        instead: String,
    ) -> Refusal {
        let resource: Arc<Resource> = self.resource(instance);
        let span = self.argument_span(instance, value.origin);
        Refusal {
            place: Place {
                span: span.unwrap_or(resource.at),
                origin: value.origin,
                sensitive: value.sensitive,
                ..Place::of(&resource)
            },
            resource,
            reason: Reason::Value {
                argument: argument.to_owned(),
                fault,
                instead,
            },
            doubt: None,
            may_be_newer: false,
            fits: false,
        }
    }
}

/// The first way of a value that is refused, and a doubt where there are ways that are not.
fn refused_way(
    value: &Value,
    is_refused: impl Fn(&Value) -> bool,
) -> Option<(&Value, Option<&'static str>)> {
    let ways = value.alternatives();
    let first = ways.iter().find(|it| is_refused(it))?;
    let doubt = "its value depends on a condition that is unknown";
    Some((first, (!ways.iter().all(is_refused)).then_some(doubt)))
}

/// What stands at a path of attributes and single blocks.
fn at_path(value: &Value, path: &str) -> Option<Value> {
    let mut value = value.clone();
    for name in path.split('.') {
        if let Kind::Sequence(blocks) = &value.kind {
            value = blocks.items.first()?.clone();
        }
        value = value.as_mapping()?.entries.get(name)?.clone();
    }
    Some(value)
}
