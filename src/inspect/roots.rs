//! The roots that are asked about, each with what it is given: once, or once for each of its variants.

use std::{path::PathBuf, slice, sync::Arc};

use globset::GlobSet;

use crate::{
    config::{ConfigSource, Configs, Layer, Variant},
    eval::Evaluation,
    inputs::{self, Given, Input},
    lint::{Error, heading},
    module::{self, ModuleId, Program},
    note::Note,
    report,
    source::{Sources, VersionControl},
};

/// What roots are given, as `check` takes it.
#[derive(Clone, Default, Debug)]
pub struct Values {
    /// Values of their variables.
    pub inputs: Vec<Input>,
    /// Which configuration file gives further values, and names variants.
    pub config: ConfigSource,
    /// What the environment says.
    pub environment: Layer,
    /// Variants in the place of those.
    pub variants: Vec<Variant>,
    /// The only variant that counts.
    pub variant: Option<String>,
}

impl Values {
    /// What each root of a program is given, and what of that none asks for.
    pub(super) fn of_roots(
        &self,
        sources: &Sources,
        program: &Program,
    ) -> Result<(Vec<Vec<Given>>, Option<Note>), inputs::Error> {
        let (config, environment) = (self.config.clone(), self.environment.clone());
        let mut configs = Configs::new(sources, config, environment, self.command());
        let mut given = inputs::of_variants(sources, program, &mut configs, &self.inputs)?;
        if let Some(variant) = &self.variant {
            inputs::choose(variant, &mut given)?;
        }
        let stray = inputs::declared(sources, program, &self.inputs, &self.variants, &[])?;
        inputs::fitting(sources, program, &each(program, &given))?;
        Ok((given, stray))
    }

    /// What of it the command line says.
    pub(super) fn command(&self) -> Layer {
        Layer {
            variants: self.variants.clone(),
            ..Layer::default()
        }
    }
}

/// Each root in each of its variants.
fn each<'g>(program: &Program, given: &'g [Vec<Given>]) -> Vec<(ModuleId, &'g Given)> {
    let roots = program.roots.iter().zip(given);
    roots
        .flat_map(|(root, given)| given.iter().map(|one| (*root, one)))
        .collect()
}

/// What is told of a root, in one of its variants if it has some.
#[derive(Debug)]
pub(super) struct OfRoot<T> {
    /// Its directory, as it is shown.
    pub(super) directory: String,
    pub(super) variant: Option<Arc<str>>,
    pub(super) told: T,
}

/// The roots below a directory, with what they are given and what could not be read.
pub(super) struct Roots {
    program: Program,
    given: Vec<Vec<Given>>,
    pub(super) notes: Vec<Note>,
}

impl Roots {
    pub(super) fn below(
        sources: &Sources,
        directory: &PathBuf,
        values: &Values,
    ) -> Result<Self, Error> {
        let searched = slice::from_ref(directory);
        let discovery = sources.discover(searched, &GlobSet::empty(), VersionControl::Respected)?;
        let program = module::load(sources, &discovery.directories);
        let (given, stray) = values.of_roots(sources, &program)?;
        let mut notes = unread(sources, &program);
        notes.extend(stray);
        for path in &discovery.without_terraform {
            let name = path.display();
            notes.push(Note::warning(format!("no Terraform files in `{name}`")));
        }
        for (path, reason) in &discovery.unreadable {
            let name = sources.name(path);
            notes.push(Note::warning(format!("`{name}` was not read: {reason}")));
        }
        Ok(Self {
            program,
            given,
            notes,
        })
    }

    /// What is to be told of each, in each of its variants.
    pub(super) fn told<T>(
        &self,
        sources: &Sources,
        tell: impl Fn(&Evaluation<'_>) -> T,
    ) -> Vec<OfRoot<T>> {
        let roots = self.program.roots.iter().zip(&self.given);
        roots
            .flat_map(|(root, given)| told(sources, (&self.program, *root), given, &tell))
            .collect()
    }
}

/// What is to be told of a root in each of its variants.
pub(super) fn told<T>(
    sources: &Sources,
    (program, root): (&Program, ModuleId),
    given: &[Given],
    tell: impl Fn(&Evaluation<'_>) -> T,
) -> Vec<OfRoot<T>> {
    let told = given.iter().map(|given| OfRoot {
        directory: program.module(root).name.clone(),
        variant: given.variant.clone(),
        told: tell(&given.evaluation(program, sources, root)),
    });
    told.collect()
}

/// What could not be read: whatever it declares is unknown.
pub(super) fn unread(sources: &Sources, program: &Program) -> Vec<Note> {
    let line = |problem: &module::Problem| {
        let place = report::place(sources, problem.span).unwrap_or_default();
        Note::warning(format!("{place}: {}", problem.message))
    };
    program.problems.iter().map(line).collect()
}

/// What is told of a root in the same way in some of its variants.
pub(super) struct Alike<T> {
    pub(super) directory: String,
    /// These, if it has some.
    pub(super) variants: Vec<Arc<str>>,
    /// Whether they are all.
    pub(super) in_all: bool,
    pub(super) told: T,
}

impl<T> Alike<T> {
    /// The root, with the variants unless they are all.
    pub(super) fn heading(&self) -> String {
        let variants: &[_] = if self.in_all { &[] } else { &self.variants };
        heading(&self.directory, variants)
    }
}

/// What is to be told of each, told once where variants are told in the same way.
pub(super) fn told_alike<T, U: PartialEq>(
    all: &[OfRoot<T>],
    tell: impl Fn(&T) -> U,
) -> Vec<Alike<U>> {
    let told = all.iter().map(|one| OfRoot {
        directory: one.directory.clone(),
        variant: one.variant.clone(),
        told: tell(&one.told),
    });
    alike(told.collect(), U::eq)
}

/// What is told of variants in the same way, told once, where it is told first.
pub(super) fn alike<T>(all: Vec<OfRoot<T>>, is_same: impl Fn(&T, &T) -> bool) -> Vec<Alike<T>> {
    let mut folded: Vec<Alike<T>> = Vec::new();
    for one in all {
        let is_own = |known: &&mut Alike<T>| known.directory == one.directory;
        let mut own = folded.iter_mut().filter(is_own);
        if let Some(known) = own.find(|known| is_same(&known.told, &one.told)) {
            known.variants.extend(one.variant);
            continue;
        }
        folded.push(Alike {
            directory: one.directory,
            variants: Vec::from_iter(one.variant),
            in_all: true,
            told: one.told,
        });
    }
    for own in folded.chunk_by_mut(|one, other| one.directory == other.directory) {
        let in_all = own.len() == 1;
        for one in own {
            one.in_all = in_all;
        }
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_the_same_is_told_once() {
        let of_root = |directory: &str, variant: Option<&str>, told: u8| OfRoot {
            directory: directory.to_owned(),
            variant: variant.map(Arc::from),
            told,
        };
        let all = vec![
            of_root("a", Some("dev"), 1),
            of_root("a", Some("staging"), 2),
            of_root("a", Some("prod"), 1),
            of_root("b", Some("dev"), 1),
            of_root("b", Some("prod"), 1),
            of_root("c", None, 1),
        ];
        let told: Vec<String> = alike(all, u8::eq).iter().map(Alike::heading).collect();
        let expected = ["a (variants dev and prod)", "a (variant staging)", "b", "c"];
        assert_eq!(told, expected);
    }
}
