//! Digests, UUIDs, passwords.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use md5::Md5;
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha512};
use uuid::Uuid;

use super::{Call, Function, NUMBER, Reads, STRING, Takes, text::made};
use crate::{eval::Fault, value::Value};

pub(super) const TABLE: &[Function] = &[
    Function::new("base64sha256", &[STRING], Takes::String, |call| {
        Ok(made(STANDARD.encode(Sha256::digest(call.text(0)?))))
    }),
    Function::new("base64sha512", &[STRING], Takes::String, |call| {
        Ok(made(STANDARD.encode(Sha512::digest(call.text(0)?))))
    }),
    Function::new("bcrypt", &[STRING], Takes::String, |call| {
        Ok(call.impossible())
    })
    .variadic(NUMBER),
    Function::new("filebase64sha256", &[STRING], Takes::String, |call| {
        file(call, |bytes| STANDARD.encode(Sha256::digest(bytes)))
    })
    .reads(Reads::Files),
    Function::new("filebase64sha512", &[STRING], Takes::String, |call| {
        file(call, |bytes| STANDARD.encode(Sha512::digest(bytes)))
    })
    .reads(Reads::Files),
    Function::new("filemd5", &[STRING], Takes::String, |call| {
        file(call, |bytes| hex(&Md5::digest(bytes)))
    })
    .reads(Reads::Files),
    Function::new("filesha1", &[STRING], Takes::String, |call| {
        file(call, |bytes| hex(&Sha1::digest(bytes)))
    })
    .reads(Reads::Files),
    Function::new("filesha256", &[STRING], Takes::String, |call| {
        file(call, |bytes| hex(&Sha256::digest(bytes)))
    })
    .reads(Reads::Files),
    Function::new("filesha512", &[STRING], Takes::String, |call| {
        file(call, |bytes| hex(&Sha512::digest(bytes)))
    })
    .reads(Reads::Files),
    Function::new("md5", &[STRING], Takes::String, |call| {
        Ok(made(hex(&Md5::digest(call.text(0)?))))
    }),
    Function::new("rsadecrypt", &[STRING, STRING], Takes::String, |call| {
        Ok(call.impossible())
    }),
    Function::new("sha1", &[STRING], Takes::String, |call| {
        Ok(made(hex(&Sha1::digest(call.text(0)?))))
    }),
    Function::new("sha256", &[STRING], Takes::String, |call| {
        Ok(made(hex(&Sha256::digest(call.text(0)?))))
    }),
    Function::new("sha512", &[STRING], Takes::String, |call| {
        Ok(made(hex(&Sha512::digest(call.text(0)?))))
    }),
    Function::new("uuid", &[], Takes::String, |call| Ok(call.impossible())),
    Function::new("uuidv5", &[STRING, STRING], Takes::String, uuidv5),
];

fn hex(bytes: &[u8]) -> String {
    let digit = |nibble: u8| char::from_digit(u32::from(nibble), 16).unwrap_or('0');
    bytes
        .iter()
        .flat_map(|byte| [digit(byte >> 4), digit(byte & 15)])
        .collect()
}

/// The digest of a file's bytes.
fn file(call: &Call<'_>, digest: fn(&[u8]) -> String) -> Result<Value, Fault> {
    Ok(match call.host.bytes(call.text(0)?) {
        Ok(bytes) if !call.host.fuel().pay_for_text(bytes.len()) => call.limit(),
        Ok(bytes) => made(digest(&bytes)),
        Err(why) => Value::unknown(crate::value::Type::String, why),
    })
}

fn uuidv5(call: &Call<'_>) -> Result<Value, Fault> {
    let (space, name) = (call.text(0)?, call.text(1)?);
    let space = match space {
        "dns" => Uuid::NAMESPACE_DNS,
        "url" => Uuid::NAMESPACE_URL,
        "oid" => Uuid::NAMESPACE_OID,
        "x500" => Uuid::NAMESPACE_X500,
        other => Uuid::parse_str(other).map_err(|_| {
            Fault::new(format!(
                "uuidv5() doesn't support namespace {other} (invalid UUID)"
            ))
        })?,
    };
    Ok(made(Uuid::new_v5(&space, name.as_bytes()).to_string()))
}
