//! Reads what begins as Zstandard.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| crosswire_fuzz::read(b"\x28\xb5\x2f\xfd", data));
