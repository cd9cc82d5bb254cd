//! What the fuzz targets share: how they change their inputs, lay out a project, and what must hold of every output.

pub mod hold;
pub mod project;
pub mod words;

pub use libfuzzer_sys::{fuzz_mutator, fuzz_target};
