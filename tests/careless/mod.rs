//! The company that does all of it wrong.

use std::{collections::BTreeMap, fs};

use vpcelint::finding::Confidence;

use crate::fixtures::{cases, lint, written};

const COMPANY: &str = "careless_company";

/// Every rule finds one fault there, and at least likely one: nothing has to be asked for to see it.
#[test]
fn every_rule_speaks_once() {
    let mut cases = cases().iter();
    let case = cases.find(|case| case.name == COMPANY).unwrap();
    let scratch = written(&case.files);
    // No text file can be one that cannot be read.
    fs::write(scratch.path.join("abandoned/notes.tf"), [0xff]).unwrap();
    let run = lint(&scratch.path);
    let mut counts: BTreeMap<&str, usize> = (vpcelint::rules::all()
        .filter(|rule| rule.page.on_by_default))
    .map(|rule| (rule.id, 0))
    .collect();
    for fault in run.faults() {
        *counts.get_mut(&*fault.rule).unwrap() += 1;
    }
    let wrong: Vec<String> = counts
        .into_iter()
        .filter_map(|(rule, count)| match count {
            0 => Some(format!("{rule} finds nothing: plant one fault of it")),
            1 if run.said(rule).unwrap().0 == Confidence::Possible => Some(format!(
                "{rule} is not sure: leave no doubt about its fault"
            )),
            1 => None,
            _ => Some(format!(
                "{rule} speaks {count} times: keep one of its faults"
            )),
        })
        .collect();
    assert!(
        wrong.is_empty(),
        "in fixtures/_projects/{COMPANY}, in the file of its family, with `# expect: <rule>` at the fault:\n{}",
        wrong.join("\n")
    );
}
