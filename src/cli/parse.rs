//! Texts of the command line to what they mean.

use std::{ffi::OsStr, path::PathBuf};

use clap::{
    Arg, ArgAction, ArgMatches, Args, Command, FromArgMatches, ValueEnum as _,
    builder::{PathBufValueParser, PossibleValue, PossibleValuesParser, TypedValueParser},
};

use crate::{
    config::{self, FailOn, Profile, Selector},
    finding::Confidence,
    inputs::Input,
    report::Format,
    rules::{self, Rule},
};

/// Narrower reports cannot be drawn.
const LEAST_WIDTH: usize = 40;

/// More threads than this help nobody.
const MOST_THREADS: usize = 512;

/// A rule by its id.
fn rule(id: &str) -> Result<&'static Rule, String> {
    rules::find(id).map_err(|near| lacking("rule", near))
}

/// A rule or a category by its name.
pub(super) fn selector(name: &str) -> Result<Selector, String> {
    Selector::named(name).map_err(|near| lacking("rule or category", near))
}

fn lacking(what: &str, near: Option<&str>) -> String {
    match near {
        Some(near) => format!("there is no such {what}; did you mean `{near}`?"),
        None => format!("there is no such {what}; `vpcelint rules` lists them"),
    }
}

/// Reads names, and lists them to shells.
#[derive(Clone)]
pub(super) struct Named<T> {
    read: fn(&str) -> Result<T, String>,
    all: fn() -> Vec<&'static str>,
}

/// The ids of rules.
pub(super) fn rule_id() -> Named<&'static Rule> {
    Named {
        read: rule,
        all: || rules::all().map(|rule| rule.id).collect(),
    }
}

/// The names of rules and categories.
pub(super) fn rule_or_category() -> Named<Selector> {
    Named {
        read: selector,
        all: || Selector::names().collect(),
    }
}

impl<T: Clone + Send + Sync + 'static> TypedValueParser for Named<T> {
    type Value = T;

    fn parse_ref(
        &self,
        command: &Command,
        argument: Option<&Arg>,
        value: &OsStr,
    ) -> Result<T, clap::Error> {
        self.read.parse_ref(command, argument, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        let all = (self.all)();
        Some(Box::new(all.into_iter().map(PossibleValue::new)))
    }
}

/// A pattern that can be read, as it is.
pub(super) fn pattern(text: &str) -> Result<String, String> {
    config::pattern(text).map(|_| text.to_owned())
}

pub(super) fn width(text: &str) -> Result<usize, String> {
    text.parse()
        .ok()
        .filter(|width| *width >= LEAST_WIDTH)
        .ok_or(format!("a number from {LEAST_WIDTH} on is expected"))
}

pub(super) fn threads(text: &str) -> Result<usize, String> {
    text.parse()
        .ok()
        .filter(|threads| (1..=MOST_THREADS).contains(threads))
        .ok_or(format!("a number from 1 to {MOST_THREADS} is expected"))
}

/// A format and the file it goes to.
pub(super) fn destination(text: &str) -> Result<(Format, PathBuf), String> {
    let (name, file) = text.split_once('=').ok_or("FORMAT=FILE is expected")?;
    let format = Format::from_str(name, false).map_err(|_| {
        let names: Vec<_> = Format::value_variants()
            .iter()
            .filter_map(Format::to_possible_value)
            .map(|value| value.get_name().to_owned())
            .collect();
        format!("`{name}` is no format; there are {}", names.join(", "))
    })?;
    if matches!(file, "" | "-") {
        return Err(
            "a file is expected after `=`; --output-format is for standard output".to_owned(),
        );
    }
    Ok((format, file.into()))
}

/// The names of all confidences.
pub(super) fn confidence() -> impl TypedValueParser<Value = Confidence> {
    let all = [
        Confidence::Possible,
        Confidence::Likely,
        Confidence::Certain,
    ];
    PossibleValuesParser::new(all.map(Confidence::name)).try_map(move |name| {
        all.into_iter()
            .find(|confidence| confidence.name() == name)
            .ok_or("no such confidence")
    })
}

/// The names of all profiles.
pub(super) fn profile() -> impl TypedValueParser<Value = Profile> {
    PossibleValuesParser::new(Profile::NAMES)
        .try_map(|name| Profile::named(&name).ok_or("no such profile"))
}

/// The names of all severities, and `never`.
pub(super) fn fail_on() -> impl TypedValueParser<Value = FailOn> {
    PossibleValuesParser::new(FailOn::NAMES)
        .try_map(|name| FailOn::named(&name).ok_or("no such severity"))
}

/// `--var` and `--var-file` in the order in which they were given, which clap's derive would lose.
#[derive(Clone, Debug)]
pub(super) struct Inputs(pub(super) Vec<Input>);

/// Its name as an argument.
pub(super) const VARIABLE: &str = "var";
/// The same of a file.
pub(super) const VARIABLE_FILE: &str = "var-file";

impl Args for Inputs {
    fn augment_args(command: Command) -> Command {
        let input = |id: &'static str| {
            Arg::new(id)
                .long(id)
                .action(ArgAction::Append)
                .help_heading("Variables")
        };
        command
            .arg(
                input(VARIABLE)
                    .value_name("NAME=VALUE")
                    .value_parser(variable)
                    .help("Set a variable of the root modules, as `terraform plan -var` does"),
            )
            .arg(
                input(VARIABLE_FILE)
                    .value_name("FILE")
                    .value_parser(PathBufValueParser::new().map(Input::File))
                    .help("Set variables from a file; of several settings the last one wins"),
            )
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for Inputs {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let mut inputs: Vec<_> = [VARIABLE, VARIABLE_FILE]
            .into_iter()
            .flat_map(|id| {
                let values = matches.get_many::<Input>(id).into_iter().flatten();
                matches.indices_of(id).into_iter().flatten().zip(values)
            })
            .collect();
        inputs.sort_by_key(|(index, _)| *index);
        Ok(Self(
            inputs.into_iter().map(|(_, input)| input.clone()).collect(),
        ))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

fn variable(text: &str) -> Result<Input, String> {
    let (name, value) = text.split_once('=').ok_or("NAME=VALUE is expected")?;
    let name = name.trim();
    if name.is_empty() {
        return Err("the name before `=` is missing".to_owned());
    }
    Ok(Input::Variable {
        name: name.to_owned(),
        value: value.to_owned(),
    })
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    #[test]
    fn inputs_keep_their_order() {
        let command = Inputs::augment_args(Command::new("test"));
        let matches = command
            .try_get_matches_from(["test", "--var", "a=1=2", "--var-file", "f", "--var", "b="])
            .map(|matches| Inputs::from_arg_matches(&matches).map(|inputs| inputs.0));
        let variable = |name: &str, value: &str| Input::Variable {
            name: name.into(),
            value: value.into(),
        };
        assert_eq!(
            matches.ok().and_then(Result::ok),
            Some(vec![
                variable("a", "1=2"),
                Input::File("f".into()),
                variable("b", "")
            ])
        );
    }

    #[test]
    fn destinations_name_format_and_file() {
        assert_eq!(
            destination("sarif=a=b.sarif"),
            Ok((Format::Sarif, "a=b.sarif".into()))
        );
        for (text, message) in [
            ("sarif", "FORMAT=FILE is expected"),
            ("sarif=", "a file is expected"),
            ("sarif=-", "a file is expected"),
            (
                "xml=a",
                "`xml` is no format; there are human, concise, json, jsonl,",
            ),
        ] {
            let error = destination(text).unwrap_err();
            assert!(error.starts_with(message), "{error}");
        }
    }

    #[test]
    fn rules_are_guessed() {
        assert!(rule("syntax").is_ok());
        let error = rule("sintax").map(|rule| rule.id).unwrap_err();
        assert_eq!(error, "there is no such rule; did you mean `syntax`?");
        assert!(rule("qqq").is_err());
    }
}
