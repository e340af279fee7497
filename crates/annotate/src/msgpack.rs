//! A reader of MessagePack that borrows strings and arrays from the bytes it reads.
//!
//! The model's folder holds nested MessagePack with keys that are sometimes strings and sometimes
//! byte strings, and one map of 685,000 entries which must not become 685,000 values.

use crate::error::Fault;

/// How deep values may nest; the model's own files stay below ten.
const DEPTH: usize = 64;

/// One value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value<'a> {
    Nil,
    Bool(bool),
    Int(i64),
    Uint(u64),
    Float(f64),
    Str(&'a str),
    Bin(&'a [u8]),
    Array(Vec<Value<'a>>),
    Map(Vec<(Value<'a>, Value<'a>)>),
}

impl<'a> Value<'a> {
    /// The value of `key` in a map; keys match whether they are strings or byte strings.
    pub(crate) fn get(&self, key: &str) -> Option<&Value<'a>> {
        let entries = self.as_map()?;
        entries
            .iter()
            .find(|(k, _)| k.as_str() == Some(key))
            .map(|(_, value)| value)
    }

    pub(crate) fn as_map(&self) -> Option<&[(Value<'a>, Value<'a>)]> {
        if let Value::Map(entries) = self {
            Some(entries)
        } else {
            None
        }
    }

    pub(crate) fn as_array(&self) -> Option<&[Value<'a>]> {
        if let Value::Array(items) = self {
            Some(items)
        } else {
            None
        }
    }

    pub(crate) fn as_str(&self) -> Option<&'a str> {
        match *self {
            Value::Str(text) => Some(text),
            Value::Bin(bytes) => std::str::from_utf8(bytes).ok(),
            _ => None,
        }
    }

    pub(crate) fn as_u64(&self) -> Option<u64> {
        match *self {
            Value::Uint(number) => Some(number),
            Value::Int(number) => u64::try_from(number).ok(),
            _ => None,
        }
    }
}

/// The one value that `bytes` hold.
pub(crate) fn parse(bytes: &[u8]) -> Result<Value<'_>, Fault> {
    let mut reader = Reader::new(bytes);
    let value = reader.value(0)?;
    if reader.left() != 0 {
        return Err(Fault::new(
            format!("byte {}", reader.at),
            "bytes are left over at the end",
        ));
    }
    Ok(value)
}

/// A cursor over MessagePack.
pub(crate) struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Reader<'a> {
        Reader { bytes, at: 0 }
    }

    pub(crate) fn left(&self) -> usize {
        self.bytes.len() - self.at
    }

    fn take(&mut self, n: usize) -> Result<&'a [u8], Fault> {
        if n > self.left() {
            return Err(Fault::new(
                format!("byte {}", self.at),
                format!("the file ends {} bytes too early", n - self.left()),
            ));
        }
        let taken = &self.bytes[self.at..self.at + n];
        self.at += n;
        Ok(taken)
    }

    fn number(&mut self, n: usize) -> Result<u64, Fault> {
        let bytes = self.take(n)?;
        if let Ok(bytes) = bytes.try_into() {
            return Ok(u64::from_be_bytes(bytes));
        }
        Ok(bytes
            .iter()
            .fold(0, |number, &byte| number << 8 | u64::from(byte)))
    }

    /// A count of items that each take at least `least` bytes: more than the file holds is an error
    /// before it is an allocation.
    fn count(&mut self, n: usize, least: usize) -> Result<usize, Fault> {
        let count = self.number(n)? as usize;
        if count.saturating_mul(least) > self.left() {
            return Err(Fault::new(
                format!("byte {}", self.at),
                format!("{count} items do not fit into the file"),
            ));
        }
        Ok(count)
    }

    /// The head of a map: its number of entries.
    pub(crate) fn map_head(&mut self) -> Result<usize, Fault> {
        let at = self.at;
        match self.take(1)?[0] {
            head @ 0x80..=0x8f => Ok(usize::from(head & 15)),
            0xde => self.count(2, 2),
            0xdf => self.count(4, 2),
            _ => Err(Fault::new(format!("byte {at}"), "a map was expected")),
        }
    }

    /// A number that is not negative.
    pub(crate) fn unsigned(&mut self) -> Result<u64, Fault> {
        let at = self.at;
        match self.take(1)?[0] {
            head @ 0..=0x7f => Ok(u64::from(head)),
            head @ 0xcc..=0xcf => self.number(1 << (head - 0xcc)),
            _ => Err(Fault::new(
                format!("byte {at}"),
                "a number of zero or more was expected",
            )),
        }
    }

    fn text(&mut self, n: usize) -> Result<Value<'a>, Fault> {
        let at = self.at;
        let text = std::str::from_utf8(self.take(n)?);
        text.map(Value::Str)
            .map_err(|_| Fault::new(format!("byte {at}"), "a string is not UTF-8"))
    }

    pub(crate) fn value(&mut self, depth: usize) -> Result<Value<'a>, Fault> {
        let at = self.at;
        if depth > DEPTH {
            return Err(Fault::new(format!("byte {at}"), "values nest too deeply"));
        }
        let head = self.take(1)?[0];
        Ok(match head {
            0x00..=0x7f => Value::Uint(u64::from(head)),
            0xe0..=0xff => Value::Int(i64::from(head as i8)),
            0x80..=0x8f => self.map(usize::from(head & 15), depth)?,
            0x90..=0x9f => self.array(usize::from(head & 15), depth)?,
            0xa0..=0xbf => self.text(usize::from(head & 31))?,
            0xc0 => Value::Nil,
            0xc2 | 0xc3 => Value::Bool(head == 0xc3),
            0xc4..=0xc6 => {
                let n = self.count(1 << (head - 0xc4), 1)?;
                Value::Bin(self.take(n)?)
            }
            0xca => Value::Float(f64::from(f32::from_bits(self.number(4)? as u32))),
            0xcb => Value::Float(f64::from_bits(self.number(8)?)),
            0xcc..=0xcf => Value::Uint(self.number(1 << (head - 0xcc))?),
            0xd0 => Value::Int(i64::from(self.number(1)? as u8 as i8)),
            0xd1 => Value::Int(i64::from(self.number(2)? as u16 as i16)),
            0xd2 => Value::Int(i64::from(self.number(4)? as u32 as i32)),
            0xd3 => Value::Int(self.number(8)? as i64),
            0xd9..=0xdb => {
                let n = self.count(1 << (head - 0xd9), 1)?;
                self.text(n)?
            }
            0xdc | 0xdd => {
                let n = self.count(if head == 0xdc { 2 } else { 4 }, 1)?;
                self.array(n, depth)?
            }
            0xde | 0xdf => {
                let n = self.count(if head == 0xde { 2 } else { 4 }, 2)?;
                self.map(n, depth)?
            }
            _ => {
                return Err(Fault::new(
                    format!("byte {at}"),
                    format!("{head:#04x} is no type that models use"),
                ));
            }
        })
    }

    fn array(&mut self, n: usize, depth: usize) -> Result<Value<'a>, Fault> {
        let items: Result<_, _> = (0..n).map(|_| self.value(depth + 1)).collect();
        items.map(Value::Array)
    }

    fn map(&mut self, n: usize, depth: usize) -> Result<Value<'a>, Fault> {
        let entries: Result<_, _> = (0..n)
            .map(|_| Ok((self.value(depth + 1)?, self.value(depth + 1)?)))
            .collect();
        entries.map(Value::Map)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_each_kind_are_read() {
        let bytes = [
            0x83, 0xa1, b'a', 0x93, 0x01, 0xff, 0xc0, 0xc4, 0x01, b'b', 0xcb, 0x3f, 0xf0, 0, 0, 0,
            0, 0, 0, 0xd9, 1, b'c', 0xcd, 0x01, 0x00,
        ];
        let value = parse(&bytes).unwrap();
        let array = [Value::Uint(1), Value::Int(-1), Value::Nil];
        assert_eq!(value.get("a").unwrap().as_array().unwrap(), array);
        assert_eq!(value.get("b"), Some(&Value::Float(1.0)));
        assert_eq!(value.get("c").unwrap().as_u64(), Some(256));
    }

    #[test]
    fn what_is_cut_short_or_too_deep_or_left_over_is_refused() {
        let bytes = [
            0x82, 0xa1, b'a', 0x92, 0x01, 0x02, 0xa1, b'b', 0xda, 0, 2, b'x', b'y',
        ];
        assert!(parse(&bytes).is_ok());
        for end in 0..bytes.len() {
            assert!(parse(&bytes[..end]).is_err(), "{end}");
        }
        assert!(parse(&[0x01, 0x01]).is_err());
        assert!(parse(&[0x91; 1000]).is_err());
        assert!(parse(&[0xdd, 0xff, 0xff, 0xff, 0xff]).is_err());
        assert!(parse(&[0xa1, 0xff]).is_err());
    }
}
