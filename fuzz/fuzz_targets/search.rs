//! A search of a ledger: any text is read, or refused with the place of the trouble.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &str| crosswire_ledger::hostile::search(data));
