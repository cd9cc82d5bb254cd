//! What configuration files say to single rules by their options.

use std::collections::BTreeMap;

use ipnet::IpNet;

use super::{
    ConfigError,
    reader::{Reader, Value},
};
use crate::{
    near::{LIKE, nearest},
    options::{OptionType, OptionValue, RuleOption},
    provider::service::Service,
};
use toml::de::DeValue;

impl Reader<'_> {
    /// What an option of a rule says; nothing where that cannot be read, which is told.
    pub(super) fn option(&mut self, option: RuleOption, value: &Value<'_>) -> Option<OptionValue> {
        let before = self.faults.len();
        let read = match option.value_type() {
            OptionType::Services => OptionValue::Services(self.services(value)),
            OptionType::Networks => OptionValue::Networks(self.networks(value)),
            OptionType::Map => OptionValue::Map(self.map(value)),
            OptionType::Choice(names) => {
                let chosen = self.one_of(value, names)?;
                let name = names.iter().find(|name| **name == chosen)?;
                OptionValue::Choice(name)
            }
        };
        let is_empty = match &read {
            OptionValue::Services(list) => list.is_empty(),
            OptionValue::Networks(list) => list.is_empty(),
            OptionValue::Map(map) => map.is_empty(),
            OptionValue::Choice(_) => false,
        };
        if is_empty && option.turns_on() && before == self.faults.len() {
            let message = format!("`{}` demands nothing", option.name());
            let fault = self.fault_at(value.span(), message, "name something, or leave it out");
            self.faults.push(fault);
        }
        Some(read)
    }

    fn services(&mut self, value: &Value<'_>) -> Vec<String> {
        let mut services = Vec::new();
        for (name, span) in self.texts(value) {
            if Service::all().all(|service| service.suffix != name) {
                let known: Vec<_> = Service::all().map(|service| service.suffix).collect();
                let help = nearest(known, &name, LIKE).map_or_else(
                    || "services are named as behind the Region: `s3`, `ecr.api`".to_owned(),
                    |near| format!("did you mean `{near}`?"),
                );
                self.faults.push(ConfigError {
                    span,
                    message: format!("no service `{name}` is known"),
                    help,
                });
            }
            services.push(name);
        }
        services
    }

    fn networks(&mut self, value: &Value<'_>) -> Vec<IpNet> {
        let mut networks = Vec::new();
        for (text, span) in self.texts(value) {
            match text.parse::<IpNet>() {
                Ok(network) if network.trunc() == network => networks.push(network),
                Ok(network) => self.faults.push(ConfigError {
                    span,
                    message: format!("`{text}` is an address in a network"),
                    help: format!("did you mean `{}`?", network.trunc()),
                }),
                Err(_) => self.faults.push(ConfigError {
                    span,
                    message: format!("`{text}` is no CIDR block"),
                    help: "write networks as `10.0.0.0/8` or `fd00::/8`".to_owned(),
                }),
            }
        }
        networks
    }

    fn map(&mut self, value: &Value<'_>) -> BTreeMap<String, Vec<String>> {
        let mut map = BTreeMap::new();
        let DeValue::Table(table) = value.get_ref() else {
            self.expected(value, "a table, `{ key = [\"value\"] }`");
            return map;
        };
        for (key, value) in table {
            let texts = match value.get_ref() {
                DeValue::String(text) => vec![text.to_string()],
                DeValue::Array(_) => {
                    let texts = self.texts(value).into_iter();
                    texts.map(|(text, _)| text).collect()
                }
                _ => {
                    self.expected(value, "a string, or a list of strings");
                    continue;
                }
            };
            if texts.is_empty() {
                let message = format!("`{}` may have no value", key.get_ref());
                let fault = self.fault_at(value.span(), message, "`\"*\"` stands for any value");
                self.faults.push(fault);
            }
            map.insert(key.get_ref().to_string(), texts);
        }
        map
    }
}
