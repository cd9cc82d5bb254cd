//! `required-version`: `>=0.1, <0.2`.

/// Whether `version` fulfils all parts of a requirement. A missing number counts as 0, except that without operator, or with
/// `=`, only the numbers given are compared.
///
/// # Errors
///
/// What cannot be read.
pub(super) fn fulfils(requirement: &str, version: &str) -> Result<bool, String> {
    let own = numbers(version)?;
    let mut all = true;
    for part in requirement.split(',').map(str::trim) {
        let digits = part.trim_start_matches(['<', '>', '=']);
        let operator = part.strip_suffix(digits).unwrap_or_default();
        let wanted = numbers(digits.trim())?;
        let padded = [0, 1, 2].map(|index| wanted.get(index).copied().unwrap_or(0));
        let own_padded = [0, 1, 2].map(|index| own.get(index).copied().unwrap_or(0));
        all &= match operator {
            ">=" => own_padded >= padded,
            ">" => own_padded > padded,
            "<=" => own_padded <= padded,
            "<" => own_padded < padded,
            "" | "=" => own.iter().zip(&wanted).all(|(own, wanted)| own == wanted),
            _ => return Err(format!("`{operator}` is no comparison")),
        };
    }
    Ok(all)
}

fn numbers(text: &str) -> Result<Vec<u32>, String> {
    let numbers: Result<Vec<u32>, _> = text.split('.').map(str::parse).collect();
    numbers
        .ok()
        .filter(|numbers| numbers.len() <= 3)
        .ok_or_else(|| format!("`{text}` is no version"))
}

#[cfg(test)]
mod tests {
    use super::fulfils;

    #[test]
    fn versions_are_compared() {
        for (requirement, expected) in [
            (">=0.1", true),
            (">=0.1, <0.2", true),
            (">0.1.2", false),
            ("<=0.1.2", true),
            ("<0.1.2", false),
            ("0.1", true),
            ("=0.1.1", false),
            (">=0.10", false),
            ("1", false),
        ] {
            assert_eq!(fulfils(requirement, "0.1.2"), Ok(expected), "{requirement}");
        }
        for wrong in ["", "~>1", "=>1", "1.2.3.4", "x"] {
            assert!(fulfils(wrong, "0.1.2").is_err(), "{wrong}");
        }
    }
}
