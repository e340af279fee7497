//! The annotation rows of a ledger, which may come from elsewhere: read, or refused.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| crosswire_ledger::hostile::annotation(data));
