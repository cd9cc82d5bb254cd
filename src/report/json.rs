//! JSON, version 1. These structures are an interface: within a version fields are only added, and nothing inside the
//! linter is serialized but through them.

mod form;
#[cfg(test)]
pub(crate) mod schema;

use serde::Serialize;

use super::visible_json;
use crate::{
    address::Address,
    finding::{Fix, Step},
    lint::{self, Diagnostic, Question, Variants},
    money::Money,
    source::Sources,
    span::Span,
};
pub(crate) use form::Location;
use form::{Amount, Control, Cost, Coverage, Edit, Mend, Position, ProofStep, Report, Subject};
pub(super) use form::{Finding, Summary, Suppressed, Tool, Undecided, Unfollowed, VERSION};

/// One object and a newline.
pub(super) fn render(report: &lint::Report, sources: &Sources, show_undecided: bool) -> String {
    let undecided = report.undecided.iter().filter(|_| show_undecided);
    let report = Report {
        version: VERSION,
        tool: tool(),
        summary: summary(report),
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
            .map(|question| open_question(question, sources))
            .collect(),
        unfollowed: (report.unfollowed.iter())
            .map(|unseen| unfollowed(unseen, sources))
            .collect(),
        notes: report.notes.iter().map(ToString::to_string).collect(),
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
pub(crate) fn pretty(document: &impl Serialize) -> String {
    // Strings and numbers only: this cannot fail.
    visible_json(serde_json::to_string_pretty(document).unwrap_or_default()) + "\n"
}

pub(super) const fn tool() -> Tool {
    Tool {
        name: env!("CARGO_PKG_NAME"),
        version: env!("CARGO_PKG_VERSION"),
    }
}

pub(super) fn open_question(question: &Question, sources: &Sources) -> Undecided {
    let asked = &question.asked;
    Undecided {
        rule: question.rule,
        address: asked.address.to_string(),
        reason: asked.reason.clone(),
        variants: names(&question.variants),
        location: location(asked.span, sources),
    }
}

pub(super) fn summary(report: &lint::Report) -> Summary {
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
        left_out,
        excluded,
        undecided,
        unfollowed,
    } = report.summary;
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
        left_out,
        excluded,
        undecided,
        unfollowed,
        per_month: (report.per_month.as_ref())
            .map(|sums| sums.iter().copied().map(amount).collect()),
    }
}

/// An amount as programs read it.
fn amount(money: Money) -> Amount {
    Amount {
        currency: money.currency.code(),
        amount: money.decimal(),
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
        origin: (diagnostic.suppressed_by)
            .and_then(lint::SuppressedBy::origin)
            .map(|origin| origin.shown(sources)),
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
        controls: (diagnostic.rule.page.controls.iter())
            .map(|control| Control {
                framework: control.framework,
                id: control.id,
            })
            .collect(),
        message: finding.message.clone(),
        help: finding.help.clone(),
        url: diagnostic.rule.url(),
        fingerprint: diagnostic.fingerprint.clone(),
        root: diagnostic.root.clone(),
        variants: names(&diagnostic.variants),
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
        cost: diagnostic.cost.as_ref().map(|cost| Cost {
            per_month: cost.per_month.iter().copied().map(amount).collect(),
            per_gb: cost.per_gb.map(amount),
        }),
    }
}

/// The names of variants.
fn names(variants: &Variants) -> Vec<String> {
    let names = variants.names().into_iter();
    names.map(str::to_owned).collect()
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
