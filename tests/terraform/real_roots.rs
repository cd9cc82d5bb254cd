//! Real repositories against the real `terraform plan`: of each, some roots are planned with the AWS provider and without network, and
//! every attribute that `inspect` shows is compared with what Terraform planned.
//!
//! `VPCELINT_REPOSITORIES=DIR:DIR cargo test --test against_terraform real_roots -- --nocapture`; `VPCELINT_ROOTS` says how many roots of each, usually
//! four, and `VPCELINT_SHOW_REFUSALS` shows what Terraform refuses. In a copy, what is not the AWS provider's, what would be read from an
//! account, what is not on disk and what Terraform refuses gives way to values that could stand there; both see the same copy.

use std::{
    cmp::Reverse,
    collections::BTreeSet,
    env,
    fmt::Write as _,
    path::{Path, PathBuf},
};

use serde_json::Value as Json;

use crate::{
    cut, mend,
    plan::{self, Refusal, Tally, inspected},
    scene::Scene,
    wanted::{self, Variable},
};

/// What Terraform refuses is cut out and the rest is planned again, at most so often.
const ROUNDS: usize = 60;

/// Roots that make more than this take long, and say little more than others.
const LARGEST: usize = 400;

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
    let (mut planned, mut of_repositories) = (0, BTreeSet::new());
    for repository in env::split_paths(&repositories) {
        let name = repository.file_name().unwrap().to_str().unwrap().to_owned();
        // Some take the directory's name for that of what they make.
        let scene = Scene::new("real");
        plan::take_providers_from(&mirror, &scene);
        cut::copy(&repository, &scene.0.join("repository"));
        let mut roots = roots(&scene);
        roots.truncate(most.unwrap_or(4));
        let mut desk = Desk::new(&scene, roots);
        let Some(plan) = desk.plan() else { continue };
        for call in &desk.calls {
            scene.write("main.tf", main(std::slice::from_ref(call)));
            let tally = plan::tally(&scene, &plan, &format!("module.{}.", call.name));
            let root = &call.root;
            if tally.counts.is_empty() && tally.wrong.is_empty() {
                println!("empty: {name} {root}");
                continue;
            }
            planned += 1;
            of_repositories.insert(name.clone());
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
    }
    println!(
        "{planned} roots of {} repositories, {} instances, {:?}",
        of_repositories.len(),
        all.instances,
        all.counts
    );
    assert!(all.wrong.is_empty(), "{}", all.wrong.join("\n"));
}

/// A call of one root.
struct Call {
    name: String,
    root: String,
    /// What the root wants, with what is left to try.
    arguments: Vec<Variable>,
    aliases: Vec<String>,
}

/// The root that calls the roots of one repository.
struct Desk<'s> {
    scene: &'s Scene,
    calls: Vec<Call>,
}

impl<'s> Desk<'s> {
    fn new(scene: &'s Scene, roots: Vec<String>) -> Self {
        let mut settled = BTreeSet::new();
        let call = |(index, root): (usize, String)| {
            let directory = scene.0.join(&root);
            cut::settle(&directory, &mut settled);
            let (arguments, aliases) = wanted::wanted(&directory);
            Call {
                name: format!("m{index}"),
                root,
                arguments,
                aliases,
            }
        };
        let calls = roots.into_iter().enumerate().map(call).collect();
        Self { scene, calls }
    }

    /// The plan, with fewer roots where some cannot be made fit.
    fn plan(&mut self) -> Option<Json> {
        let mut init = true;
        for round in 0..ROUNDS {
            if self.calls.is_empty() {
                return None;
            }
            self.scene.write("main.tf", main(&self.calls));
            let refusals = match plan::plan(&self.scene.0, init) {
                Ok(plan) => return Some(plan),
                Err(refusals) => refusals,
            };
            let was_init = std::mem::take(&mut init);
            if env::var_os("VPCELINT_SHOW_REFUSALS").is_some() {
                println!("round {round}: {} refusals", refusals.len());
                for refusal in &refusals {
                    println!("round {round}: {refusal:?}");
                }
            }
            let mut any = false;
            // The last first, so that the lines before stay where they are.
            let mut cut: Vec<&Refusal> = refusals.iter().collect();
            cut.sort_by_key(|it| (it.file.clone(), Reverse(it.line)));
            cut.dedup_by_key(|it| (it.file.clone(), it.line));
            for refusal in cut {
                let cut = if refusal.file == "main.tf" {
                    self.mend(refusal.line)
                } else {
                    mend::cut_at(
                        &plain(&self.scene.0.join(&refusal.file)),
                        refusal.line,
                        &refusal.message,
                    )
                };
                any |= cut;
                let asks = [
                    "Inconsistent dependency lock",
                    "Module not installed",
                    "Module source has changed",
                ];
                if asks.iter().any(|it| refusal.message.starts_with(it)) && !was_init {
                    init = true;
                    any = true;
                }
            }
            if !any {
                let message: String = refusals[0].message.chars().take(300).collect();
                let last = self.calls.pop();
                println!(
                    "left out: {}: {message}",
                    last.map_or(String::new(), |it| it.root)
                );
            }
        }
        println!("terraform keeps refusing");
        None
    }

    /// Tries the next value of the argument in that line of our own root, or lets the call go.
    fn mend(&mut self, line: usize) -> bool {
        let mut at = preamble().lines().count();
        for (index, call) in self.calls.iter_mut().enumerate() {
            let lines = text(call).lines().count();
            if line > at && line <= at + lines {
                let argument = (line - at).checked_sub(FIRST_ARGUMENT + 1);
                if let Some(argument) = argument.and_then(|it| call.arguments.get_mut(it))
                    && argument.values.len() > 1
                {
                    argument.values.remove(0);
                } else {
                    println!("left out: {}", self.calls.remove(index).root);
                }
                return true;
            }
            at += lines;
        }
        false
    }
}

/// Lines of a call before its arguments.
const FIRST_ARGUMENT: usize = 2;

fn preamble() -> String {
    plan::preamble() + "resource \"terraform_data\" \"unknown\" {}\n"
}

fn main(calls: &[Call]) -> String {
    let calls: String = calls.iter().map(text).collect();
    preamble() + &calls
}

fn text(call: &Call) -> String {
    let mut text = format!(
        "module \"{}\" {{\n  source = \"./{}\"\n",
        call.name, call.root
    );
    for Variable { name, values } in &call.arguments {
        let _ = writeln!(text, "  {name} = {}", values[0]);
    }
    if !call.aliases.is_empty() {
        let aliases = call.aliases.join(" = aws\n    ");
        let _ = write!(
            text,
            "  providers = {{\n    aws = aws\n    {aliases} = aws\n  }}\n"
        );
    }
    text + "}\n"
}

/// The path without `..`.
fn plain(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
}

/// The roots of the copy as the linter sees them, those that make much first.
fn roots(scene: &Scene) -> Vec<String> {
    let report = inspected(scene, "repository");
    let roots = report["roots"].as_array().unwrap();
    let size = |root: &Json| root["resources"].as_array().map_or(0, Vec::len);
    let mut roots: Vec<(usize, &str)> = roots
        .iter()
        .map(|it| (size(it), it["dir"].as_str().unwrap()))
        .collect();
    roots.retain(|(size, _)| *size > 0);
    roots.sort_by_key(|(size, root)| (*size > LARGEST, Reverse(*size), *root));
    roots.into_iter().map(|(_, root)| root.to_owned()).collect()
}
