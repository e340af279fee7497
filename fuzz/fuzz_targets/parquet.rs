//! Reads what begins and ends as Parquet.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| crosswire_fuzz::read(b"PAR1", &[data, b"PAR1"].concat()));
