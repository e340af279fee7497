//! Hashes that mean the same today and tomorrow, on every machine.
//!
//! Signatures and term ids may be stored in a ledger, so they cannot come from the standard
//! library's hasher, which promises nothing across releases.

use std::hash::{BuildHasherDefault, Hasher};

/// A hash of bytes: FNV-1a, finished by an avalanche so that every bit depends on every byte.
pub(crate) fn hash(bytes: &[u8]) -> u64 {
    let mut value = 0xcbf2_9ce4_8422_2325_u64;
    for &byte in bytes {
        value = (value ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    mix(value)
}

/// A one-to-one scrambling of 64 bits.
pub(crate) fn mix(value: u64) -> u64 {
    let value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

/// A map whose keys are hashes already, and need not be hashed again.
pub(crate) type HashedMap<K, V> = std::collections::HashMap<K, V, BuildHasherDefault<Identity>>;

/// Takes an integer key as its own hash.
#[derive(Default)]
pub(crate) struct Identity(u64);

impl Hasher for Identity {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        self.0 = hash(bytes);
    }
    fn write_u32(&mut self, value: u32) {
        self.0 = mix(u64::from(value));
    }
    fn write_u64(&mut self, value: u64) {
        self.0 = mix(value);
    }
}

#[cfg(test)]
mod tests {
    use super::hash;

    #[test]
    fn stored_hashes_stay_what_they_are() {
        assert_eq!(hash(b""), 0xf52a_15e9_a9b5_e89b);
        assert_eq!(hash(b"ferry"), 0x3499_cdff_fc1e_3c4e);
    }
}
