//! Where values come from: an arena that a proof walks from the place of a fault to the place a person would edit.

use std::{
    cell::{Cell, RefCell},
    collections::BTreeSet,
    slice,
};

use super::members;
use crate::{
    span::{FileId, Span},
    syntax::Name,
};

/// The bytes of a step, with what it refers to.
const NODE: usize = size_of::<Node>() + 4 * size_of::<OriginId>();

/// An index into [`Origins`]: four bytes a value.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct OriginId(u32);

impl OriginId {
    /// No place is known: values made by functions before the evaluator stamps them.
    pub const NONE: Self = Self(0);
}

/// One step on the way from a value to where it was written.
#[derive(Clone, Debug)]
pub enum Origin {
    /// Nothing is known.
    None,
    /// Written there.
    Literal(Span),
    /// Written in the default of a variable that nobody set. `replaceable` when the variable is one of the root
    /// module: whoever runs it may set another value.
    Default {
        /// The variable's name.
        variable: Name,
        /// The literal in the default.
        span: Span,
        /// Whether the variable belongs to the root module.
        replaceable: bool,
    },
    /// Written in a variable file.
    VariableFile {
        /// The variable's name.
        variable: Name,
        /// The line in the file.
        span: Span,
    },
    /// Given with `--var`.
    CommandLine {
        /// The variable's name.
        variable: Name,
    },
    /// The workspace of a variant.
    Workspace,
    /// The argument of a resource, nested block or module call.
    Argument {
        /// The argument's name.
        name: Name,
        /// From the name to the end of the value.
        span: Span,
        /// Where the value came from.
        from: OriginId,
    },
    /// A nested block: its header.
    Block {
        /// From the kind to the last label.
        span: Span,
    },
    /// A local value.
    Local {
        /// Its name.
        name: Name,
        /// From the name to the end of the value.
        span: Span,
        /// Where the value came from.
        from: OriginId,
    },
    /// An output of a module.
    Output {
        /// Its name.
        name: Name,
        /// The expression.
        span: Span,
        /// Where the value came from.
        from: OriginId,
    },
    /// The AWS provider's default for an argument that is not set.
    ProviderDefault {
        /// The argument's name.
        argument: Name,
        /// Where it was set to null, if it was.
        from: OriginId,
    },
    /// What a plan says of something whose value nothing else tells.
    Plan {
        /// What it is: `variable region`, `data.aws_vpc.main`.
        what: Name,
        /// Its block.
        span: Span,
        /// Where the value was to come from.
        from: OriginId,
    },
    /// What a module says that is read as the one it seems to be a fork of: it may be otherwise.
    Fork {
        /// The module that is modelled, with the versions.
        of: Name,
        /// The source of the call.
        span: Span,
    },
    /// What another unit of Terragrunt gives, which may have been applied otherwise.
    UnitOutput {
        /// The directory of the unit.
        unit: Name,
        /// The block that leads to it.
        span: Span,
    },
    /// What a data source finds of what the configuration makes.
    LookUp {
        /// Its address.
        what: Name,
        /// Its block.
        span: Span,
        /// Whether it finds all that there are: somebody else may have made others.
        is_all: bool,
    },
    /// Computed from other values.
    Operation {
        /// The expression.
        span: Span,
        /// What it was computed from; at most eight are kept.
        from: Vec<OriginId>,
    },
}

impl Origin {
    /// Where the value came from by that step.
    #[must_use]
    pub fn from(&self) -> &[OriginId] {
        match self {
            Self::Argument { from, .. }
            | Self::Local { from, .. }
            | Self::Output { from, .. }
            | Self::ProviderDefault { from, .. }
            | Self::Plan { from, .. } => slice::from_ref(from),
            Self::Operation { from, .. } => from,
            Self::None
            | Self::Literal(_)
            | Self::Default { .. }
            | Self::VariableFile { .. }
            | Self::CommandLine { .. }
            | Self::Workspace
            | Self::Fork { .. }
            | Self::UnitOutput { .. }
            | Self::LookUp { .. }
            | Self::Block { .. } => &[],
        }
    }

    /// The place that it names.
    const fn place(&mut self) -> Option<&mut Span> {
        match self {
            Self::None
            | Self::CommandLine { .. }
            | Self::Workspace
            | Self::ProviderDefault { .. } => None,
            Self::Literal(span)
            | Self::Default { span, .. }
            | Self::VariableFile { span, .. }
            | Self::Argument { span, .. }
            | Self::Block { span }
            | Self::Local { span, .. }
            | Self::Output { span, .. }
            | Self::Plan { span, .. }
            | Self::Fork { span, .. }
            | Self::UnitOutput { span, .. }
            | Self::LookUp { span, .. }
            | Self::Operation { span, .. } => Some(span),
        }
    }

    /// What somebody called it there.
    const fn name(&self) -> Option<&Name> {
        match self {
            Self::Default { variable: name, .. }
            | Self::VariableFile { variable: name, .. }
            | Self::CommandLine { variable: name }
            | Self::Argument { name, .. }
            | Self::Local { name, .. }
            | Self::Output { name, .. } => Some(name),
            _ => None,
        }
    }
}

/// All origins of one root's evaluation.
#[derive(Debug)]
pub struct Origins {
    nodes: RefCell<Vec<Node>>,
    /// Whether a default that can be replaced is behind any of them.
    any_replaceable: Cell<bool>,
}

#[derive(Debug)]
struct Node {
    origin: Origin,
    /// Whether a default that can be replaced is behind it.
    replaceable: bool,
}

impl Default for Origins {
    fn default() -> Self {
        let none = Node {
            origin: Origin::None,
            replaceable: false,
        };
        Self {
            nodes: RefCell::new(vec![none]),
            any_replaceable: Cell::new(false),
        }
    }
}

impl Drop for Origins {
    fn drop(&mut self) {
        members::let_go(NODE * self.nodes.get_mut().len().saturating_sub(1));
    }
}

impl Origins {
    /// Keeps an origin.
    pub fn add(&self, origin: Origin) -> OriginId {
        let mut nodes = self.nodes.borrow_mut();
        let behind = |id: &OriginId| {
            let node = nodes.get(id.0 as usize);
            node.is_some_and(|node| node.replaceable)
        };
        let replaceable = match &origin {
            Origin::Default { replaceable, .. } => *replaceable,
            Origin::Fork { .. } | Origin::UnitOutput { .. } => true,
            Origin::LookUp { is_all, .. } => *is_all,
            Origin::Plan { .. } => false,
            other => other.from().iter().any(behind),
        };
        // Fuel ends an evaluation long before four billion origins.
        let id = OriginId(u32::try_from(nodes.len()).unwrap_or(0));
        nodes.push(Node {
            origin,
            replaceable,
        });
        self.any_replaceable
            .set(replaceable || self.any_replaceable.get());
        members::hold(NODE);
        id
    }

    /// Says of what was written in some texts that it stands in others, which are the same to the letter.
    pub(crate) fn move_texts(&self, texts: &[(Span, Span)]) {
        let texts = texts.iter().filter(|(from, to)| from != to);
        let texts: Vec<&(Span, Span)> = texts.collect();
        let files: BTreeSet<FileId> = texts.iter().map(|(from, _)| from.file).collect();
        if files.is_empty() {
            return;
        }
        for node in self.nodes.borrow_mut().iter_mut() {
            let Some(place) = node.origin.place() else {
                continue;
            };
            if !files.contains(&place.file) {
                continue;
            }
            let mut texts = texts.iter();
            if let Some((from, to)) = texts.find(|(from, _)| from.contains(*place)) {
                let start = to.start + (place.start - from.start);
                *place = Span::new(to.file, start, start + (place.end - place.start));
            }
        }
    }

    /// Whether a default of the root module is behind it that whoever runs it may replace, or what may be otherwise: no fork, or another unit's output.
    #[must_use]
    pub fn is_replaceable(&self, id: OriginId) -> bool {
        let nodes = self.nodes.borrow();
        nodes
            .get(id.0 as usize)
            .is_some_and(|node| node.replaceable)
    }

    /// Whether anything that a value came by has such a name: a variable, a local value, an argument, an output.
    #[must_use]
    pub fn any_name(&self, id: OriginId, is_such: impl Fn(&str) -> bool) -> bool {
        let (mut open, mut seen) = (vec![id], BTreeSet::new());
        while let Some(id) = open.pop() {
            if !seen.insert(id) {
                continue;
            }
            let origin = self.get(id);
            if origin.name().is_some_and(|it| is_such(it)) {
                return true;
            }
            open.extend(origin.from());
        }
        false
    }

    /// How many were kept.
    #[cfg(test)]
    pub(crate) fn count(&self) -> usize {
        self.nodes.borrow().len()
    }

    /// Whether any value that was asked for came from such a default.
    #[must_use]
    pub fn used_replaceable(&self) -> bool {
        self.any_replaceable.get()
    }

    /// What was kept under that id.
    #[must_use]
    pub fn get(&self, id: OriginId) -> Origin {
        self.nodes
            .borrow()
            .get(id.0 as usize)
            .map_or(Origin::None, |node| node.origin.clone())
    }
}
