//! Twice as much to join is twice as much work: what is joined is found, never looked for among all.
//!
//! Work is counted, not timed: the steps that whatever is joined counts by itself, what a run allocates, and how many bytes of that.
//! Each of these is exact, so that what grows with the square of something shows long before it takes long.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

#[path = "doubling/kinds.rs"]
mod kinds;
mod scene;

use std::{alloc::System, hint::black_box};

use kinds::{Kind, kinds};
use scene::Scene;
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use vpcelint::{
    lint::{Request, lint},
    network::Topology,
    pool,
    report::{Format, Style, render},
    source::Sources,
    work,
};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// The steps for each pair of things, worked out from what comes on top of twice the work. A loop over all for each of all takes one
/// at least, and sorting less than this.
const MOST_FOR_A_PAIR: f64 = 0.25;

/// Steps, allocations, bytes.
type Counted = [f64; 3];

/// What is counted, and how much more of it twice as much may take. What grows by doubling may just have done so.
const COUNTED: [(&str, f64); 3] = [("steps", 2.2), ("allocations", 2.2), ("bytes", 2.5)];

/// What a run takes, reports in two formats and the pictures included.
#[expect(clippy::cast_precision_loss, reason = "a ratio")]
fn count(kind: &Kind, many: usize) -> Counted {
    let scene = Scene::new(&format!("doubling-{}", kind.name.replace(' ', "-")));
    for (path, text) in kind.files(many) {
        scene.write(path, text);
    }
    let sources = Sources::new(scene.0.clone());
    let request = Request {
        paths: vec![scene.0.clone()],
        networks: true,
        ..Request::default()
    };
    let style = Style {
        color: false,
        unicode: true,
        width: 80,
        is_screen: false,
    };
    let pool = pool::build(1).unwrap();
    let region = Region::new(ALLOCATOR);
    let steps = pool.install(|| {
        let before = work::steps();
        let report = lint(&sources, &request).unwrap();
        for format in [Format::Json, Format::Human] {
            black_box(render(&report, &sources, format, style, true));
        }
        for (_, network) in &report.networks {
            black_box(Topology::of(network));
        }
        work::steps() - before
    });
    let allocated = region.change();
    [
        steps as f64,
        (allocated.allocations + allocated.reallocations) as f64,
        allocated.bytes_allocated as f64,
    ]
}

/// What is wrong with how the work of a kind grows.
#[expect(clippy::cast_precision_loss, reason = "a ratio")]
fn faults(kind: &Kind) -> Vec<String> {
    // At equal distances, so that what each thing takes for itself cancels out.
    let [none, once, twice] = [2, kind.many, 2 * kind.many - 2].map(|many| count(kind, many));
    let mut faults = Vec::new();
    for (at, (what, most)) in COUNTED.into_iter().enumerate() {
        let (less, more) = (once[at] - none[at], twice[at] - none[at]);
        if more > most * less {
            faults.push(format!(
                "{}: {:.2} times the {what} for twice as many",
                kind.name,
                more / less
            ));
        }
    }
    let pairs = ((kind.many - 2) * (kind.many - 2) * 2) as f64;
    let for_a_pair = (twice[0] - 2.0 * once[0] + none[0]) / pairs;
    if for_a_pair > MOST_FOR_A_PAIR {
        faults.push(format!("{}: {for_a_pair:.2} steps for a pair", kind.name));
    }
    faults
}

#[test]
#[cfg_attr(
    not(debug_assertions),
    ignore = "steps are counted with debug assertions only"
)]
fn twice_as_much_to_join_takes_twice_the_work() {
    let kinds = kinds();
    // What is made once in a process is not counted.
    count(&kinds[0], 2);
    let faults: Vec<String> = kinds.iter().flat_map(faults).collect();
    assert!(faults.is_empty(), "{faults:#?}");
}
