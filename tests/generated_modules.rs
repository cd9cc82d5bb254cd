//! Generated trees of modules against the real `terraform plan`, attribute by attribute: one tree at each run where `terraform` is on
//! PATH and the AWS provider at hand, unless `VPCELINT_GENERATED_MODULES` says how many, from the seed that `VPCELINT_SEED` says.
//!
//! `VPCELINT_GENERATED_MODULES=20 cargo test --test generated_modules -- --nocapture` takes some minutes. What disagrees is made small:
//! files, blocks and arguments are taken away as long as it still does.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stdout,
    reason = "a test fails by panicking, and says what it counted"
)]

mod agreement;
#[expect(dead_code, reason = "variants are held against each other elsewhere")]
mod generator;
#[expect(dead_code, reason = "expressions are made small elsewhere")]
mod grammar;
mod oracle;
#[path = "terraform/plan.rs"]
mod plan;
mod scene;
mod terraform;

use std::{collections::BTreeSet, env, fmt::Write as _, fs, path::Path, str::FromStr};

use generator::{Block, Generator, Item, Tree, Way};
use plan::{Refusal, Tally};
use regex::Regex;
use scene::Scene;
use serde_json::Value as Json;

/// Instances in a tree, at the least: fewer and the comparison is not one.
const LEAST_INSTANCES: usize = 10;

/// What Terraform refuses is taken out of the tree and the rest is planned again, at most so often.
const ROUNDS: usize = 12;

/// A tree of which Terraform refuses nothing: every refusal costs another plan.
const SEED: u64 = 10;

/// Steps of making small, each of which is a plan.
const STEPS: usize = 30;

#[test]
fn generated_modules_agree_with_terraform() {
    let mirror = match plan::mirror() {
        Ok(mirror) => mirror,
        Err(why) => return oracle::skipped("generated_modules_agree_with_terraform", &why),
    };
    let count = setting("VPCELINT_GENERATED_MODULES").unwrap_or(1);
    let seed = setting("VPCELINT_SEED").unwrap_or(SEED);
    let mut total = Tally::default();
    let (mut given_up, mut said) = (0, String::new());
    for seed in seed..seed + count {
        let desk = Desk::new(&mirror);
        let Some((tree, plan)) = desk.accepted(Generator::new(seed).tree()) else {
            given_up += 1;
            continue;
        };
        let tally = plan::tally(&desk.0, &plan, "");
        println!(
            "seed {seed}: {} instances, {:?}",
            tally.instances, tally.counts
        );
        let faults = faults(&tally);
        if !faults.is_empty() {
            println!("{}", faults.join("\n"));
            let (tree, wrong) = desk.shrink(tree, faults);
            let _ = writeln!(said, "seed {seed}: {}\n{}", wrong.join("\n"), tree.shown());
        }
        add(&mut total, tally);
    }
    println!("{count} trees, {given_up} of them refused");
    total.show();
    assert!(said.is_empty(), "{said}");
    total.hold(LEAST_INSTANCES * usize::try_from(count).unwrap());
}

/// What is wrong; with `VPCELINT_LESS` what is less known, too, of which the smallest tree shows the reason.
fn faults(tally: &Tally) -> Vec<String> {
    let mut faults = tally.wrong.clone();
    if env::var_os("VPCELINT_LESS").is_some() {
        faults.extend_from_slice(&tally.less);
    }
    faults
}

fn add(total: &mut Tally, tally: Tally) {
    total.instances += tally.instances;
    for (verdict, count) in tally.counts {
        *total.counts.entry(verdict).or_default() += count;
    }
    total.wrong.extend(tally.wrong);
    total.less.extend(tally.less);
}

fn setting<T: FromStr>(name: &str) -> Option<T> {
    env::var(name).ok()?.parse().ok()
}

/// Where one tree is planned.
struct Desk(Scene);

impl Desk {
    fn new(mirror: &Path) -> Self {
        let scene = Scene::new("generated");
        plan::take_providers_from(mirror, &scene);
        Self(scene)
    }

    /// Writes the tree in place of what was there.
    fn write(&self, tree: &Tree) {
        let kept = [".terraform", ".terraform.lock.hcl", terraform::SETTINGS];
        for entry in fs::read_dir(&self.0.0).unwrap() {
            let path = entry.unwrap().path();
            if kept.iter().any(|it| path.ends_with(it)) {
                continue;
            }
            if path.is_dir() {
                fs::remove_dir_all(path).unwrap();
            } else {
                fs::remove_file(path).unwrap();
            }
        }
        let mut aws = false;
        for (path, (text, _)) in tree.rendered() {
            aws |= text.contains("\"aws_");
            self.0.write(path, text);
        }
        if aws {
            self.0.write("provider.tf", plan::preamble());
        }
    }

    /// What Terraform accepts of the tree, with its plan: what it refuses is taken away. `None` when it refuses on and on.
    fn accepted(&self, mut tree: Tree) -> Option<(Tree, Json)> {
        for _ in 0..ROUNDS {
            self.write(&tree);
            // It may not be valid, but that is no reason to panic.
            let _ = plan::inspected(&self.0, ".");
            let refusals =
                match plan::plan(&self.0.0, !self.0.0.join(".terraform.lock.hcl").exists()) {
                    Ok(plan) => return Some((tree, plan)),
                    Err(refusals) => refusals,
                };
            if env::var_os("VPCELINT_REFUSALS").is_some() {
                for it in &refusals {
                    println!(
                        "refused: {}:{} {} {}",
                        it.file, it.line, it.address, it.message
                    );
                }
            }
            let smaller = without_refused(&tree, &refusals);
            if smaller.size() == tree.size() {
                println!("given up: {refusals:?}");
                return None;
            }
            tree = smaller;
        }
        None
    }

    /// Whether Terraform accepts the tree as it is and we disagree.
    fn disagreement(&self, tree: &Tree) -> Option<Vec<String>> {
        self.write(tree);
        let plan = plan::plan(&self.0.0, false).ok()?;
        let wrong = faults(&plan::tally(&self.0, &plan, ""));
        (!wrong.is_empty()).then_some(wrong)
    }

    /// What we say of the instance and attribute that a line about what is wrong begins with.
    fn said(&self, tree: &Tree, wrong: &str) -> Option<Json> {
        self.write(tree);
        let report = plan::inspected(&self.0, ".");
        let roots = report["roots"].as_array()?;
        let root = roots.iter().find(|root| root["dir"] == ".")?;
        let mut resources = root["resources"].as_array()?.iter();
        let found = resources.find(|it| {
            let rest = wrong.strip_prefix(it["address"].as_str().unwrap_or_default());
            rest.is_some_and(|rest| rest.starts_with([' ', ':']))
        })?;
        let rest = &wrong[found["address"].as_str()?.len()..];
        let attribute = rest.trim_start().split(['.', '[', ':']).next()?;
        Some(found["values"][attribute].clone())
    }

    /// The smallest tree found that still disagrees, and how. Terraform is slow: it is asked only where we still say the same.
    fn shrink(&self, mut tree: Tree, mut wrong: Vec<String>) -> (Tree, Vec<String>) {
        let mut steps = 0;
        let needed = needed(&tree, &wrong[0]);
        if let Some(found) = self.disagreement(&needed) {
            (tree, wrong) = (needed, found);
        }
        let mut at_once = tree.size().div_ceil(4);
        while at_once > 0 && steps < STEPS {
            let said = self.said(&tree, &wrong[0]);
            let mut ways = tree.ways();
            ways.reverse();
            let found = ways.chunks(at_once).find_map(|chunk| {
                let smaller = pruned(&tree, chunk);
                if steps >= STEPS
                    || smaller.size() == tree.size()
                    || self.said(&smaller, &wrong[0]) != said
                {
                    return None;
                }
                steps += 1;
                self.disagreement(&smaller).map(|wrong| (smaller, wrong))
            });
            match found {
                Some(found) => (tree, wrong) = found,
                None => at_once /= 2,
            }
        }
        (tree, wrong)
    }
}

/// What the instance rests on that a line about what is wrong begins with. Names are unique in a tree.
fn needed(tree: &Tree, wrong: &str) -> Tree {
    let word = Regex::new(r"\b[a-z]+\d+\b").unwrap();
    let address = wrong.split(' ').next().unwrap_or_default();
    let words = |text: &str| -> Vec<String> {
        word.find_iter(text)
            .map(|it| it.as_str().to_owned())
            .collect()
    };
    let mut names: BTreeSet<String> = words(address).into_iter().collect();
    loop {
        let mut smaller = tree.clone();
        for file in smaller.files.values_mut() {
            file.items.retain_mut(|item| match item {
                Item::Argument(it) => names.contains(&it.name),
                Item::Block(block) => keep_needed(block, &names),
            });
        }
        smaller.files.retain(|_, file| !file.items.is_empty());
        let known = names.len();
        for (path, way) in smaller.ways() {
            names.extend(words(&text_of(&smaller, &path, &way)));
        }
        if names.len() == known {
            return smaller;
        }
    }
}

/// Takes away what is not needed in a block; whether anything is left.
fn keep_needed(block: &mut Block, names: &BTreeSet<String>) -> bool {
    let kind = block.head[0].clone();
    if kind == "locals" || kind == "module" {
        block.items.retain(|item| match item {
            Item::Argument(it) => {
                let meta = ["source", "count", "for_each"].contains(&it.name.as_str());
                meta || names.contains(&it.name)
            }
            Item::Block(_) => true,
        });
    }
    match block.head.last() {
        _ if kind == "locals" => !block.items.is_empty(),
        Some(name) => names.contains(name) || name == "seed",
        None => false,
    }
}

/// The tree without some items, and without what then makes no sense: what mentions a block that is gone.
fn pruned(tree: &Tree, ways: &[(String, Way)]) -> Tree {
    let mut smaller = tree.clone();
    let mut ordered = ways.to_vec();
    ordered.sort();
    for (path, way) in ordered.iter().rev() {
        smaller = smaller.without(path, way);
    }
    let before = declared(tree);
    loop {
        let known = declared(&smaller);
        let gone: BTreeSet<_> = before.difference(&known).collect();
        let found = smaller.ways().into_iter().find(|(path, way)| {
            let directory = directory(path);
            let text = text_of(&smaller, path, way);
            let mut gone = gone.iter();
            gone.any(|(of, name)| (of == directory || of == ANYWHERE) && mentions(&text, name))
        });
        let Some((path, way)) = found else {
            return smaller;
        };
        smaller = smaller.without(&path, &way);
    }
}

/// Where the names are known that are unique in the tree.
const ANYWHERE: &str = "*";

fn directory(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(directory, _)| directory)
}

/// Names with the directories they are declared in.
fn declared(tree: &Tree) -> BTreeSet<(String, String)> {
    let mut names = BTreeSet::new();
    for (path, file) in &tree.files {
        for item in &file.items {
            let Item::Block(block) = item else { continue };
            let mut add = |name: String| names.insert((directory(path).to_owned(), name));
            if path.contains("override") {
                continue;
            }
            if let Some(address) = block.address() {
                add(address);
            }
            if block.head[0] == "output" {
                names.insert((ANYWHERE.to_owned(), format!(".{}", block.head[1])));
                continue;
            }
            if block.head[0] == "locals" {
                for item in &block.items {
                    if let Item::Argument(it) = item {
                        add(format!("local.{}", it.name));
                    }
                }
            }
        }
    }
    names
}

/// The text of an item, without what is nested in a block.
fn text_of(tree: &Tree, path: &str, way: &[usize]) -> String {
    let mut items = &tree.files[path].items;
    let mut text = String::new();
    for index in way {
        match &items[*index] {
            Item::Argument(it) => text.clone_from(&it.text),
            Item::Block(block) => {
                text = block.address().unwrap_or_default();
                items = &block.items;
            }
        }
    }
    text
}

fn mentions(text: &str, name: &str) -> bool {
    text.match_indices(name).any(|(at, _)| {
        !text[at + name.len()..].starts_with(|it: char| it.is_ascii_alphanumeric() || it == '_')
    })
}

/// The tree without what Terraform refuses: the argument or block on that line.
fn without_refused(tree: &Tree, refusals: &[Refusal]) -> Tree {
    let rendered = tree.rendered();
    let mut ways: BTreeSet<(String, Way)> = BTreeSet::new();
    for refusal in refusals {
        if let Some((_, owners)) = rendered.get(&*refusal.file)
            && let Some(way) = refusal
                .line
                .checked_sub(1)
                .and_then(|line| owners.get(line))
            && !way.is_empty()
        {
            let mut way = way.clone();
            // What is beside it makes no sense without it.
            if is_repetition(tree, &refusal.file, &way) {
                way.pop();
            }
            ways.insert((refusal.file.clone(), way));
        }
    }
    pruned(tree, &ways.into_iter().collect::<Vec<_>>())
}

/// Whether `count` or `for_each` is there.
fn is_repetition(tree: &Tree, path: &str, way: &[usize]) -> bool {
    let mut items = &tree.files[path].items;
    for index in way {
        match &items[*index] {
            Item::Argument(it) => return it.name == "count" || it.name == "for_each",
            Item::Block(block) => items = &block.items,
        }
    }
    false
}
