//! Arguments in, exit status out.

use std::process::ExitCode;

use vpcelint::{
    cli::Arguments,
    report::{self, Output},
};

/// The one of musl makes threads wait for each other.
#[cfg(target_env = "musl")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The status of a run that could not be done as asked.
const NOT_RUN: u8 = 2;

fn main() -> ExitCode {
    report::guarded(run).unwrap_or(ExitCode::from(NOT_RUN))
}

fn run() -> ExitCode {
    let arguments = match Arguments::of_process() {
        Ok(arguments) => arguments,
        Err(status) => return status,
    };
    let style = arguments.style();
    match arguments.run(style) {
        Ok(output) => output.write(style),
        Err(error) => {
            let _ = Output::refused(&error).write(style);
            ExitCode::from(NOT_RUN)
        }
    }
}
