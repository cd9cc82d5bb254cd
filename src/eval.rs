//! Expressions to values.

mod choice;
pub mod convert;
mod fault;
mod fuel;
pub mod functions;
pub mod types;

pub use choice::distribute;
pub use fault::Fault;
pub use fuel::Fuel;
