//! A list of sources, TOML or OPML: read, or refused with a place; what is written as OPML is read again.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &str| crosswire_follow::hostile::sources(data));
