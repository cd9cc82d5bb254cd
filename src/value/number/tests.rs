//! Numbers as Terraform computes and writes them.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use super::*;

fn number(text: &str) -> Number {
    Number::parse(text).unwrap()
}

#[test]
fn prints_as_terraform_does() {
    for (input, text) in [
        ("1.50", "1.5"),
        ("0.1", "0.1"),
        ("1e-7", "0.0000001"),
        ("1e30", "1000000000000000000000000000000"),
        (
            "123456789012345678901234567890123456789012345678901234567890",
            "123456789012345678901234567890123456789012345678901234567890",
        ),
        ("-2.25", "-2.25"),
        ("1.0", "1"),
        ("0.3", "0.3"),
        (
            "0.9999999999999999999999999999",
            "0.9999999999999999999999999999",
        ),
        ("-1234.5678e-9", "-0.0000012345678"),
    ] {
        assert_eq!(number(input).to_string(), text);
    }
    let third = number("1").divide(&number("3")).unwrap().to_string();
    assert!(
        third.starts_with("0.333333") && third.ends_with("335") && third.len() > 150,
        "{third}"
    );
}

#[test]
fn prints_all_digits_of_the_binary_fraction() {
    assert_eq!(number("-2.25").exact(), "-2.25");
    assert_eq!(number("1e30").exact(), number("1e30").to_string());
    let exact = number("0.1").exact();
    assert!(exact.starts_with("0.1000000000"), "{exact}");
    assert!(exact.ends_with('5') && exact.len() > 500, "{exact}");
}

#[test]
fn tiny_and_huge_numbers_print_in_no_time() {
    let start = std::time::Instant::now();
    let tiny = number("1e-20000").to_string();
    assert!(tiny.ends_with("001") && tiny.len() == 20_002);
    assert_eq!(number("1e20000").to_string().len(), 20_001);
    assert!(start.elapsed().as_secs() < 10, "{:?}", start.elapsed());
    let square = number("1e-20000").multiply(&number("1e-20000"));
    assert!(square.unwrap().is_extraordinary());
    assert!(!number("1e-20000").is_extraordinary());
}

#[test]
fn computes() {
    assert_eq!(number("5.5").modulo(&number("2")).unwrap(), number("1.5"));
    assert_eq!(number("-5").modulo(&number("3")).unwrap(), number("-2"));
    assert_eq!(
        number("0.1").add(&number("0.2")).unwrap().to_string(),
        "0.3"
    );
    assert_eq!(number("-1.5").floor(), number("-2"));
    assert_eq!(number("1.5").ceil(), number("2"));
    assert!(number("1").divide(&number("0")).unwrap().is_infinite());
    let infinity = Number::infinity();
    assert_eq!(number("-5").add(&infinity), Some(infinity.clone()));
    assert_eq!(infinity.subtract(&infinity), None);
    assert_eq!(infinity.multiply(&number("0")), None);
    assert_eq!(number("-5").divide(&infinity).unwrap().to_string(), "-0");
    assert!(Number::parse("1e999999999").is_none());
    assert!(Number::parse("0x1f").is_none());
}
