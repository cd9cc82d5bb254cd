//! CSV as Go reads it: RFC 4180, no bare quotes, empty lines passed over.

use std::collections::{BTreeMap, BTreeSet};

use memchr::memchr2_iter;

use crate::{
    eval::{
        Fault,
        functions::{Call, LARGEST_COLLECTION, text::made},
    },
    syntax::Name,
    value::{Type, Value},
};

/// The rows under the header line, as objects.
///
/// # Errors
/// What is wrong with the text.
pub(super) fn decode(call: &Call<'_>) -> Result<Value, Fault> {
    let text = call.text(0)?;
    // No more fields are made than separators and line ends have room for, and no more than a value may have.
    let fields = memchr2_iter(b',', b'\n', text.as_bytes()).count();
    if fields > LARGEST_COLLECTION || !call.host.fuel().burn(fields as u64) {
        return Ok(call.limit());
    }
    let text = text.replace("\r\n", "\n");
    let mut rows = rows(&text)?.into_iter();
    let header: Vec<Name> = rows
        .next()
        .ok_or_else(|| Fault::new("missing header line"))?
        .1
        .into_iter()
        .map(Name::from)
        .collect();
    let mut names = BTreeSet::new();
    if let Some(twice) = header.iter().find(|name| !names.insert((*name).clone())) {
        return Err(Fault::new(format!("duplicate column name {twice:?}")));
    }
    let ty = Type::object(header.iter().map(|name| (name.clone(), Type::String)));
    let rows = rows
        .map(|(line, fields)| {
            if fields.len() != header.len() {
                return Err(Fault::new(format!(
                    "CSV parse error on line {line}: wrong number of fields"
                )));
            }
            let entries: BTreeMap<Name, Value> = header
                .iter()
                .cloned()
                .zip(fields.into_iter().map(made))
                .collect();
            Ok(Value::object(entries))
        })
        .collect::<Result<Vec<_>, _>>()?;
    Ok(Value::list(ty, rows))
}

/// Every row with the line it starts on.
fn rows(text: &str) -> Result<Vec<(usize, Vec<String>)>, Fault> {
    let (mut rows, mut lines) = (Vec::new(), text.split('\n').enumerate().peekable());
    while let Some((number, line)) = lines.next() {
        let start = number + 1;
        if line.is_empty() {
            continue;
        }
        let (mut fields, mut line) = (Vec::new(), line);
        loop {
            if let Some(mut rest) = line.strip_prefix('"') {
                let mut field = String::new();
                loop {
                    if let Some((before, after)) = rest.split_once('"') {
                        field.push_str(before);
                        rest = after;
                        // Two quotes are one.
                        let Some(after) = rest.strip_prefix('"') else {
                            break;
                        };
                        field.push('"');
                        rest = after;
                    } else {
                        field.push_str(rest);
                        let Some((_, next)) = lines.next() else {
                            return Err(quote_fault(start));
                        };
                        field.push('\n');
                        rest = next;
                    }
                }
                fields.push(field);
                match rest.strip_prefix(',') {
                    Some(after) => line = after,
                    None if rest.is_empty() => break,
                    None => {
                        return Err(quote_fault(start));
                    }
                }
            } else {
                let (field, after) = match line.split_once(',') {
                    Some((field, after)) => (field, Some(after)),
                    None => (line, None),
                };
                if field.contains('"') {
                    return Err(Fault::new(format!(
                        "CSV parse error on line {start}: bare \" in non-quoted-field"
                    )));
                }
                fields.push(field.to_owned());
                match after {
                    Some(after) => line = after,
                    None => break,
                }
            }
        }
        rows.push((start, fields));
    }
    Ok(rows)
}

fn quote_fault(line: usize) -> Fault {
    Fault::new(format!(
        "CSV parse error on line {line}: extraneous or missing \" in quoted-field"
    ))
}
