//! Terraform's numbers: 512-bit binary floats, integers without loss.

mod arithmetic;
mod decimal;
mod digits;
#[cfg(test)]
mod tests;

use std::{cmp::Ordering, sync::Arc};

use dashu_float::{FBig, round::mode::HalfEven};

/// The precision of Terraform's numbers in bits (cty parses and computes with 512).
const PRECISION: usize = 512;

/// The bits of a double.
const DOUBLE: usize = 53;

/// The largest exponent of a decimal number to the base of two, with room for the digits of the significand.
const LARGEST_BINARY_EXPONENT: usize = 70_000;

type Float = FBig<HalfEven, 2>;

/// A number. Integers that fit are held as such; what was a double stays one, for it is computed with and written with its
/// fewer bits: `tostring(pow(2, 64))` ends in zeros.
#[derive(Clone, Debug)]
pub struct Number(Form);

#[derive(Clone, Debug)]
enum Form {
    Integer(i128),
    /// Equal to zero, but written `-0`: Terraform's numbers are floats.
    NegativeZero,
    Real(Arc<Float>),
}

impl Number {
    /// The same as Go's conversion of a double, which keeps its precision of 53 bits; `None` for NaN and infinities.
    #[must_use]
    pub fn from_f64(value: f64) -> Option<Self> {
        if !value.is_finite() {
            return None;
        }
        let float: Float = FBig::try_from(value).ok()?;
        Some(Self::real(float.with_precision(DOUBLE).value()))
    }

    fn real(float: Float) -> Self {
        match integer(&float) {
            Some(integer) if float.precision() != DOUBLE => Self(Form::Integer(integer)),
            _ => Self(Form::Real(Arc::new(float))),
        }
    }

    fn is_double(&self) -> bool {
        matches!(&self.0, Form::Real(float) if float.precision() == DOUBLE)
    }

    fn float(&self) -> Float {
        match &self.0 {
            Form::Integer(integer) => Float::from(*integer).with_precision(PRECISION).value(),
            Form::NegativeZero => Float::ZERO.with_precision(PRECISION).value(),
            Form::Real(float) => (**float).clone(),
        }
    }

    /// The value as an integer, when it is one and fits.
    #[must_use]
    pub fn as_integer(&self) -> Option<i128> {
        match &self.0 {
            Form::Integer(integer) => Some(*integer),
            Form::NegativeZero => Some(0),
            Form::Real(float) => integer(float),
        }
    }

    /// The value as an index or a size, when it is one.
    #[must_use]
    pub fn as_index(&self) -> Option<usize> {
        self.as_integer()
            .and_then(|integer| usize::try_from(integer).ok())
    }

    /// The nearest double.
    #[must_use]
    pub fn to_f64(&self) -> f64 {
        self.float().to_f64().value()
    }

    /// Positive infinity, which `1/0` is.
    #[must_use]
    pub fn infinity() -> Self {
        Self::infinite(false)
    }

    /// Whether it is positive or negative infinity (`1/0`).
    #[must_use]
    pub fn is_infinite(&self) -> bool {
        matches!(&self.0, Form::Real(float) if float.repr().is_infinite())
    }

    /// The same, with `-0` as `0`: integers have but one.
    #[must_use]
    pub fn without_sign_of_zero(&self) -> Self {
        match self.as_integer() {
            Some(integer) => Self(Form::Integer(integer)),
            None => self.clone(),
        }
    }

    /// Whether its exponent is beyond those that can be read: computing and printing would take long, so it is not gone on with.
    #[must_use]
    pub fn is_extraordinary(&self) -> bool {
        matches!(&self.0, Form::Real(float)
            if !float.repr().is_infinite() && float.repr().exponent().unsigned_abs() > LARGEST_BINARY_EXPONENT)
    }

    /// What computing with it and writing it cost, in bytes of text that cost as much: a number far from one is as long as it is
    /// written out, and the time to convert it grows faster than that.
    pub(super) fn weight(&self) -> usize {
        match &self.0 {
            Form::Integer(_) | Form::NegativeZero => 0,
            Form::Real(float) if float.repr().is_infinite() => 0,
            Form::Real(float) => {
                let bits = float.repr().exponent().unsigned_abs();
                bits.saturating_mul(bits / PRECISION + 1).saturating_mul(8)
            }
        }
    }

    /// Whether it is below zero.
    #[must_use]
    pub fn is_negative(&self) -> bool {
        *self < Self::from(0_i64)
    }

    /// Whether it is zero.
    #[must_use]
    pub fn is_zero(&self) -> bool {
        self.as_integer() == Some(0)
    }

    fn infinite(is_negative: bool) -> Self {
        let infinity = if is_negative {
            Float::NEG_INFINITY
        } else {
            Float::INFINITY
        };
        Self(Form::Real(Arc::new(infinity)))
    }
}

impl From<i64> for Number {
    fn from(value: i64) -> Self {
        Self(Form::Integer(i128::from(value)))
    }
}

impl From<usize> for Number {
    fn from(value: usize) -> Self {
        Self(Form::Integer(value as i128))
    }
}

impl From<i128> for Number {
    fn from(value: i128) -> Self {
        Self(Form::Integer(value))
    }
}

impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Number {}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Number {
    fn cmp(&self, other: &Self) -> Ordering {
        match (&self.0, &other.0) {
            (Form::Integer(a), Form::Integer(b)) => a.cmp(b),
            _ if self.is_zero() && other.is_zero() => Ordering::Equal,
            _ => self.float().cmp(&other.float()),
        }
    }
}

/// The integer that a float is, when it is one and fits.
fn integer(float: &Float) -> Option<i128> {
    if float.repr().is_infinite() {
        return None;
    }
    float.clone().try_into().ok()
}
