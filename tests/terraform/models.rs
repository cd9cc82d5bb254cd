//! The models of registry modules against the modules themselves: the same calls once of the module's own files, planned by Terraform
//! without network, and once of the model, version by version.
//!
//! `VPCELINT_MODULES=DIR cargo test --test against_terraform models -- --nocapture`, where `DIR/OWNER/NAME` are the git repositories as on
//! GitHub (`git clone --bare`), for the modules and for those that they call. `VPCELINT_MODULE_VERSIONS=all` takes every version that a
//! model speaks of instead of a few; a name or a version there takes what it is part of.

use std::{
    cmp::Reverse,
    collections::BTreeMap,
    env,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use regex::Regex;
use serde_json::Value as Json;
use vpcelint::module::known;
use walkdir::WalkDir;

use crate::{
    later, oracle,
    plan::{self, Tally},
    scene::Scene,
};

/// What Terraform refuses is cut out and the rest is planned again, at most so often.
const ROUNDS: usize = 20;

/// A module that has a model.
struct Module {
    /// `OWNER/NAME`, as on GitHub.
    repository: &'static str,
    submodule: &'static str,
    /// As calls have it.
    source: &'static str,
    /// The tags that are planned when not all are asked for.
    tags: &'static [&'static str],
    /// Calls of it without their source. Arguments that a version does not declare are left out there.
    calls: &'static str,
    /// Outputs that are compared, too: of a module that makes nothing they are all there is.
    outputs: &'static [&'static str],
}

const MODULES: [Module; 12] = [
    Module {
        repository: "terraform-aws-modules/terraform-aws-vpc",
        submodule: "",
        source: "terraform-aws-modules/vpc/aws",
        tags: &[
            "v2.78.0", "v3.19.0", "v4.0.2", "v5.7.0", "v5.21.0", "v6.6.0",
        ],
        calls: include_str!("models/vpc.tf"),
        outputs: &[],
    },
    Module {
        repository: "terraform-aws-modules/terraform-aws-vpc",
        submodule: "modules/vpc-endpoints",
        source: "terraform-aws-modules/vpc/aws//modules/vpc-endpoints",
        tags: &["v3.19.0", "v5.16.0", "v5.21.0", "v6.6.0"],
        calls: include_str!("models/vpc_endpoints.tf"),
        outputs: &[],
    },
    Module {
        repository: "terraform-aws-modules/terraform-aws-security-group",
        submodule: "",
        source: "terraform-aws-modules/security-group/aws",
        tags: &["v3.18.0", "v4.17.2", "v5.3.1"],
        calls: include_str!("models/security_group.tf"),
        outputs: &[],
    },
    Module {
        repository: "cloudposse/terraform-aws-vpc",
        submodule: "modules/vpc-endpoints",
        source: "cloudposse/vpc/aws//modules/vpc-endpoints",
        tags: &["2.0.0", "v2.2.0", "v3.0.0"],
        calls: include_str!("models/cloudposse_vpc_endpoints.tf"),
        outputs: &[],
    },
    Module {
        repository: "aws-ia/terraform-aws-vpc",
        submodule: "",
        source: "aws-ia/vpc/aws",
        tags: &["v4.2.1", "v4.4.5", "v4.7.3"],
        calls: include_str!("models/aws_ia_vpc.tf"),
        outputs: &[],
    },
    Module {
        repository: "hashicorp/terraform-cidr-subnets",
        submodule: "",
        source: "hashicorp/subnets/cidr",
        tags: &["v1.0.0"],
        calls: include_str!("models/cidr_subnets.tf"),
        outputs: &["base_cidr_block", "networks", "network_cidr_blocks"],
    },
    Module {
        repository: "cloudposse/terraform-null-label",
        submodule: "",
        source: "cloudposse/label/null",
        tags: &["0.25.0"],
        calls: include_str!("models/cloudposse_label.tf"),
        outputs: &[
            "enabled",
            "id",
            "id_full",
            "namespace",
            "tenant",
            "environment",
            "stage",
            "name",
            "delimiter",
            "attributes",
            "tags",
            "tags_as_list_of_maps",
            "additional_tag_map",
            "label_order",
            "regex_replace_chars",
            "id_length_limit",
            "context",
            "normalized_context",
        ],
    },
    Module {
        repository: "cloudposse/terraform-aws-vpc",
        submodule: "",
        source: "cloudposse/vpc/aws",
        tags: &["2.0.0", "2.1.1", "v3.0.0"],
        calls: include_str!("models/cloudposse_vpc.tf"),
        outputs: &["vpc_cidr_block"],
    },
    Module {
        repository: "cloudposse/terraform-aws-dynamic-subnets",
        submodule: "",
        source: "cloudposse/dynamic-subnets/aws",
        tags: &["2.0.0", "2.0.4", "2.4.2", "v3.1.0"],
        calls: include_str!("models/cloudposse_dynamic_subnets.tf"),
        outputs: &[
            "availability_zones",
            "public_subnet_cidrs",
            "private_subnet_cidrs",
        ],
    },
    Module {
        repository: "cloudposse/terraform-aws-security-group",
        submodule: "",
        source: "cloudposse/security-group/aws",
        tags: &["1.0.0", "1.0.1", "2.0.0", "2.2.0"],
        calls: include_str!("models/cloudposse_security_group.tf"),
        outputs: &[],
    },
    Module {
        repository: "terraform-aws-modules/terraform-aws-security-group",
        submodule: "modules/https-443",
        source: "terraform-aws-modules/security-group/aws//modules/https-443",
        tags: &["v3.18.0", "v4.17.2", "v5.3.1"],
        calls: include_str!("models/security_group_preset.tf"),
        outputs: &[],
    },
    Module {
        repository: "terraform-aws-modules/terraform-aws-security-group",
        submodule: "modules/web",
        source: "terraform-aws-modules/security-group/aws//modules/web",
        tags: &["v3.18.0", "v4.17.2", "v5.3.1"],
        calls: include_str!("models/security_group_preset.tf"),
        outputs: &[],
    },
];

/// What those modules call themselves: the source, its repository, and a tag.
const CALLED: [(&str, &str, &str); 4] = [
    (
        "cloudposse/label/null",
        "cloudposse/terraform-null-label",
        "0.25.0",
    ),
    ("aws-ia/label/aws", "aws-ia/terraform-aws-label", "v0.0.6"),
    (
        "drewmullen/subnets/cidr",
        "drewmullen/terraform-cidr-subnets",
        "1.0.2",
    ),
    (
        "cloudposse/utils/aws",
        "cloudposse/terraform-aws-utils",
        "1.4.0",
    ),
];

#[test]
fn models_agree_with_their_modules() {
    let Some(repositories) = env::var_os("VPCELINT_MODULES").map(PathBuf::from) else {
        return println!("skipped: VPCELINT_MODULES does not say where the modules are");
    };
    let mirror = match plan::mirror() {
        Ok(mirror) => mirror,
        Err(why) => return oracle::skipped("models_agree_with_their_modules", &why),
    };
    let asked = env::var("VPCELINT_MODULE_VERSIONS").unwrap_or_default();
    let mut wrong = Vec::new();
    for module in &MODULES {
        for tag in tags(&repositories, module, &asked) {
            let name = format!("{} {tag}", module.source);
            match tally(&repositories, &mirror, module, &tag) {
                Ok(tally) => {
                    println!("{name}: {} instances, {:?}", tally.instances, tally.counts);
                    wrong.extend(tally.wrong.iter().map(|it| format!("{name}: {it}")));
                }
                Err(why) => wrong.push(format!("{name}: {why}")),
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The tags to plan.
fn tags(repositories: &Path, module: &Module, asked: &str) -> Vec<String> {
    let usual = || module.tags.iter().map(|it| (*it).to_owned()).collect();
    if asked.is_empty() {
        return usual();
    }
    let directory = repositories.join(module.repository);
    let all = git(&directory, &["tag", "--sort=version:refname"]);
    let all = String::from_utf8(all).unwrap();
    let from = module.tags[0].trim_start_matches('v');
    let major = from.split('.').next().unwrap().parse::<u32>().unwrap();
    let tag = Regex::new(r"^v?(\d+)\.\d+\.\d+$").unwrap();
    all.lines()
        .filter(|it| {
            tag.captures(it)
                .is_some_and(|found| found[1].parse::<u32>().unwrap() >= major)
        })
        .filter(|it| known::find(module.source, Some(it)).is_some())
        .filter(|it| {
            asked == "all"
                || asked
                    .split(' ')
                    .all(|asked| format!("{} {it} ", module.source).contains(asked))
        })
        .map(ToOwned::to_owned)
        .collect()
}

fn git(repository: &Path, arguments: &[&str]) -> Vec<u8> {
    let output = Command::new("git")
        .arg("-C")
        .arg(repository)
        .args(arguments)
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{} {arguments:?}",
        repository.display()
    );
    output.stdout
}

/// Puts the files of a tag into a directory, ready to be planned.
fn check_out(repository: &Path, tag: &str, scene: &Scene, name: &str) {
    let raw = scene.0.join(format!("raw-{name}"));
    fs::create_dir_all(&raw).unwrap();
    let archive = raw.join("archive.tar");
    fs::write(&archive, git(repository, &["archive", tag])).unwrap();
    let unpacked = Command::new("tar")
        .args(["xf", "archive.tar"])
        .current_dir(&raw)
        .status();
    assert!(unpacked.unwrap().success());
    fs::remove_file(archive).unwrap();
    for unused in ["examples", "wrappers", "test", "tests"] {
        let _ = fs::remove_dir_all(raw.join(unused));
    }
    call_beside(&raw);
    later::copy(&raw, &scene.0.join(name));
    fs::remove_dir_all(raw).unwrap();
}

/// Calls of other modules lead to where those are put.
fn call_beside(directory: &Path) {
    let call =
        Regex::new(r#"(source\s*=\s*)"([\w-]+/[\w-]+/[\w-]+)"(\s*version\s*=[^\n]*)?"#).unwrap();
    let validation = Regex::new(r"(?ms)^  validation \{$.*?^  \}\n").unwrap();
    let random = Regex::new(r"random_id\.\w+\[\*\]\.b64_url").unwrap();
    for entry in WalkDir::new(directory) {
        let entry = entry.unwrap();
        if entry.path().extension().is_none_or(|it| it != "tf") {
            continue;
        }
        let text = fs::read_to_string(entry.path()).unwrap();
        let text = call.replace_all(&text, |found: &regex::Captures<'_>| {
            let Some(place) = CALLED.iter().position(|it| it.0 == &found[2]) else {
                return found[0].to_owned();
            };
            let up = "../".repeat(entry.depth());
            format!("{}\"./{up}called-{place}\"", &found[1])
        });
        // Terraform must know which zones there are.
        let zones = r#"["eu-west-1a", "eu-west-1b", "eu-west-1c"]"#;
        let zones = if text.contains("var.azs") {
            format!("(length(coalesce(var.azs, [])) == 0 ? tolist({zones}) : sort(var.azs))")
        } else {
            zones.to_owned()
        };
        let text = text.replace("data.aws_availability_zones.current.names", &zones);
        let text = text.replace("data.aws_availability_zones.default[0].names", &zones);
        // What refuses inputs says nothing of what is made, and may ask for a newer Terraform.
        let text = validation.replace_all(&text, "");
        // A random name is as unknown without the provider that makes it.
        let text = random.replace_all(&text, "[timestamp()]");
        // What version 6 of the provider calls the region of the data source is its name in version 5.
        let text = text.replace(
            "data.aws_region.current[0].region",
            "data.aws_region.current[0].name",
        );
        fs::write(entry.path(), text).unwrap();
    }
}

/// One version of a module, with all its calls.
fn tally(repositories: &Path, mirror: &Path, module: &Module, tag: &str) -> Result<Tally, String> {
    let theirs = Scene::new("module");
    plan::take_providers_from(mirror, &theirs);
    check_out(
        &repositories.join(module.repository),
        tag,
        &theirs,
        "module",
    );
    for (place, (_, repository, tag)) in CALLED.iter().enumerate() {
        check_out(
            &repositories.join(repository),
            tag,
            &theirs,
            &format!("called-{place}"),
        );
    }
    let source = format!("./module/{}", module.submodule);
    let mut calls = calls(module.calls, &declared(&theirs.0.join(&source)));
    let plan = planned(module, &theirs, &source, &mut calls)?;
    let ours = Scene::new("model");
    let version = format!("  version = {:?}\n", tag.trim_start_matches('v'));
    ours.write("main.tf", root(module, &calls, module.source, &version));
    let mut tally = plan::tally(&ours, &plan, "");
    tally.wrong.extend(unsaid(&ours, &plan));
    Ok(tally)
}

/// What the module's resources are given and the model's are not, though Terraform plans it to be something.
fn unsaid(ours: &Scene, plan: &Json) -> Vec<String> {
    let report = plan::inspected(ours, ".");
    let said: BTreeMap<&str, &Json> = report["roots"][0]["resources"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| (it["address"].as_str().unwrap(), &it["values"]))
        .collect();
    let calls = &plan["configuration"]["root_module"]["module_calls"];
    let mut unsaid = Vec::new();
    for change in plan["resource_changes"].as_array().unwrap() {
        let address = change["address"].as_str().unwrap();
        let path: Vec<&str> = address.split('.').collect();
        let (Some(said), ["module", call, ..]) = (said.get(address), &*path) else {
            continue;
        };
        let resources = calls[call]["module"]["resources"].as_array().unwrap();
        let is_it = |it: &&Json| it["type"] == change["type"] && it["name"] == change["name"];
        let Some(resource) = resources.iter().find(is_it) else {
            continue;
        };
        for name in resource["expressions"].as_object().into_iter().flatten() {
            let planned = &change["change"]["after"][name.0];
            let is_nothing = match planned {
                Json::Null | Json::Bool(false) => true,
                Json::String(text) => text.is_empty(),
                Json::Array(items) => items.is_empty(),
                Json::Object(entries) => entries.is_empty(),
                _ => false,
            };
            // How long to wait and where a role is kept are of no interest, and `vpc` is the old name of `domain`.
            let is_read = !["timeouts", "path", "vpc"].contains(&name.0.as_str());
            if is_read && !is_nothing && said.get(name.0).is_none() {
                unsaid.push(format!("{address} {}: not said, theirs {planned}", name.0));
            }
        }
    }
    unsaid
}

/// The variables of a module.
fn declared(directory: &Path) -> Vec<String> {
    let variable = Regex::new(r#"(?m)^variable "(\w+)""#).unwrap();
    let mut names = Vec::new();
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|it| it == "tf") {
            let text = fs::read_to_string(path).unwrap();
            names.extend(variable.captures_iter(&text).map(|it| it[1].to_owned()));
        }
    }
    names
}

/// The arguments of calls, by their names, without what is not declared.
fn calls(text: &str, declared: &[String]) -> BTreeMap<String, String> {
    let argument = Regex::new(r"^  (\w+) +=").unwrap();
    let call = |text: &str| {
        let (name, body) = text.split_once('"').unwrap();
        let mut arguments = String::new();
        let mut is_declared = false;
        for line in body.lines().skip(1).take_while(|it| *it != "}") {
            if let Some(found) = argument.captures(line) {
                is_declared = declared.iter().any(|it| *it == found[1]);
            }
            if is_declared {
                let _ = writeln!(arguments, "{line}");
            }
        }
        (name.to_owned(), arguments)
    };
    text.split("\nmodule \"").skip(1).map(call).collect()
}

/// A root with the calls, and their outputs as something that is planned.
fn root(module: &Module, calls: &BTreeMap<String, String>, source: &str, version: &str) -> String {
    let mut text = plan::preamble();
    for (name, arguments) in calls {
        let _ = writeln!(
            text,
            "module {name:?} {{\n  source = {source:?}\n{version}{arguments}}}"
        );
        for output in module.outputs {
            let _ = writeln!(
                text,
                "resource \"aws_ssm_parameter\" \"{name}_{output}\" {{\n  name = \"x\"\n  type = \"String\"\n  \
                 insecure_value = jsonencode(module.{name}.{output})\n}}"
            );
        }
    }
    text
}

/// What Terraform plans, without what the copies were given to be planned offline. Calls that it refuses are left out.
fn planned(
    module: &Module,
    scene: &Scene,
    source: &str,
    calls: &mut BTreeMap<String, String>,
) -> Result<Json, String> {
    let call = Regex::new(r"module\.(\w+)").unwrap();
    for round in 0..ROUNDS {
        scene.write("main.tf", root(module, calls, source, ""));
        let mut refusals = match plan::plan(&scene.0, round == 0) {
            Ok(mut plan) => {
                strip(&mut plan);
                return Ok(plan);
            }
            Err(refusals) => refusals,
        };
        // The last first, so that the lines before stay where they are.
        refusals.sort_by_key(|it| (it.file.clone(), Reverse(it.line)));
        refusals.dedup_by_key(|it| (it.file.clone(), it.line));
        let mut any = false;
        for refusal in &refusals {
            let file = scene.0.join(&refusal.file);
            let says = |start: &str| refusal.message.starts_with(start);
            if refusal.file == "main.tf" || !refusal.address.is_empty() {
                let by_address = call.captures(&refusal.address);
                let name = by_address.map_or_else(
                    || call_at(&scene.0.join("main.tf"), refusal.line),
                    |found| found[1].to_owned(),
                );
                println!("left out: {refusal:?}");
                any |= calls.remove(&name).is_some();
            } else if says("Unsupported argument") || says("Unsupported attribute") {
                any |= without_line(&file, refusal.line);
            } else if says("Reference to undeclared") {
                any |= later::cut_at(&file, refusal.line);
            }
        }
        if !any {
            return Err(format!("{refusals:?}"));
        }
    }
    Err("terraform keeps refusing".to_owned())
}

/// The call that a line of the root belongs to.
fn call_at(root: &Path, line: usize) -> String {
    let text = fs::read_to_string(root).unwrap();
    let heads = text.lines().take(line);
    let head = heads.filter_map(|it| it.strip_prefix("module \"")).last();
    let head = head.unwrap_or_default();
    head.split('"').next().unwrap_or_default().to_owned()
}

/// Takes an argument out that the provider does not know any more.
fn without_line(file: &Path, line: usize) -> bool {
    let text = fs::read_to_string(file).unwrap();
    let lines = text.lines().enumerate();
    let left: Vec<&str> = lines
        .filter(|(at, _)| at + 1 != line)
        .map(|it| it.1)
        .collect();
    fs::write(file, left.join("\n") + "\n").unwrap();
    true
}

/// Data sources are read later, which is not how they are planned.
fn strip(plan: &mut Json) {
    fn managed(resource: &Json) -> bool {
        resource["mode"] == "managed" && resource["type"] != "terraform_data"
    }
    fn gather(module: &mut Json) {
        if let Some(resources) = module["resources"].as_array_mut() {
            resources.retain(managed);
        }
        for child in module["child_modules"].as_array_mut().into_iter().flatten() {
            gather(child);
        }
    }
    plan["prior_state"] = Json::Null;
    gather(&mut plan["planned_values"]["root_module"]);
    if let Some(changes) = plan["resource_changes"].as_array_mut() {
        changes.retain(managed);
    }
}
