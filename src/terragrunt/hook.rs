//! What hooks may do to the files of the module before it is run: Terragrunt copies it, runs them in the copy, and then Terraform.

use std::{collections::BTreeSet, path::Path};

use super::expression::{Place, Scope};
use crate::{
    source::is_configuration,
    syntax::{Attribute, Block, Name},
};

/// How much of the module is as it lies on disk.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Effect {
    /// All of it.
    None,
    /// What a script does is not known.
    Unknown,
    /// Files of a configuration are written.
    Writes,
}

/// Commands before which Terraform reads the module.
const BEFORE: [&str; 5] = ["init", "validate", "plan", "apply", "init-from-module"];

/// Commands after which it reads it.
const AFTER: [&str; 3] = ["init", "init-from-module", "validate"];

/// Programs that make no file that Terraform reads.
const HARMLESS: [&str; 31] = [
    "[",
    "aws",
    "cat",
    "cd",
    "chmod",
    "checkov",
    "conftest",
    "date",
    "docker",
    "echo",
    "exit",
    "false",
    "helm",
    "infracost",
    "kubectl",
    "ls",
    "mkdir",
    "opa",
    "printf",
    "pwd",
    "sleep",
    "terraform",
    "terragrunt",
    "test",
    "tflint",
    "tfsec",
    "tofu",
    "touch",
    "trivy",
    "true",
    "zip",
];

/// Programs that make files of files.
const COPYING: [&str; 4] = ["cp", "install", "ln", "mv"];

/// Programs that change what lies where their last argument leads.
const CHANGING: [&str; 2] = ["git", "rm"];

const SHELLS: [&str; 4] = ["bash", "sh", "zsh", "/bin/sh"];

impl Scope<'_, '_> {
    /// What the hooks do of a unit that is merged of some files.
    pub(super) fn hooks(&self, places: &[Place]) -> Effect {
        let mut seen = BTreeSet::new();
        let mut effect = Effect::None;
        for place in places {
            for terraform in place.config.blocks("terraform") {
                for (kind, when) in [("before_hook", &BEFORE[..]), ("after_hook", &AFTER)] {
                    for block in terraform.body.blocks(kind) {
                        // A block takes the place of those of its name further below.
                        if seen.insert((kind, block.label(0))) {
                            effect = effect.max(self.hook(block, place, when));
                        }
                    }
                }
            }
        }
        effect
    }

    fn hook(&self, block: &Block, place: &Place, when: &[&str]) -> Effect {
        let texts = |argument: &str| {
            let attribute: &Attribute = block.body.attribute(argument)?;
            self.texts(&self.read(&attribute.value, place))
        };
        let is_told = |commands: Vec<Name>| commands.iter().any(|it| when.contains(&&**it));
        if texts("commands").is_some_and(|it| !is_told(it)) {
            return Effect::None;
        }
        let Some(words) = texts("execute") else {
            return Effect::Unknown;
        };
        let words: Vec<&str> = words.iter().map(|it| &**it).collect();
        match words.as_slice() {
            [shell, "-c", script] if SHELLS.contains(shell) => {
                let script = script
                    .replace(">|", ">")
                    .replace(">&", "> ")
                    .replace("&>", ">");
                let commands = script.split([';', '\n', '|', '&']);
                let each = commands.map(|command| self.line(command));
                each.max().unwrap_or(Effect::None)
            }
            words => self.command(words),
        }
    }

    /// What a command of a shell does, its output included.
    fn line(&self, command: &str) -> Effect {
        let mut parts = command.split('>');
        let first = parts.next().unwrap_or_default();
        let words: Vec<&str> = first.split_whitespace().map(unquoted).collect();
        let outputs = parts.filter_map(|part| part.split_whitespace().next());
        let written = outputs.map(unquoted).map(|output| {
            if is_configuration(Path::new(output)) {
                Effect::Writes
            } else if output.contains(['$', '`']) {
                Effect::Unknown
            } else {
                Effect::None
            }
        });
        written
            .max()
            .max(Some(self.command(&words)))
            .unwrap_or(Effect::None)
    }

    fn command(&self, words: &[&str]) -> Effect {
        let Some((program, arguments)) = words.split_first() else {
            return Effect::None;
        };
        let arguments: Vec<&Path> = arguments
            .iter()
            .filter(|it| !it.starts_with('-'))
            .map(Path::new)
            .collect();
        let project = self.files.sources.project();
        let is_outside = |path: &Path| path.is_absolute() && !path.starts_with(project);
        let (last, from) = match arguments.split_last() {
            Some((last, from)) => (Some(*last), from),
            None => (None, &[][..]),
        };
        let leads_outside = last.is_some_and(is_outside);
        let makes_configuration = last.is_some_and(is_configuration) && !leads_outside;
        // What it is called with says what is copied: a directory has no ending.
        let of_configuration = |path: &&Path| is_configuration(path) || path.extension().is_none();
        match *program {
            "aws" if makes_configuration => Effect::Writes,
            it if HARMLESS.contains(&it) => Effect::None,
            "mv" if from.iter().any(|it| is_configuration(it)) => Effect::Writes,
            it if COPYING.contains(&it) && makes_configuration => Effect::Writes,
            it if COPYING.contains(&it) && leads_outside => Effect::None,
            it if COPYING.contains(&it) && from.iter().any(of_configuration) => Effect::Writes,
            it if COPYING.contains(&it) => Effect::None,
            it if CHANGING.contains(&it) && leads_outside => Effect::None,
            _ if arguments.iter().any(|it| is_configuration(it)) => Effect::Writes,
            _ => Effect::Unknown,
        }
    }
}

fn unquoted(word: &str) -> &str {
    word.trim_matches(['\'', '"'])
}
