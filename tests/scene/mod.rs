//! A directory for one test.

use std::{
    fs,
    path::{Path, PathBuf},
    process,
};

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

    /// Makes a symbolic link.
    pub(crate) fn link(&self, target: impl AsRef<Path>, link: &str) {
        std::os::unix::fs::symlink(target, self.0.join(link)).unwrap();
    }

    /// Makes a FIFO; false where there is no way to.
    pub(crate) fn fifo(&self, name: &str) -> bool {
        let made = process::Command::new("mkfifo")
            .arg(self.0.join(name))
            .status();
        made.is_ok_and(|status| status.success())
    }
}

impl Drop for Scene {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
