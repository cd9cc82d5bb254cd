//! How often each rule was broken.

use std::{cmp::Reverse, collections::BTreeMap};

use super::Style;
use crate::{finding::Severity, lint::Report};

/// A rule with findings.
struct Broken {
    count: usize,
    gravest: Severity,
    title: &'static str,
}

/// One line a rule with findings, the most frequent first: how many, how grave, which rule and what it finds.
#[must_use]
pub fn statistics(report: &Report, style: Style) -> String {
    let mut rules: BTreeMap<&str, Broken> = BTreeMap::new();
    for diagnostic in &report.findings {
        let broken = rules.entry(diagnostic.rule.id).or_insert(Broken {
            count: 0,
            gravest: diagnostic.severity,
            title: diagnostic.rule.page.title,
        });
        broken.count += 1;
        broken.gravest = broken.gravest.max(diagnostic.severity);
    }
    let mut rules: Vec<_> = rules.into_iter().collect();
    rules.sort_by_key(|(_, broken)| Reverse(broken.count));
    let rows: Vec<_> = rules
        .iter()
        .map(|(id, broken)| {
            [&broken.count.to_string(), broken.gravest.name(), id].map(str::to_owned)
        })
        .collect();
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        cells.map(String::len).max().unwrap_or(0)
    };
    let (first, second, third) = (width(0), width(1), width(2));
    let line = |([count, severity, id], (_, broken)): (&[String; 3], &(&str, Broken))| {
        let title = broken.title;
        let others = format!("{count:>first$}  {severity:second$}  {id:third$}");
        style.row(&others, title) + "\n"
    };
    let lines: Vec<_> = rows.iter().zip(&rules).map(line).collect();
    lines.concat()
}
