//! Modules: what the files of a directory declare together, which module calls which, and which are roots.

mod bystander;
mod local;
mod lockfile;
mod mention;
mod package;
mod unfollowed;

pub mod known;
mod narrow;
mod override_files;
mod planned;
mod roots;
mod templates;

mod concern;
mod repetition;

mod requirement;

mod declare;
mod early;
mod repository;

mod tool;

mod read;

mod fragments;

mod load;

mod extended;
mod sole_call;
mod survey;

use std::{collections::BTreeSet, path::PathBuf, sync::Arc};

pub use bystander::{attaches_to_transit_gateway, is_bystander, leaves_endpoints_alone};
pub use concern::IGNORE_MARK;
pub use extended::Change;
use indexmap::IndexMap;
pub use load::{load, load_calls};
pub use local::local_path;
pub use override_files::is_override;
pub use read::{parse_file, parse_values};
pub use repetition::Repetition;
pub use repository::Repositories;
pub use requirement::{ProviderAge, age_of_provider, asks_for_provider_from};
pub use sole_call::{SoleCall, entry};
pub use survey::Survey;
pub(crate) use tool::of_root as tool_of_root;
pub use unfollowed::Unfollowed;

use crate::{
    source::Tool,
    span::{FileId, Span},
    syntax::{Attribute, Block, Expr, ExprKind, Name},
};

/// Everything that was loaded: the scanned directories and what they call.
#[derive(Debug, Default)]
pub struct Program {
    modules: Vec<Module>,
    /// The modules that no other scanned module calls, in path order.
    pub roots: Vec<ModuleId>,
    /// What could not be read or resolved.
    pub problems: Vec<Problem>,
    /// How many files were read.
    pub files: usize,
    templates: templates::Templates,
    fragments: fragments::Fragments,
}

impl Program {
    /// The module with that id.
    ///
    /// Ids are only made by [`load`] and never outlive their program, so there always is one.
    #[must_use]
    #[expect(
        clippy::indexing_slicing,
        reason = "ids are only made for modules that are in the list"
    )]
    pub fn module(&self, id: ModuleId) -> &Module {
        &self.modules[id.0]
    }

    /// How many modules were loaded, those of one place counted once.
    #[must_use]
    pub fn places(&self) -> usize {
        let own = self.modules.iter().filter(|module| !module.bundled);
        own.map(|module| &module.place)
            .collect::<BTreeSet<_>>()
            .len()
    }

    /// All modules, in the order in which they were loaded.
    #[must_use]
    pub fn modules(&self) -> &[Module] {
        &self.modules
    }
}

/// The index of a module in its program.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct ModuleId(usize);

/// Something that a built-in rule reports.
#[derive(Clone, Debug)]
pub struct Problem {
    /// The built-in rule: `syntax`, `module_source` or `unreadable_file`.
    pub rule: &'static str,
    /// The place to point at.
    pub span: Span,
    /// Lower case, no full stop.
    pub message: String,
    /// What to change.
    pub help: String,
    /// The directory of the module, as it is shown.
    pub module: String,
}

/// What the files of one directory declare together.
#[derive(Clone, Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each says something of its own"
)]
pub struct Module {
    /// Its index in the program.
    pub id: ModuleId,
    /// The directory; of a bundled module its name.
    pub directory: PathBuf,
    /// The directory with all links resolved: modules of one place are the same module, whatever calls name them.
    pub place: PathBuf,
    /// The directory as it is shown: relative to the working directory, `.` for that itself.
    pub name: String,
    /// Whether it is our own model of a registry module that is not on disk, or made of a plan.
    pub bundled: bool,
    /// Whether it is made of a plan: of its blocks no more is there than names, what they say is asked of the plan.
    pub planned: bool,
    /// Whether it does nothing but call another, which is run in its place: a [`SoleCall`].
    pub is_sole_call: bool,
    /// The files that declare what is in it.
    pub files: Vec<FileId>,
    /// Input variables.
    pub variables: IndexMap<Name, Variable>,
    /// Local values.
    pub locals: IndexMap<Name, Attribute>,
    /// Outputs: the whole block.
    pub outputs: IndexMap<Name, Arc<Block>>,
    /// Managed resources and data sources.
    pub resources: IndexMap<ResourceName, Resource>,
    /// The data sources of its `check` blocks, which nothing else refers to.
    pub checked: BTreeSet<ResourceName>,
    /// Module calls.
    pub calls: IndexMap<Name, Call>,
    /// Provider configurations.
    pub providers: Vec<Arc<Block>>,
    /// What is declared a second time.
    pub repeated: Vec<Repetition>,
    /// What it asks of providers, by their local names: the entries of `required_providers`.
    pub required_providers: IndexMap<Name, Attribute>,
    /// The versions of the tool that it lets in, as they are written.
    pub required_version: Option<Name>,
    /// The tool that is meant where it is a root; none where it may be either.
    pub tool: Option<Tool>,
    /// The tool for which its files were chosen; none where both load the same.
    pub read_for: Option<Tool>,
    /// Whether it was written to be run as it is: it configures a provider, a backend or has a variable file.
    pub runs: bool,
    /// Whether all of it could be read. Otherwise nothing may be said to be absent.
    pub complete: bool,
    /// The names and values of its automatically loaded variable files, in Terraform's order: later ones win.
    pub variable_files: Vec<Attribute>,
    /// Modules that `terraform init` put on disk for this root, by call path (`net.endpoints`).
    pub installed: IndexMap<String, ModuleId>,
    /// The call paths of those that lie outside the project.
    pub installed_outside: BTreeSet<String>,
    /// Its files that lie outside the project, through links: for each what stands in for it.
    pub outside: Vec<FileId>,
    /// As many variable files of its own; they count where it is the root.
    pub values_outside: Vec<FileId>,
    /// What stands in for those that could not be read, or for the directory that could not be listed.
    pub values_unread: Vec<FileId>,
}

/// `resource` or `data`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum Mode {
    /// `resource`
    Managed,
    /// `data`
    Data,
}

/// What names a resource within its module.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct ResourceName {
    /// `resource` or `data`.
    pub mode: Mode,
    /// `aws_vpc_endpoint`
    pub ty: Name,
    /// `s3`
    pub name: Name,
}

impl ResourceName {
    /// What an expression names as a whole: `aws_subnet.x`, `data.aws_subnet.x`, `resource.aws_subnet.x`. By its form alone: that
    /// `local.x` is no resource, and `aws_subnet` no name that something binds, is for whoever asks to know.
    #[must_use]
    pub fn named_by(expr: &Expr) -> Option<Self> {
        let ExprKind::Attribute(base, label) = &expr.kind else {
            return None;
        };
        let (mode, ty) = match &base.kind {
            ExprKind::Variable(ty) => (Mode::Managed, ty),
            ExprKind::Attribute(root, ty) => match &root.kind {
                ExprKind::Variable(root) if &**root == "data" => (Mode::Data, &ty.text),
                ExprKind::Variable(root) if &**root == "resource" => (Mode::Managed, &ty.text),
                _ => return None,
            },
            _ => return None,
        };
        Some(Self {
            mode,
            ty: ty.clone(),
            name: label.text.clone(),
        })
    }
}

/// As Terraform writes addresses: `aws_vpc.main`, `data.aws_region.current`.
impl std::fmt::Display for ResourceName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.mode == Mode::Data {
            f.write_str("data.")?;
        }
        write!(f, "{}.{}", self.ty, self.name)
    }
}

/// A `resource` or `data` block.
#[derive(Clone, Debug)]
pub struct Resource {
    /// Its name.
    pub name: ResourceName,
    /// The block, override files merged.
    pub block: Arc<Block>,
}

/// A `variable` block.
#[derive(Clone, Debug)]
pub struct Variable {
    /// Its name.
    pub name: Name,
    /// The `type` argument.
    pub ty: Option<Expr>,
    /// The `default` argument.
    pub default: Option<Attribute>,
    /// Whether null is a value (true unless `nullable = false`).
    pub nullable: bool,
    /// Whether its value must never be shown.
    pub sensitive: bool,
    /// Whether its value is kept nowhere, in no plan and in no state, and may differ from run to run.
    pub ephemeral: bool,
    /// The header of the block.
    pub header: Span,
}

/// A `module` block.
#[derive(Clone, Debug)]
pub struct Call {
    /// Its name.
    pub name: Name,
    /// The block, override files merged.
    pub block: Arc<Block>,
    /// Its `source` and its `version`, where these are not written out and could be worked out.
    pub early: [Option<Name>; 2],
    /// Of a [`SoleCall`] what it is given, as its unit says it.
    pub inputs: Option<Arc<Expr>>,
    /// What is called, when that does not depend on the root: a local directory or, where nothing is installed, our model of
    /// a known registry module.
    pub target: Target,
}

/// Arguments of a call that are Terraform's own.
const CALL_META: [&str; 6] = [
    "source",
    "version",
    "providers",
    "count",
    "for_each",
    "depends_on",
];

impl Call {
    /// The text of an argument, if that is written out, or could be worked out of a `source` or `version`.
    #[must_use]
    pub fn text(&self, argument: &str) -> Option<&Name> {
        let [source, version] = &self.early;
        let early = match argument {
            "source" => source,
            "version" => version,
            _ => &None,
        };
        self.literal(argument).or(early.as_ref())
    }

    /// The text of an argument, if that is written out.
    #[must_use]
    pub fn literal(&self, argument: &str) -> Option<&Name> {
        self.block.body.attribute(argument)?.value.literal()
    }

    /// Whether an argument is there and not written out.
    pub(crate) fn is_computed(&self, argument: &str) -> bool {
        self.block.body.attribute(argument).is_some() && self.literal(argument).is_none()
    }

    /// Whether what it leads to hangs on values.
    #[must_use]
    pub fn is_early(&self) -> bool {
        self.early.iter().any(Option::is_some)
    }

    /// What it gives the module, without what is Terraform's own.
    pub fn arguments(&self) -> impl Iterator<Item = &Attribute> {
        let all = self.block.body.attributes.iter();
        all.filter(|it| !CALL_META.contains(&&*it.name))
    }

    /// The place that says where it leads.
    #[must_use]
    pub fn source_span(&self) -> Span {
        let source = self.block.body.attribute("source");
        source.map_or(self.block.header, |source| source.span)
    }
}

/// What a module call leads to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Target {
    /// A directory of the project.
    Local(ModuleId),
    /// Our model of a registry module; an installed source comes first.
    Known(ModuleId),
    /// Our model of the module that it seems to be a fork of; an installed source comes first.
    Fork(ModuleId),
    /// Out of sight: it may do anything with what it is given. An installed source comes first.
    Unfollowed(Unfollowed),
    /// It would call itself; reported.
    Cycle,
}
