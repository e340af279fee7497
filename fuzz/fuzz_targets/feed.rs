//! What is said to be a feed.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| crosswire_follow::hostile::feed(data));
