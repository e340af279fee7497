//! Reads the tolerant XML tree, as an item of an agency.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| crosswire_fuzz::read(b"<newsItem><contentSet>", data));
