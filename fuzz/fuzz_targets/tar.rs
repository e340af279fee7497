//! Reads a member of a tar archive whose header is whole, then what follows it.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| crosswire_fuzz::read(&crosswire_fuzz::tar_header(data.len()), data));
