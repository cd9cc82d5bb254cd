//! Findings in the order in which people read them.

use std::{cmp::Reverse, collections::BTreeMap};

use super::GroupBy;
use crate::{
    finding::Severity,
    lint::{Diagnostic, Report},
    source::Sources,
    span::FileId,
};

/// Findings that are told under one heading, in their order.
pub(super) struct Chapter<'r> {
    /// What they share, unless all findings are told in one chapter.
    pub(super) heading: Option<String>,
    pub(super) findings: Vec<&'r Diagnostic>,
}

/// Findings that share rule, severity, help and file: one is shown, of the others the places are listed.
pub(super) struct Block<'r> {
    pub(super) first: &'r Diagnostic,
    pub(super) others: Vec<&'r Diagnostic>,
}

/// All findings of a report, the gravest of each chapter first.
pub(super) fn chapters<'r>(
    report: &'r Report,
    sources: &Sources,
    group_by: Option<GroupBy>,
) -> Vec<Chapter<'r>> {
    let mut groups: BTreeMap<Key, Vec<&Diagnostic>> = BTreeMap::new();
    for diagnostic in &report.findings {
        let key = group_by.map_or_else(Key::default, |by| Key::of(diagnostic, sources, by));
        groups.entry(key).or_default().push(diagnostic);
    }
    let chapter = |(key, mut findings): (Key, Vec<&'r Diagnostic>)| {
        findings.sort_by_key(|diagnostic| Reverse(diagnostic.severity));
        Chapter {
            heading: group_by.map(|_| key.heading),
            findings,
        }
    };
    groups.into_iter().map(chapter).collect()
}

impl<'r> Chapter<'r> {
    /// The findings, those that say the same of one file together, where the first of them stands.
    pub(super) fn blocks(&self) -> Vec<Block<'r>> {
        let mut blocks: Vec<Block<'_>> = Vec::new();
        let mut known: BTreeMap<(&str, Severity, &str, FileId), usize> = BTreeMap::new();
        for diagnostic in &self.findings {
            let finding = &diagnostic.finding;
            let key = (
                diagnostic.rule.id,
                diagnostic.severity,
                finding.help.as_str(),
                finding.primary.file,
            );
            let next = blocks.len();
            let index = *known.entry(key).or_insert(next);
            match blocks.get_mut(index) {
                Some(block) => block.others.push(diagnostic),
                None => blocks.push(Block {
                    first: diagnostic,
                    others: Vec::new(),
                }),
            }
        }
        blocks
    }
}

/// What a chapter is found by; chapters are in its order.
#[derive(PartialEq, Eq, PartialOrd, Ord, Default)]
struct Key {
    gravest_first: Reverse<Option<Severity>>,
    heading: String,
}

impl Key {
    fn of(diagnostic: &Diagnostic, sources: &Sources, by: GroupBy) -> Self {
        let named = |heading: &str| Self {
            gravest_first: Reverse(None),
            heading: heading.to_owned(),
        };
        match by {
            GroupBy::File => named(&sources.file(diagnostic.finding.primary.file).name),
            GroupBy::Root => named(&diagnostic.root),
            GroupBy::Rule => Self {
                gravest_first: Reverse(Some(diagnostic.severity)),
                heading: format!("{}: {}", diagnostic.rule.id, diagnostic.rule.page.title),
            },
        }
    }
}
