//! Settings: where they are found, what they do, which of them counts, and what is said about mistakes.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod scene;
#[path = "scene/terminal.rs"]
mod terminal;

use std::{env, fs, os::unix::ffi::OsStrExt as _, path::Path};

use clap::ValueEnum as _;
use scene::Scene;
use terminal::{FAULTY, check, run};
use vpcelint::report::Format;

const DNS: &str = "warning[private_dns_disabled]";
const POLICY: &str = "warning[missing_endpoint_policy]";

/// A project with one root in `envs/prod`.
fn project(name: &str) -> Scene {
    let scene = Scene::new(name);
    scene.write(".git/HEAD", "");
    scene.write("envs/prod/main.tf", FAULTY);
    scene
}

#[test]
fn without_a_file_defaults_count() {
    let scene = project("config-none");
    let run = check(&scene.0, &[], &[]);
    assert_eq!(run.findings(), [POLICY, DNS]);
    assert_eq!(run.status, 1);
}

#[test]
fn the_nearest_file_counts() {
    let scene = project("config-nearest");
    let ignores = |rule: &str| format!("ignore = [\"{rule}\"]\n");
    scene.write("vpcelint.toml", ignores("private_dns_disabled"));
    assert_eq!(check(&scene.0, &[], &[]).findings(), [POLICY]);
    // Whatever the working directory.
    let prod = scene.0.join("envs/prod");
    assert_eq!(check(&prod, &[], &[]).findings(), [POLICY]);
    scene.write("envs/.vpcelint.toml", ignores("missing_endpoint_policy"));
    assert_eq!(check(&scene.0, &[], &[]).findings(), [DNS]);
    // Of two in one place none is taken for the other.
    scene.write("envs/vpcelint.toml", "");
    let run = check(&scene.0, &[], &[]);
    assert_eq!(run.status, 2);
    assert!(
        run.notes
            .contains("`envs/.vpcelint.toml` lies beside `envs/vpcelint.toml`"),
        "{}",
        run.notes
    );
}

#[test]
fn the_search_ends_at_the_project() {
    let scene = Scene::new("config-fence");
    scene.write("vpcelint.toml", "nonsense = true\n");
    scene.write("inner/.git/HEAD", "");
    scene.write("inner/main.tf", FAULTY);
    assert_eq!(check(&scene.0.join("inner"), &[], &[]).status, 1);
}

#[test]
fn one_file_can_be_named_or_none() {
    let scene = project("config-named");
    scene.write("vpcelint.toml", "nonsense = true\n");
    scene.write("other.toml", "ignore = [\"private_dns_disabled\"]\n");
    assert_eq!(check(&scene.0, &[], &[]).status, 2);
    let named = check(&scene.0, &["--config", "other.toml"], &[]);
    assert_eq!(named.findings(), [POLICY]);
    let by_environment = check(&scene.0, &[], &[("VPCELINT_CONFIG", "other.toml")]);
    assert_eq!(by_environment.findings(), [POLICY]);
    let none = check(&scene.0, &["--no-config"], &[]);
    assert_eq!(none.findings(), [POLICY, DNS]);
    let missing = check(&scene.0, &["--config", "nowhere.toml"], &[]);
    assert_eq!(missing.status, 2);
    assert!(
        missing
            .notes
            .contains("`nowhere.toml` cannot be used: it does not exist"),
        "{}",
        missing.notes
    );
}

#[test]
fn every_setting_does_what_it_says() {
    for (text, findings, status) in [
        ("select = [\"private_dns_disabled\"]", &[DNS][..], 1),
        ("ignore = [\"private_dns_disabled\"]", &[POLICY], 1),
        ("select = [\"security\", \"cost\"]", &[POLICY], 1),
        ("ignore = [\"security\"]", &[DNS], 1),
        (
            "[rules.private_dns_disabled]\nseverity = \"error\"",
            &[POLICY, "error[private_dns_disabled]"],
            1,
        ),
        (
            "[rules.private_dns_disabled]\nexcept-services = [\"sqs\", \"s3\"]",
            &[POLICY],
            1,
        ),
        (
            "[rules.private_dns_disabled]\nexcept-services = [\"sqs-fips\"]",
            &[POLICY, DNS],
            1,
        ),
        // The override says it anew.
        (
            "[rules.private_dns_disabled]\nexcept-services = [\"sqs\"]\n\
             [[overrides]]\npaths = [\"envs\"]\nrules.private_dns_disabled.except-services = []",
            &[POLICY, DNS],
            1,
        ),
        ("min-confidence = \"likely\"", &[POLICY, DNS], 1),
        ("min-confidence = \"certain\"", &[DNS], 1),
        ("fail-on = \"error\"", &[POLICY, DNS], 0),
        ("fail-on = \"never\"", &[POLICY, DNS], 0),
        ("exclude = [\"envs/prod\"]", &[], 0),
        ("exclude = [\"envs/*/main.tf\"]", &[], 0),
        ("exclude = [\"prod/main.tf\"]", &[POLICY, DNS], 1),
        (
            "[[overrides]]\npaths = [\"envs\"]\nignore = [\"private_dns_disabled\"]",
            &[POLICY],
            1,
        ),
        (
            "[[overrides]]\npaths = [\"legacy/**\"]\nignore = [\"private_dns_disabled\"]",
            &[POLICY, DNS],
            1,
        ),
        // Of several overrides the last one wins.
        (
            "[[overrides]]\npaths = [\"envs\"]\nselect = [\"private_dns_disabled\"]\n\
             [[overrides]]\npaths = [\"*.tf\"]\nselect = [\"missing_endpoint_policy\"]",
            &[POLICY],
            1,
        ),
        ("required-version = \">=0.1\"", &[POLICY, DNS], 1),
    ] {
        let scene = project("config-settings");
        scene.write("vpcelint.toml", text);
        let run = check(&scene.0, &[], &[]);
        assert_eq!(run.findings(), findings, "{text}\n{}", run.notes);
        assert_eq!(run.status, status, "{text}");
    }
}

/// Of several endpoints in one place only those of other services are spoken of; a fault that concerns several stays as long
/// as one of them is of another.
#[test]
fn services_are_excepted_one_by_one() {
    let scene = project("config-services");
    let each = FAULTY
        .replace(
            "\"sqs\" {",
            "\"each\" {\n  for_each = toset([\"sqs\", \"sns\"])",
        )
        .replace("eu-west-1.sqs", "eu-west-1.${each.key}");
    scene.write("envs/prod/main.tf", each);
    let addresses = |services: &str| {
        let rule = "private_dns_disabled";
        scene.write(
            "vpcelint.toml",
            format!("[rules.{rule}]\nexcept-services = [{services}]\n"),
        );
        let run = run(
            &scene.0,
            &["check", "--format", "json", "--select", rule],
            &[],
        );
        let report: serde_json::Value = serde_json::from_str(&run.text).unwrap();
        report
            .pointer("/findings/0/addresses")
            .map(ToString::to_string)
    };
    let both = r#"["aws_vpc_endpoint.each[\"sns\"]","aws_vpc_endpoint.each[\"sqs\"]"]"#;
    assert_eq!(addresses("").as_deref(), Some(both));
    let one = r#"["aws_vpc_endpoint.each[\"sns\"]"]"#;
    assert_eq!(addresses("\"sqs\"").as_deref(), Some(one));
    assert_eq!(addresses("\"sqs\", \"sns\""), None);
    // A security group that both use.
    let rule = "endpoint_sg_open_to_world";
    let group = "resource \"aws_security_group\" \"g\" {\n  vpc_id = \"vpc-1\"\n  ingress {\n    from_port   = 443\n    to_port     = 443\n    \
                 protocol    = \"tcp\"\n    cidr_blocks = [\"0.0.0.0/0\"]\n  }\n}\n";
    let grouped = |name: &str| {
        FAULTY
            .replace("\"sg-1\"", "aws_security_group.g.id")
            .replace("\"sqs\" {", &format!("\"{name}\" {{"))
            .replace(".sqs", &format!(".{name}"))
    };
    scene.write(
        "envs/prod/main.tf",
        [group, &grouped("sqs"), &grouped("sns")].concat(),
    );
    for (services, count) in [("\"sqs\"", 1), ("\"sqs\", \"sns\"", 0)] {
        scene.write(
            "vpcelint.toml",
            format!("[rules.{rule}]\nexcept-services = [{services}]\n"),
        );
        assert_eq!(
            check(&scene.0, &["--select", rule], &[]).findings().len(),
            count,
            "{services}"
        );
    }
}

#[test]
fn variable_files_give_values() {
    let scene = project("config-values");
    let main = FAULTY.replace("= false", "= var.dns") + "variable \"dns\" {\n  type = bool\n}\n";
    scene.write("envs/prod/main.tf", main);
    assert_eq!(check(&scene.0, &[], &[]).findings(), [POLICY]);
    scene.write("shared.tfvars", "dns = false\n");
    scene.write("vpcelint.toml", "var-files = [\"shared.tfvars\"]\n");
    assert_eq!(check(&scene.0, &[], &[]).findings(), [POLICY, DNS]);
    // The command line comes later, so it wins.
    let on = check(&scene.0, &["--var", "dns=true"], &[]);
    assert_eq!(on.findings(), [POLICY]);
    scene.write("vpcelint.toml", "var-files = [\"gone.tfvars\"]\n");
    let run = check(&scene.0, &[], &[]);
    assert_eq!(run.status, 2);
    let place = "cannot read this variable file: it does not exist";
    assert!(run.notes.contains(place), "{}", run.notes);
}

/// As a shell would hand them over: by name, nothing hidden; a name that only looks like a pattern is a name.
#[test]
fn patterns_stand_for_variable_files() {
    let scene = project("config-patterns");
    let main = FAULTY.replace("= false", "= var.dns") + "variable \"dns\" {\n  type = bool\n}\n";
    scene.write("envs/prod/main.tf", main);
    scene.write("values/a.tfvars", "dns = true\n");
    scene.write("values/b.tfvars", "dns = false\n");
    scene.write("values/.c.tfvars", "dns = true\n");
    scene.write("values/below/d.tfvars", "dns = true\n");
    scene.write("odd/[a].tfvars", "dns = false\n");
    scene.write("odd/a.tfvars", "dns = true\n");
    for (files, findings) in [
        ("values/*.tfvars", &[POLICY, DNS][..]),
        ("./values/{a,b}.tfvars", &[POLICY, DNS]),
        ("values/**/*.tfvars", &[POLICY]),
        ("values/?.tfvars\", \"values/a.tfvars", &[POLICY]),
        ("odd/[a].tfvars", &[POLICY, DNS]),
        ("odd/[!b].tfvars", &[POLICY]),
    ] {
        scene.write("vpcelint.toml", format!("var-files = [\"{files}\"]\n"));
        let run = check(&scene.0, &[], &[]);
        assert_eq!(run.findings(), findings, "{files}: {}", run.notes);
    }
    let absolute = scene.0.join("values/*.tfvars");
    let by_environment = [("VPCELINT_VAR_FILES", absolute.to_str().unwrap())];
    assert_eq!(
        check(&scene.0, &["--no-config"], &by_environment).findings(),
        [POLICY, DNS]
    );
    scene.write("values/e.tfvars", "dns = \n");
    for (files, told) in [
        (
            "values/*.json",
            "cannot read this variable file: no file matches",
        ),
        (
            "nowhere/*.tfvars",
            "cannot read this variable file: it does not exist",
        ),
        (
            "../*.tfvars",
            "cannot read this variable file: it lies outside the project",
        ),
        (
            "values/[",
            "cannot read this variable file: the pattern cannot be read: ",
        ),
        (
            "values/*.tfvars",
            "cannot read the variable file `values/e.tfvars`: line 1, column ",
        ),
    ] {
        scene.write("vpcelint.toml", format!("var-files = [\"{files}\"]\n"));
        let run = check(&scene.0, &[], &[]);
        assert_eq!(run.status, 2);
        assert!(run.notes.contains(told), "{files}: {}", run.notes);
        assert!(run.notes.contains("vpcelint.toml:1:14"), "{}", run.notes);
    }
}

/// What `eval` and `inspect` show is what `check` sees.
#[test]
fn other_commands_get_the_same_values() {
    let scene = project("config-eval");
    scene.write("envs/prod/variables.tf", "variable \"dns\" {\n  default = 1\n}\nresource \"aws_vpc\" \"v\" {\n  cidr_block = \"10.${var.dns}.0.0/16\"\n}\n");
    scene.write("two.tfvars", "dns = 2\n");
    scene.write("vpcelint.toml", "var-files = [\"two.tfvars\"]\n");
    scene.write("three.tfvars", "dns = 3\n");
    scene.write("other.toml", "var-files = [\"three.tfvars\"]\n");
    let three = [("VPCELINT_VAR_FILES", "three.tfvars")];
    for (options, variables, value) in [
        (&[][..], &[][..], '2'),
        (&["--no-config"], &[], '1'),
        (&["--config", "other.toml"], &[], '3'),
        (&[], &three, '3'),
        (&["--var", "dns=4"], &three, '4'),
    ] {
        let first = ["eval", "--chdir", "envs/prod", "--format", "json"];
        let eval = run(
            &scene.0,
            &[&first, options, &["var.dns"]].concat(),
            variables,
        );
        let answer: serde_json::Value = serde_json::from_str(&eval.text).unwrap();
        let shown = answer.pointer("/value").unwrap().to_string();
        assert_eq!(shown.trim_matches('"'), value.to_string(), "{options:?}");
        let inspect = [&["inspect", "envs", "--format", "json"], options].concat();
        let inspect = run(&scene.0, &inspect, variables);
        assert!(
            inspect.text.contains(&format!("10.{value}.0.0/16")),
            "{options:?}: {inspect:?}"
        );
    }
    scene.write("vpcelint.toml", "nonsense = 1\n");
    for arguments in [
        ["eval", "--chdir=envs/prod", "1"].as_slice(),
        &["inspect", "envs"],
    ] {
        let run = run(&scene.0, arguments, &[]);
        assert_eq!(run.status, 2);
        assert!(
            run.notes.contains("there is no setting `nonsense`"),
            "{}",
            run.notes
        );
    }
}

#[test]
fn variables_of_the_environment_are_never_passed_over() {
    let scene = project("config-environment");
    let variables = [
        ("VPCELINT_FAILON", "never"),
        ("VPCELINT_QQQ", "1"),
        ("VPCELINTER", "1"),
    ];
    let told = "warning: the variable `VPCELINT_FAILON` of the environment is no setting; did you mean `VPCELINT_FAIL_ON`?\n\
                warning: the variable `VPCELINT_QQQ` of the environment is no setting\n";
    for arguments in [
        ["check"].as_slice(),
        &["config", "show"],
        &["cost"],
        &["inspect"],
        &["eval", "1"],
    ] {
        let run = run(&scene.0, arguments, &variables);
        assert!(run.notes.starts_with(told), "{}", run.notes);
        assert_eq!(run.notes.matches("warning: the variable").count(), 2);
    }
    assert_eq!(run(&scene.0, &["rules"], &variables).notes, "");
    // Every one that help and README name is known.
    let readme =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    let named: Vec<_> = readme
        .split('`')
        .filter(|word| word.starts_with("VPCELINT_") && *word != "VPCELINT_")
        .collect();
    assert_eq!(named.len(), 11);
    for name in named {
        let run = run(&scene.0, &["check"], &[(name, "")]);
        assert!(!run.notes.contains("is no setting"), "{}", run.notes);
    }
    let latin = std::process::Command::new(env!("CARGO_BIN_EXE_vpcelint"))
        .arg("check")
        .current_dir(&scene.0)
        .env("VPCELINT_EXCLUDE", std::ffi::OsStr::from_bytes(b"caf\xe9"))
        .output()
        .unwrap();
    assert_eq!(latin.status.code(), Some(2));
    assert_eq!(latin.stderr, b"error: VPCELINT_EXCLUDE: it is not UTF-8\n");
}

#[test]
fn a_file_leads_nowhere_out_of_the_project() {
    let scene = project("config-inside");
    let outside = Scene::new("config-outside");
    outside.write("x.tfvars", "dns = false\n");
    outside.write("vpcelint.toml", "");
    let path = outside.0.join("x.tfvars");
    scene.write("vpcelint.toml", format!("var-files = [{path:?}]\n"));
    let run = check(&scene.0, &[], &[]);
    assert_eq!(run.status, 2);
    assert!(
        run.notes.contains("it lies outside the project"),
        "{}",
        run.notes
    );
    fs::remove_file(scene.0.join("vpcelint.toml")).unwrap();
    std::os::unix::fs::symlink("nowhere.toml", scene.0.join("vpcelint.toml")).unwrap();
    let run = check(&scene.0, &[], &[]);
    assert_eq!(run.status, 2);
    assert!(
        run.notes
            .contains("`vpcelint.toml` cannot be used: it does not exist"),
        "{}",
        run.notes
    );
    fs::remove_file(scene.0.join("vpcelint.toml")).unwrap();
    std::os::unix::fs::symlink(
        outside.0.join("vpcelint.toml"),
        scene.0.join("vpcelint.toml"),
    )
    .unwrap();
    let run = check(&scene.0, &[], &[]);
    assert_eq!(run.status, 2);
    assert!(
        run.notes.contains("it lies outside the project"),
        "{}",
        run.notes
    );
}

/// A hint that rests on indirect evidence alone is shown only on request, and counted otherwise.
#[test]
fn what_is_only_possible_is_counted() {
    let scene = Scene::new("config-possible");
    scene.write(".git/HEAD", "");
    let isolated = "resource \"aws_vpc\" \"main\" {
  cidr_block = \"10.0.0.0/16\"
}
resource \"aws_subnet\" \"private\" {
  vpc_id     = aws_vpc.main.id
  cidr_block = \"10.0.0.0/24\"
}
resource \"aws_route_table\" \"private\" {
  vpc_id = aws_vpc.main.id
}
resource \"aws_route_table_association\" \"private\" {
  subnet_id      = aws_subnet.private.id
  route_table_id = aws_route_table.private.id
}
";
    scene.write("main.tf", isolated);
    let silent = check(&scene.0, &[], &[]);
    assert_eq!((silent.findings(), silent.status), (vec![], 0));
    let counted = "2 too unsure to show (see --min-confidence)";
    assert!(silent.notes.contains(counted), "{}", silent.notes);
    let json = run(&scene.0, &["check", "--output-format", "json"], &[]);
    assert!(json.text.contains("\"unsure\": 2"), "{}", json.text);
    let shown = check(&scene.0, &["--min-confidence", "possible"], &[]);
    let hints = [
        "info[missing_dynamodb_gateway_endpoint]",
        "info[missing_s3_gateway_endpoint]",
    ];
    assert_eq!(shown.findings(), hints);
    assert!(!shown.notes.contains("unsure"), "{}", shown.notes);
}

#[test]
fn the_stronger_place_wins() {
    let scene = project("config-order");
    scene.write(
        "vpcelint.toml",
        "ignore = [\"private_dns_disabled\"]\nfail-on = \"never\"\n",
    );
    let select = [("VPCELINT_SELECT", "private_dns_disabled")];
    assert_eq!(check(&scene.0, &[], &select).findings(), [DNS]);
    let ignored = check(&scene.0, &["--ignore", "private_dns_disabled"], &select);
    assert_eq!(ignored.findings(), [""; 0]);
    let sure = [("VPCELINT_MIN_CONFIDENCE", "certain")];
    let policy = ["--select", "missing_endpoint_policy"];
    assert_eq!(check(&scene.0, &policy, &sure).findings(), [""; 0]);
    let unsure = [policy[0], policy[1], "--min-confidence", "likely"];
    assert_eq!(check(&scene.0, &unsure, &sure).findings(), [POLICY]);
    let fail_on = [("VPCELINT_FAIL_ON", "warning")];
    assert_eq!(check(&scene.0, &[], &[]).status, 0);
    assert_eq!(check(&scene.0, &[], &fail_on).status, 1);
    assert_eq!(check(&scene.0, &["--fail-on", "error"], &fail_on).status, 0);
    let exclude = [("VPCELINT_EXCLUDE", "prod, other")];
    assert_eq!(check(&scene.0, &[], &exclude).findings(), [""; 0]);
    let nothing = check(&scene.0, &[], &[("VPCELINT_SELECT", " , ")]);
    assert_eq!(
        (nothing.status, nothing.notes.as_str()),
        (2, "error: VPCELINT_SELECT: it names no rule\n")
    );
    let wrong = check(&scene.0, &[], &[("VPCELINT_FAIL_ON", "fatal")]);
    assert_eq!(
        (wrong.status, wrong.notes.as_str()),
        (
            2,
            "error: VPCELINT_FAIL_ON: expected one of `error`, `warning`, `info`, `never`\n"
        )
    );
}

/// Asked for by name and left out all the same: that must not look like a clean result.
#[test]
fn what_settings_leave_out_of_a_path_is_told() {
    let scene = project("config-excluded");
    scene.write("vpcelint.toml", "exclude = [\"prod\"]");
    scene.write("other/main.tf", "");
    let left_out = |paths: &[&str]| {
        let run = check(&scene.0, paths, &[]);
        assert_eq!((run.findings().len(), run.status), (0, 0));
        run.notes
            .contains("note: settings exclude all modules of `envs`\n")
    };
    assert!(left_out(&["envs"]));
    assert!(left_out(&["other", "envs"]));
    assert!(!left_out(&["."]));
    assert!(!left_out(&["other"]));
    // On the command line as well.
    let run = check(&scene.0, &["--no-config", "--exclude=envs", "envs"], &[]);
    assert_eq!(run.findings(), [""; 0]);
    assert!(run.notes.contains("all modules of `envs`"), "{}", run.notes);
}

#[test]
fn the_root_governs_what_its_modules_show() {
    let scene = Scene::new("config-root");
    scene.write("module/main.tf", FAULTY);
    for (root, rule) in [
        ("a", "private_dns_disabled"),
        ("b", "missing_endpoint_policy"),
    ] {
        let call = "module \"m\" {\n  source = \"../module\"\n}\n";
        scene.write(&format!("{root}/main.tf"), call);
        let config = format!("ignore = [\"{rule}\"]\n");
        scene.write(&format!("{root}/vpcelint.toml"), config);
    }
    assert_eq!(check(&scene.0, &["a"], &[]).findings(), [POLICY]);
    assert_eq!(check(&scene.0, &["b"], &[]).findings(), [DNS]);
    assert_eq!(check(&scene.0, &[], &[]).findings(), [POLICY, DNS]);
}

/// What settings leave out is counted wherever it might be taken for nothing, and can be listed with who says so.
#[test]
fn what_settings_leave_out_is_counted_and_listed() {
    // What it is called, the settings, the options, the environment.
    type Case<'a> = (&'a str, &'a str, &'a [&'a str], &'a [(&'a str, &'a str)]);
    let scene = project("config-silence");
    let silent: [Case<'_>; 7] = [
        (
            "file",
            "ignore = [\"connectivity\", \"security\"]\n",
            &[],
            &[],
        ),
        ("select", "select = [\"syntax\"]\n", &[], &[]),
        (
            "override",
            "[[overrides]]\npaths = [\"envs/**\"]\nignore = [\"private_dns_disabled\", \"missing_endpoint_policy\"]\nreason = \"r\"\n",
            &[],
            &[],
        ),
        (
            "services",
            "[rules.private_dns_disabled]\nexcept-services = [\"sqs\"]\n[rules.missing_endpoint_policy]\nexcept-services = [\"sqs\"]\n",
            &[],
            &[],
        ),
        ("path", "exclude = [\"envs/prod/main.tf\"]\n", &[], &[]),
        ("option", "", &["--ignore=security,connectivity"], &[]),
        (
            "variable",
            "",
            &[],
            &[("VPCELINT_IGNORE", "security,connectivity")],
        ),
    ];
    // Of a directory without any other file there is nothing to lint at all.
    scene.write("envs/prod/variables.tf", "variable \"a\" {}\n");
    let mut listed = String::new();
    for (name, settings, arguments, variables) in silent {
        scene.write("vpcelint.toml", settings);
        let plain = [&["check"], arguments].concat();
        let arguments = [&plain[..], &["--show-suppressed"]].concat();
        let human = run(&scene.0, &arguments, variables);
        assert_eq!(human.status, 0, "{name}: {}", human.text);
        let count = ", 2 left out by settings (see --show-suppressed)";
        let summary = human.text.lines().last().unwrap();
        assert!(
            summary.starts_with("found nothing wrong"),
            "{name}: {summary}"
        );
        assert!(summary.contains(count), "{name}: {summary}");
        listed.extend([name, "\n", &human.text]);
        let told = run(
            &scene.0,
            &[&arguments[..], &["--format=json"]].concat(),
            variables,
        );
        let report: serde_json::Value = serde_json::from_str(&told.text).unwrap();
        let at = |pointer: &str| report.pointer(pointer).cloned().unwrap_or_default();
        assert_eq!(at("/summary/left_out"), 2, "{name}");
        assert!(at("/suppressed/1/origin").is_string(), "{name}");
        for format in Format::value_variants() {
            let format = format.to_possible_value().unwrap().get_name().to_owned();
            let format = format!("--format={format}");
            let told = run(&scene.0, &[&plain[..], &[&format]].concat(), variables);
            let all = told.text + &told.notes;
            assert!(
                all.contains("2 left out") || all.contains("\"left_out\":"),
                "{name} {format}: {all}"
            );
        }
    }
    insta::assert_snapshot!(listed);
}

#[test]
fn directories_that_nobody_looked_at_are_counted() {
    let scene = project("config-excluded");
    scene.write("modules/other/main.tf", FAULTY);
    scene.write("vpcelint.toml", "exclude = [\"envs\"]\n");
    let counted = |arguments: &[&str], variables: &[(&str, &str)]| {
        let run = run(&scene.0, &[&["check"], arguments].concat(), variables);
        let summary = run.text.lines().last().unwrap_or_default().to_owned();
        summary.contains(", 1 path excluded").then_some(run.status)
    };
    assert_eq!(counted(&[], &[]), Some(1));
    scene.write("vpcelint.toml", "");
    assert_eq!(counted(&["--exclude=envs"], &[]), Some(1));
    assert_eq!(counted(&[], &[("VPCELINT_EXCLUDE", "envs/**")]), Some(1));
    assert_eq!(counted(&[], &[]), None);
    // A hook names files.
    scene.write("vpcelint.toml", "exclude = [\"envs\"]\n");
    let hook = ["--force-exclude", "--allow-empty", "envs/prod/main.tf"];
    assert_eq!(counted(&hook, &[]), Some(0));
}

#[test]
fn an_isolated_run_heeds_no_settings() {
    let scene = project("config-isolated");
    scene.write("vpcelint.toml", "ignore = [\"security\"]\n");
    let variables = [
        ("VPCELINT_IGNORE", "connectivity"),
        ("VPCELINT_FAIL_ON", "never"),
        ("VPCELINT_CONFIG", "vpcelint.toml"),
    ];
    assert_eq!(check(&scene.0, &[], &variables).findings(), [""; 0]);
    let run = check(&scene.0, &["--isolated"], &variables);
    assert_eq!(run.findings(), [POLICY, DNS]);
    assert_eq!(run.status, 1);
    // The environment of whoever runs it is no file of the project.
    let run = check(
        &scene.0,
        &["--no-config"],
        &[("VPCELINT_IGNORE", "connectivity")],
    );
    assert_eq!(run.findings(), [POLICY]);
    let both = check(&scene.0, &["--isolated", "--config=vpcelint.toml"], &[]);
    assert_eq!(both.status, 2);
    // A broken file stops nobody who does not heed it.
    scene.write("vpcelint.toml", "nonsense = true\n");
    assert_eq!(check(&scene.0, &["--isolated"], &[]).status, 1);
}

#[test]
fn a_possible_finding_stays_an_info() {
    let scene = Scene::new("config-possible-too");
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/_projects/small_vpc");
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            scene.write(&name, fs::read(&path).unwrap());
        }
    }
    let infos = |run: &terminal::Run| {
        let all = run.findings();
        all.into_iter()
            .filter(|one| one.starts_with("info"))
            .collect::<Vec<_>>()
    };
    let before = infos(&check(&scene.0, &[], &[]));
    let rules: Vec<_> = before
        .iter()
        .map(|one| {
            let id = one.trim_start_matches("info[").trim_end_matches(']');
            format!("[rules.{id}]\nseverity = \"error\"\n")
        })
        .collect();
    scene.write("vpcelint.toml", rules.concat());
    assert_eq!(infos(&check(&scene.0, &[], &[])), before);
}

#[test]
fn mistakes_are_underlined() {
    let mistakes = [
        "ignore = []\nexlude = [\"x\"]\n",
        "ignore = [\"private_dns_disable\"]\n[rules.qqq]\nseverity = \"error\"\n",
        "fail-on = \"eror\"\n",
        "[rules.syntax]\nseverty = \"error\"\n",
        "[rules.syntax]\nseverity = 3\n",
        "[rules.syntax]\nexcept-services = [\"s3\"]\n",
        "[rules.private_dns_disabled]\nexcept-service = [\"s3\"]\n",
        "[rules.private_dns_disabled]\nexcept-services = [\"ecr.spi\", \"qqq\"]\n",
        "select = \"syntax\"\n",
        "select = [\n",
        "exclude = [\"a[\"]\n",
        "exclude = [\".\", \"/envs\", \"!envs\"]\n[[overrides]]\npaths = [\"../x\"]\n",
        "[[overrides]]\nignore = [\"syntax\"]\n",
        "[[overrides]]\npaths = [\"x\"]\nfail-on = \"never\"\n",
        "required-version = \">=99\"\nnew-key = 1\n",
        "required-version = \"new\"\n",
        "require-ignore-reason = \"yes\"\n",
        "\u{feff}ignore = [\"qqq\"]\r\n",
    ];
    let mut all = String::new();
    for text in mistakes {
        let scene = project("config-mistakes");
        scene.write("vpcelint.toml", text);
        let run = check(&scene.0, &[], &[]);
        assert_eq!((run.status, run.text.as_str()), (2, ""), "{text}");
        all.push_str(&run.notes);
        all.push_str("----\n");
    }
    insta::assert_snapshot!("mistakes", all);
}

#[test]
fn what_counts_is_shown_with_its_origin() {
    let scene = project("config-show");
    scene.write(
        "vpcelint.toml",
        "ignore = [\"missing_s3_gateway_endpoint\"]\nexclude = [\"examples/**\"]\nvar-files = [\"a.tfvars\"]\n\
         [rules.private_dns_disabled]\nseverity = \"error\"\nexcept-services = [\"s3\"]\n\
         [[overrides]]\npaths = [\"envs\"]\nignore = [\"missing_endpoint_policy\"]\n",
    );
    let variables = [("VPCELINT_FAIL_ON", "info")];
    let shown = run(&scene.0, &["config", "show", "envs/prod"], &variables);
    assert_eq!(shown.status, 0, "{}", shown.notes);
    insta::assert_snapshot!("show", shown.text);
    // It is a configuration file itself.
    let page = Scene::new("config-shown");
    page.write("main.tf", FAULTY);
    page.write("vpcelint.toml", shown.text.replace("\"a.tfvars\",", ""));
    let run = check(&page.0, &[], &[]);
    assert_eq!(
        run.findings(),
        ["error[private_dns_disabled]"],
        "{}",
        run.notes
    );
}

#[test]
fn categories_select_and_ignore_their_rules() {
    let scene = project("config-categories");
    scene.write("broken/main.tf", "resource {");
    let findings = |options: &[&str], variables: &[(&str, &str)]| {
        check(
            &scene.0,
            &[options, &["envs", "broken"]].concat(),
            variables,
        )
        .findings()
    };
    let syntax = "error[syntax]";
    for (options, expected) in [
        (&["--select", "security"][..], &[syntax, POLICY][..]),
        (&["--select", "connectivity,cost"], &[syntax, DNS]),
        (&["--select", "apply-failure"], &[syntax]),
        (&["--ignore", "security"], &[syntax, DNS]),
        // What cannot be read is ignored by its own name only.
        (
            &["--ignore", "apply-failure,security,connectivity"],
            &[syntax],
        ),
        (&["--ignore", "syntax,security,connectivity"], &[]),
        (
            &[
                "--select",
                "security",
                "--ignore",
                "missing_endpoint_policy",
            ],
            &[syntax],
        ),
    ] {
        assert_eq!(findings(options, &[]), expected, "{options:?}");
    }
    let variables = [("VPCELINT_SELECT", "security")];
    assert_eq!(findings(&[], &variables), [syntax, POLICY]);
}

#[test]
fn what_is_off_is_turned_on_by_name_category_profile_or_demand() {
    let scene = Scene::new("config-off");
    scene.write(".git/HEAD", "");
    scene.write(
        "main.tf",
        "provider \"aws\" {\n  region = \"eu-west-1\"\n}\n\nresource \"aws_vpc\" \"main\" {\n  cidr_block = \"10.0.0.0/16\"\n}\n",
    );
    let findings = |options: &[&str], variables: &[(&str, &str)]| {
        check(&scene.0, options, variables).findings()
    };
    let hub = "info[security_hub_required_endpoints]";
    let required = "warning[required_endpoints]";
    let nothing: [&str; 0] = [];
    assert_eq!(findings(&[], &[]), nothing);
    for on in [
        ["--enable", "security_hub_required_endpoints"],
        ["--select", "security_hub_required_endpoints"],
        // All rules of the category are off: it can mean nothing else.
        ["--select", "compliance"],
        ["--enable", "compliance"],
        ["--profile", "security-hub"],
    ] {
        assert_eq!(findings(&on, &[]), [hub], "{on:?}");
    }
    for (variable, value) in [
        ("VPCELINT_ENABLE", "security_hub_required_endpoints"),
        ("VPCELINT_PROFILE", "security-hub"),
    ] {
        assert_eq!(findings(&[], &[(variable, value)]), [hub], "{variable}");
    }
    // Nobody has decided anything about a rule that is off by default.
    let run = check(&scene.0, &["--show-suppressed"], &[]);
    assert!(!run.notes.contains("left out"), "{}", run.notes);
    for (settings, expected) in [
        ("enable = [\"compliance\"]\n", vec![hub]),
        ("profile = \"security-hub\"\n", vec![hub]),
        (
            "[rules.required_endpoints]\nservices = [\"sts\"]\n",
            vec![required],
        ),
        (
            "ignore = [\"required_endpoints\"]\n[rules.required_endpoints]\nservices = [\"sts\"]\n",
            vec![],
        ),
        (
            "[[overrides]]\npaths = [\"*.tf\"]\nrules.required_endpoints.services = [\"sts\"]\n",
            vec![required],
        ),
        (
            "[[overrides]]\npaths = [\"elsewhere/**\"]\nrules.required_endpoints.services = [\"sts\"]\n",
            vec![],
        ),
    ] {
        scene.write("vpcelint.toml", settings);
        assert_eq!(findings(&[], &[]), expected, "{settings}");
    }
    scene.write("vpcelint.toml", "profile = \"security-hub\"\n");
    let ignored = [
        "--ignore",
        "security_hub_required_endpoints",
        "--select",
        "syntax",
    ];
    assert_eq!(findings(&ignored[..2], &[]), nothing);
    assert_eq!(findings(&ignored[2..], &[]), nothing);
}

#[test]
fn a_rule_that_demands_nothing_is_told_to_whoever_wants_it() {
    let scene = project("config-untold");
    let told = "rule required_endpoints says nothing without its option `services`";
    for option in ["--enable", "--select"] {
        let run = check(&scene.0, &[option, "required_endpoints"], &[]);
        assert_eq!(run.status, 2, "{}", run.notes);
        assert!(run.notes.contains(option), "{}", run.notes);
        assert!(run.notes.contains(told), "{}", run.notes);
    }
    let run = check(&scene.0, &[], &[("VPCELINT_ENABLE", "required_endpoints")]);
    assert!(run.notes.contains("VPCELINT_ENABLE: rule"), "{}", run.notes);
    scene.write("vpcelint.toml", "enable = [\"required_endpoints\"]\n");
    let run = check(&scene.0, &[], &[]);
    assert_eq!(run.status, 2, "{}", run.notes);
    assert!(run.notes.contains("vpcelint.toml:1:1"), "{}", run.notes);
    assert!(
        run.notes.contains("[rules.required_endpoints]"),
        "{}",
        run.notes
    );
    scene.write(
        "vpcelint.toml",
        "enable = [\"required_endpoints\"]\n[rules.required_endpoints]\nservices = [\"sts\"]\n",
    );
    assert_eq!(check(&scene.0, &[], &[]).status, 1);
}

#[test]
fn what_is_told_a_rule_is_held_to_its_type() {
    let scene = project("config-typed");
    for (settings, message) in [
        (
            "required_endpoints]\nservices = [\"sqss\"]",
            "did you mean `sqs`?",
        ),
        (
            "required_endpoints]\nservices = []",
            "`services` demands nothing",
        ),
        (
            "required_endpoints]\nvpcs = \"public\"",
            "expected one of `all`, `private`",
        ),
        (
            "required_endpoints]\nvpcs = \"privat\"",
            "did you mean `private`?",
        ),
        (
            "required_endpoints]\nservice = [\"sqs\"]",
            "did you mean `services`?",
        ),
        (
            "allowed_ingress]\ncidr-blocks = [\"10.0.0.1/8\"]",
            "did you mean `10.0.0.0/8`?",
        ),
        (
            "allowed_ingress]\ncidr-blocks = [\"ten\"]",
            "`ten` is no CIDR block",
        ),
        ("required_tags]\ntags = [\"Owner\"]", "expected a table"),
        (
            "required_tags]\ntags = { Owner = 1 }",
            "a string, or a list of strings",
        ),
        (
            "required_tags]\ntags = { Owner = [] }",
            "`Owner` may have no value",
        ),
    ] {
        scene.write("vpcelint.toml", format!("[rules.{settings}\n"));
        let run = check(&scene.0, &[], &[]);
        assert_eq!(run.status, 2, "{settings}");
        assert!(run.notes.contains(message), "{settings}: {}", run.notes);
    }
    scene.write(
        "vpcelint.toml",
        "[rules.required_tags]\ntags = { Owner = \"*\", Stage = [\"a\", \"b\"] }\n[rules.allowed_ingress]\ncidr-blocks = [\"fd00::/8\"]\n",
    );
    let shown = run(&scene.0, &["config", "show"], &[]).text;
    for line in [
        "rules.required_tags.tags = { \"Owner\" = [\"*\"], \"Stage\" = [\"a\", \"b\"] } # vpcelint.toml:2:1",
        "rules.allowed_ingress.cidr-blocks = [\"fd00::/8\"] # vpcelint.toml:4:1",
        "  \"allowed_ingress\", # vpcelint.toml:4:1",
    ] {
        assert!(shown.contains(line), "{shown}");
    }
}

#[test]
fn of_a_directory_the_overrides_are_shown() {
    let scene = project("config-show-overrides");
    scene.write("legacy/main.tf", FAULTY);
    scene.write("legacy/other.tf", "");
    scene.write("legacy/old/main.tf", FAULTY);
    scene.write(
        "vpcelint.toml",
        "[[overrides]]\npaths = [\"legacy/**\"]\nignore = [\"private_dns_disabled\"]\n\
         [[overrides]]\npaths = [\"legacy/main.tf\"]\nfail-on = \"never\"\n"
            .replace("fail-on = \"never\"", "min-confidence = \"certain\""),
    );
    let shown = |path: &str| run(&scene.0, &["config", "show", path], &[]).text;
    let ignored = "\"private_dns_disabled\", # override at vpcelint.toml:3:1";
    let certain = "min-confidence = \"certain\" # override at vpcelint.toml:6:1";
    let further = "# further settings for \"legacy/main.tf\" # vpcelint.toml:5:10";
    for (path, parts, absent) in [
        ("legacy", &[ignored, further][..], &[certain][..]),
        ("legacy/main.tf", &[ignored, certain], &[further]),
        ("legacy/old", &[ignored], &[certain, further]),
        ("envs/prod", &[], &[ignored, certain, further]),
    ] {
        let text = shown(path);
        assert!(
            parts.iter().all(|part| text.contains(part)),
            "{path}: {text}"
        );
        assert!(
            !absent.iter().any(|part| text.contains(part)),
            "{path}: {text}"
        );
    }
    let above = shown(".");
    assert!(
        above.contains("# further settings for \"legacy/**\""),
        "{above}"
    );
    assert!(above.contains(further), "{above}");
}

#[test]
fn an_exclude_without_effect_is_told() {
    let scene = project("config-exclude");
    scene.write("docs/page.md", "");
    scene.write("envs/prod/.terraform/modules/x/main.tf", FAULTY);
    scene.write(
        "vpcelint.toml",
        "exclude = [\"exmaples/**\", \"docs\", \"**/.terraform/**\", \"prod/main.tf\"]\n",
    );
    let notes = |directory: &str, options: &[&str], variables: &[(&str, &str)]| {
        let run = check(&scene.0.join(directory), options, variables);
        assert_eq!(run.status, 1, "{run:?}");
        let lines = run.notes.lines().map(str::to_owned);
        lines
            .filter(|line| line.contains("exclude"))
            .collect::<Vec<_>>()
    };
    let examples = "note: the exclude `exmaples/**` (vpcelint.toml:1:12) matches nothing";
    let main = "note: the exclude `prod/main.tf` (vpcelint.toml:1:55) matches nothing";
    assert_eq!(notes("", &[], &[]), [examples, main]);
    assert_eq!(
        notes(
            "",
            &["--exclude", "xyz", "--exclude", "docs/*"],
            &[("VPCELINT_EXCLUDE", "y")]
        ),
        [
            "note: the exclude `xyz` (--exclude) matches nothing",
            "note: the exclude `y` (VPCELINT_EXCLUDE) matches nothing",
            examples,
            main,
        ]
    );
    // Of a part nothing follows.
    assert!(notes("envs", &[], &[]).is_empty());
    assert!(notes("", &["envs/prod/main.tf"], &[]).is_empty());
}

const TYPED: &str = "variable \"zones\" {\n  type = list(string)\n}\nvariable \"count_of\" {\n  type = number\n}\n\
                     variable \"secret\" {\n  type = number\n  sensitive = true\n}\nvariable \"free\" {}\n";

#[test]
fn values_that_no_root_can_take_are_errors() {
    let scene = project("inputs-values");
    scene.write("envs/typed/main.tf", format!("{TYPED}{FAULTY}"));
    scene.write("values.tfvars", "free = 1\n\n  zones = \"a\"\n");
    scene.write("calls.tfvars", "zones = [upper(\"a\")]\n");
    scene.write("json.tfvars.json", "{\"count_of\": \"x\"}");
    let unfit = |place: &str, name: &str, reason: &str| {
        format!(
            "error: {place}: variable `{name}` of the root module `envs/typed` cannot take this value: {reason}\n"
        )
    };
    for (option, message) in [
        (
            "--var=zones=a",
            unfit(
                "--var zones",
                "zones",
                "a value cannot refer to `a`: a text stands in quotes",
            ),
        ),
        (
            "--var=zones=[\"a\"",
            unfit(
                "--var zones",
                "zones",
                "this is not closed: a `]` is missing",
            ),
        ),
        (
            "--var=zones=3",
            unfit("--var zones", "zones", "list of string required"),
        ),
        (
            "--var=zones=[var.free]",
            unfit(
                "--var zones",
                "zones",
                "a value cannot refer to `var`: a text stands in quotes",
            ),
        ),
        (
            "--var=count_of=many",
            unfit("--var count_of", "count_of", "a number is required"),
        ),
        (
            "--var=secret=hidden",
            unfit(
                "--var secret",
                "secret",
                "it does not fit the type of the variable",
            ),
        ),
        (
            "--var-file=values.tfvars",
            unfit("values.tfvars:3:11", "zones", "list of string required"),
        ),
        (
            "--var-file=calls.tfvars",
            unfit(
                "calls.tfvars:1:9",
                "zones",
                "a value cannot call a function",
            ),
        ),
        (
            "--var-file=json.tfvars.json",
            unfit("json.tfvars.json:1:14", "count_of", "a number is required"),
        ),
    ] {
        for command in [
            &["check"][..],
            &["check", "envs/typed/main.tf"],
            &["inspect"],
        ] {
            let run = run(&scene.0, &[command, &[option]].concat(), &[]);
            assert_eq!(
                (run.status, run.notes.as_str()),
                (2, message.as_str()),
                "{option}"
            );
        }
    }
    // Text is taken letter by letter where a text, or anything, will do; later values count alone.
    for options in [
        &["--var=free=[", "--var=zones=[\"a\"]", "--var=count_of=3"][..],
        &["--var-file=values.tfvars", "--var=zones=[]"],
    ] {
        assert_eq!(check(&scene.0, options, &[]).status, 1, "{options:?}");
    }
}

#[test]
fn values_that_no_root_asks_for_are_errors_of_options_and_told_of_files() {
    let scene = project("inputs-undeclared");
    scene.write("envs/typed/main.tf", format!("{TYPED}{FAULTY}"));
    // It concerns no endpoint, and is not linted.
    scene.write("envs/other/main.tf", "variable \"budget\" {}\n");
    scene.write("values.tfvars", "free = 1\nzoens = []\n");
    for (option, message) in [
        (
            "--var=zone=[]",
            "--var zone: no root module declares a variable `zone`; did you mean `zones`?",
        ),
        (
            "--var=qqq=1",
            "--var qqq: no root module declares a variable `qqq`",
        ),
    ] {
        for command in [
            &["check"][..],
            &["inspect"],
            &["eval", "--chdir=envs/typed", "1"],
        ] {
            let run = run(&scene.0, &[command, &[option]].concat(), &[]);
            assert_eq!(
                (run.status, run.notes),
                (2, format!("error: {message}\n")),
                "{command:?}"
            );
        }
    }
    // Terraform takes the file, with a warning.
    let told = "warning: values of variable files are not used\n  \
                values.tfvars:2:1: no root module declares a variable `zoens`; did you mean `zones`?\n";
    for command in [
        &["check"][..],
        &["inspect"],
        &["eval", "--chdir=envs/typed", "1"],
    ] {
        let run = run(
            &scene.0,
            &[command, &["--var-file=values.tfvars"]].concat(),
            &[],
        );
        assert!(run.status < 2 && run.notes.contains(told), "{run:?}");
    }
    assert_eq!(check(&scene.0, &["--var=budget=1"], &[]).status, 1);
    // Of one file the roots are linted that reach it, and others may ask for the value.
    let named = ["envs/prod/main.tf", "--var=zones=[]"];
    assert_eq!(check(&scene.0, &named, &[]).status, 1);
    // What cannot be read may declare anything.
    scene.write("envs/typed/more.tf", "variable {");
    let run = check(&scene.0, &["--var=qqq=1"], &[]);
    assert_eq!(run.status, 1, "{run:?}");
    // Files that settings name are for many roots.
    fs::remove_file(scene.0.join("envs/typed/more.tf")).unwrap();
    scene.write("vpcelint.toml", "var-files = [\"values.tfvars\"]\n");
    assert_eq!(check(&scene.0, &[], &[]).status, 1);
}

#[test]
fn a_broken_variable_file_is_blamed_where_it_breaks() {
    let scene = project("inputs-broken");
    for (text, blamed) in [
        (
            "a = 1\nb =\nc = 3\n",
            "line 2, column 3: expected a value, found the end of the line",
        ),
        (
            "a = 1\nb\nc = 3\n",
            "line 2, column 1: expected `=` or `{` after a name, found the end of the line",
        ),
        (
            "a = 1\nb = [1,\nc = 3\n",
            "line 2, column 5: this is not closed: a `]` is missing",
        ),
        (
            "a = \"x\nc = 3\n",
            "line 1, column 5: this string is not closed: a `\"` is missing",
        ),
        (
            "a = 1\nb : 2\n",
            "line 2, column 3: expected `=` or `{` after a name, found `:`",
        ),
        (
            "a = 1\nb = \"x\" c = 3\n",
            "line 2, column 9: expected a new line, found `c`",
        ),
        (
            "a = 1\n}\nc = 2\n",
            "line 2, column 1: this `}` closes nothing",
        ),
        (
            "a = 1\nb {\n  c = 1\n}\n",
            "line 2, column 1: a variable file has values only, no blocks",
        ),
    ] {
        scene.write("values.tfvars", text);
        let run = check(&scene.0, &["--var-file=values.tfvars"], &[]);
        let message = format!("error: cannot read the variable file `values.tfvars`: {blamed}\n");
        assert_eq!((run.status, run.notes), (2, message), "{text}");
    }
}

#[test]
fn a_path_to_show_must_exist() {
    let scene = project("config-show-nowhere");
    assert_eq!(run(&scene.0, &["config", "show", "nowhere"], &[]).status, 2);
}

#[test]
fn a_new_file_names_every_setting_and_changes_nothing() {
    let scene = project("config-init");
    let made = run(&scene.0, &["config", "init"], &[]);
    assert_eq!(
        (made.status, made.notes.as_str()),
        (0, "wrote `vpcelint.toml`\n")
    );
    assert_eq!(check(&scene.0, &[], &[]).findings(), [POLICY, DNS]);
    let text = fs::read_to_string(scene.0.join("vpcelint.toml")).unwrap();
    let schema: serde_json::Value = serde_json::from_str(&vpcelint::config::schema()).unwrap();
    for (key, _) in schema.get("properties").unwrap().as_object().unwrap() {
        let named = [
            format!("# {key} ="),
            format!("# [{key}."),
            format!("# [[{key}]]"),
        ];
        assert!(
            named.iter().any(|one| text.contains(one)),
            "{key} is not in the template"
        );
    }
    // Every example in it can be followed, too.
    let examples: String = text
        .lines()
        .filter_map(|line| line.strip_prefix("# "))
        .filter(|line| line.starts_with('[') || line.contains(" = "))
        .flat_map(|line| [line, "\n"])
        .collect();
    scene.write(
        "vpcelint-baseline.json",
        "{\"version\": 1, \"findings\": []}",
    );
    scene.write("prod.tfvars", "");
    scene.write("envs/prod.tfvars", "");
    scene.write("vpcelint.toml", examples);
    let run_again = check(&scene.0, &[], &[]);
    assert_ne!(run_again.status, 2, "{}", run_again.notes);
    // It never replaces one.
    let again = run(&scene.0, &["config", "init"], &[]);
    assert_eq!(
        (again.status, again.notes.as_str()),
        (2, "error: there is a `vpcelint.toml` already\n")
    );
}

/// Mended by `BLESS=1 cargo test --test config`.
#[test]
fn the_schema_is_fresh() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/config/schema.json");
    let schema = run(Path::new("."), &["config", "schema"], &[]).text;
    if env::var_os("BLESS").is_some() {
        fs::write(&path, &schema).unwrap();
    }
    assert!(
        fs::read_to_string(path).unwrap() == schema,
        "src/config/schema.json is stale: run `BLESS=1 cargo test --test config`"
    );
}

/// The settings that the README shows can be followed.
#[test]
fn the_readme_shows_settings_that_can_be_followed() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = fs::read_to_string(path).unwrap();
    let (_, settings) = readme.split_once("### Settings\n").unwrap();
    let (_, rest) = settings.split_once("```toml\n").unwrap();
    let (example, _) = rest.split_once("```").unwrap();
    let scene = project("config-readme");
    scene.write("vpcelint.toml", example);
    let run = check(&scene.0, &[], &[]);
    assert_eq!(
        run.findings(),
        [POLICY, "error[private_dns_disabled]"],
        "{}",
        run.notes
    );
    let others = rest.split("```toml\n").skip(1);
    let others = others.map(|it| it.split_once("```").unwrap().0);
    for example in others.filter(|it| it.contains("[rules.")) {
        scene.write("vpcelint.toml", example);
        let run = check(&scene.0, &[], &[]);
        assert_ne!(run.status, 2, "{example}\n{}", run.notes);
    }
}

/// A TOML value that a part of the schema allows.
fn sample(schema: &serde_json::Value) -> String {
    let at = |key: &str| schema.get(key);
    if let Some(names) = at("enum") {
        return names.get(0).unwrap().to_string();
    }
    if let Some(ways) = at("anyOf") {
        return sample(ways.get(0).unwrap());
    }
    if let Some(value) = at("additionalProperties").filter(|value| value.is_object()) {
        return format!("{{key = {}}}", sample(value));
    }
    match at("type").and_then(serde_json::Value::as_str) {
        Some("boolean") => "true".to_owned(),
        Some("string") => at("examples").map_or_else(
            || "\"1\"".to_owned(),
            |examples| examples.get(0).unwrap().to_string(),
        ),
        Some("array") => format!("[{}]", sample(at("items").unwrap())),
        _ => {
            let properties = at("properties").and_then(serde_json::Value::as_object);
            let named = properties.into_iter().flatten();
            let fields: Vec<_> = named
                .map(|(key, value)| format!("{key} = {}", sample(value)))
                .collect();
            format!("{{{}}}", fields.join(", "))
        }
    }
}

/// What the schema allows is understood, in overrides too.
#[test]
fn the_schema_says_what_can_be_followed() {
    let schema: serde_json::Value = serde_json::from_str(&vpcelint::config::schema()).unwrap();
    let properties = schema.get("properties").unwrap().as_object().unwrap();
    let lines: Vec<_> = properties
        .iter()
        .map(|(key, value)| format!("{key} = {}\n", sample(value)))
        .collect();
    // No version of ours is 1, so that one is left out.
    let text = lines.concat().replace("required-version = \"1\"\n", "");
    assert!(
        text.contains("paths = [") && text.contains("severity = "),
        "{text}"
    );
    let sources = vpcelint::source::Sources::new(env::temp_dir());
    let file = sources.scratch("vpcelint.toml", text.as_str());
    let read = vpcelint::config::read(&file, Path::new("/"));
    assert!(read.is_ok(), "{text}\n{read:?}");
    let layer = read.unwrap().layer;
    assert!(layer.select.is_some() && layer.fail_on.is_some() && layer.min_confidence.is_some());
    assert!(layer.require_ignore_reason.is_some());
    assert!(!layer.severity.is_empty() && !layer.options.is_empty());
    assert!(!layer.ignore.is_empty() && !layer.exclude.is_empty() && !layer.var_files.is_empty());
    let variants = &layer.variants;
    assert!(variants.len() == 1 && variants.iter().all(|it| it.workspace.is_some()));
}
