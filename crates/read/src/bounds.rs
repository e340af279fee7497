//! Streams that unpack, and how far they may: a few kilobytes can hold gigabytes.

use std::cell::Cell;
use std::io::{self, BufRead, Read};
use std::rc::Rc;

use crate::error::{ErrorKind, Place, ReadError};
use crate::options::{Limits, size};

/// What any packed input may unpack to, whatever the ratio.
const FLOOR: u64 = 32 << 20;

/// A bound that was reached, as the cause of an I/O error.
#[derive(Debug, thiserror::Error)]
#[error("it unpacks to more than {} times its size", .0)]
struct TooMuch(u64);

/// How much was read packed and given unpacked, over all members of one archive.
#[derive(Clone, Debug)]
pub(crate) struct Ratio {
    packed: Rc<Cell<u64>>,
    unpacked: Rc<Cell<u64>>,
    most: u64,
}

impl Ratio {
    /// A ratio of which nothing has been read yet.
    pub(crate) fn new(limits: &Limits) -> Ratio {
        Ratio {
            packed: Rc::new(Cell::new(0)),
            unpacked: Rc::new(Cell::new(0)),
            most: limits.ratio,
        }
    }

    /// Says how many packed bytes there are, where that is known beforehand.
    pub(crate) fn packed_size(&self, bytes: u64) {
        self.packed.set(bytes);
    }

    /// Counts what `stream` gives as packed.
    pub(crate) fn packed<R>(&self, stream: R) -> Counted<R> {
        Counted {
            stream,
            count: Rc::clone(&self.packed),
        }
    }

    /// Ends `stream` in an error once too much has come out of it.
    pub(crate) fn unpacked<R: Read>(&self, stream: R) -> Bounded<R> {
        Bounded {
            stream,
            ratio: self.clone(),
        }
    }
}

/// Counts what is read through it.
pub(crate) struct Counted<R> {
    stream: R,
    count: Rc<Cell<u64>>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.stream.read(buffer)?;
        self.count.set(self.count.get() + read as u64);
        Ok(read)
    }
}

impl<R: BufRead> BufRead for Counted<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.stream.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.count.set(self.count.get() + amount as u64);
        self.stream.consume(amount);
    }
}

/// Ends in an error when the ratio is exceeded.
pub(crate) struct Bounded<R> {
    stream: R,
    ratio: Ratio,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.stream.read(buffer)?;
        let given = self.ratio.unpacked.get() + read as u64;
        self.ratio.unpacked.set(given);
        let allowed = self.ratio.packed.get().saturating_mul(self.ratio.most);
        if given > allowed.saturating_add(FLOOR) {
            return Err(io::Error::other(TooMuch(self.ratio.most)));
        }
        Ok(read)
    }
}

/// What a stream that broke off at `place` means to the user; `read` bytes came before.
pub(crate) fn broken(place: impl Into<Place>, read: u64, error: &io::Error) -> ReadError {
    let too_much = error
        .get_ref()
        .is_some_and(|cause| cause.downcast_ref::<TooMuch>().is_some());
    if too_much {
        return ReadError::new(
            ErrorKind::TooLarge,
            place,
            format!("reading stopped: {error}, which no news does"),
            "unpack it by hand if you trust it, and give what was in it",
        );
    }
    ReadError::new(
        ErrorKind::Broken,
        place,
        format!("reading stopped after {}: {error}", size(read)),
        "check that the file is whole and can be read; what came before was read",
    )
}
