//! Hand-made findings in every format: units of columns, fixes, hints, texts that try to break out.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use std::sync::Arc;

use clap::ValueEnum as _;
use serde_json::Value;
use vpcelint::{
    finding::{Confidence, Edit, Finding, Fix, Proof, Safety, Step},
    lint::{RawFinding, Report, Variants, assemble},
    report::{Format, Style, render},
    rules,
    source::{SourceFile, Sources},
    span::Span,
};

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// A text on which every unit of columns differs, and a finding on it whose fix spans lines.
struct Desk {
    sources: Sources,
    file: Arc<SourceFile>,
}

impl Desk {
    fn new(name: &str) -> Self {
        Self::with(name, "\u{feff}\"é😀\" = bad # 1\r\n  x = [\r\n  ]\r\n")
    }

    fn with(name: &str, text: &str) -> Self {
        let home = std::env::temp_dir();
        let path = home.join(name);
        let sources = Sources::new(home).with(&path, text);
        let file = sources.read(&path).unwrap();
        Self { sources, file }
    }

    fn span(&self, text: &str) -> Span {
        let start = u32::try_from(self.file.text.find(text).unwrap()).unwrap();
        Span::new(
            self.file.id,
            start,
            start + u32::try_from(text.len()).unwrap(),
        )
    }

    fn finding(&self) -> Finding {
        Finding {
            message: "it [is](1) bad".into(),
            help: String::new(),
            primary: self.span("bad"),
            subject: self.span("bad"),
            attribute: String::new(),
            addresses: vec!["a.b[\"c\"]".into()],
            endpoints: Vec::new(),
            proof: Proof {
                steps: vec![
                    Step {
                        span: whole(&self.sources.bundled("defaults", "x")),
                        message: "unset".into(),
                    },
                    Step {
                        span: self.span("x = ["),
                        message: "a.b[0] \\ here".into(),
                    },
                ],
                confidence: Confidence::Certain,
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
                title: "replace it".into(),
                safety: Safety::Safe,
                edits: vec![
                    Edit {
                        span: self.span("bad"),
                        text: "good".into(),
                    },
                    Edit {
                        span: self.span("[\r\n  ]"),
                        text: "[]".into(),
                    },
                ],
            }),
        }
    }

    fn report(&self, finding: Finding) -> Report {
        let claim = RawFinding {
            rule: rules::find("syntax").unwrap(),
            root: ".".into(),
            services: Vec::new(),
            variants: Variants::default(),
            said: Ok(finding),
        };
        assemble(&self.sources, vec![claim])
    }

    fn shown(&self, finding: Finding, format: Format) -> String {
        let style = Style {
            color: false,
            unicode: true,
            width: 100,
            is_screen: false,
        };
        render(&self.report(finding), &self.sources, format, style, true)
    }
}

fn whole(file: &SourceFile) -> Span {
    Span::new(file.id, 0, u32::try_from(file.text.len()).unwrap())
}

#[test]
fn each_format_counts_in_its_own_units() {
    let desk = Desk::new("units.tf");
    let sarif = json(&desk.shown(desk.finding(), Format::Sarif));
    let result = &sarif["runs"][0]["results"][0];
    let region = r#"{"startLine": 1, "startColumn": 8, "endLine": 1, "endColumn": 11}"#;
    assert_eq!(
        result["locations"][0]["physicalLocation"]["region"],
        json(region)
    );
    assert_eq!(
        result["message"]["text"],
        "it [is\\](1) bad. Proof: unset; [a.b\\[0\\] \\\\ here](1)."
    );
    assert_eq!(list(&result["relatedLocations"]).len(), 1);
    let replacements = &result["fixes"][0]["artifactChanges"][0]["replacements"];
    let region = r#"{"startLine": 2, "startColumn": 7, "endLine": 3, "endColumn": 4}"#;
    assert_eq!(replacements[1]["deletedRegion"], json(region));
    assert_eq!(replacements[1]["insertedContent"]["text"], "[]");

    // The byte order mark is three bytes of the line, é two, 😀 four.
    let rdjson = json(&desk.shown(desk.finding(), Format::Rdjson));
    let diagnostic = &rdjson["diagnostics"][0];
    let range = r#"{"start": {"line": 1, "column": 15}, "end": {"line": 1, "column": 18}}"#;
    assert_eq!(diagnostic["location"]["range"], json(range));
    // Whole lines of what cannot be parsed may hold secrets.
    assert!(diagnostic.get("suggestions").is_none());
    // Whole lines, and all of them at once: each suggestion is posted alone.
    let read = Desk::with("lines.tf", "é = bad # 1\r\n  x = [\r\n  ]\r\n");
    let rdjson = json(&read.shown(read.finding(), Format::Rdjson));
    let whole = r#"[{"range": {"start": {"line": 1, "column": 1}, "end": {"line": 3, "column": 4}}, "text": "é = good # 1\r\n  x = []"}]"#;
    assert_eq!(rdjson["diagnostics"][0]["suggestions"], json(whole));

    let github = desk.shown(desk.finding(), Format::Github);
    assert!(
        github.contains(",line=1,endLine=1,col=8,endColumn=11::"),
        "{github}"
    );
}

#[test]
fn half_a_fix_is_not_suggested() {
    let desk = Desk::new("half.tf");
    let other = desk.sources.bundled("other", "x");
    let mut finding = desk.finding();
    finding.fix.as_mut().unwrap().edits[1].span = whole(&other);
    let rdjson = json(&desk.shown(finding, Format::Rdjson));
    assert!(rdjson["diagnostics"][0].get("suggestions").is_none());
}

#[test]
fn hostile_texts_stay_text() {
    let desk = Desk::new("a,b:c\"<&>'%|`\u{1b}[2J.tf");
    let evil = "]]></failure>\u{0}\u{1b}[31m\n::error::x\u{202e}\u{ffff} | <b> & \"'";
    let mut finding = desk.finding();
    finding.message = evil.into();
    finding.help = evil.into();
    finding.proof.steps[1].message = evil.into();
    for format in Format::value_variants() {
        let text = desk.shown(finding.clone(), *format);
        assert!(!text.contains(['\u{0}', '\u{1b}']), "{text}");
        // JSON for programs keeps what it can escape.
        if !matches!(format, Format::Json | Format::Jsonl) {
            assert!(!text.contains('\u{202e}'), "{text}");
        }
        match format {
            Format::Junit | Format::Checkstyle => {
                let document = roxmltree::Document::parse(&text).unwrap();
                assert!(!document.descendants().any(|node| node.has_tag_name("b")));
            }
            Format::Json | Format::Sarif | Format::Gitlab | Format::Rdjson => {
                json(&text);
            }
            Format::Github => {
                assert_eq!(text.lines().count(), 1, "{text}");
                assert!(text.contains("file=a%2Cb%3Ac\"<&>'%25|`"), "{text}");
            }
            Format::Markdown => {
                let rows = text.lines().filter(|line| line.starts_with("| error"));
                assert_eq!(rows.count(), 1, "{text}");
                assert!(!text.contains("<b>"), "{text}");
            }
            Format::Html => {
                assert_eq!(text.matches("<article").count(), 1, "{text}");
                assert!(!text.contains("</failure>"), "{text}");
                assert!(!text.contains("| <b>"), "{text}");
            }
            Format::Human | Format::Concise | Format::Jsonl => {}
        }
    }
}

#[test]
fn hints_are_no_failures() {
    let desk = Desk::new("hint.tf");
    let mut finding = desk.finding();
    finding.proof.confidence = Confidence::Possible;
    for (format, word) in [
        (Format::Github, "::notice title=syntax,"),
        (Format::Sarif, "\"level\": \"note\","),
        (Format::Gitlab, "\"severity\": \"info\","),
        (Format::Rdjson, "\"severity\": \"INFO\","),
        (Format::Checkstyle, " severity=\"info\" "),
        (Format::Junit, "tests=\"1\" failures=\"0\" errors=\"0\""),
        (Format::Junit, "<system-out>"),
    ] {
        let text = desk.shown(finding.clone(), format);
        assert!(text.contains(word), "{text}");
    }
}

/// What is wrong with a text of the command line is shown where a reader can go.
#[test]
fn every_finding_has_a_place() {
    let desk = Desk::new("place.tf");
    let mut finding = desk.finding();
    finding.primary = whole(&desk.sources.scratch("--var", "x"));
    let github = desk.shown(finding.clone(), Format::Github);
    assert!(github.contains("file=place.tf,line=1,"), "{github}");
    let gitlab = json(&desk.shown(finding, Format::Gitlab));
    assert_eq!(gitlab[0]["location"]["path"], "place.tf");
}
