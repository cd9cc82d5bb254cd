//! SARIF 2.1.0: one run, with what GitHub code scanning reads and no more.
//!
//! GitHub shows related places only where the message links to them, and steps only as a code flow, so a proof is written as
//! both. Findings that somebody decided not to see are left out: GitHub would open alerts for them.

mod line_hash;
mod log;
mod uri;

mod descriptor;

use std::collections::HashMap;

use super::{json::pretty, silence, site::Site, unfollowed::not_followed, visible};
use crate::{
    finding::{Finding, Fix, Severity},
    lint::{Diagnostic, Report},
    rules::{self, Rule},
    source::Sources,
    span::FileId,
};
use log::{
    ArtifactChange, ArtifactLocation, AutomationDetails, CodeFlow, Driver, Invocation, Location,
    Log, LogicalLocation, Mend, Notification, PartialFingerprints, PhysicalLocation, Properties,
    Region, Replacement, Run, Text, ThreadFlow, ThreadFlowLocation, Tool,
};

/// One log with one run.
pub(super) fn render(report: &Report, sources: &Sources) -> String {
    let rules: Vec<_> = rules::all().collect();
    let mut results = Results {
        sources,
        places: rules
            .iter()
            .enumerate()
            .map(|(at, rule)| (rule.id, at))
            .collect(),
        hashes: HashMap::new(),
    };
    pretty(&Log {
        schema: "https://json.schemastore.org/sarif-2.1.0.json",
        version: "2.1.0",
        runs: [Run {
            tool: Tool {
                driver: Driver {
                    name: env!("CARGO_PKG_NAME"),
                    full_name: concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION")),
                    semantic_version: env!("CARGO_PKG_VERSION"),
                    information_uri: env!("CARGO_PKG_REPOSITORY"),
                    rules: rules.iter().map(|rule| descriptor::of(rule)).collect(),
                },
            },
            automation_details: AutomationDetails { id: "vpcelint/" },
            column_kind: "unicodeCodePoints",
            invocations: [Invocation {
                execution_successful: true,
                tool_execution_notifications: results.notifications(report),
            }],
            results: report
                .findings
                .iter()
                .map(|diagnostic| results.result(diagnostic))
                .collect(),
        }],
    })
}

struct Results<'a> {
    sources: &'a Sources,
    /// Where each rule is in the list of the driver.
    places: HashMap<&'static str, usize>,
    /// GitHub's hashes of the lines of each file with findings.
    hashes: HashMap<FileId, Vec<String>>,
}

impl Results<'_> {
    /// What could not be read or followed, so that whoever trusts the results sees where they end.
    fn notifications(&self, report: &Report) -> Vec<Notification> {
        let unfollowed = report.unfollowed.iter().map(|unseen| Notification {
            level: "note",
            message: Text {
                text: sentence(&not_followed(unseen)),
            },
            locations: unseen
                .span
                .and_then(|span| Site::of(self.sources, span))
                .map(|site| self.place(&site))
                .into_iter()
                .collect(),
            associated_rule: None,
        });
        let left_out = silence::sentence(report).map(|text| Notification {
            level: "note",
            message: Text {
                text: sentence(&text),
            },
            locations: Vec::new(),
            associated_rule: None,
        });
        let unread = report.findings.iter();
        unread
            .filter(|diagnostic| diagnostic.rule.is_about_reading())
            .map(|diagnostic| Notification {
                level: level(diagnostic.severity),
                message: Text {
                    text: sentence(&diagnostic.finding.message),
                },
                locations: vec![self.place(&Site::shown(self.sources, &diagnostic.finding))],
                associated_rule: Some(log::RuleReference {
                    id: diagnostic.rule.id,
                    index: self.index(diagnostic.rule),
                }),
            })
            .chain(left_out)
            .chain(unfollowed)
            .collect()
    }

    fn result(&mut self, diagnostic: &Diagnostic) -> log::Result {
        let finding = &diagnostic.finding;
        let site = Site::shown(self.sources, finding);
        let (text, related) = self.explanation(finding);
        let code_flows = self.code_flows(finding, &site);
        let logical_locations = finding
            .addresses
            .iter()
            .map(|address| LogicalLocation {
                fully_qualified_name: address.to_string(),
            })
            .collect();
        log::Result {
            rule_id: diagnostic.rule.id,
            rule_index: self.index(diagnostic.rule),
            level: level(diagnostic.severity),
            message: Text { text },
            locations: [Location {
                logical_locations,
                ..self.place(&site)
            }],
            related_locations: related,
            code_flows,
            partial_fingerprints: PartialFingerprints {
                line: self.line_hash(&site),
                own: diagnostic.fingerprint.clone(),
            },
            fixes: finding.fix.iter().map(|fix| self.mend(fix)).collect(),
            properties: Properties {
                confidence: finding.proof.confidence.name(),
                variants: (diagnostic.variants.names().into_iter())
                    .map(str::to_owned)
                    .collect(),
            },
        }
    }

    fn index(&self, rule: &Rule) -> usize {
        self.places.get(rule.id).copied().unwrap_or_default()
    }

    /// The message with a link to each place of the proof, and these places.
    fn explanation(&self, finding: &Finding) -> (String, Vec<Location>) {
        let mut related = Vec::new();
        let mut reasons = Vec::new();
        for step in &finding.proof.steps {
            let message = visible(&step.message);
            let Some(site) = Site::of(self.sources, step.span) else {
                reasons.push(unlinked(&message));
                continue;
            };
            let id = related.len() + 1;
            reasons.push(format!("[{}]({id})", link_text(&message)));
            related.push(Location {
                id: Some(id),
                message: Some(Text {
                    text: message.into_owned(),
                }),
                ..self.place(&site)
            });
        }
        let mut sentences = vec![unlinked(&sentence(&finding.message))];
        if !reasons.is_empty() {
            sentences.push(sentence(&format!("Proof: {}", reasons.join("; "))));
        }
        if !finding.help.is_empty() {
            sentences.push(unlinked(&sentence(&format!("Help: {}", finding.help))));
        }
        (sentences.join(" "), related)
    }

    /// The proof step by step, ending at the place at fault.
    fn code_flows(&self, finding: &Finding, site: &Site) -> Vec<CodeFlow> {
        let mut locations: Vec<_> = finding
            .proof
            .steps
            .iter()
            .filter_map(|step| Some((Site::of(self.sources, step.span)?, &step.message)))
            .map(|(site, message)| self.step(&site, message))
            .collect();
        if locations.is_empty() {
            return Vec::new();
        }
        locations.push(self.step(site, &finding.message));
        vec![CodeFlow {
            thread_flows: [ThreadFlow { locations }],
        }]
    }

    fn step(&self, site: &Site, message: &str) -> ThreadFlowLocation {
        ThreadFlowLocation {
            location: Location {
                message: Some(Text {
                    text: visible(message).into_owned(),
                }),
                ..self.place(site)
            },
        }
    }

    fn place(&self, site: &Site) -> Location {
        Location {
            physical_location: PhysicalLocation {
                artifact_location: self.artifact(site),
                region: region(site),
            },
            ..Location::default()
        }
    }

    fn artifact(&self, site: &Site) -> ArtifactLocation {
        ArtifactLocation {
            uri: uri::relative(&self.sources.repository_path(&site.file)),
        }
    }

    fn line_hash(&mut self, site: &Site) -> String {
        let ((line, _), _) = site.range();
        self.hashes
            .entry(site.file.id)
            .or_insert_with(|| line_hash::of_lines(&site.file.text))
            .get(line.saturating_sub(1) as usize)
            .cloned()
            .unwrap_or_default()
    }

    fn mend(&self, fix: &Fix) -> Mend {
        let mut changes: Vec<ArtifactChange> = Vec::new();
        for edit in &fix.edits {
            let Some(site) = Site::of_edit(self.sources, edit) else {
                continue;
            };
            let artifact_location = self.artifact(&site);
            let replacement = Replacement {
                deleted_region: region(&site),
                inserted_content: Text {
                    text: edit.text.clone(),
                },
            };
            match changes
                .iter_mut()
                .find(|change| change.artifact_location == artifact_location)
            {
                Some(change) => change.replacements.push(replacement),
                None => changes.push(ArtifactChange {
                    artifact_location,
                    replacements: vec![replacement],
                }),
            }
        }
        Mend {
            description: Text {
                text: sentence(&fix.title),
            },
            artifact_changes: changes,
        }
    }
}

fn region(site: &Site) -> Region {
    let ((start_line, start_column), (end_line, end_column)) = site.range();
    Region {
        start_line,
        start_column,
        end_line,
        end_column,
    }
}

const fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

fn sentence(text: &str) -> String {
    let text = visible(text);
    let stop = if text.ends_with('.') { "" } else { "." };
    format!("{text}{stop}")
}

/// Brackets inside the text of a link would end it.
fn link_text(text: &str) -> String {
    text.replace('\\', "\\\\")
        .replace('[', "\\[")
        .replace(']', "\\]")
}

/// Only a bracket before a parenthesis makes a link; escaped elsewhere, addresses would be harder to read.
fn unlinked(text: &str) -> String {
    text.replace("](", "\\](")
}
