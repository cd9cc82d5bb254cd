//! Terraform's numbers: 512-bit binary floats, integers without loss.

mod digits;
#[cfg(test)]
mod tests;

use std::{borrow::Cow, cmp::Ordering, str::FromStr, sync::Arc};

use dashu_float::{DBig, FBig, round::mode::HalfEven};

/// The precision of Terraform's numbers in bits (cty parses and computes with 512).
const PRECISION: usize = 512;

/// The bits of a double.
const DOUBLE: usize = 53;

/// Exponents beyond this make texts of that many digits; such numbers are treated as not representable.
const LARGEST_EXPONENT: i64 = 20_000;

/// The same to the base of two, with room for the digits of the significand.
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
    /// Reads a decimal number as HCL and `tonumber` write it: `12`, `-1.5`, `1e30`. `None` for anything else,
    /// also for exponents that would need more than twenty thousand digits.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
        if !digits.starts_with(|c: char| c.is_ascii_digit() || c == '.') || digits == "." {
            return None;
        }
        if digits
            .bytes()
            .any(|b| !(b.is_ascii_digit() || matches!(b, b'.' | b'e' | b'E' | b'+' | b'-')))
        {
            return None;
        }
        if let Ok(integer) = i128::from_str(text) {
            return Some(Self(Form::Integer(integer)));
        }
        if let Some((_, exponent)) = digits.split_once(['e', 'E'])
            && !(-LARGEST_EXPONENT..=LARGEST_EXPONENT).contains(&i64::from_str(exponent).ok()?)
        {
            return None;
        }
        let decimal = DBig::from_str(&shortened(text)?).ok()?;
        Some(Self::real(
            decimal
                .with_rounding::<HalfEven>()
                .with_base_and_precision::<2>(PRECISION)
                .value(),
        ))
    }

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

    /// Both as integers, unless the result is to be rounded as that of two doubles.
    fn integers(&self, other: &Self) -> Option<(i128, i128)> {
        let doubles = self.is_double() && other.is_double();
        (!doubles).then_some((self.as_integer()?, other.as_integer()?))
    }

    fn is_double(&self) -> bool {
        matches!(&self.0, Form::Real(float) if float.precision() == DOUBLE)
    }

    /// Rounded to the bits of a double if `like` has no more.
    fn rounded_like(self, like: &Self) -> Self {
        if like.is_double() {
            Self::real(self.float().with_precision(DOUBLE).value())
        } else {
            self
        }
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

    /// The same, with `-0` as `0`: integers have but one.
    #[must_use]
    pub fn without_sign_of_zero(&self) -> Self {
        match self.as_integer() {
            Some(integer) => Self(Form::Integer(integer)),
            None => self.clone(),
        }
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

/// More digits than this cannot change what a number is rounded to, but that there are any: with the sign and the point.
const MOST_DIGITS: usize = 1_000;

/// The text of a number without digits beyond those that decide its [`PRECISION`] bits: a one stands for all of them. `None` when
/// it has more places than [`LARGEST_EXPONENT`].
fn shortened(text: &str) -> Option<Cow<'_, str>> {
    let text = text.strip_prefix('+').unwrap_or(text);
    if text.len() <= MOST_DIGITS {
        return Some(text.into());
    }
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, i64::from_str(exponent).ok()?),
        None => (text, 0),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let (sign, whole) = whole
        .strip_prefix('-')
        .map_or(("", whole), |rest| ("-", rest));
    let places = i64::try_from(fraction.len()).ok()?;
    let digits = [whole, fraction].concat();
    let digits = digits.trim_start_matches('0');
    let (kept, cut) = digits.split_at_checked(MOST_DIGITS).unwrap_or((digits, ""));
    let more = if cut.bytes().any(|digit| digit != b'0') {
        "1"
    } else {
        "0"
    };
    let exponent = exponent - places + i64::try_from(cut.len()).ok()? - 1;
    let magnitude = exponent + i64::try_from(kept.len()).ok()?;
    (-LARGEST_EXPONENT..=LARGEST_EXPONENT)
        .contains(&magnitude)
        .then(|| format!("{sign}{kept}{more}e{exponent}").into())
}

/// The integer that a float is, when it is one and fits.
fn integer(float: &Float) -> Option<i128> {
    if float.repr().is_infinite() {
        return None;
    }
    float.clone().try_into().ok()
}
