//! What an expression is worth that leads somewhere: a source, a path. All that is Terragrunt's own is told by then, so that the
//! functions of Terraform decide.

use std::path::PathBuf;

use super::expression::Scope;
use crate::{
    eval::Env,
    module::{is_bystander, known},
    syntax::{Expr, ExprKind, Name, Part},
    value::{Fragment, Kind, Value},
};

impl Scope<'_, '_> {
    /// The text that it is, if that is known.
    pub(super) fn text(&self, expr: &Expr) -> Option<Name> {
        match expr.literal() {
            Some(text) => Some(text.clone()),
            None => self.worth(expr).as_str().cloned(),
        }
    }

    /// The stretches of the text that it is in a template, those that are not known among them.
    pub(super) fn fragments(&self, expr: &Expr) -> Option<Vec<Fragment>> {
        let nothing = Part::Literal("".into(), expr.span);
        let parts = vec![nothing, Part::Interpolation(expr.clone())];
        let template = Expr {
            kind: ExprKind::Template(parts),
            span: expr.span,
        };
        match self.worth(&template).kind {
            Kind::String(text) => Some(vec![Fragment::Known(text)]),
            Kind::PartialString(fragments) => Some(fragments.to_vec()),
            Kind::Unknown(unknown) => Some(vec![Fragment::Unknown(unknown)]),
            _ => None,
        }
    }

    /// The sources that it may be, depending on what nobody here knows: without what follows a `?`, which chooses a version. None where
    /// it may be any.
    fn sources(&self, expr: &Expr) -> Option<Vec<Name>> {
        let source = |value: &Value| {
            let text = match &value.kind {
                Kind::String(text) => text,
                Kind::PartialString(fragments) => match fragments.first() {
                    Some(Fragment::Known(text)) if text.contains('?') => text,
                    _ => return None,
                },
                _ => return None,
            };
            text.split('?').next().map(Name::from)
        };
        let value = self.worth(expr);
        value.alternatives().iter().map(source).collect()
    }

    /// The directory that a source leads to, whatever else is decided; none where that is elsewhere.
    ///
    /// # Errors
    ///
    /// When it may lead to several.
    pub(super) fn only_led_to(&self, source: &Expr) -> Result<Option<PathBuf>, &'static str> {
        const UNKNOWN: &str = "its source is not known";
        let sources = self.sources(source).ok_or(UNKNOWN)?;
        let led_to = sources
            .iter()
            .map(|it| self.files.led_to(it, &self.original));
        let mut led_to: Vec<_> = led_to.collect();
        led_to.dedup();
        match led_to.pop() {
            Some(only) if led_to.is_empty() => Ok(only),
            _ => Err(UNKNOWN),
        }
    }

    /// The source and the version of the module that a source names, as a call would have them, where there is a model of it.
    pub(super) fn model(&self, source: &Expr) -> Option<(Name, Option<Name>)> {
        let source = self.text(source)?;
        let (source, version) = match source.strip_prefix("tfr://") {
            Some(of_registry) => {
                let (address, query) = of_registry.split_once('?')?;
                let mut query = query.split('&');
                let version = query.find_map(|it| it.strip_prefix("version="))?;
                let address = address.trim_start_matches('/');
                (address.into(), Some(version.into()))
            }
            None => (source, None),
        };
        known::find(&source, version.as_deref())?;
        Some((source, version))
    }

    /// Whether a source that leads elsewhere is for certain a module that leaves endpoints alone: `tfr:///terraform-aws-modules/rds/aws`.
    pub(super) fn concerns_no_endpoint(&self, source: &Expr) -> bool {
        let alone = |source: &Name| {
            let registry = source.strip_prefix("tfr://");
            let of_registry = registry.and_then(|it| it.split_once('/'));
            is_bystander(of_registry.map_or(&**source, |(_, module)| module))
        };
        let sources = self.sources(source);
        sources.is_some_and(|all| !all.is_empty() && all.iter().all(alone))
    }

    /// Whether it is true, if that is known.
    pub(super) fn flag(&self, expr: &Expr) -> Option<bool> {
        self.worth(expr).as_bool()
    }

    /// The texts that it lists, if all are known.
    pub(super) fn texts(&self, expr: &Expr) -> Option<Vec<Name>> {
        let value = self.worth(expr);
        let list = value.as_sequence().filter(|it| it.rest.is_none())?;
        list.items.iter().map(|it| it.as_str().cloned()).collect()
    }

    fn worth(&self, expr: &Expr) -> Value {
        let evaluation = &self.evaluation;
        evaluation.value(expr, &Env::new(&evaluation.root))
    }
}
