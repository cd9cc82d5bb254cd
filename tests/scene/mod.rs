//! A directory for one test.

use std::{
    fs,
    path::PathBuf,
    process,
    sync::atomic::{AtomicUsize, Ordering},
};

/// A directory of its own that is gone afterwards.
pub(crate) struct Scene(pub(crate) PathBuf);

impl Scene {
    /// Empty, and nobody else's: scenes of one name may stand side by side.
    pub(crate) fn new(name: &str) -> Self {
        static MADE: AtomicUsize = AtomicUsize::new(0);
        let (process, which) = (process::id(), MADE.fetch_add(1, Ordering::Relaxed));
        // Not below the crate: its `.git` would make everything one project.
        let path = std::env::temp_dir().join(format!("vpcelint-{process}-{which}-{name}"));
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
