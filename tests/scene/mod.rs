//! A directory for one test.

use std::{fs, path::PathBuf, process};

/// A directory of its own that is gone afterwards.
pub(crate) struct Scene(pub(crate) PathBuf);

impl Scene {
    /// Empty; `name` must differ from that of every other test of the file.
    pub(crate) fn new(name: &str) -> Self {
        // Not below the crate: its `.git` would make everything one project.
        let path = std::env::temp_dir().join(format!("vpcelint-{}-{name}", process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Self(fs::canonicalize(path).unwrap())
    }

    /// Writes a file and the directories above it.
    pub(crate) fn write(&self, file: &str, text: impl AsRef<[u8]>) {
        let path = self.0.join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

impl Drop for Scene {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
