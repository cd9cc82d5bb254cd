//! Plans: what they settle, what they leave open, and what is no plan. Those in `plans` are made by the real Terraform: see `plans/make.py`.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod scene;
#[expect(dead_code, reason = "the configurations are those of the plans")]
#[path = "scene/terminal.rs"]
mod terminal;

use std::{fs, path::Path};

use clap::ValueEnum as _;
use scene::Scene;
use serde_json::{Value, json};
use terminal::{Run, check, run};
use vpcelint::report::Format;

/// What the token of `plans/outside` is.
const SECRET: &str = "hunter2hunter2";

fn fixture(file: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/plans")
        .join(file);
    fs::read_to_string(path).unwrap()
}

/// The configuration and a plan of it, beside each other.
fn project(name: &str, of: &str, plan: &str) -> Scene {
    let scene = Scene::new(name);
    scene.write(".git/HEAD", "");
    scene.write("root/main.tf", fixture(&format!("{of}/main.tf")));
    if of == "outside" {
        scene.write("root/net/main.tf", fixture("outside/net/main.tf"));
    }
    scene.write("plan.json", fixture(&format!("{of}/{plan}.json")));
    scene
}

/// A report in JSON of the root with the plan.
fn report(scene: &Scene, arguments: &[&str]) -> Value {
    let all = [
        &[
            "check",
            "--output-format=json",
            "--show-undecided",
            "--min-confidence=possible",
        ],
        arguments,
    ]
    .concat();
    let run = run(&scene.0, &all, &[]);
    serde_json::from_str(&run.text).unwrap_or_else(|_| panic!("{}", run.notes))
}

/// Rule, first address and confidence of each finding, and where it is.
fn findings(report: &Value) -> Vec<String> {
    let findings = report["findings"].as_array().unwrap().iter();
    let told = findings.map(|it| {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        format!(
            "{} {} {} {}:{}",
            text(&it["rule"]),
            text(&it["addresses"][0]),
            text(&it["confidence"]),
            text(&it["location"]["file"]),
            it["location"]["start"]["line"],
        )
    });
    told.collect()
}

fn of_rules<'f>(findings: &'f [String], rules: &[&str]) -> Vec<&'f str> {
    let of_them = |it: &&String| rules.iter().any(|rule| it.starts_with(&format!("{rule} ")));
    findings
        .iter()
        .filter(of_them)
        .map(String::as_str)
        .collect()
}

fn undecided(report: &Value) -> usize {
    report["undecided"].as_array().unwrap().len()
}

const WITH: &[&str] = &["root", "--plan", "plan.json"];

#[test]
fn variables_and_data_sources_are_known() {
    let scene = project("known", "outside", "plan");
    let (without, with) = (report(&scene, &["root"]), report(&scene, WITH));
    let found = findings(&with);
    assert_eq!(
        of_rules(
            &found,
            &["private_dns_disabled", "endpoint_uses_default_sg"]
        ),
        [
            "private_dns_disabled aws_vpc_endpoint.shared[\"kms\"] certain root/main.tf:86",
            "endpoint_uses_default_sg module.net[\"eu-west-1a\"].aws_vpc_endpoint.sqs likely root/net/main.tf:9",
            "private_dns_disabled module.net[\"eu-west-1a\"].aws_vpc_endpoint.sqs certain root/net/main.tf:14",
        ]
    );
    // There is one for each zone, whatever these are called.
    let of_zone = "module.net[\"${data.aws_availability_zones.all.names[0]}\"].aws_vpc_endpoint.sqs likely root/net/main.tf:9";
    let of_each = ["endpoint_uses_default_sg", "missing_endpoint_policy"];
    assert_eq!(
        findings(&without),
        of_each.map(|rule| format!("{rule} {of_zone}"))
    );
    assert!(
        undecided(&with) * 4 < undecided(&without),
        "{}",
        undecided(&with)
    );
}

#[test]
fn proofs_say_what_comes_from_the_plan() {
    let scene = project("proof", "outside", "plan");
    let with = report(&scene, WITH);
    let all = with["findings"].as_array().unwrap().iter();
    let disabled = all.filter(|it| it["rule"] == "private_dns_disabled");
    let steps: Vec<_> = disabled
        .flat_map(|it| it["steps"].as_array().unwrap())
        .map(|it| {
            let file = it["location"]["file"].as_str().unwrap();
            format!("{file}: {}", it["message"].as_str().unwrap())
        })
        .collect();
    assert_eq!(
        steps,
        [
            "root/main.tf: the plan has this value of variable services",
            "root/main.tf: private_dns is passed here",
            "root/main.tf: the plan has this value of variable private_dns",
        ]
    );
}

#[test]
fn what_is_written_stays_as_it_is() {
    let scene = Scene::new("written");
    scene.write(".git/HEAD", "");
    let root = "resource \"aws_vpc\" \"main\" {\n  cidr_block = var.cidr\n}\n\nvariable \"cidr\" {\n  default = \"10.0.0.0/16\"\n}\n\n\
                resource \"aws_vpc_endpoint\" \"sqs\" {\n  vpc_id              = aws_vpc.main.id\n  vpc_endpoint_type   = \"Interface\"\n  \
                service_name        = \"com.amazonaws.eu-west-1.sqs\"\n  private_dns_enabled = var.dns\n}\n\nvariable \"dns\" {\n  default = false\n}\n";
    scene.write("root/main.tf", root);
    let resource = |address: &str| {
        let (ty, name) = address.split_once('.').unwrap();
        json!({"address": address, "mode": "managed", "type": ty, "name": name, "provider_config_key": "aws", "values": {}})
    };
    let resources = [resource("aws_vpc.main"), resource("aws_vpc_endpoint.sqs")];
    let plan = json!({
        "format_version": "1.2",
        "complete": true,
        "applyable": true,
        "variables": {"cidr": {"value": "10.0.0.0/16"}, "dns": {"value": false}},
        "planned_values": {"root_module": {"resources": resources}},
        "configuration": {"root_module": {"resources": resources, "variables": {"cidr": {}, "dns": {}}}},
    });
    scene.write("plan.json", plan.to_string());
    let rules = ["private_dns_disabled"];
    let (without, with) = (report(&scene, &["root"]), report(&scene, WITH));
    assert_eq!(
        of_rules(&findings(&without), &rules),
        ["private_dns_disabled aws_vpc_endpoint.sqs likely root/main.tf:13"]
    );
    // Nobody replaces a default any more.
    assert_eq!(
        of_rules(&findings(&with), &rules),
        ["private_dns_disabled aws_vpc_endpoint.sqs certain root/main.tf:13"]
    );
    let steps = |report: &Value| {
        let all = report["findings"].as_array().unwrap().clone();
        let one = all.into_iter().find(|it| it["rule"] == rules[0]).unwrap();
        one["steps"][0]["location"].clone()
    };
    assert_eq!(steps(&with), steps(&without));
}

#[test]
fn looked_up_things_are_those_that_are_made() {
    let scene = project("owned", "owned", "plan");
    let rules = ["private_dns_needs_vpc_dns"];
    assert_eq!(
        of_rules(&findings(&report(&scene, &["root"])), &rules),
        Vec::<&str>::new()
    );
    assert_eq!(
        of_rules(&findings(&report(&scene, WITH)), &rules),
        ["private_dns_needs_vpc_dns aws_vpc.main certain root/main.tf:15"]
    );
}

#[test]
fn modules_whose_text_is_elsewhere_are_seen() {
    let scene = project("elsewhere", "elsewhere", "plan");
    let (without, with) = (report(&scene, &["root"]), report(&scene, WITH));
    assert_eq!(without["summary"]["endpoints"], 0);
    assert_eq!(without["summary"]["unfollowed"], 1);
    assert_eq!(with["summary"]["endpoints"], 1);
    assert_eq!(with["summary"]["unfollowed"], 0);
    assert_eq!(
        of_rules(
            &findings(&with),
            &["private_dns_needs_vpc_dns", "endpoint_uses_default_sg"]
        ),
        [
            "private_dns_needs_vpc_dns aws_vpc.main certain root/main.tf:19",
            "endpoint_uses_default_sg module.net[0].aws_vpc_endpoint.sqs likely root/main.tf:22",
        ]
    );
}

#[test]
fn a_plan_alone_is_judged_by_addresses() {
    for of in ["outside", "owned", "elsewhere"] {
        let scene = project(&format!("alone-{of}"), of, "plan");
        scene.write("empty/README.md", "");
        let (with, alone) = (
            report(&scene, WITH),
            report(&scene, &["empty", "--plan", "plan.json"]),
        );
        let told = |report: &Value| {
            let findings = report["findings"].as_array().unwrap().iter();
            let mut told: Vec<String> = findings
                .flat_map(|it| {
                    let addresses = it["addresses"].as_array().unwrap().iter();
                    addresses.map(|at| format!("{} {at}", it["rule"]))
                })
                .collect();
            told.sort();
            told
        };
        assert_eq!(told(&alone), told(&with), "{of}");
        let text = fixture(&format!("{of}/plan.json"));
        for finding in alone["findings"].as_array().unwrap() {
            let place = &finding["location"];
            assert_eq!(place["file"], "plan.json");
            let byte = |at: &str| usize::try_from(place[at]["byte"].as_u64().unwrap()).unwrap();
            let shown = text.get(byte("start")..byte("end")).unwrap();
            let address = finding["addresses"][0].as_str().unwrap();
            let plain = address.rsplit_once("].").map_or(address, |(_, own)| own);
            assert!(plain.starts_with(shown), "{shown} {address}");
        }
    }
}

#[test]
fn a_part_of_a_plan_proves_no_absence() {
    for plan in ["targeted", "destroyed"] {
        let scene = project(plan, "outside", plan);
        let with = report(&scene, WITH);
        assert_eq!(with["summary"]["endpoints"], 3, "{plan}");
        scene.write("empty/README.md", "");
        let alone = report(&scene, &["--plan", "plan.json", "empty"]);
        assert_eq!(findings(&alone), Vec::<String>::new(), "{plan}");
    }
}

/// Every format, with and without the configuration.
#[test]
fn secrets_are_not_shown() {
    let mut plan: Value = serde_json::from_str(&fixture("outside/plan.json")).unwrap();
    // A data source may give a secret, too.
    let resources = plan["prior_state"]["values"]["root_module"]["resources"]
        .as_array_mut()
        .unwrap();
    for resource in resources {
        if resource["address"] == "data.aws_subnets.shared" {
            resource["values"]["ids"] = json!(["subnet-5ec2e7", "subnet-5ec2e8"]);
            resource["sensitive_values"] = json!({"ids": true});
        }
        if resource["address"] == "data.aws_region.current" {
            resource["values"]["name"] = json!("eu-5ec2e7-1");
            resource["sensitive_values"] = json!({"name": true});
        }
    }
    let scene = project("secret", "outside", "plan");
    scene.write("plan.json", plan.to_string());
    scene.write("empty/README.md", "");
    for format in Format::value_variants() {
        let format = format.to_possible_value().unwrap();
        for root in ["root", "empty"] {
            let arguments = [
                "check",
                root,
                "--plan=plan.json",
                "--show-undecided",
                "--show-suppressed",
                "--min-confidence=possible",
                "--output-format",
                format.get_name(),
            ];
            let run = run(&scene.0, &arguments, &[]);
            let all = run.text + &run.notes;
            // Endpoints have the subnets and services of their own, which the plan does not call sensitive.
            assert!(!all.contains(SECRET), "{}", format.get_name());
            assert!(!all.contains("5ec2e7"), "{}: {all}", format.get_name());
        }
    }
}

fn refused(scene: &Scene, file: &str) -> String {
    let run = check(&scene.0, &["root", "--plan", file], &[]);
    assert_eq!((run.status, run.text.as_str()), (2, ""), "{file}");
    let told = run
        .notes
        .trim_end()
        .strip_prefix("error: ")
        .unwrap()
        .to_owned();
    let read = format!("cannot read the plan `{file}`: ");
    told.strip_prefix(&read).map_or(told.clone(), str::to_owned)
}

#[test]
fn what_is_no_plan_is_told() {
    let scene = project("no-plan", "outside", "plan");
    let event = "{\"@level\":\"info\",\"@message\":\"Terraform 1.11\"}\n";
    for (file, bytes, message) in [
        ("zip", &b"PK\x03\x04\x14\x00"[..], "it is a plan as Terraform keeps it, not JSON: "),
        ("utf16", b"\xff\xfe{\0", "it is UTF-16: write it again as UTF-8"),
        ("latin", b"{\"\xe9\": 1}", "it is not UTF-8"),
        ("cut", b"{\"format_version\": ", "it is not JSON (line 1, column 19)"),
        ("hcl", b"resource \"x\" \"y\" {}", "it is not JSON (line 1, column 1)"),
        ("text", b"\"plan\"", "it is no plan: it has no `format_version`"),
        ("list", b"[]", "it is no plan: it has no `format_version`"),
        ("other", b"{}", "it is no plan: it has no `format_version`"),
        ("events", event.repeat(2).as_bytes(), "it is what `terraform plan -json` tells of its progress"),
        ("state", b"{\"version\": 4, \"lineage\": \"x\"}", "it is a state, not a plan: "),
        (
            "shown",
            b"{\"format_version\": \"1.0\", \"values\": {}}",
            "it is a state, not a plan: ",
        ),
        (
            "old",
            b"{\"format_version\": \"0.2\", \"planned_values\": {}, \"configuration\": {}}",
            "its format is version 0.2, and only version 1 can be read",
        ),
        (
            "new",
            b"{\"format_version\": \"2.0\", \"planned_values\": {}, \"configuration\": {}}",
            "its format is version 2.0, and only version 1 can be read",
        ),
        (
            "lacking",
            b"{\"format_version\": \"1.2\", \"planned_values\": {}}",
            "it is no plan: it has no `configuration`",
        ),
        (
            "malformed",
            b"{\"format_version\": \"1.2\", \"planned_values\": {}, \"configuration\": {\"root_module\": \"hunter2\"}}",
            "it is no plan (line 1, column 90): ",
        ),
    ] {
        scene.write(file, bytes);
        let told = refused(&scene, file);
        assert!(told.starts_with(message), "{file}: {told}");
        assert!(!told.contains("hunter2"), "{told}");
    }
    assert_eq!(refused(&scene, "missing"), "it does not exist");
    assert_eq!(refused(&scene, "root"), "it is not a regular file");
    let file = fs::File::create(scene.0.join("huge")).unwrap();
    file.set_len(300 * 1024 * 1024).unwrap();
    let told = refused(&scene, "huge");
    assert_eq!(
        told,
        "it has 314572800 bytes, more than the 268435456 that are read"
    );
}

#[test]
fn deep_plans_end() {
    let scene = project("deep", "outside", "plan");
    let deep = format!(
        "{{\"format_version\": \"1.2\", \"configuration\": {{}}, \"planned_values\": {{\"root_module\": {}{}}}}}",
        "{\"child_modules\": [".repeat(5_000),
        "]}".repeat(5_000)
    );
    scene.write("deep.json", deep);
    assert!(refused(&scene, "deep.json").starts_with("it is not JSON"));
}

#[test]
fn plans_of_other_configurations_are_told() {
    let scene = project("other", "outside", "plan");
    let (main, plan) = (fixture("outside/main.tf"), "plan.json");
    scene.write(
        "root/main.tf",
        main.replace("\"aws_vpc\" \"main\"", "\"aws_vpc\" \"other\""),
    );
    assert_eq!(
        refused(&scene, plan),
        "`plan.json` is not a plan of `root`: it has `aws_vpc.main`, which this does not declare, and it lacks `aws_vpc.other`; \
         make the plan anew, or name the directory that it was made in"
    );
    scene.write("root/main.tf", format!("{main}\nvariable \"more\" {{}}\n"));
    assert_eq!(
        refused(&scene, plan),
        "`plan.json` is not a plan of `root`: it lacks `var.more`; make the plan anew, or name the directory that it was made in"
    );
    // What cannot be read may declare anything.
    scene.write(
        "root/main.tf",
        main.replace(
            "data \"aws_subnet\" \"later\" {",
            "data \"aws_subnet\" later\" {",
        ),
    );
    let run = check(&scene.0, &["root", "--plan", plan], &[]);
    assert_eq!(run.status, 1, "{}", run.notes);
}

#[test]
fn a_plan_finds_its_root_among_several() {
    let scene = project("several", "outside", "plan");
    scene.write("aside/main.tf", fixture("owned/main.tf"));
    let run = check(&scene.0, &[".", "--plan", "plan.json"], &[]);
    assert!(
        run.text
            .contains("root/main.tf:86:3: warning[private_dns_disabled]"),
        "{}",
        run.text
    );
    let note = "note: the plan is of `root`: other root modules are judged without";
    assert!(run.notes.contains(note), "{}", run.notes);
    // Two that are alike are told apart by where the plan lies.
    scene.write("twin/main.tf", fixture("outside/main.tf"));
    scene.write("twin/net/main.tf", fixture("outside/net/main.tf"));
    let run = check(&scene.0, &[".", "--plan", "plan.json"], &[]);
    assert_eq!(run.status, 2);
    let told =
        "`plan.json` may be a plan of `root` and of `twin`: name the directory that it was made in";
    assert!(run.notes.contains(told), "{}", run.notes);
    scene.write("twin/plan.json", fixture("outside/plan.json"));
    let run = check(&scene.0, &[".", "--plan", "twin/plan.json"], &[]);
    assert!(
        run.text
            .contains("twin/main.tf:86:3: warning[private_dns_disabled]"),
        "{}",
        run.text
    );
}

#[test]
fn a_plan_stands_for_all_that_is_given() {
    let scene = project("given", "outside", "plan");
    for option in [
        "--var=region=eu-west-1",
        "--var-file=x.tfvars",
        "--variants=*.tfvars",
    ] {
        let run: Run = check(&scene.0, &["root", "--plan", "plan.json", option], &[]);
        assert_eq!(run.status, 2, "{option}");
        assert!(run.notes.contains("cannot be used with"), "{}", run.notes);
    }
}

/// A plan of 20 MB, in time and as one line.
#[test]
fn large_plans_are_read() {
    let mut plan: Value = serde_json::from_str(&fixture("outside/plan.json")).unwrap();
    let is_one = |it: &&Value| it["address"] == "aws_security_group.sg";
    let pick = |list: &Value| {
        list.as_array()
            .unwrap()
            .iter()
            .find(is_one)
            .unwrap()
            .clone()
    };
    let planned = pick(&plan["planned_values"]["root_module"]["resources"]);
    let changed = pick(&plan["resource_changes"]);
    let configured = pick(&plan["configuration"]["root_module"]["resources"]);
    let named = |one: &Value, at: usize| {
        let mut one = one.clone();
        one["address"] = json!(format!("aws_security_group.sg{at}"));
        one["name"] = json!(format!("sg{at}"));
        one
    };
    for at in 0..11_000 {
        for (list, one) in [
            ("/planned_values/root_module/resources", &planned),
            ("/resource_changes", &changed),
            ("/configuration/root_module/resources", &configured),
        ] {
            let list = plan.pointer_mut(list).unwrap().as_array_mut().unwrap();
            list.push(named(one, at));
        }
    }
    let text = plan.to_string();
    assert!(text.len() > 20_000_000, "{}", text.len());
    let scene = Scene::new("large");
    scene.write("plan.json", text);
    let run = check(&scene.0, &["--plan", "plan.json"], &[]);
    assert!(
        run.text.contains("warning[private_dns_disabled]"),
        "{}",
        run.notes
    );
}

/// The state has what the plan takes away; the configuration of a plan has the data sources of `check` blocks.
#[test]
fn what_is_about_to_go_is_not_there_and_checks_declare_what_they_read() {
    let scene = Scene::new("going");
    scene.write(".git/HEAD", "");
    scene.write(
        "main.tf",
        r#"
module "ep" {
  source   = "./m"
  for_each = toset(terraform.workspace == "default" ? ["a"] : ["a", "b"])
}
check "c" {
  data "aws_region" "here" {}
  assert {
    condition     = data.aws_region.here.name != ""
    error_message = "x"
  }
}
"#,
    );
    scene.write(
        "m/main.tf",
        "data \"aws_region\" \"own\" {}\n\nresource \"aws_vpc_endpoint\" \"e\" {\n  vpc_id       = \"vpc-1\"\n  \
         service_name = \"com.amazonaws.eu-west-1.sqs\"\n}\n",
    );
    let resource = |path: &str, mode: &str, ty: &str, name: &str| {
        let address = if mode == "data" {
            format!("{path}data.{ty}.{name}")
        } else {
            format!("{path}{ty}.{name}")
        };
        json!({ "address": address, "mode": mode, "type": ty, "name": name, "values": {}, "expressions": {} })
    };
    let instance = |key: &str| {
        let address = format!("module.ep[\"{key}\"]");
        let path = format!("{address}.");
        json!({ "address": address, "resources": [
            resource(&path, "managed", "aws_vpc_endpoint", "e"),
            resource(&path, "data", "aws_region", "own"),
        ] })
    };
    let plan = json!({
        "format_version": "1.2",
        "complete": true,
        "applyable": true,
        "terraform_version": "1.11.4",
        "planned_values": { "root_module": { "child_modules": [instance("a")] } },
        "prior_state": { "values": { "root_module": {
            "resources": [resource("", "data", "aws_region", "here")],
            "child_modules": [instance("a"), instance("b")],
        } } },
        "configuration": { "root_module": {
            "resources": [resource("", "data", "aws_region", "here")],
            "module_calls": { "ep": { "source": "./m", "for_each_expression": { "references": ["terraform.workspace"] }, "module": { "resources": [
                resource("", "managed", "aws_vpc_endpoint", "e"),
                resource("", "data", "aws_region", "own"),
            ] } } },
        } },
    });
    scene.write("plan.json", plan.to_string());
    let found = report(&scene, &[".", "--plan", "plan.json"]);
    let notes = found["notes"].to_string();
    assert_eq!(found["summary"]["endpoints"], 1, "{notes}");
}
