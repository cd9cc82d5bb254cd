//! What `eval` says of expressions.

use std::path::{Path, PathBuf};

use serde_json::Value as Json;
use vpcelint::{
    config::ConfigSource,
    inspect::{Evaluate, Format, Values, evaluate},
    pool,
    report::Style,
    source::Sources,
};

/// The text of the answers in the root at a directory, as seen from `home`.
pub(crate) fn ask<E: ToString>(
    home: &Path,
    root: &str,
    expressions: &[E],
    format: Format,
) -> String {
    let request = Evaluate {
        expressions: expressions.iter().map(ToString::to_string).collect(),
        directory: PathBuf::from(root),
        format,
        values: Values {
            config: ConfigSource::Nothing,
            ..Values::default()
        },
    };
    let style = Style {
        color: false,
        unicode: true,
        width: 100,
        is_screen: false,
    };
    let sources = Sources::new(home.to_owned());
    let pool = pool::build(1).unwrap();
    let output = pool.install(|| evaluate(&sources, &request, style));
    output.unwrap().text
}

/// The answers, an object each.
pub(crate) fn answers<E: ToString>(home: &Path, root: &str, expressions: &[E]) -> Vec<Json> {
    let text = ask(home, root, expressions, Format::Json);
    let answers: Vec<Json> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(answers.len(), expressions.len());
    answers
}
