//! Bytes made small: zstd with a dictionary of ours, and numbers of few bytes.
//!
//! The encoding number is kept beside the bytes. A dictionary, once released, never changes; a
//! better one is a new number.

use std::cell::RefCell;

use zstd::bulk::{Compressor, Decompressor};

use crate::error::{StoreError, Stored};

/// The encoding written now.
pub(crate) const ENCODING: i64 = 1;

const LEVEL: i32 = 6;
/// What no row unpacks beyond: a hostile file must not fill the memory.
const LARGEST: usize = 256 << 20;

const FINDING: &[u8] = include_bytes!("../data/finding-1.dict");

/// What the bytes are, which says what dictionary helps.
#[derive(Clone, Copy)]
pub(crate) enum Matter {
    /// A text, or anything of which nothing is known beforehand.
    Plain,
    /// A finding's JSON.
    Finding,
}

impl Matter {
    fn at(self) -> usize {
        match self {
            Matter::Plain => 0,
            Matter::Finding => 1,
        }
    }

    fn dictionary(self) -> &'static [u8] {
        match self {
            Matter::Plain => &[],
            Matter::Finding => FINDING,
        }
    }
}

thread_local! {
    // Room to work in costs more to make than a row takes to pack.
    static PACKERS: RefCell<[Option<Compressor<'static>>; 2]> = const { RefCell::new([None, None]) };
    static UNPACKERS: RefCell<[Option<Decompressor<'static>>; 2]> =
        const { RefCell::new([None, None]) };
}

/// Packs bytes.
pub(crate) fn pack(bytes: &[u8], matter: Matter) -> Stored<Vec<u8>> {
    let packed = PACKERS
        .with_borrow_mut(|packers| {
            let slot = &mut packers[matter.at()];
            let packer = match slot {
                Some(packer) => packer,
                None => slot.insert(Compressor::with_dictionary(LEVEL, matter.dictionary())?),
            };
            packer.compress(bytes)
        })
        .map_err(|error| StoreError::Damaged(format!("a row cannot be packed: {error}")))?;
    let mut out = Vec::with_capacity(packed.len() + 5);
    write(&mut out, bytes.len() as u64);
    out.extend(packed);
    Ok(out)
}

/// Unpacks what [`pack`] made.
pub(crate) fn unpack(packed: &[u8], encoding: i64, matter: Matter) -> Stored<Vec<u8>> {
    let damaged = |reason: &str| StoreError::Damaged(format!("a packed row {reason}"));
    if encoding != ENCODING {
        return Err(damaged("has an encoding that this program does not know"));
    }
    let mut rest = packed;
    let size = read(&mut rest).ok_or_else(|| damaged("is cut off"))? as usize;
    if size > LARGEST {
        return Err(damaged("claims to be larger than any row is"));
    }
    let bytes = UNPACKERS
        .with_borrow_mut(|unpackers| {
            let slot = &mut unpackers[matter.at()];
            let unpacker = match slot {
                Some(unpacker) => unpacker,
                None => slot.insert(Decompressor::with_dictionary(matter.dictionary())?),
            };
            unpacker.decompress(rest, size)
        })
        .map_err(|error| damaged(&format!("cannot be unpacked: {error}")))?;
    if bytes.len() == size {
        Ok(bytes)
    } else {
        Err(damaged("has another length than it says"))
    }
}

/// Unpacks a text.
pub(crate) fn unpack_text(packed: &[u8], matter: Matter) -> Stored<String> {
    String::from_utf8(unpack(packed, ENCODING, matter)?)
        .map_err(|_| StoreError::Damaged("a packed text is not UTF-8".to_owned()))
}

/// Writes a number, seven bits a byte.
pub(crate) fn write(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// Writes a number that may be negative.
pub(crate) fn write_signed(out: &mut Vec<u8>, number: i64) {
    write(out, ((number << 1) ^ (number >> 63)) as u64);
}

/// Reads a number and goes past it.
pub(crate) fn read(bytes: &mut &[u8]) -> Option<u64> {
    let mut number = 0u64;
    for shift in (0..64).step_by(7) {
        let (&byte, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}

/// Reads a number that may be negative.
pub(crate) fn read_signed(bytes: &mut &[u8]) -> Option<i64> {
    let number = read(bytes)?;
    Some((number >> 1) as i64 ^ -((number & 1) as i64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_is_unpacked() {
        for bytes in [&b""[..], b"a", &[7; 100_000]] {
            for matter in [Matter::Plain, Matter::Finding] {
                let packed = pack(bytes, matter).unwrap();
                assert_eq!(unpack(&packed, ENCODING, matter).unwrap(), bytes);
            }
        }
    }

    #[test]
    fn broken_rows_are_told_and_cost_nothing() {
        let mut huge = Vec::new();
        write(&mut huge, u64::MAX);
        for packed in [&b""[..], &huge, b"\x05garbage", &[0xff; 20]] {
            assert!(unpack(packed, ENCODING, Matter::Plain).is_err());
        }
        let packed = pack(b"abc", Matter::Plain).unwrap();
        assert!(unpack(&packed, ENCODING + 1, Matter::Plain).is_err());
    }

    #[test]
    fn numbers() {
        for number in [0, 1, 127, 128, 300, u64::MAX] {
            let mut out = Vec::new();
            write(&mut out, number);
            assert_eq!(read(&mut out.as_slice()), Some(number));
        }
        for number in [0, -1, 1, i64::MIN, i64::MAX] {
            let mut out = Vec::new();
            write_signed(&mut out, number);
            assert_eq!(read_signed(&mut out.as_slice()), Some(number));
        }
        assert_eq!(read(&mut &[0x80, 0x80][..]), None);
    }
}
