//! What Terraform computes with numbers: integers without loss, everything else as floats.

use super::{DOUBLE, Form, Number};

impl Number {
    /// The sum; `None` when the two are opposite infinities.
    #[must_use]
    pub fn add(&self, other: &Self) -> Option<Self> {
        if let Some((a, b)) = self.integers(other)
            && let Some(sum) = a.checked_add(b)
        {
            return Some(Self(Form::Integer(sum)));
        }
        match (self.infinite_sign(), other.infinite_sign()) {
            (Some(one), Some(other)) if one != other => None,
            (Some(sign), _) | (_, Some(sign)) => Some(Self::infinite(sign)),
            (None, None) => Some(Self::real(self.float() + other.float())),
        }
    }

    /// The difference; `None` when it is not defined.
    #[must_use]
    pub fn subtract(&self, other: &Self) -> Option<Self> {
        self.add(&other.negate())
    }

    /// The product; `None` of zero and an infinity.
    #[must_use]
    pub fn multiply(&self, other: &Self) -> Option<Self> {
        if self.is_infinite() || other.is_infinite() {
            let sign = self.has_other_sign_than(other);
            return (!self.is_zero() && !other.is_zero()).then(|| Self::infinite(sign));
        }
        if let Some(zero) = self.signed_zero(other, self.is_zero() || other.is_zero()) {
            return Some(zero);
        }
        if let Some((a, b)) = self.integers(other)
            && let Some(product) = a.checked_mul(b)
        {
            return Some(Self(Form::Integer(product)));
        }
        Some(Self::real(self.float() * other.float()))
    }

    /// The quotient. Terraform divides by zero to infinity, but refuses to divide zero by zero and an infinity by one: `None`.
    #[must_use]
    pub fn divide(&self, other: &Self) -> Option<Self> {
        let sign = self.has_other_sign_than(other);
        match (self.is_infinite(), other.is_infinite()) {
            (true, true) => return None,
            (true, false) => return Some(Self::infinite(sign)),
            (false, true) => return self.signed_zero(other, true),
            (false, false) => {}
        }
        if other.is_zero() {
            if self.is_zero() {
                return None;
            }
            return Some(Self::infinite(sign));
        }
        if let Some(zero) = self.signed_zero(other, self.is_zero()) {
            return Some(zero);
        }
        if let Some((a, b)) = self.integers(other)
            && a.checked_rem(b) == Some(0)
            && let Some(quotient) = a.checked_div(b)
        {
            return Some(Self(Form::Integer(quotient)));
        }
        Some(Self::real(self.float() / other.float()))
    }

    /// The remainder with the sign of the dividend; of a division by zero everything remains. `None` for infinities.
    #[must_use]
    pub fn modulo(&self, other: &Self) -> Option<Self> {
        if self.is_infinite() && !other.is_zero() || other.is_infinite() {
            return None;
        }
        if other.is_zero() {
            return Some(self.clone());
        }
        let quotient = self.divide(other)?.truncate().rounded_like(self);
        let most = other.multiply(&quotient)?.rounded_like(self);
        Some(self.subtract(&most)?.rounded_like(self))
    }

    /// Without its fraction.
    #[must_use]
    pub fn truncate(&self) -> Self {
        match &self.0 {
            Form::Integer(_) | Form::NegativeZero => self.clone(),
            Form::Real(float) if float.repr().is_infinite() => self.clone(),
            Form::Real(float) => Self::real(float.trunc()),
        }
    }

    /// The largest integer not above it.
    #[must_use]
    pub fn floor(&self) -> Self {
        match &self.0 {
            Form::Real(float) if !float.repr().is_infinite() => Self::real(float.floor()),
            _ => self.without_sign_of_zero(),
        }
    }

    /// The smallest integer not below it.
    #[must_use]
    pub fn ceil(&self) -> Self {
        self.negate().floor().negate().without_sign_of_zero()
    }

    /// With the other sign.
    #[must_use]
    pub fn negate(&self) -> Self {
        match &self.0 {
            Form::Integer(0) => Self(Form::NegativeZero),
            Form::NegativeZero => Self(Form::Integer(0)),
            Form::Integer(integer) if *integer != i128::MIN => Self(Form::Integer(-integer)),
            _ => Self::real(-self.float()),
        }
    }

    /// Both as integers, unless the result is to be rounded as that of two doubles.
    fn integers(&self, other: &Self) -> Option<(i128, i128)> {
        let doubles = self.is_double() && other.is_double();
        (!doubles).then_some((self.as_integer()?, other.as_integer()?))
    }

    /// Rounded to the bits of a double if `like` has no more.
    fn rounded_like(self, like: &Self) -> Self {
        if like.is_double() {
            Self::real(self.float().with_precision(DOUBLE).value())
        } else {
            self
        }
    }

    /// Whether a product or quotient of the two has a minus, be it zero.
    fn has_other_sign_than(&self, other: &Self) -> bool {
        let sign = |number: &Self| number.is_negative() || matches!(number.0, Form::NegativeZero);
        sign(self) != sign(other)
    }

    /// The zero that a product or quotient is.
    fn signed_zero(&self, other: &Self, is_zero: bool) -> Option<Self> {
        is_zero.then(|| {
            Self(if self.has_other_sign_than(other) {
                Form::NegativeZero
            } else {
                Form::Integer(0)
            })
        })
    }

    /// Whether it is negative, of an infinity.
    fn infinite_sign(&self) -> Option<bool> {
        self.is_infinite().then(|| self.is_negative())
    }
}
