//! Rules as SARIF describes them.

use std::borrow::Cow;

use super::{
    level,
    log::{Configuration, Help, ReportingDescriptor, RuleProperties, Text},
};
use crate::{finding::Severity, page::Category, rules::Rule};

/// GitHub refuses longer descriptions.
const LONGEST: usize = 1024;

/// A rule from its page.
pub(super) fn of(rule: &Rule) -> ReportingDescriptor {
    let page = &rule.page;
    let is_security = page.category == Category::Security;
    // GitHub's bands: from 7.0 high, from 4.0 medium, below that low.
    let security = match page.severity {
        Severity::Error => "8.0",
        Severity::Warning => "5.5",
        Severity::Info => "2.5",
    };
    let controls = (page.controls.iter())
        .map(|control| format!("{}: {}", control.framework, control.id).into());
    let problem = match page.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "recommendation",
    };
    ReportingDescriptor {
        id: rule.id,
        name: name(rule.id),
        short_description: Text {
            text: shortened(page.title),
        },
        full_description: Text {
            text: shortened(&reasons(page.text)),
        },
        help: Help {
            text: page.text,
            markdown: page.text,
        },
        help_uri: rule.url(),
        default_configuration: Configuration {
            level: level(page.severity),
        },
        properties: RuleProperties {
            tags: ["terraform", "aws", page.category.name()]
                .map(Cow::from)
                .into_iter()
                .chain(controls)
                .collect(),
            precision: "high",
            security_severity: is_security.then_some(security),
            problem_severity: (!is_security).then_some(problem),
        },
    }
}

/// `missing_endpoint_policy` gives `MissingEndpointPolicy`. A name that differs from the id in capitals only is none.
fn name(id: &str) -> Option<String> {
    let name: String = id
        .split('_')
        .map(|word| {
            let mut characters = word.chars();
            let first = characters.next().map(|first| first.to_ascii_uppercase());
            first.into_iter().chain(characters).collect::<String>()
        })
        .collect();
    (!name.eq_ignore_ascii_case(id)).then_some(name)
}

/// What a page says before its first heading: why the fault matters.
fn reasons(text: &str) -> String {
    let before = text.split("\n## ").next().unwrap_or_default();
    let words: Vec<_> = before.split_whitespace().collect();
    words.join(" ")
}

fn shortened(text: &str) -> String {
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    text.chars().take(LONGEST - 1).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_become_names() {
        let expected = "MissingS3Endpoint".to_owned();
        assert_eq!(name("missing_s3_endpoint"), Some(expected));
        assert_eq!(name("syntax"), None);
    }

    #[test]
    fn descriptions_are_short_enough() {
        assert_eq!(
            reasons("One\ntwo.\n\nThree.\n\n## Bad\nx"),
            "One two. Three."
        );
        assert_eq!(shortened(&"é".repeat(LONGEST)).chars().count(), LONGEST);
        let cut = shortened(&"é".repeat(LONGEST + 1));
        assert_eq!(cut.chars().count(), LONGEST);
        assert!(cut.ends_with('…'));
    }
}
