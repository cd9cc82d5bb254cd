//! Units of Terragrunt: directories that run a module with inputs of their own.
//!
//! What is relied on (Terragrunt documentation: HCL, Built-in Functions, Keep your Terragrunt Architecture DRY):
//!
//! - `terragrunt.hcl` is a unit. `terraform { source }` names the module that it runs: a local path starts at the unit's directory, `//` in it
//!   parts what is copied from what is run. Without a source the unit's own directory is run.
//! - `inputs` become `TF_VAR_` variables of the environment, so that values in files which Terraform loads by itself win over them, and what the
//!   module does not declare is passed over.
//! - `include` merges another file below the unit's own: its `inputs` and `source` count unless the unit says otherwise. With `merge_strategy`
//!   `shallow`, which is the default, later keys win as in `merge`; with `deep` maps are merged and lists joined; with `no_merge` nothing is taken over.
//!   Locals are never merged; `include.NAME.locals` reads them.
//! - In an included file functions speak of the unit, in one that `read_terragrunt_config` reads they speak of that file.
//!
//! - `dependency.NAME.outputs` are those of the unit in `config_path`, as it would be applied; the blocks of included files count too.
//!
//! - `terragrunt.stack.hcl` is a stack: each `unit` in it is a copy of the directory that its `source` names, put below `.terragrunt-stack`,
//!   where `values` are what the stack gives it; each `stack` likewise.
//!
//! - `generate` writes files beside those of the module; of one that is there already `if_exists` tells whether it is replaced.
//! - Hooks run in the copy of the module before Terraform does.
//! - `terragrunt.values.hcl` beside a unit has the values that a stack gave it when it was made.
//!
//! Nothing is run and the environment is not read: what hangs on either is unknown. `mock_outputs` stand in for what is not applied
//! yet and say nothing of what will be: they are not used.

mod tree;

mod file;

mod expression;

mod function;

mod worth;

mod dependency;

mod extra_arguments;

mod generated;

mod hook;

mod unit;

mod stack;

mod units;

pub use unit::{LeftOut, Unit};
pub use units::{Units, units};
