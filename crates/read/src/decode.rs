//! From bytes to text: byte order mark, what the carrier says, UTF-8, and only then a guess.

use crosswire_report::{Problem, ProblemKind};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// Text, and what had to be done to get it.
pub(crate) struct Decoded {
    /// The text, without a byte order mark, otherwise exactly what the bytes say.
    pub(crate) text: String,
    /// What the user should know of the decoding.
    pub(crate) problem: Option<Problem>,
}

/// Decodes `bytes`. `declared` is the character set that the carrier names (an HTTP header, a
/// meta element); a byte order mark goes before it, and valid UTF-8 before a wrong label.
pub(crate) fn decode(bytes: &[u8], declared: Option<&str>) -> Decoded {
    if let Some(decoded) = utf32(bytes) {
        return decoded;
    }
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return with(encoding, &bytes[mark..], None);
    }
    let declared = declared.and_then(|label| Encoding::for_label(label.trim().as_bytes()));
    // UTF-16 without a mark is not valid as anything else that news comes in.
    if declared == Some(UTF_16LE) || declared == Some(UTF_16BE) {
        return with(declared.unwrap_or(UTF_8), bytes, None);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Decoded {
            text: text.to_owned(),
            problem: None,
        };
    }
    if let Some(encoding) = utf16_without_mark(bytes) {
        return with(encoding, bytes, None);
    }
    if let Some(encoding) = declared.filter(|&encoding| encoding != UTF_8) {
        return with(encoding, bytes, None);
    }
    // Mostly UTF-8 with a few broken bytes is UTF-8 with a few broken bytes.
    let lossy = String::from_utf8_lossy(bytes);
    let broken = lossy.matches('\u{fffd}').count();
    let wide = lossy
        .chars()
        .filter(|&c| !c.is_ascii() && c != '\u{fffd}')
        .count();
    if declared == Some(UTF_8) || broken * 4 < wide {
        return Decoded {
            text: lossy.into_owned(),
            problem: Some(bad_bytes(broken, UTF_8)),
        };
    }
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let encoding = detector.guess(None, chardetng::Utf8Detection::Allow);
    let guessed = Problem {
        kind: ProblemKind::BadBytes,
        message: format!("not valid UTF-8; read as {}", encoding.name()),
        mend: "save the file as UTF-8 if words look wrong".to_owned(),
    };
    with(encoding, bytes, Some(guessed))
}

/// Whether the bytes are no text in any character set: they hold bytes that text never has.
pub(crate) fn is_binary(head: &[u8]) -> bool {
    if Encoding::for_bom(head).is_some()
        || head.starts_with(UTF_32BE)
        || utf16_without_mark(head).is_some()
    {
        return false;
    }
    let controls = head
        .iter()
        .filter(|&&b| b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r' | 0x0c | 0x1b))
        .count();
    head.contains(&0) || controls * 20 > head.len()
}

fn with(encoding: &'static Encoding, bytes: &[u8], problem: Option<Problem>) -> Decoded {
    let (text, broken) = encoding.decode_without_bom_handling(bytes);
    let problem = if broken {
        Some(bad_bytes(text.matches('\u{fffd}').count(), encoding))
    } else {
        problem
    };
    Decoded {
        text: text.into_owned(),
        problem,
    }
}

fn bad_bytes(count: usize, encoding: &'static Encoding) -> Problem {
    Problem {
        kind: ProblemKind::BadBytes,
        message: format!(
            "{count} byte sequences are not valid {} and stand as U+FFFD",
            encoding.name()
        ),
        mend: "save the file as UTF-8".to_owned(),
    }
}

/// The byte order marks of UTF-32, of which the first begins like that of UTF-16.
const UTF_32LE: &[u8] = b"\xff\xfe\0\0";
const UTF_32BE: &[u8] = b"\0\0\xfe\xff";

/// Text in UTF-32, told by its mark.
fn utf32(bytes: &[u8]) -> Option<Decoded> {
    let little = bytes.starts_with(UTF_32LE);
    if !little && !bytes.starts_with(UTF_32BE) {
        return None;
    }
    let mut broken = usize::from(!bytes.len().is_multiple_of(4));
    let text = bytes[4..]
        .chunks_exact(4)
        .map(|unit| {
            let unit = [unit[0], unit[1], unit[2], unit[3]];
            let number = if little {
                u32::from_le_bytes(unit)
            } else {
                u32::from_be_bytes(unit)
            };
            char::from_u32(number).unwrap_or_else(|| {
                broken += 1;
                char::REPLACEMENT_CHARACTER
            })
        })
        .collect();
    let problem = (broken > 0).then(|| Problem {
        kind: ProblemKind::BadBytes,
        message: format!("{broken} byte sequences are not valid UTF-32 and stand as U+FFFD"),
        mend: "save the file as UTF-8".to_owned(),
    });
    Some(Decoded { text, problem })
}

/// JSON in which halves of characters that stand alone (`\ud83d` without its second half), as some
/// programs write them where they cut a text, stand as U+FFFD; `None` where there is none.
pub(crate) fn without_half_characters(json: &str) -> Option<Decoded> {
    let unit = |at: usize| -> Option<u32> {
        let digits = json.get(at..at + 6)?.strip_prefix("\\u")?;
        u32::from_str_radix(digits, 16).ok()
    };
    let (mut text, mut kept, mut at, mut halves) = (String::new(), 0, 0, 0);
    while let Some(found) = json[at..].find('\\') {
        at += found;
        let step = match (unit(at), unit(at + 6)) {
            (Some(0xd800..=0xdbff), Some(0xdc00..=0xdfff)) => 12,
            (Some(0xd800..=0xdfff), _) => {
                text.push_str(&json[kept..at]);
                text.push(char::REPLACEMENT_CHARACTER);
                halves += 1;
                kept = at + 6;
                6
            }
            // The backslash and what it guards.
            _ => 1 + json[at + 1..].chars().next().map_or(0, char::len_utf8),
        };
        at += step;
    }
    text.push_str(&json[kept..]);
    (halves > 0).then(|| Decoded {
        text,
        problem: Some(Problem {
            kind: ProblemKind::BadBytes,
            message: format!("{halves} halves of characters stand alone and are read as U+FFFD"),
            mend: "write whole characters where the file is made".to_owned(),
        }),
    })
}

/// Latin text in UTF-16 without a mark: every other byte is zero.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(2048) & !1];
    if sample.len() < 8 {
        return None;
    }
    let zeros = |offset: usize| {
        sample
            .iter()
            .skip(offset)
            .step_by(2)
            .filter(|&&b| b == 0)
            .count()
    };
    let (even, odd, half) = (zeros(0), zeros(1), sample.len() / 2);
    match (even * 10, odd * 10) {
        (e, o) if o > half * 7 && e < half => Some(UTF_16LE),
        (e, o) if e > half * 7 && o < half => Some(UTF_16BE),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{decode, is_binary, without_half_characters};

    #[test]
    fn only_the_mark_goes() {
        assert_eq!(
            decode("\u{feff}  The café\r\n".as_bytes(), None).text,
            "  The café\r\n"
        );
        assert_eq!(decode(b"\xff\xfeT\0h\0e\0", None).text, "The");
    }

    #[test]
    fn a_label_goes_before_a_guess_and_after_valid_utf8() {
        assert_eq!(
            decode(b"caf\xe9 \x93so\x94", Some("windows-1252")).text,
            "café “so”"
        );
        assert_eq!(decode("café".as_bytes(), Some("iso-8859-1")).text, "café");
    }

    #[test]
    fn broken_bytes_are_replaced_and_told() {
        let decoded = decode(
            "The “harbour” café\u{e9} was \u{201c}open\u{201d} — ".as_bytes(),
            None,
        );
        assert!(decoded.problem.is_none());
        let mut bytes = "The “harbour” café was “open” — still".as_bytes().to_vec();
        bytes.insert(10, 0xff);
        let decoded = decode(&bytes, None);
        assert!(decoded.text.contains("café") && decoded.problem.is_some());
        assert!(
            decode(b"The caf\xe9 in the harbour", None)
                .text
                .contains("café")
        );
    }

    #[test]
    fn utf32_is_told_by_its_mark() {
        let little = b"\xff\xfe\0\0T\0\0\0\x1c\x20\0\0";
        let big = b"\0\0\xfe\xff\0\0\0T\0\0\x20\x1c";
        assert_eq!(decode(little, None).text, "T\u{201c}");
        assert_eq!(decode(big, None).text, "T\u{201c}");
        assert!(!is_binary(big));
    }

    #[test]
    fn half_characters_are_replaced_and_whole_ones_kept() {
        let mended = |json| without_half_characters(json).map(|decoded| decoded.text);
        assert_eq!(
            mended(r#"{"a": "\ud83d x"}"#).as_deref(),
            Some("{\"a\": \"\u{fffd} x\"}")
        );
        assert_eq!(mended(r#"{"a": "\ud83d\ude00"}"#), None);
        // A backslash that is text.
        assert_eq!(mended(r#"{"a": "\\ud83d"}"#), None);
        assert_eq!(mended("{\"a\": \"\\"), None);
    }

    #[test]
    fn images_are_not_text() {
        assert!(is_binary(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"));
        assert!(!is_binary("The harbour — “café”".as_bytes()));
        assert!(!is_binary(b"T\0h\0e\0 \0h\0a\0r\0b\0"));
    }
}
