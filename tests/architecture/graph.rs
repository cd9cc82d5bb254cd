//! Which file of `src` uses which.

use std::collections::{BTreeMap, BTreeSet};

use super::code::File;

/// Nobody re-exports a re-export of a re-export more often than this.
const DEEPEST: usize = 16;

/// The files of the library and what each uses of it.
pub(crate) struct Graph<'f> {
    files: BTreeMap<&'f [String], &'f File>,
}

impl<'f> Graph<'f> {
    pub(crate) fn new(files: &'f [File]) -> Self {
        let library = files.iter().filter(|file| file.path != "main.rs");
        Self {
            files: library.map(|file| (&*file.module, file)).collect(),
        }
    }

    /// The file in which that is written what a path names; `None` when that is not in the library.
    fn owner(&self, from: &'f File, path: &[String], deep: usize) -> Option<&'f File> {
        let (first, mut rest) = path.split_first()?;
        let deep = deep.checked_sub(1)?;
        let mut at = from;
        match first.as_str() {
            "crate" => at = self.files.get(&[][..])?,
            "self" => {}
            "super" => {
                at = self.above(at)?;
                while let Some(("super", others)) =
                    rest.split_first().map(|(it, rest)| (it.as_str(), rest))
                {
                    (at, rest) = (self.above(at)?, others);
                }
            }
            name if self.child(from, name).is_some() => rest = path,
            name => {
                // `use x::x` is of a crate.
                let named = from.names.get(name).filter(|named| named[0] != name)?;
                return self.owner(from, &[named, rest].concat(), deep);
            }
        }
        while let Some((name, others)) = rest.split_first() {
            if let Some(child) = self.child(at, name) {
                (at, rest) = (child, others);
            } else if let Some(exported) = at.names.get(name) {
                return self
                    .owner(at, &[exported, others].concat(), deep)
                    .or(Some(at));
            } else {
                break;
            }
        }
        Some(at)
    }

    fn above(&self, file: &File) -> Option<&'f File> {
        let (_, above) = file.module.split_last()?;
        self.files.get(above).copied()
    }

    fn child(&self, file: &File, name: &str) -> Option<&'f File> {
        let path = [&*file.module, &[name.to_owned()]].concat();
        let declared = file.children.iter().any(|child| child == name);
        self.files.get(&*path).copied().filter(|_| declared)
    }

    /// Files that no `mod` line declares.
    pub(crate) fn undeclared(&self) -> BTreeSet<String> {
        let files = self.files.values();
        let undeclared = files.filter(|file| {
            let name = file.module.last();
            name.is_some_and(|name| {
                !self
                    .above(file)
                    .is_some_and(|above| above.children.contains(name))
            })
        });
        undeclared.map(|file| file.path.clone()).collect()
    }

    /// Uses of what is declared further down, as `from -> to`.
    pub(crate) fn downward(&self) -> BTreeSet<String> {
        let mut wrong = BTreeSet::new();
        for from in self.files.values() {
            for path in &from.paths {
                if let Some(to) = self.owner(from, path, DEEPEST)
                    && self.is_below(from, to)
                {
                    wrong.insert(format!("{} -> {}", from.path, to.path));
                }
            }
        }
        wrong
    }

    /// Whether the `mod` list in which the ways to two files part names the way to the second one later.
    fn is_below(&self, from: &File, to: &File) -> bool {
        let steps = from.module.iter().zip(&to.module);
        let shared = steps.take_while(|(a, b)| a == b).count();
        let list = &self.files[&from.module[..shared]].children;
        let rank = |file: &File| {
            let name = file.module.get(shared)?;
            list.iter().position(|child| child == name)
        };
        matches!((rank(from), rank(to)), (Some(own), Some(other)) if other > own)
    }

    /// What takes in everything of a module of ours, so that nobody sees what is used.
    pub(crate) fn globs(&self) -> BTreeSet<String> {
        let mut globs = BTreeSet::new();
        for file in self.files.values() {
            for path in file.paths.iter().filter(|path| path[path.len() - 1] == "*") {
                let module = &path[..path.len() - 1];
                if self.owner(file, module, DEEPEST).is_some() {
                    globs.insert(format!("{}: {}", file.path, path.join("::")));
                }
            }
        }
        globs
    }
}
