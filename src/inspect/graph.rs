//! The networks of roots, drawn.

use super::{Graph, GraphFormat};
use crate::{
    lint::{self, Diagnostic, Error, Report, Request},
    note::Note,
    picture::{self, Picture},
    report::{self, Format, Output, Style},
    source::Sources,
};

/// What is asked, linted and drawn.
pub(super) fn drawn(sources: &Sources, request: &Graph) -> Result<Output, Error> {
    let asked = Request {
        paths: vec![request.directory.clone()],
        inputs: request.values.inputs.clone(),
        config: request.values.config.clone(),
        environment: request.values.environment.clone(),
        command: request.values.command(),
        variant: request.values.variant.clone(),
        allow_empty: true,
        topologies: true,
        ..Request::default()
    };
    let mut report = lint::lint(sources, &asked)?;
    // A picture has the marks of what `check` reports.
    lint::accept(sources, &mut report)?;
    let pictures = picture::pictures(&report);
    let text = text(&report, &pictures, sources, request.format);
    let barren = report.without_terraform.iter();
    let barren = barren.map(|path| format!("no Terraform files in `{}`", path.display()));
    let mut notes: Vec<Note> = barren.map(Note::warning).collect();
    let unread = || {
        report
            .findings
            .iter()
            .filter(|it| it.rule.is_about_reading())
    };
    notes.extend(unread().map(|it| unread_note(it, sources)));
    if pictures.is_empty() && notes.is_empty() {
        notes.push(Note::warning("there is no network to draw".to_owned()));
    }
    notes.extend(report.notes.iter().cloned());
    Ok(Output {
        text,
        notes,
        // Where `check` would fail, as the picture may lack something.
        failed: unread().any(|it| it.fails),
        ..Output::default()
    })
}

/// What could not be read, so that the picture may lack what it declares.
fn unread_note(diagnostic: &Diagnostic, sources: &Sources) -> Note {
    let finding = &diagnostic.finding;
    let place = report::place(sources, finding.primary).unwrap_or_default();
    let message = report::visible(&finding.message);
    Note::warning(format!("{place}: {message}"))
}

fn text(report: &Report, pictures: &[Picture], sources: &Sources, format: GraphFormat) -> String {
    match format {
        GraphFormat::Svg => picture::svg(pictures),
        GraphFormat::Html => {
            let (style, format) = (Style::PLAIN, Format::Html);
            report::render(report, sources, format, style, false)
        }
        GraphFormat::Mermaid => picture::mermaid(pictures),
        GraphFormat::Dot => picture::dot(pictures),
        GraphFormat::Json => report::pretty_json(&picture::json(pictures)),
    }
}
