//! A picture of what a root would build: where its endpoints stand, what serves them, what is wrong with them.
//!
//! One model, drawn in several ways. What is not known is drawn as unknown, what may be there as may; nothing is drawn that must not
//! be shown.

mod names;

mod model;

mod marks;

mod gather;

mod fold;

mod words;

mod json;

mod outline;

mod dot;
mod mermaid;

mod svg;

pub use dot::dot;
pub use gather::pictures;
pub use json::json;
pub use mermaid::{mermaid, small_chart};
pub use model::{
    Endpoint, Ends, Fault, Gateway, Group, Inside, Picture, Subnet, Table, Target, Thing, Vpc,
};
pub use outline::spelled;
pub use svg::{figure, figure_style, svg};
