//! From a file to a plan.

use std::{
    collections::BTreeMap,
    path::Path,
    sync::{Arc, OnceLock},
};

use serde::de::IgnoredAny;

use super::{
    Configured, Error, Instances, SavedPlan, Stretch,
    document::{Document, Kind},
    error::LARGEST,
    shown,
    text::Text,
};
use crate::source::{Sources, Unreadable};

impl SavedPlan {
    /// Reads a plan, which may lie outside of the project: whoever runs the command names it.
    ///
    /// # Errors
    ///
    /// Why it cannot be read.
    pub fn read(sources: &Sources, path: &Path) -> Result<Self, Error> {
        sources.allow(path);
        let bytes = match sources.read_document(path, LARGEST) {
            // Whatever is there was allowed.
            Err(Unreadable::OutsideProject) => Err(Unreadable::Missing),
            other => other,
        }?;
        let text: Arc<str> = text_of(bytes)?.into();
        Self::of(sources, path, text)
    }

    /// The plan that the text of a file is.
    ///
    /// # Errors
    ///
    /// Why it is none.
    pub fn of(sources: &Sources, path: &Path, text: Arc<str>) -> Result<Self, Error> {
        let of_text = Text::of(&text);
        let body = text.strip_prefix('\u{feff}').unwrap_or(&text);
        let _: IgnoredAny = serde_json::from_str(body).map_err(|error| wrong(&error, body))?;
        let kind: Result<Kind<'_>, _> = serde_json::from_str(body);
        check(&kind.map_err(|_| Error::Lacks("format_version"))?)?;
        let document: Document<'_> =
            serde_json::from_str(body).map_err(|error| wrong(&error, body))?;
        let configuration = document.configuration.as_ref();
        let root = configuration.and_then(|it| it.root_module.as_ref());
        let mut configured =
            root.map_or_else(Configured::default, |it| Configured::of(&of_text, it));
        let providers = configuration.map(|it| &it.provider_config);
        for (key, provider) in providers.into_iter().flatten() {
            if let Some(expressions) = provider.expressions {
                let stretch = of_text.stretch(expressions.get());
                configured.providers.insert((**key).into(), stretch);
            }
        }
        let mut instances = Instances::default();
        let planned = document.planned_values.and_then(|it| it.root_module);
        if let Some(module) = &planned {
            instances.add_planned(&of_text, module);
        }
        let prior = document.prior_state.and_then(|it| it.values);
        if let Some(module) = prior.and_then(|it| it.root_module) {
            instances.add_read(&of_text, &module);
        }
        for changed in &document.resource_changes {
            instances.mask(&of_text, changed);
        }
        let mut constant = Vec::new();
        configured.constant("", &mut constant);
        let is_there = |address: &String| instances.get(address).is_some();
        let variables: BTreeMap<_, _> = (document.variables.iter())
            .map(|(name, it)| {
                let value = it.value.map_or("null", |value| value.get());
                let stretch = it.value.map(|value| of_text.stretch(value.get()));
                ((**name).into(), (value == "null", stretch))
            })
            .filter_map(|(name, (is_null, stretch))| {
                let nothing = Stretch { start: 0, end: 0 };
                stretch.or(is_null.then_some(nothing)).map(|it| (name, it))
            })
            .collect();
        let is_whole = document.complete != Some(false)
            && document.errored != Some(true)
            && constant.iter().all(is_there);
        let mut places = Vec::new();
        configured.places(&mut places);
        let file = sources.outline(path, shown::only(&text, places));
        Ok(Self {
            name: file.name.clone(),
            file: file.id,
            variables,
            instances,
            configuration: configured,
            is_whole,
            text,
            owners: OnceLock::new(),
            regions: OnceLock::new(),
        })
    }
}

impl Configured {
    /// Where all addresses stand.
    fn places(&self, places: &mut Vec<Stretch>) {
        places.extend(self.resources.values().map(|it| it.place));
        for call in self.calls.values() {
            call.module.places(places);
        }
    }
}

/// The text of a file, unless it is in another form.
fn text_of(bytes: Vec<u8>) -> Result<String, Error> {
    if bytes.starts_with(b"PK\x03\x04") {
        return Err(Error::Binary);
    }
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err(Error::Utf16);
    }
    String::from_utf8(bytes).map_err(|_| Error::NotUtf8)
}

/// Whether a document is a plan in a format that can be read.
fn check(kind: &Kind<'_>) -> Result<(), Error> {
    let is_plan = kind.planned_values.is_some() || kind.configuration.is_some();
    if kind.level.is_some() && !is_plan {
        return Err(Error::Progress);
    }
    if kind.lineage.is_some() || kind.values.is_some() && !is_plan {
        return Err(Error::State);
    }
    let Some(version) = kind.format_version.as_deref() else {
        return Err(Error::Lacks("format_version"));
    };
    if version.split('.').next() != Some("1") {
        return Err(Error::Version(version.chars().take(16).collect()));
    }
    if kind.planned_values.is_none() {
        return Err(Error::Lacks("planned_values"));
    }
    if kind.configuration.is_none() {
        return Err(Error::Lacks("configuration"));
    }
    Ok(())
}

/// Why a text is no document.
fn wrong(error: &serde_json::Error, body: &str) -> Error {
    let (line, column) = (error.line(), error.column());
    // A line for each event.
    let first = body.lines().next().unwrap_or_default();
    let event: Option<Kind<'_>> = serde_json::from_str(first).ok();
    if event.is_some_and(|event| event.level.is_some()) {
        return Error::Progress;
    }
    if error.is_data() {
        let reason = error.to_string();
        let reason = reason.split(" at line ").next().unwrap_or_default();
        // What is expected is told after what is there, which may be a secret.
        let expected = reason.rsplit_once("expected ").map(|(_, it)| it);
        let reason = match expected {
            Some(expected) => format!("{expected} is expected"),
            None if reason.starts_with("missing field") => reason.to_owned(),
            None => "something else is expected".to_owned(),
        };
        return Error::Malformed {
            line,
            column,
            reason,
        };
    }
    Error::NotJson { line, column }
}
