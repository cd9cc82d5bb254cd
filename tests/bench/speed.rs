//! What a whole run costs beside parsing alone: the processor time of both on repositories of several sizes.
//!
//! `cargo bench` prints it; sizes may be named, `cargo bench -- 300`.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    reason = "it measures and prints"
)]

mod tree;

use std::{
    env, fs,
    hint::black_box,
    path::{Path, PathBuf},
    process,
    time::Duration,
};

use cpu_time::ProcessTime;
use hcl_edit::parser::parse_body;
use vpcelint::{
    lint::{Request, lint},
    pool,
    source::Sources,
};
use walkdir::WalkDir;

const SIZES: [usize; 4] = [30, 300, 3_000, 25_000];

/// How often each is measured; the median counts.
const ROUNDS: usize = 5;

/// How many files a measurement goes through at least, the same ones again and again if need be.
const FILES: usize = 3_000;

fn main() {
    let named: Vec<usize> = env::args().filter_map(|it| it.parse().ok()).collect();
    let sizes = if named.is_empty() { &SIZES[..] } else { &named };
    println!("  files    MB   parsing alone      vpcelint   ratio");
    for files in sizes {
        let root = env::temp_dir().join(format!("vpcelint-bench-{}-{files}", process::id()));
        tree::write(&root, *files);
        let times = FILES.div_ceil(*files);
        let (mut alone, mut ours) = (Vec::new(), Vec::new());
        let mut bytes = 0;
        // In turns, so that both meet the same machine.
        for _ in 0..ROUNDS {
            alone.push(time(times, || bytes = parse_all(&root)));
            ours.push(time(times, || check(&root)));
        }
        let (alone, ours) = (median(alone), median(ours));
        println!(
            "{files:>7} {:>5.1} {:>12.2} ms {:>10.2} ms {:>7.2}",
            bytes as f64 / 1e6,
            alone.as_secs_f64() * 1e3,
            ours.as_secs_f64() * 1e3,
            ours.as_secs_f64() / alone.as_secs_f64(),
        );
        fs::remove_dir_all(&root).unwrap();
    }
}

/// The processor time of one run, all threads taken together.
fn time(times: usize, mut run: impl FnMut()) -> Duration {
    let start = ProcessTime::now();
    for _ in 0..times {
        run();
    }
    start.elapsed() / u32::try_from(times).unwrap()
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

/// Reads and parses every file, as any tool must that wants all trees. How many bytes there are.
fn parse_all(root: &Path) -> usize {
    let mut bytes = 0;
    for entry in WalkDir::new(root) {
        let path = entry.unwrap().into_path();
        if path.extension().is_some_and(|extension| extension == "tf") {
            let text = fs::read_to_string(&path).unwrap();
            bytes += text.len();
            black_box(parse_body(&text).unwrap());
        }
    }
    bytes
}

fn check(root: &Path) {
    let sources = Sources::new(root.to_owned());
    let request = Request {
        paths: vec![PathBuf::from(".")],
        ..Request::default()
    };
    let pool = pool::build(0).unwrap();
    let report = pool.install(|| lint(&sources, &request)).unwrap();
    assert!(!report.findings.is_empty());
    black_box(&report);
}
