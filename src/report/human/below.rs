//! What stands below the drawing of a finding: the other places where the same is wrong, and what no excerpt shows.

use std::fmt::{self, Write as _};

use super::Page;
use crate::{
    report::{Links, arrangement::Block, directory_of, patch, place, visible},
    text::{and_more, wrap},
};

/// More addresses than this are counted instead.
const MOST_ADDRESSES: usize = 4;

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
        let widest = rows.iter().map(|(place, _)| place.chars().count()).max();
        let widest = widest.unwrap_or(0);
        for (place, said) in rows {
            let said = wrap(&said, self.width.saturating_sub(widest + 6));
            let said = said.join(&format!("\n{}", " ".repeat(widest + 6)));
            let row = format!("    {place:widest$}  {said}");
            self.text.extend([row.trim_end(), "\n"]);
        }
    }

    /// The change that mends it, or why there is none, where somebody asks.
    pub(super) fn mend(&mut self, block: &Block<'_>) {
        let Some(most) = self.shows_fixes else { return };
        for diagnostic in [block.first].iter().chain(&block.others) {
            let finding = &diagnostic.finding;
            let (head, lines) = match (&finding.fix, &finding.unfixed) {
                (Some(fix), _) if fix.safety <= most => {
                    let head = format!("{} fix: {}", fix.safety.name(), fix.title);
                    (
                        head,
                        patch::small(fix, self.sources, self.redactions, self.style),
                    )
                }
                (Some(fix), _) => {
                    let head = format!("unsafe fix, see --unsafe-fixes: {}", fix.title);
                    (head, Vec::new())
                }
                (None, Some(reason)) => (format!("no fix: {reason}"), Vec::new()),
                (None, None) => continue,
            };
            let head = wrap(&visible(&head), self.width.saturating_sub(2)).join("\n  ");
            self.text.extend(["\n  ", &head, "\n"]);
            for line in lines {
                self.text.extend(["    ", &line, "\n"]);
            }
        }
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
