//! The submodules of terraform-aws-modules/security-group, one for each service: the root module with rules of their own, for all of
//! them one template and a table.

use std::fmt::Write as _;

use super::range::{Range, Version};

/// What their model is called: it stands for all of them.
pub(super) const FAMILY: &str = "modules/*";

/// The table.
const PRESETS: &str = include_str!("security_group/presets.tsv");

/// The inputs, which are those of the root module.
const INPUTS: &str = include_str!("security_group/inputs.tf");

/// Inputs of the root module that they do not have.
const OF_ROOT: [&str; 3] = ["create_sg", "putin_khuylo", "security_group_id"];

/// One of them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Preset {
    pub(super) name: &'static str,
    /// The first version that has it with these rules.
    pub(super) since: Version,
    rules: &'static str,
}

impl Preset {
    /// `modules/https-443`.
    pub(super) fn of(submodule: &str) -> Option<Self> {
        let wanted = submodule.strip_prefix("modules/")?;
        let rows = PRESETS.lines().filter(|line| !line.starts_with('#'));
        let mut columns = rows.map(|line| line.split('\t'));
        columns.find_map(|mut columns| {
            let name = columns.next().filter(|name| *name == wanted)?;
            Some(Self {
                name,
                since: Version::exact(columns.next()?)?,
                rules: columns.next()?,
            })
        })
    }

    /// The call of the root module, in the versions that the call of the submodule lets in.
    pub(super) fn file(self, range: Range) -> String {
        let mut call = format!(
            "# Made of the inputs of the root module and the rules of {}.\n\nmodule \"sg\" {{\n  source = \
             \"terraform-aws-modules/security-group/aws\"\n",
            self.name
        );
        if let Some(constraint) = range.constraint() {
            let _ = writeln!(call, "  version = \"{constraint}\"");
        }
        let mut variables = String::new();
        for (name, ty) in inputs() {
            let value = if !is_joined(name) {
                format!("var.{name}")
            } else if ty == "number" {
                format!("var.auto_{name} + var.{name}")
            } else if name.ends_with("_rules") {
                format!("sort(compact(distinct(concat(var.auto_{name}, var.{name}))))")
            } else {
                format!("concat(var.auto_{name}, var.{name})")
            };
            let _ = writeln!(call, "  {name} = {value}");
            if is_joined(name) {
                let own = self.own(name, ty);
                let _ = writeln!(
                    variables,
                    "\nvariable \"auto_{name}\" {{\n  type    = {ty}\n  default = {own}\n}}"
                );
            }
        }
        call + "}\n" + &variables
    }

    /// What it adds to an input by itself.
    fn own(self, name: &str, ty: &str) -> String {
        match name {
            "ingress_rules" => format!("[\"{}\"]", self.rules.replace(' ', "\", \"")),
            "egress_rules" => "[\"all-all\"]".to_owned(),
            "ingress_with_self" => "[{ rule = \"all-all\" }]".to_owned(),
            _ if ty == "number" => "0".to_owned(),
            _ => "[]".to_owned(),
        }
    }
}

/// Whether they add something of their own to an input.
fn is_joined(name: &str) -> bool {
    name.ends_with("gress_rules") || name.ends_with("_with_self")
}

/// The inputs and their types.
fn inputs() -> impl Iterator<Item = (&'static str, &'static str)> {
    let blocks = INPUTS.split("\nvariable \"").skip(1);
    let blocks = blocks.filter_map(|block| {
        let (name, body) = block.split_once('"')?;
        let (_, ty) = body.split_once("type    = ")?;
        Some((name, ty.lines().next()?))
    });
    blocks.filter(|(name, _)| !OF_ROOT.contains(name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{span::FileId, syntax::parse_native};

    #[test]
    fn every_preset_is_written_out() {
        for row in PRESETS.lines().filter(|it| !it.starts_with('#')) {
            let name = row.split('\t').next().unwrap();
            let preset = Preset::of(&format!("modules/{name}")).unwrap();
            let text = preset.file(Range::one(preset.since));
            let parsed = parse_native(FileId::new(0), &text);
            assert!(parsed.problems.is_empty(), "{name}: {:?}", parsed.problems);
            assert_eq!(parsed.body.blocks("variable").count(), 12, "{name}");
            let version = format!("version = \">= {}, < ", preset.since);
            assert!(text.contains(&version), "{name}: {text}");
            for rule in preset.rules.split(' ') {
                assert!(text.contains(&format!("\"{rule}\"")), "{name}: {rule}");
            }
        }
        assert!(Preset::of("modules/nothing").is_none());
        assert!(Preset::of(FAMILY).is_none());
    }

    #[test]
    fn every_rule_is_one_of_the_root_module() {
        let known = include_str!("security_group/rules.tf");
        for row in PRESETS.lines().filter(|it| !it.starts_with('#')) {
            for rule in row.split('\t').next_back().unwrap().split(' ') {
                let is_known = |line: &str| {
                    let line = line.trim_start();
                    let rest = line.trim_start_matches('"').strip_prefix(rule);
                    rest.is_some_and(|rest| rest.starts_with([' ', '"']))
                };
                assert!(known.lines().any(is_known), "{row}: {rule}");
            }
        }
    }
}
