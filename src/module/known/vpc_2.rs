//! The interface endpoints that terraform-aws-modules/vpc made itself before 3.0: one template, and a table of services.

use std::{borrow::Cow, fmt::Write as _};

/// One of them with its switches.
const ENDPOINT: &str = include_str!("vpc/interface_endpoint_2.tf");

/// The variable of its policy, for those that take one.
const POLICY: &str = include_str!("vpc/interface_endpoint_policy_2.tf");

/// The outputs that show it.
const OUTPUTS: &str = include_str!("vpc/interface_endpoint_outputs_2.tf");

/// The table.
const SERVICES: &str = include_str!("vpc/services_2.tsv");

/// All of them, as a file of the model.
pub(super) fn interface_endpoints() -> Cow<'static, str> {
    let mut text = "# Made of a template and a table.\n\n".to_owned();
    for line in SERVICES.lines().filter(|line| !line.starts_with('#')) {
        let mut columns = line.split('\t');
        if let (Some(name), Some(service), Some(policy), Some(outputs)) = (
            columns.next(),
            columns.next(),
            columns.next(),
            columns.next(),
        ) {
            add(&mut text, name, service, policy != "-");
            for output in outputs.split(',').filter(|output| *output != "-") {
                text.push_str(
                    &blocks(OUTPUTS)
                        .replace("OUTPUT", output)
                        .replace("NAME", name),
                );
            }
        }
    }
    text.into()
}

fn add(text: &mut String, name: &str, service: &str, takes_policy: bool) {
    // Full names are looked up as such.
    let argument = if service.starts_with("aws.") {
        "service_name"
    } else {
        "service"
    };
    let service = format!("{argument} = \"{service}\"");
    for line in blocks(ENDPOINT).lines() {
        if takes_policy || !line.starts_with("  policy ") {
            let line = line.replace("SERVICE", &service).replace("NAME", name);
            let _ = writeln!(text, "{line}");
        }
    }
    if takes_policy {
        text.push_str(&blocks(POLICY).replace("NAME", name));
    }
}

/// A template without what it says of itself.
fn blocks(template: &str) -> &str {
    template
        .split_once("\n\n")
        .map_or(template, |(_, blocks)| blocks)
}

#[cfg(test)]
mod tests {
    use super::{SERVICES, interface_endpoints};
    use crate::{span::FileId, syntax::parse_native};

    #[test]
    fn every_service_is_written_out() {
        let text = interface_endpoints();
        let rows: Vec<&str> = SERVICES.lines().filter(|it| !it.starts_with('#')).collect();
        for row in &rows {
            let columns: Vec<&str> = row.split('\t').collect();
            assert_eq!(columns.len(), 4, "{row}");
            assert!(["policy", "-"].contains(&columns[2]), "{row}");
            let policy = format!("policy              = var.{}_endpoint_policy\n", columns[0]);
            assert_eq!(text.contains(&policy), columns[2] == "policy", "{row}");
        }
        let parsed = parse_native(FileId::new(0), &text);
        assert!(parsed.problems.is_empty(), "{:?}", parsed.problems);
        let blocks = |kind: &str| parsed.body.blocks(kind).count();
        let outputs = rows.iter().map(|row| match row.rsplit('\t').next() {
            Some("-") | None => 0,
            Some(names) => 3 * names.split(',').count(),
        });
        let policies = rows.iter().filter(|row| row.contains("\tpolicy\t")).count();
        assert_eq!(blocks("data"), rows.len());
        assert_eq!(blocks("resource"), rows.len());
        assert_eq!(blocks("variable"), 4 * rows.len() + policies);
        assert_eq!(blocks("output"), outputs.sum::<usize>());
        for word in ["NAME", "SERVICE", "OUTPUT"] {
            assert!(!text.contains(word), "{word}");
        }
    }
}
