//! What a test does that lacks the program it would ask.

use std::{
    env,
    io::{self, Write as _},
};

/// Says on the terminal, past all capturing, that nothing was asked and why. It fails where `VPCELINT_REQUIRE_ORACLES` is set, as it is in
/// CI: a test that asks nobody proves nothing.
pub(crate) fn skipped(test: &str, why: &str) {
    assert!(
        env::var_os("VPCELINT_REQUIRE_ORACLES").is_none(),
        "{test} asks nobody: {why}"
    );
    let _ = writeln!(io::stderr(), "SKIPPED, proving nothing: {test}: {why}");
}
