//! Local values that stand for what is cut out of a module.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use regex::Regex;
use vpcelint::{provider, syntax::Block};

use crate::{cut::range, plausible, shape::Shape};

/// Arguments that are Terraform's own.
const META: [&str; 4] = ["count", "for_each", "provider", "depends_on"];

/// Where local values stand in for what is cut.
pub(crate) const STAND_INS: &str = "stand_ins.tf";

/// Something that is cut out, and what stood there.
pub(crate) struct Thing {
    /// As expressions refer to it.
    reference: String,
    instances: Instances,
    /// What is read of it, by the provider's schema.
    known: BTreeMap<String, String>,
}

enum Instances {
    One,
    Counted,
    /// The expression of its `for_each`.
    Keyed(String),
}

impl Thing {
    pub(crate) fn of(block: &Block, text: &str) -> Self {
        let labels: Vec<&str> = block.labels.iter().map(|it| &*it.text).collect();
        let (reference, schema) = match (&*block.kind, &*labels) {
            ("data", [ty, name]) => (format!("data.{ty}.{name}"), provider::data_source(ty)),
            ("resource", [ty, name]) => (format!("{ty}.{name}"), provider::resource(ty)),
            (kind, labels) => (format!("{kind}.{}", labels.join(".")), None),
        };
        let instances = match (
            block.body.attribute("count"),
            block.body.attribute("for_each"),
        ) {
            (Some(_), _) => Instances::Counted,
            (_, Some(keys)) => Instances::Keyed(text[range(keys.value.span)].to_owned()),
            _ => Instances::One,
        };
        let mut known = schema.map_or_else(BTreeMap::new, |it| plausible::of_schema(it, 0));
        if &*block.kind == "data" {
            known.extend(asked(block, text));
        }
        Self {
            reference,
            instances,
            known,
        }
    }

    fn local(&self) -> String {
        format!("stand_in_{}", self.reference.replace('.', "_"))
    }

    /// An entry of `locals`.
    fn stand_in(&self, texts: &BTreeMap<PathBuf, String>) -> String {
        let mut shape = Shape::default();
        let pattern = regex::escape(&self.reference);
        for text in texts.values() {
            shape.gather(text, &pattern);
        }
        let name = self.reference.rsplit('.').next().unwrap();
        let value = match &self.instances {
            Instances::One => shape.expression(name, &self.known),
            Instances::Counted => {
                let one = shape.instance().expression(name, &self.known);
                format!("[{}]", vec![one; shape.instances()].join(", "))
            }
            Instances::Keyed(keys) => format!(
                "{{ for key, value in {keys} : key => {} }}",
                shape.instance().expression(name, &self.known)
            ),
        };
        format!("locals {{\n  {} = {value}\n}}\n", self.local())
    }

    fn replace(&self, text: &str) -> String {
        let found = Regex::new(&format!(
            r#"(^|[^\w.\-"]){}([^\w-]|$)"#,
            regex::escape(&self.reference)
        ))
        .unwrap();
        let by = format!("${{1}}local.{}${{2}}", self.local());
        let once = found.replace_all(text, &by).into_owned();
        found.replace_all(&once, &by).into_owned()
    }
}

/// What a data source is asked for, which is what it finds.
fn asked(block: &Block, text: &str) -> BTreeMap<String, String> {
    let each = Regex::new(r"\beach\.(key|value)\b").unwrap();
    let written = block.body.attributes.iter();
    let written = written.filter(|it| !META.contains(&&*it.name)).map(|it| {
        let value = each.replace_all(&text[range(it.value.span)], "$1");
        (it.name.to_string(), format!("({value})"))
    });
    let mut asked: BTreeMap<String, String> = written.collect();
    asked.retain(|_, value| !value.contains("count.index") && !value.contains("<<"));
    if let Some(service) = asked.get("service") {
        let name = format!("\"com.amazonaws.eu-west-1.${{{service}}}\"");
        asked.insert("service_name".to_owned(), name);
    }
    asked
}

/// Lets local values stand in for things that are gone from the texts of a module, and writes them.
pub(crate) fn stand_in(directory: &Path, mut texts: BTreeMap<PathBuf, String>, things: &[Thing]) {
    let list = Regex::new(r"(depends_on|replace_triggered_by|ignore_changes)(\s*=\s*)\[([^\]]*)\]")
        .unwrap();
    let stand_ins: String = things.iter().map(|it| it.stand_in(&texts)).collect();
    *texts.entry(directory.join(STAND_INS)).or_default() += &stand_ins;
    for (file, text) in texts {
        let mut text = text;
        for thing in things {
            text = thing.replace(&text);
        }
        let text = list.replace_all(&text, |found: &regex::Captures<'_>| {
            let kept: Vec<&str> = found[3]
                .split(',')
                .filter(|it| !it.trim().starts_with("local."))
                .collect();
            let kept = kept.join(",");
            let lines = "\n".repeat(found[3].matches('\n').count() - kept.matches('\n').count());
            format!("{}{}[{kept}{lines}]", &found[1], &found[2])
        });
        fs::write(file, &*text).unwrap();
    }
}

/// Something that can be read as texts read what stands at a reference.
pub(crate) fn read_as<'t>(
    reference: &str,
    name: &str,
    texts: impl Iterator<Item = &'t String>,
) -> String {
    let mut shape = Shape::default();
    for text in texts {
        shape.gather(text, reference);
    }
    shape.expression(name, &BTreeMap::new())
}
