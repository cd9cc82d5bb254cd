use super::*;

fn name(source: &str, version: Option<&str>) -> Option<String> {
    find(source, version).map(Known::name)
}

#[test]
fn the_version_decides_the_variant() {
    for (version, expected) in [
        (None, " since 5.11.0"),
        (Some("~> 6.0"), " since 5.11.0"),
        (Some("6.6.0"), " since 5.11.0"),
        (Some("~> 5.0"), " since 4.0.2"),
        (Some(">= 4.0.1, < 6.0"), " since 4.0.1"),
        (Some("5.7.0"), " since 5.1.2 before 5.7.1"),
        (Some("~> 3.0"), " since 3.0.0 before 4.0.0"),
        (Some("~> 3.14.2"), " since 3.11.3 before 3.16.0"),
        (Some(">= 3.0, < 4.0"), " since 3.0.0 before 4.0.0"),
        (Some("= 3.19.0"), " since 3.16.0 before 4.0.0"),
        (Some(">= 3.0"), " since 3.0.0"),
        (Some("~> 3"), " since 3.0.0"),
        (Some("2.78.0"), " since 2.72.0 before 3.0.0"),
        (Some("~> v2.70"), " since 2.48.0 before 3.0.0"),
        (Some("< 3"), " before 3.0.0"),
        (Some(">= 2.0"), ""),
        (Some("<= 3.0"), " before 3.7.0"),
        (Some("!= 4.0.0"), ""),
        (Some("nonsense"), ""),
    ] {
        let expected = format!("terraform-aws-modules/vpc/aws{expected}");
        assert_eq!(
            name("terraform-aws-modules/vpc/aws", version),
            Some(expected),
            "{version:?}"
        );
    }
}

#[test]
fn what_changed_is_known_unless_the_range_has_both() {
    let says = |version, line: &str| {
        let known = find("terraform-aws-modules/vpc/aws", Some(version));
        known.is_some_and(|known| known.versions().contains(line))
    };
    assert!(says("5.7.0", "since_5_7_1 = false\n"));
    assert!(says("5.7.1", "since_5_7_1 = true\n"));
    assert!(says("~> 5.0", "since_5_7_1 = length(uuid()) > 36\n"));
    let has = |version, file| {
        let known = find("terraform-aws-modules/vpc/aws", Some(version));
        known.is_some_and(|known| known.files().any(|(name, _)| name == file))
    };
    for (version, before, since, any, endpoints) in [
        ("2.78.0", true, false, false, true),
        ("3.19.0", true, false, false, false),
        ("6.6.0", false, true, false, false),
        (">= 3.0", false, false, true, false),
        (">= 2.0", false, false, true, true),
    ] {
        assert_eq!(has(version, "vpc/before_4.tf"), before, "{version}");
        assert_eq!(has(version, "vpc/since_4.tf"), since, "{version}");
        assert_eq!(has(version, "vpc/any_version.tf"), any, "{version}");
        assert_eq!(has(version, "vpc/endpoints_2.tf"), endpoints, "{version}");
    }
}

#[test]
fn sources_have_many_forms() {
    for (expected, sources) in [
        (
            "terraform-aws-modules/vpc/aws",
            &[
                "terraform-aws-modules/vpc/aws",
                "registry.terraform.io/terraform-aws-modules/vpc/aws",
                "registry.opentofu.org/terraform-aws-modules/vpc/aws",
                "github.com/terraform-aws-modules/terraform-aws-vpc",
                "github.com/terraform-aws-modules/terraform-aws-vpc.git?ref=v5.1.2",
                "git::https://github.com/terraform-aws-modules/terraform-aws-vpc.git?ref=v5.1.2",
                "git::https://github.com/terraform-aws-modules/terraform-aws-vpc?depth=1&ref=v5.1.2",
                "git::ssh://git@github.com/terraform-aws-modules/terraform-aws-vpc.git?ref=master",
                "git@github.com:terraform-aws-modules/terraform-aws-vpc.git",
                "git::git@github.com:terraform-aws-modules/terraform-aws-vpc.git?ref=v4.0.0",
                "https://github.com/terraform-aws-modules/terraform-aws-vpc",
            ][..],
        ),
        (
            "terraform-aws-modules/vpc/aws//modules/vpc-endpoints",
            &[
                "git::https://github.com/terraform-aws-modules/terraform-aws-vpc.git//modules/vpc-endpoints?ref=v5.1.2",
                "terraform-aws-modules/vpc/aws//modules/vpc-endpoints",
                "terraform-aws-modules/vpc/aws//modules/vpc-endpoints/",
            ],
        ),
        (
            "terraform-aws-modules/security-group/aws",
            &["terraform-aws-modules/security-group/aws"],
        ),
        (
            "terraform-aws-modules/security-group/aws//modules/https-443",
            &[
                "terraform-aws-modules/security-group/aws//modules/https-443",
                "github.com/terraform-aws-modules/terraform-aws-security-group//modules/https-443",
            ],
        ),
        (
            "cloudposse/vpc/aws//modules/vpc-endpoints",
            &["cloudposse/vpc/aws//modules/vpc-endpoints"],
        ),
        ("aws-ia/vpc/aws", &["aws-ia/vpc/aws"]),
        (
            "hashicorp/subnets/cidr",
            &[
                "hashicorp/subnets/cidr",
                "registry.terraform.io/hashicorp/subnets/cidr",
                "github.com/hashicorp/terraform-cidr-subnets",
                "git::https://github.com/hashicorp/terraform-cidr-subnets.git?ref=v1.0.0",
            ],
        ),
    ] {
        for source in sources {
            let found = find(source, None).map(Known::source);
            assert_eq!(found.as_deref(), Some(expected), "{source}");
        }
    }
}

#[test]
fn the_reference_of_a_repository_is_its_version() {
    let repository = "github.com/terraform-aws-modules/terraform-aws-vpc";
    for (reference, expected) in [
        ("v2.78.0", " since 2.72.0 before 3.0.0"),
        ("82d1929", ""),
        ("v5.1.2", " since 5.1.2 before 5.7.1"),
        ("main", " since 5.11.0"),
    ] {
        let expected = format!("terraform-aws-modules/vpc/aws{expected}");
        let found = name(&format!("{repository}?ref={reference}"), None);
        assert_eq!(found, Some(expected), "{reference}");
    }
}

#[test]
fn forks_have_the_name_a_version_and_the_arguments_of_the_original() {
    let arguments = ["name", "cidr", "azs", "private_subnets"];
    let original = |source, version, arguments: &[&str]| {
        find_original(source, version, arguments).map(Known::source)
    };
    let vpc = Some("terraform-aws-modules/vpc/aws".to_owned());
    for (source, version) in [
        ("github.com/acme/terraform-aws-vpc?ref=v3.19.0", None),
        (
            "git::https://github.com/acme/terraform-aws-vpc.git?ref=tags/v3.19.0",
            None,
        ),
        ("git@github.com:acme/terraform-aws-vpc.git?ref=2.78.0", None),
        (
            "git::https://gitlab.com/acme/mirrors/terraform-aws-vpc.git?ref=v5.1.2",
            None,
        ),
        (
            "git::ssh://git@gitlab.acme.dev/terraform-aws-modules/terraform-aws-vpc.git?ref=v5.1.2",
            None,
        ),
        ("app.terraform.io/acme/vpc/aws", Some("5.1.2")),
        ("acme/vpc/aws", Some("= 5.1.2")),
    ] {
        assert_eq!(original(source, version, &arguments), vpc, "{source}");
    }
    for (source, version) in [
        // No version, or none of the original's.
        ("github.com/acme/terraform-aws-vpc", None),
        ("github.com/acme/terraform-aws-vpc?ref=main", None),
        ("github.com/acme/terraform-aws-vpc?ref=82d1929", None),
        ("github.com/acme/terraform-aws-vpc?ref=v1.2.0", None),
        ("github.com/acme/terraform-aws-vpc?ref=v2.100.0", None),
        ("github.com/acme/terraform-aws-vpc?ref=v99.0.0", None),
        ("acme/vpc/aws", Some("~> 5.1")),
        ("acme/vpc/aws", None),
        // Another name, a part that has no model, an original itself.
        ("github.com/acme/terraform-aws-network?ref=v3.19.0", None),
        (
            "github.com/acme/terraform-aws-vpc//modules/flow-log?ref=v3.19.0",
            None,
        ),
        (
            "git::https://github.com/cloudposse/terraform-aws-vpc.git?ref=tags/2.1.0",
            None,
        ),
        ("./terraform-aws-vpc", Some("3.19.0")),
    ] {
        assert_eq!(original(source, version, &arguments), None, "{source}");
    }
    let source = "github.com/acme/terraform-aws-vpc?ref=v3.19.0";
    assert_eq!(original(source, None, &["name", "cidr"]), None);
    let foreign = ["name", "cidr", "azs", "subnet_layout"];
    assert_eq!(original(source, None, &foreign), None);
}

#[test]
fn the_arguments_tell_two_originals_of_one_name_apart() {
    let source = "github.com/acme/terraform-aws-vpc//modules/vpc-endpoints?ref=3.0.0";
    for (arguments, expected) in [
        (
            ["vpc_id", "endpoints", "security_group_ids"],
            "terraform-aws-modules/vpc/aws//modules/vpc-endpoints",
        ),
        (
            ["vpc_id", "gateway_vpc_endpoints", "interface_vpc_endpoints"],
            "cloudposse/vpc/aws//modules/vpc-endpoints",
        ),
    ] {
        let found = find_original(source, None, &arguments).map(Known::source);
        assert_eq!(found.as_deref(), Some(expected));
    }
}

#[test]
fn releases_are_those_of_models() {
    let modules: Vec<&str> = releases::modules().collect();
    for model in &MODELS {
        assert!(modules.contains(&model.module), "{}", model.module);
        let is_released = releases::is_released(model.module, model.checked);
        assert!(is_released, "{}", model.module);
    }
}

#[test]
fn what_has_no_model_stays_unknown() {
    for source in [
        "",
        "./modules/vpc",
        "terraform-aws-modules/vpc",
        "terraform-aws-modules/vpc/azurerm",
        "terraform-aws-modules/vpc/aws//modules/flow-log",
        "someone/vpc/aws",
        "hashicorp/subnets/aws",
        "hashicorp/subnets",
        "github.com/hashicorp/terraform-aws-subnets",
        "app.terraform.io/terraform-aws-modules/vpc/aws",
        "git::https://gitlab.com/terraform-aws-modules/terraform-aws-vpc.git",
        "github.com/someone/terraform-aws-vpc",
        "https://example.com/vpc.zip",
        "terraform-aws-modules/security-group/aws//modules/nothing",
        "terraform-aws-modules/security-group/aws//modules/*",
        "terraform-aws-modules/vpc/aws//modules/https-443",
    ] {
        assert_eq!(name(source, None), None, "{source}");
    }
    assert_eq!(
        name(
            "terraform-aws-modules/vpc/aws//modules/vpc-endpoints",
            Some("~> 2.0")
        ),
        None
    );
    assert_eq!(name("aws-ia/vpc/aws", Some("~> 3.0")), None);
    let consul = "terraform-aws-modules/security-group/aws//modules/consul";
    assert_eq!(name(consul, Some("~> 4.0")), None);
    assert_eq!(
        name(consul, Some("~> 5.2")),
        Some(format!("{consul} since 5.2.0"))
    );
    assert_eq!(name("aws-ia/vpc/aws", Some(">= 3.0")), None);
}

#[test]
fn names_and_changes_are_in_order() {
    for (index, model) in MODELS.iter().enumerate() {
        let mut others = MODELS.iter().skip(index + 1);
        let name = (model.module, model.submodule);
        assert!(others.all(|it| (it.module, it.submodule) != name));
        assert!(model.changes.is_sorted_by(|one, other| one.0 < other.0));
        let mut changes = model.changes.iter();
        assert!(changes.all(|it| model.since < it.0 && it.0 <= model.checked));
        for file in model.files {
            assert!((file.text)().starts_with("# "), "{}", file.name);
        }
    }
}
