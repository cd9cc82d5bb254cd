//! JSON, YAML, CSV, base64 and URL encoding.

mod csv;

use base64::{Engine as _, engine::general_purpose::STANDARD};

use super::{ANY, Call, Function, LONGEST_TEXT, STRING, Takes, json, text, text::made, yaml};
use crate::{
    eval::Fault,
    value::{Kind, Value},
};

pub(super) const TABLE: &[Function] = &[
    Function::new("base64decode", &[STRING], Takes::String, base64decode),
    Function::new("base64encode", &[STRING], Takes::String, |call| {
        Ok(made(STANDARD.encode(call.text(0)?)))
    }),
    // The bytes depend on Go's compressor.
    // OpenTofu's own, as `urldecode` is: Terraform refuses a configuration that calls it.
    Function::new("base64gunzip", &[STRING], Takes::String, |call| {
        Ok(call.impossible())
    }),
    Function::new("base64gzip", &[STRING], Takes::String, |call| {
        Ok(call.impossible())
    }),
    Function::new("csvdecode", &[STRING], Takes::Any, csv::decode),
    Function::new(
        "jsondecode",
        &[STRING.in_part()],
        Takes::Any,
        |call| match &call.argument(0)?.kind {
            Kind::PartialString(fragments) => {
                json::begin(text::prefix(fragments)).map(|()| call.unknown())
            }
            _ => json::decode(call),
        },
    )
    .may_be_null(),
    Function::new(
        "jsonencode",
        &[ANY.nullable().unknown()],
        Takes::String,
        jsonencode,
    ),
    Function::new(
        "textdecodebase64",
        &[STRING, STRING],
        Takes::String,
        textdecodebase64,
    ),
    Function::new(
        "textencodebase64",
        &[STRING, STRING],
        Takes::String,
        textencodebase64,
    ),
    Function::new("urldecode", &[STRING], Takes::String, urldecode),
    Function::new("urlencode", &[STRING], Takes::String, urlencode),
    Function::new("yamldecode", &[STRING], Takes::Any, yaml::decode).may_be_null(),
    Function::new(
        "yamlencode",
        &[ANY.nullable().in_part()],
        Takes::String,
        yaml::encode,
    ),
];

fn jsonencode(call: &Call<'_>) -> Result<Value, Fault> {
    let mut out = json::Writer::default();
    json::encode(call.argument(0)?, &mut out, LONGEST_TEXT)?;
    if !call.affords(out.bytes()) {
        return Ok(call.limit());
    }
    Ok(out.finish())
}

/// The bytes of a base64 text. Go passes over line ends.
fn decoded(text: &str) -> Option<Vec<u8>> {
    let text: String = text.chars().filter(|c| !matches!(c, '\r' | '\n')).collect();
    let lenient = base64::engine::GeneralPurposeConfig::new().with_decode_allow_trailing_bits(true);
    base64::engine::GeneralPurpose::new(&base64::alphabet::STANDARD, lenient)
        .decode(text)
        .ok()
}

fn base64decode(call: &Call<'_>) -> Result<Value, Fault> {
    let text = call.text(0)?;
    let bytes = decoded(text).ok_or_else(|| {
        Fault::new(if call.argument(0).is_ok_and(|each| each.sensitive) {
            "failed to decode base64 data (sensitive value)".to_owned()
        } else {
            format!("failed to decode base64 data {text:?}")
        })
    })?;
    String::from_utf8(bytes)
        .map(made)
        .map_err(|_| Fault::new("the result of decoding the provided string is not valid UTF-8"))
}

/// What two encodings whose names all readers agree on make of a text; of others nothing is said.
fn textencodebase64(call: &Call<'_>) -> Result<Value, Fault> {
    let (text, name) = (call.text(0)?, call.text(1)?);
    let bytes: Vec<u8> = match encoding(name) {
        Some(Encoding::Utf8) => text.as_bytes().to_vec(),
        Some(Encoding::Utf16 { big }) => text
            .encode_utf16()
            .flat_map(|unit| {
                if big {
                    unit.to_be_bytes()
                } else {
                    unit.to_le_bytes()
                }
            })
            .collect(),
        Some(Encoding::Other(encoding)) => {
            let (bytes, _, unmappable) = encoding.encode(text);
            if unmappable {
                return Err(Fault::new(format!(
                    "the given string contains characters that cannot be represented in {name}"
                )));
            }
            bytes.into_owned()
        }
        None => return Ok(call.impossible()),
    };
    Ok(made(STANDARD.encode(bytes)))
}

fn textdecodebase64(call: &Call<'_>) -> Result<Value, Fault> {
    let (source, name) = (call.text(0)?, call.text(1)?);
    let Some(encoding) = encoding(name) else {
        return Ok(call.impossible());
    };
    let bytes = decoded(source)
        .ok_or_else(|| Fault::new("the given value has an invalid base64 symbol"))?;
    let text = match encoding {
        Encoding::Utf8 => String::from_utf8(bytes).ok(),
        Encoding::Utf16 { big } => {
            let units: Vec<u16> = bytes
                .chunks_exact(2)
                .filter_map(|pair| <[u8; 2]>::try_from(pair).ok())
                .map(|pair| {
                    if big {
                        u16::from_be_bytes(pair)
                    } else {
                        u16::from_le_bytes(pair)
                    }
                })
                .collect();
            (units.len() * 2 == bytes.len())
                .then(|| String::from_utf16(&units).ok())
                .flatten()
        }
        Encoding::Other(encoding) => encoding
            .decode_without_bom_handling_and_without_replacement(&bytes)
            .map(std::borrow::Cow::into_owned),
    };
    text.filter(|text| !text.contains('\u{fffd}'))
        .map(made)
        .ok_or_else(|| {
            Fault::new(format!(
                "the given string contains symbols that are not defined for {name}"
            ))
        })
}

enum Encoding {
    Utf8,
    Utf16 { big: bool },
    Other(&'static encoding_rs::Encoding),
}

/// The encodings of which the IANA's and the web's tables are the same.
fn encoding(name: &str) -> Option<Encoding> {
    Some(match &*name.to_ascii_lowercase() {
        "utf-8" => Encoding::Utf8,
        "utf-16le" => Encoding::Utf16 { big: false },
        "utf-16be" => Encoding::Utf16 { big: true },
        "windows-1251" => Encoding::Other(encoding_rs::WINDOWS_1251),
        "iso-8859-2" => Encoding::Other(encoding_rs::ISO_8859_2),
        "iso-8859-15" => Encoding::Other(encoding_rs::ISO_8859_15),
        "koi8-r" => Encoding::Other(encoding_rs::KOI8_R),
        _ => return None,
    })
}

/// As Go reads a query: `+` is a blank.
fn urldecode(call: &Call<'_>) -> Result<Value, Fault> {
    let text = call.text(0)?;
    if !call.affords(text.len()) {
        return Ok(call.limit());
    }
    let refused = || Fault::new(format!("failed to decode URL {text:?}"));
    let mut out = Vec::with_capacity(text.len());
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        out.push(match byte {
            b'+' => b' ',
            b'%' => {
                let mut digit = || char::from(bytes.next()?).to_digit(16);
                let code = digit().zip(digit()).map(|(high, low)| high * 16 + low);
                let code = code.and_then(|it| u8::try_from(it).ok());
                code.ok_or_else(refused)?
            }
            other => other,
        });
    }
    String::from_utf8(out)
        .map(made)
        .or_else(|_| Ok(call.impossible()))
}

/// As Go escapes a query: a blank is `+`.
fn urlencode(call: &Call<'_>) -> Result<Value, Fault> {
    let text = call.text(0)?;
    if !call.affords(text.len().saturating_mul(3)) {
        return Ok(call.limit());
    }
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                out.push(char::from(byte));
            }
            b' ' => out.push('+'),
            _ => {
                let code = format!("%{byte:02X}");
                out.push_str(&code);
            }
        }
    }
    Ok(made(out))
}
