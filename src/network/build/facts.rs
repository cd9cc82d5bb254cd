//! What arguments say, as facts and sets.

use super::{Builder, values::set_value};
use crate::{
    eval::Instance,
    network::{Fact, Identity, Place, Set, fact::unknown_part, identity::names_nothing},
    value::{Kind, Value, Why},
};

impl<'p> Builder<'_, 'p> {
    /// What one argument says: `read` sees every alternative, and gives `None` for one of which nothing is known.
    pub(super) fn fact<T: PartialEq>(
        &self,
        instance: &Instance<'p>,
        argument: &'static str,
        read: impl Fn(&Value) -> Option<T>,
    ) -> Fact<T> {
        let value = instance.attribute(argument);
        self.settled(instance, argument, |place| {
            Fact::read(&value, place, read).merged()
        })
    }

    /// The members of a list or set argument; more if somebody else changes it once the resource exists.
    pub(super) fn set<T: Clone>(
        &self,
        instance: &Instance<'p>,
        argument: &'static str,
        read: impl Fn(&Value, &Place) -> Option<T>,
    ) -> Set<T> {
        let value = set_value(instance, argument);
        let place = self.place(instance, argument, &value);
        let mut set = Set::read(&value, &place, |item| read(item, &place));
        if instance.ignores_changes_of(argument) {
            set.leave_open(&Why::Ignored);
        }
        set
    }

    /// A fact about an argument, unless somebody else sets that once the resource exists.
    pub(super) fn settled<T>(
        &self,
        instance: &Instance<'p>,
        argument: &'static str,
        fact: impl FnOnce(Place) -> Fact<T>,
    ) -> Fact<T> {
        let fact = fact(self.place(instance, argument, &instance.attribute(argument)));
        if instance.ignores_changes_of(argument) {
            fact.hidden(Why::Ignored)
        } else {
            fact
        }
    }

    /// What an argument names; null and the empty string name nothing.
    pub(super) fn naming(
        &self,
        instance: &Instance<'p>,
        argument: &'static str,
    ) -> Fact<Option<Identity>> {
        let value = set_value(instance, argument);
        let place = self.place(instance, argument, &value);
        Fact::parse(&value, place, identity_or_nothing)
    }

    /// The one thing that an argument names.
    pub(super) fn identity(
        &self,
        instance: &Instance<'p>,
        argument: &'static str,
    ) -> Fact<Identity> {
        let value = instance.attribute(argument);
        let place = self.place(instance, argument, &value);
        match Identity::of(&value) {
            Some(identity) => Fact::new(Ok(identity), place),
            None => Fact::read(&value, place, Identity::of),
        }
    }
}

/// What a value says that may say nothing: null and the empty string do.
pub(super) fn or_nothing<T>(
    value: &Value,
    parse: impl FnOnce(&Value) -> Result<T, Why>,
) -> Result<Option<T>, Why> {
    if names_nothing(value) {
        Ok(None)
    } else {
        parse(value).map(Some)
    }
}

/// What a value names, if anything.
pub(super) fn identity_or_nothing(value: &Value) -> Result<Option<Identity>, Why> {
    or_nothing(value, |value| {
        Identity::of(value).ok_or_else(|| unknown_part(value))
    })
}

/// A flag that is off when it is null.
pub(super) fn flag(value: &Value) -> Option<bool> {
    match value.kind {
        Kind::Null(_) => Some(false),
        _ => value.as_bool(),
    }
}
