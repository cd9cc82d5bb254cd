//! Places of files as clients name them.

use std::{cell::RefCell, collections::HashMap, path::Path, rc::Rc, sync::Arc};

use lsp_types::{Location, Range, Uri};

use super::{
    document::Document,
    position::Lines,
    uri,
    workspace::{Folder, Workspace},
};
use crate::{
    source::SourceFile,
    span::{FileId, Span},
};

/// A file of a snapshot.
#[derive(Clone)]
struct Text {
    file: Arc<SourceFile>,
    lines: Rc<Lines>,
}

/// The places of one folder.
pub(super) struct Places<'w> {
    pub(super) workspace: &'w Workspace,
    pub(super) folder: &'w Folder,
    texts: RefCell<HashMap<FileId, Text>>,
}

impl<'w> Places<'w> {
    pub(super) fn new(workspace: &'w Workspace, folder: &'w Folder) -> Self {
        Self {
            workspace,
            folder,
            texts: RefCell::default(),
        }
    }

    /// A place in a file; none of a text that is no file of the user's.
    pub(super) fn location(&self, span: Span) -> Option<Location> {
        let text = self.text(span.file);
        let uri = self.uri(&text.file)?;
        let range = self.range(span);
        Some(Location { uri, range })
    }

    pub(super) fn range(&self, span: Span) -> Range {
        let Text { file, lines } = self.text(span.file);
        let on_disk = self.document(&file.path).is_none();
        let position = |byte| lines.position(&file.text, byte as usize, on_disk);
        Range::new(position(span.start), position(span.end))
    }

    /// The bytes of a range in an open text.
    pub(super) fn bytes(&self, document: &Document, range: Range) -> std::ops::Range<usize> {
        Lines::of(&document.text, self.workspace.encoding).bytes(&document.text, range)
    }

    /// What a client calls a file.
    pub(super) fn uri(&self, file: &SourceFile) -> Option<Uri> {
        if !file.is_on_disk() {
            return None;
        }
        match self.document(&file.path) {
            Some(document) => Some(document.uri.clone()),
            None => uri::uri_of(&self.workspace.client_path(&file.path)),
        }
    }

    /// The open text of a file.
    pub(super) fn document(&self, resolved: &Path) -> Option<&'w Document> {
        let mut documents = self.workspace.documents.values();
        documents.find(|it| it.resolved == resolved)
    }

    fn text(&self, id: FileId) -> Text {
        let mut texts = self.texts.borrow_mut();
        let text = texts.entry(id).or_insert_with(|| {
            let file = self.folder.sources.file(id);
            let lines = Rc::new(Lines::of(&file.text, self.workspace.encoding));
            Text { file, lines }
        });
        text.clone()
    }
}
