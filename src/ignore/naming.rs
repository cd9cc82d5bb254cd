//! The comments of a file that name a rule, found by what they cover.

use super::reach::Reach;

/// A comment, and which of its rules it is.
type Place = (usize, usize);

/// The comments of a file that name one rule.
#[derive(Debug, Default)]
pub(super) struct Naming {
    /// All of them, until a question about the rule was met in the file.
    all: Vec<Place>,
    /// Those that cover the whole file; one of them once something was found there.
    whole: Vec<Place>,
    /// The others that have an effect, sorted by where what they cover starts once that has been asked for.
    others: Vec<Covering>,
    /// How far any of these reaches that starts no later.
    until: Vec<u32>,
}

#[derive(Debug)]
struct Covering {
    first: u32,
    last: u32,
    is_item: bool,
    place: Place,
}

impl Naming {
    /// Adds a comment; one that does not count any more may still be in doubt.
    pub(super) fn add(&mut self, place: Place, reach: Reach, counts: bool) {
        self.all.push(place);
        if !counts {
            return;
        }
        match reach {
            Reach::File => self.whole.push(place),
            Reach::Line(span) | Reach::Item(span) => self.others.push(Covering {
                first: span.start,
                last: span.end,
                is_item: reach.is_item(),
                place,
            }),
            Reach::Nothing => {}
        }
    }

    /// Those that cover what starts at a byte; of the header of a call, those that cover all of the call.
    pub(super) fn over(&mut self, start: u32, is_call: bool) -> Vec<Place> {
        if self.until.len() != self.others.len() {
            self.others.sort_by_key(|it| it.first);
            let mut until = 0;
            let reaches = self.others.iter().map(|it| {
                until = it.last.max(until);
                until
            });
            self.until = reaches.collect();
        }
        let mut over = Vec::new();
        if !is_call {
            over.clone_from(&self.whole);
            self.whole.truncate(1);
        }
        let before = self.others.partition_point(|it| it.first <= start);
        let before = self.others.iter().zip(&self.until).take(before).rev();
        // What covers something lies around it, so that little else is met on the way there.
        for (it, _) in before.take_while(|(_, until)| **until >= start) {
            if it.last >= start && (it.is_item || !is_call) {
                over.push(it.place);
            }
        }
        over
    }

    /// All of them, the first time that anybody asks.
    pub(super) fn doubted(&mut self) -> Vec<Place> {
        std::mem::take(&mut self.all)
    }
}
