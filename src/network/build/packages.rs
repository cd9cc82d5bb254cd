//! Whose packages machines install when they start, by their images and by what they are told to do.

use base64::{Engine as _, engine::general_purpose::STANDARD};

use super::{Builder, blocks, member, need::parts, set_value};
use crate::{address::Address, eval::Instance, module::Mode, value::Value};

/// How images of Amazon Linux are called, also by the parameters that name the newest of them, and whose packages they install.
const IMAGES: [(&str, &str); 2] = [
    ("al2023-ami-", "Amazon Linux 2023"),
    ("amzn2-ami-", "Amazon Linux 2"),
];

/// What installs packages there.
const MANAGERS: [&str; 2] = ["dnf", "yum"];

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
        let installs = plain.is_some_and(|it| has_manager(&it))
            || decoded().is_some_and(|it| has_manager(&it));
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
        let mut scopes = self.scopes.iter();
        let scope = scopes.find(|it| it.address.to_string() == source.module())?;
        let block = source.block();
        let mut declared = scope.module.resources.keys();
        let name = declared.find(|it| {
            it.mode == Mode::Data
                && matches!(&*it.ty, "aws_ami" | "aws_ssm_parameter")
                && block.ends_with(&*it.to_string())
        })?;
        let expansion = self.evaluation.expansion(scope, name);
        let source = expansion.instances.first()?;
        if &*name.ty == "aws_ssm_parameter" {
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

fn has_manager(script: &str) -> bool {
    let mut words = script.split(|it: char| !it.is_ascii_alphanumeric() && it != '-');
    words.any(|it| MANAGERS.contains(&it))
}
