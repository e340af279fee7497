//! Tar archives, member by member as they come.

use std::io::Read;

use tar::{Archive, EntryType};

use crate::bounds::{Ratio, broken};
use crate::error::{ErrorKind, ReadError};
use crate::formats::{self, Format, Head};
use crate::input::{Input, is_hidden};
use crate::sink::{Flow, Sink};

/// One block.
const BLOCK: usize = 512;

/// Tar archives.
pub(crate) struct Tar;

impl Format for Tar {
    fn recognises(&self, head: &Head<'_>) -> bool {
        head.bytes.get(..BLOCK).is_some_and(is_header)
    }

    fn read(&self, input: Input<'_>, sink: &mut Sink<'_>) -> Flow {
        let around = input.around();
        let limits = &sink.options.limits;
        let ratio = Ratio::new(limits);
        let mut archive = Archive::new(ratio.packed(input.into_stream()));
        let entries = match archive.entries() {
            Ok(entries) => entries,
            Err(error) => return sink.error(broken(around.name.as_str(), 0, &error)),
        };
        let mut number = 0;
        for entry in entries {
            number += 1;
            if number > limits.members {
                return sink.error(ReadError::too_many(&around.name, limits.members));
            }
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    return sink.error(ReadError::new(
                        ErrorKind::Broken,
                        around.name.as_str(),
                        format!("member {number} cannot be found: {error}"),
                        "check that the archive is whole; the members before it were read",
                    ));
                }
            };
            let kind = entry.header().entry_type();
            if !matches!(
                kind,
                EntryType::Regular | EntryType::Continuous | EntryType::GNUSparse
            ) {
                continue;
            }
            let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
            if is_hidden(&name) || !around.wants(number, sink) {
                continue;
            }
            let promised = entry.size();
            let stream = ratio.unpacked(Whole {
                stream: entry,
                left: promised,
            });
            match Input::member(&around, &name, Box::new(stream)) {
                Ok(member) => formats::read(member, sink)?,
                Err(error) => sink.error(broken(around.member(&name).as_str(), 0, &error))?,
            }
        }
        Flow::Continue(())
    }
}

/// Ends in an error when the member is shorter than its header says.
struct Whole<R> {
    stream: R,
    left: u64,
}

impl<R: Read> Read for Whole<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.stream.read(buffer)?;
        if read == 0 && self.left > 0 && !buffer.is_empty() {
            return Err(std::io::Error::new(
                std::io::ErrorKind::UnexpectedEof,
                "the archive ends inside this member",
            ));
        }
        self.left = self.left.saturating_sub(read as u64);
        Ok(read)
    }
}

/// A header carries the sum of its own bytes, in octal digits.
fn is_header(block: &[u8]) -> bool {
    let field = &block[148..156];
    let digits: String = field
        .iter()
        .map(|&byte| char::from(byte))
        .skip_while(|c| *c == ' ')
        .take_while(|c| ('0'..='7').contains(c))
        .collect();
    let Ok(stated) = u32::from_str_radix(&digits, 8) else {
        return false;
    };
    let sum = |bytes: &[u8]| bytes.iter().map(|&byte| u32::from(byte)).sum::<u32>();
    // The sum counts its own field as spaces.
    block[0] != 0 && stated == sum(&block[..148]) + 8 * 32 + sum(&block[156..])
}
