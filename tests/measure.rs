//! How much of the endpoints of real repositories is known, why the rest is not, and what evaluation costs beside reading and parsing.
//!
//! It says nothing without repositories: `VPCELINT_MEASURE=DIR:DIR cargo test --release --test measure -- --nocapture`.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test fails by panicking, and says what it counted"
)]

use std::{
    collections::BTreeMap,
    env,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use globset::GlobSet;
use vpcelint::{
    config::{ConfigSource, Configs, Layer},
    eval::{Evaluation, Instance},
    inputs, module,
    network::Network,
    options::Options,
    pool,
    rules::{Check, RULES},
    source::{Sources, VersionControl},
    value::{Fragment, Kind, Value, Why},
};

const ATTRIBUTES: [&str; 7] = [
    "service_name",
    "vpc_endpoint_type",
    "subnet_ids",
    "security_group_ids",
    "policy",
    "private_dns_enabled",
    "route_table_ids",
];

/// How much of one attribute is known.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Knowledge {
    Known,
    /// All that is missing are identifiers that AWS gives to resources of this configuration.
    Identified,
    Partly,
    Unknown,
}

#[derive(Default)]
struct Measured {
    endpoints: usize,
    attributes: BTreeMap<(&'static str, Knowledge), usize>,
    reasons: BTreeMap<String, usize>,
    parsing: Duration,
    evaluation: Duration,
    rules: Duration,
}

#[test]
fn real_repositories() {
    let Some(repositories) = env::var_os("VPCELINT_MEASURE") else {
        println!("skipped: VPCELINT_MEASURE names no repositories");
        return;
    };
    let mut measured = Measured::default();
    // One thread: the shares of the work count, not how it is spread.
    let pool = pool::build(1).unwrap();
    for repository in env::split_paths(&repositories) {
        pool.install(|| measure(&repository, &mut measured));
    }
    report(&measured);
}

fn measure(repository: &Path, into: &mut Measured) {
    let sources = Sources::new(repository.to_owned());
    let start = Instant::now();
    let discovery = sources
        .discover(
            &[PathBuf::from(".")],
            &GlobSet::empty(),
            VersionControl::Respected,
        )
        .unwrap();
    let program = module::load(&sources, &discovery.directories);
    let nothing = Layer::default();
    let mut configs = Configs::new(&sources, ConfigSource::Nothing, nothing.clone(), nothing);
    let inputs = inputs::of_variants(&sources, &program, &mut configs, &[]).unwrap();
    into.parsing += start.elapsed();
    let roots = program.roots.iter().zip(inputs.iter().flatten());
    for (root, inputs) in roots {
        let start = Instant::now();
        let evaluation = Evaluation::new(&program, &sources, *root, &inputs.values);
        let mut instances = Vec::new();
        for scope in evaluation.module_instances() {
            for name in scope.module.resources.keys() {
                instances.extend(evaluation.expansion(&scope, name).instances.iter().cloned());
            }
        }
        into.evaluation += start.elapsed();
        let start = Instant::now();
        let network = Network::build(&evaluation);
        let said = RULES.iter().filter_map(|rule| rule.check);
        let verdicts = |check: Check| check.verdicts(&network, &evaluation.origins, Options::NONE);
        let said: usize = said.map(|check| verdicts(check).len()).sum();
        into.rules += start.elapsed();
        assert!(said < usize::MAX);
        for instance in instances {
            if instance.ty() == "aws_vpc_endpoint" {
                count(&instance, into);
            }
        }
    }
}

fn count(endpoint: &Instance<'_>, into: &mut Measured) {
    into.endpoints += 1;
    for name in ATTRIBUTES {
        if !endpoint.sets(name) {
            continue;
        }
        let mut reasons = Vec::new();
        let value = endpoint.attribute(name);
        unknown_parts(&value, &mut reasons);
        let knowledge = if reasons.is_empty() {
            Knowledge::Known
        } else if reasons.iter().all(|why| matches!(why, Why::Resource(_))) {
            Knowledge::Identified
        } else if matches!(value.kind, Kind::Unknown(_)) {
            Knowledge::Unknown
        } else {
            Knowledge::Partly
        };
        *into.attributes.entry((name, knowledge)).or_default() += 1;
        if knowledge > Knowledge::Identified {
            let reason = reasons.iter().find(|why| !matches!(why, Why::Resource(_)));
            let reason = reason.map(|why| format!("{name}: {}", class(why)));
            *into.reasons.entry(reason.unwrap()).or_default() += 1;
        }
    }
}

/// Why each unknown part of a value is unknown.
fn unknown_parts(value: &Value, into: &mut Vec<Why>) {
    match &value.kind {
        Kind::Unknown(unknown) => into.push(unknown.why.clone()),
        Kind::PartialString(fragments) => into.extend(fragments.iter().filter_map(|it| match it {
            Fragment::Unknown(unknown) => Some(unknown.why.clone()),
            Fragment::Known(_) => None,
        })),
        Kind::Sequence(sequence) => {
            sequence.items.iter().for_each(|it| unknown_parts(it, into));
            into.extend(sequence.rest.iter().map(|rest| rest.why.clone()));
        }
        Kind::Mapping(mapping) => {
            mapping
                .entries
                .values()
                .for_each(|it| unknown_parts(it, into));
            into.extend(mapping.rest.iter().map(|rest| rest.why.clone()));
        }
        Kind::Union(alternatives) => {
            into.push(Why::Condition);
            alternatives.iter().for_each(|it| unknown_parts(it, into));
        }
        _ => {}
    }
}

/// The reason without names.
fn class(why: &Why) -> &str {
    match why {
        Why::Narrow(why) => class(why),
        Why::Resource(_) => "decided when the resource is applied",
        Why::Data(_) => "read from AWS by a data source",
        Why::Variable(_) => "a variable has no value here",
        Why::Ephemeral(_) => "a variable is ephemeral",
        Why::Undeclared(_) => "a variable or local is not declared",
        Why::Module(_) => "the source of a module is not on disk",
        Why::File(_) => "a file cannot be read here",
        Why::Condition => "depends on a condition that is unknown",
        Why::ProviderRegion(_) => "the region comes from the environment",
        Why::Function(name) | Why::Environment(name) | Why::Fault(name) | Why::Unfit(name) => name,
        Why::Ignored => "its changes are ignored",
        Why::Cycle => "it refers to itself",
        Why::Unread => "a part of the module could not be read",
        Why::Limit => "it is too large to evaluate",
    }
}

fn report(measured: &Measured) {
    println!("{} endpoint instances", measured.endpoints);
    for name in ATTRIBUTES {
        let of = |knowledge| {
            measured
                .attributes
                .get(&(name, knowledge))
                .copied()
                .unwrap_or(0)
        };
        println!(
            "{name}: {} known, {} known but for identifiers, {} partly known, {} unknown",
            of(Knowledge::Known),
            of(Knowledge::Identified),
            of(Knowledge::Partly),
            of(Knowledge::Unknown)
        );
    }
    let mut reasons: Vec<_> = measured.reasons.iter().collect();
    reasons.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
    for (reason, count) in reasons {
        println!("{count:5} {reason}");
    }
    let share = measured.evaluation.as_secs_f64() / measured.parsing.as_secs_f64();
    println!(
        "reading and parsing {:?}, evaluation {:?} ({share:.2} of it), joins and rules {:?}",
        measured.parsing, measured.evaluation, measured.rules
    );
}
