//! The real `terraform`, where there is one.

use std::{
    path::Path,
    process::{Command, Output},
};

/// The name of the file that says where providers come from, in the directories that need some.
pub(crate) const SETTINGS: &str = "terraformrc";

/// Whether there is a `terraform` on PATH.
pub(crate) fn is_at_hand() -> bool {
    Command::new("terraform").arg("version").output().is_ok()
}

/// Runs `terraform` in a directory.
pub(crate) fn terraform(directory: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new("terraform");
    command
        .args(arguments)
        .current_dir(directory)
        .env("CHECKPOINT_DISABLE", "1")
        .env("AWS_EC2_METADATA_DISABLED", "true");
    let settings = directory.join(SETTINGS);
    if settings.exists() {
        command.env("TF_CLI_CONFIG_FILE", settings);
    } else {
        command.env_remove("TF_CLI_CONFIG_FILE");
    }
    command.output().unwrap()
}
