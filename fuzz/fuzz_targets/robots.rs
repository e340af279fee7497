//! A host's `robots.txt`: whatever it says, an address may be asked for or not, and a pause is bounded.
#![no_main]

use crosswire_fetch::{Robots, Url};

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let robots = Robots::answered(200, data).expect("a good answer says what is allowed");
    let url = Url::parse("http://news.example/a/b?c=d").expect("an address");
    let _ = robots.allow(&url);
    assert!(robots.pause().is_none_or(|pause| pause.as_secs() <= 3600));
});
