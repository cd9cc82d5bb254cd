//! The binary, and a configuration with two faults.

use std::{
    path::Path,
    process::{Command, Stdio},
};

/// An endpoint that fires `private_dns_disabled` in line 6 and `missing_endpoint_policy` in line 1.
pub(crate) const FAULTY: &str = r#"resource "aws_vpc_endpoint" "sqs" {
  vpc_id              = "vpc-1"
  service_name        = "com.amazonaws.eu-west-1.sqs"
  vpc_endpoint_type   = "Interface"
  subnet_ids          = ["subnet-1", "subnet-2"]
  private_dns_enabled = false
  security_group_ids  = ["sg-1"]
}
"#;

/// What a run left behind.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) status: i32,
    pub(crate) text: String,
    pub(crate) notes: String,
}

impl Run {
    /// The rules of the findings of a concise report, with their severities.
    pub(crate) fn findings(&self) -> Vec<String> {
        let headline = |line: &str| {
            let (_, rest) = line.split_once(": ")?;
            Some(rest.split_once(']')?.0.to_owned() + "]")
        };
        self.text.lines().filter_map(headline).collect()
    }
}

/// Runs the binary with these variables alone in its environment.
pub(crate) fn run(directory: &Path, arguments: &[&str], variables: &[(&str, &str)]) -> Run {
    let output = Command::new(env!("CARGO_BIN_EXE_vpcelint"))
        .current_dir(directory)
        .args(arguments)
        .env_clear()
        .env("LC_ALL", "C.UTF-8")
        .envs(variables.iter().copied())
        .stdin(Stdio::null())
        .output()
        .unwrap();
    Run {
        status: output.status.code().unwrap(),
        text: String::from_utf8(output.stdout).unwrap(),
        notes: String::from_utf8(output.stderr).unwrap(),
    }
}

/// `check --output-format concise` with further arguments.
pub(crate) fn check(directory: &Path, arguments: &[&str], variables: &[(&str, &str)]) -> Run {
    let all = [&["check", "--output-format", "concise"], arguments].concat();
    run(directory, &all, variables)
}
