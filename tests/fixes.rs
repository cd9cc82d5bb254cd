//! Fixes as users make them: what is written where, and what is left alone.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod scene;

use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
};

use scene::Scene;

/// Names and texts.
type Files<'t> = &'t [(&'t str, String)];

const POLICY: &str = r#"  policy = jsonencode({
    Statement = [{
      Effect    = "Allow"
      Principal = "*"
      Action    = "sqs:SendMessage"
      Resource  = "arn:aws:sqs:eu-west-1:111122223333:orders"
      Condition = { StringEquals = { "aws:PrincipalOrgID" = "o-a1b2c3d4e5" } }
    }]
  })
}
"#;

/// An endpoint without other faults than those of its VPC, and that it has private DNS where that is said.
fn endpoint(private_dns: &str) -> String {
    format!(
        r#"
resource "aws_vpc_endpoint" "sqs" {{
  vpc_id              = aws_vpc.main.id
  service_name        = "com.amazonaws.eu-west-1.sqs"
  vpc_endpoint_type   = "Interface"
  subnet_ids          = ["subnet-1", "subnet-2"]
  security_group_ids  = ["sg-1"]
  private_dns_enabled = {private_dns}
{POLICY}"#
    )
}

fn vpc(hostnames: &str) -> String {
    format!(
        "resource \"aws_vpc\" \"main\" {{\n  cidr_block           = \"10.0.0.0/16\"\n  enable_dns_hostnames = {hostnames} # needed\n}}\n"
    )
}

/// Exit status, standard output and standard error of `vpcelint check`.
fn check(scene: &Scene, arguments: &[&str]) -> (i32, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_vpcelint"))
        .current_dir(&scene.0)
        .arg("check")
        .args(arguments)
        .env_clear()
        .env("LC_ALL", "C.UTF-8")
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    let status = output.status.code().unwrap();
    (status, text(output.stdout), text(output.stderr))
}

fn text(scene: &Scene, file: &str) -> String {
    fs::read_to_string(scene.0.join(file)).unwrap()
}

#[test]
fn markdown_has_suggestions_for_review_comments() {
    let scene = Scene::new("fixes-suggestion");
    scene.write(".git/HEAD", "");
    scene.write("main.tf", vpc("false") + &endpoint("true"));
    let suggestion = |arguments: &[&str]| {
        let all = [&["--format", "markdown"], arguments].concat();
        let (_, page, _) = check(&scene, &all);
        let (_, rest) = page.split_once("\nfor ").unwrap();
        let (text, _) = rest.split_once("\n```\n").unwrap();
        text.to_owned()
    };
    let hostnames = "line 3:\n\n```suggestion\n  enable_dns_hostnames = true # needed";
    assert_eq!(suggestion(&[]), hostnames);
    // What is new goes with the line before it; GitLab is told how many lines are meant.
    scene.write(
        "main.tf",
        "resource \"aws_vpc\" \"main\" {\n  cidr_block           = \"10.0.0.0/16\"\n}\n".to_owned()
            + &endpoint("true"),
    );
    let added = "line 2:\n\n```suggestion\n  cidr_block           = \"10.0.0.0/16\"\n  enable_dns_hostnames = true";
    assert_eq!(suggestion(&[]), added);
    scene.write(
        "main.tf",
        "resource \"aws_vpc\" \"main\" {\n  cidr_block = \"10.0.0.0/16\"\n  tags       = {}\n}\n"
            .to_owned()
            + &endpoint("true"),
    );
    let aligned = "lines 2 to 3:\n\n```suggestion:-0+1\n  cidr_block           = \"10.0.0.0/16\"\n  tags                 = {}\n  enable_dns_hostnames = true";
    assert_eq!(suggestion(&[]), aligned);
    // What goes leaves no empty line: the line before stands for both, at the beginning of a file the one behind.
    let ignored = "# vpcelint: ignore[private_dns_disabled] no more\n";
    let vpc = "resource \"aws_vpc\" \"main\" {\n  cidr_block = \"10.0.0.0/16\"\n}\n";
    scene.write("main.tf", vpc.to_owned() + ignored + "locals {}\n");
    let removed = "lines 3 to 4:\n\n```suggestion:-0+1\n}";
    assert_eq!(suggestion(&[]), removed);
    scene.write("main.tf", ignored.to_owned() + vpc);
    let removed = "lines 1 to 2:\n\n```suggestion:-0+1\nresource \"aws_vpc\" \"main\" {";
    assert_eq!(suggestion(&[]), removed);
}

#[test]
fn a_difference_changes_nothing() {
    let scene = Scene::new("fixes-diff");
    scene.write(".git/HEAD", "");
    let before = vpc("false") + &endpoint("true");
    scene.write("main.tf", &before);
    let (status, difference, notes) = check(&scene, &["--diff"]);
    assert_eq!((status, notes.as_str()), (1, ""));
    assert_eq!(
        difference,
        "--- a/main.tf\n+++ b/main.tf\n@@ -1,6 +1,6 @@\n resource \"aws_vpc\" \"main\" {\n   cidr_block           = \"10.0.0.0/16\"\n\
         -  enable_dns_hostnames = false # needed\n+  enable_dns_hostnames = true # needed\n }\n \n \
         resource \"aws_vpc_endpoint\" \"sqs\" {\n"
    );
    assert_eq!(text(&scene, "main.tf"), before);
    scene.write("main.tf", vpc("true") + &endpoint("true"));
    assert_eq!(
        check(&scene, &["--diff"]),
        (0, String::new(), String::new())
    );
}

#[test]
fn what_is_mended_is_written_and_the_rest_reported() {
    let scene = Scene::new("fixes-fix");
    scene.write(".git/HEAD", "");
    let crlf = |text: String| text.replace('\n', "\r\n");
    scene.write("main.tf", crlf(vpc("false") + &endpoint("true")));
    let other = endpoint("false")
        .replace("sqs", "kms")
        .replace("SendMessage", "Decrypt")
        .replace(":orders", ":key/1");
    scene.write("other.tf", &other);
    let (status, report, notes) = check(&scene, &["--fix", "--output-format", "concise"]);
    assert_eq!(status, 1, "{report}{notes}");
    assert!(report.contains("private_dns_disabled"), "{report}");
    assert!(!report.contains("private_dns_needs_vpc_dns"), "{report}");
    assert!(notes.contains("mended 1 finding in 1 file"), "{notes}");
    assert!(
        notes.contains("1 finding more can be mended with --unsafe-fixes"),
        "{notes}"
    );
    assert_eq!(
        text(&scene, "main.tf"),
        crlf(vpc("true") + &endpoint("true"))
    );
    assert_eq!(text(&scene, "other.tf"), other);
    let (status, report, notes) = check(&scene, &["--fix-only", "--unsafe-fixes"]);
    assert_eq!((status, report.as_str()), (0, ""));
    assert_eq!(notes, "mended 1 finding in 1 file\n");
    assert_eq!(text(&scene, "other.tf"), other.replace("= false", "= true"));
    let (status, report, notes) = check(&scene, &["--fix-only", "--unsafe-fixes"]);
    assert_eq!((status, report.as_str(), notes.as_str()), (0, "", ""));
}

#[cfg(unix)]
#[test]
fn permissions_stay() {
    use std::os::unix::fs::PermissionsExt as _;
    let scene = Scene::new("fixes-permissions");
    scene.write("main.tf", vpc("false") + &endpoint("true"));
    let path = scene.0.join("main.tf");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    check(&scene, &["--fix"]);
    assert_eq!(text(&scene, "main.tf"), vpc("true") + &endpoint("true"));
    let mode = fs::metadata(&path).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o640);
}

#[test]
fn values_are_written_where_they_come_from() {
    let declared = "variable \"dns\" {\n  type = bool\n}\n";
    let by_default = "variable \"dns\" {\n  default = false\n}\n";
    let module = |argument: &str| {
        format!("module \"net\" {{\n  source = \"./net\"\n  dns    = {argument}\n}}\n")
    };
    let own = vpc("var.dns") + &endpoint("true");
    let cases: [(&str, Files<'_>, &str, &str); 4] = [
        (
            "default",
            &[("main.tf", own.clone()), ("v.tf", by_default.into())],
            "v.tf",
            "default = true",
        ),
        (
            "values",
            &[
                ("main.tf", own.clone()),
                ("v.tf", declared.into()),
                ("terraform.tfvars", "dns = false\n".into()),
            ],
            "terraform.tfvars",
            "dns = true\n",
        ),
        (
            "argument",
            &[
                ("net/main.tf", own.clone()),
                ("net/v.tf", declared.into()),
                ("main.tf", module("false")),
            ],
            "main.tf",
            "dns    = true",
        ),
        (
            "local",
            &[
                ("main.tf", vpc("local.dns") + &endpoint("true")),
                ("l.tf", "locals {\n  dns = false\n}\n".into()),
            ],
            "l.tf",
            "dns = true",
        ),
    ];
    for (name, files, file, expected) in cases {
        let scene = Scene::new(&format!("fixes-origin-{name}"));
        scene.write(".git/HEAD", "");
        for (file, text) in files {
            scene.write(file, text);
        }
        let (status, report, notes) = check(&scene, &["--fix"]);
        assert_eq!(status, 0, "{name}: {report}{notes}");
        assert!(text(&scene, file).contains(expected), "{name}");
        for (other, before) in files.iter().filter(|(it, _)| *it != file) {
            assert_eq!(text(&scene, other), *before, "{name}");
        }
    }
}

#[test]
fn where_there_is_no_fix_people_who_ask_are_told_why() {
    let declared = "variable \"dns\" {\n  type = bool\n}\n";
    let own = vpc("var.dns") + &endpoint("true");
    let net =
        |dns: &str| format!("module \"net\" {{\n  source = \"../net\"\n  dns    = {dns}\n}}\n");
    let group = "resource \"aws_security_group\" \"own\" {\n  vpc_id = aws_vpc.main.id\n\n  ingress {\n    from_port   = 443\n    to_port     = 443\n    \
                 protocol    = \"tcp\"\n    cidr_blocks = var.clients\n  }\n}\n";
    let used = "output \"dns\" {\n  value = var.dns\n}\n";
    let cases: [(&str, Files<'_>, &[&str], &str); 5] = [
        (
            "command",
            &[("main.tf", own.clone()), ("v.tf", declared.into())],
            &["--var", "dns=false"],
            "variable dns is set on the command line",
        ),
        (
            "used",
            &[
                ("main.tf", own.clone()),
                ("v.tf", format!("{declared}{used}")),
                ("terraform.tfvars", "dns = false\n".into()),
            ],
            &[],
            "var.dns, which it is, is used for something else too",
        ),
        (
            "computed",
            &[("main.tf", vpc("!true") + &endpoint("true"))],
            &[],
            "its value is worked out from others",
        ),
        (
            "reference",
            &[
                (
                    "main.tf",
                    vpc("true").replace("\"10.0.0.0/16\"", "var.block")
                        + &endpoint("true").replace("\"sg-1\"", "aws_security_group.own.id"),
                ),
                ("group.tf", group.into()),
                (
                    "v.tf",
                    "variable \"clients\" {\n  default = [\"0.0.0.0/0\"]\n}\n\nvariable \"block\" {\n  default = \"10.0.0.0/16\"\n}\n".into(),
                ),
            ],
            &["--unsafe-fixes"],
            "the value comes from elsewhere, and aws_vpc.main.cidr_block cannot be named there",
        ),
        (
            "roots",
            &[
                ("net/main.tf", vpc("false") + &endpoint("var.dns")),
                ("net/v.tf", declared.into()),
                ("one/main.tf", net("true")),
                ("two/main.tf", net("false")),
            ],
            &[],
            "root two uses the same text and was not found to have the fault",
        ),
    ];
    for (name, files, arguments, reason) in cases {
        let scene = Scene::new(&format!("fixes-none-{name}"));
        scene.write(".git/HEAD", "");
        for (file, text) in files {
            scene.write(file, text);
        }
        let asked = [&["--show-fixes", "--width", "120"], arguments].concat();
        let (_, report, notes) = check(&scene, &asked);
        assert!(
            report.contains(&format!("no fix: {reason}")),
            "{name}: {report}{notes}"
        );
        check(&scene, &[&["--fix"], arguments].concat());
        for (file, before) in files {
            assert_eq!(text(&scene, file), *before, "{name}");
        }
    }
}

/// Of findings alike the first change is shown, and of a long one the beginning, within the columns that there are.
#[test]
fn a_change_stands_below_its_finding() {
    let scene = Scene::new("fixes-below");
    scene.write(".git/HEAD", "");
    let open = endpoint("true").replace(POLICY, "}\n");
    let mut text = vpc("true");
    for service in ["sqs", "sns", "kms"] {
        text += &open.replace("sqs", service);
    }
    let ids: Vec<String> = (0..40)
        .map(|at| format!("    \"subnet-{at}\",\n"))
        .collect();
    let ids = format!("[\n{}  ]", ids.concat());
    text += &endpoint("true").replace("sqs", "s3").replace(
        "  vpc_endpoint_type   = \"Interface\"\n  subnet_ids          = [\"subnet-1\", \"subnet-2\"]",
        &format!("  subnet_ids          = {ids}\n  route_table_ids = [\"rtb-1\"]"),
    );
    scene.write("main.tf", text);
    for width in ["80", "120"] {
        let (_, folded, _) = check(&scene, &["--width", width]);
        let (_, whole, _) = check(&scene, &["--width", width, "--show-fixes"]);
        for (report, changes, subnets) in [(&folded, 1, 23), (&whole, 3, 40)] {
            let policies = report.matches("unsafe fix: let aws_vpc_endpoint.");
            assert_eq!(policies.count(), changes, "{report}");
            let removed = report.matches("\n    -     \"subnet-");
            assert_eq!(removed.count(), subnets, "{report}");
        }
        assert!(
            folded.contains("    2 more changes: see --show-fixes\n"),
            "{folded}"
        );
        assert!(
            folded.contains("more lines: see --show-fixes\n"),
            "{folded}"
        );
        assert!(!whole.contains("--show-fixes"), "{whole}");
        let changed = whole
            .lines()
            .filter(|line| line.starts_with("    - ") || line.starts_with("    + "));
        let widest = changed.map(|line| line.chars().count()).max().unwrap();
        assert!(widest <= width.parse().unwrap(), "{whole}");
    }
}

/// What is wrong with every instance is mended in the one text that they have, and in each text that they come from.
#[test]
fn instances_are_mended_together() {
    let declared = "variable \"dns\" {\n  type = bool\n}\n";
    let call =
        |name: &str| format!("module \"{name}\" {{\n  source = \"./net\"\n  dns    = false\n}}\n");
    let gateway = |head: &str, more: &str| {
        format!("resource \"aws_vpc_endpoint\" \"gw\" {{\n{head}  vpc_id = \"vpc-1\"\n{POLICY}")
            .replacen("  policy", &format!("{more}  policy"), 1)
            .replace("sqs:SendMessage", "s3:GetObject")
    };
    let each = "  for_each = toset([\"s3\", \"dynamodb\"])\n\n  service_name = \"com.amazonaws.eu-west-1.${each.key}\"\n";
    let one = "  service_name = \"com.amazonaws.eu-west-1.s3\"\n";
    let tables = "  route_table_ids = [\"rtb-1\"]\n";
    let groups = "  security_group_ids = [\"sg-1\"]\n";
    let twice =
        "module \"a\" {\n  source = \"./net\"\n}\n\nmodule \"b\" {\n  source = \"./net\"\n}\n";
    let misspelled = tables.replace("ids", "idz");
    let cases: [(&str, Files<'_>, &str, &str); 5] = [
        (
            "for-each",
            &[("main.tf", gateway(each, &[tables, groups].concat()))],
            "main.tf",
            &gateway(each, tables),
        ),
        (
            "misspelled",
            &[("main.tf", gateway(each, &misspelled))],
            "main.tf",
            &gateway(each, tables),
        ),
        (
            "misspelled-twice",
            &[
                ("main.tf", twice.to_owned()),
                ("net/main.tf", gateway(one, &misspelled)),
            ],
            "net/main.tf",
            &gateway(one, tables),
        ),
        (
            "two-roots",
            &[
                (
                    "one/main.tf",
                    twice.replace("./", "../").replace("\"a\"", "\"c\""),
                ),
                ("two/main.tf", twice.replace("./", "../")),
                ("net/main.tf", gateway(one, &[tables, groups].concat())),
            ],
            "net/main.tf",
            &gateway(one, tables),
        ),
        (
            "arguments",
            &[
                ("main.tf", call("a") + &call("b")),
                ("net/main.tf", vpc("var.dns") + &endpoint("true")),
                ("net/v.tf", declared.into()),
            ],
            "main.tf",
            &(call("a") + &call("b")).replace("false", "true"),
        ),
    ];
    for (name, files, file, expected) in cases {
        let scene = Scene::new(&format!("fixes-together-{name}"));
        scene.write(".git/HEAD", "");
        for (file, text) in files {
            scene.write(file, text);
        }
        let (_, report, notes) = check(&scene, &["--fix", "--show-fixes"]);
        assert_eq!(text(&scene, file), *expected, "{name}: {report}{notes}");
    }
}

/// Where one would be mended otherwise, nothing is, and the reason names it.
#[test]
fn who_would_be_mended_otherwise_is_named() {
    let net = vpc("var.dns") + &endpoint("true") + "variable \"dns\" {\n  type = bool\n}\n";
    let calls = "module \"a\" {\n  source = \"./net\"\n  dns    = false\n}\n\nmodule \"b\" {\n  source = \"./net\"\n  dns    = !true\n}\n";
    let scene = Scene::new("fixes-otherwise");
    scene.write(".git/HEAD", "");
    scene.write("main.tf", calls);
    scene.write("net/main.tf", net);
    let (_, report, _) = check(&scene, &["--fix", "--show-fixes", "--width", "200"]);
    let reason = "no fix: module.b.aws_vpc.main shares the text and cannot be mended: its value is worked out from others";
    assert!(report.contains(reason), "{report}");
    assert_eq!(text(&scene, "main.tf"), calls);
}

/// Subnets in two zones, and an endpoint for each of two services with more arguments.
fn two_zones(subnets: &str, endpoints: &str) -> String {
    format!(
        "{}\nresource \"aws_subnet\" \"s\" {{\n{subnets}  vpc_id = aws_vpc.main.id\n}}\n\nresource \"aws_vpc_endpoint\" \"x\" {{\n{endpoints}  \
         vpc_id = aws_vpc.main.id\n  vpc_endpoint_type = \"Interface\"\n  security_group_ids = [\"sg-1\"]\n  private_dns_enabled = true\n{POLICY}",
        vpc("true")
    )
}

/// What lacks the other's subnet lies in each in another zone: the one text cannot have both.
#[test]
fn instances_that_would_be_given_other_members_are_left_alone() {
    let count = "  count = 2\n  availability_zone = \"eu-west-1${[\"a\", \"b\"][count.index]}\"\n  cidr_block = \"10.0.${count.index}.0/24\"\n";
    let cases = [
        (
            "  count = 2\n  service_name = \"com.amazonaws.eu-west-1.${[\"sqs\", \"logs\"][count.index]}\"\n  subnet_ids = [aws_subnet.s[count.index].id]\n",
            ["aws_vpc_endpoint.x[0]", "aws_vpc_endpoint.x[1]"],
        ),
        (
            "  for_each = { logs = 0, sqs = 1 }\n  service_name = \"com.amazonaws.eu-west-1.${each.key}\"\n  subnet_ids = [aws_subnet.s[each.value].id]\n",
            [
                "aws_vpc_endpoint.x[\"logs\"]",
                "aws_vpc_endpoint.x[\"sqs\"]",
            ],
        ),
    ];
    let asked = ["--select", "interface_endpoint_single_az", "--unsafe-fixes"];
    for (endpoints, instances) in cases {
        let scene = Scene::new("fixes-other-members");
        scene.write(".git/HEAD", "");
        let before = two_zones(count, endpoints);
        scene.write("main.tf", &before);
        let arguments = [&asked[..], &["--show-fixes", "--fix", "--width", "200"]].concat();
        let (_, report, _) = check(&scene, &arguments);
        for instance in instances {
            let reason =
                format!("no fix: {instance} shares the text and would be mended otherwise");
            assert!(report.contains(&reason), "{report}");
        }
        assert_eq!(text(&scene, "main.tf"), before);
    }
    // One that cannot be mended keeps the other from it, and is no innocent.
    let scene = Scene::new("fixes-unmended-twin");
    scene.write(".git/HEAD", "");
    let sibling = "\nresource \"aws_vpc_endpoint\" \"o\" {\n  vpc_id = aws_vpc.main.id\n  service_name = \"com.amazonaws.eu-west-1.logs\"\n  vpc_endpoint_type = \"Interface\"\n  subnet_ids = [aws_subnet.s[0].id]\n}\n";
    scene.write("main.tf", two_zones(count, cases[0].0) + sibling);
    let (_, report, _) = check(
        &scene,
        &[&asked[..], &["--show-fixes", "--width", "200"]].concat(),
    );
    let reason = "no fix: aws_vpc_endpoint.x[1] shares the text and cannot be mended: another endpoint for its service is in another";
    assert!(report.contains(reason), "{report}");
    // What all are given alike they are given.
    let scene = Scene::new("fixes-same-members");
    scene.write(".git/HEAD", "");
    let alike = cases[0].0.replace("count.index].id", "0].id");
    scene.write("main.tf", two_zones(count, &alike));
    check(&scene, &[&asked[..], &["--fix"]].concat());
    let both = "subnet_ids = [aws_subnet.s[0].id, aws_subnet.s[1].id]";
    assert!(text(&scene, "main.tf").contains(both));
}

/// What is said of the instances of two calls is said of their block, and what is written there is called as it is.
#[test]
fn titles_name_what_is_written() {
    let scene = Scene::new("fixes-titles");
    scene.write(".git/HEAD", "");
    scene.write(
        "main.tf",
        "module \"a\" {\n  source = \"./net\"\n}\n\nmodule \"b\" {\n  source = \"./net\"\n}\n",
    );
    let subnets = "  for_each = { \"zone a\" = \"a\", \"zone b\" = \"b\" }\n  availability_zone = \"eu-west-1${each.value}\"\n";
    let endpoint = "  service_name = \"com.amazonaws.eu-west-1.sqs\"\n  subnet_ids = [aws_subnet.s[\"zone a\"].id]\n";
    scene.write("net/main.tf", two_zones(subnets, endpoint));
    let arguments = ["--show-fixes", "--unsafe-fixes", "--width", "200"];
    let (_, report, _) = check(&scene, &arguments);
    let title = "unsafe fix: add aws_subnet.s[\"zone b\"].id to subnet_ids of aws_vpc_endpoint.x\n";
    assert!(report.contains(title), "{report}");
}

#[test]
fn what_is_accepted_is_not_mended() {
    let scene = Scene::new("fixes-accepted");
    scene.write(".git/HEAD", "");
    let before = vpc("false") + &endpoint("true");
    scene.write("main.tf", &before);
    check(&scene, &["--write-baseline", "accepted.json"]);
    let (status, difference, _) = check(&scene, &["--baseline", "accepted.json", "--diff"]);
    assert_eq!((status, difference.as_str()), (0, ""));
    let ignored = before.replace(
        " # needed",
        " # vpcelint: ignore[private_dns_needs_vpc_dns]",
    );
    scene.write("main.tf", ignored);
    let (status, difference, _) = check(&scene, &["--diff"]);
    assert_eq!((status, difference.as_str()), (0, ""));
}

/// What is accepted needs no comment, nor is said that it could have none.
#[test]
fn what_is_accepted_is_not_ignored() {
    let scene = Scene::new("fixes-accepted-ignores");
    scene.write(".git/HEAD", "");
    let useless = "# vpcelint: ignore[private_dns_disabled] no more\n";
    scene.write(
        "main.tf",
        useless.to_owned() + &vpc("true") + &endpoint("true"),
    );
    let comments = ["--add-ignores", "being migrated"];
    let (_, _, told) = check(&scene, &comments);
    assert!(
        told.contains("no comment can ignore unused_ignore in `main.tf`, line 1"),
        "{told}"
    );
    check(&scene, &["--write-baseline", "accepted.json"]);
    let before = text(&scene, "main.tf");
    for diff in [&[][..], &["--diff"]] {
        let accepted = [&["--baseline", "accepted.json"], &comments[..], diff].concat();
        let (status, _, told) = check(&scene, &accepted);
        assert_eq!(status, 0, "{told}");
        assert!(!told.contains("no comment can ignore"), "{told}");
    }
    assert_eq!(text(&scene, "main.tf"), before);
}

#[test]
fn secrets_are_not_shown() {
    let scene = Scene::new("fixes-secrets");
    scene.write(".git/HEAD", "");
    let secret = "variable \"password\" {\n  sensitive = true\n  default   = \"hunter2\"\n}\n\n";
    scene.write(
        "main.tf",
        secret.to_owned() + &vpc("false") + &endpoint("true"),
    );
    for arguments in [&["--diff"], &["--show-fixes"]] {
        let (_, shown, _) = check(&scene, arguments);
        assert!(shown.contains("enable_dns_hostnames = true"), "{shown}");
        assert!(!shown.contains("hunter2"), "{shown}");
    }
    check(&scene, &["--fix"]);
    assert!(text(&scene, "main.tf").contains("hunter2"));
}

/// What is called like a secret stays hidden beside what is changed, however deep it is.
#[test]
fn secrets_beside_a_change_are_not_shown() {
    let scene = Scene::new("fixes-beside-secrets");
    scene.write(".git/HEAD", "");
    let declared = "variable \"dns\" {\n  type = bool\n}\n\nvariable \"nested\" {}\n\n";
    scene.write(
        "main.tf",
        declared.to_owned() + &vpc("var.dns") + &endpoint("true"),
    );
    let values = "dns    = false\nnested = { user = \"u\", password = \"hunter2\", more = [{ \"secret_key\" = \"hunter2\" }] }\n";
    scene.write("terraform.tfvars", values);
    let shown =
        "nested = { user = \"u\", password = *********, more = [{ \"secret_key\" = ********* }] }";
    // The line below what changes would be in a patch.
    let (_, difference, told) = check(&scene, &["--diff"]);
    assert_eq!(difference, "", "{told}");
    assert!(told.contains("left out of the patch"), "{told}");
    for arguments in [
        &["--show-fixes", "--width", "200"][..],
        &["--show-fixes", "--format", "markdown"],
        &["--show-fixes", "--format", "html"],
    ] {
        let (_, text, _) = check(&scene, arguments);
        assert!(!text.contains("hunter2"), "{text}");
        let is_escaped = arguments.contains(&"html");
        assert!(is_escaped || text.contains(shown), "{arguments:?} {text}");
    }
}

/// Base images lie in AWS's own repositories, layers in its own accounts, and EBS does not tell whose its snapshots are.
#[test]
fn a_policy_lets_own_principals_use_resources_of_aws() {
    let scene = Scene::new("fixes-of-aws");
    scene.write(".git/HEAD", "");
    let endpoint = |service: &str| {
        format!(
            "resource \"aws_vpc\" \"main\" {{}}\n\nresource \"aws_vpc_endpoint\" \"it\" {{\n  vpc_id             = aws_vpc.main.id\n  \
             service_name       = \"com.amazonaws.{service}\"\n  vpc_endpoint_type  = \"Interface\"\n  \
             security_group_ids = [\"sg-1\"]\n}}\n"
        )
    };
    for (service, own_resources_only, shared) in [
        ("eu-west-1.sqs", true, None),
        ("eu-west-1.ecr.api", false, None),
        ("eu-west-1.ecr-fips.dkr", false, None),
        ("eu-west-1.ec2-fips", false, None),
        ("eu-west-1.ssm-fips", false, None),
        ("eu-west-1.ebs", false, None),
        ("eu-west-1.lambda", true, Some("arn:aws:lambda:*:*:layer:*")),
        (
            "cn-north-1.cloudformation",
            true,
            Some("arn:aws-cn:cloudformation:*:aws:transform/*"),
        ),
        (
            "eu-west-1.imagebuilder-fips",
            true,
            Some("arn:aws:imagebuilder:*:aws:component/*"),
        ),
        ("iam", true, Some("arn:aws:iam::aws:policy/*")),
    ] {
        scene.write("main.tf", endpoint(service));
        let mut rules = String::from(
            "missing_endpoint_policy,endpoint_policy_full_access,endpoint_policy_no_identity_perimeter",
        );
        if own_resources_only {
            rules += ",endpoint_policy_no_resource_perimeter";
        }
        let fix = [
            "--select",
            &rules,
            "--fix",
            "--unsafe-fixes",
            "--min-confidence",
            "possible",
        ];
        let (status, report, told) = check(&scene, &fix);
        assert_eq!(status, 0, "{report} {told}");
        assert!(!report.contains("endpoint_policy"), "{report}");
        let text = text(&scene, "main.tf");
        assert!(text.contains("aws:PrincipalAccount"), "{text}");
        let asks_for_owner = text.contains("aws:ResourceAccount");
        assert_eq!(asks_for_owner, own_resources_only, "{text}");
        let (_, further) = text.split_once("aws:ResourceAccount").unwrap_or_default();
        assert_eq!(further.contains("Resource "), shared.is_some(), "{text}");
        assert!(text.contains(shared.unwrap_or_default()), "{text}");
        // Nobody else comes by that either.
        let asks_who = further.contains("aws:PrincipalAccount");
        assert_eq!(asks_who, shared.is_some(), "{text}");
    }
}

/// Pods of EKS take on roles by tokens of the cluster: nobody signs that, so no principal has an account.
#[test]
fn a_policy_for_sts_lets_roles_be_taken_on_by_tokens() {
    let scene = Scene::new("fixes-sts");
    scene.write(".git/HEAD", "");
    let before = vpc("true")
        + &endpoint("true")
            .replace(POLICY, "}\n")
            .replace("sqs", "sts");
    scene.write("main.tf", &before);
    let rules = [
        "missing_endpoint_policy",
        "endpoint_policy_no_identity_perimeter",
        "endpoint_policy_no_resource_perimeter",
        "endpoint_policy_full_access",
        "endpoint_policy_wrong_service_actions",
    ];
    let selected = ["--select", &rules.join(",")];
    let arguments = [&selected[..], &["--fix", "--unsafe-fixes"]].concat();
    let (status, report, told) = check(&scene, &arguments);
    assert_eq!(status, 0, "{report} {told}");
    assert!(!report.contains("endpoint_policy"), "{report}");
    let text = text(&scene, "main.tf");
    let federated = "Action    = [\"sts:AssumeRoleWithSAML\", \"sts:AssumeRoleWithWebIdentity\"]";
    let (_, after) = text.split_once(federated).unwrap();
    assert!(after.contains("aws:ResourceAccount"), "{text}");
    assert!(!after.contains("aws:PrincipalAccount"), "{text}");
}

/// Package managers and agents of machines fetch from buckets of AWS, and do not sign; tasks of Fargate have none.
#[test]
fn a_policy_for_s3_lets_machines_fetch_from_buckets_of_aws() {
    let scene = Scene::new("fixes-s3");
    scene.write(".git/HEAD", "");
    let network = "provider \"aws\" {\n  region = \"eu-west-1\"\n}\n\n\
                   resource \"aws_vpc\" \"main\" {\n  cidr_block = \"10.0.0.0/16\"\n}\n\n\
                   resource \"aws_subnet\" \"private\" {\n  vpc_id     = aws_vpc.main.id\n  cidr_block = \"10.0.0.0/24\"\n}\n\n\
                   resource \"aws_vpc_endpoint\" \"s3\" {\n  vpc_id          = aws_vpc.main.id\n  \
                   service_name    = \"com.amazonaws.eu-west-1.s3\"\n  route_table_ids = [aws_vpc.main.default_route_table_id]\n}\n\n";
    let machine = "resource \"aws_instance\" \"it\" {\n  subnet_id = aws_subnet.private.id\n}\n";
    let function = "resource \"aws_lambda_function\" \"it\" {\n  vpc_config {\n    subnet_ids         = [aws_subnet.private.id]\n    \
                    security_group_ids = [\"sg-1\"]\n  }\n}\n";
    let exported = "output \"vpc_id\" {\n  value = aws_vpc.main.id\n}\n";
    let subnet_exported = "output \"ids\" {\n  value = [aws_subnet.private.id]\n}\n";
    let unseen = "module \"web\" {\n  source    = \"terraform-aws-modules/ec2-instance/aws\"\n  version   = \"5.7.1\"\n  \
                  subnet_id = aws_subnet.private.id\n}\n";
    let stack = "resource \"aws_cloudformation_stack\" \"it\" {\n  template_body = jsonencode({ SubnetId = aws_subnet.private.id })\n}\n";
    let elsewhere = function.replace("aws_subnet.private", "aws_subnet.other")
        + "resource \"aws_vpc\" \"other\" {}\n\nresource \"aws_subnet\" \"other\" {\n  vpc_id = aws_vpc.other.id\n}\n";
    let rules =
        "missing_endpoint_policy,s3_policy_blocks_service_buckets,s3_policy_blocks_ecr_layers";
    let used = "resource \"aws_vpc_endpoint\" \"it\" {\n  vpc_id            = aws_vpc.main.id\n  service_name      = \
                \"com.amazonaws.eu-west-1.~\"\n  vpc_endpoint_type = \"Interface\"\n}\n";
    let used: String = [
        "ecr.dkr",
        "ssm",
        "codedeploy-commands-secure",
        "elasticmapreduce",
    ]
    .map(|it| {
        used.replace("\"it\"", &format!("\"{}\"", it.replace('.', "_")))
            .replace('~', it)
    })
    .concat();
    for (here, expected) in [
        (machine.to_owned() + &used, true),
        (function.to_owned(), false),
        (function.to_owned() + exported, true),
        (function.to_owned() + subnet_exported, true),
        (function.to_owned() + unseen, true),
        (function.to_owned() + stack, true),
        (elsewhere, true),
        (String::new(), true),
    ] {
        scene.write("main.tf", network.to_owned() + &here);
        let fix = [
            "--select",
            rules,
            "--fix",
            "--unsafe-fixes",
            "--min-confidence",
            "possible",
        ];
        let (_, report, told) = check(&scene, &fix);
        assert!(!report.contains("s3_policy"), "{report} {told}");
        let text = text(&scene, "main.tf");
        assert!(text.contains("starport-layer-bucket"), "{text}");
        for bucket in [
            "al2023-repos-eu-west-1-de612dc2",
            "amazonlinux-2-repos-eu-west-1",
            "aws-ssm-eu-west-1",
            "patch-baseline-snapshot-eu-west-1",
            "aws-codedeploy-eu-west-1",
            "ec2imagebuilder-managed-resources-eu-west-1-prod/components",
            "elasticbeanstalk-env-resources-eu-west-1",
        ] {
            let object = format!("\"arn:aws:s3:::{bucket}/*\"");
            assert_eq!(text.contains(&object), expected, "{text}");
        }
        assert!(!text.contains(":::*") && !text.contains("-*-"), "{text}");
        let (fetched, put) = text.split_once("s3:PutObject").unwrap_or((&text, ""));
        assert!(!fetched.contains("appinfo"), "{text}");
        assert_eq!(put.contains("prod.eu-west-1.appinfo.src/*"), expected);
    }
}

/// What names of buckets are without their Region is anybody's.
#[test]
fn a_policy_for_s3_names_buckets_of_its_region_or_is_not_written() {
    let scene = Scene::new("fixes-s3-region");
    scene.write(".git/HEAD", "");
    scene.write(
        "main.tf",
        "provider \"aws\" {\n  region = \"eu-west-1\"\n}\n\nmodule \"net\" {\n  source = \"./net\"\n}\n",
    );
    let endpoint = "resource \"aws_vpc\" \"main\" {}\n\nresource \"aws_vpc_endpoint\" \"s3\" {\n  vpc_id          = aws_vpc.main.id\n  \
                    service_name    = \"com.amazonaws.~.s3\"\n  route_table_ids = [aws_vpc.main.default_route_table_id]\n}\n\n";
    let source = "data \"aws_region\" \"here\" {}\n";
    let other = "data \"aws_region\" \"there\" {\n  provider = aws.there\n}\n";
    let unsaid = "variable \"region\" {\n  default = null\n}\n";
    let by_source = endpoint.replace('~', "${data.aws_region.here.id}");
    let by_local = endpoint.replace('~', "${local.region}")
        + "locals {\n  region = join(\"-\", [\"eu\", \"west\", \"1\"])\n}\n";
    let apart = by_local.replacen(
        "  route_table_ids",
        "  provider        = aws.there\n  route_table_ids",
        1,
    );
    for (text_before, expected) in [
        (endpoint.replace('~', "eu-west-1"), Some("eu-west-1")),
        (by_source + source, Some("${data.aws_region.here.id}")),
        (by_local.clone(), None),
        (by_local.clone() + other, None),
        (by_local.clone() + unsaid, None),
        (
            by_local + other + source,
            Some("${data.aws_region.here.id}"),
        ),
        (apart + source, None),
    ] {
        scene.write("net/main.tf", &text_before);
        let fix = [
            "--select",
            "missing_endpoint_policy",
            "--fix",
            "--unsafe-fixes",
        ];
        let (_, report, told) = check(&scene, &fix);
        let text = text(&scene, "net/main.tf");
        let Some(region) = expected else {
            assert_eq!(text, text_before, "{report} {told}");
            continue;
        };
        let layers = format!("\"arn:aws:s3:::prod-{region}-starport-layer-bucket/*\"");
        assert!(text.contains(&layers), "{text} {report} {told}");
        assert!(!text.contains("ssm-*"), "{text}");
    }
}

/// Every finding gets a comment with the reason, at which nothing is left to say, in both syntaxes.
#[test]
fn comments_let_what_is_found_pass() {
    let scene = Scene::new("fixes-ignores");
    scene.write(".git/HEAD", "");
    scene.write("vpcelint.toml", "require-ignore-reason = true\n");
    let native = vpc("true").replace(" # needed", "") + &endpoint("false").replace(POLICY, "}\n");
    scene.write("main.tf", &native);
    let json = r#"{
  "resource": {
    "aws_vpc_endpoint": {
      "sns": {
        "vpc_id": "${aws_vpc.main.id}",
        "service_name": "com.amazonaws.eu-west-1.sns",
        "vpc_endpoint_type": "Interface",
        "subnet_ids": ["subnet-1", "subnet-2"],
        "security_group_ids": ["sg-1"]
      }
    }
  }
}
"#;
    scene.write("other.tf.json", json);
    let (status, before, _) = check(&scene, &["--format", "concise"]);
    assert_eq!((status, before.lines().count()), (1, 4), "{before}");
    let reason = r#"until 2099-01-01: "being migrated""#;
    let (status, difference, _) = check(&scene, &["--add-ignores", reason, "--diff"]);
    assert!(status == 1 && difference.contains(reason), "{difference}");
    assert_eq!(text(&scene, "main.tf"), native);
    let (status, _, notes) = check(&scene, &["--add-ignores", reason]);
    assert_eq!(status, 0, "{notes}");
    assert!(notes.contains("ignored 4 findings in 2 files"), "{notes}");
    let (native, json) = (text(&scene, "main.tf"), text(&scene, "other.tf.json"));
    assert!(native.contains(&format!(
        "# vpcelint: ignore[private_dns_disabled] {reason}"
    )));
    assert!(
        json.contains(r#"until 2099-01-01: \"being migrated\""#),
        "{json}"
    );
    let (status, difference, _) = check(&scene, &["--add-ignores", reason, "--diff"]);
    assert_eq!((status, &*difference), (0, ""));
    for mistake in ["", "--", "a\nb"] {
        let (status, _, notes) = check(&scene, &["--add-ignores", mistake]);
        assert_eq!(status, 2, "{mistake}: {notes}");
    }
}

/// Without its only argument a resource is none that Terraform takes.
#[test]
fn what_a_resource_must_have_is_not_taken_away() {
    let scene = Scene::new("fixes-required");
    scene.write(".git/HEAD", "");
    let before = r#"resource "aws_vpc_endpoint" "s3" {
  vpc_id            = "vpc-1"
  service_name      = "com.amazonaws.eu-west-1.s3"
  vpc_endpoint_type = "Gateway"
  route_table_ids   = ["rtb-1"]
}

resource "aws_vpc_endpoint_private_dns" "s3" {
  vpc_endpoint_id     = aws_vpc_endpoint.s3.id
  private_dns_enabled = true
}
"#;
    scene.write("main.tf", before);
    let rule = "gateway_endpoint_interface_arguments";
    let (_, report, _) = check(&scene, &["--select", rule, "--fix", "--unsafe-fixes"]);
    assert!(report.contains("private_dns_enabled"), "{report}");
    assert_eq!(text(&scene, "main.tf"), before);
}

/// Where a reference cannot stand, the CIDR block itself is written.
#[test]
fn a_default_gets_the_cidr_block_itself() {
    let scene = Scene::new("fixes-block");
    scene.write(".git/HEAD", "");
    let project = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/_projects/small_vpc");
    for entry in fs::read_dir(project).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        scene.write(&name, fs::read_to_string(entry.path()).unwrap());
    }
    let rule = ["--select", "endpoint_sg_open_to_world"];
    let fix = ["--fix", "--unsafe-fixes"];
    let (status, report, _) = check(&scene, &[&rule[..], &fix].concat());
    assert_eq!(status, 0, "{report}");
    let variables = text(&scene, "variables.tf");
    assert!(
        variables.contains("default     = [\"10.20.0.0/16\"]"),
        "{variables}"
    );
}

/// Others come to an endpoint by these, whom the VPC's own block would shut out.
#[test]
fn a_group_stays_open_for_other_networks() {
    let group = "resource \"aws_security_group\" \"own\" {\n  vpc_id = aws_vpc.main.id\n\n  ingress {\n    from_port   = 443\n    to_port     = 443\n    \
                 protocol    = \"tcp\"\n    cidr_blocks = [\"0.0.0.0/0\"]\n  }\n}\n";
    let all = vpc("true")
        + &endpoint("true").replace("\"sg-1\"", "aws_security_group.own.id")
        + group
        + "resource \"aws_vpc\" \"other\" {\n  cidr_block = \"10.1.0.0/16\"\n}\n";
    let tie = |ty: &str, arguments: &str| format!("resource \"{ty}\" \"it\" {{\n{arguments}}}\n");
    let cases = [
        (
            "aws_vpc_peering_connection",
            "  vpc_id = aws_vpc.other.id\n  peer_vpc_id = aws_vpc.main.id\n",
            true,
        ),
        (
            "aws_vpc_peering_connection",
            "  vpc_id = var.vpc\n  peer_vpc_id = aws_vpc.other.id\n",
            true,
        ),
        (
            "aws_vpc_peering_connection_accepter",
            "  vpc_peering_connection_id = \"pcx-1\"\n",
            true,
        ),
        (
            "aws_ec2_transit_gateway_vpc_attachment",
            "  vpc_id = aws_vpc.main.id\n  transit_gateway_id = \"tgw-1\"\n  subnet_ids = [\"subnet-1\"]\n",
            true,
        ),
        ("aws_vpn_gateway", "  vpc_id = aws_vpc.main.id\n", true),
        ("aws_vpn_gateway", "  vpc_id = aws_vpc.other.id\n", false),
        // Where it is attached is not said.
        ("aws_vpn_gateway", "", true),
        (
            "aws_vpn_gateway_attachment",
            "  vpc_id = aws_vpc.main.id\n  vpn_gateway_id = \"vgw-1\"\n",
            true,
        ),
    ];
    for (ty, arguments, is_withheld) in cases {
        let scene = Scene::new("fixes-ties");
        scene.write(".git/HEAD", "");
        scene.write(
            "main.tf",
            format!("variable \"vpc\" {{}}\n{all}{}", tie(ty, arguments)),
        );
        let rule = [
            "--select",
            "endpoint_sg_open_to_world",
            "--show-fixes",
            "--unsafe-fixes",
            "--width",
            "200",
        ];
        let (_, report, _) = check(&scene, &rule);
        let reason = format!(
            "no fix: {ty}.it may join other networks to aws_vpc.main, whose clients it would shut out"
        );
        assert_eq!(
            report.contains(&reason),
            is_withheld,
            "{ty} {arguments}: {report}"
        );
        assert_eq!(
            report.contains("unsafe fix: admit aws_vpc.main.cidr_block"),
            !is_withheld,
            "{ty} {arguments}: {report}"
        );
    }
}

/// All tables of a block are named as that, so that those of tomorrow are in it too.
#[test]
fn tables_of_a_block_are_named_together() {
    let scene = Scene::new("fixes-tables");
    scene.write(".git/HEAD", "");
    let from = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fixtures/missing_s3_gateway_endpoint/bad_counted_tables/main.tf");
    scene.write("main.tf", fs::read_to_string(from).unwrap());
    let rule = ["--select", "missing_s3_gateway_endpoint"];
    check(&scene, &[&rule[..], &["--fix", "--unsafe-fixes"]].concat());
    let text = text(&scene, "main.tf");
    let (_, added) = text
        .split_once("resource \"aws_vpc_endpoint\" \"s3\"")
        .unwrap();
    let tables = "route_table_ids   = concat(aws_route_table.private[*].id, values(aws_route_table.data)[*].id)\n";
    assert!(added.contains(tables), "{added}");
}

/// What would help nobody, or shut people out, is not offered.
#[test]
fn what_would_do_harm_is_no_fix() {
    let endpoint = |service: &str, more: &str| {
        format!(
            "resource \"aws_vpc\" \"main\" {{\n  enable_dns_hostnames = true\n}}\n\nresource \"aws_vpc_endpoint\" \"it\" {{\n  vpc_id = aws_vpc.main.id\n  \
             service_name = \"com.amazonaws.eu-west-1.{service}\"\n  vpc_endpoint_type = \"Interface\"\n{more}}}\n"
        )
    };
    let cases = [
        (
            "missing_endpoint_policy",
            endpoint("execute-api", "  subnet_ids = [\"subnet-1\"]\n"),
            "callers of private APIs may be anonymous",
        ),
        (
            "private_dns_disabled",
            endpoint("sqs", ""),
            "it has no subnets, so nothing would answer at its names",
        ),
        (
            "private_dns_disabled",
            endpoint("sqs", "  subnet_ids = [\"subnet-1\"]\n")
                + "\nresource \"aws_vpc_endpoint\" \"other\" {\n  vpc_id = aws_vpc.main.id\n  service_name = \"com.amazonaws.eu-west-1.sqs\"\n  \
                   vpc_endpoint_type = \"Interface\"\n  subnet_ids = [\"subnet-2\"]\n}\n",
            "aws_vpc_endpoint.other is for the same service in its VPC, and private DNS can be on for one of them only",
        ),
    ];
    for (rule, before, reason) in cases {
        let scene = Scene::new("fixes-harm");
        scene.write(".git/HEAD", "");
        scene.write("main.tf", &before);
        let asked = [
            "--select",
            rule,
            "--fix",
            "--unsafe-fixes",
            "--show-fixes",
            "--width",
            "200",
        ];
        let (_, report, _) = check(&scene, &asked);
        assert!(report.contains(&format!("no fix: {reason}")), "{report}");
        assert_eq!(text(&scene, "main.tf"), before);
    }
}

/// A comment that says why an argument is there goes with it, and what was in columns is in columns afterwards.
#[test]
fn the_comment_above_an_argument_goes_with_it() {
    let scene = Scene::new("fixes-described");
    scene.write(".git/HEAD", "");
    let gateway = |middle: &str, gap: &str| {
        format!(
            "resource \"aws_vpc_endpoint\" \"s3\" {{\n  vpc_id          {gap}= \"vpc-1\"\n  service_name    {gap}= \"com.amazonaws.eu-west-1.s3\"\n{middle}  \
             route_table_ids = [\"rtb-1\"]\n{POLICY}"
        )
        .replace("sqs:SendMessage", "s3:GetObject")
    };
    let group =
        "  # Clients of the office.\n  # See the ticket.\n  security_group_ids = [\"sg-1\"]\n\n";
    scene.write("main.tf", gateway(group, ""));
    check(&scene, &["--fix"]);
    assert_eq!(
        text(&scene, "main.tf"),
        gateway("\n", "")
            .replacen("\n\n", "\n", 1)
            .replace("s3\"\n  route", "s3\"\n\n  route")
    );
}

/// What may be about what follows stays, and so does what is commented out.
#[test]
fn a_comment_that_may_be_about_something_else_stays() {
    let scene = Scene::new("fixes-headed");
    scene.write(".git/HEAD", "");
    let gateway = |middle: &str, behind: &str| {
        format!(
            "resource \"aws_vpc_endpoint\" \"s3\" {{\n  vpc_id       = \"vpc-1\"\n  service_name = \"com.amazonaws.eu-west-1.s3\"\n{middle}{behind}  \
             route_table_ids = [\"rtb-1\"]\n{POLICY}"
        )
        .replace("sqs:SendMessage", "s3:GetObject")
    };
    let argument = "  security_group_ids = [\"sg-1\"]\n";
    for (comment, behind, stays) in [
        ("  # Who may use it, and from where\n", "", true),
        (
            "  // Who may use it:\n  # see https://example.com/?a=b\n",
            "",
            true,
        ),
        ("  # Who may use it\n", "\n", false),
        ("  # the same as the security_group_ids of sqs\n", "", false),
        ("  # lint:ignore of another tool\n", "", false),
        (
            "  # for the office\n  # subnet_ids = [\"subnet-1\"]\n",
            "\n",
            true,
        ),
        ("  # security_group_ids = []\n", "", true),
    ] {
        scene.write("main.tf", gateway(&format!("{comment}{argument}"), behind));
        check(&scene, &["--fix"]);
        let left = if stays { comment } else { "" };
        assert_eq!(text(&scene, "main.tf"), gateway(left, behind), "{comment}");
    }
}

/// Those beside an argument go with it, however many there are. What goes on for lines may be about something else.
#[test]
fn comments_beside_an_argument_go_with_it() {
    let scene = Scene::new("fixes-beside");
    scene.write(".git/HEAD", "");
    let gateway = |middle: &str| {
        format!(
            "resource \"aws_vpc_endpoint\" \"s3\" {{\n  vpc_id       = \"vpc-1\"\n  service_name = \"com.amazonaws.eu-west-1.s3\"\n{middle}  \
             route_table_ids = [\"rtb-1\"]\n{POLICY}"
        )
        .replace("sqs:SendMessage", "s3:GetObject")
    };
    let commented = "/* off in dev\n  security_group_ids = [\"sg-2\"]\n  */";
    let around = "/* a */ /* b */ ";
    for (written, left) in [
        (
            format!("  {around}private_dns_enabled = true\n"),
            String::new(),
        ),
        (
            format!("  private_dns_enabled = true {around}\n"),
            String::new(),
        ),
        (
            format!("  {around}private_dns_enabled = true {around} # c\n"),
            String::new(),
        ),
        (
            format!("  private_dns_enabled = true {commented}\n"),
            format!("  {commented}\n"),
        ),
        (
            format!("  {around}private_dns_enabled = true {around}{commented}\n"),
            format!("  {commented}\n"),
        ),
    ] {
        scene.write("main.tf", gateway(&written));
        check(&scene, &["--fix"]);
        assert_eq!(text(&scene, "main.tf"), gateway(&left), "{written}");
    }
}

/// Comments part no columns, rules of one block share one comment, also until a day.
#[test]
fn ignore_comments_leave_columns_as_they_are() {
    let scene = Scene::new("fixes-columns");
    scene.write(".git/HEAD", "");
    scene.write(
        "main.tf",
        r#"resource "aws_vpc_endpoint" "s3" {
  vpc_id              = "vpc-1"
  service_name        = "com.amazonaws.eu-west-1.s3" # by hand
  private_dns_enabled = true                         # copied
  subnet_ids          = ["subnet-1"]
}
"#,
    );
    let (status, report, notes) = check(&scene, &["--add-ignores", "until 2099-01-01: known"]);
    assert_eq!(status, 0, "{report}{notes}");
    let expected = r#"# vpcelint: ignore[gateway_endpoint_without_route_tables, missing_endpoint_policy] until 2099-01-01: known
resource "aws_vpc_endpoint" "s3" {
  vpc_id       = "vpc-1"
  service_name = "com.amazonaws.eu-west-1.s3" # by hand
  # vpcelint: ignore[gateway_endpoint_interface_arguments] until 2099-01-01: known
  private_dns_enabled = true         # copied
  subnet_ids          = ["subnet-1"] # vpcelint: ignore[gateway_endpoint_interface_arguments] until 2099-01-01: known
}
"#;
    assert_eq!(text(&scene, "main.tf"), expected);
}

/// In JSON syntax the block's own object gets the comment, and what none can cover is told.
#[test]
fn a_comment_in_json_is_in_its_block() {
    let scene = Scene::new("fixes-json-ignores");
    scene.write(".git/HEAD", "");
    let many = "${var.a}".repeat(20);
    let endpoint = |comment: &str| {
        format!(
            r#"{{
      "s3": {{{comment}
        "tags": {{"Name": "{many}"}},
        "vpc_id": "vpc-1",
        "service_name": "com.amazonaws.eu-west-1.s3",
        "route_table_ids": ["rtb-1"]
      }}
    }}"#
        )
    };
    let mine = "\n        \"//\": \"for the orders\",";
    let file = |endpoint: &str| {
        format!(
            "{{\n  \"variable\": {{\"a\": {{}}}},\n  \"resource\": {{\n    \"aws_vpc_endpoint\": {endpoint}\n  }}\n}}\n"
        )
    };
    scene.write("main.tf.json", file(&endpoint("")));
    let (status, report, notes) = check(&scene, &["--add-ignores", "known"]);
    assert_eq!(status, 0, "{report}{notes}");
    let comment = "\n        \"//\": \"vpcelint: ignore[missing_endpoint_policy] known\",";
    assert_eq!(text(&scene, "main.tf.json"), file(&endpoint(comment)));
    // A second key of that name would take the place of the note for whoever reads the file otherwise.
    scene.write("main.tf.json", file(&endpoint(mine)));
    let (status, _, notes) = check(&scene, &["--add-ignores", "known"]);
    assert_eq!(status, 1, "{notes}");
    let told = "no comment can ignore missing_endpoint_policy in `main.tf.json`, line 5";
    assert!(notes.contains(told), "{notes}");
    assert_eq!(text(&scene, "main.tf.json"), file(&endpoint(mine)));
    // Blocks that share a name have no object that only one of them is in.
    let several = r#"{"s3": [{"vpc_id": "vpc-1", "service_name": "com.amazonaws.eu-west-1.s3", "route_table_ids": ["rtb-1"]}]}"#;
    scene.write("main.tf.json", file(several));
    let (status, _, notes) = check(&scene, &["--add-ignores", "known"]);
    assert_eq!(status, 1, "{notes}");
    let told = "no comment can ignore missing_endpoint_policy in `main.tf.json`, line 4";
    assert!(notes.contains(told), "{notes}");
    assert_eq!(text(&scene, "main.tf.json"), file(several));
}

/// However many arguments that stand together are at fault.
#[test]
fn comments_end_only_when_all_is_ignored() {
    let scene = Scene::new("fixes-many-ignores");
    scene.write(".git/HEAD", "");
    let names = (0..25).map(|it| format!("  misnamed_{it:02} = {it}\n"));
    let names: String = names.collect();
    let provider = "terraform {\n  required_providers {\n    aws = {\n      source  = \"hashicorp/aws\"\n      version = \"= 5.100.0\"\n    }\n  }\n}\n\n";
    let endpoint = "resource \"aws_vpc_endpoint\" \"s3\" {\n  vpc_id       = \"vpc-1\"\n  service_name = \"com.amazonaws.eu-west-1.s3\"\n";
    scene.write("main.tf", format!("{provider}{endpoint}{names}}}\n"));
    let (status, report, notes) = check(&scene, &["--add-ignores", "known"]);
    assert_eq!(status, 0, "{report}{notes}");
    let text = text(&scene, "main.tf");
    assert_eq!(
        text.matches("ignore[unknown_argument] known").count(),
        25,
        "{text}"
    );
}

/// An endpoint with faults that comments can ignore.
fn gateway(inside: &str) -> String {
    format!(
        "resource \"aws_vpc_endpoint\" \"s3\" {{\n{inside}  vpc_id = \"vpc-1\"\n  service_name = \"com.amazonaws.eu-west-1.s3\"\n}}\n"
    )
}

/// A comment is mended or removed, and no comment can let another pass.
#[test]
fn no_comment_ignores_a_comment() {
    let scene = Scene::new("fixes-ignored-comments");
    scene.write(".git/HEAD", "");
    let stale = "  # vpcelint: ignore[private_dns_disabled] no more\n";
    scene.write("main.tf", gateway(stale));
    let (status, report, notes) = check(&scene, &["--add-ignores", "known"]);
    assert_eq!(status, 1, "{report}{notes}");
    let told = "no comment can ignore unused_ignore in `main.tf`, line 3: it is about a comment";
    assert!(notes.contains(told), "{notes}");
    assert!(notes.contains("ignored 2 findings in 1 file"), "{notes}");
    let rules = "gateway_endpoint_without_route_tables, missing_endpoint_policy";
    let first = text(&scene, "main.tf");
    let expected = format!("# vpcelint: ignore[{rules}] known\n{}", gateway(stale));
    assert_eq!(first, expected);
    let (status, _, notes) = check(&scene, &["--add-ignores", "known"]);
    assert_eq!((status, text(&scene, "main.tf")), (1, first));
    assert!(
        notes.contains(told) && !notes.contains("ignored "),
        "{notes}"
    );
}

/// `terraform init` would write over it.
#[test]
fn installed_modules_are_left_as_they_are() {
    let scene = Scene::new("fixes-ignores-installed");
    scene.write(".git/HEAD", "");
    scene.write(
        "main.tf",
        "module \"net\" {\n  source = \"example/net/aws\"\n}\n",
    );
    let installed = ".terraform/modules/net/main.tf";
    scene.write(installed, gateway(""));
    scene.write(
        ".terraform/modules/modules.json",
        r#"{"Modules": [{"Key": "net", "Source": "example/net/aws", "Dir": ".terraform/modules/net"}]}"#,
    );
    let (status, report, notes) = check(&scene, &["--add-ignores", "known"]);
    assert_eq!(
        (status, text(&scene, installed)),
        (1, gateway("")),
        "{report}"
    );
    let told = format!("no comment can ignore missing_endpoint_policy in `{installed}`");
    assert!(notes.contains(&told), "{notes}");
    assert!(notes.contains("is not part of this project"), "{notes}");
}

/// What would ignore nothing is not written.
#[test]
fn comments_to_be_written_count() {
    let scene = Scene::new("fixes-ignores-until");
    scene.write(".git/HEAD", "");
    scene.write("main.tf", gateway(""));
    for (reason, told) in [
        ("until 2020-01-01: past", "2020-01-01 is past"),
        ("until 2027-02-30: x", "`2027-02-30` is not a date"),
        ("Until tomorrow: x", "`tomorrow` is not a date"),
        ("until the migration is done", "`the` is not a date"),
        ("until", "`` is not a date: write `until 2027-01-31`"),
        ("until 2099-01-01", "say why"),
        ("until 2099-01-01: -", "say why"),
    ] {
        let (status, _, notes) = check(&scene, &["--add-ignores", reason]);
        assert_eq!(status, 2, "{reason}: {notes}");
        assert!(notes.contains(told), "{reason}: {notes}");
        assert_eq!(text(&scene, "main.tf"), gateway(""), "{reason}");
    }
    let (status, _, notes) = check(&scene, &["--add-ignores", "known", "--no-ignores"]);
    assert_eq!(status, 2, "{notes}");
    assert!(notes.contains("cannot be used with"), "{notes}");
    let reason = "untilled, until 2020-01-01";
    let (status, _, notes) = check(&scene, &["--add-ignores", reason]);
    assert_eq!(status, 0, "{notes}");
}

/// Whoever gave a reason gave it for the rules that were named.
#[test]
fn only_comments_with_the_same_reason_are_joined() {
    let rules = "gateway_endpoint_without_route_tables";
    let comment = |rules: &str, why: &str| format!("# vpcelint: ignore[{rules}] {why}\n");
    let both = format!("{rules}, missing_endpoint_policy");
    for (there, written, is_joined) in [
        ("no table yet", "known", false),
        ("known", "known", true),
        ("until 2099-01-01: known", "until 2099-01-01, (known", true),
        ("until 2099-01-02: known", "until 2099-01-01: known", false),
        ("known", "until 2099-01-01: known", false),
        ("", "known", false),
    ] {
        let scene = Scene::new("fixes-ignores-reasons");
        scene.write(".git/HEAD", "");
        scene.write("main.tf", comment(rules, there) + &gateway(""));
        let (status, report, notes) = check(&scene, &["--add-ignores", written]);
        assert_eq!(status, 0, "{report}{notes}");
        assert!(notes.contains("ignored 1 finding in 1 file"), "{notes}");
        let expected = if is_joined {
            comment(&both, there)
        } else {
            comment(rules, there) + &comment("missing_endpoint_policy", written)
        };
        assert_eq!(text(&scene, "main.tf"), expected + &gateway(""));
    }
}

/// In JSON syntax one comment covers all that a rule finds in a block.
#[test]
fn findings_are_counted_and_not_comments() {
    let scene = Scene::new("fixes-ignores-counted");
    scene.write(".git/HEAD", "");
    let endpoint = r#"{"resource": {"aws_vpc_endpoint": {"s3": {
  "vpc_id": "vpc-1",
  "service_name": "com.amazonaws.eu-west-1.s3",
  "private_dns_enabled": true,
  "subnet_ids": ["subnet-1"]
}}}}
"#;
    scene.write("main.tf.json", endpoint);
    let (_, before, _) = check(&scene, &["--format", "concise"]);
    assert_eq!(before.lines().count(), 4, "{before}");
    let (status, _, notes) = check(&scene, &["--add-ignores", "known"]);
    assert_eq!(status, 0, "{notes}");
    let after = text(&scene, "main.tf.json");
    let rules = "gateway_endpoint_without_route_tables, missing_endpoint_policy, gateway_endpoint_interface_arguments";
    assert!(after.contains(&format!("ignore[{rules}] known")), "{after}");
    assert!(notes.contains("ignored 4 findings in 1 file"), "{notes}");
}

/// What stands between blocks, or behind the end of one, stays with them.
#[test]
fn comments_of_neighbours_stay_theirs() {
    let scene = Scene::new("fixes-ignores-neighbours");
    scene.write(".git/HEAD", "");
    let rules = "gateway_endpoint_without_route_tables, missing_endpoint_policy";
    let named = |name: &str| gateway("").replace("\"s3\" {", &format!("\"{name}\" {{"));
    let [first, other, last] = ["first", "other", "last"].map(named);
    let other = other.trim_end();
    let file = |new: &str, joined: &str| {
        let text = format!(
            "\u{feff}{new}{first}# vpcelint: ignore[missing_endpoint_policy{joined}] known\n\n{other} # ends\n\n/* the last\n */\n{new}{last}# end"
        );
        text.replace('\n', "\r\n")
    };
    scene.write("main.tf", file("", ""));
    let (status, report, notes) = check(&scene, &["--add-ignores", "known"]);
    assert_eq!(status, 0, "{report}{notes}");
    assert!(notes.contains("ignored 5 findings in 1 file"), "{notes}");
    let new = format!("# vpcelint: ignore[{rules}] known\n");
    let expected = file(&new, ", gateway_endpoint_without_route_tables");
    assert_eq!(text(&scene, "main.tf"), expected);
}

/// A block that is put between two others has an empty line on each side, and a value stands as far in as its argument.
#[test]
fn what_is_new_stands_as_its_neighbours_do() {
    let scene = Scene::new("fixes-neighbours");
    scene.write(".git/HEAD", "");
    scene.write(
        "main.tf",
        "resource \"aws_vpc\" \"main\" {\n    cidr_block = \"10.0.0.0/16\"\n}\nresource \"aws_vpc_endpoint\" \"s3\" {\n    vpc_id = aws_vpc.main.id\n    \
         service_name = \"com.amazonaws.eu-west-1.s3\"\n    route_table_ids = [\"rtb-1\"]\n}\n",
    );
    check(&scene, &["--fix-only", "--unsafe-fixes"]);
    let main = text(&scene, "main.tf");
    assert!(
        main.contains("\n    policy = jsonencode({\n      Version = "),
        "{main}"
    );
    assert!(main.contains("\n    })\n}\n"), "{main}");
    let open = "resource \"aws_vpc\" \"main\" {\n  cidr_block = \"10.0.0.0/16\"\n}\nresource \"aws_vpc_endpoint\" \"sqs\" {\n  vpc_id = aws_vpc.main.id\n  \
                service_name = \"com.amazonaws.eu-west-1.sqs\"\n  vpc_endpoint_type = \"Interface\"\n  subnet_ids = [\"subnet-1\", \"subnet-2\"]\n}\nlocals {}\n";
    scene.write("main.tf", open);
    check(
        &scene,
        &[
            "--fix-only",
            "--unsafe-fixes",
            "--select",
            "endpoint_uses_default_sg",
        ],
    );
    let main = text(&scene, "main.tf");
    assert!(
        main.contains("}\n\nresource \"aws_security_group\""),
        "{main}"
    );
    assert!(main.contains("}\n\nlocals {}\n"), "{main}");
}
