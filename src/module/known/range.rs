//! Versions, and which of them a call lets in.

use std::fmt;

/// A version of a module: major, minor and patch number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version(pub(super) u32, pub(super) u32, pub(super) u32);

impl fmt::Display for Version {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(major, minor, patch) = self;
        write!(formatter, "{major}.{minor}.{patch}")
    }
}

impl Version {
    /// Its major number.
    pub(in crate::module) const fn major(self) -> u32 {
        self.0
    }

    /// The version with those numbers.
    pub(in crate::module) const fn of_numbers([major, minor, patch]: [u32; 3]) -> Self {
        Self(major, minor, patch)
    }

    /// A whole version, `5.100.0`.
    pub(in crate::module) fn exact(text: &str) -> Option<Self> {
        Self::parse(text).map(|(version, _)| version)
    }

    /// The version that a git reference or a constraint names: `v5.1.2`, `refs/tags/5.1.2`, `= 5.1.2`.
    pub(super) fn named(text: &str) -> Option<Self> {
        let text = text.trim_start_matches(['=', ' ']);
        let tag = text.strip_prefix("refs/").unwrap_or(text);
        match Self::parse(tag.strip_prefix("tags/").unwrap_or(tag)) {
            // A pre-release may have little in common with what was released.
            Some((version, 3)) if !tag.contains('-') => Some(version),
            _ => None,
        }
    }

    const FIRST: Self = Self(0, 0, 0);
    const LAST: Self = Self(u32::MAX, u32::MAX, u32::MAX);

    /// `v5.1.2`, and how many numbers there are.
    fn parse(text: &str) -> Option<(Self, usize)> {
        let text = text.trim();
        let text = text.strip_prefix('v').unwrap_or(text);
        // What follows a hyphen or a plus names a pre-release or a build.
        let text = text.split(['-', '+']).next()?;
        let mut numbers = [0; 3];
        let mut count = 0;
        for part in text.split('.') {
            *numbers.get_mut(count)? = part.parse().ok()?;
            count += 1;
        }
        let [major, minor, patch] = numbers;
        Some((Self(major, minor, patch), count))
    }

    /// The next that may be released.
    pub(in crate::module) const fn next(self) -> Self {
        Self(self.0, self.1, self.2.saturating_add(1))
    }
}

/// The versions that a call lets in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::module) struct Range {
    /// The oldest.
    from: Version,
    /// The first that is too new.
    before: Version,
}

impl Range {
    /// Nothing is said: Terraform takes the newest.
    pub(super) const NEWEST: Self = Self {
        from: Version::LAST,
        before: Version::LAST,
    };

    /// Nothing is said, and any version may be there.
    pub(in crate::module) const ANY: Self = Self {
        from: Version::FIRST,
        before: Version::LAST,
    };

    /// That one alone.
    pub(super) const fn one(version: Version) -> Self {
        Self {
            from: version,
            before: version.next(),
        }
    }

    /// The constraint that lets them in; nothing where the newest is taken.
    pub(super) fn constraint(self) -> Option<String> {
        let Self { from, before } = self;
        if from == Version::LAST {
            return None;
        }
        let bound = |before| format!(", < {before}");
        let bound = (before < Version::LAST).then(|| bound(before));
        Some(format!(">= {from}{}", bound.unwrap_or_default()))
    }

    /// Whether all of them are that version or later ones.
    pub(in crate::module) fn starts_at(self, version: Version) -> bool {
        self.from >= version
    }

    /// Whether any of them is that version or a later one.
    pub(in crate::module) fn reaches(self, version: Version) -> bool {
        self.before > version
    }

    /// Whether all of them are later than that version, and one is named.
    pub(in crate::module) fn is_past(self, version: Version) -> bool {
        self != Self::NEWEST && self.from > version
    }

    /// A tag is one version, the main branch the newest; other branches and commits may be anything.
    pub(super) fn of_reference(reference: &str) -> Self {
        match (reference, Version::named(reference)) {
            ("main" | "master" | "HEAD", _) => Self::NEWEST,
            (_, Some(version)) => Self::one(version),
            _ => Self::ANY,
        }
    }

    /// `~> 5.0`, `>= 3.0, < 4.0`, `5.1.2`; what cannot be read lets anything in.
    pub(in crate::module) fn of_constraint(constraint: &str) -> Self {
        let mut range = Self::ANY;
        for part in constraint.split(',') {
            let part = part.trim();
            let number = part.trim_start_matches(['=', '>', '<', '~', '!', ' ']);
            let operator = part.strip_suffix(number).unwrap_or_default().trim();
            // A pre-release may have little in common with what was released.
            let Some((version, parts)) = Version::parse(number).filter(|_| !number.contains('-'))
            else {
                continue;
            };
            let Version(major, minor, _) = version;
            let (from, before) = match operator {
                "" | "=" => (version, version.next()),
                "<" => (Version::FIRST, version),
                "<=" => (Version::FIRST, version.next()),
                ">" => (version.next(), Version::LAST),
                // The last number given may grow.
                "~>" if parts == 3 => (version, Version(major, minor.saturating_add(1), 0)),
                "~>" if parts == 2 => (version, Version(major.saturating_add(1), 0, 0)),
                ">=" | "~>" => (version, Version::LAST),
                _ => continue,
            };
            range.from = range.from.max(from);
            range.before = range.before.min(before);
        }
        range
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_constraints() {
        let range = |from, before| Range { from, before };
        let (first, last) = (Version::FIRST, Version::LAST);
        let version = Version;
        for (constraint, expected) in [
            ("5.1.2", range(version(5, 1, 2), version(5, 1, 3))),
            ("= v5.1.2", range(version(5, 1, 2), version(5, 1, 3))),
            ("~> 5.1.2", range(version(5, 1, 2), version(5, 2, 0))),
            ("~> 5.1", range(version(5, 1, 0), version(6, 0, 0))),
            ("~> 5", range(version(5, 0, 0), last)),
            (">= 3.0, < 4.0", range(version(3, 0, 0), version(4, 0, 0))),
            (">=3.0,<4.0.0", range(version(3, 0, 0), version(4, 0, 0))),
            ("> 3.1", range(version(3, 1, 1), last)),
            ("< 4.0.3", range(first, version(4, 0, 3))),
            ("<= 4", range(first, version(4, 0, 1))),
            ("!= 3.0", Range::ANY),
            ("", Range::ANY),
            ("x.y", Range::ANY),
            ("1.2.3.4", Range::ANY),
            ("2.0.0-rc1", Range::ANY),
        ] {
            assert_eq!(Range::of_constraint(constraint), expected, "{constraint}");
            let written = expected.constraint().unwrap();
            assert_eq!(Range::of_constraint(&written), expected, "{written}");
        }
    }

    #[test]
    fn reads_references() {
        let one = Range::one(Version(5, 1, 2));
        assert_eq!(Range::of_reference("v5.1.2"), one);
        assert_eq!(Range::of_reference("5.1.2"), one);
        assert_eq!(Range::of_reference("tags/5.1.2"), one);
        assert_eq!(Range::of_reference("refs/tags/v5.1.2"), one);
        assert_eq!(Range::of_reference("main"), Range::NEWEST);
        for reference in ["", "feature/x", "82d1929", "7", "v5.1", "2.0.0-rc1"] {
            assert_eq!(Range::of_reference(reference), Range::ANY, "{reference}");
        }
    }

    #[test]
    fn only_what_must_be_newer_is_past() {
        let is_past = |constraint| Range::of_constraint(constraint).is_past(Version(6, 6, 0));
        for constraint in ["6.6.1", "7.0.0", "~> 7.0", ">= 6.7", "> 6.6.0"] {
            assert!(is_past(constraint), "{constraint}");
        }
        for constraint in ["6.6.0", "~> 6.6", ">= 5.0", "", "~> 6"] {
            assert!(!is_past(constraint), "{constraint}");
        }
        assert!(!Range::NEWEST.is_past(Version(6, 6, 0)));
    }
}
