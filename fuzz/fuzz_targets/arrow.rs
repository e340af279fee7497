//! Reads what begins as a file of Arrow IPC.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| crosswire_fuzz::read(b"ARROW1\0\0", data));
