//! Raw findings to a report.

mod place;

mod merged;
mod questions;

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use super::{
    fingerprint::{Fingerprints, Identity},
    raw::RawFinding,
    report::Report,
    said::claim,
    settings::{Treatment, Wanted},
    suppression::Suppression,
};
use crate::{
    config::FailOn,
    finding::Finding,
    rules::Rule,
    source::{SourceFile, Sources},
    span::FileId,
};
use merged::{Disposition, Merged};
use place::Place;
use questions::Questions;

/// The report on all of `raw`, which come in the order of the roots. Findings in texts compiled in are dropped: nobody could
/// mend them.
#[must_use]
pub fn assemble(sources: &Sources, raw: Vec<RawFinding>) -> Report {
    let raw = raw.into_iter().map(|raw| (Suppression::Counts, raw));
    settle(sources, raw.collect(), |raw, _| Treatment {
        wanted: Wanted::Yes,
        severity: raw.rule.page.severity,
        fail_on: FailOn::default(),
    })
}

/// The report on raw findings of which some do not count. `judge` is asked with each and the file it speaks of. Fingerprints do not
/// depend on what is shown.
pub(super) fn settle(
    sources: &Sources,
    raw: Vec<(Suppression, RawFinding)>,
    judge: impl Fn(&RawFinding, &SourceFile) -> Treatment,
) -> Report {
    let mut files = Files::new(sources);
    let mut merged: BTreeMap<Place, Merged> = BTreeMap::new();
    let mut questions = Questions::default();
    for (suppression, raw) in raw {
        let place = match &raw.said {
            Ok(finding) => finding.primary,
            Err(question) => question.span,
        };
        let file = files.get(place.file);
        let treatment = judge(&raw, &file);
        let RawFinding {
            rule,
            root,
            services,
            said,
            variants,
        } = raw;
        match said {
            Ok(finding) => {
                if file.bundled {
                    continue;
                }
                let said = claim(&finding, &services);
                let place = Place::new(&file, finding.primary, rule, None).saying(said);
                let one = Merged::of(finding, (rule, root, variants), treatment, suppression);
                match merged.get_mut(&place) {
                    Some(first) => first.take_in(one),
                    None => {
                        merged.insert(place, one);
                    }
                }
            }
            Err(question) => {
                if treatment.wanted == Wanted::Yes && suppression != Suppression::Elsewhere {
                    let address = Some(question.address.clone());
                    let place = Place::new(&file, question.span, rule, address);
                    questions.ask(place, &root, question, &variants);
                }
            }
        }
    }
    let mut fingerprints = Fingerprints::default();
    let mut report = Report::default();
    for one in merged.into_values() {
        let fingerprint = files.fingerprint(&mut fingerprints, one.rule, &one.finding);
        let list = match one.disposition {
            Disposition::Hidden | Disposition::LeftOut | Disposition::Unsure => &mut report.hidden,
            Disposition::Ignored => &mut report.suppressed,
            Disposition::Shown => &mut report.findings,
        };
        list.push(one.told(fingerprint));
    }
    report.undecided = questions.open();
    report.count();
    report
}

/// The files that findings speak of, asked for once.
struct Files<'a> {
    sources: &'a Sources,
    known: HashMap<FileId, Arc<SourceFile>>,
}

impl<'a> Files<'a> {
    fn new(sources: &'a Sources) -> Self {
        Self {
            sources,
            known: HashMap::new(),
        }
    }

    fn get(&mut self, id: FileId) -> Arc<SourceFile> {
        self.known
            .entry(id)
            .or_insert_with(|| self.sources.file(id))
            .clone()
    }

    fn fingerprint(
        &mut self,
        fingerprints: &mut Fingerprints,
        rule: &Rule,
        finding: &Finding,
    ) -> String {
        let file = self.get(finding.primary.file);
        let directory = file.path.parent().unwrap_or(&file.path);
        let module = directory
            .strip_prefix(self.sources.project())
            .unwrap_or(directory)
            .to_string_lossy()
            .replace('\\', "/");
        let subject = self.get(finding.subject.file);
        fingerprints.of(&Identity {
            rule: rule.id,
            module: &module,
            header: subject.slice(finding.subject).trim_end_matches([' ', '{']),
            address: finding.addresses.first().map_or("", |address| address),
            attribute: &finding.attribute,
        })
    }
}
