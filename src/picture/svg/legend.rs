//! What stands below a drawing: what is wrong, in words, and what its lines mean.

use super::{
    canvas::{Canvas, LINE},
    frame::{Frame, GAP, MARGIN},
    lines::Lines,
};
use crate::picture::{Picture, fold::rules_of, words::counted};

/// More rules than this are counted.
const MOST_RULES: usize = 12;

/// What is wrong, a rule each, with what the first finding says. Where it ends.
pub(super) fn faults(canvas: &mut Canvas, picture: &Picture, frame: Frame, top: i32) -> i32 {
    let faults = &picture.faults;
    let all: Vec<usize> = (0..faults.len()).collect();
    let mut rules = rules_of(&all, faults);
    if rules.is_empty() {
        return top;
    }
    let severity = |rule: &str| {
        let of_rule = faults.iter().filter(|it| it.rule == rule);
        of_rule.map(|it| it.severity).max()
    };
    rules.sort_by_key(|rule| (std::cmp::Reverse(severity(rule)), *rule));
    let x = MARGIN + GAP;
    let width = frame.border - MARGIN;
    let mut y = top;
    canvas.words("h", (x, y + 14), "what is wrong");
    y += 24;
    for rule in rules.iter().take(MOST_RULES) {
        let of_rule: Vec<_> = faults.iter().filter(|it| it.rule == *rule).collect();
        let (Some(first), Some(severity)) = (of_rule.first(), severity(rule)) else {
            continue;
        };
        let class = format!("m h {}", severity.name());
        canvas.mark(severity, (x, y + 12));
        canvas.words(&class, (x + 20, y + 12), rule);
        y += LINE;
        let more = match of_rule.len() {
            1 => String::new(),
            count => format!(", and {} more", count - 1),
        };
        let mut lines = Lines::within(width - 20);
        let message = format!("{}: {}{more}", severity.name(), first.message);
        lines.quiet(&message, 3);
        lines.draw(canvas, x + 20, y - 2);
        y += lines.height() + 6;
    }
    if rules.len() > MOST_RULES {
        let more = counted(rules.len() - MOST_RULES, "more rule");
        canvas.words("q", (x, y + 12), &more);
        y += LINE;
    }
    y + GAP
}

/// What lines mean. Where it ends.
pub(super) fn key(canvas: &mut Canvas, top: i32) -> i32 {
    let y = top + 12;
    let mut x = MARGIN + GAP;
    canvas.circle("dot", (x + 4, y - 4), 4);
    canvas.words("q", (x + 14, y), "network interface");
    x += 136;
    canvas.path("bus", &format!("M{x} {}h22", y - 4));
    canvas.words("q", (x + 28, y), "private way to services");
    x += 184;
    canvas.path("way", &format!("M{x} {}h22", y - 4));
    canvas.words("q", (x + 28, y), "way out");
    x += 92;
    // Dashes of 6 with gaps of 4: it ends with a whole one.
    canvas.path("way dash", &format!("M{x} {}h26", y - 4));
    let words = "not known, or may be";
    canvas.words("q", (x + 32, y), words);
    y + 10
}
