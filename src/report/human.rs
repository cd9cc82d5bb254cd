//! For people: excerpts of the source with the places of the proof. The only user of miette.

mod below;
mod excerpt;
mod margin;

use std::{collections::HashMap, fmt, sync::Arc};

use miette::{GraphicalReportHandler, GraphicalTheme, LabeledSpan, Severity as Level, SourceCode};

use super::{
    Layout, Links, Style,
    arrangement::{self, Block},
    bold, concise, visible,
};
use crate::{
    config::ConfigError,
    finding::{Finding, Severity, Step},
    lint::Report,
    redact::Redactions,
    source::{SourceFile, Sources},
    span::{FileId, Span},
    text::wrap,
};
use excerpt::{Excerpt, TAB};

/// Places that so many lines part are drawn in one excerpt: with a line of context each, nothing is left out between them.
const CLOSE: u32 = 3;

/// Columns that the later rows of a line stand further in.
const CONTINUED: usize = 4;

/// Columns that nesting takes: an arrow and a space.
const NESTING: usize = 6;

/// Every finding, the first of those that say the same with its proof, then what could not be decided if asked for.
pub(super) fn render(
    report: &Report,
    sources: &Sources,
    style: Style,
    layout: Layout,
    show_undecided: bool,
) -> String {
    let redactions = Redactions::of(&report.program);
    let mut page = Page::new(sources, &redactions, style);
    page.links = layout.links;
    page.shows_fixes = report.shows_fixes;
    for chapter in arrangement::chapters(report, sources, layout.group_by) {
        if let Some(heading) = &chapter.heading {
            page.text.extend([&*bold(&visible(heading), style), "\n\n"]);
        }
        for block in chapter.blocks() {
            page.block(&block);
        }
    }
    let mut lines = concise::suppressed(report, sources);
    if show_undecided {
        lines += &concise::undecided(report, sources);
    }
    for line in lines.lines() {
        page.text.extend([&*style.hung(line, CONTINUED), "\n"]);
    }
    page.text
}

/// What is wrong with a configuration file. It goes to standard error, of which nobody knows whether it shows colours.
pub(super) fn faults(faults: &[ConfigError], sources: &Sources, style: Style) -> String {
    let style = Style {
        color: false,
        ..style
    };
    let nothing = Redactions::default();
    let mut page = Page::new(sources, &nothing, style);
    page.text += "the configuration file cannot be followed\n";
    for fault in faults {
        page.text.push('\n');
        let mut part = if sources.file(fault.span.file).text.is_empty() {
            Part::new(Level::Error, &fault.message, style.width)
        } else {
            page.part(Level::Error, &fault.message, fault.span, &[], style.width)
        };
        part.help = Some(visible(&fault.help).into_owned()).filter(|help| !help.is_empty());
        page.draw(&part, style.width, None);
    }
    page.text.trim_end().to_owned()
}

struct Page<'a> {
    sources: &'a Sources,
    redactions: &'a Redactions,
    theme: GraphicalTheme,
    width: usize,
    /// What stands for the end of a line that is cut.
    mark: &'static str,
    links: Links,
    style: Style,
    /// Whether all fixes are shown in whole, and why there are none.
    shows_fixes: bool,
    excerpts: HashMap<FileId, Arc<Excerpt>>,
    /// The rules whose URL was given.
    explained: Vec<&'static str>,
    text: String,
}

impl<'a> Page<'a> {
    fn new(sources: &'a Sources, redactions: &'a Redactions, style: Style) -> Self {
        Self {
            sources,
            redactions,
            theme: match (style.unicode, style.color) {
                (true, true) => GraphicalTheme::unicode(),
                (true, false) => GraphicalTheme::unicode_nocolor(),
                (false, true) => GraphicalTheme::ascii(),
                (false, false) => GraphicalTheme::none(),
            },
            width: style.width,
            mark: if style.unicode { "…" } else { "..." },
            links: Links::default(),
            style,
            shows_fixes: false,
            excerpts: HashMap::new(),
            explained: Vec::new(),
            text: String::new(),
        }
    }

    fn block(&mut self, block: &Block<'_>) {
        let diagnostic = block.first;
        let finding = &diagnostic.finding;
        let level = match diagnostic.severity {
            Severity::Error => Level::Error,
            Severity::Warning => Level::Warning,
            Severity::Info => Level::Advice,
        };
        let (here, elsewhere) = self.chapters(finding);
        let mut head = self.part(level, &finding.message, finding.primary, &here, self.width);
        head.code = Some(format!(
            "{}[{}] ({})",
            diagnostic.severity.name(),
            self.links.name(diagnostic.rule.id, &diagnostic.rule.url()),
            finding.proof.confidence.name()
        ));
        head.help = Some(&finding.help)
            .filter(|help| !help.is_empty())
            .map(|help| wrap(&visible(help), self.width.saturating_sub(10)).join("\n"));
        self.draw(&head, self.width, None);

        let width = self.width.saturating_sub(NESTING);
        let parts: Vec<_> = elsewhere
            .iter()
            .filter_map(|steps| self.related(steps, width))
            .collect();
        for (index, part) in parts.iter().enumerate() {
            let is_last = index + 1 == parts.len();
            self.draw(part, width, Some((level, is_last)));
        }
        self.others(block);
        self.mend(block);
        self.closing(block);
        self.text.push('\n');
    }

    /// The steps that one excerpt shows with the place of the finding, and those further away, in the order of the proof;
    /// what is close together is told together.
    fn chapters<'f>(&self, finding: &'f Finding) -> (Vec<&'f Step>, Vec<Vec<&'f Step>>) {
        let mut here = Vec::new();
        let mut elsewhere: Vec<Vec<&Step>> = Vec::new();
        for step in &finding.proof.steps {
            if self.are_close(step.span, finding.primary) {
                here.push(step);
                continue;
            }
            let chapter = elsewhere.iter_mut().find(|chapter| {
                let first = chapter.first();
                first.is_some_and(|first| self.are_close(first.span, step.span))
            });
            match chapter {
                Some(chapter) => chapter.push(step),
                None => elsewhere.push(vec![step]),
            }
        }
        (here, elsewhere)
    }

    fn are_close(&self, one: Span, other: Span) -> bool {
        let file = self.sources.file(one.file);
        let line = |span: Span| file.position(span.start).0;
        one.file == other.file && !file.bundled && line(one).abs_diff(line(other)) <= CLOSE
    }

    /// One part whose headline is the first step; a text that is no file of the user's is not shown.
    fn related(&mut self, steps: &[&Step], width: usize) -> Option<Part> {
        let (first, more) = steps.split_first()?;
        Some(if self.sources.file(first.span.file).bundled {
            Part::new(Level::Advice, &first.message, width)
        } else {
            self.part(Level::Advice, &first.message, first.span, more, width)
        })
    }

    /// A headline, with an excerpt in which `span` is underlined and each step labelled.
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
            .or_insert_with(|| {
                let file = self.sources.file(span.file);
                Arc::new(Excerpt::new(file, self.redactions))
            })
            .clone();
        let file = self.sources.file(span.file);
        let (span, steps) = (file.first_line(span), on_first_lines(&file, steps));
        let spans: Vec<_> = std::iter::once(span)
            .chain(steps.iter().map(|step| step.span))
            .collect();
        if spans.iter().any(|span| excerpt.is_too_long(*span, width)) {
            let (cut, moved) = excerpt.cut(self.sources, &spans, width, self.mark);
            let mut moved = moved.into_iter();
            let span = moved.next().unwrap_or(span);
            let steps = steps.into_iter().zip(moved);
            let steps: Vec<_> = steps.map(|(step, span)| Step { span, ..step }).collect();
            part.labels = labels(message, span, &steps);
            part.excerpt = Some(Arc::new(cut));
            return part;
        }
        let clipped = |step: Step| Step {
            span: excerpt.clipped(step.span, width),
            ..step
        };
        let steps: Vec<_> = steps.into_iter().map(clipped).collect();
        part.labels = labels(message, excerpt.clipped(span, width), &steps);
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
            .tab_width(TAB)
            .render_report(&mut drawn, part);
        let Some((level, is_last)) = nested else {
            for text in margin::cut(&drawn, width, self.mark) {
                self.text.extend([text.trim_end(), "\n"]);
            }
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
        let rows = margin::cut(drawn.trim_matches('\n'), width, self.mark);
        for (index, text) in rows.iter().enumerate() {
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
}

/// The steps, each as far as its place lies on one line: that is what an excerpt underlines.
fn on_first_lines(file: &SourceFile, steps: &[&Step]) -> Vec<Step> {
    let on_first_line = |step: &&Step| Step {
        span: file.first_line(step.span),
        message: step.message.clone(),
    };
    steps.iter().map(on_first_line).collect()
}

/// A label for each step. Underlines cannot cross, so a step that overlaps another speaks under that one's line; one that
/// only repeats it, or the headline, is not said again.
fn labels(headline: &str, span: Span, steps: &[Step]) -> Vec<LabeledSpan> {
    let mut labels: Vec<(Span, Vec<&str>)> = vec![(span, Vec::new())];
    for step in steps {
        let overlapping = labels
            .iter_mut()
            .find(|(other, _)| other.start < step.span.end && step.span.start < other.end);
        match overlapping {
            Some((_, said)) if said.contains(&step.message.as_str()) => {}
            Some(_) if step.message == headline => {}
            Some((_, said)) => said.push(&step.message),
            None => labels.push((step.span, vec![&step.message])),
        }
    }
    labels
        .into_iter()
        .enumerate()
        .map(|(index, (at, said))| {
            let said: Vec<_> = said.into_iter().map(visible).collect();
            let text = Some(said.join("\n")).filter(|text| !text.is_empty());
            let at = (at.start as usize, at.end.saturating_sub(at.start) as usize);
            if index == 0 {
                LabeledSpan::new_primary_with_span(text, at)
            } else {
                LabeledSpan::new_with_span(text, at)
            }
        })
        .collect()
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
