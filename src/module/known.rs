//! Models of well-known registry modules, for calls whose source is not on disk.
//!
//! They are plain Terraform, written from what the modules document and do, so that a call alone gives the VPC, its subnets, routes,
//! groups and endpoints under their real addresses. What a model cannot say stays unknown. Arguments that a model does not
//! declare change nothing that is linted.
//!
//! Where modules changed from version to version, a model asks `local.since_5_7_1`: whether all versions that the call lets in are that
//! one or later ones, none is, or some are, which is unknown.

pub(super) mod range;

mod presets;
mod releases;
mod vpc_2;

mod models;

#[cfg(test)]
mod tests;

use std::{borrow::Cow, fmt::Write as _};

use super::package::{Package, reference};
use models::{MODELS, Model};
use presets::{FAMILY, Preset};
use range::Range;
pub use range::Version;

/// A model, for the versions that a call lets in.
#[derive(Clone, Copy, Debug)]
pub struct Known {
    model: &'static Model,
    range: Range,
    /// Which one of a family.
    preset: Option<Preset>,
}

/// The model for a module call.
///
/// Takes the literal `source` and `version` of the call. Sources are read in all their forms: with or without the
/// registry's host, as git over https or ssh, with `?ref=`, with `//` and a submodule. `None` when there is no model for the
/// module, or not for the versions that the constraint lets in.
///
/// The range that the constraint lets in decides: without a constraint it is the newest, and a range that reaches across a change
/// gets a model in which what changed is unknown.
#[must_use]
pub fn find(source: &str, version: Option<&str>) -> Option<Known> {
    let package = Package::parse(source)?;
    let (module, submodule) = (package.public()?, package.directory.trim_matches('/'));
    let range = match (reference(source), version) {
        (Some(reference), _) => match releases::at_commit(&module, reference) {
            Some(version) => Range::one(version),
            None => Range::of_reference(reference),
        },
        (None, Some(constraint)) => Range::of_constraint(constraint),
        (None, None) => Range::NEWEST,
    };
    let preset = Preset::of(submodule).filter(|preset| range.starts_at(preset.since));
    let mut models = MODELS.iter().filter(|model| model.module == module);
    let model = models.find(|model| match model.submodule {
        FAMILY => preset.is_some(),
        other => other == submodule,
    })?;
    (model.stands_for)(range).then_some(Known {
        model,
        range,
        preset: preset.filter(|_| model.submodule == FAMILY),
    })
}

/// What calls of own modules give as well: fewer arguments than this say nothing of whose fork it is.
const LEAST_ARGUMENTS: usize = 3;

/// The model for a call of what seems to be a fork or a mirror of its module, as companies keep them: a repository of the same
/// name, at a version that the module was released in, given nothing but arguments that the module has.
///
/// Takes the literal `source` and `version` of the call and the names of its `arguments`. `None` where the source is that of a module
/// that has a model itself, where the version is not exactly one, and where nothing or more than one fits. That it is a fork stays an
/// assumption.
#[must_use]
pub fn find_original(source: &str, version: Option<&str>, arguments: &[&str]) -> Option<Known> {
    let package = Package::parse(source)?;
    let has_models = MODELS.iter().any(|model| package.is_of(model.owner()));
    if arguments.len() < LEAST_ARGUMENTS || has_models {
        return None;
    }
    let version = Version::named(reference(source).or(version)?)?;
    let mut fitting = MODELS.iter().filter_map(|model| {
        let range = Range::one(version);
        let known = Known {
            model,
            range,
            preset: None,
        };
        let is_named = package.repository() == model.repository()
            && package.directory.trim_matches('/') == model.submodule;
        let fits = is_named
            && (model.stands_for)(range)
            && releases::is_released(model.module, version)
            && arguments.iter().all(|name| known.declares(name));
        fits.then_some(known)
    });
    let first = fitting.next()?;
    fitting.next().is_none().then_some(first)
}

/// The models, each with its newest versions.
pub fn all() -> impl Iterator<Item = Known> {
    MODELS.iter().map(|model| Known {
        model,
        range: Range::NEWEST,
        preset: None,
    })
}

impl Known {
    /// `terraform-aws-modules/vpc/aws`.
    #[must_use]
    pub const fn module(self) -> &'static str {
        self.model.module
    }

    /// As calls have it: `terraform-aws-modules/vpc/aws//modules/vpc-endpoints`; that of a family ends in `*`.
    #[must_use]
    pub fn source(self) -> String {
        let Model {
            module, submodule, ..
        } = self.model;
        let separator = if submodule.is_empty() { "" } else { "//" };
        let source = format!("{module}{separator}{submodule}");
        match self.preset {
            Some(preset) => source.replace('*', preset.name),
            None => source,
        }
    }

    /// The oldest version that it stands for.
    #[must_use]
    pub const fn since(self) -> Version {
        self.model.since
    }

    /// The newest version that it was held against.
    #[must_use]
    pub const fn checked(self) -> Version {
        self.model.checked
    }

    /// Where versions differ, and how.
    #[must_use]
    pub const fn changes(self) -> &'static [(Version, &'static str)] {
        self.model.changes
    }

    /// Whether all versions that the call lets in are newer than any that the model was held against.
    #[must_use]
    pub fn is_past(self) -> bool {
        self.range.is_past(self.model.checked)
    }

    /// The module and the versions that it is about: `terraform-aws-modules/vpc/aws since 4.0.0, before 5.7.1`. What has one
    /// name is the same.
    #[must_use]
    pub fn name(self) -> String {
        let mut name = self.source();
        let versions = || self.model.changes.iter().map(|change| change.0);
        if let Some(since) = versions().rfind(|it| self.range.starts_at(*it)) {
            let _ = write!(name, " since {since}");
        }
        if let Some(before) = versions().find(|it| !self.range.reaches(*it)) {
            let _ = write!(name, " before {before}");
        }
        name
    }

    /// Whether it has an input of that name.
    fn declares(self, input: &str) -> bool {
        let begin = format!("variable \"{input}\" {{");
        self.files().any(|(_, text)| text.contains(&begin))
    }

    /// Its files, by name.
    pub fn files(self) -> impl Iterator<Item = (&'static str, Cow<'static, str>)> {
        let of_all = self.model.files.iter();
        let of_these = of_all.filter(move |file| (file.holds)(self.range));
        let of_these = of_these.map(|file| (file.name, (file.text)()));
        let preset = self.preset.map(|preset| preset.file(self.range).into());
        let preset = preset.map(|text| ("security_group/preset.tf", text));
        let made = [("versions.tf", self.versions().into())];
        of_these.chain(preset).chain(made)
    }

    /// Which changes the call has.
    fn versions(self) -> String {
        let mut text = "# Made of the versions that a call lets in.\n\nlocals {\n".to_owned();
        for (change, _) in self.model.changes {
            let Version(major, minor, patch) = change;
            let is_made = if self.range.starts_at(*change) {
                "true"
            } else if self.range.reaches(*change) {
                "length(uuid()) > 36"
            } else {
                "false"
            };
            let _ = writeln!(text, "  since_{major}_{minor}_{patch} = {is_made}");
        }
        text + "}\n"
    }
}
