//! stub
#![allow(missing_docs, clippy::all)]
pub struct Known {
    pub name: &'static str,
    pub files: &'static [(&'static str, &'static str)],
}
pub fn find(_s: &str, _v: Option<&str>) -> Option<Known> {
    None
}
