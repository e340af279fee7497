//! Gzip around anything, all its members.
//!
//! A crawl is one gzip member a record, and a damaged one must not cost the others: where a
//! member breaks, the next one is looked for, and the damage is told when all is read.

use std::cell::Cell;
use std::io::{self, BufRead, Read};
use std::rc::Rc;

use flate2::bufread::GzDecoder;

use crate::bounds::{Ratio, broken};
use crate::error::{ErrorKind, ReadError};
use crate::formats::{self, Format, Head};
use crate::input::Input;
use crate::options::size;
use crate::sink::{Flow, Sink};

/// How every member begins.
const MAGIC: [u8; 3] = [0x1f, 0x8b, 0x08];

/// What gzip packs.
pub(crate) struct Gzip;

impl Format for Gzip {
    fn recognises(&self, head: &Head<'_>) -> bool {
        head.bytes.starts_with(&MAGIC)
    }

    fn read(&self, input: Input<'_>, sink: &mut Sink<'_>) -> Flow {
        let around = input.around();
        let ratio = Ratio::new(&sink.options.limits);
        let damage = Rc::new(Cell::new(None));
        let members = Members {
            state: State::Between(ratio.packed(input.into_stream())),
            given: 0,
            damage: Rc::clone(&damage),
        };
        let stream = ratio.unpacked(members);
        match Input::unpacked(&around, Box::new(stream)) {
            Ok(inner) => formats::read(inner, sink)?,
            Err(error) => sink.error(broken(around.name.as_str(), 0, &error))?,
        }
        match damage.get() {
            None => Flow::Continue(()),
            Some(Damage { at, cut_off }) => sink.error(ReadError::new(
                ErrorKind::Broken,
                around.name.as_str(),
                format!(
                    "its packed data is {} after {} of what it holds; the rest was read",
                    if cut_off { "cut off" } else { "damaged" },
                    size(at)
                ),
                "fetch or copy the file again; what is listed is all that can be had from this one",
            )),
        }
    }
}

/// The first place where the packed data was not whole, in bytes of what came out.
#[derive(Clone, Copy, Debug)]
struct Damage {
    at: u64,
    cut_off: bool,
}

/// All members one after the other; what a damaged one still gives, then the next one.
struct Members<R: BufRead> {
    state: State<R>,
    given: u64,
    damage: Rc<Cell<Option<Damage>>>,
}

enum State<R: BufRead> {
    Between(R),
    Inside(Box<GzDecoder<R>>),
    Done,
}

impl<R: BufRead> Members<R> {
    fn note(&self, cut_off: bool) {
        if self.damage.get().is_none() {
            let at = self.given;
            self.damage.set(Some(Damage { at, cut_off }));
        }
    }
}

impl<R: BufRead> Read for Members<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        loop {
            match std::mem::replace(&mut self.state, State::Done) {
                State::Done => return Ok(0),
                State::Between(mut packed) => {
                    if packed.fill_buf()?.is_empty() {
                        return Ok(0);
                    }
                    // Zeros after the last member are padding, anything else is damage.
                    let skipped = skip_to_member(&mut packed)?;
                    if skipped == Skipped::Damage {
                        self.note(false);
                    }
                    if packed.fill_buf()?.is_empty() {
                        return Ok(0);
                    }
                    self.state = State::Inside(Box::new(GzDecoder::new(packed)));
                }
                State::Inside(mut member) => match member.read(buffer) {
                    Ok(0) => self.state = State::Between(member.into_inner()),
                    Ok(read) => {
                        self.given += read as u64;
                        self.state = State::Inside(member);
                        return Ok(read);
                    }
                    Err(error) if error.kind() == io::ErrorKind::Interrupted => {
                        self.state = State::Inside(member);
                    }
                    Err(error) => {
                        let mut packed = member.into_inner();
                        // The magic of this very member is behind us: going on always moves on.
                        let ended = packed.fill_buf()?.is_empty();
                        self.note(error.kind() == io::ErrorKind::UnexpectedEof);
                        if !ended {
                            packed.consume(1);
                            self.state = State::Between(packed);
                        }
                    }
                },
            }
        }
    }
}

#[derive(PartialEq)]
enum Skipped {
    Nothing,
    Zeros,
    Damage,
}

/// Moves to where a member begins, or to the end.
fn skip_to_member<R: BufRead>(packed: &mut R) -> io::Result<Skipped> {
    let mut skipped = Skipped::Nothing;
    // The magic may lie across two fillings of the buffer; then its first byte is found, and the
    // decoder judges the rest.
    loop {
        let chunk = packed.fill_buf()?;
        if chunk.is_empty() {
            return Ok(skipped);
        }
        let at = chunk.iter().enumerate().position(|(at, &byte)| {
            let rest = &chunk[at..];
            byte == MAGIC[0] && MAGIC.starts_with(&rest[..rest.len().min(3)])
        });
        let passed = &chunk[..at.unwrap_or(chunk.len())];
        if passed.iter().any(|&byte| byte != 0) {
            skipped = Skipped::Damage;
        } else if !passed.is_empty() && skipped == Skipped::Nothing {
            skipped = Skipped::Zeros;
        }
        let length = passed.len();
        packed.consume(length);
        if at.is_some() {
            return Ok(skipped);
        }
    }
}
