//! Which modules may call which, told from their texts without parsing them.
//!
//! The answer errs on the side of yes: it chooses what is worth parsing. A call by a local path ends in the name of the
//! directory it leads to, `"../modules/net"`, or in dots when that lies above.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use memchr::{memchr_iter, memmem};

use crate::source::{Directory, Sources};

/// What the texts of modules mention.
pub(super) struct Callers {
    modules: BTreeMap<PathBuf, Mentions>,
    by_name: BTreeMap<Box<str>, Vec<PathBuf>>,
    /// By files elsewhere to which they have links.
    by_link: BTreeMap<PathBuf, Vec<PathBuf>>,
    /// Directories with more than one name.
    linked: BTreeSet<PathBuf>,
}

/// What the texts of one module mention.
struct Mentions {
    /// Whether a path may lead upwards.
    dots: bool,
    /// Whether there are characters that are written by their number, so that names cannot be told.
    escapes: bool,
}

impl Callers {
    /// Reads all files of the modules. `linked` are directories with more than one name.
    pub(super) fn read(sources: &Sources, modules: &[Directory], linked: &[PathBuf]) -> Self {
        let paths: Vec<PathBuf> = modules
            .iter()
            .flat_map(|module| module.files.clone())
            .collect();
        let mut texts = sources.read_all(&paths).into_iter();
        let mut callers = Self {
            modules: BTreeMap::new(),
            by_name: BTreeMap::new(),
            by_link: BTreeMap::new(),
            linked: linked.iter().cloned().collect(),
        };
        for module in modules {
            let texts = texts.by_ref().take(module.files.len());
            let files: Vec<_> = texts.flatten().collect();
            let has = |what: &[u8]| {
                let mut texts = files.iter().map(|file| file.text.as_bytes());
                texts.any(|text| memmem::find(text, what).is_some())
            };
            let (dots, escapes) = (has(b".."), has(b"\\u") || has(b"\\U"));
            let names: BTreeSet<&str> =
                files.iter().flat_map(|file| names_in(&file.text)).collect();
            for name in names {
                let path = module.path.clone();
                match callers.by_name.get_mut(name) {
                    Some(modules) => modules.push(path),
                    None => {
                        callers.by_name.insert(name.into(), vec![path]);
                    }
                }
            }
            for file in &files {
                if file.path.parent() != Some(&module.path) {
                    let links = callers.by_link.entry(file.path.clone());
                    links.or_default().push(module.path.clone());
                }
            }
            let mentions = Mentions { dots, escapes };
            callers.modules.insert(module.path.clone(), mentions);
        }
        callers
    }

    /// The modules that may reach the targets, directly or through others, and those of the targets that are known.
    pub(super) fn of<'a>(&self, targets: impl Iterator<Item = &'a PathBuf>) -> BTreeSet<PathBuf> {
        let mut open: Vec<PathBuf> = targets.cloned().collect();
        let mut found = BTreeSet::new();
        if open.is_empty() {
            return found;
        }
        let unreadable = self.modules.iter().filter(|(_, module)| module.escapes);
        open.extend(unreadable.map(|(path, _)| path.clone()));
        while let Some(target) = open.pop() {
            if found.contains(&target) {
                continue;
            }
            let Some(name) = self.name_of(&target) else {
                return self.modules.keys().cloned().collect();
            };
            open.extend(self.by_name.get(name).into_iter().flatten().cloned());
            let below = self
                .modules
                .range(target.clone()..)
                .take_while(|(path, _)| path.starts_with(&target))
                .filter(|(_, module)| module.dots);
            open.extend(below.map(|(path, _)| path.clone()));
            found.insert(target);
        }
        found
    }

    /// The name by which every call of a directory must mention it, if it is in sight and has only one.
    fn name_of<'a>(&self, directory: &'a Path) -> Option<&'a str> {
        let name = directory.file_name()?.to_str()?;
        let is_only_one = self.modules.contains_key(directory) && !self.linked.contains(directory);
        (is_only_one && name.chars().all(is_plain)).then_some(name)
    }

    /// The modules that have a file elsewhere through a link.
    pub(super) fn linking_to(&self, file: &Path) -> Vec<PathBuf> {
        self.by_link.get(file).cloned().unwrap_or_default()
    }
}

/// What follows each `/` of a text and looks like a name.
fn names_in(text: &str) -> impl Iterator<Item = &str> {
    memchr_iter(b'/', text.as_bytes()).filter_map(|slash| {
        let rest = text.get(slash + 1..)?;
        let end = rest.find(|character| !is_plain(character));
        rest.get(..end.unwrap_or(rest.len()))
            .filter(|name| !name.is_empty())
    })
}

/// Whether a character can only be written as it is.
fn is_plain(character: char) -> bool {
    character.is_ascii_alphanumeric() || matches!(character, '_' | '-' | '.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_follow_slashes() {
        let text = r#"source = "../a-b/c.d/" // x "é/ü/z""#;
        let names: Vec<_> = names_in(text).collect();
        assert_eq!(names, ["a-b", "c.d", "z"]);
    }
}
