//! Names that only secrets have.

/// What ends so holds a secret, and what ends with several of it: `db_password`, `DB_PASSWORD`, `dbPasswords`.
const SECRET_NAMES: [&str; 13] = [
    "password",
    "passwd",
    "pwd",
    "passphrase",
    "secret",
    "token",
    "credential",
    "privatekey",
    "secretkey",
    "accesskey",
    "apikey",
    "masterkey",
    "encryptionkey",
];

/// The same where it is a whole word: a `bypass` holds none.
const SECRET_WORDS: [&str; 3] = ["pass", "passcode", "pw"];

/// What ends like a secret and is none: what many call the endpoint of Secrets Manager, and the argument that says whether the metadata
/// of an instance are given to tokens only.
const NO_SECRETS: [&str; 2] = ["secrets", "httptokens"];

/// Words of what is done with secrets, or of how many there are: `use_caller_credentials`, `max_tokens`.
const NO_SECRET_WORDS: [&str; 9] = [
    "allow", "enable", "expire", "manage", "max", "min", "require", "rotate", "use",
];

/// Which one of several it is, or how it is written: `password_prod`, `token_v2`, `SECRET_KEY_BASE`.
const QUALIFIERS: [&str; 29] = [
    "backup",
    "base",
    "base64",
    "binary",
    "current",
    "dev",
    "development",
    "encoded",
    "hash",
    "live",
    "local",
    "new",
    "old",
    "plain",
    "plaintext",
    "preprod",
    "previous",
    "primary",
    "prod",
    "production",
    "qa",
    "secondary",
    "stage",
    "staging",
    "string",
    "test",
    "uat",
    "v",
    "value",
];

/// Whether something is called like a secret, in whatever case and with whatever between its words. The name or the ARN of a secret is
/// none.
pub(crate) fn is_called_secret(name: &str) -> bool {
    let mut words = words(name);
    let is_qualifier = |word: &String| {
        let bare = without_number(word);
        bare.is_empty() || QUALIFIERS.contains(&bare) || QUALIFIERS.contains(&&**word)
    };
    while words.last().is_some_and(is_qualifier) {
        words.pop();
    }
    let Some(last) = words.last() else {
        return false;
    };
    let joined = words.concat();
    let letters = without_number(&joined);
    let singular = letters.strip_suffix('s').unwrap_or(letters);
    let ends = |it: &&str| letters.ends_with(it) || singular.ends_with(it);
    let is_other = |it: &String| NO_SECRET_WORDS.contains(&&**it);
    (SECRET_NAMES.iter().any(ends) || SECRET_WORDS.contains(&without_number(last)))
        && !NO_SECRETS.contains(&letters)
        && !words.iter().any(is_other)
}

/// Whether what is called so gives a name to the `value` beside it, as in the environment of a container.
pub(super) fn gives_name(name: &str) -> bool {
    ["name", "key"]
        .iter()
        .any(|it| name.eq_ignore_ascii_case(it))
}

/// Whether what is called so has the name that stands beside it.
pub(super) fn gives_value(name: &str) -> bool {
    name.eq_ignore_ascii_case("value")
}

fn without_number(word: &str) -> &str {
    word.trim_end_matches(|it: char| it.is_ascii_digit())
}

/// The words of a name in small letters: `dbPassword`, `DBPassword` and `db-password` have the same.
fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut letters = name.chars().peekable();
    let mut before = None;
    while let Some(letter) = letters.next() {
        let next = letters.peek().copied();
        let begins = letter.is_uppercase()
            && (before.is_some_and(|it: char| !it.is_uppercase())
                || next.is_some_and(char::is_lowercase));
        let is_first = before.is_none_or(|it: char| !it.is_alphanumeric());
        before = Some(letter);
        if !letter.is_alphanumeric() {
            continue;
        }
        if is_first || begins {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut() {
            word.extend(letter.to_lowercase());
        }
    }
    words
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
            "dbpassword",
            "ApiToken",
            "api-key",
            "APIKey",
            "secretAccessKey",
            "PRIVATE_KEY",
            "DB_PASSWORD_PROD",
            "dbPasswordProd",
            "password1",
            "password_2",
            "token_v2",
            "tokens",
            "api_keys",
            "db_secrets",
            "passwd",
            "db_pass",
            "dbPass",
            "pwd",
            "DBPWD",
            "credentials",
            "secret_value",
            "password_base64",
            "SECRET_KEY_BASE",
            "RAILS_MASTER_KEY",
            "ENCRYPTION_KEY",
            "DB_PASSWORD_",
            "user_password",
        ] {
            assert!(is_called_secret(name), "{name}");
        }
        for name in [
            "tokenizer_count",
            "TokenCount",
            "secretsmanager",
            "secrets",
            "kms_key",
            "passwordless",
            "password_policy",
            "secret_name",
            "secret_arn",
            "secret_id",
            "access_key_id",
            "bypass",
            "compass",
            "prod",
            "value",
            "word",
            "v2",
            "http_tokens",
            "max_tokens",
            "expire_passwords",
            "use_caller_credentials",
            "use_lake_formation_credentials",
            "access_control_allow_credentials",
            "manage_master_user_password",
            "",
        ] {
            assert!(!is_called_secret(name), "{name}");
        }
    }
}
