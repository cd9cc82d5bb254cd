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
                let commands = script.split([';', '\n', '|', '&']);
                let each = commands.map(|command| self.line(command));
                each.max().unwrap_or(Effect::None)
            }
            words => self.command(words),
        }
    }

    /// What a command of a shell does, its output included.
    fn line(&self, command: &str) -> Effect {
        let (command, output) = command.split_once('>').unwrap_or((command, ""));
        let words: Vec<&str> = command.split_whitespace().map(unquoted).collect();
        let output: String = output.chars().filter(|it| !"'\">".contains(*it)).collect();
        let written = match output.trim() {
            output if is_configuration(Path::new(output)) => Effect::Writes,
            output if output.contains(['$', '`']) => Effect::Unknown,
            _ => Effect::None,
        };
        written.max(self.command(&words))
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
        let leads_outside = arguments.last().is_some_and(|it| is_outside(it));
        // What it is called with says what is copied: a directory has no ending.
        let of_configuration = |path: &&Path| is_configuration(path) || path.extension().is_none();
        let from = arguments.split_last().map_or(&[][..], |(_, from)| from);
        match *program {
            it if HARMLESS.contains(&it) => Effect::None,
            it if COPYING.contains(&it) && leads_outside => Effect::None,
            it if COPYING.contains(&it) && from.iter().any(of_configuration) => Effect::Writes,
            it if COPYING.contains(&it) => Effect::None,
            it if CHANGING.contains(&it) && leads_outside => Effect::None,
            _ => Effect::Unknown,
        }
    }
}

fn unquoted(word: &str) -> &str {
    word.trim_matches(['\'', '"'])
}
