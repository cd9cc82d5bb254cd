//! From what a rule would have changed to edits of the texts, and from these to new texts.
//!
//! What stands around a change stays as it is: indents, columns, comments and line ends. Where a change cannot be made without
//! touching what is none of its business, it is not made, and why is said.

mod draft;

mod line;

mod align;

mod comment;

mod json;
mod native;
mod removal;

mod apply;

mod site;

use std::{
    cell::RefCell,
    collections::{BTreeMap, HashMap},
    path::{Path, PathBuf},
    sync::Arc,
};

pub use apply::{Applied, MOST_ROUNDS, Part, apply, by_file, differ, is_alike, joined, part};
pub use comment::{Commented, comment_above, comment_behind};

use crate::{
    finding::{Act, Change, Edit, Fix, Site},
    module::{Mode, Module, ModuleId, Program, ResourceName},
    source::{SourceFile, Sources},
    span::{FileId, Span},
    syntax::{Block, Body, is_in_name},
};
use draft::Draft;
use site::text_of;

/// Turns changes into edits.
#[derive(Debug)]
pub struct Mender<'a> {
    program: &'a Program,
    sources: &'a Sources,
    blocks: HashMap<Span, &'a Block>,
    modules: BTreeMap<&'a Path, &'a Module>,
    files: RefCell<HashMap<FileId, Arc<SourceFile>>>,
    /// How often names stand in the texts of a module.
    uses: RefCell<HashMap<(ModuleId, String), usize>>,
}

/// Whether a person of this project edits a file.
///
/// # Errors
///
/// Why nobody does: it belongs to a plan, to one of our models, or `terraform init` put it there.
pub fn editable(sources: &Sources, file: &SourceFile) -> Result<(), String> {
    let is_installed = file.path.iter().any(|part| part == ".terraform");
    if file.outlined {
        return Err("a plan is not what it was made from".to_owned());
    }
    if file.bundled || !file.is_on_disk() {
        return Err("it is written in a module that is not in this project".to_owned());
    }
    if is_installed || !file.path.starts_with(sources.project()) {
        return Err(format!("{} is not part of this project", file.name));
    }
    Ok(())
}

impl<'a> Mender<'a> {
    /// For the texts that a program was read from.
    #[must_use]
    pub fn new(program: &'a Program, sources: &'a Sources) -> Self {
        let modules = program.modules().iter().filter(|module| !module.bundled);
        let blocks = modules.clone().flat_map(|module| {
            let resources = module.resources.values().map(|it| &*it.block);
            resources.chain(module.calls.values().map(|it| &*it.block))
        });
        Self {
            program,
            sources,
            blocks: blocks.map(|block| (block.header, block)).collect(),
            modules: modules.map(|it| (it.place.as_path(), it)).collect(),
            files: RefCell::default(),
            uses: RefCell::default(),
        }
    }

    /// The edits that make a change.
    ///
    /// # Errors
    ///
    /// Why there are none.
    pub fn fix(&self, change: &Change<Site>) -> Result<Fix, String> {
        let mut edits: Vec<Edit> = Vec::new();
        let mut title = change.title.clone();
        for act in &change.acts {
            let place = self.place_of(act)?;
            for (named, written) in self.constants_in(act) {
                title = title.replace(named, written);
            }
            let file = self.editable(place.file)?;
            let mut draft = Draft::new(&file);
            self.act(&mut draft, act, place)?;
            edits.extend(draft.finish().ok_or("its parts overlap")?);
        }
        edits.sort_by_key(|edit| (edit.span.file.index(), edit.span.start, edit.span.end));
        edits.dedup();
        if edits
            .windows(2)
            .any(|pair| matches!(pair, [one, other] if overlap(one, other)))
        {
            return Err("its parts overlap".to_owned());
        }
        Ok(Fix {
            title,
            safety: change.safety,
            edits,
        })
    }

    /// The directories whose texts a fix changes.
    #[must_use]
    pub fn directories(&self, fix: &Fix) -> Vec<PathBuf> {
        let files = fix.edits.iter().map(|edit| self.file(edit.span.file));
        files.map(|file| directory(&file).to_path_buf()).collect()
    }

    fn file(&self, id: FileId) -> Arc<SourceFile> {
        let mut files = self.files.borrow_mut();
        let file = files.entry(id).or_insert_with(|| self.sources.file(id));
        file.clone()
    }

    /// A file that a person of this project edits.
    fn editable(&self, id: FileId) -> Result<Arc<SourceFile>, String> {
        let file = self.file(id);
        editable(self.sources, &file)?;
        Ok(file)
    }

    /// Makes one at its place.
    fn act(&self, draft: &mut Draft<'_>, act: &Act<Site>, place: Span) -> Result<(), String> {
        let is_json = draft.file.is_json();
        let at = (place.start as usize, place.end as usize);
        match act {
            Act::Set(site, term) if self.argument(site).is_none() => {
                self.insert(draft, site, &text_of(term, is_json)?)
            }
            Act::Add(site, terms) if self.argument(site).is_none() => {
                let members = self.members_of(terms, site, is_json)?.join(", ");
                self.insert(draft, site, &format!("[{members}]"))
            }
            Act::Set(site, term) => {
                let value = self.term_at(term, site, is_json)?;
                if is_json {
                    draft.write(at.0, at.1, &value);
                } else {
                    native::set(draft, at, &value);
                }
                Ok(())
            }
            Act::Add(site, terms) => {
                let members = self.members_of(terms, site, is_json)?;
                let list = draft.text().get(at.0..at.1).unwrap_or_default();
                if !(list.starts_with('[') && list.ends_with(']') && !list.starts_with("[for")) {
                    return Err("its list is not written out".to_owned());
                }
                if is_json {
                    json::add(draft, at, &members);
                } else {
                    native::add(draft, at, &members);
                }
                Ok(())
            }
            Act::Replace(site, terms) => {
                let members = self.members_of(terms, site, is_json)?;
                match (is_json, members.as_slice()) {
                    (true, []) => json::remove(draft, at),
                    (true, members) => draft.write(at.0, at.1, &members.join(", ")),
                    (false, members) => native::replace(draft, at, members),
                }
                Ok(())
            }
            Act::Remove(_) if !is_json => {
                removal::remove(draft, at);
                Ok(())
            }
            Act::Remove(_) | Act::Uncomment(_) => {
                uncomment(draft, at);
                Ok(())
            }
            Act::Rename(site, name) => {
                let body = innermost(&self.block(site)?.body, place);
                if body.attribute(name).is_some() || body.blocks(name).next().is_some() {
                    return Err(format!("{name} is there already"));
                }
                let from = at.0 + usize::from(is_json);
                let to = from + length_of_name(draft.text(), from);
                native::rename(draft, (from, to), name);
                Ok(())
            }
            Act::Respell(_, name) => {
                native::rename(draft, at, name);
                Ok(())
            }
            Act::Insert(site, term) if !is_json => {
                self.is_new(draft.file, &term.text)?;
                native::append(draft, self.block(site)?, &term.text);
                Ok(())
            }
            Act::Insert(..) => Err("its file is in JSON syntax".to_owned()),
        }
    }

    fn insert(&self, draft: &mut Draft<'_>, site: &Site, value: &str) -> Result<(), String> {
        let block = self.block(site)?;
        if draft.file.is_json() {
            json::insert(draft, block, site.argument, value)
        } else {
            native::insert(draft, block, site.argument, value)
        }
    }

    /// That a module declares nothing of the name that a block begins with.
    fn is_new(&self, file: &SourceFile, block: &str) -> Result<(), String> {
        let mut words = block.split('"');
        let (ty, name) = (words.nth(1), words.nth(1));
        let name = ty.zip(name).map(|(ty, name)| ResourceName {
            mode: Mode::Managed,
            ty: ty.into(),
            name: name.into(),
        });
        let module = self.modules.get(directory(file));
        let own = module.zip(name);
        match own.filter(|(module, name)| module.resources.contains_key(name)) {
            Some((_, name)) => Err(format!("{name} is there already")),
            None => Ok(()),
        }
    }
}

/// The edits that take a comment away; in JSON syntax it is a property.
#[must_use]
pub fn without_comment(file: &SourceFile, span: Span) -> Vec<Edit> {
    let mut draft = Draft::new(file);
    uncomment(&mut draft, (span.start as usize, span.end as usize));
    draft.finish().unwrap_or_default()
}

fn uncomment(draft: &mut Draft<'_>, at: (usize, usize)) {
    if draft.file.is_json() {
        json::remove(draft, at);
    } else {
        removal::uncomment(draft, at);
    }
}

/// The body around a place.
fn innermost(body: &Body, at: Span) -> &Body {
    let around = body
        .blocks
        .iter()
        .find(|it| it.span.contains(at) && it.header != at);
    around.map_or(body, |block| innermost(&block.body, at))
}

/// How long the name is that begins there.
fn length_of_name(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    rest.find(|it| !is_in_name(it)).unwrap_or(rest.len())
}

fn directory(file: &SourceFile) -> &Path {
    file.path.parent().unwrap_or(&file.path)
}

fn overlap(one: &Edit, other: &Edit) -> bool {
    one.span.file == other.span.file && (other.span.start < one.span.end || one.span == other.span)
}
