//! How often each rule was broken.

use std::collections::BTreeMap;

use crate::{finding::Severity, lint::Report};

/// One line a rule with findings, the most frequent first: how many, how grave, which rule and what it finds.
#[must_use]
pub fn statistics(report: &Report) -> String {
    let mut counts: BTreeMap<&str, (usize, Severity, &str)> = BTreeMap::new();
    for diagnostic in &report.findings {
        let rule = diagnostic.rule;
        let first = (0, diagnostic.severity, rule.page.title);
        let (count, gravest, _) = counts.entry(rule.id).or_insert(first);
        *count += 1;
        *gravest = (*gravest).max(diagnostic.severity);
    }
    let mut rows: Vec<_> = counts.into_iter().collect();
    rows.sort_by_key(|(_, (count, ..))| std::cmp::Reverse(*count));
    let widest = |width: fn(&(&str, (usize, Severity, &str))) -> usize| {
        rows.iter().map(width).max().unwrap_or(0)
    };
    let (counts, severities, ids) = (
        widest(|(_, (count, ..))| count.to_string().len()),
        widest(|(_, (_, severity, _))| severity.name().len()),
        widest(|(id, _)| id.len()),
    );
    rows.iter()
        .map(|(id, (count, severity, title))| {
            let severity = severity.name();
            format!("{count:>counts$}  {severity:severities$}  {id:ids$}  {title}\n")
        })
        .collect()
}
