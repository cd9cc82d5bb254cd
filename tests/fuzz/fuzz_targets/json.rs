//! A file in JSON syntax.
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
    let project = Project::new();
    project.write("main.tf.json", data);
    let text = String::from_utf8_lossy(data);
    let run = Run {
        project: &project,
        secrets: Secrets(&text),
    };
    let request = Request {
        paths: vec!["main.tf.json".into()],
        ..Request::default()
    };
    let _ = run.check(&request);
    match data.len() % 8 {
        0 => run.hold_threads(&request),
        1 => run.inspect(),
        _ => {}
    }
});
