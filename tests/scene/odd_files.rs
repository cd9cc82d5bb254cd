//! Files that are no regular files.

use std::{path::Path, process};

use crate::scene::Scene;

impl Scene {
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
