//! For people: excerpts of the source with the places of the proof. The only user of miette.

mod excerpt;

use std::{
    collections::{BTreeMap, HashMap},
    fmt,
    sync::Arc,
};

use miette::{GraphicalReportHandler, GraphicalTheme, LabeledSpan, Severity as Level, SourceCode};

use super::{
    Style, concise, place,
    text::{visible, wrap},
};
use crate::{
    finding::{Finding, Severity, Step},
    lint::{Diagnostic, Report},
    source::Sources,
    span::{FileId, Span},
};
use excerpt::Excerpt;

/// More addresses than this are counted instead.
const MOST_ADDRESSES: usize = 4;

/// Columns that nesting takes: an arrow and a space.
const NESTING: usize = 6;

/// Every finding with its proof, then what could not be decided if asked for.
pub(super) fn render(
    report: &Report,
    sources: &Sources,
    style: Style,
    show_undecided: bool,
) -> String {
    let mut page = Page {
        sources,
        theme: match (style.unicode, style.color) {
            (true, true) => GraphicalTheme::unicode(),
            (true, false) => GraphicalTheme::unicode_nocolor(),
            (false, true) => GraphicalTheme::ascii(),
            (false, false) => GraphicalTheme::none(),
        },
        width: style.width,
        excerpts: HashMap::new(),
        explained: Vec::new(),
        text: String::new(),
    };
    for diagnostic in &report.findings {
        page.finding(diagnostic);
    }
    if show_undecided {
        page.text += &concise::undecided(report, sources);
    }
    page.text
}

struct Page<'a> {
    sources: &'a Sources,
    theme: GraphicalTheme,
    width: usize,
    excerpts: HashMap<FileId, Arc<Excerpt>>,
    /// The rules whose URL was given.
    explained: Vec<&'static str>,
    text: String,
}

impl Page<'_> {
    fn finding(&mut self, diagnostic: &Diagnostic) {
        let finding = &diagnostic.finding;
        let level = match diagnostic.severity {
            Severity::Error => Level::Error,
            Severity::Warning => Level::Warning,
            Severity::Info => Level::Advice,
        };
        let (here, elsewhere) = by_file(finding);
        let mut head = self.part(level, &finding.message, finding.primary, &here, self.width);
        head.code = Some(format!(
            "{}[{}] ({})",
            diagnostic.severity.name(),
            diagnostic.rule.id,
            finding.proof.confidence.name()
        ));
        head.help = Some(&finding.help)
            .filter(|help| !help.is_empty())
            .map(|help| wrap(&visible(help), self.width.saturating_sub(10)).join("\n"));
        self.draw(&head, self.width, None);

        let width = self.width.saturating_sub(NESTING);
        let mut parts = Vec::new();
        for steps in &elsewhere {
            parts.extend(self.related(steps, width));
        }
        for (index, part) in parts.iter().enumerate() {
            let is_last = index + 1 == parts.len();
            self.draw(part, width, Some((level, is_last)));
        }
        self.closing(diagnostic);
        self.text.push('\n');
    }

    /// The steps that lie in one file: one part whose headline is the first step, or one line each if the file is no file
    /// of the user's.
    fn related(&mut self, steps: &[&Step], width: usize) -> Vec<Part> {
        let Some((first, more)) = steps.split_first() else {
            return Vec::new();
        };
        if self.sources.file(first.span.file).bundled {
            let line = |step: &&Step| Part::new(Level::Advice, &step.message, width);
            steps.iter().map(line).collect()
        } else {
            vec![self.part(Level::Advice, &first.message, first.span, more, width)]
        }
    }

    /// A headline, with an excerpt in which `span` is underlined and each step labelled; of lines too long to be drawn
    /// only the place is told.
    fn part(
        &mut self,
        level: Level,
        message: &str,
        span: Span,
        steps: &[&Step],
        width: usize,
    ) -> Part {
        let mut part = Part::new(level, message, width);
        let excerpt = self
            .excerpts
            .entry(span.file)
            .or_insert_with(|| Arc::new(Excerpt::new(self.sources.file(span.file))))
            .clone();
        let spans = steps.iter().map(|step| step.span).chain([span]);
        if spans.clone().any(|span| excerpt.is_too_long(span)) {
            let place = place(self.sources, span).unwrap_or_default();
            let told = steps.iter().map(|step| visible(&step.message).into_owned());
            for line in std::iter::once(format!("at {place}")).chain(told) {
                part.message.push('\n');
                part.message.push_str(&line);
            }
            return part;
        }
        let mut labels: BTreeMap<(u32, u32), Vec<String>> = BTreeMap::new();
        for one in spans {
            labels.entry((one.start, one.end)).or_default();
        }
        for step in steps {
            labels
                .entry((step.span.start, step.span.end))
                .or_default()
                .push(visible(&step.message).into_owned());
        }
        part.labels = labels
            .into_iter()
            .map(|((start, end), texts)| {
                let text = Some(texts.join("\n")).filter(|text| !text.is_empty());
                let at = (start as usize, end.saturating_sub(start) as usize);
                if (start, end) == (span.start, span.end) {
                    LabeledSpan::new_primary_with_span(text, at)
                } else {
                    LabeledSpan::new_with_span(text, at)
                }
            })
            .collect();
        part.excerpt = Some(excerpt);
        part
    }

    /// Writes a part; a nested one hangs on the line that runs down from the finding.
    fn draw(&mut self, part: &Part, width: usize, nested: Option<(Level, bool)>) {
        let mut drawn = String::new();
        // Writing to a string cannot fail, and an excerpt never refuses a span of its own text.
        let _ = GraphicalReportHandler::new_themed(self.theme.clone())
            .with_width(width)
            .with_wrap_lines(false)
            .with_links(false)
            .tab_width(4)
            .render_report(&mut drawn, part);
        let Some((level, is_last)) = nested else {
            self.text += &drawn;
            return;
        };
        let characters = &self.theme.characters;
        let styles = &self.theme.styles;
        let line = match level {
            Level::Error => styles.error,
            Level::Warning => styles.warning,
            Level::Advice => styles.advice,
        };
        let (fork, bar) = if is_last {
            (characters.lbot, ' ')
        } else {
            (characters.lcross, characters.vbar)
        };
        let first = format!("{fork}{}{}", characters.hbar, characters.rarrow);
        for (index, text) in drawn.trim_matches('\n').lines().enumerate() {
            let lead = if index == 0 {
                first.clone()
            } else {
                format!("{bar}  ")
            };
            let row = format!("  {} {text}", line.style(lead));
            self.text += row.trim_end();
            self.text.push('\n');
        }
    }

    /// What the excerpts do not show: which instances, which endpoints, and where to read more, once for each rule.
    fn closing(&mut self, diagnostic: &Diagnostic) {
        let finding = &diagnostic.finding;
        let mut lines = Vec::new();
        let says_more = |address: &str| address.contains('[') || address.starts_with("module.");
        if finding.addresses.len() > 1 || finding.addresses.iter().any(|one| says_more(one)) {
            lines.push(format!("at   {}", addresses(&finding.addresses)));
        }
        if !finding.endpoints.is_empty() && finding.endpoints != finding.addresses {
            lines.push(format!("for  {}", addresses(&finding.endpoints)));
        }
        if !self.explained.contains(&diagnostic.rule.id) {
            self.explained.push(diagnostic.rule.id);
            lines.push(format!("see  {}", diagnostic.rule.url()));
        }
        if !lines.is_empty() {
            self.text.push('\n');
        }
        for line in lines {
            self.text.extend(["  ", &line, "\n"]);
        }
    }
}

/// The steps in the file of the finding itself, and those elsewhere, grouped by file in order of appearance.
fn by_file(finding: &Finding) -> (Vec<&Step>, Vec<Vec<&Step>>) {
    let mut here = Vec::new();
    let mut elsewhere: Vec<Vec<&Step>> = Vec::new();
    for step in &finding.proof.steps {
        let file = step.span.file;
        let group = elsewhere
            .iter_mut()
            .find(|group| group.iter().any(|other| other.span.file == file));
        match group {
            _ if file == finding.primary.file => here.push(step),
            Some(group) => group.push(step),
            None => elsewhere.push(vec![step]),
        }
    }
    (here, elsewhere)
}

fn addresses(all: &[Arc<str>]) -> String {
    let shown: Vec<_> = all
        .iter()
        .take(MOST_ADDRESSES)
        .map(|address| visible(address))
        .collect();
    let more = all.len().saturating_sub(MOST_ADDRESSES);
    if more == 0 {
        shown.join(", ")
    } else {
        format!("{} and {more} more", shown.join(", "))
    }
}

/// What miette draws at once.
#[derive(Debug)]
struct Part {
    level: Level,
    code: Option<String>,
    message: String,
    help: Option<String>,
    excerpt: Option<Arc<Excerpt>>,
    labels: Vec<LabeledSpan>,
}

impl Part {
    fn new(level: Level, message: &str, width: usize) -> Self {
        Self {
            level,
            code: None,
            message: wrap(&visible(message), width.saturating_sub(4)).join("\n"),
            help: None,
            excerpt: None,
            labels: Vec::new(),
        }
    }
}

impl fmt::Display for Part {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl std::error::Error for Part {}

impl miette::Diagnostic for Part {
    fn severity(&self) -> Option<Level> {
        Some(self.level)
    }

    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.code.as_ref().map(|code| Box::new(code) as _)
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.help.as_ref().map(|help| Box::new(help) as _)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.excerpt.as_deref().map(|excerpt| excerpt as _)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        (!self.labels.is_empty()).then(|| Box::new(self.labels.iter().cloned()) as _)
    }
}
