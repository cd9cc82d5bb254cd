//! Whole configurations with the real AWS provider, without network: what Terraform plans, beside what `inspect` shows.

use std::{
    collections::{BTreeMap, BTreeSet},
    env, fs,
    path::{Path, PathBuf},
};

use regex::Regex;
use serde_json::Value as Json;
use vpcelint::{
    config::ConfigSource,
    inspect::{Format, Inspect, Values, inspect},
    pool,
    provider::{self, Nesting, Schema},
    report::Style,
    source::Sources,
};

use crate::{
    agreement::{Leaf, Masked, Verdict, compare},
    scene::Scene,
    terraform::{self, SETTINGS, terraform},
};

/// The provider must not ask anybody who it is.
pub(crate) const OFFLINE: &str = "  access_key                  = \"x\"
  secret_key                  = \"y\"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
  skip_region_validation      = true
";

/// Less agreement than this is a step back, in per cent of the attributes that Terraform knows.
const LEAST_KNOWN: usize = 97;

/// The directory that the provider comes from, or why nothing can be planned here.
pub(crate) fn mirror() -> Result<PathBuf, String> {
    let mirror = env::var_os("VPCELINT_TERRAFORM_MIRROR")
        .map_or_else(|| PathBuf::from("/opt/tf-plugins"), PathBuf::from);
    if !terraform::is_at_hand() {
        return Err("there is no terraform on PATH".into());
    }
    if !mirror.join("registry.terraform.io/hashicorp/aws").is_dir() {
        return Err(format!("no AWS provider in {}", mirror.display()));
    }
    Ok(mirror)
}

/// Lets Terraform take providers from the mirror.
pub(crate) fn take_providers_from(mirror: &Path, scene: &Scene) {
    let mirror = mirror.display().to_string();
    let settings = format!(
        "provider_installation {{\n  filesystem_mirror {{\n    path = {mirror:?}\n  }}\n}}\n"
    );
    scene.write(SETTINGS, settings);
}

/// The root's own blocks: where the provider comes from, and how it is set up.
pub(crate) fn preamble() -> String {
    format!(
        "terraform {{\n  required_providers {{\n    aws = {{\n      source = \"hashicorp/aws\"\n    }}\n  }}\n}}\n\
         provider \"aws\" {{\n  region = \"eu-west-1\"\n{OFFLINE}}}\n"
    )
}

/// One thing that Terraform refuses.
#[derive(Clone, Debug)]
pub(crate) struct Refusal {
    /// Relative to the root; empty when it is not said.
    pub(crate) file: String,
    pub(crate) line: usize,
    pub(crate) address: String,
    pub(crate) message: String,
}

/// The plan as JSON, or what Terraform refuses.
pub(crate) fn plan(directory: &Path, init: bool) -> Result<Json, Vec<Refusal>> {
    let _ = fs::remove_file(directory.join("plan"));
    if init {
        run(directory, &["init", "-json", "-input=false"])?;
    }
    run(directory, &["plan", "-json", "-input=false", "-out=plan"])?;
    let shown = terraform(directory, &["show", "-json", "plan"]);
    Ok(serde_json::from_slice(&shown.stdout).unwrap())
}

fn run(directory: &Path, arguments: &[&str]) -> Result<(), Vec<Refusal>> {
    let output = terraform(directory, arguments);
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stdout);
    let events = said
        .lines()
        .filter_map(|it| serde_json::from_str::<Json>(it).ok());
    let refusals: Vec<Refusal> = events
        .filter_map(|event| refusal(&event["diagnostic"]))
        .collect();
    if refusals.is_empty() {
        // It may crash, too.
        let message: String = said.chars().take(1_000).collect();
        return Err(vec![Refusal {
            file: String::new(),
            line: 0,
            address: String::new(),
            message,
        }]);
    }
    Err(refusals)
}

fn refusal(problem: &Json) -> Option<Refusal> {
    let text = |value: &Json| value.as_str().unwrap_or_default().to_owned();
    let line = problem["range"]["start"]["line"]
        .as_u64()
        .unwrap_or_default();
    (problem["severity"] == "error").then(|| Refusal {
        file: text(&problem["range"]["filename"]),
        line: usize::try_from(line).unwrap(),
        address: text(&problem["address"]),
        message: format!("{} {}", text(&problem["summary"]), text(&problem["detail"])),
    })
}

/// What `inspect` says of the directory.
pub(crate) fn inspected(scene: &Scene, directory: &str) -> Json {
    let sources = Sources::new(scene.0.clone());
    let pool = pool::build(1).unwrap();
    let request = Inspect {
        network: false,
        directory: PathBuf::from(directory),
        format: Format::Json,
        values: Values {
            config: ConfigSource::Nothing,
            ..Values::default()
        },
    };
    let style = Style {
        color: false,
        unicode: true,
        width: 100,
        is_screen: false,
    };
    let output = pool.install(|| inspect(&sources, &request, style)).unwrap();
    serde_json::from_str(&output.text).unwrap()
}

/// What Terraform planned of one instance: its values, the mask of what is unknown, and that of what is sensitive.
struct Planned {
    values: Json,
    unknown: Json,
    sensitive: Json,
}

/// What Terraform planned, by address.
fn planned(plan: &Json) -> BTreeMap<String, Planned> {
    fn gather(module: &Json, into: &mut BTreeMap<String, Planned>) {
        for resource in module["resources"].as_array().into_iter().flatten() {
            let address = resource["address"].as_str().unwrap().to_owned();
            let planned = Planned {
                values: resource["values"].clone(),
                unknown: Json::Bool(false),
                sensitive: resource["sensitive_values"].clone(),
            };
            into.insert(address, planned);
        }
        for child in module["child_modules"].as_array().into_iter().flatten() {
            gather(child, into);
        }
    }
    let mut planned = BTreeMap::new();
    gather(&plan["prior_state"]["values"]["root_module"], &mut planned);
    gather(&plan["planned_values"]["root_module"], &mut planned);
    for change in plan["resource_changes"].as_array().into_iter().flatten() {
        let address = change["address"].as_str().unwrap().to_owned();
        let change = &change["change"];
        let entry = planned.entry(address).or_insert_with(|| Planned {
            values: change["after"].clone(),
            unknown: Json::Null,
            sensitive: Json::Null,
        });
        entry.unknown = change["after_unknown"].clone();
        entry.sensitive = change["after_sensitive"].clone();
    }
    planned
}

/// What many comparisons came to.
#[derive(Default)]
pub(crate) struct Tally {
    pub(crate) instances: usize,
    pub(crate) counts: BTreeMap<Verdict, usize>,
    /// Address, path and both values of what is wrong.
    pub(crate) wrong: Vec<String>,
    /// What Terraform knows and we do not.
    pub(crate) less: Vec<String>,
}

impl Tally {
    /// Prints the figures and what Terraform knows and we do not.
    pub(crate) fn show(&self) {
        for less in &self.less {
            println!("less known: {less}");
        }
        println!(
            "{} instances, attributes: {:?}",
            self.instances, self.counts
        );
    }

    /// Fails when anything is wrong or too little known.
    pub(crate) fn hold(&self, least_instances: usize) {
        assert!(self.wrong.is_empty(), "{}", self.wrong.join("\n"));
        assert!(
            self.instances >= least_instances,
            "{} instances",
            self.instances
        );
        let count = |verdict| self.counts.get(&verdict).copied().unwrap_or(0);
        let (same, less) = (count(Verdict::Same), count(Verdict::Less));
        assert!(
            same * 100 >= (same + less) * LEAST_KNOWN,
            "{:?}",
            self.counts
        );
    }
}

/// Holds what `inspect` says of the scene's root against Terraform's plan of it, of the addresses that begin so.
pub(crate) fn tally(scene: &Scene, plan: &Json, begin: &str) -> Tally {
    let mut tally = Tally::default();
    let mut theirs = planned(plan);
    theirs.retain(|address, _| address.starts_with(begin));
    let report = inspected(scene, ".");
    let roots = report["roots"].as_array().unwrap();
    let root = roots.iter().find(|root| root["dir"] == ".").unwrap();
    let ours: BTreeMap<&str, &Json> = root["resources"]
        .as_array()
        .unwrap()
        .iter()
        .map(|resource| (resource["address"].as_str().unwrap(), resource))
        .collect();
    let addresses: BTreeSet<String> = theirs.keys().cloned().collect();
    for (address, planned) in theirs {
        if let Some(resource) = ours.get(&*address) {
            tally.instances += 1;
            tally.instance(&address, resource, planned);
        } else if !ours.keys().any(|ours| stands_for(ours, &address)) {
            // One symbolic instance stands for those that cannot be told apart.
            tally.wrong.push(format!("{address}: not there"));
        }
    }
    for (address, resource) in &ours {
        let certain = resource["exists"] == "must" && resource["mode"] == "managed";
        if certain && address.starts_with(begin) && !addresses.contains(*address) {
            tally.wrong.push(format!("{address}: only ours"));
        }
    }
    tally
}

/// Brings Terraform's members of sets into the order of ours, where a part of ours is unknown: which is which is not known then.
fn align(schema: &Schema, ours: Masked<'_>, planned: &mut Json, unknown: &mut Json) {
    for (name, block) in &schema.blocks {
        let ours = ours.attribute(name);
        let (Some(planned), Some(unknown)) = (planned.get_mut(&**name), unknown.get_mut(&**name))
        else {
            continue;
        };
        let (Some(members), Some(masks)) = (planned.as_array_mut(), unknown.as_array_mut()) else {
            continue;
        };
        let count = ours.value.as_array().map_or(0, Vec::len);
        if count != members.len() || count != masks.len() {
            continue;
        }
        for at in 0..count {
            let ours = ours.element(at);
            let fits = |of: &usize| {
                let mut leaves = Vec::new();
                let (value, unknown) = (&members[*of], &masks[*of]);
                compare("", ours, Masked { value, unknown }, &mut leaves);
                leaves.iter().all(|leaf| leaf.verdict != Verdict::Wrong)
            };
            if block.nesting == Nesting::Set
                && let Some(of) = (at..count).find(fits)
            {
                members.swap(at, of);
                masks.swap(at, of);
            }
            align(block.schema(), ours, &mut members[at], &mut masks[at]);
        }
    }
}

impl Tally {
    fn instance(&mut self, address: &str, ours: &Json, mut planned: Planned) {
        let ty = ours["type"].as_str().unwrap();
        if let Some(schema) = provider::resource(ty).filter(|_| ours["mode"] == "managed") {
            let ours = Masked {
                value: &ours["values"],
                unknown: &ours["unknown"],
            };
            align(schema, ours, &mut planned.values, &mut planned.unknown);
        }
        let mut leaves: Vec<Leaf> = Vec::new();
        let (ours_all, theirs_all) = (
            Masked {
                value: &ours["values"],
                unknown: &ours["unknown"],
            },
            Masked {
                value: &planned.values,
                unknown: &planned.unknown,
            },
        );
        for name in ours["values"].as_object().unwrap().keys() {
            // An argument of an override file that the provider does not know is passed over.
            if planned.values.get(name).is_none() && planned.unknown.get(name).is_none() {
                continue;
            }
            let hidden = planned.sensitive.get(name).unwrap_or(&Json::Null);
            let seen = ours_all.attribute(name);
            if let Some(path) = shown_though_hidden(name, seen.value, hidden) {
                self.wrong
                    .push(format!("{address} {path}: shown, though it is sensitive"));
            }
            let mut of_it = Vec::new();
            compare(name, seen, theirs_all.attribute(name), &mut of_it);
            // What is sensitive we do not show.
            of_it.retain(|leaf| leaf.verdict != Verdict::Less || !has_hidden(hidden));
            leaves.extend(of_it);
        }
        // What is read later is planned as it is configured, without defaults.
        let later = ours["mode"] == "data" && planned.unknown != Json::Bool(false);
        for leaf in leaves {
            if later && leaf.detail.ends_with(", theirs null") {
                continue;
            }
            *self.counts.entry(leaf.verdict).or_default() += 1;
            let text = format!("{address} {}: {}", leaf.path, leaf.detail);
            match leaf.verdict {
                Verdict::Wrong => self.wrong.push(text),
                Verdict::Less => self.less.push(text),
                Verdict::Same | Verdict::More => {}
            }
        }
    }
}

fn has_hidden(mask: &Json) -> bool {
    match mask {
        Json::Bool(hidden) => *hidden,
        Json::Array(items) => items.iter().any(has_hidden),
        Json::Object(entries) => entries.values().any(has_hidden),
        _ => false,
    }
}

/// The path of something that is shown where Terraform's mask says that it is sensitive.
fn shown_though_hidden(path: &str, value: &Json, mask: &Json) -> Option<String> {
    match (mask, value) {
        (Json::Bool(true), Json::Null) => None,
        (Json::Bool(true), _) => Some(path.to_owned()),
        (Json::Array(masks), Json::Array(values)) => {
            let mut pairs = masks.iter().zip(values).enumerate();
            pairs.find_map(|(at, (mask, value))| {
                shown_though_hidden(&format!("{path}[{at}]"), value, mask)
            })
        }
        (Json::Object(masks), Json::Object(values)) => masks.iter().find_map(|(name, mask)| {
            shown_though_hidden(&format!("{path}.{name}"), values.get(name)?, mask)
        }),
        _ => None,
    }
}

/// Whether the address of a symbolic instance, with `[*]` for keys, covers an address.
fn stands_for(symbolic: &str, address: &str) -> bool {
    if !symbolic.contains("[*]") {
        return false;
    }
    let pattern: Vec<String> = symbolic.split("[*]").map(regex::escape).collect();
    Regex::new(&format!("^{}$", pattern.join(r"\[[^\]]*\]")))
        .unwrap()
        .is_match(address)
}
