//! Boxes of lines: nearly all that is drawn.

use super::canvas::{Area, Canvas, LINE, NAME, WORD, fit, listed, measure, wrap};
use crate::{
    finding::Severity,
    picture::{Fault, fold::rules_of},
};

/// The room between the border of a box and its words.
pub(super) const PAD: i32 = 9;

/// The size of what matters less.
const QUIET: i32 = 12;

/// One line.
pub(super) enum Line {
    /// Words of a class.
    Words(&'static str, String),
    /// Words of several classes, one behind the other.
    Run(Vec<(&'static str, String)>),
    /// What is wrong.
    Mark(Severity, String),
    /// More of its name.
    Rest(Severity, String),
}

/// The id of a rule on as many lines as it needs.
fn broken(rule: &str, width: i32) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in rule.split_inclusive('_') {
        match lines.last_mut() {
            Some(line) if measure(line, NAME) + measure(word, NAME) <= width => line.push_str(word),
            _ => lines.push(fit(word, NAME, width)),
        }
    }
    lines
}

/// Lines that fit into a width.
pub(super) struct Lines {
    pub(super) width: i32,
    pub(super) lines: Vec<Line>,
}

impl Lines {
    /// No lines yet, for a box of that width.
    pub(super) const fn within(width: i32) -> Self {
        Self {
            width: width - 2 * PAD,
            lines: Vec::new(),
        }
    }

    pub(super) fn name(&mut self, name: &str) {
        self.lines
            .push(Line::Words("m h", fit(name, NAME, self.width)));
    }

    pub(super) fn heading(&mut self, words: &str) {
        self.lines
            .push(Line::Words("h", fit(words, WORD, self.width)));
    }

    pub(super) fn words(&mut self, words: &str) {
        self.lines
            .push(Line::Words("", fit(words, WORD, self.width)));
    }

    /// More words on the last line, if they have room there.
    pub(super) fn behind(&mut self, words: &str) {
        let taken = match self.lines.last() {
            Some(Line::Run(run)) => run.iter().map(|(_, it)| measure(it, WORD) + WORD).sum(),
            _ => self.width,
        };
        if taken + measure(words, QUIET) <= self.width
            && let Some(Line::Run(run)) = self.lines.last_mut()
        {
            run.push(("q", words.to_owned()));
        } else {
            self.quiet(words, 1);
        }
    }

    /// A heading and names, on one line if they have room there.
    pub(super) fn headed(&mut self, heading: &str, names: &[String], most: usize) {
        let room = self.width - measure(heading, WORD) - WORD;
        let all = names.join(", ");
        if measure(&all, NAME) <= room {
            let run = vec![("h", heading.to_owned()), ("m", all)];
            self.lines.push(Line::Run(run));
            return;
        }
        self.heading(heading);
        for line in listed(names, NAME, self.width, most) {
            self.lines.push(Line::Words("m", line));
        }
    }

    /// What matters less.
    pub(super) fn quiet(&mut self, words: &str, most: usize) {
        for line in wrap(words, QUIET, self.width, most) {
            self.lines.push(Line::Words("q", line));
        }
    }

    /// What is wrong, a rule a line.
    pub(super) fn marks(&mut self, at: &[usize], faults: &[Fault]) {
        for rule in rules_of(at, faults) {
            let of_rule = at.iter().filter_map(|at| faults.get(*at));
            let of_rule: Vec<_> = of_rule.filter(|it| it.rule == rule).collect();
            let severity = of_rule.iter().map(|it| it.severity).max();
            let Some(severity) = severity else { continue };
            let mut parts = broken(rule, self.width - 20).into_iter();
            let first = parts.next().unwrap_or_default();
            self.lines.push(Line::Mark(severity, first));
            let rest = parts.map(|part| Line::Rest(severity, part));
            self.lines.extend(rest);
        }
    }

    pub(super) fn height(&self) -> i32 {
        let count = i32::try_from(self.lines.len()).unwrap_or(0);
        count * LINE
    }

    /// Draws them from there on downwards.
    pub(super) fn draw(&self, canvas: &mut Canvas, x: i32, top: i32) {
        let mut y = top + 14;
        for line in &self.lines {
            match line {
                Line::Words(class, words) => canvas.words(class, (x, y), words),
                Line::Run(run) => canvas.run((x, y), run),
                Line::Rest(severity, rule) => {
                    let class = format!("m h {}", severity.name());
                    canvas.words(&class, (x + 20, y), rule);
                }
                Line::Mark(severity, rule) => {
                    canvas.mark(*severity, (x, y));
                    let class = format!("m h {}", severity.name());
                    canvas.words(&class, (x + 20, y), rule);
                }
            }
            y += LINE;
        }
    }

    /// Draws them in a box.
    pub(super) fn boxed(
        &self,
        canvas: &mut Canvas,
        class: &str,
        (x, y): (i32, i32),
        radius: i32,
    ) -> Area {
        let area = Area {
            x,
            y,
            width: self.width + 2 * PAD,
            height: self.height() + 2 * 6,
        };
        canvas.rect(class, area, radius);
        self.draw(canvas, x + PAD, y + 6);
        area
    }
}
