//! Arrow IPC, as a stream or as a file (Feather 2), whose columns are named as the fields of
//! records are.
//!
//! A file is a stream between a mark and a directory, so both are read as streams: message by
//! message, and no message is made room for before its bytes are there.

use std::io::Read;

use arrow_buffer::Buffer;
use arrow_ipc::reader::StreamDecoder;

use super::columns::Rows;
use crate::formats::{Format, Head};
use crate::input::Input;
use crate::sink::{Flow, Sink};

/// Arrow IPC files and streams.
pub(crate) struct Arrow;

/// How a file begins, padded to eight bytes.
const FILE: &[u8] = b"ARROW1\0\0";

/// How many bytes are decoded at once.
const CHUNK: u64 = 1 << 20;

impl Format for Arrow {
    fn recognises(&self, head: &Head<'_>) -> bool {
        // A stream begins with a mark, the length of the schema, and where the schema's root is.
        let number = |at: usize| {
            let bytes = head.bytes.get(at..at + 4)?;
            Some(u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]))
        };
        let stream = number(0) == Some(u32::MAX)
            && number(4).is_some_and(|length| (16..1 << 24).contains(&length) && length % 8 == 0)
            && number(8).is_some_and(|root| (4..256).contains(&root));
        stream || head.bytes.starts_with(FILE)
    }

    fn read(&self, input: Input<'_>, sink: &mut Sink<'_>) -> Flow {
        let around = input.around();
        let is_file = input.head.starts_with(FILE);
        // Writers pad the mark to 8 bytes, or to 64.
        let blank = |eight: &&[u8]| eight.iter().all(|&byte| byte == 0);
        let padding = input.head.chunks(8).skip(1).take_while(blank).count() * 8;
        let mut stream = input.into_stream();
        if is_file {
            // All of it is in the head, so this cannot fail.
            let _ = stream.read_exact(&mut vec![0; FILE.len() + padding]);
        }
        let mut decoder = StreamDecoder::new();
        let mut rows = Rows::default();
        loop {
            let mut chunk = Vec::new();
            let read = stream.by_ref().take(CHUNK).read_to_end(&mut chunk);
            if let Err(error) = read {
                return rows.end(Some(error.to_string()), &around, sink);
            }
            if chunk.is_empty() {
                let end = decoder.finish().err().map(|error| error.to_string());
                return rows.end(end, &around, sink);
            }
            let mut buffer = Buffer::from_vec(chunk);
            while !buffer.is_empty() {
                match decoder.decode(&mut buffer) {
                    Ok(Some(batch)) => rows.give(&batch, &around, sink)?,
                    Ok(None) => {}
                    // Behind the last message of a file stands its directory.
                    Err(_) if is_file && decoder.finish().is_ok() => {
                        return rows.end(None, &around, sink);
                    }
                    Err(error) => return rows.end(Some(error.to_string()), &around, sink),
                }
            }
        }
    }
}
