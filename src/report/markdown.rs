//! Markdown as GitHub, GitLab and Gitea render it: a table of the findings, then their proofs folded away.

use std::fmt::Write as _;

use super::{
    Style,
    patch::{self, Suggestion},
    silence,
    site::Site,
    summary, unfollowed, visible,
};
use crate::{
    lint::{Diagnostic, Report},
    picture,
    redact::Redactions,
    source::Sources,
};

/// A job summary of GitHub may have 1 MiB for each step; something else may be in it already.
const LARGEST: usize = 900 * 1024;

/// The summary, then what was found; what would make it too large is counted instead.
pub(super) fn render(report: &Report, sources: &Sources, show_undecided: bool) -> String {
    let mut page = Page {
        text: format!("### vpcelint\n\n{}\n", escaped(&summary(report))),
        left_out: 0,
    };
    if !report.findings.is_empty() {
        page.text += "\n| severity | place | finding |\n| --- | --- | --- |\n";
    }
    for diagnostic in &report.findings {
        page.add(&row(diagnostic, sources));
    }
    let proofs: Vec<_> = report
        .findings
        .iter()
        .filter(|diagnostic| !diagnostic.finding.proof.steps.is_empty())
        .collect();
    if !proofs.is_empty() && page.left_out == 0 {
        page.text += "\n<details>\n<summary>Proofs</summary>\n\n";
        for diagnostic in proofs {
            page.add(&proof(diagnostic, sources));
        }
        page.text += "</details>\n";
    }
    let redactions = Redactions::of(report.program());
    let fixes: Vec<String> = (report.findings.iter())
        .filter_map(|diagnostic| mended(diagnostic, sources, &redactions))
        .collect();
    if !fixes.is_empty() && page.left_out == 0 {
        page.text += "\n<details>\n<summary>Fixes</summary>\n\n";
        for fix in fixes {
            page.add(&fix);
        }
        page.text += "</details>\n";
    }
    let pictures = picture::pictures(report);
    let pictures = pictures.iter().filter(|it| it.has_endpoints());
    for (place, picture) in pictures.enumerate() {
        if let Some(chart) = picture::small_chart(picture, place) {
            let root = escaped(&picture.name());
            page.add(&format!(
                "\n<details>\n<summary>Picture of {root}</summary>\n\n```mermaid\n{chart}```\n\n</details>\n"
            ));
        }
    }
    if report.shown_suppressed().next().is_some() {
        page.text += "\n<details>\n<summary>Suppressed</summary>\n\n";
        for diagnostic in report.shown_suppressed() {
            let place = escaped(&Site::shown(sources, &diagnostic.finding).place());
            let message = escaped(&diagnostic.finding.message);
            let by = escaped(&silence::decider(diagnostic, sources));
            page.add(&format!("- {place}: {message} ({by})\n"));
        }
        page.text += "\n</details>\n";
    }
    if show_undecided && !report.undecided.is_empty() {
        page.text += "\n<details>\n<summary>Undecided</summary>\n\n";
        for question in &report.undecided {
            let address = escaped(&question.asked.address);
            let reason = escaped(&question.asked.reason);
            let rule = escaped(question.rule);
            page.add(&format!("- {rule}: {address}: {reason}\n"));
        }
        page.text += "\n</details>\n";
    }
    if !report.unfollowed.is_empty() {
        page.text += "\n<details>\n<summary>Not followed</summary>\n\n";
        for line in unfollowed::lines(report) {
            page.add(&format!("- {}\n", escaped(&line)));
        }
        page.text += "\n</details>\n";
    }
    if page.left_out > 0 {
        let _ = writeln!(page.text, "\n{} more entries are left out.", page.left_out);
    }
    page.text
}

struct Page {
    text: String,
    left_out: usize,
}

impl Page {
    /// Once something did not fit, nothing more is added: what is shown is the beginning.
    fn add(&mut self, part: &str) {
        if self.left_out == 0 && self.text.len() + part.len() <= LARGEST {
            self.text += part;
        } else {
            self.left_out += 1;
        }
    }
}

fn row(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let finding = &diagnostic.finding;
    let help = if finding.help.is_empty() {
        String::new()
    } else {
        format!("<br>help: {}", escaped(&finding.help))
    };
    format!(
        "| {} | {} | {}{help}<br>[{}]({}) |\n",
        diagnostic.severity.name(),
        escaped(&Site::shown(sources, finding).place()),
        escaped(&finding.message),
        escaped(diagnostic.rule.id),
        diagnostic.rule.url(),
    )
}

fn proof(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let finding = &diagnostic.finding;
    let mut text = format!(
        "{}: {} ({})\n\n",
        escaped(&Site::shown(sources, finding).place()),
        escaped(&finding.message),
        finding.proof.confidence.name()
    );
    for step in &finding.proof.steps {
        let place = Site::of(sources, step.span)
            .map_or_else(String::new, |site| escaped(&site.place()) + ": ");
        let _ = writeln!(text, "1. {place}{}", escaped(&step.message));
    }
    text + "\n"
}

/// What mends a finding, as the lines that change.
fn mended(diagnostic: &Diagnostic, sources: &Sources, redactions: &Redactions) -> Option<String> {
    let finding = &diagnostic.finding;
    let fix = finding.fix.as_ref()?;
    let lines = patch::small(fix, sources, redactions, Style::PLAIN).join("\n");
    // A fence is longer than any that it holds.
    let fence = "`".repeat(4.max(longest_run(&lines) + 1));
    let mut text = format!(
        "{}: {} ({})\n\n{fence}diff\n{lines}\n{fence}\n\n",
        escaped(&Site::shown(sources, finding).place()),
        escaped(&fix.title),
        fix.safety.name()
    );
    if let Some(suggestion) = patch::suggestion(fix, sources, redactions) {
        text += &suggested(&suggestion);
    }
    Some(text)
}

/// For a comment in a review of the lines: GitHub goes by those that the comment is about, GitLab by how many follow the first.
fn suggested(suggestion: &Suggestion) -> String {
    let Suggestion { first, lines, text } = suggestion;
    let (place, range) = match lines.saturating_sub(1) {
        0 => (format!("line {first}"), String::new()),
        more => (
            format!("lines {first} to {}", first + more),
            format!(":-0+{more}"),
        ),
    };
    let fence = "`".repeat(3.max(longest_run(text) + 1));
    let text = text.strip_suffix('\n').unwrap_or(text);
    let text = text.strip_suffix('\r').unwrap_or(text);
    format!("for {place}:\n\n{fence}suggestion{range}\n{text}\n{fence}\n\n")
}

fn longest_run(text: &str) -> usize {
    let runs = text.split(|it| it != '`');
    runs.map(str::len).max().unwrap_or(0)
}

/// The text on one line without anything that Markdown or HTML would take for markup.
pub(crate) fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in visible(text).chars() {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            // Nobody is to be notified by the name of a resource.
            '@' => safe.push_str("&#64;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '#' | '$' | '!' => {
                safe.extend(['\\', character]);
            }
            other => safe.push(other),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_text() {
        assert_eq!(
            escaped("a_b[\"<x>\"] | `c`\n@d"),
            "a\\_b\\[\"&lt;x&gt;\"\\] \\| \\`c\\` &#64;d"
        );
    }

    #[test]
    fn what_does_not_fit_is_counted() {
        let mut page = Page {
            text: "x".repeat(LARGEST - 1),
            left_out: 0,
        };
        for part in ["y", "zz", "z"] {
            page.add(part);
        }
        assert_eq!((page.text.len(), page.left_out), (LARGEST, 2));
    }
}
