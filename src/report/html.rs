//! One page that needs nothing else: no network, no script. What is shown of it is chosen by form controls, which its style reads.

mod view;

mod excerpt;

mod filters;

use std::{cmp::Reverse, collections::BTreeMap};

use minijinja::{Environment, value::Serde};

use super::{Style, counted, patch, silence, site::Site, summary, unfollowed, visible};
use crate::{
    finding::Severity,
    lint::{Diagnostic, Report},
    money,
    picture::{self, Picture},
    redact::Redactions,
    source::Sources,
};
use excerpt::Texts;
use filters::Filters;

/// More instances than this are counted.
const MOST_ADDRESSES: usize = 6;

/// The page of a report, with a picture of each root of which the report has the graph.
pub(super) fn render(report: &Report, sources: &Sources, show_undecided: bool) -> String {
    let pictures = picture::pictures(report);
    let redactions = Redactions::of(report.program());
    let texts = Texts::new(sources, &redactions);
    let filters = Filters::of(report);
    let findings = report.findings.iter();
    let undecided = report.undecided.iter().filter(|_| show_undecided);
    let per_month = report.per_month.as_deref().map(money::listed);
    let page = view::Page {
        version: env!("CARGO_PKG_VERSION"),
        summary: visible(&summary(report)).into_owned(),
        style: include_str!("html/page.css"),
        figure_style: picture::figure_style(),
        counts: counts(report),
        cost: per_month.filter(|it| !it.is_empty()),
        rules: rules(report),
        findings: findings
            .map(|it| finding(it, report, (sources, &redactions, &texts), &filters))
            .collect(),
        filters: filters.shown(),
        pictures: (pictures.iter().enumerate())
            .map(|(place, picture)| drawn(picture, place))
            .collect(),
        suppressed: (report.shown_suppressed())
            .map(|it| {
                let place = Site::shown(sources, &it.finding).place();
                let by = silence::decider(it, sources);
                format!("{place}: {} ({by})", visible(&it.finding.message))
            })
            .collect(),
        undecided: undecided
            .map(|it| {
                let (address, reason) = (&it.asked.address, &it.asked.reason);
                format!("{}: {}: {}", it.rule, visible(address), visible(reason))
            })
            .collect(),
        unread: (report.about_reading())
            .map(|it| {
                let place = Site::shown(sources, &it.finding).place();
                format!("{place}: {}", visible(&it.finding.message))
            })
            .collect(),
        unfollowed: unfollowed::lines(report)
            .map(|line| visible(&line).into_owned())
            .collect(),
        left_out: silence::sentence(report),
        coverage: coverage(report),
    };
    // The template is a part of the program: that it can be filled in is held by tests.
    filled(&page).unwrap_or_else(|error| error.to_string())
}

fn filled(page: &view::Page) -> Result<String, minijinja::Error> {
    let mut environment = Environment::new();
    environment.add_template("page.html", include_str!("html/page.html"))?;
    let template = environment.get_template("page.html")?;
    template.render(Serde(page))
}

/// The symbol of a severity, beside its name.
const fn symbol(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "✖",
        Severity::Warning => "▲",
        Severity::Info => "●",
    }
}

fn counts(report: &Report) -> Vec<view::Count> {
    let summary = &report.summary;
    let levels = [
        (summary.errors, Severity::Error),
        (summary.warnings, Severity::Warning),
        (summary.infos, Severity::Info),
    ];
    let levels = levels.map(|(number, severity)| {
        let named = counted(number, severity.name());
        view::Count {
            number,
            name: named
                .split_once(' ')
                .map_or_else(String::new, |(_, name)| name.to_owned()),
            class: severity.name(),
            symbol: symbol(severity),
        }
    });
    let others = [
        (summary.endpoints, "endpoint"),
        (summary.roots, "root"),
        (summary.undecided, "open question"),
        (summary.unfollowed, "part not followed"),
    ];
    let others = others.map(|(number, noun)| view::Count {
        number,
        name: match (number, noun) {
            (1, _) => noun.to_owned(),
            (_, "part not followed") => "parts not followed".to_owned(),
            _ => format!("{noun}s"),
        },
        class: "",
        symbol: "",
    });
    levels.into_iter().chain(others).collect()
}

fn rules(report: &Report) -> Vec<view::Rule> {
    let mut rules: BTreeMap<&str, (Severity, view::Rule)> = BTreeMap::new();
    for diagnostic in &report.findings {
        let severity = diagnostic.severity;
        let rule = diagnostic.rule;
        let (gravest, row) = rules.entry(rule.id).or_insert_with(|| {
            let row = view::Rule {
                id: rule.id,
                title: rule.page.title,
                url: rule.url(),
                severity: severity.name(),
                symbol: symbol(severity),
                count: 0,
            };
            (severity, row)
        });
        row.count += 1;
        if severity > *gravest {
            *gravest = severity;
            (row.severity, row.symbol) = (severity.name(), symbol(severity));
        }
    }
    let mut rules: Vec<_> = rules.into_values().collect();
    rules.sort_by_key(|(severity, row)| (Reverse(*severity), Reverse(row.count)));
    rules.into_iter().map(|(_, row)| row).collect()
}

fn drawn(picture: &Picture, place: usize) -> view::Picture {
    let areas = picture::spelled(picture).into_iter();
    let shown = |text: String| visible(&text).into_owned();
    view::Picture {
        root: visible(&picture.name()).into_owned(),
        svg: picture::figure(picture, place),
        areas: areas
            .map(|(title, lines)| view::Area {
                title: shown(title),
                lines: lines.into_iter().map(shown).collect(),
            })
            .collect(),
    }
}

fn coverage(report: &Report) -> Vec<view::Coverage> {
    let rows = report.coverage.iter();
    let rows = rows.map(|(rule, counts)| view::Coverage {
        rule,
        fault: counts.fault,
        fine: counts.fine,
        not_applicable: counts.not_applicable,
        undecided: counts.undecided,
    });
    rows.collect()
}

fn finding(
    diagnostic: &Diagnostic,
    report: &Report,
    (sources, redactions, texts): (&Sources, &Redactions, &Texts<'_>),
    filters: &Filters,
) -> view::Finding {
    let finding = &diagnostic.finding;
    let site = Site::shown(sources, finding);
    let shown = |text: &str| visible(text).into_owned();
    let addresses = finding.addresses.iter().take(MOST_ADDRESSES);
    let mut addresses: Vec<String> = addresses.map(|it| shown(it)).collect();
    if let more @ 1.. = finding.addresses.len().saturating_sub(MOST_ADDRESSES) {
        addresses.push(format!("and {more} more"));
    }
    let is_told = report.summary.roots > 1;
    let roots: Vec<&str> = diagnostic.roots.iter().map(|it| &**it).collect();
    view::Finding {
        severity: diagnostic.severity.name(),
        symbol: symbol(diagnostic.severity),
        classes: filters.classes(diagnostic),
        message: shown(&finding.message),
        place: site.place(),
        file: shown(&site.file.name),
        rule: diagnostic.rule.id,
        url: diagnostic.rule.url(),
        confidence: finding.proof.confidence.name(),
        roots: if is_told {
            shown(&roots.join(", "))
        } else {
            String::new()
        },
        variants: shown(&diagnostic.variants.names().join(", ")),

        excerpt: texts.excerpt(finding.primary),
        help: shown(&finding.help),
        addresses: addresses.join(", "),
        steps: (finding.proof.steps.iter())
            .map(|step| view::Step {
                place: Site::of(sources, step.span).map(|site| site.place()),
                message: shown(&step.message),
                line: texts.line(step.span),
            })
            .collect(),
        fix: finding.fix.as_ref().map(|fix| {
            let lines = patch::small(fix, sources, redactions, Style::PLAIN);
            view::Fix {
                title: shown(&fix.title),
                safety: fix.safety.name(),
                lines: lines.into_iter().map(change).collect(),
            }
        }),
        unfixed: finding.unfixed.as_deref().map(shown),
    }
}

fn change(text: String) -> view::Change {
    let kind = match text.chars().next() {
        Some('+') => "+",
        Some('-') => "-",
        _ => "",
    };
    view::Change { kind, text }
}
