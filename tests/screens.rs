//! What people read fits on their screens.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{env, fs, path::Path};

use clap::Parser as _;
use unicode_width::UnicodeWidthStr as _;
use vpcelint::{cli::Arguments, report::Style};

/// What stands before a word that is longer than the screen: `see`, a margin.
const HEAD: usize = 12;

const COMMANDS: [&[&str]; 7] = [
    &["check"],
    &[
        "check",
        "--show-undecided",
        "--show-fixes",
        "--show-suppressed",
    ],
    &["check", "--statistics"],
    &["cost"],
    &["inspect"],
    &["inspect", "--network"],
    &["rules"],
];

/// A VPC and an endpoint whose names and texts are of wide letters.
const WIDE: &str = r#"resource "aws_vpc" "日本語" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
  tags                 = { 名前 = "日本語の長い長い名前は画面の幅よりもずっと長いので切られます 🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀🚀" }
}

resource "aws_vpc_endpoint" "日本語の終点" {
  vpc_id              = aws_vpc.日本語.id
  service_name        = "com.amazonaws.eu-west-1.sqs"
  vpc_endpoint_type   = "Interface"
  subnet_ids          = ["subnet-1", "subnet-2"]
  private_dns_enabled = "日本語の長い長い名前は画面の幅よりもずっと長いので切られます" == "日本語の長い長い名前は画面の幅よりも"
  security_group_ids  = ["sg-1"]
}
"#;

fn shown(arguments: &[&str], width: usize) -> String {
    let style = Style {
        color: false,
        unicode: true,
        width,
        is_screen: true,
    };
    let all = [&["vpcelint"], arguments].concat();
    let arguments = Arguments::try_parse_from(all).unwrap();
    arguments.run(style).unwrap().text
}

/// Whether a line is no longer than it must be: words stay whole.
fn fits(line: &str, width: usize) -> bool {
    let before = line.trim_end().rsplit_once(' ').map_or("", |(it, _)| it);
    line.width() <= width || before.width() <= HEAD
}

/// One after the other, as the directory is that of the process.
#[test]
fn no_line_is_longer_than_the_screen() {
    let home = env::current_dir().unwrap();
    let wide = Path::new(env!("CARGO_TARGET_TMPDIR")).join("screens");
    fs::create_dir_all(wide.join(".git")).unwrap();
    fs::write(wide.join("main.tf"), WIDE).unwrap();
    let mut projects = vec![wide];
    for entry in fs::read_dir(home.join("fixtures/_projects")).unwrap() {
        projects.push(entry.unwrap().path());
    }
    let mut lines = 0;
    for project in projects {
        env::set_current_dir(&project).unwrap();
        for command in COMMANDS {
            for width in [80, 120] {
                let text = shown(command, width);
                for line in text.lines() {
                    let name = project.display();
                    assert!(fits(line, width), "{name} {command:?} {width}: {line}");
                    lines += 1;
                }
            }
        }
    }
    assert!(lines > 10_000, "{lines}");
}
