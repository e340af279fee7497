//! Reads objects cut out of a document.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| crosswire_fuzz::read(b"[{\"text\": \"", data));
