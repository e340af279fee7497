//! ZIP archives, by the directory at their end.

use zip::ZipArchive;
use zip::result::ZipError;

use crate::bounds::{Ratio, broken};
use crate::error::{ErrorKind, ReadError};
use crate::formats::{self, Format, Head};
use crate::input::{Input, is_hidden};
use crate::sink::{Flow, Sink};

/// ZIP archives.
pub(crate) struct Zip;

impl Format for Zip {
    fn recognises(&self, head: &Head<'_>) -> bool {
        [b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"]
            .iter()
            .any(|magic| head.bytes.starts_with(*magic))
    }

    fn read(&self, input: Input<'_>, sink: &mut Sink<'_>) -> Flow {
        let around = input.around();
        let limits = &sink.options.limits;
        let (file, length) = match input.into_held(limits) {
            Ok(held) => held.into_seekable(),
            Err(error) => return sink.error(error),
        };
        let mut archive = match ZipArchive::new(file) {
            Ok(archive) => archive,
            Err(error) => {
                return sink.error(ReadError::new(
                    ErrorKind::Broken,
                    around.name.as_str(),
                    format!("the directory of the archive cannot be read: {error}"),
                    "check that the archive is whole",
                ));
            }
        };
        let ratio = Ratio::new(limits);
        ratio.packed_size(length);
        for at in 0..archive.len() {
            let number = at as u64 + 1;
            if number > limits.members {
                return sink.error(ReadError::too_many(&around.name, limits.members));
            }
            let listed = match archive.name_for_index(at) {
                Some(Ok(name)) => name.into_owned(),
                _ => format!("member {number}"),
            };
            if listed.ends_with('/') || is_hidden(&listed) || !around.wants(number, sink) {
                continue;
            }
            let name = around.member(&listed);
            match archive.by_index(at) {
                Ok(member) => {
                    match Input::member(&around, &listed, Box::new(ratio.unpacked(member))) {
                        Ok(input) => formats::read(input, sink)?,
                        Err(error) => sink.error(broken(name.as_str(), 0, &error))?,
                    }
                }
                Err(error) => sink.error(refused(&name, &error))?,
            }
        }
        Flow::Continue(())
    }
}

/// Why a member cannot be unpacked.
fn refused(name: &str, error: &ZipError) -> ReadError {
    let mend = match error {
        ZipError::UnsupportedArchive(why) if why.contains("assword") => {
            "it is locked by a password: unpack it by hand, and give what was in it"
        }
        ZipError::UnsupportedArchive(_) | ZipError::CompressionMethodNotSupported(_) => {
            "pack it again with deflate, which every tool can"
        }
        _ => "check that the archive is whole; its other members were read",
    };
    ReadError::new(
        ErrorKind::Broken,
        name,
        format!("it cannot be unpacked: {error}"),
        mend,
    )
}
