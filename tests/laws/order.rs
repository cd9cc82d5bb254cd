//! Law 6: in which file a block stands, in which order blocks stand, and in which order arguments stand changes nothing.

use std::sync::atomic::{AtomicUsize, Ordering};

use vpcelint::syntax::{Body, ExprKind};

use super::{
    cases, each,
    rewrite::{Edits, Files, directory, is_native, parsed, range, walk},
};
use crate::fixtures::{Case, Run, lint_without, looked_at};

/// Files that repeat each other's names may be examples of which somebody takes one: that is no matter of order. What cannot be read is
/// not taken along.
fn lint_files(files: &Files) -> Run {
    lint_without(&["duplicate_declaration", "syntax"], files)
}

/// In their fixtures the fault lies between blocks, and blocks are what is shuffled: comments, and what cannot be parsed.
const BETWEEN_BLOCKS: [&str; 2] = ["syntax", "unused_ignore"];

/// A name and how to shuffle.
type Way = (&'static str, fn(&Files) -> Files);

/// Blocks whose order Terraform heeds.
const ORDERED: [&str; 2] = ["provisioner", "dynamic"];

/// The blocks of every directory in reversed order, dealt out to three files; override files stay.
fn dealt(files: &Files) -> Files {
    let mut out: Files = Vec::new();
    for (name, text) in files {
        let stem = name.strip_suffix(".tf");
        if stem.is_none_or(|stem| stem.ends_with("override")) {
            out.push((name.clone(), text.clone()));
            continue;
        }
        let blocks = parsed(text).blocks;
        for (index, block) in blocks.iter().rev().enumerate() {
            let file = format!("dealt_{}.tf", ['c', 'a', 'b'][index % 3]);
            let file = match directory(name) {
                "" => file,
                directory => format!("{directory}/{file}"),
            };
            let text = format!("{}\n\n", &text[range(block.span)]);
            match out.iter_mut().find(|(name, _)| *name == file) {
                Some((_, dealt)) => dealt.push_str(&text),
                None => out.push((file, text)),
            }
        }
    }
    out
}

/// All top-level blocks in one file, in reversed order.
fn gathered(files: &Files) -> Files {
    let mut out: Files = Vec::new();
    for (name, text) in files.iter().rev() {
        let stem = name.strip_suffix(".tf");
        if stem.is_none_or(|stem| stem.ends_with("override")) {
            out.push((name.clone(), text.clone()));
            continue;
        }
        let file = match directory(name) {
            "" => "zzz.tf".to_owned(),
            directory => format!("{directory}/zzz.tf"),
        };
        let blocks = parsed(text).blocks;
        let blocks: Vec<&str> = blocks
            .iter()
            .rev()
            .map(|it| &text[range(it.span)])
            .collect();
        let text = blocks.join("\n\n") + "\n";
        match out.iter_mut().find(|(name, _)| *name == file) {
            Some((_, gathered)) => gathered.push_str(&text),
            None => out.push((file, text)),
        }
    }
    out
}

/// The arguments and nested blocks of every block in reversed order.
fn turned(files: &Files) -> Files {
    let mut files = files.clone();
    for (name, text) in &mut files {
        if is_native(name) {
            let mut edits = Edits::default();
            for block in &parsed(text).blocks {
                turn(&block.body, text, &mut edits);
            }
            *text = edits.apply(text);
        }
    }
    files
}

fn turn(body: &Body, text: &str, edits: &mut Edits) {
    // The end marker of a heredoc stands alone on its line, so it cannot take the place of an argument with a comment.
    let attributes: Vec<_> = body
        .attributes
        .iter()
        .map(|it| range(it.span))
        .filter(|it| !text[it.clone()].contains("<<"))
        .collect();
    for (place, other) in attributes.iter().zip(attributes.iter().rev()) {
        edits.replace(place.clone(), &text[other.clone()]);
    }
    let blocks: Vec<_> = body
        .blocks
        .iter()
        .filter(|it| !ORDERED.contains(&&*it.kind))
        .collect();
    for (place, other) in blocks.iter().zip(blocks.iter().rev()) {
        // What is inside is turned too, before it takes the other place.
        let mut inner = Edits::default();
        turn(&other.body, text, &mut inner);
        let end = other.span.end as usize;
        let turned = inner.apply(&text[..end])[other.span.start as usize..].to_owned();
        edits.replace(range(place.span), turned);
    }
    for block in body.blocks.iter().filter(|it| ORDERED.contains(&&*it.kind)) {
        turn(&block.body, text, edits);
    }
}

/// The members of every list of ids and networks in reversed order: the provider takes them for sets.
fn turned_lists(files: &Files) -> Files {
    let mut files = files.clone();
    for (name, text) in &mut files {
        if !is_native(name) {
            continue;
        }
        let mut edits = Edits::default();
        for block in parsed(text).blocks("resource") {
            let of_sets = |name: &str| {
                ["_ids", "cidr_blocks", "security_groups"]
                    .iter()
                    .any(|end| name.ends_with(end))
            };
            let nested = block.body.blocks.iter().map(|it| &it.body);
            let bodies = nested.chain([&block.body]);
            for attribute in bodies.flat_map(|it| &it.attributes) {
                if !of_sets(&attribute.name) {
                    continue;
                }
                walk(&attribute.value, &mut |it| {
                    if let ExprKind::Tuple(items) = &it.kind {
                        for (place, other) in items.iter().zip(items.iter().rev()) {
                            edits.replace(range(place.span), &text[range(other.span)]);
                        }
                    }
                });
            }
        }
        *text = edits.apply(text);
    }
    files
}

/// Law 6: the order of declarations and the file they stand in change no finding.
#[test]
fn shuffling_declarations_changes_nothing() {
    let ways: [Way; 4] = [
        ("dealt out", dealt),
        ("in one file", gathered),
        ("turned", turned),
        ("with turned lists", turned_lists),
    ];
    let looked = [(); 4].map(|()| AtomicUsize::new(0));
    let mut cases = cases();
    cases.retain(|case| !BETWEEN_BLOCKS.contains(&&*case.rule));
    let wrong: Vec<Vec<String>> = each(&cases, |case| {
        let before = lint_files(&case.files).claims();
        let mut wrong = Vec::new();
        for (looked, (what, shuffle)) in looked.iter().zip(ways) {
            let shuffled = shuffle(&case.files);
            if shuffled == case.files {
                continue;
            }
            looked.fetch_add(1, Ordering::Relaxed);
            let after = lint_files(&shuffled).claims();
            if after != before {
                wrong.push(format!("{case}: {what}:\n  {before:?}\n  {after:?}"));
            }
        }
        wrong
    });
    let wrong = wrong.concat();
    for (looked, (what, _)) in looked.into_iter().zip(ways) {
        let least = if what.contains("lists") { 15 } else { 200 };
        looked_at(
            looked.into_inner(),
            least,
            &format!("configurations {what}"),
        );
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Several files a fixture, and override files, are not only made here.
#[test]
fn fixtures_have_several_files() {
    let several = |case: &&Case| {
        case.files
            .iter()
            .filter(|(name, _)| is_native(name) && directory(name).is_empty())
            .count()
            > 1
    };
    let several = cases().iter().filter(several).count();
    looked_at(several, 8, "fixtures of several files");
}
