//! Real repositories against the real `terraform plan`: of each, some roots are planned with the AWS provider and without network, and
//! every attribute that `inspect` shows is compared with what Terraform planned.
//!
//! `VPCELINT_REPOSITORIES=DIR:DIR cargo test --test against_terraform real_roots -- --nocapture`; `VPCELINT_ROOTS` says how many roots of each, usually
//! four. Of a copy is cut out what is not the AWS provider's and what Terraform refuses there.

use std::{cmp::Reverse, collections::BTreeSet, env, fmt::Write as _, path::Path};

use regex::Regex;
use serde_json::Value as Json;

use crate::{
    cut,
    plan::{self, Refusal, Tally, inspected},
    scene::Scene,
};

/// What Terraform refuses is cut out and the rest is planned again, at most so often.
const ROUNDS: usize = 40;

#[test]
fn real_roots_agree_with_terraform() {
    let Some(repositories) = env::var_os("VPCELINT_REPOSITORIES") else {
        return;
    };
    let mirror = plan::mirror().unwrap();
    let most = env::var("VPCELINT_ROOTS")
        .ok()
        .and_then(|it| it.parse().ok());
    let mut all = Tally::default();
    let mut planned = 0;
    for repository in env::split_paths(&repositories) {
        let name = repository.file_name().unwrap().to_str().unwrap().to_owned();
        let scene = Scene::new(&format!("real-{name}"));
        plan::take_providers_from(&mirror, &scene);
        cut::copy(&repository, &scene.0.join("repository"));
        let mut left = most.unwrap_or(4);
        for root in roots(&scene) {
            if left == 0 {
                break;
            }
            match tally(&scene, &root) {
                Ok(tally) if tally.instances > 0 => {
                    left -= 1;
                    planned += 1;
                    println!(
                        "{name} {root}: {} instances, {:?}",
                        tally.instances, tally.counts
                    );
                    for wrong in &tally.wrong {
                        println!("WRONG {name} {root}: {wrong}");
                    }
                    all.instances += tally.instances;
                    for (verdict, count) in tally.counts {
                        *all.counts.entry(verdict).or_default() += count;
                    }
                    all.wrong.extend(tally.wrong);
                }
                Ok(_) => {}
                Err(why) => println!("left out: {name} {root}: {why}"),
            }
        }
    }
    println!(
        "{planned} roots, {} instances, {:?}",
        all.instances, all.counts
    );
    assert!(all.wrong.is_empty(), "{}", all.wrong.join("\n"));
}

/// Plans one root as a module of a root of our own, which gives it what it asks for.
fn tally(scene: &Scene, root: &str) -> Result<Tally, String> {
    let mut arguments: BTreeSet<String> = BTreeSet::new();
    let required = Regex::new(r#"The argument "([\w-]+)" is required"#).unwrap();
    for round in 0..ROUNDS {
        let mut main = plan::preamble() + "resource \"terraform_data\" \"unknown\" {}\n";
        let _ = writeln!(main, "module \"m\" {{\n  source = \"./{root}\"");
        for argument in &arguments {
            let _ = writeln!(main, "  {argument} = jsondecode(terraform_data.unknown.id)");
        }
        main += "}\n";
        scene.write("main.tf", main);
        let refusals = match plan::plan(&scene.0, true) {
            Ok(plan) => return Ok(plan::tally(scene, &plan)),
            Err(refusals) => refusals,
        };
        let mut any = false;
        // The last first, so that the lines before stay where they are.
        let mut cut: Vec<&Refusal> = Vec::new();
        for refusal in &refusals {
            match required.captures(&refusal.message) {
                Some(found) if refusal.file == "main.tf" => {
                    any |= arguments.insert(found[1].to_owned());
                }
                _ => cut.push(refusal),
            }
        }
        cut.sort_by_key(|it| (it.file.clone(), Reverse(it.line)));
        cut.dedup_by_key(|it| (it.file.clone(), it.line));
        for refusal in cut {
            any |= cut::cut_at(&scene.0.join(&refusal.file), refusal.line);
        }
        if !any {
            let message: String = refusals[0].message.chars().take(300).collect();
            return Err(format!("round {round}: {message}"));
        }
    }
    Err("terraform keeps refusing".to_owned())
}

/// The roots of the copy, as the linter sees them.
fn roots(scene: &Scene) -> Vec<String> {
    let report = inspected(scene, "repository");
    let roots = report["roots"].as_array().unwrap();
    let has_any = |root: &&Json| {
        root["resources"]
            .as_array()
            .is_some_and(|it| !it.is_empty())
    };
    let directory = |root: &Json| root["dir"].as_str().unwrap().to_owned();
    let mut roots: Vec<String> = roots.iter().filter(has_any).map(directory).collect();
    roots.sort_by_key(|root| Path::new(root).components().count());
    roots
}
