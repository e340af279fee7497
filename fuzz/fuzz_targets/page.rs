//! Reads pages and what they say of themselves in JSON-LD, meta and elements.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| crosswire_fuzz::read(b"<!doctype html><html><body>", data));
