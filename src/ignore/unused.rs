//! Comments that ignore nothing, as findings with a fix that removes them.

use super::{Ignores, Note, comment::Id};
use crate::{
    finding::{Edit, Finding, Fix, Safety},
    fix,
    module::ModuleId,
    source::SourceFile,
    span::Span,
};

/// A comment's fault, and the module that has it.
#[derive(Debug)]
pub struct Unused {
    /// The finding of the built-in rule.
    pub finding: Finding,
    /// The module.
    pub module: ModuleId,
}

impl Ignores {
    /// What is wrong with the comments, to be asked for when all findings have been shown to them.
    /// `needs_reason` tells for a file whether comments must say why.
    pub fn unused(&self, needs_reason: impl Fn(&SourceFile) -> bool) -> Vec<Unused> {
        let mut unused = Vec::new();
        for note in &self.notes {
            let Some(module) = note.module else { continue };
            let findings = self.faults(note, needs_reason(&note.file));
            unused.extend(
                findings
                    .into_iter()
                    .map(|finding| Unused { finding, module }),
            );
        }
        unused
    }

    fn faults(&self, note: &Note, needs_reason: bool) -> Vec<Finding> {
        let comment = &note.comment;
        if let Some(fault) = &comment.fault {
            return vec![finding(
                comment.span,
                comment.span,
                &fault.message,
                &fault.help,
                Vec::new(),
            )];
        }
        if let (true, Some(until)) = (comment.terms.is_over(self.today), comment.terms.until) {
            return vec![finding(
                comment.span,
                comment.span,
                &format!(
                    "this comment counted until {until}, so what it ignored is reported again"
                ),
                "mend what it ignored and remove it, or set a later day",
                fix::without_comment(&note.file, comment.span),
            )];
        }
        let mut findings = Vec::new();
        let is_unused = |(id, used): &(&Id, &bool)| note.in_sight && id.fault.is_none() && !**used;
        let ids = || comment.ids.iter().zip(&note.used);
        if ids().all(|id| is_unused(&id)) {
            let names: Vec<_> = comment
                .ids
                .iter()
                .map(|id| format!("`{}`", id.text))
                .collect();
            let verb = if names.len() == 1 { "finds" } else { "find" };
            findings.push(finding(
                comment.span,
                comment.span,
                &format!(
                    "this comment ignores nothing: {} {verb} no fault in what it covers",
                    names.join(", ")
                ),
                "remove it",
                fix::without_comment(&note.file, comment.span),
            ));
            return findings;
        }
        let stays = |(id, used): (&Id, &bool)| *used || id.fault.is_some();
        let first_that_stays = ids().position(stays);
        for (index, (id, used)) in ids().enumerate() {
            if let Some(fault) = &id.fault {
                findings.push(finding(
                    id.span,
                    comment.span,
                    &fault.message,
                    &fault.help,
                    Vec::new(),
                ));
            } else if is_unused(&(id, used)) {
                findings.push(finding(
                    id.span,
                    comment.span,
                    &format!("`{}` finds no fault in what this comment covers", id.text),
                    "remove it from the list",
                    vec![Edit {
                        span: in_list(note, index, first_that_stays),
                        text: String::new(),
                    }],
                ));
            }
        }
        if needs_reason && !comment.terms.has_reason() {
            findings.push(finding(
                comment.span,
                comment.span,
                "this comment does not say why",
                "write a reason after the bracket: the configuration asks for one",
                Vec::new(),
            ));
        }
        findings
    }
}

fn finding(primary: Span, subject: Span, message: &str, help: &str, edits: Vec<Edit>) -> Finding {
    Finding {
        subject,
        unfixed: (edits.is_empty()).then(|| "only you can know what it is to say".to_owned()),
        fix: (!edits.is_empty()).then(|| Fix {
            title: "remove what has no effect".to_owned(),
            safety: Safety::Safe,
            edits,
        }),
        ..Finding::at(primary, message, help)
    }
}

/// The stretch of an id in its list with one comma. An id after one that stays takes the comma before it, any other the comma
/// behind: so several of one list can be removed together.
fn in_list(note: &Note, index: usize, first_that_stays: Option<usize>) -> Span {
    let ids = &note.comment.ids;
    let Some(id) = ids.get(index) else {
        return note.comment.span;
    };
    let after_one_that_stays = first_that_stays.is_some_and(|first| first < index);
    let before = index.checked_sub(1).and_then(|before| ids.get(before));
    match (before, ids.get(index + 1)) {
        (Some(before), _) if after_one_that_stays => {
            Span::new(id.span.file, before.span.end, id.span.end)
        }
        (_, Some(next)) => Span::new(id.span.file, id.span.start, next.span.start),
        _ => id.span,
    }
}
