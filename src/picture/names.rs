//! What things are called in little room.

use crate::address::Address;

/// Names that say nothing: the call of their module says more.
const GENERIC: [&str; 5] = ["this", "main", "default", "all", "these"];

/// An address without its type, and without the calls unless its name says nothing: `private[0]`, `network.this`.
pub(super) fn short(address: &Address) -> String {
    let own = address.own();
    let own = own.strip_prefix("data.").unwrap_or(own);
    let name = own.split_once('.').map_or(own, |(_, name)| name);
    let bare = name.split('[').next().unwrap_or(name);
    match address.calls().last() {
        Some(call) if GENERIC.contains(&bare) => format!("{call}.{name}"),
        _ => name.to_owned(),
    }
}

/// The same of whatever an edge leads to, be it an address or not.
pub(super) fn short_text(text: &str) -> String {
    let address = Address::new(text);
    if address.ty().starts_with("aws_") {
        short(&address)
    } else {
        text.to_owned()
    }
}

/// One name for several: the only one, `private[…]` for instances of one block, else nothing.
pub(super) fn shared<'l>(labels: impl Iterator<Item = &'l str>) -> Option<String> {
    let mut shared: Option<(String, usize)> = None;
    for label in labels {
        let block = label.split('[').next().unwrap_or(label);
        match &mut shared {
            None => shared = Some((block.to_owned(), 1)),
            Some((first, count)) if first == block => *count += 1,
            Some(_) => return None,
        }
    }
    let (block, count) = shared?;
    (count > 1).then(|| format!("{block}[…]"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_which() {
        for (address, name) in [
            ("aws_subnet.private[0]", "private[0]"),
            (
                "module.net[\"a.b\"].aws_subnet.this[\"x\"]",
                "net.this[\"x\"]",
            ),
            ("module.net.aws_subnet.private", "private"),
            ("data.aws_vpc.main", "main"),
        ] {
            assert_eq!(short(&Address::new(address)), name);
        }
        assert_eq!(short_text("vpc-1"), "vpc-1");
        assert_eq!(short_text("var.vpc_id"), "var.vpc_id");
    }

    #[test]
    fn instances_share_a_name() {
        assert_eq!(
            shared(["a[0]", "a[1]"].into_iter()).as_deref(),
            Some("a[…]")
        );
        assert_eq!(shared(["a[0]", "b[1]"].into_iter()), None);
        assert_eq!(shared(["a[0]"].into_iter()), None);
    }
}
