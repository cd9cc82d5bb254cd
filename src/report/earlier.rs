//! Whether a file is an earlier report or baseline, by how it begins.

use anstream::adapter::strip_str;

use crate::{finding::Severity, rules};

/// How the formats begin that name what wrote them, without white space: other programs may have set that anew.
const BEGINNINGS: [&str; 7] = [
    r#"{"version":1,"tool":{"name":"vpcelint""#,
    r#"{"type":"run","version":1,"tool":{"name":"vpcelint""#,
    r#"{"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","runs":[{"tool":{"driver":{"name":"vpcelint""#,
    r#"{"source":{"name":"vpcelint""#,
    r#"<?xmlversion="1.0"encoding="UTF-8"?><testsuitesname="vpcelint""#,
    "###vpcelintfound",
    "<!doctypehtml><!--vpcelintreport-->",
];

/// Reports of the formats that name nobody, where nothing was found: nothing is lost with them.
const CLEAN: [&str; 2] = [
    "[]",
    r#"<?xmlversion="1.0"encoding="UTF-8"?><checkstyleversion="8.0"></checkstyle>"#,
];

const CHECKSTYLE: &str = r#"<?xmlversion="1.0"encoding="UTF-8"?><checkstyleversion="8.0">"#;

const GITLAB: &str = r#"[{"description":""#;

const BASELINES: [&str; 2] = [
    r#"{"version":1,"findings":[]}"#,
    r#"{"version":1,"findings":[{"file":""#,
];

/// Below a heading comes a finding.
const LINES: usize = 2;

/// Whether a text that begins so is a report of any format.
pub(super) fn is_report(head: &str) -> bool {
    let dense = dense(head);
    let named = || names_rule(&dense, |id| format!(r#""check_name":"{id}""#));
    let lines = head.lines().filter(|line| !line.trim().is_empty());
    BEGINNINGS.iter().any(|one| dense.starts_with(one))
        || CLEAN.contains(&dense.as_str())
        || dense.starts_with(CHECKSTYLE) && dense.contains(r#"source="vpcelint."#)
        || dense.starts_with(GITLAB) && named()
        || lines.take(LINES).any(is_line)
}

/// Whether a text that begins so is a baseline.
pub(super) fn is_baseline(head: &str) -> bool {
    let dense = dense(head);
    BASELINES.iter().any(|one| dense.starts_with(one))
}

fn dense(text: &str) -> String {
    let is_dense = |character: &char| !character.is_whitespace();
    text.chars().filter(is_dense).collect()
}

fn names_rule(text: &str, form: impl Fn(&str) -> String) -> bool {
    rules::all().any(|rule| text.contains(&form(rule.id)))
}

/// Whether it is a line that reports for people begin with: a finding, a count of findings, the head of a table.
fn is_line(line: &str) -> bool {
    let line = strip_str(line).to_string();
    let levels = [Severity::Error, Severity::Warning, Severity::Info].map(Severity::name);
    let mut words = line.split_whitespace();
    let is_count = words
        .next()
        .is_some_and(|word| word.parse::<usize>().is_ok())
        && words.next().is_some_and(|word| levels.contains(&word))
        && words.next().is_some_and(|word| rules::find(word).is_ok());
    let annotated = ["error", "warning", "notice"];
    let is_annotation = annotated.iter().any(|level| {
        let rest = line
            .strip_prefix("::")
            .and_then(|rest| rest.strip_prefix(level));
        rest.is_some_and(|rest| names_rule(rest, |id| format!(" title={id},file=")))
    });
    let concise = levels.iter().chain(&["suppressed", "undecided"]);
    is_count
        || is_annotation
        || concise
            .clone()
            .any(|level| names_rule(&line, |id| format!("{level}[{id}]: ")))
        || levels.iter().any(|level| {
            let rest = line.strip_prefix(level);
            rest.is_some_and(|rest| names_rule(rest, |id| format!("[{id}] (")))
        })
        || line.starts_with("found ") && (line.contains(" module") || line.contains(" to lint"))
        || line.starts_with("rule ") && line.ends_with("  undecided")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_others_wrote_is_none_of_ours() {
        for text in [
            "{\"version\": 1}",
            "{\"version\": 4, \"terraform_version\": \"1.9.0\"}",
            "[{\"description\": \"a\", \"check_name\": \"no-unused-vars\"}]",
            "### another program\n",
            "found 3 eggs\n",
            "1 warning light\n",
            "notes\n\nwhat it said:\n\nwarning[syntax] (certain)\n",
        ] {
            assert!(!is_report(text) && !is_baseline(text), "{text}");
        }
    }

    #[test]
    fn neither_kind_is_the_other() {
        let baseline =
            "{\n  \"version\": 1,\n  \"findings\": [\n    {\n      \"file\": \"main.tf\"";
        assert!(is_baseline(baseline) && !is_report(baseline));
        assert!(!is_baseline(
            "{\"version\": 1, \"tool\": {\"name\": \"vpcelint\""
        ));
    }
}
