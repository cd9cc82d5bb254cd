//! What a whole run costs beside parsing alone: the processor time of both on repositories of several sizes.
//!
//! `cargo bench` prints it; sizes may be named, `cargo bench -- 300`. Each measurement is a process of its own, as every run of a
//! linter is, and all its threads count, so that it hardly matters what else the machine does.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "it measures and prints"
)]

mod tree;

use std::{
    env, fs,
    hint::black_box,
    mem,
    path::{Path, PathBuf},
    process::{self, Command},
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
const ROUNDS: usize = 11;

fn main() {
    let arguments: Vec<String> = env::args().collect();
    if let [_, task, root] = &arguments[..]
        && let Some((_, run)) = TASKS.iter().find(|(name, _)| name == task)
    {
        run(Path::new(root));
        let all = ProcessTime::try_now().unwrap().as_duration();
        println!("{}", all.as_nanos());
        return;
    }
    let named: Vec<usize> = arguments.iter().filter_map(|it| it.parse().ok()).collect();
    let sizes = if named.is_empty() { &SIZES[..] } else { &named };
    println!("  files   parsing alone      vpcelint   ratio");
    for files in sizes {
        let root = env::temp_dir().join(format!("vpcelint-bench-{}-{files}", process::id()));
        tree::write(&root, *files);
        // In turns, so that all meet the same machine.
        let mut measured = TASKS.map(|_| Vec::new());
        for _ in 0..ROUNDS {
            for ((task, _), into) in TASKS.iter().zip(&mut measured) {
                into.push(measure(task, &root));
            }
        }
        let [alone, ours] = measured.map(|times| median(times).as_secs_f64() * 1e3);
        let ratio = ours / alone;
        println!("{files:>7} {alone:>12.2} ms {ours:>10.2} ms {ratio:>7.2}");
        fs::remove_dir_all(&root).unwrap();
    }
}

/// The processor time of a process that does nothing else.
fn measure(task: &str, root: &Path) -> Duration {
    let program = env::current_exe().unwrap();
    let output = Command::new(program).arg(task).arg(root).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    let nanoseconds = String::from_utf8(output.stdout).unwrap();
    Duration::from_nanos(nanoseconds.trim().parse().unwrap())
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

/// What a process of its own can be asked to do.
type Task = (&'static str, fn(&Path));

const TASKS: [Task; 2] = [("parse", parse), ("check", check)];

/// Reads and parses every file, as any tool must that wants all trees.
fn parse(root: &Path) {
    for entry in WalkDir::new(root) {
        let path = entry.unwrap().into_path();
        if path.extension().is_some_and(|extension| extension == "tf") {
            let text = fs::read_to_string(&path).unwrap();
            black_box(parse_body(&text).unwrap());
        }
    }
}

/// Lints everything.
fn check(root: &Path) {
    let sources = Sources::new(root.to_owned());
    let request = Request {
        paths: vec![PathBuf::from(".")],
        ..Request::default()
    };
    let pool = pool::build(0).unwrap();
    let report = pool.install(|| lint(&sources, &request)).unwrap();
    assert!(!report.findings.is_empty());
    // As the program does, which ends then.
    mem::forget((report, sources));
}
