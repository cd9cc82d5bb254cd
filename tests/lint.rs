//! Hand-made claims through to the report and its formats.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use std::sync::Arc;

use vpcelint::{
    finding::{Confidence, Edit, Finding, Fix, Proof, Safety, Severity, Step, Undecided},
    lint::{RawFinding, Report, Variants, assemble},
    report::{Format, Style, render, summary},
    rules,
    source::{SourceFile, Sources},
    span::Span,
};

const MAIN: &str = "\
resource \"aws_vpc_endpoint\" \"sqs\" {
  vpc_endpoint_type  = \"Interface\"
\tsubnet_ids         = [ # é😀
    aws_subnet.a.id,
  ]
}
";

const VARIABLES: &str = "variable \"zones\" {\n  type    = list(string)\n  default = [\"a\"]\n}\n";

struct Desk {
    sources: Sources,
    main: Arc<SourceFile>,
    variables: Arc<SourceFile>,
    bundled: Arc<SourceFile>,
    given: Arc<SourceFile>,
}

impl Desk {
    fn new() -> Self {
        Self::with(MAIN)
    }

    /// Texts that no disk holds, in a project that is the working directory.
    fn with(main: &str) -> Self {
        let home = std::env::temp_dir();
        let sources = Sources::new(home.clone())
            .with(&home.join("variables.tf"), VARIABLES)
            .with(&home.join("main.tf"), main);
        let open = |name: &str| sources.read(&home.join(name)).unwrap();
        Self {
            variables: open("variables.tf"),
            main: open("main.tf"),
            bundled: sources.bundled("defaults", "private_dns_enabled = false"),
            given: sources.scratch("--var", "zones=[\"a\"]"),
            sources,
        }
    }

    fn finding(&self) -> Finding {
        let step = |file, text, message: &str| Step {
            span: find(file, text),
            message: message.to_owned(),
        };
        Finding {
            message: "all network interfaces of this endpoint are in one Availability Zone".into(),
            help: "add the id of a subnet in another zone than `a` to `subnet_ids` of `aws_vpc_endpoint.sqs`".into(),
            primary: find(&self.main, "subnet_ids         = [ # é😀\n    aws_subnet.a.id,\n  ]"),
            subject: find(&self.main, "resource \"aws_vpc_endpoint\" \"sqs\""),
            attribute: "subnet_ids".into(),
            addresses: vec!["module.net.aws_vpc_endpoint.sqs[\"x\"]".into()],
            endpoints: vec!["module.net.aws_vpc_endpoint.sqs[\"x\"]".into()],
            proof: Proof {
                steps: vec![
                    step(&self.main, "\"Interface\"", "an interface endpoint"),
                    step(&self.variables, "default = [\"a\"]", "unless a caller sets it, the zones are this default"),
                    step(&self.variables, "list(string)", "of this type"),
                    step(&self.given, "[\"a\"]", "given on the command line"),
                    step(&self.bundled, "false", "unset, so the provider uses false"),
                ],
                confidence: Confidence::Likely,
                default: None,
            },
            hint: false,
            grave: false,
            costs: Vec::new(),
            missing: None,
            words: Vec::new(),
            change: None,
            unfixed: None,
            fix: Some(Fix {
                title: "add a subnet".into(),
                safety: Safety::Unsafe,
                edits: vec![Edit { span: find(&self.main, "aws_subnet.a.id"), text: "b".into() }],
            }),
        }
    }

    fn report(&self, findings: Vec<Finding>) -> Report {
        let claims = findings
            .into_iter()
            .map(|finding| claim("syntax", Ok(finding)))
            .collect();
        assemble(&self.sources, claims)
    }

    fn human(&self, report: &Report) -> String {
        render(report, &self.sources, Format::Human, PLAIN, true)
    }
}

const PLAIN: Style = Style {
    color: false,
    unicode: true,
    width: 80,
    is_screen: false,
};

fn claim(rule: &str, said: Result<Finding, Undecided>) -> RawFinding {
    RawFinding {
        rule: rules::find(rule).unwrap(),
        root: ".".into(),
        services: Vec::new(),
        variants: Variants::default(),
        said,
    }
}

fn find(file: &SourceFile, text: &str) -> Span {
    let start = u32::try_from(file.text.find(text).unwrap()).unwrap();
    Span::new(file.id, start, start + u32::try_from(text.len()).unwrap())
}

#[test]
fn every_format_shows_the_proof() {
    let desk = Desk::new();
    let question = Undecided {
        address: "aws_vpc_endpoint.sns".into(),
        reason: "the zone of `data.aws_subnet.a` is out of sight".into(),
        span: find(&desk.main, "aws_subnet.a.id"),
    };
    let claims = vec![
        claim("syntax", Ok(desk.finding())),
        claim("syntax", Err(question)),
    ];
    let report = assemble(&desk.sources, claims);
    insta::assert_snapshot!("human", desk.human(&report));
    let ascii = Style {
        color: true,
        unicode: false,
        width: 60,
        is_screen: false,
    };
    insta::assert_snapshot!(
        "human_ascii_color",
        render(&report, &desk.sources, Format::Human, ascii, false)
    );
    insta::assert_snapshot!(
        "concise",
        render(&report, &desk.sources, Format::Concise, PLAIN, true)
    );
    insta::assert_snapshot!(
        "json",
        render(&report, &desk.sources, Format::Json, PLAIN, true)
    );
    insta::assert_snapshot!(
        summary(&report),
        @"found 1 error in 0 modules (0 roots, 0 files, 0 endpoints), 1 question undecided (see --show-undecided)"
    );
}

#[test]
fn one_place_is_one_finding() {
    let desk = Desk::new();
    let mut second = desk.finding();
    second.help = "surer".into();
    second.addresses = vec!["module.b.aws_vpc_endpoint.sqs".into()];
    second.proof.confidence = Confidence::Certain;
    second.proof.steps.clear();
    let report = desk.report(vec![desk.finding(), second, desk.finding()]);
    let [diagnostic] = report.findings.as_slice() else {
        panic!("{report:?}")
    };
    let finding = &diagnostic.finding;
    assert_eq!(
        finding
            .addresses
            .iter()
            .map(|address| &**address)
            .collect::<Vec<_>>(),
        [
            "module.net.aws_vpc_endpoint.sqs[\"x\"]",
            "module.b.aws_vpc_endpoint.sqs"
        ]
    );
    // The proof that is shown must be the one that makes it certain.
    assert_eq!(
        (finding.help.as_str(), finding.proof.confidence),
        ("surer", Confidence::Certain)
    );
    assert!(finding.proof.steps.is_empty());
    // What is told of one instance alone is told for itself.
    let mut other = desk.finding();
    other.message = "something else".into();
    let report = desk.report(vec![desk.finding(), other]);
    assert_eq!(report.findings.len(), 2, "{report:?}");
    assert_ne!(
        report.findings[0].fingerprint,
        report.findings[1].fingerprint
    );
}

/// One of several instances is a hint; the severity is that of another, which is named.
#[test]
fn what_the_severity_comes_from_is_named_first() {
    let desk = Desk::new();
    let instance = |key: &str, hint: bool| Finding {
        message: format!("endpoint module.net.aws_vpc_endpoint.sqs[\"{key}\"] has no policy"),
        addresses: vec![
            format!("module.net.aws_vpc_endpoint.sqs[\"{key}\"]")
                .as_str()
                .into(),
        ],
        hint,
        ..desk.finding()
    };
    let (light, heavy) = (instance("ec2messages", true), instance("logs", false));
    let alone = desk.report(vec![light.clone()]);
    for order in [vec![light.clone(), heavy.clone()], vec![heavy, light]] {
        let report = desk.report(order);
        let [diagnostic] = report.findings.as_slice() else {
            panic!("{report:?}")
        };
        let finding = &diagnostic.finding;
        assert!(finding.message.contains("\"logs\""), "{}", finding.message);
        let addresses: Vec<_> = finding.addresses.iter().map(|it| &**it).collect();
        assert_eq!(
            addresses,
            [
                "module.net.aws_vpc_endpoint.sqs[\"logs\"]",
                "module.net.aws_vpc_endpoint.sqs[\"ec2messages\"]"
            ]
        );
        assert_eq!(diagnostic.fingerprint, alone.findings[0].fingerprint);
        assert!(!finding.hint);
    }
}

#[test]
fn what_is_only_possible_is_a_hint() {
    let desk = Desk::new();
    let mut finding = desk.finding();
    finding.proof.confidence = Confidence::Possible;
    let report = desk.report(vec![finding]);
    assert_eq!(report.worst(), Some(Severity::Info));
    assert_eq!((report.summary.errors, report.summary.infos), (0, 1));
}

#[test]
fn findings_in_bundled_texts_never_appear() {
    let desk = Desk::new();
    let mut finding = desk.finding();
    finding.primary = find(&desk.bundled, "false");
    assert!(desk.report(vec![finding]).findings.is_empty());
}

#[test]
fn the_order_is_total_and_fingerprints_stay() {
    let desk = Desk::new();
    let at = |text: &str, file: &SourceFile| Finding {
        primary: find(file, text),
        ..desk.finding()
    };
    let findings = || {
        vec![
            at("type", &desk.variables),
            at("default", &desk.variables),
            at("vpc_endpoint_type", &desk.main),
            at("sqs", &desk.main),
        ]
    };
    let shown = |mut findings: Vec<Finding>, turn: usize| {
        findings.rotate_left(turn);
        let report = desk.report(findings);
        let fingerprints: Vec<_> = report
            .findings
            .iter()
            .map(|one| one.fingerprint.clone())
            .collect();
        (
            render(&report, &desk.sources, Format::Concise, PLAIN, false),
            fingerprints,
        )
    };
    let first = shown(findings(), 0);
    assert_eq!(
        first
            .0
            .lines()
            .map(|line| line.split(": ").next().unwrap())
            .collect::<Vec<_>>(),
        [
            "main.tf:1:30",
            "main.tf:2:3",
            "variables.tf:2:3",
            "variables.tf:3:3"
        ]
    );
    for turn in 1..4 {
        assert_eq!(shown(findings(), turn), first);
    }
    // Lines before it and other indexes leave a finding the same.
    let moved = Desk::with(&format!("# new\n\n{MAIN}"));
    let mut finding = moved.finding();
    finding.addresses = vec!["module.other[0].aws_vpc_endpoint.sqs[\"y\"]".into()];
    let fingerprint =
        |desk: &Desk, finding| desk.report(vec![finding]).findings[0].fingerprint.clone();
    assert_eq!(
        fingerprint(&moved, finding),
        fingerprint(&desk, desk.finding())
    );
}

#[test]
fn hostile_texts_cannot_command_a_terminal() {
    let text = "a = \"\u{1b}[2J\u{202e}evil\"\r\nb = 2\rc\n";
    let desk = Desk::with(text);
    let finding = Finding {
        message: "bad\u{1b}[31m\nkey".into(),
        addresses: vec!["a.b[\"\u{1b}]0;x\u{7}\"]".into()],
        ..finding_at(find(&desk.main, "evil"))
    };
    let report = desk.report(vec![finding]);
    for format in [Format::Human, Format::Concise, Format::Json] {
        let shown = render(&report, &desk.sources, format, PLAIN, true);
        assert!(!shown.contains(['\u{1b}', '\u{202e}', '\u{7}']), "{shown}");
    }
    let concise = render(&report, &desk.sources, Format::Concise, PLAIN, true);
    assert_eq!(concise.lines().count(), 1);
}

#[test]
fn a_line_too_long_is_cut() {
    let desk = Desk::with(&format!("z = {{ x = \"{}\" }}", "y".repeat(5000)));
    let finding = finding_at(find(&desk.main, "{ x"));
    let shown = desk.human(&desk.report(vec![finding]));
    assert!(
        shown.contains("main.tf:1:5") && shown.contains("yyy…\n") && shown.len() < 1000,
        "{shown}"
    );
}

/// miette asserts where labels lie; no place of a text may make it fail.
#[test]
fn any_place_can_be_drawn() {
    for text in [
        "",
        "\n",
        "a",
        "a\n\n",
        "é\r\n\tb\r\n",
        "\u{feff}a = 1\nb",
        "a\rb\n",
        "\u{1b}\u{85}\n",
    ] {
        let desk = Desk::with(text);
        let end = u32::try_from(text.len()).unwrap();
        let places: Vec<_> = (0..=end + 1)
            .flat_map(|start| (start..=end + 1).map(move |end| (start, end)))
            .collect();
        for (start, end) in &places {
            for (other, last) in &places {
                let mut finding = finding_at(Span::new(desk.main.id, *start, *end));
                finding.proof.steps.push(Step {
                    span: Span::new(desk.main.id, *other, *last),
                    message: "seen".into(),
                });
                let report = desk.report(vec![finding]);
                let shown = desk.human(&report);
                assert!(
                    shown.contains("main.tf:") && !shown.contains("Failed"),
                    "{shown}"
                );
                let json = render(&report, &desk.sources, Format::Json, PLAIN, true);
                assert!(json.ends_with("}\n"));
            }
        }
    }
}

fn finding_at(place: Span) -> Finding {
    Finding::at(place, "m", "")
}
