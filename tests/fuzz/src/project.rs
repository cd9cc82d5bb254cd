//! A project on disk for as long as the process lives.

use std::{
    fs,
    path::{Component, Path, PathBuf},
    process,
    sync::OnceLock,
};

use vpcelint::source::Sources;

/// Beside the project, where nothing may be read.
const OUTSIDE: &str = "zW3outsideQk";

/// What every root hides.
const HIDDEN: &str = r#"variable "hid" {
  sensitive = true
  default   = "qZ7hiddenXw"
}
variable "hidmap" {
  ephemeral = true
  default   = { a = "qZ7hiddenXw", qZ7hiddenXw = ["qZ7hiddenXw"] }
}
locals {
  hid = sensitive("qZ7hiddenXw")
}
"#;

/// An empty project; there is one in a process, which is emptied again.
pub struct Project(PathBuf);

impl Project {
    /// A project that has what it hides and nothing else.
    #[must_use]
    pub fn new() -> Self {
        static ROOM: OnceLock<PathBuf> = OnceLock::new();
        let room = ROOM.get_or_init(|| {
            let shared = Path::new("/dev/shm");
            let memory = if shared.is_dir() {
                shared.to_owned()
            } else {
                std::env::temp_dir()
            };
            let room = memory.join(format!("vpcelint-fuzz-{}", process::id()));
            fs::create_dir_all(&room).unwrap();
            fs::write(room.join("outside.txt"), OUTSIDE).unwrap();
            fs::write(
                room.join("outside.tf"),
                format!("locals {{\n  outside = \"{OUTSIDE}\"\n}}\n"),
            )
            .unwrap();
            fs::canonicalize(room).unwrap()
        });
        let project = Self(room.join("inside"));
        let _ = fs::remove_dir_all(&project.0);
        project.write(".git/HEAD", "");
        project.write("hidden.tf", HIDDEN);
        project
    }

    /// Its directory.
    #[must_use]
    pub fn directory(&self) -> &Path {
        &self.0
    }

    /// Writes a file and the directories above it; passes over what cannot be one.
    pub fn write(&self, file: &str, text: impl AsRef<[u8]>) {
        let plain = |part: Component<'_>| matches!(part, Component::Normal(name) if name.len() < 64 && !name.as_encoded_bytes().contains(&0));
        let path = Path::new(file);
        if !path.components().all(plain) || path.components().count() > 6 {
            return;
        }
        let path = self.0.join(path);
        if let Some(parent) = path.parent()
            && fs::create_dir_all(parent).is_ok()
        {
            let _ = fs::write(path, text);
        }
    }

    /// Writes the files of a text as `tail` prints several: each after a line `==> path <==`; what is before the first is `main.tf`.
    pub fn write_all(&self, text: &str) {
        let mut path = "main.tf";
        let mut start = 0;
        let mut end = 0;
        for line in text.split_inclusive('\n') {
            let named = line.trim_end().strip_prefix("==> ");
            if let Some(next) = named.and_then(|rest| rest.strip_suffix(" <==")) {
                if end > start {
                    self.write(path, &text[start..end]);
                }
                path = next.trim_start_matches("./");
                start = end + line.len();
            }
            end += line.len();
        }
        self.write(path, &text[start..end]);
    }

    /// A new look at it.
    #[must_use]
    pub fn sources(&self) -> Sources {
        Sources::new(self.0.clone())
    }
}

impl Default for Project {
    fn default() -> Self {
        Self::new()
    }
}

/// What is shown though it must not be. Nothing counts when the input says itself what is hidden, or says that it is not.
pub struct Secrets<'a>(pub &'a str);

impl Secrets<'_> {
    /// Fails when a text that somebody may read shows what is hidden or lies outside.
    pub fn hold(&self, text: &str) {
        let text = text.to_lowercase();
        assert!(
            self.0.contains(OUTSIDE) || !text.contains(&OUTSIDE.to_lowercase()),
            "something outside the project is shown"
        );
        let shown = ["qz7hiddenxw", "wxneddih7zq", "cvo3aglkzgvuwhc"]
            .into_iter()
            .find(|form| text.contains(form));
        assert!(
            shown.is_none() || self.are_told(),
            "something hidden is shown: {}",
            shown.unwrap_or_default()
        );
    }

    /// Whether the input names the secret, declares its variable anew, or reveals it.
    fn are_told(&self) -> bool {
        let text = self.0.to_lowercase();
        let undeclared = text.replace("var.hid", "").replace("local.hid", "");
        ["qz7", "enxw", "7zq", "wxn", "cvo3", "hid", "nonsensitive"]
            .iter()
            .any(|word| undeclared.contains(word))
    }
}
