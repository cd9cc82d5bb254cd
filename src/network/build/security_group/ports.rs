//! The TCP ports of a rule.

use std::ops::RangeInclusive;

use crate::{
    network::{Fact, Place, build::Builder, fact::unknown_part},
    value::{Kind, Value, Why},
};

/// More combinations of protocol and ports than this are not told apart.
const MOST_COMBINATIONS: usize = 16;

impl Builder<'_, '_> {
    /// The TCP ports of a rule, from its protocol, its first and its last port. `-1` and `all` mean every protocol and every port.
    pub(super) fn tcp_ports(
        &self,
        values: [&Value; 3],
        place: Place,
    ) -> Fact<Option<RangeInclusive<u16>>> {
        let place = Place {
            origin: self.joined(place.span, &values),
            ..place
        };
        let [protocol, from, to] = values;
        let mut answers = Vec::new();
        for protocol in protocol.alternatives() {
            for from in from.alternatives() {
                for to in to.alternatives() {
                    answers.push(tcp_ports(protocol, from, to));
                }
            }
        }
        if answers.len() > MOST_COMBINATIONS {
            return Fact::new(Err(Why::Condition), place);
        }
        Fact { answers, place }.merged()
    }
}

fn tcp_ports(
    protocol: &Value,
    from: &Value,
    to: &Value,
) -> Result<Option<RangeInclusive<u16>>, Why> {
    let named = match &protocol.kind {
        Kind::String(text) => text.to_ascii_lowercase(),
        Kind::Number(number) => number.to_string(),
        _ => return Err(unknown_part(protocol)),
    };
    match &*named {
        "-1" | "all" => Ok(Some(0..=u16::MAX)),
        "tcp" | "6" => {
            let port = |value: &Value| {
                let port = match &value.kind {
                    Kind::Number(number) => number.as_integer().and_then(|it| it.try_into().ok()),
                    Kind::String(text) => text.parse().ok(),
                    _ => None,
                };
                port.ok_or_else(|| unknown_part(value))
            };
            Ok(Some(port(from)?..=port(to)?))
        }
        _ => Ok(None),
    }
}
