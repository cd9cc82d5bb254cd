//! What is told when the program itself is at fault.

use std::{
    io::{self, Write as _},
    panic::{self, UnwindSafe},
    sync::Once,
};

/// What `run` gives, or nothing if it panics, on whatever thread: then standard error says so, once, since other threads may
/// come to the same place. The words of the panic are left out, as they may quote what must not be shown.
pub fn guarded<T>(run: impl FnOnce() -> T + UnwindSafe) -> Option<T> {
    static TOLD: Once = Once::new();
    panic::set_hook(Box::new(|panic| {
        TOLD.call_once(|| {
            let place = panic.location().map(ToString::to_string);
            let _ = writeln!(
                io::stderr(),
                "error: vpcelint {} stopped at {}, which is its own mistake: please report it, with what it was run on, at {}/issues",
                env!("CARGO_PKG_VERSION"),
                place.unwrap_or_default(),
                env!("CARGO_PKG_REPOSITORY"),
            );
        });
    }));
    panic::catch_unwind(run).ok()
}
