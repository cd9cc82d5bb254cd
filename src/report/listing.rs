//! The rules for people: one page, or all in a table.

use similar::{ChangeTag, TextDiff};

use super::{Links, Style, bold};
use crate::{
    finding::{Safety, Severity},
    page::Page,
    rules::Rule,
    text::wrap,
};

/// A rule's page as a terminal shows it.
#[must_use]
pub fn explain(rule: &Rule, style: Style, links: Links) -> String {
    let page = &rule.page;
    let fix = page.fix.map_or("no", Safety::name);
    let mut blocks = vec![format!(
        "{}\n{}\n\n{}, {}, {}{fix} fix, since {}\n",
        bold(&links.name(rule.id, &rule.url()), style),
        page.title,
        page.severity.name(),
        page.category.name(),
        if page.on_by_default {
            ""
        } else {
            "off by default, "
        },
        page.since
    )];
    for option in &page.options {
        let about = wrap(option.about(), style.width.saturating_sub(4));
        let name = bold(option.name(), style);
        blocks.push(format!("Option {name}:\n    {}\n", about.join("\n    ")));
    }
    if !page.controls.is_empty() {
        let controls = wrap(&controls(page), style.width.saturating_sub(4));
        let head = bold("Controls", style);
        blocks.push(format!("{head}:\n    {}\n", controls.join("\n    ")));
    }
    match examples(page.text) {
        Some((before, bad, good, after)) => {
            prose(before, style, &mut blocks);
            blocks.push(bold("Bad (-) and good (+)", style));
            blocks.push(String::new());
            blocks.extend(difference(bad, good, style));
            blocks.push(String::new());
            prose(after, style, &mut blocks);
        }
        None => prose(page.text, style, &mut blocks),
    }
    match links {
        Links::Written => blocks.push(format!("\n{}\n", rule.url())),
        Links::Clickable => blocks.push(String::new()),
    }
    blocks.join("\n")
}

/// `Security Hub EC2.10, EC2.55; Prowler vpc_endpoint_for_ec2_enabled`.
fn controls(page: &Page) -> String {
    let mut text = String::new();
    let mut last = "";
    for control in &page.controls {
        if control.framework == last {
            text.extend([", ", control.id]);
        } else {
            let between = if text.is_empty() { "" } else { "; " };
            text.extend([between, control.framework, " ", control.id]);
        }
        last = control.framework;
    }
    text
}

/// What stands before the bad example of a page, that, the good one, and what stands behind it.
fn examples(text: &str) -> Option<(&str, &str, &str, &str)> {
    let (before, rest) = text.split_once("## Bad\n")?;
    let (bad, rest) = rest.split_once("\n## Good\n")?;
    let (good, _) = rest.split_once("\n## ")?;
    let after = rest.get(good.len()..)?.trim_start();
    Some((before, code_of(bad)?, code_of(good)?, after))
}

/// What stands between two fences.
fn code_of(section: &str) -> Option<&str> {
    let (_, rest) = section.split_once("```")?;
    let (_, code) = rest.split_once('\n')?;
    let (code, _) = code.split_once("```")?;
    Some(code)
}

/// What makes a good example of a bad one, line by line.
fn difference(bad: &str, good: &str, style: Style) -> Vec<String> {
    let difference = TextDiff::from_lines(bad, good);
    let line = |change: similar::Change<&str>| {
        let text = change.value().trim_end();
        let (mark, color) = match change.tag() {
            ChangeTag::Equal => return format!("    {text}").trim_end().to_owned(),
            ChangeTag::Delete => ('-', "\u{1b}[31m"),
            ChangeTag::Insert => ('+', "\u{1b}[32m"),
        };
        if style.color {
            format!("  {color}{mark} {text}\u{1b}[0m")
        } else {
            format!("  {mark} {text}")
        }
    };
    difference.iter_all_changes().map(line).collect()
}

/// Sections of a page, their lists and paragraphs wrapped.
fn prose(text: &str, style: Style, blocks: &mut Vec<String>) {
    let mut lines = text.lines().peekable();
    let mut is_code = false;
    while let Some(line) = lines.next() {
        if line.starts_with("```") {
            is_code = !is_code;
        } else if is_code {
            blocks.push(format!("    {line}").trim_end().to_owned());
        } else if let Some(heading) = line.strip_prefix("## ") {
            blocks.push(bold(heading, style));
        } else if let Some(item) = line.strip_prefix("- ") {
            let item = wrap(item, style.width.saturating_sub(4));
            blocks.push(format!("  - {}", item.join("\n    ")));
        } else if line.is_empty() {
            blocks.push(String::new());
        } else {
            // Pages have a sentence on each line; on a screen a paragraph reads better.
            let mut paragraph = line.to_owned();
            while let Some(more) = lines.next_if(|next| is_prose(next)) {
                paragraph.extend([" ", more]);
            }
            blocks.extend(wrap(&paragraph, style.width));
        }
    }
}

/// One line a rule: id, severity and whether it is off by default, category, title.
#[must_use]
pub fn rules<'a>(rules: impl Iterator<Item = &'a Rule>, style: Style, links: Links) -> String {
    let rules: Vec<_> = rules.collect();
    let rows: Vec<_> = rules
        .iter()
        .map(|rule| {
            let page = &rule.page;
            [
                rule.id,
                match (page.on_by_default, page.severity) {
                    (true, severity) => severity.name(),
                    (false, Severity::Info) => "info, off",
                    (false, Severity::Warning) => "warning, off",
                    (false, Severity::Error) => "error, off",
                },
                page.category.name(),
                page.title,
            ]
        })
        .collect();
    let heads = ["rule", "severity", "category", "finds"];
    let width = |column: usize| {
        rows.iter()
            .chain([&heads])
            .filter_map(|row| row.get(column))
            .map(|cell| cell.len())
            .max()
            .unwrap_or(0)
    };
    let widths = [width(0), width(1), width(2)];
    let line = |[id, severity, category, title]: &[&str; 4]| {
        let [first, second, third] = widths;
        let others = format!("{id:first$}  {severity:second$}  {category:third$}");
        style.row(&others, title)
    };
    let mut text = bold(&line(&heads), style);
    text.push('\n');
    for (rule, row) in rules.iter().zip(&rows) {
        let linked = links.name(rule.id, &rule.url());
        text += &line(row).replacen(rule.id, &linked, 1);
        text.push('\n');
    }
    text
}

fn is_prose(line: &str) -> bool {
    !line.is_empty()
        && !line.starts_with("## ")
        && !line.starts_with("- ")
        && !line.starts_with("```")
}
