//! Operations that fail because a test wants them to.

use std::{
    io,
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};

/// The directories in which tests count operations. Each test has its own, so that they do not disturb each other.
static WATCHED: Mutex<Vec<Watch>> = Mutex::new(Vec::new());

struct Watch {
    directory: PathBuf,
    /// What was done there so far.
    done: Vec<String>,
    /// Which of it fails, the first being 0.
    fails: Option<usize>,
}

/// Does something while operations at and below a directory, resolved, are counted and one of them fails. What came of it, and what was
/// done there.
pub(super) fn with<T>(
    directory: &Path,
    fails: Option<usize>,
    act: impl FnOnce() -> T,
) -> (T, Vec<String>) {
    watched().push(Watch {
        directory: directory.to_path_buf(),
        done: Vec::new(),
        fails,
    });
    let result = act();
    let mut watched = watched();
    let at = watched
        .iter()
        .position(|watch| watch.directory == directory)
        .unwrap();
    (result, watched.swap_remove(at).done)
}

/// Counts an operation, and fails if it is the one.
pub(super) fn strike(operation: &'static str, path: &Path) -> io::Result<()> {
    let mut watched = watched();
    let Some(watch) = watched
        .iter_mut()
        .find(|watch| path.starts_with(&watch.directory))
    else {
        return Ok(());
    };
    let number = watch.done.len();
    let name = path.strip_prefix(&watch.directory).unwrap_or(path);
    watch.done.push(format!("{operation} {}", name.display()));
    if watch.fails == Some(number) {
        Err(io::ErrorKind::PermissionDenied.into())
    } else {
        Ok(())
    }
}

fn watched() -> std::sync::MutexGuard<'static, Vec<Watch>> {
    WATCHED.lock().unwrap_or_else(PoisonError::into_inner)
}
