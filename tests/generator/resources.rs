//! The resources and data sources that matter to VPC endpoints.

use serde_json::json;

use super::{Block, Draft, Generator, Named, Repeat};

/// Attributes of an inline rule, in the form of an argument.
const RULE: &str = "description = null, ipv6_cidr_blocks = [], prefix_list_ids = null, security_groups = [], self = false";

/// Attributes of an inline route, in the form of an argument.
const ROUTE: &str = "carrier_gateway_id = \"\", core_network_arn = \"\", destination_prefix_list_id = null, \
     egress_only_gateway_id = \"\", ipv6_cidr_block = \"\", local_gateway_id = \"\", nat_gateway_id = \"\", network_interface_id = \"\", \
     transit_gateway_id = \"\", vpc_endpoint_id = \"\", vpc_peering_connection_id = \"\"";

impl Generator {
    /// Some resources.
    pub(super) fn resources(&mut self, draft: &mut Draft, count: usize) {
        for _ in 0..count {
            match self.chance.below(17) {
                0 => self.vpc(draft),
                1 | 2 => self.subnet(draft),
                3 => self.route_table(draft),
                4 => self.route(draft),
                5..=7 => self.security_group(draft),
                8 => self.rule(draft),
                9..=11 => self.endpoint(draft),
                12 => self.association(draft),
                13 => self.document(draft),
                14 => self.surroundings(draft),
                _ => self.data(draft),
            }
        }
    }

    fn resource(&mut self, draft: &mut Draft, ty: &str) -> (Block, Repeat, Vec<Named>) {
        let name = self.name("r");
        let mut block = Block::new(&["resource", ty, &name]);
        let (repeat, own) = self.repeat(draft, &mut block);
        (block, repeat, own)
    }

    /// Finishes a resource: what others may use of it.
    fn finish(
        &mut self,
        draft: &mut Draft,
        mut block: Block,
        repeat: &Repeat,
        known: &[(&str, &str)],
    ) {
        if self.often(5) {
            let mut lifecycle = Block::new(&["lifecycle"]);
            lifecycle.set_literal("create_before_destroy", json!(true));
            if block.head[1] != "terraform_data" {
                lifecycle.set_as("ignore_changes", "[tags]", json!(["tags"]));
            }
            block.nest(lifecycle);
        }
        let address = block.address().unwrap();
        draft.blocks.push(block);
        Self::publish(draft, &address, repeat, "id", "id");
        for (attribute, kind) in known {
            Self::publish(draft, &address, repeat, attribute, kind);
        }
        if self.often(3) {
            draft.scope.push((address, "any".into()));
        }
    }

    fn maybe(
        &mut self,
        draft: &mut Draft,
        block: &mut Block,
        name: &str,
        kind: &str,
        own: &[Named],
    ) {
        if self.often(2) {
            self.set(draft, block, name, kind, own);
        } else if self.often(5) {
            let text = self.expression(kind, &draft.scope);
            let condition = self.expression("bool", &draft.scope);
            block.set(name, format!("{condition} ? {text} : null"));
        }
    }

    fn vpc(&mut self, draft: &mut Draft) {
        let (mut block, repeat, own) = self.resource(draft, "aws_vpc");
        block.set_literal("cidr_block", json!("10.0.0.0/16"));
        self.maybe(draft, &mut block, "enable_dns_hostnames", "bool", &own);
        self.maybe(draft, &mut block, "enable_dns_support", "bool", &own);
        self.maybe(draft, &mut block, "tags", "map(text)", &own);
        let known = [
            ("cidr_block", "word"),
            ("default_route_table_id", "id"),
            ("tags", "any"),
        ];
        self.finish(draft, block, &repeat, &known);
    }

    fn subnet(&mut self, draft: &mut Draft) {
        let (mut block, repeat, own) = self.resource(draft, "aws_subnet");
        self.set(draft, &mut block, "vpc_id", "id", &own);
        let mut scope = draft.scope.clone();
        scope.extend_from_slice(&own);
        let number = self.expression("number", &scope);
        block.set(
            "cidr_block",
            format!("cidrsubnet(\"10.0.0.0/16\", 8, {number})"),
        );
        if self.often(2) {
            block.set(
                "availability_zone",
                format!("\"eu-west-1${{element([\"a\", \"b\"], {number})}}\""),
            );
        }
        self.maybe(draft, &mut block, "map_public_ip_on_launch", "bool", &own);
        self.maybe(draft, &mut block, "tags", "map(text)", &own);
        self.finish(
            draft,
            block,
            &repeat,
            &[("availability_zone", "text"), ("arn", "id")],
        );
    }

    fn route_table(&mut self, draft: &mut Draft) {
        let (mut block, repeat, own) = self.resource(draft, "aws_route_table");
        self.set(draft, &mut block, "vpc_id", "id", &own);
        self.maybe(draft, &mut block, "tags", "map(text)", &own);
        match self.chance.below(4) {
            0 => {
                for _ in 0..=self.chance.below(2) {
                    let mut route = Block::new(&["route"]);
                    self.set(draft, &mut route, "cidr_block", "cidr", &own);
                    let through =
                        self.pick(&["gateway_id", "nat_gateway_id", "transit_gateway_id"]);
                    self.set(draft, &mut route, through, "id", &own);
                    block.nest(route);
                }
            }
            1 => {
                let mut dynamic = Block::new(&["dynamic", "route"]);
                self.set(draft, &mut dynamic, "for_each", "map(record)", &own);
                dynamic.set_as("iterator", "of", json!("of"));
                let mut content = Block::new(&["content"]);
                content.set("cidr_block", "coalesce(of.value.cidr, \"10.1.0.0/16\")");
                self.set(draft, &mut content, "gateway_id", "id", &own);
                dynamic.nest(content);
                block.nest(dynamic);
            }
            2 => {
                let (records, id) = (
                    self.expression("list(record)", &draft.scope),
                    self.expression("id", &draft.scope),
                );
                block.set(
                    "route",
                    format!("[for it in {records} : {{ cidr_block = it.cidr, gateway_id = {id}, {ROUTE} }}]"),
                );
            }
            _ => {}
        }
        let inline = block
            .items
            .iter()
            .any(|it| matches!(it, super::Item::Block(_)));
        if inline && matches!(repeat, Repeat::Once) {
            let address = block.address().unwrap();
            draft.scope.push((format!("{address}.route"), "any".into()));
            draft.scope.push((
                format!("[for it in {address}.route : it.gateway_id]"),
                "any".into(),
            ));
        }
        self.finish(draft, block, &repeat, &[("route", "any")]);
    }

    fn route(&mut self, draft: &mut Draft) {
        let (mut block, repeat, own) = self.resource(draft, "aws_route");
        self.set(draft, &mut block, "route_table_id", "id", &own);
        self.set(draft, &mut block, "destination_cidr_block", "cidr", &own);
        let through = self.pick(&["gateway_id", "nat_gateway_id"]);
        self.set(draft, &mut block, through, "id", &own);
        let address = block.address().unwrap();
        draft.blocks.push(block);
        Self::publish(draft, &address, &repeat, "destination_cidr_block", "word");
    }

    fn security_group(&mut self, draft: &mut Draft) {
        let (mut block, repeat, own) = self.resource(draft, "aws_security_group");
        self.maybe(draft, &mut block, "vpc_id", "id", &own);
        if self.often(2) {
            block.set_literal("description", json!("Endpoints"));
        }
        if self.often(2) {
            block.set_literal("name_prefix", json!("endpoints-"));
        }
        self.maybe(draft, &mut block, "tags", "map(text)", &own);
        for kind in ["ingress", "egress"] {
            match self.chance.below(5) {
                0 | 1 => {
                    for _ in 0..=self.chance.below(2) {
                        let rule = self.inline(draft, &[kind], &own);
                        block.nest(rule);
                    }
                }
                2 => {
                    let mut dynamic = Block::new(&["dynamic", kind]);
                    let members = self.pick(&["map(record)", "list(record)"]);
                    self.set(draft, &mut dynamic, "for_each", members, &own);
                    let mut inside = own.clone();
                    inside.push((format!("{kind}.value"), "record".into()));
                    let content = self.inline(draft, &["content"], &inside);
                    dynamic.nest(content);
                    block.nest(dynamic);
                }
                3 => {
                    let records = self.expression("list(record)", &draft.scope);
                    block.set(
                        kind,
                        format!(
                            "[for it in {records} : {{ protocol = \"tcp\", from_port = try(it.ports[0], 443), to_port = 443, \
                             cidr_blocks = compact([it.cidr]), {RULE} }}]"
                        ),
                    );
                }
                _ => continue,
            }
            if matches!(repeat, Repeat::Once) {
                let address = format!("{}.{kind}", block.address().unwrap());
                draft.scope.push((address.clone(), "any".into()));
                draft.scope.push((
                    format!("{{ for it in {address} : it.from_port => it.description... }}"),
                    "any".into(),
                ));
                draft
                    .scope
                    .push((format!("flatten({address}[*].cidr_blocks)"), "any".into()));
            }
        }
        self.finish(
            draft,
            block,
            &repeat,
            &[("arn", "id"), ("description", "any"), ("ingress", "any")],
        );
    }

    /// A rule in a security group.
    fn inline(&mut self, draft: &mut Draft, head: &[&str], own: &[Named]) -> Block {
        let mut rule = Block::new(head);
        let port = self.expression("port", &draft.scope);
        rule.set("from_port", port.clone()).set("to_port", port);
        rule.set_literal("protocol", json!(self.pick(&["tcp", "udp"])));
        match self.chance.below(4) {
            0 => {
                let cidr = self.expression("cidr", &draft.scope);
                rule.set("cidr_blocks", format!("distinct([{cidr}, \"10.0.0.0/8\"])"));
            }
            1 => _ = rule.set_literal("self", json!(true)),
            2 => self.set(draft, &mut rule, "security_groups", "list(id)", own),
            _ => {
                let mut scope = draft.scope.clone();
                scope.extend_from_slice(own);
                let record = self.expression("record", &scope);
                rule.set("cidr_blocks", format!("compact([{record}.cidr])"));
            }
        }
        if self.often(3) {
            let mut scope = draft.scope.clone();
            scope.extend_from_slice(own);
            let word = self.expression("word", &scope);
            rule.set(
                "description",
                format!("replace({word}, \"/[^A-Za-z0-9-]/\", \"\")"),
            );
        }
        rule
    }

    fn rule(&mut self, draft: &mut Draft) {
        let old = self.often(2);
        let ty = match (old, self.often(2)) {
            (true, _) => "aws_security_group_rule",
            (_, true) => "aws_vpc_security_group_ingress_rule",
            _ => "aws_vpc_security_group_egress_rule",
        };
        let (mut block, repeat, own) = self.resource(draft, ty);
        self.set(draft, &mut block, "security_group_id", "id", &own);
        self.set(draft, &mut block, "from_port", "port", &own);
        self.set(draft, &mut block, "to_port", "port", &own);
        if old {
            block.set_literal("type", json!("ingress"));
            block.set_literal("protocol", json!("tcp"));
            let cidr = self.expression("cidr", &draft.scope);
            block.set("cidr_blocks", format!("[{cidr}]"));
        } else {
            block.set_literal("ip_protocol", json!("tcp"));
            self.set(draft, &mut block, "cidr_ipv4", "cidr", &own);
            self.maybe(draft, &mut block, "tags", "map(text)", &own);
        }
        let address = block.address().unwrap();
        draft.blocks.push(block);
        Self::publish(draft, &address, &repeat, "id", "id");
    }

    fn endpoint(&mut self, draft: &mut Draft) {
        let (mut block, repeat, own) = self.resource(draft, "aws_vpc_endpoint");
        self.set(draft, &mut block, "vpc_id", "id", &own);
        let service = self.pick(&["s3", "dynamodb", "ecr.api", "sqs"]);
        match self.chance.below(3) {
            0 => {
                _ = block.set_literal(
                    "service_name",
                    json!(format!("com.amazonaws.eu-west-1.{service}")),
                );
            }
            1 => {
                let word = self.expression("word", &draft.scope);
                block.set(
                    "service_name",
                    format!("\"com.amazonaws.eu-west-1.${{lower({word})}}\""),
                );
            }
            _ => {
                let mut scope = draft.scope.clone();
                scope.extend_from_slice(&own);
                let word = self.expression("text", &scope);
                block.set(
                    "service_name",
                    format!("join(\".\", [\"com\", \"amazonaws\", \"eu-west-1\", {word}])"),
                );
            }
        }
        if self.often(2) {
            block.set_literal("vpc_endpoint_type", json!("Interface"));
            self.maybe(draft, &mut block, "subnet_ids", "list(id)", &own);
            self.maybe(draft, &mut block, "security_group_ids", "list(id)", &own);
            self.maybe(draft, &mut block, "private_dns_enabled", "bool", &own);
            if self.often(3) {
                let mut dynamic = Block::new(&["dynamic", "dns_options"]);
                let condition = self.expression("bool", &draft.scope);
                dynamic.set("for_each", format!("{condition} ? [true] : []"));
                let mut content = Block::new(&["content"]);
                content.set_literal("dns_record_ip_type", json!("ipv4"));
                content.set(
                    "private_dns_only_for_inbound_resolver_endpoint",
                    "dns_options.value",
                );
                dynamic.nest(content);
                block.nest(dynamic);
            }
        } else {
            if self.often(2) {
                block.set_literal("vpc_endpoint_type", json!("Gateway"));
            }
            self.maybe(draft, &mut block, "route_table_ids", "list(id)", &own);
        }
        match self.chance.below(4) {
            0 => {
                let (word, condition) = (
                    self.expression("word", &draft.scope),
                    self.expression("bool", &draft.scope),
                );
                block.set(
                    "policy",
                    format!(
                        "{condition} ? jsonencode({{ Version = \"2012-10-17\", Statement = [{{ Effect = \"Allow\", Principal = \"*\", \
                         Action = \"s3:*\", Resource = \"arn:aws:s3:::${{lower({word})}}\" }}] }}) : null"
                    ),
                );
            }
            1 => {
                let policy = draft.scope.iter().rev().find(|(_, kind)| kind == "policy");
                if let Some((policy, _)) = policy {
                    block.set("policy", policy.clone());
                }
            }
            _ => {}
        }
        self.maybe(draft, &mut block, "tags", "map(text)", &own);
        if self.often(4) {
            let mut timeouts = Block::new(&["timeouts"]);
            timeouts.set_literal("create", json!("10m"));
            block.nest(timeouts);
        }
        self.finish(
            draft,
            block,
            &repeat,
            &[
                ("service_name", "text"),
                ("policy", "any"),
                ("vpc_endpoint_type", "any"),
            ],
        );
    }

    fn association(&mut self, draft: &mut Draft) {
        let (ty, ids) = match self.chance.below(5) {
            0 => ("aws_vpc_endpoint_policy", ["vpc_endpoint_id", ""]),
            1 => (
                "aws_vpc_endpoint_route_table_association",
                ["vpc_endpoint_id", "route_table_id"],
            ),
            2 => (
                "aws_vpc_endpoint_subnet_association",
                ["vpc_endpoint_id", "subnet_id"],
            ),
            3 => (
                "aws_vpc_endpoint_security_group_association",
                ["vpc_endpoint_id", "security_group_id"],
            ),
            _ => (
                "aws_route_table_association",
                ["subnet_id", "route_table_id"],
            ),
        };
        let (mut block, _, own) = self.resource(draft, ty);
        for id in ids.into_iter().filter(|it| !it.is_empty()) {
            self.set(draft, &mut block, id, "id", &own);
        }
        if ids[1].is_empty() {
            let word = self.expression("word", &draft.scope);
            block.set(
                "policy",
                format!("jsonencode({{ Statement = [{{ Effect = \"Deny\", Sid = {word} }}] }})"),
            );
        }
        draft.blocks.push(block);
    }

    fn document(&mut self, draft: &mut Draft) {
        let name = self.name("d");
        let mut block = Block::new(&["data", "aws_iam_policy_document", &name]);
        let (repeat, own) = self.repeat(draft, &mut block);
        for _ in 0..=self.chance.below(2) {
            let mut statement = Block::new(&["statement"]);
            if self.often(3) {
                let word = self.expression("word", &draft.scope);
                statement.set("sid", format!("replace({word}, \"/[^A-Za-z0-9]/\", \"\")"));
            }
            statement.set_literal("effect", json!(self.pick(&["Allow", "Deny"])));
            let words = self.expression("list(word)", &draft.scope);
            statement.set(
                "actions",
                format!("concat([\"s3:GetObject\"], formatlist(\"s3:%s\", {words}))"),
            );
            let of = self.pick(&["word", "text"]);
            let text = self.expression(of, &draft.scope);
            statement.set(
                "resources",
                format!("[\"*\", \"arn:aws:s3:::${{{text}}}\"]"),
            );
            if self.often(2) {
                let mut principals = Block::new(&["principals"]);
                principals.set_literal("type", json!("AWS"));
                principals.set_literal("identifiers", json!(["*"]));
                statement.nest(principals);
            }
            if self.often(2) {
                let mut dynamic = Block::new(&["dynamic", "condition"]);
                self.set(draft, &mut dynamic, "for_each", "map(list(word))", &own);
                let mut content = Block::new(&["content"]);
                content.set_literal("test", json!("StringEquals"));
                content.set("variable", "\"aws:${condition.key}\"");
                content.set("values", "condition.value");
                dynamic.nest(content);
                statement.nest(dynamic);
            }
            block.nest(statement);
        }
        let address = block.address().unwrap();
        draft.blocks.push(block);
        Self::publish(draft, &address, &repeat, "json", "policy");
        Self::publish(draft, &address, &repeat, "json", "any");
    }

    fn surroundings(&mut self, draft: &mut Draft) {
        let name = self.name("d");
        let (ty, attribute) = match self.chance.below(3) {
            0 => ("aws_region", "name"),
            1 => ("aws_partition", "partition"),
            _ => ("aws_partition", "dns_suffix"),
        };
        let block = Block::new(&["data", ty, &name]);
        let address = block.address().unwrap();
        draft.blocks.push(block);
        draft
            .scope
            .push((format!("{address}.{attribute}"), "text".into()));
    }

    fn data(&mut self, draft: &mut Draft) {
        let (mut block, repeat, own) = self.resource(draft, "terraform_data");
        self.set(draft, &mut block, "input", "any", &own);
        if self.often(4) {
            self.set(draft, &mut block, "triggers_replace", "any", &own);
        }
        self.finish(draft, block, &repeat, &[("input", "any")]);
    }

    /// Nested blocks of an override file stand for all of their type.
    pub(super) fn override_nested(&mut self, draft: &mut Draft) {
        let mut groups = draft
            .blocks
            .iter()
            .filter(|it| it.head.get(1).is_some_and(|ty| ty == "aws_security_group"));
        let Some(group) = groups.next_back() else {
            return;
        };
        let head = group.head.clone();
        let head: Vec<&str> = head.iter().map(String::as_str).collect();
        let mut block = Block::new(&head);
        let mut rule = Block::new(&["ingress"]);
        rule.set_literal("from_port", json!(1))
            .set_literal("to_port", json!(2));
        rule.set_literal("protocol", json!("tcp"));
        rule.set_literal("cidr_blocks", json!(["10.2.0.0/16"]));
        block.nest(rule);
        let directory = draft.directory.clone();
        self.add(&directory, "nested_override.tf", block);
    }
}
