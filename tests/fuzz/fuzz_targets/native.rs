//! A file in native syntax.
#![no_main]

use vpcelint_fuzz::{fuzz_mutator, fuzz_target, hold, words};

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    words::mutate(data, size, max_size, seed)
});

fuzz_target!(|data: &[u8]| hold::file("main.tf", data));
