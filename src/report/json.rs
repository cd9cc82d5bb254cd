//! JSON, version 1. These structures are an interface: within a version fields are only added, and nothing inside the
//! linter is serialized but through them.

#[cfg(test)]
mod schema;

use std::collections::BTreeMap;

use serde::Serialize;

use crate::{
    address::Address,
    finding::{self, Fix, Step},
    lint::{self, Diagnostic},
    source::Sources,
    span::Span,
};

pub(super) const VERSION: u32 = 1;

/// A report of vpcelint, the linter for VPC endpoints in Terraform and OpenTofu.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Report {
    /// The version of this form: within one, fields are only added.
    #[cfg_attr(test, schemars(extend("const" = VERSION)))]
    version: u32,
    /// What wrote it.
    tool: Tool,
    /// How much was looked at, and what was found.
    summary: Summary,
    /// The findings, by file, place and rule.
    findings: Vec<Finding>,
    /// The findings that somebody decided not to see; empty unless asked for.
    suppressed: Vec<Suppressed>,
    /// The questions that rules could not decide; empty unless asked for.
    undecided: Vec<Undecided>,
    /// The module calls and files that were not seen.
    unfollowed: Vec<Unfollowed>,
    /// What every rule answered, by its id.
    coverage: BTreeMap<&'static str, Coverage>,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Tool {
    name: &'static str,
    version: &'static str,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Summary {
    /// Root modules evaluated.
    roots: usize,
    /// Directories with Terraform files.
    modules: usize,
    /// Files read as configuration.
    files: usize,
    /// Endpoint instances.
    endpoints: usize,
    /// Findings of severity error.
    errors: usize,
    /// Findings of severity warning.
    warnings: usize,
    /// Findings of severity info.
    infos: usize,
    /// Findings that a comment or the baseline accepts.
    suppressed: usize,
    /// Findings that are too unsure to show.
    unsure: usize,
    /// Questions without an answer.
    undecided: usize,
    /// Module calls and files that were not seen.
    unfollowed: usize,
}

/// A module call, or without an address a file, that was not seen.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Unfollowed {
    /// `not_on_disk`, `outside_project`, `submodule` or `missing_directory`.
    reason: &'static str,
    /// The root module from which it is reached.
    root: String,
    /// The address of the call.
    address: Option<String>,
    /// The `source` of the call, or the path of the file.
    source: String,
    /// The `version` of the call.
    version: Option<String>,
    /// Where it is called.
    location: Option<Location>,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Finding {
    /// The id of the rule.
    rule: &'static str,
    /// How much it weighs.
    #[cfg_attr(test, schemars(schema_with = "schema::severities"))]
    severity: &'static str,
    /// How sure it is.
    #[cfg_attr(test, schemars(schema_with = "schema::confidences"))]
    confidence: &'static str,
    /// What suffers.
    category: &'static str,
    /// The thing at fault and the fact.
    message: String,
    /// What to change; may be empty.
    help: String,
    /// The page of the rule.
    url: String,
    /// The same for the same finding in later runs, wherever its lines have moved.
    fingerprint: String,
    /// The directory of the first root module in which it holds.
    root: String,
    /// The instances at fault.
    addresses: Vec<String>,
    /// The endpoint instances concerned, whatever is at fault.
    endpoints: Vec<String>,
    /// The header of the block at fault, or of the module call that makes it.
    subject: Subject,
    /// The place to change; null where that is no file.
    location: Option<Location>,
    /// The places that prove it, in reading order.
    steps: Vec<ProofStep>,
    /// How to mend it, where that can be said in edits.
    fix: Option<Mend>,
}

/// A finding that somebody decided not to see.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Suppressed {
    /// `ignore` or `baseline`.
    by: Option<&'static str>,
    #[serde(flatten)]
    finding: Finding,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Subject {
    /// Relative to the directory of the run, with `/`.
    file: String,
    /// From 1.
    line: u32,
}

/// A place in a file of the user's, as far as it lies on one line.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(crate) struct Location {
    /// Relative to the directory of the run, with `/`.
    file: String,
    /// The first character.
    start: Position,
    /// One past the last character.
    end: Position,
}

#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Position {
    /// From 1.
    line: u32,
    /// From 1, in code points.
    column: u32,
    /// From 0, in the file.
    byte: u32,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct ProofStep {
    /// What is to be seen there.
    message: String,
    /// The place; null where that is no file.
    location: Option<Location>,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Mend {
    /// What it does.
    title: String,
    /// Whether it may be applied without a second thought.
    #[cfg_attr(test, schemars(schema_with = "schema::safeties"))]
    safety: &'static str,
    /// Edits of the original text, which do not overlap.
    edits: Vec<Edit>,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Edit {
    /// Relative to the directory of the run, with `/`.
    file: String,
    /// The first byte that is replaced.
    start_byte: u32,
    /// One past the last; the same where text is inserted.
    end_byte: u32,
    /// The new text.
    text: String,
}

/// How many subjects got which answer of a rule.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Coverage {
    /// They are at fault.
    fault: usize,
    /// All is well.
    fine: usize,
    /// They are none of the rule's.
    not_applicable: usize,
    /// Not known.
    undecided: usize,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Undecided {
    /// The id of the rule.
    rule: &'static str,
    /// The instance in question.
    address: String,
    /// Which fact is missing, and why.
    reason: String,
    /// Where it would be; null where that is no file.
    location: Option<Location>,
}

/// One object and a newline.
pub(super) fn render(report: &lint::Report, sources: &Sources, show_undecided: bool) -> String {
    let undecided = report.undecided.iter().filter(|_| show_undecided);
    let report = Report {
        version: VERSION,
        tool: tool(),
        summary: summary(&report.summary),
        findings: report
            .findings
            .iter()
            .map(|diagnostic| finding(diagnostic, sources))
            .collect(),
        suppressed: report
            .shown_suppressed()
            .map(|diagnostic| suppressed(diagnostic, sources))
            .collect(),
        undecided: undecided
            .map(|(rule, question)| open_question(rule, question, sources))
            .collect(),
        unfollowed: (report.unfollowed.iter())
            .map(|unseen| unfollowed(unseen, sources))
            .collect(),
        coverage: (report.coverage.iter())
            .map(|(rule, counts)| (*rule, coverage(*counts)))
            .collect(),
    };
    pretty(&report)
}

const fn coverage(counts: lint::Coverage) -> Coverage {
    let lint::Coverage {
        fault,
        fine,
        not_applicable,
        undecided,
    } = counts;
    Coverage {
        fault,
        fine,
        not_applicable,
        undecided,
    }
}

/// An indented document and a newline.
pub(super) fn pretty(document: &impl Serialize) -> String {
    // Strings and numbers only: this cannot fail.
    serde_json::to_string_pretty(document).unwrap_or_default() + "\n"
}

pub(super) const fn tool() -> Tool {
    Tool {
        name: env!("CARGO_PKG_NAME"),
        version: env!("CARGO_PKG_VERSION"),
    }
}

pub(super) fn open_question(
    rule: &'static str,
    question: &finding::Undecided,
    sources: &Sources,
) -> Undecided {
    Undecided {
        rule,
        address: question.address.to_string(),
        reason: question.reason.clone(),
        location: location(question.span, sources),
    }
}

pub(super) const fn summary(summary: &lint::Summary) -> Summary {
    let lint::Summary {
        roots,
        modules,
        files,
        endpoints,
        errors,
        warnings,
        infos,
        suppressed,
        unsure,
        undecided,
        unfollowed,
    } = *summary;
    Summary {
        roots,
        modules,
        files,
        endpoints,
        errors,
        warnings,
        infos,
        suppressed,
        unsure,
        undecided,
        unfollowed,
    }
}

pub(super) fn unfollowed(unseen: &lint::Unseen, sources: &Sources) -> Unfollowed {
    Unfollowed {
        reason: unseen.reason.name(),
        root: unseen.root.to_string(),
        address: unseen.part.address().map(str::to_owned),
        source: unseen.source.clone(),
        version: unseen.part.version().map(str::to_owned),
        location: unseen.span.and_then(|span| location(span, sources)),
    }
}

pub(super) fn suppressed(diagnostic: &Diagnostic, sources: &Sources) -> Suppressed {
    Suppressed {
        by: diagnostic.suppressed_by.map(lint::SuppressedBy::name),
        finding: finding(diagnostic, sources),
    }
}

pub(super) fn finding(diagnostic: &Diagnostic, sources: &Sources) -> Finding {
    let finding = &diagnostic.finding;
    let subject = sources.file(finding.subject.file);
    let texts = |list: &[Address]| list.iter().map(ToString::to_string).collect();
    Finding {
        rule: diagnostic.rule.id,
        severity: diagnostic.severity.name(),
        confidence: finding.proof.confidence.name(),
        category: diagnostic.rule.page.category.name(),
        message: finding.message.clone(),
        help: finding.help.clone(),
        url: diagnostic.rule.url(),
        fingerprint: diagnostic.fingerprint.clone(),
        root: diagnostic.root.clone(),
        addresses: texts(&finding.addresses),
        endpoints: texts(&finding.endpoints),
        subject: Subject {
            file: subject.name.clone(),
            line: subject.position(finding.subject.start).0,
        },
        location: location(finding.primary, sources),
        steps: finding
            .proof
            .steps
            .iter()
            .map(|step| proof_step(step, sources))
            .collect(),
        fix: finding.fix.as_ref().map(|fix| mend(fix, sources)),
    }
}

fn proof_step(step: &Step, sources: &Sources) -> ProofStep {
    ProofStep {
        message: step.message.clone(),
        location: location(step.span, sources),
    }
}

fn mend(fix: &Fix, sources: &Sources) -> Mend {
    Mend {
        title: fix.title.clone(),
        safety: fix.safety.name(),
        edits: fix
            .edits
            .iter()
            .map(|edit| Edit {
                file: sources.file(edit.span.file).name.clone(),
                start_byte: edit.span.start,
                end_byte: edit.span.end,
                text: edit.text.clone(),
            })
            .collect(),
    }
}

/// A place in a file of the user, as far as it lies on its first line; of any other text nothing.
pub(crate) fn location(span: Span, sources: &Sources) -> Option<Location> {
    let file = sources.file(span.file);
    let span = file.first_line(span);
    let position = |byte| {
        let (line, column) = file.position(byte);
        Position { line, column, byte }
    };
    file.is_on_disk().then(|| Location {
        file: file.name.clone(),
        start: position(span.start),
        end: position(span.end),
    })
}
