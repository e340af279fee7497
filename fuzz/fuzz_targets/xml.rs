//! Reads the tolerant XML tree, as a feed.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| crosswire_fuzz::read(b"<rss><channel><item>", data));
