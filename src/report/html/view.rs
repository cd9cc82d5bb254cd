//! What the page is given: texts only, which it escapes.

use serde::Serialize;

#[derive(Serialize)]
pub(super) struct Page {
    pub(super) version: &'static str,
    pub(super) summary: String,
    pub(super) style: &'static str,
    pub(super) figure_style: &'static str,
    pub(super) counts: Vec<Count>,
    pub(super) cost: Option<String>,
    pub(super) rules: Vec<Rule>,
    pub(super) filters: Vec<Filter>,
    pub(super) pictures: Vec<Picture>,
    pub(super) findings: Vec<Finding>,
    pub(super) suppressed: Vec<String>,
    pub(super) undecided: Vec<String>,
    pub(super) unread: Vec<String>,
    pub(super) unfollowed: Vec<String>,
    pub(super) left_out: Option<String>,
    pub(super) coverage: Vec<Coverage>,
}

#[derive(Serialize)]
pub(super) struct Count {
    pub(super) number: usize,
    pub(super) name: String,
    pub(super) class: &'static str,
    pub(super) symbol: &'static str,
}

#[derive(Serialize)]
pub(super) struct Rule {
    pub(super) id: &'static str,
    pub(super) title: &'static str,
    pub(super) url: String,
    pub(super) severity: &'static str,
    pub(super) symbol: &'static str,
    pub(super) count: usize,
}

/// A choice of what is shown: findings that have not the class of the chosen option are hidden.
#[derive(Serialize)]
pub(super) struct Filter {
    pub(super) id: &'static str,
    pub(super) name: &'static str,
    pub(super) options: Vec<Choice>,
}

#[derive(Serialize)]
pub(super) struct Choice {
    pub(super) class: String,
    pub(super) name: String,
    pub(super) count: usize,
}

#[derive(Serialize)]
pub(super) struct Picture {
    pub(super) root: String,
    pub(super) svg: String,
    pub(super) areas: Vec<Area>,
}

#[derive(Serialize)]
pub(super) struct Area {
    pub(super) title: String,
    pub(super) lines: Vec<String>,
}

#[derive(Serialize)]
pub(super) struct Finding {
    pub(super) severity: &'static str,
    pub(super) symbol: &'static str,
    pub(super) classes: String,
    pub(super) message: String,
    pub(super) place: String,
    pub(super) file: String,
    pub(super) rule: &'static str,
    pub(super) url: String,
    pub(super) confidence: &'static str,
    pub(super) roots: String,
    pub(super) variants: String,
    pub(super) excerpt: Vec<Line>,
    pub(super) help: String,
    pub(super) addresses: String,
    pub(super) steps: Vec<Step>,
    pub(super) fix: Option<Fix>,
    pub(super) unfixed: Option<String>,
}

#[derive(Serialize)]
pub(super) struct Line {
    pub(super) number: usize,
    pub(super) before: String,
    pub(super) marked: String,
    pub(super) after: String,
}

#[derive(Serialize)]
pub(super) struct Step {
    pub(super) place: Option<String>,
    pub(super) message: String,
    pub(super) line: String,
}

#[derive(Serialize)]
pub(super) struct Fix {
    pub(super) title: String,
    pub(super) safety: &'static str,
    pub(super) lines: Vec<Change>,
}

#[derive(Serialize)]
pub(super) struct Change {
    pub(super) kind: &'static str,
    pub(super) text: String,
}

#[derive(Serialize)]
pub(super) struct Coverage {
    pub(super) rule: &'static str,
    pub(super) fault: usize,
    pub(super) fine: usize,
    pub(super) not_applicable: usize,
    pub(super) undecided: usize,
}
