//! The order in which the provider's SDK hands out the elements of a set: by a checksum of their text.
//!
//! It shows only where the provider joins elements in that order: principals of one type in several blocks, values of one
//! condition in several blocks (terraform-plugin-sdk `helper/schema`, `SerializeValueForHash` and `Set.List`).

/// The key by which the SDK sorts a set's elements, from an element's serialized text: the checksum as decimal text.
#[must_use]
pub(super) fn key(serialized: &str) -> String {
    checksum(serialized).to_string()
}

/// The serialized form of a set of strings inside an element: sorted by their own keys.
#[must_use]
pub(super) fn strings(mut members: Vec<String>) -> String {
    for member in &mut members {
        member.push(';');
    }
    members.sort_by_cached_key(|member| key(member));
    members.dedup();
    format!("{{{}}};", members.concat())
}

/// CRC-32 with the polynomial of IEEE 802.3, as Go's `crc32.ChecksumIEEE`.
#[must_use]
pub(super) fn checksum(text: &str) -> u32 {
    !text.bytes().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(byte), |crc, _| {
            if crc & 1 == 1 {
                (crc >> 1) ^ 0xedb8_8320
            } else {
                crc >> 1
            }
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn computes_the_checksum() {
        // The check value of CRC-32 in every catalogue of checksums.
        assert_eq!(checksum("123456789"), 0xcbf4_3926);
        assert_eq!(checksum(""), 0);
    }
}
