//! Reads a mail with its parts and attachments.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| crosswire_fuzz::read(b"From: a@post.example\nMessage-ID: <1@post.example>\n", data));
