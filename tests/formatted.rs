//! What `terraform fmt` leaves alone before something is mended it leaves alone afterwards, whatever stands around: heredocs, values on
//! several lines, blocks, comments of every kind.
//!
//! All shapes are formatted by the real `terraform` first, then mended, and then it is asked again. It needs `terraform` on PATH. Usually
//! every other pair of neighbours is taken; with `VPCELINT_ALL_LAWS` in the environment all are.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::indexing_slicing,
    reason = "a test fails by panicking, and says what it counted"
)]

mod oracle;
mod scene;
mod terraform;

use std::{
    collections::{BTreeMap, BTreeSet},
    env,
    fmt::Write as _,
    fs,
    process::Command,
};

use scene::Scene;

/// What may stand beside an argument, with the name that it gives a value.
const NEIGHBOURS: [(&str, &str); 26] = [
    ("", ""),
    ("", "\n"),
    ("", "# a comment\n"),
    ("", "// a comment\n"),
    ("", "/* a comment */\n"),
    ("", "/* a\n comment = 1\n*/\n"),
    ("auto_accept", "auto_accept = true\n"),
    ("auto_accept", "auto_accept = true # why\n"),
    ("auto_accept", "auto_accept = true // why\n"),
    ("auto_accept", "auto_accept = true /* why */\n"),
    ("auto_accept", "auto_accept = true /* on two\n lines */\n"),
    ("auto_accept", "/* why */ auto_accept = true\n"),
    ("auto_accept", "auto_accept = true /* why */ # why\n"),
    (
        "ip_address_type",
        "ip_address_type = \"${var.a[\"# no\"]} // no /* no\" # why\n",
    ),
    (
        "ip_address_type",
        "ip_address_type = var.a == \"é<<X\" ? \"=\" : \"日本\"\n",
    ),
    ("policy", "policy = <<X\n${var.p}\nX\n"),
    (
        "policy",
        "policy = <<-X\n    a = 1 # no\n    ${var.p}\n  X\n",
    ),
    ("policy", "policy = jsonencode(<<-X\n    ${var.p}\n  X\n)\n"),
    (
        "policy",
        "policy = jsonencode({\n  a = var.p # a\n  bc = 1 # b\n})\n",
    ),
    (
        "tags",
        "tags = {\n  Name = \"a\" # a\n  X = <<X\n  y = 1\nX\n  Longer = \"b\"\n}\n",
    ),
    ("tags", "tags = { # why\n  Name = \"a\"\n} # because\n"),
    ("tags", "tags = { Name = \"a\" }\n"),
    (
        "subnet_ids",
        "subnet_ids = [\n  var.s, # one\n  var.t,\n]\n",
    ),
    ("policy", "policy = (\n  var.p\n)\n"),
    ("", "timeouts {\n  create = \"1m\" # why\n}\n"),
    ("", "timeouts { # why\n  create = \"1m\"\n} # because\n"),
];

/// What is at fault, between its neighbours: what begins the block, and the lines that are mended.
const FAULTS: [(&str, &str, &str); 14] = [
    ("removed", GATEWAY, "private_dns_enabled = true\n"),
    (
        "removed_with_comment",
        GATEWAY,
        "# for DNS\nprivate_dns_enabled = true # so\n",
    ),
    (
        "removed_with_comment_in_line",
        GATEWAY,
        "private_dns_enabled = true /* off in dev */\n",
    ),
    (
        "removed_with_comments",
        GATEWAY,
        "/* for DNS */ private_dns_enabled = true /* off in\n dev */\n",
    ),
    (
        "removed_with_comments_before",
        GATEWAY,
        "/* for DNS */ /* off in dev */ private_dns_enabled = true\n",
    ),
    ("renamed", GATEWAY, "route_table_idz = [var.r] # so\n"),
    (
        "renamed_and_uncommented",
        GATEWAY,
        "route_table_idz = [var.r]\n# vpcelint: ignore[private_dns_disabled] no more\nservice_region = var.x\n",
    ),
    (
        "renamed_and_removed",
        GATEWAY,
        "route_table_idz = [var.r]\nprivate_dns_enabled = true\nservice_region = var.x # so\n",
    ),
    ("set", INTERFACE, "private_dns_enabled = false\n"),
    (
        "set_with_comment",
        INTERFACE,
        "private_dns_enabled = false # so\n",
    ),
    ("inserted", INTERFACE, ""),
    (
        "list",
        INTERFACE,
        "security_group_ids = [var.g] # so\nprivate_dns_enabled = false\n",
    ),
    (
        "uncommented",
        GATEWAY,
        "# vpcelint: ignore[private_dns_disabled] no more\n",
    ),
    (
        "uncommented_behind",
        GATEWAY,
        "service_region = var.x # vpcelint: ignore[private_dns_disabled] no more\n",
    ),
];

const GATEWAY: &str = "vpc_id = var.v\nservice_name = \"com.amazonaws.us-east-1.s3\"\nvpc_endpoint_type = \"Gateway\"\n";
const INTERFACE: &str = "vpc_id = var.v\nservice_name = \"com.amazonaws.us-east-1.sqs\"\nvpc_endpoint_type = \"Interface\"\n";

/// The shapes of some faults, by file.
fn shapes(faults: &[&str]) -> BTreeMap<String, String> {
    let is_all = env::var_os("VPCELINT_ALL_LAWS").is_some();
    let mut files = BTreeMap::new();
    let taken = FAULTS.iter().filter(|(name, ..)| faults.contains(name));
    for (fault, head, lines) in taken {
        for (index, (first, before)) in NEIGHBOURS.iter().enumerate() {
            let mut text = String::new();
            for (other, (second, after)) in NEIGHBOURS.iter().enumerate() {
                let is_twice = (!first.is_empty() && first == second)
                    || (before.starts_with("timeouts") && after.starts_with("timeouts"));
                // Half of the pairs have all neighbours on both sides.
                if is_twice || !(is_all || (index + other).is_multiple_of(2)) {
                    continue;
                }
                let _ = writeln!(
                    text,
                    "resource \"aws_vpc_endpoint\" \"e{other}\" {{\n{head}{before}{lines}{after}}}\n"
                );
                // What stands at the beginning of a block.
                let _ = writeln!(
                    text,
                    "resource \"aws_vpc_endpoint\" \"f{other}\" {{\n{before}{lines}{after}\n{head}}}\n"
                );
            }
            files.insert(format!("{fault}/{index}/main.tf"), text);
        }
    }
    files
}

fn formatted(scene: &Scene, arguments: &[&str]) -> BTreeSet<String> {
    let all = [&["fmt", "-list=true", "-recursive"], arguments].concat();
    let output = terraform::terraform(&scene.0, &all);
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let listed = String::from_utf8(output.stdout).unwrap();
    listed.lines().map(str::to_owned).collect()
}

fn hold(faults: &[&str], arguments: &[&str]) {
    let scene = Scene::new("formatted");
    scene.write(".git/HEAD", "");
    let files = shapes(faults);
    for (name, text) in &files {
        scene.write(name, text);
    }
    formatted(&scene, &[]);
    let read = |name: &String| fs::read_to_string(scene.0.join(name)).unwrap();
    let before: BTreeMap<_, _> = files.keys().map(|name| (name, read(name))).collect();
    let output = Command::new(env!("CARGO_BIN_EXE_vpcelint"))
        .current_dir(&scene.0)
        .arg("check")
        .args(arguments)
        .env_clear()
        .output()
        .unwrap();
    println!(
        "{}",
        String::from_utf8_lossy(&output.stderr)
            .lines()
            .last()
            .unwrap_or_default()
    );
    let after: BTreeMap<_, _> = files.keys().map(|name| (name, read(name))).collect();
    formatted(&scene, &[]);
    let (mut mended, mut wrong) = (0, Vec::new());
    for name in files.keys() {
        let wanted = read(name);
        let blocks = |text: &str| {
            text.split("\n\nresource ")
                .map(str::to_owned)
                .collect::<Vec<_>>()
        };
        let all = blocks(&before[name])
            .into_iter()
            .zip(blocks(&after[name]))
            .zip(blocks(&wanted));
        for ((before, after), wanted) in all {
            mended += usize::from(before != after);
            if after != wanted {
                wrong.push(format!(
                    "{name}:\n{before}\nis mended as\n{after}\nand wanted as\n{wanted}\n"
                ));
            }
        }
    }
    println!("{mended} blocks are mended");
    let count = wrong.len();
    wrong.truncate(20);
    assert!(wrong.is_empty(), "{count} are wrong:\n{}", wrong.join("\n"));
    assert!(mended > 250 * faults.len(), "{mended}");
}

#[test]
fn mended_shapes_are_formatted() {
    if !terraform::is_at_hand() {
        return oracle::skipped(
            "mended_shapes_are_formatted",
            "there is no terraform on PATH",
        );
    }
    let all = FAULTS.map(|(name, ..)| name);
    hold(
        &all,
        &[
            "--fix-only",
            "--unsafe-fixes",
            "--select",
            "private_dns_disabled,unused_ignore,unknown_argument,gateway_endpoint_interface_arguments",
        ],
    );
}

#[test]
fn ignored_shapes_are_formatted() {
    if !terraform::is_at_hand() {
        return oracle::skipped(
            "ignored_shapes_are_formatted",
            "there is no terraform on PATH",
        );
    }
    // Each comment of a block is written in a round of its own.
    hold(
        &["set", "renamed"],
        &[
            "--add-ignores",
            "so it is",
            "--select",
            "private_dns_disabled,unknown_argument,gateway_endpoint_interface_arguments",
        ],
    );
}
