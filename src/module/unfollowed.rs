//! Why parts of a configuration are not followed.

/// Why a module call or a file is not followed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Unfollowed {
    /// A registry or a repository has the source, and `terraform init` has not put it on disk.
    NotOnDisk,
    /// Its source is worked out of variables, and `tofu init` has not put on disk what they lead to.
    EarlySource,
    /// It lies where nothing is read.
    OutsideProject,
    /// It lies in a git submodule that is not checked out.
    Submodule,
    /// A local path leads to no module.
    MissingDirectory,
}

impl Unfollowed {
    /// Its name in output.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::NotOnDisk => "not_on_disk",
            Self::EarlySource => "early_source",
            Self::OutsideProject => "outside_project",
            Self::Submodule => "submodule",
            Self::MissingDirectory => "missing_directory",
        }
    }
    /// Why, as the end of a sentence about one part.
    #[must_use]
    pub const fn about(self) -> &'static str {
        match self {
            Self::NotOnDisk => "its source is not on disk",
            Self::EarlySource => "its source hangs on variables",
            Self::OutsideProject => "it lies outside the project",
            Self::Submodule => "it lies in a git submodule that is not checked out",
            Self::MissingDirectory => "its path leads to no module",
        }
    }

    /// The same about several.
    #[must_use]
    pub const fn about_many(self) -> &'static str {
        match self {
            Self::NotOnDisk => "their sources are not on disk",
            Self::EarlySource => "their sources hang on variables",
            Self::OutsideProject => "they lie outside the project",
            Self::Submodule => "they lie in a git submodule that is not checked out",
            Self::MissingDirectory => "their paths lead to no module",
        }
    }
}
