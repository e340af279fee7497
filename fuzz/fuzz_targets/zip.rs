//! Reads what begins as a ZIP archive.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| crosswire_fuzz::read(b"PK\x03\x04", data));
