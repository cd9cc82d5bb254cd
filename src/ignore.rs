//! Ignore comments: decisions about findings, written next to the code.
//!
//! ```text
//! # vpcelint: ignore[rule, ...] reason
//! # vpcelint: ignore[rule] until 2027-01-01: reason
//! # vpcelint: ignore-file[rule] reason
//! ```

mod date;

mod near_miss;

mod comment;

mod reach;

mod naming;

mod unused;

mod piece;

mod write;

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    path::PathBuf,
    sync::Arc,
};

pub use date::Date;
pub use unused::Unused;
pub use write::{ignoring, ignoring_in_file, terms};

use crate::{
    finding::{Finding, Undecided},
    module::{self, IGNORE_MARK, ModuleId, Program, Target},
    rules::Rule,
    source::{SourceFile, Sources},
    span::FileId,
};
use comment::{Comment, is_directive};
use naming::Naming;
use reach::Reaches;

/// The ignore comments of a program, and what became of them.
#[derive(Debug)]
pub struct Ignores {
    notes: Vec<Note>,
    /// For each rule that is named in a file: in which notes, and as which of their ids.
    named: Named,
    today: Date,
}

/// By file and rule, the comments that name it.
type Named = HashMap<FileId, HashMap<String, Naming>>;

/// A comment.
#[derive(Debug)]
struct Note {
    file: Arc<SourceFile>,
    comment: Comment,
    /// The module, when all of it could be read: only then it is sure what is a comment.
    module: Option<ModuleId>,
    /// Whether all that could make a rule fire there is in sight: only then the comment can be called unused.
    in_sight: bool,
    /// For each of its rules: whether it ignored something, or may.
    used: Vec<bool>,
}

impl Ignores {
    /// Reads the comments of all modules of a program. Only those in `closed` directories can be unused:
    /// everything that could make a rule fire there is in sight.
    #[must_use]
    pub fn collect(
        sources: &Sources,
        program: &Program,
        closed: &BTreeSet<PathBuf>,
        today: Date,
    ) -> Self {
        let modules: BTreeMap<&std::path::Path, ModuleId> = program
            .modules()
            .iter()
            .filter(|module| !module.bundled)
            .map(|module| (module.directory.as_path(), module.id))
            .collect();
        let mut ignores = Self {
            notes: Vec::new(),
            named: HashMap::new(),
            today,
        };
        let files = program.modules().iter().flat_map(|module| &module.files);
        let mut files: Vec<_> = files.map(|id| sources.file(*id)).collect();
        files.sort_by(|a, b| (&a.name, a.id).cmp(&(&b.name, b.id)));
        // A link makes a file part of two modules.
        files.dedup_by_key(|file| file.id);
        for file in files {
            let marked = !file.bundled
                && (file.text.contains(IGNORE_MARK) || near_miss::may_be_in(&file.text));
            let Some(directory) = file.path.parent().filter(|_| marked) else {
                continue;
            };
            let Some(module) = modules.get(directory) else {
                continue;
            };
            let complete = Some(*module).filter(|id| program.module(*id).complete);
            ignores.read(&file, complete, closed.contains(directory));
        }
        ignores
    }

    fn read(&mut self, file: &Arc<SourceFile>, module: Option<ModuleId>, in_sight: bool) {
        let parsed = module::parse_file(file);
        let mut reaches = Reaches::of(file, &parsed.body);
        for span in &parsed.comments {
            if !is_directive(file, *span) {
                continue;
            }
            let comment = Comment::read(file, *span);
            let reach = reaches.reach(*span, &comment);
            let counts = !comment.terms.is_over(self.today) && comment.fault.is_none();
            let named = self.named.entry(file.id).or_default();
            for (index, id) in comment.ids.iter().enumerate() {
                let naming = named.entry(id.text.clone()).or_default();
                naming.add((self.notes.len(), index), reach, counts);
            }
            self.notes.push(Note {
                file: file.clone(),
                used: vec![false; comment.ids.len()],
                comment,
                module,
                in_sight,
            });
        }
    }

    /// Whether there is nothing to ask.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.notes.is_empty()
    }

    /// Whether a finding in a root is ignored: where it points, or by the calls that lead to each of its instances. Notes which
    /// comments were of use.
    pub fn cover(
        &mut self,
        program: &Program,
        root: Option<ModuleId>,
        rule: &Rule,
        finding: &Finding,
    ) -> bool {
        let place = finding.primary;
        let mut covered = self.cover_place(rule, place.file, place.start, false);
        if let Some(root) = root
            && !finding.addresses.is_empty()
        {
            let mut by_calls = true;
            for address in &finding.addresses {
                by_calls &= self.cover_calls(program, root, rule, address);
            }
            covered |= by_calls;
        }
        covered
    }

    /// Whether one of the calls on the way to an address has a comment.
    fn cover_calls(
        &mut self,
        program: &Program,
        root: ModuleId,
        rule: &Rule,
        address: &str,
    ) -> bool {
        let mut covered = false;
        let mut module = root;
        let mut path = String::new();
        for name in calls(address) {
            let Some(call) = program.module(module).calls.get(name) else {
                break;
            };
            let header = call.block.header;
            covered |= self.cover_place(rule, header.file, header.start, true);
            if !path.is_empty() {
                path.push('.');
            }
            path.push_str(name);
            module = match (program.module(root).installed.get(&path), call.target) {
                (Some(id), _) => *id,
                (None, Target::Local(id) | Target::Known(id) | Target::Fork(id)) => id,
                (None, Target::Unfollowed(_) | Target::Cycle) => break,
            };
        }
        covered
    }

    fn cover_place(&mut self, rule: &Rule, file: FileId, start: u32, is_call: bool) -> bool {
        let mut covered = false;
        let named = self.named.get_mut(&file);
        let Some(naming) = named.and_then(|named| named.get_mut(rule.id)) else {
            return false;
        };
        for (note, index) in naming.over(start, is_call) {
            let note = self.notes.get_mut(note);
            if let Some(used) = note.and_then(|note| note.used.get_mut(index)) {
                *used = true;
                covered = true;
            }
        }
        covered
    }

    /// Notes that a rule could not decide something: its comments in that file, and above the calls that lead there, may be
    /// of use after all.
    pub fn doubt(
        &mut self,
        program: &Program,
        root: Option<ModuleId>,
        rule: &Rule,
        question: &Undecided,
    ) {
        let named = self.named.get_mut(&question.span.file);
        let naming = named.and_then(|named| named.get_mut(rule.id));
        for (note, index) in naming.map(Naming::doubted).unwrap_or_default() {
            let note = self.notes.get_mut(note);
            if let Some(used) = note.and_then(|note| note.used.get_mut(index)) {
                *used = true;
            }
        }
        if let Some(root) = root {
            self.cover_calls(program, root, rule, &question.address);
        }
    }
}

/// The names of the calls on the way to an address: `module.net["a.b"].module.m.aws_vpc.a` gives `net` and `m`.
fn calls(address: &str) -> Vec<&str> {
    let mut names = Vec::new();
    let mut rest = address;
    while let Some(call) = rest.strip_prefix("module.") {
        let end = call.find(['.', '[']).unwrap_or(call.len());
        let (name, after) = call.split_at(end);
        names.push(name);
        rest = after_index(after).trim_start_matches('.');
    }
    names
}

/// What follows the index at the start of a text.
fn after_index(text: &str) -> &str {
    if !text.starts_with('[') {
        return text;
    }
    let (mut quoted, mut escaped) = (false, false);
    for (at, character) in text.char_indices() {
        match character {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            ']' if !quoted => return text.get(at + 1..).unwrap_or_default(),
            _ => {}
        }
    }
    ""
}

#[cfg(test)]
mod tests {
    use super::calls;

    #[test]
    fn calls_are_read_from_addresses() {
        assert_eq!(calls("aws_vpc.a"), [""; 0]);
        assert_eq!(calls("module.net"), ["net"]);
        assert_eq!(
            calls(r#"module.net["a.b\"]"].module.m[0].aws_vpc.a["x"]"#),
            ["net", "m"]
        );
    }
}
