//! Reads members of gzip, damaged ones among them.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| crosswire_fuzz::read(b"\x1f\x8b\x08\0", data));
