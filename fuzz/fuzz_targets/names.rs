//! A file of names: read, or refused with a line; whatever is read says something of two names.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| crosswire_ledger::hostile::names(data));
