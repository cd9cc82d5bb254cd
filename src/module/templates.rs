//! Templates that functions render: each is parsed once, however often and from however many roots it is rendered.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, OnceLock, PoisonError},
};

use super::Program;
use crate::{
    source::Sources,
    syntax::{self, Expr, Problem},
};

/// A template, or why it is none.
type Template = Arc<Result<Expr, Problem>>;

/// The path as the configuration writes it, and the text.
type Key = (Box<str>, Arc<str>);

/// The templates so far.
#[derive(Default, Debug)]
pub(super) struct Templates {
    known: Mutex<HashMap<Key, Arc<OnceLock<Template>>>>,
}

impl Program {
    /// A template of that text, found by that path.
    pub fn template(&self, sources: &Sources, path: &str, text: &Arc<str>) -> Template {
        let slot = {
            let known = self.templates.known.lock();
            let mut known = known.unwrap_or_else(PoisonError::into_inner);
            known
                .entry((path.into(), text.clone()))
                .or_default()
                .clone()
        };
        // Outside of the lock, so that nobody waits for another template.
        let template = slot.get_or_init(|| {
            let file = sources.scratch(path, text.clone());
            Arc::new(syntax::parse_template(file.id, text))
        });
        template.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_is_parsed_once() {
        let (program, sources) = (Program::default(), Sources::new("/".into()));
        let first = program.template(&sources, "a.tftpl", &"${a}".into());
        for (path, text, same) in [
            ("a.tftpl", "${a}", true),
            ("b.tftpl", "${a}", false),
            ("a.tftpl", "${b}", false),
        ] {
            let other = program.template(&sources, path, &text.into());
            assert_eq!(Arc::ptr_eq(&first, &other), same, "{path} {text}");
        }
        assert!(program.template(&sources, "a.tftpl", &"${".into()).is_err());
    }
}
