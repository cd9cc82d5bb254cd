//! Pages, checks, fixtures and lists agree. Generated parts are mended by `BLESS=1 cargo test --test registry`.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{
    collections::BTreeSet,
    env, fs,
    path::{Path, PathBuf},
};

use vpcelint::{
    module::known,
    page::Page,
    rules::{self, RULES, Rule},
};

/// The sections of a page, in order; before them, where users can demand something of the rule, how they do so.
const SECTIONS: [&str; 4] = ["Bad", "Good", "Silent", "References"];

fn home(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The names in a directory that `stem` makes something of.
fn names(directory: &str, stem: impl Fn(&str) -> Option<&str>) -> BTreeSet<String> {
    fs::read_dir(home(directory))
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(stem(entry.ok()?.file_name().to_str()?)?.to_owned()))
        .collect()
}

fn ids<'a>(rules: impl Iterator<Item = &'a Rule>) -> BTreeSet<String> {
    rules.map(|rule| rule.id.to_owned()).collect()
}

#[test]
fn pages_are_rules() {
    let pages = names("rules", |name| {
        name.strip_suffix(".md").filter(|stem| *stem != "README")
    });
    assert_eq!(
        pages,
        ids(rules::all()),
        "left: rules/*.md, right: the lists in src/rules.rs"
    );
}

#[test]
fn checks_are_rules() {
    let checks = names("src/rules", |name| name.strip_suffix(".rs"));
    assert_eq!(
        checks,
        ids(RULES.iter()),
        "left: src/rules/*.rs, right: the list in src/rules.rs"
    );
}

/// A fixture is text, and what cannot be read is none: pipes, links, bytes that are not UTF-8 are made by the tests of reading.
const NO_TEXT: &str = "unreadable_file";

#[test]
fn fixtures_are_rules() {
    let folders = names("fixtures", |name| {
        Some(name).filter(|name| !name.starts_with('_'))
    });
    assert_eq!(
        folders,
        ids(rules::all().filter(|rule| rule.id != NO_TEXT)),
        "left: fixtures/*, right: the lists in src/rules.rs"
    );
    for folder in folders {
        let cases = names(&format!("fixtures/{folder}"), |name| name.split('_').next());
        assert_eq!(
            cases,
            ["bad", "good", "unknown"].map(str::to_owned).into(),
            "the kinds of fixtures of `{folder}`"
        );
    }
}

#[test]
fn ids_are_in_order() {
    let ids: Vec<_> = RULES.iter().map(|rule| rule.id).collect();
    assert!(ids.is_sorted(), "sort the list in src/rules.rs: {ids:?}");
    for id in ids {
        assert!(
            id.chars()
                .all(|character| matches!(character, 'a'..='z' | '0'..='9' | '_')),
            "{id}"
        );
    }
}

#[test]
fn pages_are_strict() {
    for rule in rules::all() {
        let path = format!("rules/{}.md", rule.id);
        let text: &'static str = fs::read_to_string(home(&path)).unwrap().leak();
        let page = Page::parse(text);
        assert!(page.as_ref() == Ok(&rule.page), "{path}: {:?}", page.err());
        let sections: Vec<_> = text
            .lines()
            .filter_map(|line| line.strip_prefix("## "))
            .collect();
        let demands = rule.page.options.iter().any(|option| option.turns_on());
        let settings = Some("Settings").filter(|_| demands);
        let expected: Vec<_> = settings.into_iter().chain(SECTIONS).collect();
        assert_eq!(sections, expected, "the sections of {path}");
        for section in ["Bad", "Good"] {
            let fences = section_of(text, section)
                .lines()
                .filter(|line| line.starts_with("```"))
                .count();
            assert_eq!(fences, 2, "`## {section}` of {path} must have one example");
        }
        for reference in section_of(text, "References")
            .lines()
            .filter(|line| !line.is_empty())
        {
            assert!(reference.starts_with("- https://"), "{path}: {reference}");
        }
        assert!(
            !rule.page.text.starts_with("## "),
            "{path} does not say why it matters"
        );
    }
}

fn section_of<'a>(text: &'a str, name: &str) -> &'a str {
    let (_, rest) = text
        .split_once(&format!("\n## {name}\n"))
        .unwrap_or_default();
    rest.split_once("\n## ")
        .map_or(rest, |(section, _)| section)
}

/// The address leads to the file of this repository that the page was compiled from, in the version that this is.
#[test]
fn every_url_leads_to_the_page() {
    let manifest = fs::read_to_string(home("Cargo.toml")).unwrap();
    let repository = manifest
        .lines()
        .find_map(|line| line.strip_prefix("repository = \"")?.strip_suffix('"'))
        .unwrap();
    let tag = format!("v{}", env!("CARGO_PKG_VERSION"));
    for rule in rules::all() {
        let url = rule.url();
        let in_repository = url.strip_prefix(repository).unwrap();
        let at_tag = in_repository.strip_prefix("/blob/").unwrap();
        let (version, path) = at_tag.split_once('/').unwrap();
        assert_eq!(version, tag, "{url}");
        let page = fs::read_to_string(home(path)).unwrap();
        assert!(page.ends_with(rule.page.text), "{url} is another page");
        assert!(
            page.contains(&format!("\ntitle: {}\n", rule.page.title)),
            "{url} is another page"
        );
        assert_eq!(rules::find(rule.id).map(|found| found.id), Ok(rule.id));
    }
}

/// The action installs, and the README and the wheel name, the version that this is.
#[test]
fn the_version_is_the_same_everywhere() {
    let version = env!("CARGO_PKG_VERSION");
    let read = |path: &str| fs::read_to_string(home(path)).unwrap();
    assert!(read("action.yml").contains(&format!("default: \"{version}\"")));
    let readme = read("README.md");
    for (before, named) in [("vpcelint/vpcelint@v", version), ("vpcelint==", version)] {
        let (_, after) = readme.split_once(before).unwrap();
        assert!(after.starts_with(named), "README.md: {before}");
    }
    // What is not said there is taken from Cargo.toml.
    assert!(read("pyproject.toml").contains("dynamic = [\"version\""));
}

#[test]
fn lists_are_fresh() {
    bless("README.md", |id| format!("rules/{id}.md"));
    bless("rules/README.md", |id| format!("{id}.md"));
}

/// The models of registry modules that the README lists are those that there are.
#[test]
fn models_are_listed() {
    const START: &str = "<!-- models: generated by BLESS=1 cargo test --test registry -->\n";
    const END: &str = "<!-- end of models -->";
    let rows: Vec<_> = known::all()
        .map(|model| {
            let (source, since, checked) = (model.source(), model.since(), model.checked());
            let newest = types(&source, None);
            let mut makes = listed(&newest);
            if newest.is_empty() {
                makes.push_str("nothing: it only computes");
            }
            let oldest = types(&source, Some(&since.to_string()));
            let gone: Vec<_> = oldest.difference(&newest).cloned().collect();
            if !gone.is_empty() {
                let gone = listed(&gone.into_iter().collect());
                makes.extend(["; in ", &*since.to_string(), " also ", &*gone]);
            }
            format!("| `{source}` | {since} to {checked} | {makes} |\n")
        })
        .collect();
    let changes: Vec<_> = known::all()
        .flat_map(|model| {
            let source = model.source();
            let changes = model.changes().iter();
            changes.map(move |(version, what)| format!("- `{source}` {version}: {what}\n"))
        })
        .collect();
    let fresh = format!(
        "| module | versions | makes |\n| --- | --- | --- |\n{}\n\
         Where a version changed what is made, the model goes by the version of the call:\n\n{}",
        rows.concat(),
        changes.concat()
    );
    mend("README.md", START, END, &fresh);
}

/// The types of resources that the model for a version of a module makes.
fn types(source: &str, version: Option<&str>) -> BTreeSet<String> {
    // One of a family is like the others.
    let model = known::find(&source.replace('*', "https-443"), version).unwrap();
    let mut types = BTreeSet::new();
    let called = |line: &str, name: &str| {
        let (_, value) = line
            .trim()
            .split_once('=')
            .filter(|it| it.0.trim() == name)?;
        Some(value.trim().trim_matches('"').to_owned())
    };
    for (_, text) in model.files() {
        for call in text.split("\nmodule \"").skip(1) {
            let mut lines = call.lines();
            let source = lines.find_map(|line| called(line, "source")).unwrap();
            let version = lines.next().and_then(|line| called(line, "version"));
            types.extend(self::types(&source, version.as_deref()));
        }
        let heads = text.lines().filter_map(|it| it.strip_prefix("resource \""));
        types.extend(heads.filter_map(|it| Some(it.split_once('"')?.0.to_owned())));
    }
    types
}

fn listed(names: &BTreeSet<String>) -> String {
    let names: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
    names.join(", ")
}

/// Compares what is between the two markers of a file with the table of all rules, or writes it.
fn bless(file: &str, link: impl Fn(&str) -> String) {
    const START: &str = "<!-- rules: generated by BLESS=1 cargo test --test registry -->\n";
    const END: &str = "<!-- end of rules -->";
    let rows: Vec<_> = rules::all()
        .map(|rule| {
            let page = &rule.page;
            let (id, link) = (rule.id, link(rule.id));
            let (severity, category) = (page.severity.name(), page.category.name());
            let off = if page.on_by_default { "" } else { ", off" };
            format!(
                "| [`{id}`]({link}) | {severity}{off} | {category} | {} |\n",
                page.title
            )
        })
        .collect();
    let fresh = format!(
        "| rule | severity | category | finds |\n| --- | --- | --- | --- |\n{}",
        rows.concat()
    );
    mend(file, START, END, &fresh);
}

/// Compares what is between two markers of a file with what belongs there, or writes it.
fn mend(file: &str, start: &str, end: &str, fresh: &str) {
    let text = fs::read_to_string(home(file)).unwrap();
    let (before, rest) = text.split_once(start).unwrap();
    let (_, after) = rest.split_once(end).unwrap();
    let fresh = format!("{before}{start}{fresh}{end}{after}");
    if env::var_os("BLESS").is_some() {
        fs::write(home(file), fresh).unwrap();
    } else {
        assert!(
            text == fresh,
            "what {file} lists is stale: run `BLESS=1 cargo test --test registry`"
        );
    }
}

#[test]
fn what_demands_says_what() {
    for rule in RULES.iter() {
        let source = fs::read_to_string(home(&format!("src/rules/{}.rs", rule.id))).unwrap();
        let page = &rule.page;
        assert_eq!(
            page.demand.is_some(),
            source.contains(".demanded("),
            "`demand:` of {}",
            rule.id
        );
        let is_option = |demand| page.options.contains(&demand) && demand.turns_on();
        assert!(page.demand.is_none_or(is_option), "{}", rule.id);
    }
}
