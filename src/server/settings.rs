//! What a user sets in an editor, as far as it can be followed.

use std::{path::PathBuf, time::Duration};

use serde_json::Value as Json;

/// How long nothing may be typed before findings are looked for.
const PAUSE: Duration = Duration::from_millis(75);

/// The longest that can be set: what is meant for seconds is a slip.
const LONGEST_PAUSE: u64 = 10_000;

/// The name of our section.
pub(super) const SECTION: &str = "vpcelint";

/// Settings of the section `vpcelint`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Settings {
    /// Whether what expressions are worth stands behind them.
    pub(super) inlay_hints: bool,
    /// The configuration file instead of the nearest `vpcelint.toml`, from the workspace folder on.
    pub(super) config: Option<PathBuf>,
    pub(super) pause: Duration,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            inlay_hints: false,
            config: None,
            pause: PAUSE,
        }
    }
}

impl Settings {
    /// What is said, and what of it cannot be followed: that counts as not said. Some clients send the section, others what it is in.
    pub(super) fn read(said: &Json) -> (Self, Vec<String>) {
        let said = said.get(SECTION).unwrap_or(said);
        let (mut settings, mut faults) = (Self::default(), Vec::new());
        let entries = match said {
            Json::Object(entries) => entries,
            Json::Null => return (settings, faults),
            _ => return (settings, vec!["the settings are no object".to_owned()]),
        };
        for (name, value) in entries {
            let is_read = match (name.as_str(), value) {
                (_, Json::Null) => true,
                ("inlayHints", Json::Bool(on)) => {
                    settings.inlay_hints = *on;
                    true
                }
                ("config", Json::String(path)) => {
                    settings.config = Some(path.into()).filter(|_| !path.is_empty());
                    true
                }
                ("debounce", value) => match value.as_u64() {
                    Some(pause) if pause <= LONGEST_PAUSE => {
                        settings.pause = Duration::from_millis(pause);
                        true
                    }
                    _ => false,
                },
                ("inlayHints" | "config", _) => false,
                _ => {
                    faults.push(format!("there is no setting `{name}`"));
                    true
                }
            };
            if !is_read {
                let expected = match name.as_str() {
                    "inlayHints" => "true or false",
                    "config" => "a path",
                    _ => "milliseconds, at most 10000",
                };
                faults.push(format!("`{name}` cannot be that: expected {expected}"));
            }
        }
        (settings, faults)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_cannot_be_followed_is_told() {
        let said =
            json!({"vpcelint": {"inlayHints": true, "config": 3, "debounce": 0, "debounse": 1}});
        let (settings, faults) = Settings::read(&said);
        assert!(settings.inlay_hints);
        assert_eq!(
            (settings.config, settings.pause),
            (None, Duration::from_millis(0))
        );
        assert_eq!(
            faults,
            [
                "`config` cannot be that: expected a path",
                "there is no setting `debounse`"
            ]
        );
        assert_eq!(Settings::read(&json!(null)), Default::default());
        assert_eq!(Settings::read(&json!([1])).1.len(), 1);
        let (settings, faults) = Settings::read(&json!({"config": "", "inlayHints": null}));
        assert_eq!((settings, faults.len()), (Settings::default(), 0));
    }
}
