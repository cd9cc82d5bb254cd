//! Whose packages machines install when they start, by their images and by what they are told to do.

use base64::{Engine as _, engine::general_purpose::STANDARD};

use super::{Builder, blocks, member, need::parts, set_value};
use crate::{address::Address, eval::Instance, value::Value};

/// How images of Amazon Linux are called, also by the parameters that name the newest of them, and whose packages they install.
const IMAGES: [(&str, &str); 2] = [
    ("al2023-ami-", "Amazon Linux 2023"),
    ("amzn2-ami-", "Amazon Linux 2"),
];

/// What installs packages there, and how it is told to.
const MANAGERS: [&str; 2] = ["dnf", "yum"];
const INSTALLING: [&str; 4] = ["groupinstall", "install", "update", "upgrade"];

/// What says that packages come from somewhere else.
const ELSEWHERE: [&str; 3] = ["yum.repos.d", "config-manager", "--disablerepo"];

/// What may stand before a command.
const BEFORE_COMMANDS: [&str; 8] = ["-", "!", "do", "else", "exec", "if", "sudo", "then"];

impl<'p> Builder<'_, 'p> {
    /// Those that an `aws_instance` installs, or what is started from an `aws_launch_template`; none where that is not known.
    pub(super) fn packages_of(&self, machine: &Instance<'p>) -> Option<&'static str> {
        let (image, plain, encoded) = match machine.ty() {
            "aws_instance" => ("ami", Some("user_data"), "user_data_base64"),
            _ => ("image_id", None, "user_data"),
        };
        let plain = plain.map(|it| parts(&set_value(machine, it)).0);
        let decoded = || {
            let encoded = set_value(machine, encoded);
            let script = STANDARD.decode(encoded.as_str()?.as_bytes()).ok()?;
            String::from_utf8(script).ok()
        };
        let installs =
            plain.is_some_and(|it| installs(&it)) || decoded().is_some_and(|it| installs(&it));
        let image = set_value(machine, image);
        let owners = image.alternatives().iter().map(|it| self.owner_of(it));
        installs.then(|| agreed(owners)).flatten()
    }

    /// Whose an image is: one that is looked up by its name, or by a parameter.
    fn owner_of(&self, image: &Value) -> Option<&'static str> {
        match parts(image) {
            (_, Some((source, _))) => self.owner_of_source(&source),
            (text, None) => owner_by(&text),
        }
    }

    fn owner_of_source(&self, source: &Address) -> Option<&'static str> {
        let source = self.source(source)?;
        if source.ty() == "aws_ssm_parameter" {
            return owner_by(&parts(&source.attribute("name")).0);
        }
        let (filters, _) = blocks(&source.attribute("filter"));
        let is_by_name = |it: &&Value| {
            member(it, "name")
                .as_str()
                .is_some_and(|it| &**it == "name")
        };
        let named = filters.iter().filter(is_by_name);
        let values = named.flat_map(|it| blocks(&member(it, "values")).0);
        let values: Vec<Value> = values.flat_map(|it| it.alternatives().to_vec()).collect();
        agreed(values.iter().map(|it| owner_by(&parts(it).0)))
    }
}

fn owner_by(name: &str) -> Option<&'static str> {
    let image = IMAGES.iter().find(|(start, _)| name.contains(start));
    image.map(|(_, owner)| *owner)
}

/// What all of some say, of which there is one at least.
fn agreed(mut owners: impl Iterator<Item = Option<&'static str>>) -> Option<&'static str> {
    let first = owners.next()??;
    owners.all(|it| it == Some(first)).then_some(first)
}

/// Whether a script, or a list of commands for cloud-init, installs packages from where they come by default.
fn installs(script: &str) -> bool {
    let script = script.replace("\\\n", " ");
    let lines = script.lines().map(str::trim_start);
    let commands = lines
        .filter(|line| !line.starts_with('#'))
        .flat_map(|line| line.split([';', '&', '|', '(', ')', '{', '}', '`']));
    !ELSEWHERE.iter().any(|it| script.contains(it)) && commands.into_iter().any(is_installing)
}

fn is_installing(command: &str) -> bool {
    let is_apart = |it: char| it.is_whitespace() || matches!(it, ',' | '"' | '\'' | '[' | ']');
    let words = command.split(is_apart).filter(|it| !it.is_empty());
    let mut words = words.skip_while(|it| BEFORE_COMMANDS.contains(it) || it.contains('='));
    let program = words.next().and_then(|it| it.rsplit('/').next());
    program.is_some_and(|it| MANAGERS.contains(&it)) && words.any(|it| INSTALLING.contains(&it))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_install() {
        for (script, expected) in [
            ("#!/bin/sh\ndnf -y install nginx\n", true),
            ("yum update -y", true),
            ("sudo /usr/bin/yum groupinstall 'Development Tools'", true),
            (
                "command -v dnf && dnf install -y jq || apt-get install -y jq",
                true,
            ),
            ("if ! DEBUG=1 dnf \\\n  upgrade; then exit 1; fi", true),
            ("#cloud-config\nruncmd:\n  - dnf install -y nginx\n", true),
            (
                "#cloud-config\nruncmd:\n  - [ yum, install, -y, nginx ]\n",
                true,
            ),
            (
                "  # never call dnf install here\nsystemctl start app",
                false,
            ),
            ("command -v dnf", false),
            ("echo never dnf install", false),
            ("dnf clean all", false),
            ("rm -f /etc/yum.repos.d/*.repo", false),
            ("rm -f /etc/yum.repos.d/*.repo\ndnf install -y app", false),
            (
                "dnf install -y --disablerepo='*' --enablerepo=own app",
                false,
            ),
            ("apt-get install -y yum", false),
        ] {
            assert_eq!(installs(script), expected, "{script}");
        }
    }
}
