//! Reads records of a web archive.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| crosswire_fuzz::read(b"WARC/1.0\r\nWARC-Type: resource\r\nContent-Length: 4\r\n\r\nword\r\n\r\n", data));
