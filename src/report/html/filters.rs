//! What findings can be chosen by: rule, severity, root and variant.

use indexmap::IndexMap;

use super::view::{Choice, Filter};
use crate::lint::{Diagnostic, Report};

/// The values that findings have, each with its class and how many have it.
#[derive(Default)]
pub(super) struct Filters {
    severities: IndexMap<String, usize>,
    rules: IndexMap<String, usize>,
    roots: IndexMap<String, usize>,
    variants: IndexMap<String, usize>,
}

impl Filters {
    pub(super) fn of(report: &Report) -> Self {
        let mut filters = Self::default();
        for diagnostic in &report.findings {
            let severity = diagnostic.severity.name().to_owned();
            *filters.severities.entry(severity).or_default() += 1;
            let rule = diagnostic.rule.id.to_owned();
            *filters.rules.entry(rule).or_default() += 1;
            for root in &diagnostic.roots {
                *filters.roots.entry(root.to_string()).or_default() += 1;
            }
            for variant in diagnostic.variants.names() {
                *filters.variants.entry(variant.to_owned()).or_default() += 1;
            }
        }
        filters.rules.sort_unstable_keys();
        filters.roots.sort_unstable_keys();
        filters
    }

    /// The classes of a finding: names of users are told by their places.
    pub(super) fn classes(&self, diagnostic: &Diagnostic) -> String {
        let class = |values: &IndexMap<String, usize>, letter: &str, value: &str| {
            let place = values.get_index_of(value);
            place.map(|place| format!("{letter}{place}"))
        };
        let severity = diagnostic.severity.name();
        let own = [
            class(&self.severities, "s", severity),
            class(&self.rules, "r", diagnostic.rule.id),
        ];
        let roots = diagnostic.roots.iter();
        let roots = roots.map(|root| class(&self.roots, "t", root));
        let variants = diagnostic.variants.names().into_iter();
        let variants = variants.map(|variant| class(&self.variants, "v", variant));
        let classes = own.into_iter().chain(roots).chain(variants).flatten();
        classes.collect::<Vec<_>>().join(" ")
    }

    /// Those that leave a choice.
    pub(super) fn shown(&self) -> Vec<Filter> {
        let all = [
            ("by-severity", "Severity", "s", &self.severities),
            ("by-rule", "Rule", "r", &self.rules),
            ("by-root", "Root", "t", &self.roots),
            ("by-variant", "Variant", "v", &self.variants),
        ];
        let all = all.into_iter().filter(|(_, _, _, values)| values.len() > 1);
        all.map(|(id, name, letter, values)| Filter {
            id,
            name,
            options: (values.iter().enumerate())
                .map(|(place, (value, count))| Choice {
                    class: format!("{letter}{place}"),
                    name: super::visible(value).into_owned(),
                    count: *count,
                })
                .collect(),
        })
        .collect()
    }
}
