//! An expression, asked for in a module with values of every kind.
#![no_main]

use vpcelint_fuzz::{
    fuzz_mutator, fuzz_target,
    hold::Run,
    project::{Project, Secrets},
    words,
};

/// Values that are known, unknown with and without a type, null, and hidden.
const MODULE: &str = include_str!("../../grammar/module.tf");

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    words::mutate(data, size, max_size, seed)
});

fuzz_target!(|data: &[u8]| {
    let Ok(text) = str::from_utf8(data) else {
        return;
    };
    let project = Project::new();
    project.write("main.tf", MODULE);
    project.write("text.txt", "Gr\u{fc}\u{df}e\r\nnow\n");
    project.write(
        "text.tftpl",
        "${upper(name)}:%{ for item in list ~}\n ${item}\n%{ endfor ~}\n",
    );
    Run {
        project: &project,
        secrets: Secrets(text),
    }
    .evaluate(text);
});
