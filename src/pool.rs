//! Threads that parsing and evaluating are safe on.
//!
//! Whoever calls the linter owns its threads: one pool serves any number of runs, one after another or at once.
//!
//! ```
//! use vpcelint::{lint, pool, source::Sources};
//!
//! let pool = pool::build(2)?;
//! let sources = Sources::new("fixtures/_projects".into());
//! let request = lint::Request {
//!     paths: vec![".".into()],
//!     ..lint::Request::default()
//! };
//! let report = pool.install(|| lint::lint(&sources, &request))?;
//! assert!(report.summary.endpoints > 0);
//! # Ok::<(), lint::Error>(())
//! ```

use rayon::{ThreadPool, ThreadPoolBuildError, ThreadPoolBuilder};

use crate::eval;

/// The system gave no threads.
#[derive(Debug, thiserror::Error)]
#[error("cannot start threads: {0}")]
pub struct NoThreads(#[from] ThreadPoolBuildError);

/// A pool of threads with the stack that parsing and evaluating need, which others do not have; 0 threads means as many as the
/// machine has.
///
/// # Errors
///
/// When the system gives no threads.
pub fn build(threads: usize) -> Result<ThreadPool, NoThreads> {
    let builder = ThreadPoolBuilder::new().num_threads(threads);
    Ok(builder.stack_size(eval::STACK).build()?)
}
