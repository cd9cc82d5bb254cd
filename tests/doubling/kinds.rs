//! What there may be thousands of.

#![expect(clippy::too_many_lines, reason = "lists")]

/// One kind of configuration.
pub(crate) struct Kind {
    /// What there is so much of.
    pub(crate) name: &'static str,
    /// How many of them count as once.
    pub(crate) many: usize,
    /// The file that it is written in.
    file: &'static str,
    /// Its text: a part with `@` stands as often as there are many, with the number in its place; so does what is in `{*` and `*}`
    /// of another.
    parts: Vec<String>,
    /// Further files.
    others: Vec<(&'static str, String)>,
}

impl Kind {
    /// All files, with so many.
    pub(crate) fn files(&self, many: usize) -> Vec<(&'static str, String)> {
        let text = self.parts.iter().map(|part| written(part, many));
        let others = self.others.iter();
        let others = others.map(|(path, text)| (*path, written(text, many)));
        [(self.file, text.collect())]
            .into_iter()
            .chain(others)
            .collect()
    }
}

fn written(part: &str, many: usize) -> String {
    let repeated = |text: &str| -> String {
        (0..many)
            .map(|at| text.replace('@', &at.to_string()))
            .collect()
    };
    match (part.split_once("{*"), part.split_once("*}")) {
        (Some((before, _)), Some((inner, after))) => {
            let (_, inner) = inner.split_once("{*").unwrap_or_default();
            format!("{before}{}{after}", repeated(inner))
        }
        _ if part.contains('@') => repeated(part),
        _ => part.to_owned(),
    }
}

fn kind<P: Into<String>>(name: &'static str, parts: impl IntoIterator<Item = P>) -> Kind {
    let mut all = vec!["provider \"aws\" {\n  region = \"us-east-1\"\n}\n".to_owned()];
    all.extend(parts.into_iter().map(Into::into));
    Kind {
        name,
        many: 60,
        file: "main.tf",
        parts: all,
        others: Vec::new(),
    }
}

/// Of these the first hundred are looked at.
fn kind_of_many<P: Into<String>>(name: &'static str, parts: impl IntoIterator<Item = P>) -> Kind {
    Kind {
        many: 120,
        ..kind(name, parts)
    }
}

fn block(ty: &str, name: &str, arguments: &str) -> String {
    format!("resource \"{ty}\" \"{name}\" {{\n  {arguments}\n}}\n")
}

fn vpc(name: &str) -> String {
    let arguments = "cidr_block = \"10.0.0.0/8\"\n  enable_dns_hostnames = true";
    block("aws_vpc", name, arguments)
}

fn subnet(name: &str, vpc: &str) -> String {
    let arguments = "cidr_block = \"10.1.0.0/24\"\n  availability_zone = \"us-east-1a\"";
    let arguments = format!("vpc_id = aws_vpc.{vpc}.id\n  {arguments}");
    block("aws_subnet", name, &arguments)
}

/// An interface endpoint in VPC `v`, or `v@` where it has that.
fn interface(service: &str, more: &str) -> String {
    let vpc = if more.contains("vpc_id") {
        ""
    } else {
        "vpc_id = aws_vpc.v.id\n  "
    };
    let arguments = format!(
        "{vpc}service_name = \"com.amazonaws.us-east-1.{service}\"\n  vpc_endpoint_type = \"Interface\"\n  {more}"
    );
    block("aws_vpc_endpoint", "e@", &arguments)
}

fn gateway(more: &str) -> String {
    interface("s3", more).replace("\"Interface\"", "\"Gateway\"")
}

fn only(endpoint: &str) -> String {
    endpoint.replacen("e@", "e", 1)
}

fn group(name: &str, rules: &str) -> String {
    let arguments = format!("vpc_id = aws_vpc.v.id\n  {rules}");
    block("aws_security_group", name, &arguments)
}

const HTTPS: &str = "ingress {\n    from_port = 443\n    to_port = 443\n    protocol = \"tcp\"\n    cidr_blocks = [\"10.0.0.0/8\"]\n  }";

const IN_VPC_EACH: &str = "vpc_id = aws_vpc.v@.id\n  private_dns_enabled = true";

fn rule(group: &str, more: &str) -> String {
    let arguments = format!(
        "security_group_id = {group}\n  from_port = 443\n  to_port = 443\n  ip_protocol = \"tcp\"\n  {more}"
    );
    block("aws_vpc_security_group_ingress_rule", "r@", &arguments)
}

fn table(vpc: &str) -> String {
    let arguments = format!("vpc_id = aws_vpc.{vpc}.id");
    block("aws_route_table", "t@", &arguments)
}

fn associated(vpc: &str) -> [String; 3] {
    let arguments = "subnet_id = aws_subnet.s@.id\n  route_table_id = aws_route_table.t@.id";
    [
        subnet("s@", vpc),
        table(vpc),
        block("aws_route_table_association", "a@", arguments),
    ]
}

fn nat() -> [String; 2] {
    let route = "route_table_id = aws_route_table.t@.id\n  destination_cidr_block = \"0.0.0.0/0\"\n  nat_gateway_id = aws_nat_gateway.n@.id";
    [
        block(
            "aws_nat_gateway",
            "n@",
            "subnet_id = aws_subnet.s@.id\n  allocation_id = \"e\"",
        ),
        block("aws_route", "r@", route),
    ]
}

fn workload(group_of: &str) -> [String; 3] {
    let image = "1.dkr.ecr.us-east-1.amazonaws.com/a:1";
    let task = format!(
        "family = \"f\"\n  network_mode = \"awsvpc\"\n  requires_compatibilities = [\"FARGATE\"]\n  \
         container_definitions = jsonencode([{{ name = \"a\", image = \"{image}\" }}])"
    );
    let service = "name = \"w\"\n  launch_type = \"FARGATE\"\n  task_definition = aws_ecs_task_definition.d@.arn\n  \
         network_configuration {\n    subnets = [aws_subnet.s@.id]\n    security_groups = [aws_security_group.g@.id]\n  }";
    [
        group("g@", "").replace("aws_vpc.v.", group_of),
        block("aws_ecs_task_definition", "d@", &task),
        block("aws_ecs_service", "w@", service),
    ]
}

/// All kinds.
pub(crate) fn kinds() -> Vec<Kind> {
    let mut kinds = of_endpoints();
    kinds.extend(of_groups());
    kinds.extend(of_routes());
    kinds.extend(of_services_and_names());
    kinds.extend(of_modules());
    kinds.extend(of_texts());
    kinds
}

fn of_endpoints() -> Vec<Kind> {
    let in_subnet = "subnet_ids = [aws_subnet.s.id]\n  private_dns_enabled = true";
    let counted =
        "vpc_id = aws_vpc.v.id\n  count = length(\"{*x*}\")\n  availability_zone = \"us-east-1a\"";
    let counted_endpoint = "count = length(\"{*x*}\")\n  vpc_id = aws_vpc.v.id\n  vpc_endpoint_type = \"Interface\"\n  \
         service_name = \"com.amazonaws.us-east-1.sqs\"\n  subnet_ids = [aws_subnet.s[count.index].id]";
    let policy = "vpc_endpoint_id = aws_vpc_endpoint.e@.id\n  policy = \"{}\"";
    let subnet_of = "vpc_endpoint_id = aws_vpc_endpoint.e@.id\n  subnet_id = aws_subnet.s.id";
    let of_one = "vpc_endpoint_id = aws_vpc_endpoint.e.id\n  subnet_id = aws_subnet.s@.id";
    vec![
        kind(
            "endpoints of one service in a VPC",
            [vpc("v"), subnet("s", "v"), interface("sqs", in_subnet)],
        ),
        kind(
            "those without private DNS",
            [
                vpc("v"),
                subnet("s", "v"),
                interface("sqs", "private_dns_enabled = false"),
            ],
        ),
        kind(
            "endpoints of different services",
            [vpc("v"), subnet("s", "v"), interface("x@", in_subnet)],
        ),
        kind_of_many(
            "endpoints in subnets of one zone",
            [
                vpc("v"),
                subnet("s@", "v"),
                interface(
                    "sqs",
                    "subnet_ids = [aws_subnet.s@.id]\n  private_dns_enabled = false",
                ),
            ],
        ),
        kind_of_many(
            "endpoints and subnets by number",
            [
                vpc("v"),
                block("aws_subnet", "s", counted),
                block("aws_vpc_endpoint", "e", counted_endpoint),
            ],
        ),
        kind(
            "VPCs with endpoints",
            [
                vpc("v@"),
                subnet("s@", "v@"),
                interface(
                    "sqs",
                    &format!("{IN_VPC_EACH}\n  subnet_ids = [aws_subnet.s@.id]"),
                ),
            ],
        ),
        kind(
            "endpoints in VPCs made elsewhere",
            [interface("sqs", "vpc_id = \"vpc-@\"")],
        ),
        kind(
            "associations of subnets",
            [
                vpc("v"),
                subnet("s", "v"),
                interface("x@", ""),
                block("aws_vpc_endpoint_subnet_association", "a@", subnet_of),
            ],
        ),
        kind(
            "associations of an endpoint",
            [
                vpc("v"),
                subnet("s@", "v"),
                only(&interface("sqs", "")),
                block("aws_vpc_endpoint_subnet_association", "a@", of_one),
            ],
        ),
        kind(
            "subnets of an endpoint",
            [
                vpc("v"),
                subnet("s@", "v"),
                only(&interface("sqs", "subnet_ids = [{*aws_subnet.s@.id, *}]")),
            ],
        ),
        kind(
            "separate policies",
            [
                interface("x@", "vpc_id = \"vpc-1\""),
                block("aws_vpc_endpoint_policy", "p@", policy),
            ],
        ),
        kind(
            "arguments that are misspelled",
            [vpc("v"), interface("x@", "ip_adress_type = \"ipv4\"")],
        ),
        kind(
            "values that are refused",
            [vpc("v"), interface("x@", "ip_address_type = \"x\"")],
        ),
        kind(
            "endpoints that are declared twice",
            [vpc("v"), interface("x@", "").replacen("\"e@\"", "\"e\"", 1)],
        ),
    ]
}

fn of_groups() -> Vec<Kind> {
    let of_its_own = "security_group_ids = [aws_security_group.g@.id]";
    let of_one = "security_group_ids = [aws_security_group.g.id]";
    let association =
        "vpc_endpoint_id = aws_vpc_endpoint.e@.id\n  security_group_id = aws_security_group.g@.id";
    let shared = "count = length(\"{*x*}\")\n  vpc_id = \"vpc-${count.index}\"\n  service_name = \"com.amazonaws.us-east-1.ssm\"\n  \
         vpc_endpoint_type = \"Interface\"\n  security_group_ids = aws_security_group.g[*].id";
    let open = HTTPS.replace("10.0.0.0/8", "0.0.0.0/0");
    let list = "name = \"p\"\n  address_family = \"IPv4\"\n  max_entries = 1\n  entry {\n    cidr = \"10.0.0.0/8\"\n  }";
    let entry = "prefix_list_id = aws_ec2_managed_prefix_list.p.id\n  cidr = \"10.0.@.0/24\"";
    let entry = block("aws_ec2_managed_prefix_list_entry", "e@", entry);
    let address = "cidr_ipv4 = \"10.0.0.0/8\"";
    let rule_of = |group: &str| rule(&format!("aws_security_group.{group}.id"), address);
    vec![
        kind(
            "groups of endpoints",
            [vpc("v"), group("g@", HTTPS), interface("x@", of_its_own)],
        ),
        kind(
            "associations of groups",
            [
                vpc("v"),
                group("g@", HTTPS),
                interface("x@", ""),
                block(
                    "aws_vpc_endpoint_security_group_association",
                    "a@",
                    association,
                ),
            ],
        ),
        kind(
            "endpoints that share groups",
            [
                group("g", &format!("count = 20\n  {open}")).replace("aws_vpc.v.id", "\"vpc-1\""),
                block("aws_vpc_endpoint", "e", shared),
            ],
        ),
        kind(
            "groups that endpoints share",
            [
                group("g", &format!("count = length(\"{{*x*}}\")\n  {open}"))
                    .replace("aws_vpc.v.id", "\"vpc-1\""),
                block(
                    "aws_vpc_endpoint",
                    "e",
                    &shared.replace("length(\"{*x*}\")", "10"),
                ),
            ],
        ),
        kind(
            "rules of a group",
            [
                vpc("v"),
                group("g", ""),
                rule_of("g"),
                only(&interface("sqs", of_one)),
            ],
        ),
        kind(
            "rules inside of a group",
            [
                vpc("v"),
                group("g", &format!("{{*{}\n  *}}", HTTPS.replace("443", "1@"))),
                only(&interface("sqs", of_one)),
            ],
        ),
        kind(
            "rules of groups",
            [
                vpc("v"),
                group("g@", ""),
                rule_of("g@"),
                interface("x@", of_its_own),
            ],
        ),
        kind(
            "default groups",
            [
                vpc("v@"),
                block("aws_default_security_group", "d@", "vpc_id = aws_vpc.v@.id"),
                interface("sqs", IN_VPC_EACH),
            ],
        ),
        kind(
            "prefix lists",
            [
                vpc("v"),
                group("g", ""),
                block("aws_ec2_managed_prefix_list", "p@", list),
                rule(
                    "aws_security_group.g.id",
                    "prefix_list_id = aws_ec2_managed_prefix_list.p@.id",
                ),
                only(&interface("sqs", of_one)),
            ],
        ),
        kind(
            "prefix lists and their entries",
            [
                vpc("v"),
                group("g", ""),
                block("aws_ec2_managed_prefix_list", "p@", list),
                entry.replace("list.p.id", "list.p@.id"),
            ],
        ),
        kind(
            "entries of a prefix list",
            [
                vpc("v"),
                group("g", ""),
                block("aws_ec2_managed_prefix_list", "p", list),
                entry,
                only(&interface("sqs", of_one)),
            ],
        ),
    ]
}

fn of_routes() -> Vec<Kind> {
    let in_each = "vpc_id = aws_vpc.v@.id\n  route_table_ids = [aws_route_table.t@.id]";
    let in_all = "route_table_ids = [{*aws_route_table.t@.id, *}]";
    let in_one = "route_table_ids = [aws_route_table.t.id]";
    let association =
        "vpc_endpoint_id = aws_vpc_endpoint.e.id\n  route_table_id = aws_route_table.t@.id";
    let route = "route_table_id = aws_route_table.t.id\n  destination_cidr_block = \"10.0.@.0/24\"\n  gateway_id = \"vgw-@\"";
    let one_table = || table("v").replace("t@", "t");
    let join = |parts: &[&[String]]| parts.concat();
    vec![
        kind(
            "tables and associations",
            join(&[&[vpc("v")], &associated("v")]),
        ),
        kind(
            "tables of a gateway endpoint",
            join(&[&[vpc("v")], &associated("v"), &[only(&gateway(in_all))]]),
        ),
        kind(
            "tables that lead past a gateway endpoint",
            join(&[
                &[vpc("v")],
                &associated("v"),
                &nat(),
                &[only(&gateway("route_table_ids = [aws_route_table.t0.id]"))],
            ]),
        ),
        kind(
            "associations of a gateway endpoint",
            join(&[
                &[vpc("v"), table("v"), only(&gateway(""))],
                &[block(
                    "aws_vpc_endpoint_route_table_association",
                    "a@",
                    association,
                )],
            ]),
        ),
        kind(
            "NAT gateways",
            join(&[&[vpc("v")], &associated("v"), &nat()]),
        ),
        kind(
            "NAT gateways of VPCs",
            join(&[&[vpc("v@")], &associated("v@"), &nat()]),
        ),
        kind(
            "NAT gateways beside gateway endpoints",
            join(&[&[vpc("v@")], &associated("v@"), &nat(), &[gateway(in_each)]]),
        ),
        kind(
            "routes of a table",
            [
                vpc("v"),
                subnet("s", "v"),
                one_table(),
                block("aws_route", "r@", route),
                only(&gateway(in_one)),
            ],
        ),
        kind(
            "routes to gateway endpoints",
            [
                vpc("v"),
                one_table(),
                block(
                    "aws_route",
                    "r@",
                    &route.replace(
                        "gateway_id = \"vgw-@\"",
                        "vpc_endpoint_id = aws_vpc_endpoint.e@.id",
                    ),
                ),
                gateway(""),
            ],
        ),
        kind(
            "gateway endpoints in one table",
            [vpc("v"), one_table(), gateway(in_one)],
        ),
        kind(
            "workloads",
            join(&[
                &[vpc("v")],
                &associated("v"),
                &workload("aws_vpc.v."),
                &[only(&interface("ecr.api", "private_dns_enabled = true"))],
            ]),
        ),
        kind(
            "workloads in VPCs of their own",
            join(&[
                &[vpc("v@")],
                &associated("v@"),
                &workload("aws_vpc.v@."),
                &[interface("ecr.api", IN_VPC_EACH)],
            ]),
        ),
        kind(
            "workloads and endpoints",
            join(&[
                &[vpc("v")],
                &associated("v"),
                &workload("aws_vpc.v."),
                &[interface("ecr.dkr", "private_dns_enabled = true")],
            ]),
        ),
    ]
}

fn of_services_and_names() -> Vec<Kind> {
    let service = "acceptance_required = true\n  network_load_balancer_arns = [aws_lb.l@.arn]";
    let balancer = "load_balancer_type = \"network\"\n  subnets = [\"subnet-1\"]";
    let accepter = "vpc_endpoint_service_id = aws_vpc_endpoint_service.s@.id\n  vpc_endpoint_id = aws_vpc_endpoint.e@.id";
    let own = "vpc_id = \"vpc-1\"\n  service_name = aws_vpc_endpoint_service.s@.service_name\n  vpc_endpoint_type = \"Interface\"";
    let principal = "vpc_endpoint_service_id = aws_vpc_endpoint_service.s.id\n  principal_arn = \"arn:aws:iam::@:root\"";
    let one_service = service.replace("[aws_lb.l@.arn]", "[{*aws_lb.l@.arn, *}]");
    let zone = "name = \"z@.us-east-1.amazonaws.com\"\n  vpc {\n    vpc_id = aws_vpc.v.id\n  }";
    let zone_of_all = zone.replace("z@.", "sqs.");
    let zone_association = "zone_id = aws_route53_zone.z.zone_id\n  vpc_id = aws_vpc.v@.id";
    let record = "zone_id = \"z\"\n  name = \"z@.example.com\"\n  type = \"CNAME\"\n  records = [aws_vpc_endpoint.e@.dns_entry[0].dns_name]";
    let off = "private_dns_enabled = false";
    let looked_up = "data \"aws_vpc_endpoint\" \"d@\" {\n  vpc_id = aws_vpc.v.id\n  service_name = \"com.amazonaws.us-east-1.sqs\"\n}\n";
    let dhcp = "vpc_id = aws_vpc.v@.id\n  dhcp_options_id = \"d\"";
    let image = "data \"aws_ami\" \"i@\" {\n  filter {\n    name = \"name\"\n    values = [\"al2023-ami-2023*\"]\n  }\n}\n";
    let machine = "ami = data.aws_ami.i@.id\n  subnet_id = aws_subnet.s.id\n  user_data = \"dnf install -y nginx\"";
    let of_own_bucket = "vpc_id = aws_vpc.v.id\n  route_table_ids = [aws_vpc.v.default_route_table_id]\n  policy = jsonencode({ Statement = \
                         [{ Effect = \"Allow\", Principal = \"*\", Action = \"s3:*\", Resource = \"arn:aws:s3:::own/*\" }] })";
    let zones = "data \"aws_availability_zones\" \"z@\" {}\n";
    let in_listed_zone =
        subnet("s@", "v").replace("\"us-east-1a\"", "data.aws_availability_zones.z@.names[0]");
    vec![
        kind(
            "machines and their images",
            [
                vpc("v"),
                subnet("s", "v"),
                image.to_owned(),
                block("aws_instance", "m@", machine),
                only(&gateway(of_own_bucket)),
            ],
        ),
        kind_of_many(
            "subnets and the lists of their zones",
            [
                vpc("v"),
                zones.to_owned(),
                in_listed_zone,
                only(&interface("sqs", "subnet_ids = [{*aws_subnet.s@.id, *}]")),
            ],
        ),
        kind(
            "endpoint services and endpoints of them",
            [
                block("aws_vpc_endpoint_service", "s@", service),
                block("aws_lb", "l@", balancer),
                block("aws_vpc_endpoint", "e@", own),
                block("aws_vpc_endpoint_connection_accepter", "c@", accepter),
            ],
        ),
        kind(
            "load balancers of a service",
            [
                block("aws_vpc_endpoint_service", "s", &one_service),
                block("aws_lb", "l@", balancer),
            ],
        ),
        kind(
            "principals of a service",
            [
                block(
                    "aws_vpc_endpoint_service",
                    "s",
                    "acceptance_required = false\n  network_load_balancer_arns = [\"a\"]",
                ),
                block(
                    "aws_vpc_endpoint_service_allowed_principal",
                    "p@",
                    principal,
                ),
            ],
        ),
        kind(
            "private zones",
            [
                vpc("v"),
                interface("sqs", off),
                block("aws_route53_zone", "z@", zone),
            ],
        ),
        kind(
            "VPCs of a private zone",
            [
                vpc("v"),
                vpc("v@"),
                block("aws_route53_zone", "z", &zone_of_all),
                block("aws_route53_zone_association", "a@", zone_association),
                interface("sqs", IN_VPC_EACH),
            ],
        ),
        kind(
            "records",
            [
                vpc("v"),
                interface("x@", off),
                block("aws_route53_record", "r@", record),
            ],
        ),
        kind(
            "DHCP options",
            [
                vpc("v@"),
                interface("sqs", IN_VPC_EACH),
                block("aws_vpc_dhcp_options_association", "d@", dhcp),
            ],
        ),
        kind(
            "outputs",
            [
                vpc("v"),
                interface("x@", off),
                "output \"o@\" {\n  value = aws_vpc_endpoint.e@.dns_entry\n}\n".to_owned(),
            ],
        ),
        kind(
            "outputs of groups",
            [
                vpc("v"),
                group("g@", ""),
                interface("x@", "security_group_ids = [aws_security_group.g@.id]"),
                "output \"o@\" {\n  value = aws_security_group.g@.id\n}\n".to_owned(),
            ],
        ),
        kind(
            "endpoints that are looked up",
            [vpc("v"), interface("s3", off), looked_up.to_owned()],
        ),
        kind(
            "endpoints for S3 beside gateway endpoints",
            [
                vpc("v@"),
                gateway("vpc_id = aws_vpc.v@.id").replacen("e@", "g@", 1),
                interface("s3", IN_VPC_EACH),
            ],
        ),
        kind(
            "public APIs",
            [
                vpc("v"),
                interface("execute-api", "private_dns_enabled = true"),
                block("aws_api_gateway_rest_api", "a@", "name = \"a\""),
            ],
        ),
    ]
}

fn of_modules() -> Vec<Kind> {
    let called = "variable \"vpc_id\" {}\nresource \"aws_vpc_endpoint\" \"e\" {\n  vpc_id = var.vpc_id\n  \
         service_name = \"com.amazonaws.us-east-1.sqs\"\n  vpc_endpoint_type = \"Interface\"\n}\n";
    let call = "module \"m@\" {\n  source = \"./m\"\n  vpc_id = aws_vpc.v.id\n}\n";
    let elsewhere = "module \"m@\" {\n  source = \"git::https://example.com/m@\"\n  vpc_id = aws_vpc.v.id\n  \
         endpoint = aws_vpc_endpoint.e@.id\n}\n";
    let registry = "module \"m@\" {\n  source = \"terraform-aws-modules/vpc/aws//modules/vpc-endpoints\"\n  version = \"5.0.0\"\n  \
         vpc_id = \"vpc-@\"\n  endpoints = {\n    a = {\n      service = \"sqs\"\n    }\n  }\n}\n";
    let provider = "provider \"aws\" {\n  alias = \"p@\"\n  region = \"us-east-1\"\n}\n";
    vec![
        Kind {
            others: vec![("m/main.tf", called.to_owned())],
            ..kind("calls of a module", [vpc("v"), call.to_owned()])
        },
        kind(
            "calls that cannot be followed",
            [vpc("v"), interface("x@", ""), elsewhere.to_owned()],
        ),
        kind("calls of a known module", [registry]),
        kind(
            "variables",
            [
                vpc("v"),
                "variable \"v@\" {\n  default = \"ipv4\"\n}\n".to_owned(),
                interface("x@", "ip_address_type = var.v@"),
            ],
        ),
        kind(
            "references to nothing",
            [vpc("v"), interface("x@", "ip_address_type = var.v@")],
        ),
        kind(
            "providers",
            [
                provider.to_owned(),
                interface("x@", "vpc_id = \"vpc-1\"\n  provider = aws.p@"),
            ],
        ),
        Kind {
            many: 1_500,
            others: vec![(
                "override.tf",
                "resource \"aws_vpc_endpoint\" \"e\" {\n{*  a@ = 1\n*}}\n".to_owned(),
            )],
            ..kind(
                "attributes of an override file",
                [only(&interface("sqs", "vpc_id = \"vpc-1\""))],
            )
        },
    ]
}

fn of_texts() -> Vec<Kind> {
    let ignored = interface("sqs", "vpc_id = \"vpc-1\"\n  private_dns_enabled = false");
    let on_one_line = |name, endpoint: &str| Kind {
        file: "main.tf.json",
        parts: vec![format!(
            "{{\"resource\":{{\"aws_vpc_endpoint\":{{\"e\":{{\"vpc_id\":\"v\"}}{{*,{endpoint}*}}}}}}}}"
        )],
        ..kind(name, [""])
    };
    let object = "{\"k\":1{*,\"k@\":1*}}";
    let objects = format!(
        "{{\"locals\":{{\"a\":{object}}},\"resource\":{{\"aws_vpc_endpoint\":{{\"e\":{{\"vpc_id\":\"v\",\
         \"service_name\":\"${{tostring(length(local.a))}}\"}}}}}}}}"
    );
    vec![
        kind(
            "comments that ignore",
            [format!(
                "# vpcelint: ignore[private_dns_disabled] why @\n{ignored}"
            )],
        ),
        Kind {
            many: 300,
            ..kind(
                "rules that a comment names",
                [
                    "# vpcelint: ignore[a{*, rule_@*}] why\n".to_owned(),
                    only(&ignored),
                ],
            )
        },
        Kind {
            many: 1_000,
            file: "main.tf.json",
            parts: vec![objects],
            ..kind("keys of an object", [""])
        },
        on_one_line(
            "findings on a line",
            "\"e@\":{\"vpc_id\":\"v\",\"service_name\":\"com.amazonaws.us-east-1.sqs\",\
             \"vpc_endpoint_type\":\"Interface\",\"private_dns_enabled\":false}",
        ),
        Kind {
            many: 300,
            ..on_one_line("problems on a line", "\"e @\":{\"vpc_id\":\"v\"}")
        },
        Kind {
            many: 300,
            ..kind(
                "blocks that cannot be read",
                ["resource \"a\" \"b@\" { = }\n".to_owned(), only(&ignored)],
            )
        },
    ]
}
