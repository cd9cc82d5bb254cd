//! Modules of the registry made fit to be planned offline: what is not the AWS provider's is cut out of a copy, and data sources are
//! read later, so that whatever comes from them is unknown.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::LazyLock,
};

use regex::Regex;
use walkdir::WalkDir;

use crate::plan::OFFLINE;

/// Data sources that the provider reads without asking anybody.
const OFFLINE_DATA: [&str; 3] = ["aws_region", "aws_partition", "aws_iam_policy_document"];

/// What data sources wait for: it has an unknown attribute until it is applied.
const LATER: &str = "resource \"terraform_data\" \"later\" {\n  input = timestamp()\n}\n";

/// A block at the left margin, as `terraform fmt` leaves it.
static BLOCK: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?ms)^(\w+)((?:[ \t]+[\w-]+|[ \t]+\x22[^\x22\n]*\x22)*)[ \t]*\{(?:[^\n]*\}[ \t]*$|.*?^\})").unwrap()
});

/// Copies the texts of a repository, cut.
pub(crate) fn copy(from: &Path, to: &Path) {
    let walk = WalkDir::new(from).into_iter();
    let walk =
        walk.filter_entry(|it| !matches!(it.file_name().to_str(), Some(".git" | ".terraform")));
    for entry in walk
        .filter_map(Result::ok)
        .filter(|it| it.file_type().is_file())
    {
        let name = entry.path().strip_prefix(from).unwrap();
        let Ok(text) = fs::read_to_string(entry.path()) else {
            continue;
        };
        if entry.file_name() == ".terraform.lock.hcl" {
            continue;
        }
        let target = to.join(name);
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        let is_module = name.extension().is_some_and(|it| it == "tf");
        let text = if is_module { cut(&text) } else { text };
        fs::write(&target, text).unwrap();
        if is_module {
            fs::write(target.with_file_name("later_of_data.tf"), LATER).unwrap();
        }
    }
}

fn cut(text: &str) -> String {
    let aliases = Regex::new(r"(?s)configuration_aliases\s*=\s*\[([^\]]*)\]").unwrap();
    let line = |name: &str, body: &str| {
        let found = Regex::new(&format!(r"(?m)^\s*{name}\s*=[^\n]*$")).unwrap();
        found
            .find(body)
            .map_or(String::new(), |it| format!("{}\n", it.as_str()))
    };
    let replaced = BLOCK.replace_all(text, |found: &regex::Captures<'_>| {
        let whole = &found[0];
        let labels: Vec<&str> = found[2].split_whitespace().map(|it| it.trim_matches('"')).collect();
        match (&found[1], &*labels) {
            ("terraform", _) => aliases.captures(whole).map_or(String::new(), |aliases| {
                let aliases = aliases[1].split(',').map(str::trim);
                let aliases: Vec<&str> = aliases.filter(|it| it.starts_with("aws.")).collect();
                format!(
                    "terraform {{\n  required_providers {{\n    aws = {{\n      source = \"hashicorp/aws\"\n      configuration_aliases = [{}]\n    }}\n  }}\n}}",
                    aliases.join(", ")
                )
            }),
            ("provider", ["aws"]) => {
                let (alias, region) = (line("alias", whole), line("region", whole));
                format!("provider \"aws\" {{\n{alias}{region}{OFFLINE}}}")
            }
            ("provider" | "check" | "import" | "moved" | "removed" | "ephemeral", _) => String::new(),
            ("data", [ty, _]) if OFFLINE_DATA.contains(ty) => whole.to_owned(),
            ("data", [ty, _]) if ty.starts_with("aws_") && !whole.contains("depends_on") => {
                let head = whole.split_once('{').map_or(whole, |(head, _)| head);
                let body = whole.split_once('{').map_or("", |(_, body)| body);
                format!("{head}{{\n  depends_on = [terraform_data.later]\n{body}")
            }
            ("data" | "resource", [ty, _]) if !ty.starts_with("aws_") && *ty != "terraform_data" => {
                String::new()
            }
            ("module", _) if !Regex::new(r#"(?m)^\s*source\s*=\s*"\.\.?/"#).unwrap().is_match(whole) => {
                String::new()
            }
            _ => whole.to_owned(),
        }
    });
    replaced.into_owned()
}

/// Cuts what stands at a line that Terraform refuses: an entry of `locals`, or a whole block. False when there is nothing.
pub(crate) fn cut_at(file: &PathBuf, line: usize) -> bool {
    let Ok(text) = fs::read_to_string(file) else {
        return false;
    };
    let at: usize = text
        .split_inclusive('\n')
        .take(line.saturating_sub(1))
        .map(str::len)
        .sum();
    let Some(block) = BLOCK
        .find_iter(&text)
        .find(|it| it.start() <= at && at < it.end())
    else {
        return false;
    };
    let mut range = block.range();
    if block.as_str().starts_with("locals") {
        let entry = Regex::new(r"(?m)^  [\w-]+\s*=").unwrap();
        let starts = entry
            .find_iter(block.as_str())
            .map(|it| block.start() + it.start());
        let starts: Vec<usize> = starts.collect();
        if let Some(start) = starts.iter().rev().find(|it| **it <= at) {
            let next = starts.iter().find(|it| *it > start);
            range = *start..next.copied().unwrap_or(block.end() - 1);
        }
    }
    let mut left = text.clone();
    left.replace_range(range, "");
    fs::write(file, left).unwrap();
    true
}
