//! Zstandard around anything, all its frames.

use crate::bounds::{Ratio, broken};
use crate::formats::{self, Format, Head};
use crate::input::Input;
use crate::sink::{Flow, Sink};

/// A frame may ask for a window of this many bytes, as a power of two: 64 MB.
const WINDOW: u32 = 26;

/// What Zstandard packs.
pub(crate) struct Zstandard;

impl Format for Zstandard {
    fn recognises(&self, head: &Head<'_>) -> bool {
        let skippable = head.bytes.get(1..4) == Some(&[0x2a, 0x4d, 0x18])
            && head.bytes.first().is_some_and(|byte| byte >> 4 == 5);
        skippable || head.bytes.starts_with(&[0x28, 0xb5, 0x2f, 0xfd])
    }

    fn read(&self, input: Input<'_>, sink: &mut Sink<'_>) -> Flow {
        let around = input.around();
        let ratio = Ratio::new(&sink.options.limits);
        let packed = ratio.packed(input.into_stream());
        let inner = zstd::stream::read::Decoder::with_buffer(packed).and_then(|mut stream| {
            stream.window_log_max(WINDOW)?;
            Input::unpacked(&around, Box::new(ratio.unpacked(stream)))
        });
        match inner {
            Ok(inner) => formats::read(inner, sink),
            Err(error) => sink.error(broken(around.name.as_str(), 0, &error)),
        }
    }
}
