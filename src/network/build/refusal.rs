//! What Terraform itself refuses: in blocks of the types that the network is made of, and of declarations.

mod argument;
mod reference;
mod value;

mod reached;

use std::{
    cell::{Cell, LazyCell, OnceCell},
    collections::{BTreeMap, BTreeSet},
    ffi::OsStr,
    path::Path,
    rc::Rc,
    sync::Arc,
};

use super::{Builder, MANAGED};
use crate::{
    address::Address,
    eval::{Evaluation, ModuleInstance},
    module::{self, Call, Mode, Module, ProviderAge, Repetition, ResourceName, Target},
    near::within,
    network::{Place, Reason, Refusal, Resource},
    provider, source,
    span::{FileId, Span},
};
use reference::Text;

/// Names and endings of files from which others are made, which may declare anything.
const OF_GENERATORS: [&str; 8] = [
    source::UNIT,
    "cdktf.json",
    ".tm.hcl",
    ".tf.tmpl",
    ".tf.tpl",
    ".tf.tftpl",
    ".tf.j2",
    ".tf.erb",
];

const APART: &str = "its files may be examples that do not belong together";

const COPIED: &str = "a file of a directory that makes nothing itself, which may be copied here, declares what is referred to";

const UNREAD: &str = "a part of the module could not be read";

/// What refusals of one root have in common.
struct Generators<'a, 'p> {
    evaluation: &'a Evaluation<'p>,
    found: OnceCell<bool>,
}

impl Generators<'_, '_> {
    /// Whether something in the project may write files of a module that are not there.
    fn may_write(&self, module: &Module) -> bool {
        let writes = |path: &Path| {
            let name = path.file_name().and_then(OsStr::to_str).unwrap_or_default();
            OF_GENERATORS.iter().any(|it| name.ends_with(it))
        };
        let sources = self.evaluation.sources;
        let are_found = || sources.any_below(sources.project(), writes) != Some(false);
        *self.found.get_or_init(are_found) || sources.are_files_made(&module.directory)
    }
}

impl<'p> Builder<'_, 'p> {
    /// All that is refused, module by module, then value by value.
    pub(super) fn refusals(&self) -> Vec<Refusal> {
        let generators = Generators {
            evaluation: self.evaluation,
            found: OnceCell::new(),
        };
        let mut seen = BTreeSet::new();
        // Terraform took what a plan was made of.
        let is_read = |it: &&Rc<ModuleInstance<'p>>| !it.module.bundled && !it.module.planned;
        let own = self.scopes.iter().filter(is_read);
        let modules = own.filter(|scope| seen.insert(scope.module.id));
        let declared = modules.flat_map(|scope| self.of_module(scope, &generators));
        declared.chain(self.of_values()).collect()
    }

    fn may_be_copied(&self, module: &Module, name: &str) -> bool {
        let Evaluation {
            program, sources, ..
        } = self.evaluation;
        program.may_be_copied(sources, module, name)
    }

    /// How the provider that a module will get relates to the one whose schema is compiled in.
    fn age_of_provider(&self, module: &Module) -> ProviderAge {
        module::age_of_provider(
            self.evaluation.sources,
            self.evaluation.root.module,
            module,
            provider::VERSION,
        )
    }

    /// Why what a module refers to may be declared in spite of all, if it may.
    fn may_be_declared(
        &self,
        module: &Module,
        name: &str,
        generators: &Generators<'_, 'p>,
    ) -> Option<&'static str> {
        if !module.complete || !module.outside.is_empty() {
            Some(UNREAD)
        } else if generators.may_write(module) {
            Some("a file that is generated may declare what is referred to")
        } else if self.may_be_copied(module, name) {
            Some(COPIED)
        } else {
            None
        }
    }

    /// Whether a call is of a module in the project in which something is judged.
    fn is_judged(&self, call: &Call) -> bool {
        let Target::Local(id) = call.target else {
            return false;
        };
        let program = self.evaluation.program;
        let mut reached = program.reach(id).into_iter();
        reached.any(|id| program.module(id).resources.keys().any(judged))
    }

    fn of_module(
        &self,
        scope: &ModuleInstance<'p>,
        generators: &Generators<'_, 'p>,
    ) -> Vec<Refusal> {
        let module = scope.module;
        let is_root = module.id == self.evaluation.root.module.id;
        let apart = if is_root {
            files_apart(module)
        } else {
            BTreeSet::new()
        };
        let age = LazyCell::new(|| self.age_of_provider(module));
        let compared = Cell::new(reference::MOST_COMPARED);
        let mut found = Vec::new();
        for repeated in &module.repeated {
            let block = block(scope.address_of(&repeated.what), repeated.at);
            let reason = Reason::Repeated(repeated.what.clone(), repeated.first);
            found.push(Refusal {
                doubt: match () {
                    // What could not be read may have split or joined declarations.
                    () if !module.complete => Some(UNREAD),
                    () if apart.contains(&files_of(repeated)) => Some(APART),
                    () => None,
                },
                ..refusal(&block, repeated.at, reason)
            });
        }
        let resources = module.resources.values().filter(|it| judged(&it.name));
        let undeclared = |block: &Arc<Resource>, text: Text<'_>| {
            let undeclared = reference::undeclared(module, text, &compared).into_iter();
            let refusals = undeclared.map(|(span, name, near)| Refusal {
                doubt: self.may_be_declared(module, &name, generators),
                ..refusal(block, span, Reason::Undeclared(name, near))
            });
            refusals.collect::<Vec<_>>()
        };
        let texts = resources.clone().map(|it| Text::Block(&it.block.body));
        let calls = module.calls.values().filter(|it| self.is_judged(it));
        for reached in reached::reached(module, texts, calls) {
            let block = block(scope.address_of(&reached.what), reached.at);
            found.extend(undeclared(&block, reached.text));
        }
        for resource in resources {
            let block = block(scope.address_of(&resource.name), resource.block.header);
            let text = Text::Block(&resource.block.body);
            found.extend(undeclared(&block, text));
            let schema = provider::resource(&resource.name.ty);
            let unknown = schema.map(|it| argument::unknown(&resource.block.body, it));
            for (span, name, near, fits) in unknown.unwrap_or_default() {
                // Terraform passes over what it does not know in an override file.
                if module::is_override(&self.evaluation.sources.file(span.file).path) {
                    continue;
                }
                // A newer provider may well have an argument that is no slip of the pen for one of today's.
                let is_slip =
                    (near.as_deref()).is_some_and(|it| within([it], &name, SLIP).is_some());
                if *age != ProviderAge::Known && !is_slip {
                    continue;
                }
                found.push(Refusal {
                    doubt: match *age {
                        ProviderAge::Newer => {
                            Some("the provider that is asked for is newer than what is known of it")
                        }
                        ProviderAge::Older => {
                            Some("the provider that is asked for is older than what is known of it")
                        }
                        ProviderAge::Known | ProviderAge::Open => None,
                    },
                    may_be_newer: *age == ProviderAge::Open,
                    fits,
                    ..refusal(&block, span, Reason::UnknownArgument(name, near))
                });
            }
        }
        found
    }
}

/// Whether the blocks of a name are among those that are judged.
fn judged(name: &ResourceName) -> bool {
    name.mode == Mode::Managed && MANAGED.contains(&&*name.ty)
}

/// Names that differ in more letters are two names, where there may be others than those that are known.
const SLIP: usize = 2;

/// The first and the second file of a repetition.
fn files_of(repeated: &Repetition) -> (FileId, FileId) {
    (repeated.first.file, repeated.at.file)
}

/// Files of a root that may not belong together, as examples that lie in one directory do not: nothing says that it is run, or one
/// repeats more than one name of the other.
fn files_apart(module: &Module) -> BTreeSet<(FileId, FileId)> {
    let mut counts = BTreeMap::new();
    for repeated in &module.repeated {
        *counts.entry(files_of(repeated)).or_insert(0) += 1;
    }
    let apart = counts
        .into_iter()
        .filter(|((first, second), count)| first != second && (!module.runs || *count > 1));
    apart.map(|(files, _)| files).collect()
}

fn block(address: Arc<str>, header: Span) -> Arc<Resource> {
    Arc::new(Resource::certain(Address::new(address), header))
}

fn refusal(block: &Arc<Resource>, span: Span, reason: Reason) -> Refusal {
    Refusal {
        resource: block.clone(),
        place: Place {
            span,
            ..Place::of(block)
        },
        reason,
        doubt: None,
        may_be_newer: false,
        fits: false,
    }
}
