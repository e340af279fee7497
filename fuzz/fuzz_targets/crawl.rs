//! A growing web archive: its whole records end where the rest can be read on.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| crosswire_follow::hostile::crawl(data));
