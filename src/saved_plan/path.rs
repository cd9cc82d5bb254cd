//! Addresses, put together.

/// A block's address in its module.
pub(super) fn block(is_data: bool, ty: &str, name: &str) -> String {
    let mode = if is_data { "data." } else { "" };
    format!("{mode}{ty}.{name}")
}

/// An address in a module.
pub(super) fn below(module: &str, own: &str) -> String {
    if module.is_empty() {
        own.to_owned()
    } else {
        format!("{module}.{own}")
    }
}
