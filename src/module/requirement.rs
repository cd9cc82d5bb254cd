//! Which version of the AWS provider a configuration asks for.

use std::path::Path;

use super::{
    Module,
    known::range::{Range, Version},
};
use crate::{
    source::Sources,
    span::FileId,
    syntax::{self, Expr, ExprKind},
};

/// The provider of the schema that is compiled in.
const SOURCE: &str = "hashicorp/aws";

/// How the AWS provider that a configuration will get relates to the one whose schema is compiled in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ProviderAge {
    /// It is of an earlier major version: what that had may be gone since.
    Older,
    /// It is that one or an older one of its major version.
    Known,
    /// It may be newer.
    Open,
    /// It is newer, or another provider of the name `aws`.
    Newer,
}

/// What a root and a module of its tree ask for together, held against the version that is `known`; a lock file of the root decides.
#[must_use]
pub fn age_of_provider(
    sources: &Sources,
    root: &Module,
    module: &Module,
    known: [u32; 3],
) -> ProviderAge {
    let known = Version::of_numbers(known);
    let asked = [root, module].map(requirement);
    if asked.contains(&None) {
        return ProviderAge::Newer;
    }
    let earlier = Version::of_numbers([known.major(), 0, 0]);
    if let Some(locked) = locked(sources, &root.directory) {
        return match () {
            () if locked > known => ProviderAge::Newer,
            () if locked < earlier => ProviderAge::Older,
            () => ProviderAge::Known,
        };
    }
    let ranges = || asked.iter().flatten();
    match () {
        () if ranges().any(|range| range.is_past(known)) => ProviderAge::Newer,
        () if ranges().any(|range| !range.reaches(earlier)) => ProviderAge::Older,
        () if ranges().any(|range| !range.reaches(known.next())) => ProviderAge::Known,
        () => ProviderAge::Open,
    }
}

/// Whether a root and a module of its tree let in no version of the AWS provider before one; `None` when their `aws` is another
/// provider.
#[must_use]
pub fn asks_for_provider_from(root: &Module, module: &Module, least: [u32; 3]) -> Option<bool> {
    let least = Version::of_numbers(least);
    match [root, module].map(requirement) {
        [Some(one), Some(other)] => Some(one.starts_at(least) || other.starts_at(least)),
        _ => None,
    }
}

/// The versions that a module lets in; `None` when its `aws` is another provider.
fn requirement(module: &Module) -> Option<Range> {
    let Some(entry) = module.required_providers.get("aws") else {
        return Some(of_configurations(module));
    };
    let text = |expr: &Expr| expr.literal().map(ToString::to_string);
    let field = |name: &str| match &entry.value.kind {
        ExprKind::Object(items) => items
            .iter()
            .find(|item| item.key.literal().is_some_and(|key| &**key == name))
            .and_then(|item| text(&item.value)),
        _ => text(&entry.value).filter(|_| name == "version"),
    };
    if field("source").is_some_and(|source| !source.to_lowercase().ends_with(SOURCE)) {
        return None;
    }
    let constraint = field("version").unwrap_or_default();
    Some(Range::of_constraint(&constraint))
}

/// What provider blocks ask for by `version`, as was usual before Terraform 0.13: the first of them.
fn of_configurations(module: &Module) -> Range {
    let of_aws = module.providers.iter();
    let of_aws = of_aws.filter(|block| block.label(0).is_some_and(|it| &**it == "aws"));
    let mut asked = of_aws.filter_map(|block| block.body.attribute("version")?.value.literal());
    asked
        .next()
        .map_or(Range::ANY, |asked| Range::of_constraint(asked))
}

/// The version that `terraform init` wrote down.
fn locked(sources: &Sources, directory: &Path) -> Option<Version> {
    let bytes = sources
        .read_bytes(&directory.join(".terraform.lock.hcl"))
        .ok()?;
    let text = std::str::from_utf8(&bytes).ok()?;
    let parsed = syntax::parse_native(FileId::new(0), text);
    let mut providers = parsed.body.blocks("provider");
    let aws = providers.find(|it| it.label(0).is_some_and(|source| source.ends_with(SOURCE)))?;
    Version::exact(aws.body.attribute("version")?.value.literal()?)
}
