//! The variants of a configuration file.

use toml::de::DeValue;

use super::{
    SettingOrigin, Variant, keys,
    reader::{Reader, Value},
};

impl Reader<'_> {
    /// Those of `[[variants]]`.
    pub(super) fn variants(&mut self, value: &Value<'_>) -> Vec<Variant> {
        let mut variants: Vec<Variant> = Vec::new();
        for one in self.list(value, "a list of tables, `[[variants]]`") {
            let DeValue::Table(table) = one.get_ref() else {
                self.expected(one, "a table, `[[variants]]`");
                continue;
            };
            let mut name = None;
            let (mut var_files, mut workspace) = (Vec::new(), None);
            for (key, value) in table {
                match &**key.get_ref() {
                    "name" => name = Some(value),
                    "var-files" => var_files = self.var_files(value),
                    "workspace" => workspace = self.named(value, "a workspace").map(Into::into),
                    other => {
                        let known = keys::OF_VARIANT.map(|(name, ..)| name);
                        let message = format!("a variant has no `{other}`");
                        self.unknown(key.span(), message, other, &known);
                    }
                }
            }
            let Some(name) = name else {
                let help = "add `name = \"prod\"`";
                let fault = self.fault_at(one.span(), "this variant has no name", help);
                self.faults.push(fault);
                continue;
            };
            let place = name.span();
            let Some(name) = self.named(name, "a variant") else {
                continue;
            };
            if variants.iter().any(|other| *other.name == *name) {
                let message = format!("two variants are called `{name}`");
                let help = "one variant can have several `var-files`";
                let fault = self.fault_at(place, message, help);
                self.faults.push(fault);
                continue;
            }
            variants.push(Variant {
                name: name.into(),
                var_files,
                workspace,
                origin: SettingOrigin::File(self.span(place)),
            });
        }
        variants
    }

    /// The name of something, which is not empty.
    fn named<'v>(&mut self, value: &'v Value<'_>, what: &str) -> Option<&'v str> {
        let text = self.text(value)?;
        if text.trim().is_empty() {
            let message = format!("the name of {what} cannot be empty");
            let fault = self.fault_at(value.span(), message, "");
            self.faults.push(fault);
            return None;
        }
        Some(text)
    }
}
