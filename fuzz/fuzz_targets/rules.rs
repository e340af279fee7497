//! A rule file, and a rule of the desk: read, or refused with a place; the desk never gets a command, a folder or a file.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &str| crosswire_watch::hostile::rules(data));
