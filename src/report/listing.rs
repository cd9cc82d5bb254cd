//! The rules for people: one page, or all in a table.

use super::{Links, Style, text::wrap};
use crate::{finding::Safety, rules::Rule};

/// A rule's page as a terminal shows it.
#[must_use]
pub fn explain(rule: &Rule, style: Style, links: Links) -> String {
    let page = &rule.page;
    let fix = page.fix.map_or("no", Safety::name);
    let mut blocks = vec![format!(
        "{}\n{}\n\n{}, {}, {fix} fix, since {}\n",
        bold(&links.name(rule.id, &rule.url()), style),
        page.title,
        page.severity.name(),
        page.category.name(),
        page.since
    )];
    for option in &page.options {
        let about = wrap(option.about(), style.width.saturating_sub(4));
        let name = bold(option.name(), style);
        blocks.push(format!("Option {name}:\n    {}\n", about.join("\n    ")));
    }
    let mut lines = page.text.lines().peekable();
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
    match links {
        Links::Written => blocks.push(format!("\n{}\n", rule.url())),
        Links::Clickable => blocks.push(String::new()),
    }
    blocks.join("\n")
}

/// One line a rule: id, severity, category, title.
#[must_use]
pub fn rules<'a>(rules: impl Iterator<Item = &'a Rule>, style: Style, links: Links) -> String {
    let rules: Vec<_> = rules.collect();
    let rows: Vec<_> = rules
        .iter()
        .map(|rule| {
            let page = &rule.page;
            [
                rule.id,
                page.severity.name(),
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
        format!("{id:first$}  {severity:second$}  {category:third$}  {title}")
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

/// The text in bold where the screen can show it.
pub(crate) fn bold(text: &str, style: Style) -> String {
    if style.color {
        format!("\u{1b}[1m{text}\u{1b}[0m")
    } else {
        text.to_owned()
    }
}
