//! Instances that share a text with one at fault: a change of the text would change them too.

use std::{
    collections::{HashMap, HashSet},
    rc::Rc,
};

use super::raw::RawFinding;
use crate::{
    address::Address,
    eval::{Evaluation, Instance},
    finding::{Act, Change, Site},
    network,
    span::Span,
};

/// Keeps changes from being made that would also change an instance which is not at fault.
pub(super) fn spare(evaluation: &Evaluation<'_>, raw: &mut [RawFinding]) {
    let mut at_fault: HashMap<(&str, Span), HashSet<Address>> = HashMap::new();
    for one in raw.iter() {
        let Ok(finding) = &one.said else { continue };
        for site in finding.change.iter().flat_map(sites) {
            let known = at_fault.entry((one.rule.id, site.header)).or_default();
            known.extend(finding.addresses.iter().cloned());
        }
    }
    if at_fault.is_empty() {
        return;
    }
    let headers: HashSet<Span> = at_fault.keys().map(|(_, header)| *header).collect();
    let instances = instances_of(evaluation, &headers);
    // What is looked up in no order is collected in none.
    let innocent: HashMap<(&str, Span), Vec<&Twin<'_>>> = (at_fault.iter())
        .map(|(key, ones)| {
            let twins = instances.get(&key.1).into_iter().flatten();
            let others = twins.filter(|(address, _)| !ones.contains(address));
            (*key, others.collect())
        })
        .collect();
    let unmended = unmended(raw);
    let mut reaches: HashMap<(&str, Span, &str), Reach> = HashMap::new();
    for one in raw {
        let rule = one.rule.id;
        let Ok(finding) = &mut one.said else { continue };
        let spared = finding.change.iter().flat_map(sites).find_map(|site| {
            let others = innocent.get(&(rule, site.header))?;
            let (first, _) = others.first()?;
            // What is not written out for each is the same for all.
            let (Ok(own), Some(_)) = (&site.value, site.written) else {
                return Some(first.clone());
            };
            let argument = site.argument.split('.').next().unwrap_or_default();
            let reach = reaches.entry((rule, site.header, argument));
            let reach = reach.or_insert_with(|| Reach::of(evaluation, others, argument));
            reach.covering(own.span).cloned()
        });
        if let Some(address) = spared {
            finding.change = None;
            let why = match unmended.get(&(rule, address.clone())) {
                Some(Some(reason)) => format!("cannot be mended: {reason}"),
                Some(None) => "cannot be mended".to_owned(),
                None => "was not found to have the fault".to_owned(),
            };
            finding.unfixed = Some(format!("{address} shares the text and {why}"));
        }
    }
}

/// Those at fault whom nothing mends, and why if that is known.
fn unmended(raw: &[RawFinding]) -> HashMap<(&'static str, Address), Option<String>> {
    let found = raw.iter().filter_map(|one| {
        let finding = one.said.as_ref().ok()?;
        finding.change.is_none().then_some((one.rule.id, finding))
    });
    let each = found.flat_map(|(rule, finding)| {
        let reason = &finding.unfixed;
        let addresses = finding.addresses.iter();
        addresses.map(move |it| ((rule, it.clone()), reason.clone()))
    });
    each.collect()
}

/// An instance and its address.
type Twin<'p> = (Address, Rc<Instance<'p>>);

/// From where to where the texts go that some instances have an argument from.
struct Reach {
    /// By where they start; each with the one of its file that goes furthest of all that start no later.
    texts: Vec<(Span, Span, Address)>,
}

impl Reach {
    fn of(evaluation: &Evaluation<'_>, instances: &[&Twin<'_>], argument: &str) -> Self {
        let text = |(address, instance): &&Twin<'_>| {
            let origin = instance.attribute(argument).origin;
            let file = instance.resource.block.header.file;
            let written = network::written(&evaluation.origins, origin, file).ok()?;
            Some((written.span, written.span, address.clone()))
        };
        let mut texts: Vec<(Span, Span, Address)> = instances.iter().filter_map(text).collect();
        texts.sort_by_key(|(own, ..)| *own);
        let mut furthest: Option<(Span, Address)> = None;
        for (own, reach, address) in &mut texts {
            match &furthest {
                Some((span, of)) if span.file == own.file && span.end >= own.end => {
                    (*reach, *address) = (*span, of.clone());
                }
                _ => furthest = Some((*own, address.clone())),
            }
        }
        Self { texts }
    }

    /// One that has the argument from a text with another in it.
    fn covering(&self, text: Span) -> Option<&Address> {
        let starts_later =
            |(own, ..): &(Span, Span, Address)| (own.file, own.start) > (text.file, text.start);
        let before = self.texts.partition_point(|it| !starts_later(it));
        let (_, reach, address) = self.texts.get(before.checked_sub(1)?)?;
        (reach.file == text.file && reach.end >= text.end).then_some(address)
    }
}

type Instances<'p> = HashMap<Span, Vec<Twin<'p>>>;

fn instances_of<'p>(evaluation: &Evaluation<'p>, headers: &HashSet<Span>) -> Instances<'p> {
    let mut found = Instances::new();
    for scope in evaluation.module_instances() {
        for (name, resource) in &scope.module.resources {
            let header = resource.block.header;
            if headers.contains(&header) {
                let expansion = evaluation.expansion(&scope, name);
                let instances = expansion.instances.iter();
                let instances = instances.map(|it| (Address::from(&it.address), it.clone()));
                found.entry(header).or_default().extend(instances);
            }
        }
    }
    found
}

/// The places that a change writes at. A name that is wrong is wrong for every instance.
fn sites(change: &Change<Site>) -> impl Iterator<Item = &Site> {
    change.acts.iter().filter_map(|act| match act {
        Act::Set(site, _)
        | Act::Add(site, _)
        | Act::Replace(site, _)
        | Act::Remove(site)
        | Act::Insert(site, _) => Some(site),
        Act::Rename(..) | Act::Respell(..) | Act::Uncomment(_) => None,
    })
}
