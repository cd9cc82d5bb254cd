//! What stands beside a configuration: settings, ignore comments, baselines, variable files, records of installed modules.
#![no_main]

use vpcelint::{
    config::{self, ConfigSource, Configs, Layer},
    inputs::Input,
    lint::Request,
};
use vpcelint_fuzz::{
    fuzz_mutator, fuzz_target,
    hold::Run,
    project::{Project, Secrets},
    words,
};

/// The configuration beside which it stands.
const MODULES: &str = include_str!("../seeds/modules.txt");

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    words::mutate(data, size, max_size, seed)
});

fuzz_target!(|data: &[u8]| {
    let Ok(text) = str::from_utf8(data) else {
        return;
    };
    let project = Project::new();
    project.write_all(MODULES);
    project.write_all(text);
    let run = Run {
        project: &project,
        secrets: Secrets(text),
    };
    let given = project.directory().join("given.tfvars").exists();
    let inputs = given.then(|| Input::File("given.tfvars".into()));
    let request = Request {
        paths: vec![".".into()],
        inputs: inputs.into_iter().collect(),
        ..Request::default()
    };
    let _ = run.check(&request);
    match data.len() % 4 {
        0 => run.hold_threads(&request),
        1 => run.hold_baseline(&request),
        2 => run.show_settings(|sources, directory| {
            let mut configs = Configs::new(
                sources,
                ConfigSource::Nearest,
                Layer::default(),
                Layer::default(),
            );
            let settings = configs.of(directory)?;
            Ok(config::show(&settings, directory, sources))
        }),
        _ => {}
    }
});
