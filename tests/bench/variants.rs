//! What ten variants of the production project cost beside one: the time of both runs, and their processor time.
//!
//! `cargo bench --bench variants` prints it. Each measurement is a process of its own, as every run of a linter is.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "it measures and prints"
)]

use std::{
    env,
    fmt::Write as _,
    fs, mem,
    path::{Path, PathBuf},
    process::{self, Command},
    time::Instant,
};

use cpu_time::ProcessTime;
use vpcelint::{
    lint::{Diagnostic, Request, lint},
    pool,
    source::Sources,
};
use walkdir::WalkDir;

const ROOT: &str = "environments/prod";

/// How often each is measured; the median counts.
const ROUNDS: usize = 21;

fn main() {
    let arguments: Vec<String> = env::args().collect();
    if let [_, task, root] = &arguments[..]
        && task == "check"
    {
        let took = check(Path::new(root)).map(|it| it.to_string());
        println!("{}", took.join(" "));
        return;
    }
    let projects = [1, 10].map(project);
    let mut measured = [Vec::new(), Vec::new()];
    for _ in 0..ROUNDS {
        for (project, into) in projects.iter().zip(&mut measured) {
            into.push(measure(project));
        }
    }
    let [one, ten] = &measured;
    for (of, which) in ["time", "processor time"].into_iter().zip(0..) {
        let [one, ten] = [one, ten].map(|all| median(all.iter().map(|it| it[which]).collect()));
        println!("{of:>16} {one:>8.2} ms {ten:>8.2} ms {:>6.2}", ten / one);
    }
    for project in projects {
        fs::remove_dir_all(project).unwrap();
    }
}

/// The production project with so many variants, which all differ in what its network is made of.
fn project(variants: usize) -> PathBuf {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/_projects/production");
    let to = env::temp_dir().join(format!("vpcelint-variants-{}-{variants}", process::id()));
    for entry in WalkDir::new(&from) {
        let entry = entry.unwrap();
        let target = to.join(entry.path().strip_prefix(&from).unwrap());
        if entry.file_type().is_dir() {
            fs::create_dir_all(target).unwrap();
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
    let mut settings = String::new();
    for index in 0..variants {
        let zones = &["eu-central-1a", "eu-central-1b", "eu-central-1c"][index % 3..];
        let values = format!(
            "environment = \"e{index}\"\ncidr_block = \"10.{index}.0.0/16\"\nnat_gateways = \"per_zone\"\nendpoint_zones = {zones:?}\n"
        );
        fs::write(to.join(ROOT).join(format!("e{index}.tfvars")), values).unwrap();
        let _ = writeln!(
            settings,
            "[[variants]]\nname = \"e{index}\"\nvar-files = [\"{ROOT}/e{index}.tfvars\"]"
        );
    }
    fs::write(to.join("vpcelint.toml"), settings).unwrap();
    to
}

/// The milliseconds that a process took which does nothing else: by the clock, and of the processor.
fn measure(root: &Path) -> [f64; 2] {
    let program = env::current_exe().unwrap();
    let output = Command::new(program).arg("check").arg(root).output();
    let output = output.unwrap();
    assert!(output.status.success(), "{output:?}");
    let text = String::from_utf8(output.stdout).unwrap();
    let took: Vec<f64> = text
        .split(' ')
        .map(|it| it.trim().parse().unwrap())
        .collect();
    [took[0], took[1]]
}

/// Lints the root with all variants, and gives what that took.
fn check(root: &Path) -> [f64; 2] {
    let start = Instant::now();
    let sources = Sources::new(root.to_owned());
    let request = Request {
        paths: vec![PathBuf::from(ROOT)],
        ..Request::default()
    };
    let pool = pool::build(0).unwrap();
    let report = pool.install(|| lint(&sources, &request)).unwrap();
    let is_of_variants = |it: &Diagnostic| !it.variants.is_empty();
    assert!(report.findings.iter().any(is_of_variants));
    let took = [
        start.elapsed(),
        ProcessTime::try_now().unwrap().as_duration(),
    ];
    // As the program does, which ends then.
    mem::forget((report, sources));
    took.map(|it| it.as_secs_f64() * 1e3)
}

fn median(mut all: Vec<f64>) -> f64 {
    all.sort_by(f64::total_cmp);
    all[all.len() / 2]
}
