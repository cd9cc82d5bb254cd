//! What stands at a place of a file: what an expression is worth there, in every root and variant, and what an endpoint leads to.

use std::{cell::RefCell, collections::HashMap, path::Path, sync::Arc};

use super::{
    answer::{MOST_REASONS, unknowns, visible_type},
    card::Card,
    chain::{self, Step},
    meant::{Meant, meant},
    notation,
};
use crate::{
    cancellation::Cancellation,
    eval::{Evaluation, Fuel, MOST_STEPS, Sight},
    inputs::Given,
    lint::Report,
    module::{self, ModuleId, Program},
    network::Network,
    redact::Redactions,
    report,
    source::{SourceFile, Sources, is_values},
    span::{FileId, Span},
    syntax,
    value::{Kind, Value},
};

/// More roots and variants than these nobody compares.
const MOST_ROOTS: usize = 32;

/// The columns of a value.
const WIDTH: usize = 80;

/// The lines of a value.
const MOST_LINES: usize = 40;

/// What can be looked at in a program.
pub struct Glance<'a> {
    pub(super) sources: &'a Sources,
    program: &'a Program,
    given: &'a [(ModuleId, Given)],
    hidden: Redactions,
    pub(super) cancellation: Cancellation,
    /// Texts without what is hidden; nothing where all of one may be seen.
    shown: RefCell<HashMap<FileId, Option<Arc<str>>>>,
}

/// What stands at a place.
#[derive(Debug)]
pub struct Seen {
    /// The place.
    pub span: Span,
    /// What it is worth: one entry for each value that differs.
    pub worths: Vec<Worth>,
    /// The endpoints that it makes, in each way that differs.
    pub cards: Vec<(Vec<Card>, Vec<Whereabouts>)>,
    /// How many more roots and variants have it.
    pub others: usize,
}

/// What something is worth.
#[derive(Debug)]
pub struct Worth {
    /// As Terraform writes it, on one line or several.
    pub value: String,
    /// Its type, if that may be said.
    pub ty: Option<String>,
    /// What is not known of it, and why.
    pub unknown: Vec<String>,
    /// Where it comes from.
    pub from: Vec<Step>,
    /// Where it is worth that.
    pub places: Vec<Whereabouts>,
}

/// A root, judged with one variant, and the instances there.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Whereabouts {
    /// The directory of the root, as it is shown.
    pub root: String,
    /// The variant, where it has some.
    pub variant: Option<Arc<str>>,
    /// The instances; an empty one is the root module itself.
    pub addresses: Vec<Arc<str>>,
}

impl<'a> Glance<'a> {
    /// For what a run has loaded, as it was judged.
    #[must_use]
    pub fn new(sources: &'a Sources, report: &'a Report) -> Self {
        Self {
            sources,
            program: &report.program,
            given: &report.given,
            hidden: Redactions::of(&report.program),
            cancellation: Cancellation::default(),
            shown: RefCell::default(),
        }
    }

    /// The same for somebody who may wait no more: what is seen after that is no answer.
    #[must_use]
    pub fn until(self, cancellation: Cancellation) -> Self {
        Self {
            cancellation,
            ..self
        }
    }

    /// What stands at a byte of a file, if anything does that is worth something.
    #[must_use]
    pub fn seen(&self, file: &SourceFile, byte: u32) -> Option<Seen> {
        let name = file.path.file_name()?.to_string_lossy();
        let is_values = is_values(&name);
        let parsed = if is_values {
            module::parse_values(file)
        } else {
            module::parse_file(file)
        };
        let spot = parsed.body.spot(byte);
        let meant = if is_values {
            let attribute = spot.attribute?;
            Meant::Name(format!("var.{}", attribute.name), attribute.span)
        } else {
            meant(file, &spot, byte)?
        };
        let span = match &meant {
            Meant::Path(path) => path.last()?.span,
            Meant::Name(_, span) | Meant::Block(span) => *span,
        };
        let mut seen = Seen {
            span,
            worths: Vec::new(),
            cards: Vec::new(),
            others: 0,
        };
        let directory = file.path.parent().filter(|_| is_values);
        let concerned = self.concerned(file.id, directory);
        seen.others = concerned.len().saturating_sub(MOST_ROOTS);
        for (root, given) in concerned.into_iter().take(MOST_ROOTS) {
            if self.cancellation.is_cancelled() {
                return None;
            }
            let evaluation = self.evaluation(root, given);
            let place = Whereabouts {
                root: self.program.module(root).name.clone(),
                variant: given.variant.clone(),
                addresses: Vec::new(),
            };
            let sights = match &meant {
                Meant::Path(path) => evaluation.sights(file.id, &spot, path),
                Meant::Name(name, _) => {
                    let text = self.sources.scratch("<expression>", name.as_str());
                    let expr = syntax::parse_expression(text.id, name).ok()?;
                    let file = match directory {
                        // Values are no part of a module: they are the root's.
                        Some(_) => *self.program.module(root).files.first()?,
                        None => file.id,
                    };
                    evaluation.sights_of(file, &expr)
                }
                Meant::Block(header) => {
                    let cards = Card::of_block(&Network::build(&evaluation), *header);
                    if !cards.is_empty() {
                        let known = seen.cards.iter_mut().find(|(known, _)| *known == cards);
                        match known {
                            Some((_, places)) => places.push(place),
                            None => seen.cards.push((cards, vec![place])),
                        }
                    }
                    continue;
                }
            };
            for sight in sights {
                self.add(&mut seen, &evaluation, sight, &place);
            }
        }
        (!seen.worths.is_empty() || !seen.cards.is_empty()).then_some(seen)
    }

    /// The roots, with each of their variants, that a file is part of; of values those in their directory.
    pub(super) fn concerned(
        &self,
        file: FileId,
        directory: Option<&Path>,
    ) -> Vec<(ModuleId, &Given)> {
        let has = |id: &ModuleId| self.program.module(*id).files.contains(&file);
        let is_concerned = |root: ModuleId| match directory {
            Some(directory) => self.program.module(root).place == directory,
            None => self.program.reach(root).iter().any(has),
        };
        let given = self.given.iter().filter(|(root, _)| is_concerned(*root));
        given.map(|(root, given)| (*root, given)).collect()
    }

    pub(super) fn evaluation<'g>(&'g self, root: ModuleId, given: &'g Given) -> Evaluation<'g> {
        let mut evaluation = given.evaluation(self.program, self.sources, root);
        evaluation.fuel = Fuel::of(MOST_STEPS, self.cancellation.clone());
        evaluation
    }

    fn add(
        &self,
        seen: &mut Seen,
        evaluation: &Evaluation<'_>,
        Sight { address, value }: Sight,
        place: &Whereabouts,
    ) {
        let from = chain::steps(evaluation, value.origin);
        let worth = self.worth(seen.span, &value, from);
        let same = seen
            .worths
            .iter_mut()
            .find(|it| it.value == worth.value && it.ty == worth.ty && it.unknown == worth.unknown);
        let worth = if let Some(worth) = same {
            worth
        } else {
            seen.worths.push(worth);
            let Some(last) = seen.worths.last_mut() else {
                return;
            };
            last
        };
        match worth.places.last_mut() {
            Some(last) if last.root == place.root && last.variant == place.variant => {
                if !last.addresses.contains(&address) {
                    last.addresses.push(address);
                }
            }
            _ => worth.places.push(Whereabouts {
                addresses: vec![address],
                ..place.clone()
            }),
        }
    }

    fn worth(&self, span: Span, value: &Value, from: Vec<Step>) -> Worth {
        let places = Vec::new();
        if value.sensitive || self.hides(span, &from) {
            return Worth {
                value: "(sensitive)".to_owned(),
                ty: None,
                unknown: Vec::new(),
                from,
                places,
            };
        }
        let mut reasons = Vec::new();
        unknowns(value, &mut String::new(), &mut reasons);
        let all = reasons.len();
        let reasons = reasons.into_iter().take(MOST_REASONS);
        let whole = match &value.kind {
            Kind::PartialString(_) => "a part of it",
            Kind::Union(_) => "which of these",
            _ => "all of it",
        };
        let mut unknown: Vec<String> = reasons
            .map(|(path, why)| {
                let path = if path.is_empty() { whole } else { &path };
                report::visible(&format!("{path}: {why}")).into_owned()
            })
            .collect();
        unknown.extend((all > MOST_REASONS).then(|| format!("{} more", all - MOST_REASONS)));
        unknown.dedup();
        Worth {
            value: shortened(&notation::pretty(value, WIDTH, 0)),
            ty: Some(notation::type_summary(&visible_type(value), WIDTH)),
            unknown,
            from,
            places,
        }
    }

    /// Whether a value must not be shown: what it stands at or comes from is hidden in excerpts too.
    pub(super) fn hides(&self, span: Span, from: &[Step]) -> bool {
        let places = from.iter().filter_map(|step| step.span);
        places.chain([span]).any(|span| self.is_hidden(span))
    }

    fn is_hidden(&self, span: Span) -> bool {
        let file = self.sources.file(span.file);
        let mut shown = self.shown.borrow_mut();
        let shown = shown.entry(span.file).or_insert_with(|| {
            let text = self.hidden.shown(&file);
            (*text != *file.text).then(|| text.into())
        });
        let bytes = span.start as usize..span.end as usize;
        let Some(shown) = shown else { return false };
        shown.get(bytes.clone()) != file.text.get(bytes)
    }
}

fn shortened(text: &str) -> String {
    let mut lines = text.lines();
    let kept: Vec<_> = lines.by_ref().take(MOST_LINES).collect();
    let mut text = kept.join("\n");
    if lines.next().is_some() {
        text.push_str("\n...");
    }
    text
}
