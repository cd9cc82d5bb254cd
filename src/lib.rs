//! The linter for VPC endpoints in Terraform and OpenTofu.
//!
//! It reads a configuration, works out what it would build, and reports what is wrong with the VPC endpoints in it, before
//! anyone runs a plan. Data goes one way:
//!
//! ```text
//! paths -> source -> syntax -> module -> eval -> network -> rules -> lint -> report -> exit status
//! ```
//!
//! | stage | takes | gives |
//! | --- | --- | --- |
//! | [`source`] | paths, globs, texts of editors | a snapshot: file texts with ids |
//! | [`syntax`] | text | a small tree with byte spans, comments, problems |
//! | [`module`] | the trees of directories | declarations, calls, roots |
//! | [`saved_plan`] | what `terraform show -json` says of a plan | what it knows of variables, data sources and instances |
//! | [`eval`] | a root and values of its variables | instances whose values know where they came from |
//! | [`terragrunt`] | units of Terragrunt | the modules that they run, with inputs |
//! | [`network`] | instances | VPCs, subnets, route tables, groups, endpoints, policies: joined, three-valued |
//! | [`rules`] | the network | findings, each with its proof |
//! | [`config`], [`ignore`], [`baseline`] | what users have decided | settings, ignored and accepted findings; read by `lint` only |
//! | [`inputs`] | settings, `--var`, `--var-file` and `--variants` | the values that root variables are given, once or by variant |
//! | [`fix`] | what rules would have changed | edits of the texts |
//! | [`lint`] | findings | the report: levels, one finding for each rule and place, one order |
//! | [`picture`] | the network of a root, findings | the network drawn |
//! | [`report`] | the report | text in one format |
//! | [`server`] | texts of editors as they change | diagnostics, fixes, values and hints, by the language server protocol |
//!
//! All of it runs on the threads of whoever calls: [`pool`] makes some.
//!
//! Modules are declared below in reading order. What holds everywhere, each held by a test:
//!
//! - A module uses only what is declared above it, and so does each file in its directory.
//! - Only `filesystem` touches the disk: for [`source`], which alone reads, and for [`report`], which writes the files of reports. Only
//!   `main` and [`report`] write to the terminal; [`server`] writes the messages of its protocol.
//! - From [`syntax`] to [`lint`] nothing fails on bad input: a problem is a finding, and the rest goes on.
//! - A rule is a pure function of the network. It chooses neither its id nor its severity, confidence or URL.
//! - Nothing that reaches output comes from the order of a hash map: the same input gives the same bytes.
//! - Unknown never becomes a finding, and knowing less never adds one.
//! - A value that is marked sensitive never appears in any output.
//! - No input makes the process panic, abort, hang or read outside the project.

#![cfg_attr(
    test,
    expect(
        clippy::unwrap_used,
        clippy::indexing_slicing,
        clippy::panic,
        reason = "a test fails by panicking"
    )
)]

pub mod work;

pub mod cancellation;

mod calendar;

mod near;

mod filesystem;

pub mod note;

pub mod span;

pub mod address;

pub mod money;

pub mod source;

pub mod finding;

pub mod options;

pub mod syntax;

pub mod module;

pub mod value;

pub mod provider;

pub mod redact;

pub mod saved_plan;

pub mod eval;

pub mod terragrunt;

pub mod network;

pub mod page;

pub mod rules;

pub mod config;

pub mod fix;

pub mod ignore;

pub mod baseline;

pub mod inputs;

pub mod pool;

pub mod lint;

mod text;

pub mod picture;

pub mod report;

pub mod inspect;

pub mod server;

pub mod cli;
