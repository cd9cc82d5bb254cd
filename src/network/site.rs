//! From the place of a fact to where a person would write.

use super::Place;
use crate::{
    finding::{Site, Written},
    span::{FileId, Span},
    value::{Origin, OriginId, Origins},
};

/// Chains of origins longer than this are not followed.
const LONGEST: usize = 64;

/// Where a person would write what an argument says.
pub(super) fn site(place: &Place, origins: &Origins) -> Site {
    let resource = &place.resource;
    let closed = resource.call.as_ref();
    let closed = closed.map(|call| format!("{call} makes it, whose text is elsewhere"));
    // The twins of other providers call arguments otherwise.
    let is_own = resource.address.own().starts_with("aws_");
    Site {
        header: resource.header,
        closed: closed
            .or_else(|| (!is_own).then(|| "its provider names arguments otherwise".into())),
        argument: place.argument,
        written: place.written.then_some(place.span),
        value: value(place, origins),
    }
}

/// A member that is not written in the argument itself came the way of the collection.
fn value(place: &Place, origins: &Origins) -> Result<Written, String> {
    if place.sensitive {
        return Err("its value must not be shown".to_owned());
    }
    let file = place.span.file;
    let mut own = written(origins, place.origin, file)?;
    if place.within != OriginId::NONE && !place.span.contains(own.span) {
        let whole = written(origins, place.within, file)?;
        if !whole.span.contains(own.span) {
            return Err("it comes to the list by other ways".to_owned());
        }
        own.names = whole.names;
    }
    Ok(own)
}

/// Where a value is written out, seen from an argument in a file.
///
/// # Errors
///
/// Why that cannot be said.
pub fn written(
    origins: &Origins,
    mut origin: OriginId,
    mut file: FileId,
) -> Result<Written, String> {
    let mut names = Vec::new();
    let mut is_own = true;
    for _ in 0..LONGEST {
        let found = |span: Span, names| Ok(Written { span, names });
        match origins.get(origin) {
            Origin::Literal(span) => return found(span, names),
            Origin::Default { variable, span, .. } | Origin::VariableFile { variable, span } => {
                names.push((file, format!("var.{variable}")));
                return found(span, names);
            }
            Origin::CommandLine { variable } => {
                return Err(format!("variable {variable} is set on the command line"));
            }
            Origin::Workspace => return Err("its value is the workspace of a variant".to_owned()),
            // The first is the argument itself, the others are what modules are given for their variables.
            Origin::Argument { name, span, from } => {
                if !is_own {
                    names.push((file, format!("var.{name}")));
                }
                (file, origin) = (span.file, from);
            }
            Origin::Local { name, span, from } => {
                names.push((file, format!("local.{name}")));
                (file, origin) = (span.file, from);
            }
            Origin::Output { span, from, .. } => (file, origin) = (span.file, from),
            Origin::ProviderDefault { from, .. } => {
                origin = from;
                continue;
            }
            Origin::Plan { what, .. } => {
                return Err(format!("{what} is known from a plan"));
            }
            Origin::LookUp { what, .. } => {
                return Err(format!("its value is what {what} finds"));
            }
            Origin::Operation { .. } => {
                return Err("its value is worked out from others".to_owned());
            }
            Origin::UnitOutput { unit, .. } => {
                return Err(format!("its value is what the unit {unit} gives"));
            }
            Origin::None | Origin::Block { .. } | Origin::Fork { .. } => break,
        }
        is_own = false;
    }
    Err("there is no saying where its value is written".to_owned())
}
