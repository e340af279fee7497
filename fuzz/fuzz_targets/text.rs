//! Reads roles, datelines, credits and dates in plain text.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| crosswire_fuzz::read(b"date 2031-03-06 ", data));
