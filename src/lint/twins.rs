//! Instances that share a text with one at fault: a change of the text would change them too.

use std::collections::{BTreeMap, BTreeSet};

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
    let mut at_fault: BTreeMap<(&str, Span), BTreeSet<Address>> = BTreeMap::new();
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
    let headers: BTreeSet<Span> = at_fault.keys().map(|(_, header)| *header).collect();
    let instances = instances_of(evaluation, &headers);
    for one in raw {
        let rule = one.rule.id;
        let Ok(finding) = &mut one.said else { continue };
        let spared = finding.change.iter().flat_map(sites).find_map(|site| {
            let ones = at_fault.get(&(rule, site.header))?;
            let mut twins = instances.get(&site.header)?.iter();
            twins.find_map(|(address, instance)| {
                let shares = !ones.contains(address) && shares(evaluation, instance, site);
                shares.then(|| format!("{address} shares the text, and is as it should be"))
            })
        });
        if spared.is_some() {
            finding.change = None;
            finding.unfixed = spared;
        }
    }
}

type Instances<'p> = BTreeMap<Span, Vec<(Address, std::rc::Rc<Instance<'p>>)>>;

fn instances_of<'p>(evaluation: &Evaluation<'p>, headers: &BTreeSet<Span>) -> Instances<'p> {
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

fn sites(change: &Change<Site>) -> impl Iterator<Item = &Site> {
    change.acts.iter().filter_map(|act| match act {
        Act::Set(site, _)
        | Act::Add(site, _)
        | Act::Replace(site, _)
        | Act::Remove(site)
        | Act::Rename(site, _)
        | Act::Insert(site, _) => Some(site),
        Act::Respell(..) | Act::Uncomment(_) => None,
    })
}

/// Whether an instance of the same block has its argument from the same text.
fn shares(evaluation: &Evaluation<'_>, instance: &Instance<'_>, site: &Site) -> bool {
    let (Ok(own), Some(written)) = (&site.value, site.written) else {
        return true;
    };
    let argument = site.argument.split('.').next().unwrap_or_default();
    let origin = instance.attribute(argument).origin;
    let other = network::written(&evaluation.origins, origin, written.file);
    other.is_ok_and(|other| other.span.contains(own.span))
}
