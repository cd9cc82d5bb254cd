//! File texts with ids: finds the Terraform files below some paths and is the only reader of the disk.
//!
//! Nothing outside the *fence* is ever opened: the project (the nearest enclosing directory with `.git`, else the working
//! directory) and whatever the command line names itself. The fence is checked on the resolved path, so that neither `..`
//! nor a symbolic link leads out of it. A file has one identity however it is reached: its resolved path.

mod path;

mod unreadable;

mod disk;

mod file;

mod cache;

mod snapshot;

mod fence;

mod tool;

mod loaded;

mod gitignore;

mod listing;

mod walk;

mod discover;

mod foreign;

mod named;

mod near;

pub use discover::{Directory, Discovery, MissingPath};
pub use file::SourceFile;
pub use foreign::Foreign;
pub use gitignore::VersionControl;
pub use loaded::{is_configuration, is_values};
pub use named::{Asked, Kind, NamedFile};
pub(crate) use path::relative;
pub use snapshot::Sources;
pub use tool::Tool;
pub use unreadable::{LARGEST_FILE, Unreadable};
pub use walk::{STACK, UNIT};
