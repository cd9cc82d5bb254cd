//! What stands below the drawing of a finding: the other places where the same is wrong, and what no excerpt shows.

use std::fmt::{self, Write as _};

use super::Page;
use crate::{
    finding::Fix,
    report::{Links, Style, arrangement::Block, counted, directory_of, patch, place, visible},
    text::{and_more, columns, padded, wrap},
};

/// More addresses than this are counted instead.
const MOST_ADDRESSES: usize = 4;

/// The rows of a change that stand below a finding: an endpoint that is added with its policy has fewer.
const MOST_ROWS: usize = 26;

/// What stands before them.
const INDENT: &str = "    ";

impl Page<'_> {
    /// The places of the other findings of a block, each with what it says in other words than the first.
    pub(super) fn others(&mut self, block: &Block<'_>) {
        let first = &block.first.finding;
        let rows: Vec<_> = (block.others.iter())
            .map(|diagnostic| {
                let finding = &diagnostic.finding;
                let place = place(self.sources, finding.primary).unwrap_or_default();
                let mut said = visible(differing(&first.message, &finding.message)).into_owned();
                if finding.addresses.len() > 1 {
                    let _ = write!(said, " ({} instances)", finding.addresses.len());
                }
                if finding.proof.confidence != first.proof.confidence {
                    let _ = write!(said, " ({})", finding.proof.confidence.name());
                }
                (place, said.trim_start().to_owned())
            })
            .collect();
        let places = match rows.len() {
            0 => return,
            1 => "another place".to_owned(),
            more => format!("{more} other places"),
        };
        self.text.extend(["\n  the same in ", &places, ":\n"]);
        let widest = rows.iter().map(|(place, _)| columns(place)).max();
        let widest = widest.unwrap_or(0);
        for (place, said) in rows {
            let said = wrap(&said, self.width.saturating_sub(widest + 6));
            let said = said.join(&format!("\n{}", " ".repeat(widest + 6)));
            let row = format!("    {}  {said}", padded(&place, widest));
            self.text.extend([row.trim_end(), "\n"]);
        }
    }

    /// The change that mends the first of a block that has one, and how much more there is to see. Where somebody asks for it, all
    /// changes in whole, and why there are none.
    pub(super) fn mend(&mut self, block: &Block<'_>) {
        let all = std::iter::once(&block.first).chain(&block.others);
        if self.shows_fixes {
            for diagnostic in all {
                match (&diagnostic.finding.fix, &diagnostic.finding.unfixed) {
                    (Some(fix), _) => self.change(fix, &self.rows(fix)),
                    (None, Some(reason)) => self.change_head(&format!("no fix: {reason}")),
                    (None, None) => {}
                }
            }
            return;
        }
        let mut fixes = all.filter_map(|it| it.finding.fix.as_ref());
        let Some(fix) = fixes.next() else { return };
        let rows = self.rows(fix);
        let shown = if rows.len() > MOST_ROWS + 1 {
            MOST_ROWS
        } else {
            rows.len()
        };
        self.change(fix, rows.get(..shown).unwrap_or(&rows));
        let more = [
            (rows.len() - shown, "more line"),
            (fixes.count(), "more change"),
        ];
        let more = more.into_iter().filter(|(count, _)| *count > 0);
        let more: Vec<_> = more.map(|(count, what)| counted(count, what)).collect();
        if !more.is_empty() {
            let more = more.join(" and ");
            self.text.extend([INDENT, &more, ": see --show-fixes\n"]);
        }
    }

    /// The changed lines as they stand below a finding.
    fn rows(&self, fix: &Fix) -> Vec<String> {
        let style = Style {
            width: self.width.saturating_sub(INDENT.len()),
            ..self.style
        };
        let mut rows = patch::small(fix, self.sources, self.redactions, style);
        while rows.pop_if(|row| row.is_empty()).is_some() {}
        rows
    }

    fn change(&mut self, fix: &Fix, rows: &[String]) {
        self.change_head(&format!("{} fix: {}", fix.safety.name(), fix.title));
        for row in rows {
            self.text += format!("{INDENT}{row}").trim_end();
            self.text.push('\n');
        }
    }

    fn change_head(&mut self, said: &str) {
        let said = wrap(&visible(said), self.width.saturating_sub(2)).join("\n  ");
        self.text.extend(["\n  ", &said, "\n"]);
    }

    /// What the excerpts do not show: which instances, which endpoints, and where to read more, once for each rule.
    pub(super) fn closing(&mut self, block: &Block<'_>) {
        let diagnostic = block.first;
        let finding = &diagnostic.finding;
        let mut lines = Vec::new();
        let says_more = |address: &str| address.contains('[') || address.starts_with("module.");
        if finding.addresses.len() > 1 || finding.addresses.iter().any(|one| says_more(one)) {
            lines.push(("at ", listed(&finding.addresses)));
        }
        let file = self.sources.file(finding.primary.file);
        let mut roots: Vec<&str> = Vec::new();
        for root in [diagnostic]
            .iter()
            .chain(&block.others)
            .flat_map(|one| &one.roots)
        {
            if !roots.contains(&&**root) {
                roots.push(root);
            }
        }
        if roots.iter().any(|root| *root != directory_of(&file)) {
            lines.push(("in ", listed(&roots)));
        }
        if !finding.endpoints.is_empty() && finding.endpoints != finding.addresses {
            lines.push(("for", listed(&finding.endpoints)));
        }
        if self.links == Links::Written && !self.explained.contains(&diagnostic.rule.id) {
            self.explained.push(diagnostic.rule.id);
            lines.push(("see", diagnostic.rule.url()));
        }
        if !lines.is_empty() {
            self.text.push('\n');
        }
        for (head, text) in lines {
            let text = wrap(&text, self.width.saturating_sub(7)).join("\n       ");
            self.text.extend(["  ", head, "  ", &text, "\n"]);
        }
    }
}

/// The words of a message between those that it begins and ends with as another does.
fn differing<'m>(other: &str, message: &'m str) -> &'m str {
    let same = |(one, other): &(&str, &str)| one == other;
    let words = || message.split(' ').zip(other.split(' '));
    let start: usize = words()
        .take_while(same)
        .map(|(word, _)| word.len() + 1)
        .sum();
    let rest = message.get(start..).unwrap_or_default();
    let others = other.get(start..).unwrap_or_default();
    let words = || rest.rsplit(' ').zip(others.rsplit(' '));
    let end: usize = words()
        .take_while(same)
        .map(|(word, _)| word.len() + 1)
        .sum();
    rest.get(..rest.len().saturating_sub(end))
        .unwrap_or_default()
}

fn listed<T: fmt::Display>(all: &[T]) -> String {
    let shown: Vec<_> = all
        .iter()
        .take(MOST_ADDRESSES)
        .map(|address| visible(&address.to_string()).into_owned())
        .collect();
    shown.join(", ") + &and_more(all.len().saturating_sub(MOST_ADDRESSES))
}

#[cfg(test)]
mod tests {
    use super::differing;

    #[test]
    fn only_what_is_said_otherwise_is_repeated() {
        for (other, message, said) in [
            (
                "endpoint a (sqs) has no policy",
                "endpoint b (sns) has no policy",
                "b (sns)",
            ),
            ("a is open", "b is open", "b"),
            ("it is a", "it is b", "b"),
            ("the same", "the same", ""),
            ("a", "one two", "one two"),
            ("x of x of y", "x of y", ""),
        ] {
            assert_eq!(differing(other, message), said, "{message}");
        }
    }
}
