//! Names that only secrets have.

/// What ends so holds a secret: `db_password`, `DB_PASSWORD`, `dbPassword`.
const SECRET_NAMES: [&str; 8] = [
    "password",
    "passphrase",
    "secret",
    "token",
    "privatekey",
    "secretkey",
    "accesskey",
    "apikey",
];

/// Whether something is called like a secret, in whatever case and with whatever between its words.
pub(super) fn is_called_secret(name: &str) -> bool {
    let ends_with = |it: &&str| {
        let mut letters = name.chars().rev().filter(|it| it.is_alphanumeric());
        let mut wanted = it.chars().rev();
        wanted.all(|it| {
            letters
                .next()
                .is_some_and(|letter| letter.eq_ignore_ascii_case(&it))
        })
    };
    SECRET_NAMES.iter().any(ends_with)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_called_so_in_any_case() {
        for name in [
            "db_password",
            "DB_PASSWORD",
            "dbPassword",
            "ApiToken",
            "api-key",
            "secretAccessKey",
            "PRIVATE_KEY",
        ] {
            assert!(is_called_secret(name), "{name}");
        }
        for name in [
            "tokenizer_count",
            "TokenCount",
            "secretsmanager",
            "kms_key",
            "passwordless",
            "word",
            "",
        ] {
            assert!(!is_called_secret(name), "{name}");
        }
    }
}
