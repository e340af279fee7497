//! Reads JSON Lines.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| crosswire_fuzz::read(b"{\"text\": \"a\"}\n", data));
