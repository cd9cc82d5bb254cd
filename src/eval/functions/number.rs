//! Functions of numbers.

use super::{ANY, Call, Function, Marks, NUMBER, Takes};
use crate::{
    eval::{Fault, convert::convert},
    value::{Kind, MOST_ALTERNATIVES, Number, Type, Value},
};

/// Terraform's bound on `range`.
const LONGEST_RANGE: usize = 1024;

/// The steps that a digit of `parseint` takes, for which a number is made twice.
const DIGIT: u64 = 4;

pub(super) const TABLE: &[Function] = &[
    Function::new("abs", &[NUMBER], Takes::Number, abs),
    Function::new("ceil", &[NUMBER], Takes::Number, |call| {
        Ok(Value::number(call.number(0)?.ceil()))
    }),
    Function::new("floor", &[NUMBER], Takes::Number, |call| {
        Ok(Value::number(call.number(0)?.floor()))
    }),
    Function::new("log", &[NUMBER, NUMBER], Takes::Number, |call| {
        double(
            call,
            logarithm(call.number(0)?.to_f64()) / logarithm(call.number(1)?.to_f64()),
        )
    }),
    Function::new("max", &[], Takes::Number, |call| {
        extreme(call, Extreme::Greatest)
    })
    .variadic(NUMBER.unknown()),
    Function::new("min", &[], Takes::Number, |call| {
        extreme(call, Extreme::Least)
    })
    .variadic(NUMBER.unknown()),
    Function::new(
        "parseint",
        &[ANY.in_part(), NUMBER],
        Takes::Number,
        parseint,
    ),
    Function::new("pow", &[NUMBER, NUMBER], Takes::Number, |call| match power(
        call.number(0)?.to_f64(),
        call.number(1)?,
    ) {
        Some(power) => double(call, power),
        None => Ok(call.impossible()),
    }),
    Function::new("range", &[], Takes::ListOfAny, range).variadic(NUMBER),
    Function::new("signum", &[NUMBER], Takes::Number, signum),
    Function::new("sum", &[ANY], Takes::Number, sum).marks(Marks::Whole),
];

/// The result of an operation on doubles; infinity is left unknown.
fn double(call: &Call<'_>, value: f64) -> Result<Value, Fault> {
    if value.is_nan() {
        return Err(Fault::new("the result is not a number"));
    }
    Ok(Number::from_f64(value).map_or_else(|| call.impossible(), Value::number))
}

fn abs(call: &Call<'_>) -> Result<Value, Fault> {
    let number = call.number(0)?;
    Ok(Value::number(if number.is_negative() {
        number.negate()
    } else {
        number.without_sign_of_zero()
    }))
}

fn signum(call: &Call<'_>) -> Result<Value, Fault> {
    let number = i64::try_from(call.integer(0)?).map_err(|_| {
        Fault::new(
            "value must be a whole number, between -9223372036854775808 and 9223372036854775807",
        )
    })?;
    Ok(Value::number(number.signum()))
}

/// Which of several numbers is wanted.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Extreme {
    Least,
    Greatest,
}

/// Numbers of which only is known what they are at least decide as far as that goes: `min(length(zones), 2)` is 2 where there
/// are two zones at least.
fn extreme(call: &Call<'_>, wanted: Extreme) -> Result<Value, Fault> {
    let mut best: Option<&Number> = None;
    let mut bounds = Vec::new();
    for argument in call.arguments {
        let Some(number) = argument.as_number() else {
            bounds.push(match &argument.kind {
                Kind::Unknown(unknown) => unknown.least,
                _ => None,
            });
            continue;
        };
        let is_better = |best: &&Number| match wanted {
            Extreme::Least => number < *best,
            Extreme::Greatest => number > *best,
        };
        if best.as_ref().is_none_or(is_better) {
            best = Some(number);
        }
    }
    let Some(best) = best else {
        return if bounds.is_empty() {
            Err(Fault::new("must pass at least one number"))
        } else {
            Ok(call.unknown())
        };
    };
    let reaches = |bound: &Option<usize>| bound.is_some_and(|least| Number::from(least) >= *best);
    match wanted {
        Extreme::Least if !bounds.iter().all(reaches) => Ok(between(&bounds, best, call)),
        Extreme::Greatest if !bounds.is_empty() => Ok(call.unknown()),
        _ => Ok(Value::number(best.clone())),
    }
}

/// What lies between the least of some lengths and a number, one by one where that is little.
fn between(bounds: &[Option<usize>], most: &Number, call: &Call<'_>) -> Value {
    let least: Option<Vec<usize>> = bounds.iter().copied().collect();
    let Some(least) = least.and_then(|it| it.into_iter().min()) else {
        return call.unknown();
    };
    match most.as_index() {
        Some(most) if (least..least + MOST_ALTERNATIVES).contains(&most) => {
            Value::union((least..=most).map(Value::number))
        }
        _ => call.unknown_from(least),
    }
}

/// A power as Go has it, which squares and multiplies and rounds each time; `None` for other exponents than small integers
/// and a half, whose last bit depends on the processor.
fn power(base: f64, exponent: &Number) -> Option<f64> {
    let double = exponent.to_f64();
    if double.abs().to_bits() == 0.5_f64.to_bits() {
        let root = base.sqrt();
        return Some(if double > 0.0 { root } else { 1.0 / root });
    }
    let exponent = i32::try_from(exponent.as_integer()?).ok()?;
    if base == 0.0 || !base.is_finite() {
        return Some(base.powi(exponent));
    }
    let (mut fraction, mut shift) = parts(base);
    let (mut result, mut scale) = (1.0, 0);
    let mut left = exponent.unsigned_abs();
    while left != 0 {
        if shift.abs() > 1 << 12 {
            // Far beyond what a double holds.
            return Some(base.powi(exponent));
        }
        if left & 1 == 1 {
            result *= fraction;
            scale += shift;
        }
        fraction *= fraction;
        shift <<= 1;
        if fraction.abs() < 0.5 {
            fraction += fraction;
            shift -= 1;
        }
        left >>= 1;
    }
    if exponent < 0 {
        (result, scale) = (1.0 / result, -scale);
    }
    // In two steps, for the smallest numbers are not as exact.
    let half = scale / 2;
    Some(result * 2_f64.powi(half) * 2_f64.powi(scale - half))
}

/// A number as `fraction * 2^exponent`, the fraction between a half and one.
fn parts(number: f64) -> (f64, i32) {
    // The smallest numbers of all are scaled first.
    let (scaled, shift) = if number.abs() < f64::MIN_POSITIVE {
        (number * 2_f64.powi(52), 52)
    } else {
        (number, 0)
    };
    let bits = scaled.to_bits();
    let exponent = i32::try_from((bits >> 52) & 0x7ff).unwrap_or_default() - 1022 - shift;
    (f64::from_bits(bits & !(0x7ff << 52) | 1022 << 52), exponent)
}

/// The natural logarithm to the bit as Go has it: FreeBSD's approximation by a polynomial, which other libraries round otherwise.
fn logarithm(number: f64) -> f64 {
    const LN2: [f64; 2] = [6.931_471_803_691_238e-1, 1.908_214_929_270_587_7e-10];
    const L: [f64; 7] = [
        0.666_666_666_666_673_5,
        0.399_999_999_994_094_2,
        0.285_714_287_436_623_9,
        0.222_221_984_321_497_84,
        0.181_835_721_616_180_5,
        0.153_138_376_992_093_73,
        0.147_981_986_051_165_86,
    ];
    if number.is_nan() || number <= 0.0 || number.is_infinite() {
        return number.ln();
    }
    let (mut fraction, mut exponent) = parts(number);
    if fraction < std::f64::consts::FRAC_1_SQRT_2 {
        fraction *= 2.0;
        exponent -= 1;
    }
    let (f, k) = (fraction - 1.0, f64::from(exponent));
    let s = f / (2.0 + f);
    let s2 = s * s;
    let s4 = s2 * s2;
    let odd = s2 * (L[0] + s4 * (L[2] + s4 * (L[4] + s4 * L[6])));
    let even = s4 * (L[1] + s4 * (L[3] + s4 * L[5]));
    let half = 0.5 * f * f;
    k * LN2[0] - ((half - (s * (half + (odd + even)) + k * LN2[1])) - f)
}

fn parseint(call: &Call<'_>) -> Result<Value, Fault> {
    let argument = call.argument(0)?;
    match &argument.kind {
        Kind::PartialString(_) => return Ok(call.unknown()),
        Kind::String(_) => {}
        _ => {
            return Err(Fault::new(format!(
                "first argument must be a string, not {}",
                argument.ty()
            )));
        }
    }
    let text = call.text(0)?;
    let base = call.integer(1)?;
    if !(2..=62).contains(&base) {
        return Err(Fault::new(
            "base must be a whole number between 2 and 62 inclusive",
        ));
    }
    let refused = || {
        Fault::new(if argument.sensitive {
            format!("cannot parse the given string as a base {base} integer")
        } else {
            format!("cannot parse {text:?} as a base {base} integer")
        })
    };
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    if digits.is_empty() {
        return Err(refused());
    }
    if digits.len() > 80 || !call.host.fuel().burn(DIGIT * digits.len() as u64) {
        return Ok(call.limit());
    }
    let radix = Number::from(base);
    let mut result = Number::from(0_i64);
    for digit in digits.chars() {
        // Small and capital letters are the same digit up to base 36.
        let value = match digit {
            '0'..='9' => u32::from(digit) - u32::from('0'),
            'a'..='z' => u32::from(digit) - u32::from('a') + 10,
            'A'..='Z' if base <= 36 => u32::from(digit) - u32::from('A') + 10,
            'A'..='Z' => u32::from(digit) - u32::from('A') + 36,
            _ => return Err(refused()),
        };
        if i128::from(value) >= base {
            return Err(refused());
        }
        result = result
            .multiply(&radix)
            .and_then(|scaled| scaled.add(&Number::from(i64::from(value))))
            .ok_or_else(refused)?;
    }
    Ok(Value::number(if text.starts_with('-') {
        result.negate()
    } else {
        result
    }))
}

fn range(call: &Call<'_>) -> Result<Value, Fault> {
    let zero = Number::from(0_i64);
    let (start, end, step) = match call.arguments.len() {
        1 => (zero.clone(), call.number(0)?.clone(), None),
        2 => (call.number(0)?.clone(), call.number(1)?.clone(), None),
        3 => (
            call.number(0)?.clone(),
            call.number(1)?.clone(),
            Some(call.number(2)?.clone()),
        ),
        _ => return Err(Fault::new("must have one, two, or three arguments")),
    };
    let step = step.unwrap_or_else(|| Number::from(if end < start { -1_i64 } else { 1 }));
    if step.is_zero() {
        return Err(Fault::new("step must not be zero"));
    }
    let down = step.is_negative();
    if down && end > start {
        return Err(Fault::new(
            "end must be less than start when step is negative",
        ));
    }
    if !down && end < start {
        return Err(Fault::new(
            "end must be greater than start when step is positive",
        ));
    }
    let (mut items, mut number) = (Vec::new(), start);
    while if down { number > end } else { number < end } {
        if items.len() >= LONGEST_RANGE {
            return Err(Fault::new(
                "more than 1024 values were generated; either decrease the difference between start and end or use a smaller step",
            ));
        }
        items.push(Value::number(number.clone()));
        match number.add(&step) {
            Some(next) => number = next,
            None => return Ok(call.impossible()),
        }
    }
    Ok(Value::list(Type::Number, items))
}

fn sum(call: &Call<'_>) -> Result<Value, Fault> {
    let argument = call.argument(0)?;
    let sequence = match &argument.kind {
        Kind::Sequence(sequence) => sequence,
        Kind::Mapping(mapping) if mapping.entries.is_empty() => {
            return Err(Fault::new("cannot sum an empty list"));
        }
        Kind::Mapping(_) => {
            return Err(Fault::new(format!(
                "argument must be list, set, or tuple. Received {}",
                argument.ty()
            )));
        }
        _ => return Err(Fault::new("cannot sum noniterable")),
    };
    if sequence.items.is_empty() {
        return Err(Fault::new("cannot sum an empty list"));
    }
    if let Some(unknown) = call.unless_wholly_known() {
        return Ok(unknown);
    }
    let opposite = || Fault::new("can't compute sum of opposing infinities");
    let mut total: Option<Number> = None;
    for item in sequence.items.iter() {
        let number = convert(item, &Type::Number).ok();
        let Some(number) = number.as_ref().and_then(Value::as_number) else {
            return Err(Fault::new(
                "argument must be list, set, or tuple of number values",
            ));
        };
        total = Some(match total {
            Some(total) => total.add(number).ok_or_else(opposite)?,
            None => number.clone(),
        });
    }
    Ok(total.map_or_else(|| call.unknown(), Value::number))
}
