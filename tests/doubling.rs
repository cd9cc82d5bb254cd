//! Twice as much to join is twice as much work: what is joined is found, never looked for among all.
//!
//! Work is counted, not timed, by what a run allocates. A loop over all that allocates nothing is not seen by that.

#![expect(
    clippy::unwrap_used,
    clippy::format_collect,
    reason = "a test fails by panicking"
)]

mod scene;

use std::{alloc::System, hint::black_box};

use scene::Scene;
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use vpcelint::{
    lint::{Request, lint},
    pool,
    report::{Format, Style, render},
    source::Sources,
};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// Work for twice as much, beside that for once as much.
const MOST: f64 = 2.5;

/// What there is so much of, how much of it is little enough to be counted, and the files.
type Joined = (&'static str, usize, fn(usize) -> Vec<(String, String)>);

const JOINED: [Joined; 8] = [
    ("endpoints that share groups", 60, |many| {
        native(&shared(many, 20))
    }),
    ("groups that endpoints share", 60, |many| {
        native(&shared(20, many))
    }),
    ("separate policies", 40, |many| {
        let policy = |at| {
            format!(
                "{}resource \"aws_vpc_endpoint_policy\" \"p{at}\" {{\n  vpc_endpoint_id = aws_vpc_endpoint.e{at}.id\n  \
                 policy = \"{{}}\"\n}}\n",
                endpoint(at)
            )
        };
        native(&(0..many).map(policy).collect::<String>())
    }),
    ("attributes of an override file", 1_500, |many| {
        let attributes: String = (0..many).map(|at| format!("  a{at} = 1\n")).collect();
        let mut files = native(&endpoint(0));
        let text = format!("resource \"aws_vpc_endpoint\" \"e0\" {{\n{attributes}}}\n");
        files.push(("override.tf".to_owned(), text));
        files
    }),
    ("keys of objects", 500, |many| {
        let keys: Vec<_> = (0..many).map(|at| format!("\"k{at}\":1")).collect();
        let object = format!("{{{}}}", keys.join(","));
        json(&format!(
            "{{\"locals\":{{\"a\":[{object},{object},{object}]}},\"resource\":{{\"aws_vpc_endpoint\":{{\"e\":{{\"vpc_id\":\"v\",\
             \"service_name\":\"${{tostring(length(local.a))}}\"}}}}}}}}"
        ))
    }),
    ("rules that a comment names", 150, |many| {
        let rules: Vec<_> = (0..many).map(|at| format!("rule_{at}")).collect();
        native(&format!(
            "# vpcelint: ignore[{}] why\n{}",
            rules.join(", "),
            endpoint(0)
        ))
    }),
    ("findings on a line", 40, |many| {
        let one = |at| {
            format!(
                "\"e{at}\":{{\"vpc_id\":\"v\",\"service_name\":\"com.amazonaws.us-east-1.sqs\",\
                 \"vpc_endpoint_type\":\"Interface\",\"private_dns_enabled\":false}}"
            )
        };
        on_one_line(&(0..many).map(one).collect::<Vec<_>>())
    }),
    ("problems on a line", 100, |many| {
        let one = |at| format!("\"e {at}\":{{\"vpc_id\":\"v\"}}");
        on_one_line(&(0..many).map(one).collect::<Vec<_>>())
    }),
];

/// Of these there are as many endpoints.
const ARE_ENDPOINTS: [&str; 2] = ["separate policies", "findings on a line"];

fn native(text: &str) -> Vec<(String, String)> {
    vec![("main.tf".to_owned(), text.to_owned())]
}

fn json(text: &str) -> Vec<(String, String)> {
    vec![("main.tf.json".to_owned(), text.to_owned())]
}

fn on_one_line(endpoints: &[String]) -> Vec<(String, String)> {
    let endpoints = endpoints.join(",");
    json(&format!(
        "{{\"resource\":{{\"aws_vpc_endpoint\":{{{endpoints}}}}}}}"
    ))
}

fn endpoint(at: usize) -> String {
    format!(
        "resource \"aws_vpc_endpoint\" \"e{at}\" {{\n  vpc_id = \"vpc-{at}\"\n  service_name = \"com.amazonaws.us-east-1.sqs\"\n  \
         vpc_endpoint_type = \"Interface\"\n  private_dns_enabled = false\n}}\n"
    )
}

fn shared(endpoints: usize, groups: usize) -> String {
    format!(
        "resource \"aws_security_group\" \"s\" {{\n  count = {groups}\n  ingress {{\n    from_port = 443\n    to_port = 443\n    \
         protocol = \"tcp\"\n    cidr_blocks = [\"0.0.0.0/0\"]\n  }}\n}}\nresource \"aws_vpc_endpoint\" \"e\" {{\n  \
         count = {endpoints}\n  vpc_id = \"vpc-${{count.index}}\"\n  service_name = \"com.amazonaws.us-east-1.ssm\"\n  \
         vpc_endpoint_type = \"Interface\"\n  security_group_ids = aws_security_group.s[*].id\n}}\n"
    )
}

fn scene(name: &str, files: Vec<(String, String)>) -> Scene {
    let scene = Scene::new(&name.replace(' ', "-"));
    for (path, text) in files {
        scene.write(&path, text);
    }
    scene
}

/// How often a run allocates, and how many bytes, reports in two formats included.
fn allocated(name: &str, files: Vec<(String, String)>) -> (usize, usize) {
    let scene = scene(name, files);
    let sources = Sources::new(scene.0.clone());
    let request = Request {
        paths: vec![scene.0.clone()],
        ..Request::default()
    };
    let style = Style {
        color: false,
        unicode: true,
        width: 80,
    };
    let pool = pool::build(1).unwrap();
    let region = Region::new(ALLOCATOR);
    pool.install(|| {
        let report = lint(&sources, &request).unwrap();
        for format in [Format::Json, Format::Human] {
            black_box(render(&report, &sources, format, style, true));
        }
    });
    let counted = region.change();
    (
        counted.allocations + counted.reallocations,
        counted.bytes_allocated,
    )
}

/// Holds that work without what any run takes doubles at most.
#[expect(clippy::cast_precision_loss, reason = "a ratio")]
fn hold(name: &str, [none, once, twice]: [usize; 3]) {
    let ratio = (twice - none) as f64 / (once - none) as f64;
    assert!(
        ratio < MOST,
        "{name}: {once} for once, {twice} for twice as many"
    );
}

#[test]
fn twice_as_much_to_join_allocates_twice_as_much() {
    // What is made once in a process is not counted.
    allocated("first", native(&endpoint(0)));
    for (name, many, files) in JOINED {
        // Enough for what grows with all of them to show.
        let counted = [1, 4 * many, 8 * many].map(|many| allocated(name, files(many)));
        hold(name, counted.map(|(times, _)| times));
        // Rules hold endpoints against each other: what they read has a bound of its own.
        if !name.starts_with("endpoints") && !ARE_ENDPOINTS.contains(&name) {
            hold(name, counted.map(|(_, bytes)| bytes));
        }
    }
}
