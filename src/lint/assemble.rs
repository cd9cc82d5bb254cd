//! Claims to a report.

use std::{
    collections::{BTreeMap, HashMap},
    path::Path,
    sync::Arc,
};

use globset::GlobSet;

use super::{
    Diagnostic, Report,
    fingerprint::{Fingerprints, Identity},
};
use crate::{
    finding::{Confidence, Finding, Severity, Undecided},
    rules::Rule,
    source::{SourceFile, Sources},
    span::{FileId, Span},
};

/// What a rule said in one root.
#[derive(Debug)]
pub struct Claim {
    /// The rule.
    pub rule: &'static Rule,
    /// The root's directory, as reports name it.
    pub root: Arc<str>,
    /// A finding, or a question without an answer.
    pub said: Result<Finding, Undecided>,
}

/// What the user wants to see.
#[derive(Clone, Debug)]
pub struct Filter {
    /// Only these of the rules with a check; all when empty. Those without one are always on: what cannot be read cannot
    /// be judged, and silence about that would look like a clean result.
    pub select: Vec<&'static Rule>,
    /// None of these.
    pub ignore: Vec<&'static Rule>,
    /// Nothing less sure.
    pub min_confidence: Confidence,
    /// Nothing in files of these names.
    pub exclude: GlobSet,
}

impl Default for Filter {
    fn default() -> Self {
        Self {
            select: Vec::new(),
            ignore: Vec::new(),
            min_confidence: Confidence::Possible,
            exclude: GlobSet::empty(),
        }
    }
}

/// The report on `claims`, which come in the order of the roots. Findings in texts compiled in are dropped: nobody could
/// mend them.
#[must_use]
pub fn assemble(sources: &Sources, claims: Vec<Claim>, filter: &Filter) -> Report {
    let mut files = Files::new(sources);
    let mut merged: BTreeMap<Place, (Vec<Arc<str>>, &'static Rule, Finding)> = BTreeMap::new();
    let mut undecided: BTreeMap<Place, Undecided> = BTreeMap::new();
    for Claim { rule, root, said } in claims {
        if !filter.wants(rule) {
            continue;
        }
        match said {
            Ok(mut finding) => {
                files.clip(&mut finding);
                let file = files.get(finding.primary.file);
                if finding.proof.confidence < filter.min_confidence
                    || file.bundled
                    || filter.excludes(&file.name)
                {
                    continue;
                }
                let place = Place::new(&file, finding.primary, rule, None);
                match merged.get_mut(&place) {
                    Some((roots, _, first)) => {
                        unite(roots, &[root]);
                        merge(first, finding);
                    }
                    None => {
                        merged.insert(place, (vec![root], rule, finding));
                    }
                }
            }
            Err(question) => {
                let file = files.get(question.span.file);
                if !filter.excludes(&file.name) {
                    let span = file.first_line(question.span);
                    let place = Place::new(&file, span, rule, Some(question.address.clone()));
                    undecided
                        .entry(place)
                        .or_insert(Undecided { span, ..question });
                }
            }
        }
    }
    let mut fingerprints = Fingerprints::default();
    let findings = merged
        .into_values()
        .map(|(roots, rule, finding)| {
            let fingerprint = files.fingerprint(&mut fingerprints, rule, &finding);
            diagnostic(roots, rule, finding, fingerprint)
        })
        .collect();
    let undecided = undecided
        .into_iter()
        .map(|(place, question)| (place.rule, question))
        .collect();
    counted(Report {
        findings,
        undecided,
        ..Report::default()
    })
}

impl Filter {
    fn wants(&self, rule: &'static Rule) -> bool {
        let among = |list: &[&'static Rule]| list.iter().any(|other| other.id == rule.id);
        let selected = self.select.is_empty() || rule.check.is_none() || among(&self.select);
        selected && !among(&self.ignore)
    }

    /// A pattern that matches a directory hides all that is below it.
    fn excludes(&self, name: &str) -> bool {
        !self.exclude.is_empty()
            && Path::new(name)
                .ancestors()
                .any(|path| !path.as_os_str().is_empty() && self.exclude.is_match(path))
    }
}

/// Where a report lists something. Compared by file name: ids depend on the order of reading.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    file: String,
    start: u32,
    end: u32,
    rule: &'static str,
    address: Option<Arc<str>>,
}

impl Place {
    fn new(file: &SourceFile, span: Span, rule: &'static Rule, address: Option<Arc<str>>) -> Self {
        Self {
            file: file.name.clone(),
            start: span.start,
            end: span.end,
            rule: rule.id,
            address,
        }
    }
}

/// Appends what is not there yet.
fn unite(list: &mut Vec<Arc<str>>, more: &[Arc<str>]) {
    for one in more {
        if !list.contains(one) {
            list.push(one.clone());
        }
    }
}

/// What the first said stays, unless the second is surer: a proof belongs to its confidence. Instances are united.
fn merge(first: &mut Finding, second: Finding) {
    unite(&mut first.addresses, &second.addresses);
    unite(&mut first.endpoints, &second.endpoints);
    if second.proof.confidence > first.proof.confidence {
        let addresses = std::mem::take(&mut first.addresses);
        let endpoints = std::mem::take(&mut first.endpoints);
        *first = Finding {
            addresses,
            endpoints,
            ..second
        };
    }
}

fn diagnostic(
    roots: Vec<Arc<str>>,
    rule: &'static Rule,
    finding: Finding,
    fingerprint: String,
) -> Diagnostic {
    let severity = match finding.proof.confidence {
        Confidence::Possible => rule.page.severity.min(Severity::Info),
        Confidence::Likely | Confidence::Certain => rule.page.severity,
    };
    Diagnostic {
        rule,
        severity,
        finding,
        root: roots.first().map_or_else(String::new, ToString::to_string),
        roots,
        fingerprint,
    }
}

fn counted(mut report: Report) -> Report {
    for diagnostic in &report.findings {
        *match diagnostic.severity {
            Severity::Error => &mut report.summary.errors,
            Severity::Warning => &mut report.summary.warnings,
            Severity::Info => &mut report.summary.infos,
        } += 1;
    }
    report.summary.undecided = report.undecided.len();
    report
}

/// The files that claims speak of, asked for once.
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

    /// Editors, pull requests and code scanning all want a place on one line.
    fn clip(&mut self, finding: &mut Finding) {
        let spans = finding
            .proof
            .steps
            .iter_mut()
            .map(|step| &mut step.span)
            .chain([&mut finding.primary, &mut finding.subject]);
        for span in spans {
            *span = self.get(span.file).first_line(*span);
        }
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
