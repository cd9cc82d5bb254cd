//! In which variants of root modules something holds.

use std::{collections::BTreeSet, sync::Arc};

use crate::network::joined;

/// The names of all variants of a root, in their order.
pub(super) type Names = Arc<[Arc<str>]>;

/// In which variants something holds, root by root; of roots that are judged as they are it says nothing.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Variants(Vec<OfRoot>);

#[derive(Clone, PartialEq, Eq, Debug)]
struct OfRoot {
    root: Arc<str>,
    all: Names,
    /// The places of their names.
    holding: BTreeSet<usize>,
}

impl Variants {
    /// One variant of a root, by the place of its name.
    pub(super) fn one(root: &Arc<str>, all: &Names, place: usize) -> Self {
        Self(vec![OfRoot {
            root: root.clone(),
            all: all.clone(),
            holding: [place].into(),
        }])
    }

    /// Whether no root is judged with variants.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether these are among them.
    pub(super) fn hold(&self, other: &Self) -> bool {
        other.0.iter().all(|other| {
            let own = self.0.iter().find(|own| own.root == other.root);
            own.is_some_and(|own| own.holding.is_superset(&other.holding))
        })
    }

    /// Whether a variant of a root is among them, by its name; of a root that is judged as it is, whether or not.
    #[must_use]
    pub fn name(&self, root: &str, variant: Option<&str>) -> bool {
        let of_root = self.0.iter().find(|own| &*own.root == root);
        let (Some(of_root), Some(variant)) = (of_root, variant) else {
            return true;
        };
        let mut holding = of_root.holding.iter();
        holding.any(|place| of_root.all.get(*place).is_some_and(|it| **it == *variant))
    }

    /// Takes in where it holds beside.
    pub(super) fn add(&mut self, other: &Self) {
        for other in &other.0 {
            match self.0.iter_mut().find(|own| own.root == other.root) {
                Some(own) => own.holding.extend(&other.holding),
                None => self.0.push(other.clone()),
            }
        }
    }

    /// The names of the variants in which it holds, each once.
    #[must_use]
    pub fn names(&self) -> Vec<&str> {
        let mut names: Vec<&str> = Vec::new();
        for of_root in &self.0 {
            let holding = of_root.holding.iter();
            let of_root = holding.filter_map(|place| of_root.all.get(*place));
            for name in of_root {
                if !names.contains(&&**name) {
                    names.push(name);
                }
            }
        }
        names
    }

    /// `dev and staging`, unless it holds in all variants of all roots.
    #[must_use]
    pub fn only(&self) -> Option<String> {
        let mut of_roots = self.0.iter();
        if of_roots.all(|it| it.holding.len() == it.all.len()) {
            return None;
        }
        Some(enumerated(&self.names()))
    }
}

/// Names as they stand in a sentence: `a, b and c`.
#[must_use]
pub fn enumerated<N: AsRef<str>>(names: &[N]) -> String {
    joined(names, "and")
}

/// How a heading names a root in some of its variants: `network (variants dev and prod)`; without variants the root alone.
#[must_use]
pub fn heading(root: &str, variants: &[Arc<str>]) -> String {
    match variants {
        [] => root.to_owned(),
        [only] => format!("{root} (variant {only})"),
        several => format!("{root} (variants {})", enumerated(several)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_where_they_are_not_all() {
        let names: Names = ["dev", "staging", "prod"].map(Arc::from).into();
        let (one, other): (Arc<str>, Arc<str>) = ("one".into(), "other".into());
        let mut some = Variants::one(&one, &names, 2);
        assert_eq!(some.only().as_deref(), Some("prod"));
        some.add(&Variants::one(&one, &names, 0));
        assert_eq!(some.only().as_deref(), Some("dev and prod"));
        assert!(some.hold(&Variants::one(&one, &names, 2)));
        assert!(!some.hold(&Variants::one(&one, &names, 1)));
        some.add(&Variants::one(&one, &names, 1));
        assert_eq!(some.only(), None);
        assert_eq!(some.names(), ["dev", "staging", "prod"]);
        // Of another root it is told again.
        some.add(&Variants::one(&other, &names, 0));
        assert_eq!(some.only().as_deref(), Some("dev, staging and prod"));
        assert_eq!(Variants::default().only(), None);
    }
}
