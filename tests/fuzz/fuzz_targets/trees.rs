//! Whole trees of files: `tail` prints seeds of several files.
#![no_main]

use vpcelint::lint::Request;
use vpcelint_fuzz::{
    fuzz_mutator, fuzz_target,
    hold::Run,
    project::{Project, Secrets},
    words,
};

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    words::mutate(data, size, max_size, seed)
});

fuzz_target!(|data: &[u8]| {
    let Ok(text) = str::from_utf8(data) else {
        return;
    };
    let project = Project::new();
    project.write_all(text);
    let run = Run {
        project: &project,
        secrets: Secrets(text),
    };
    let request = Request {
        paths: vec![".".into()],
        ..Request::default()
    };
    let _ = run.check(&request);
    match data.len() % 8 {
        0 => run.hold_threads(&request),
        1 => run.inspect(),
        2 => run.hold_laziness(&request),
        3 => run.hold_naming("main.tf", &request),
        _ => {}
    }
});
