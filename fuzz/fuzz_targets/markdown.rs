//! Reads front matter and Markdown.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| crosswire_fuzz::read(b"---\ntitle: a\n", data));
