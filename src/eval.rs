//! Expressions to values.

mod choice;
mod fault;
mod fuel;

pub use choice::distribute;
pub use fault::Fault;
pub use fuel::Fuel;
