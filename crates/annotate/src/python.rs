//! Characters and strings as Python's `str` methods see them.
//!
//! spaCy asks Python what a letter, a digit, an upper-case character or white space is, and Rust's
//! answers differ (U+001C to U+001F, `²`, letter numbers, marks, newer versions of Unicode). The
//! classes come from `data/classes.txt`, made by `scripts/generate-data`.

use std::sync::LazyLock;

/// A set of characters: a bitmap for ASCII, sorted ranges for the others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct CharSet {
    ascii: u128,
    ranges: Vec<(u32, u32)>,
}

impl CharSet {
    /// A set from ranges in any order, both ends inside.
    pub(crate) fn from_ranges(mut ranges: Vec<(u32, u32)>) -> CharSet {
        ranges.sort_unstable();
        let mut merged: Vec<(u32, u32)> = Vec::with_capacity(ranges.len());
        for (low, high) in ranges {
            match merged.last_mut() {
                Some(last) if low <= last.1.saturating_add(1) => last.1 = last.1.max(high),
                _ => merged.push((low, high)),
            }
        }
        let mut ascii = 0u128;
        for &(low, high) in merged.iter().take_while(|r| r.0 < 128) {
            for code in low..=high.min(127) {
                ascii |= 1 << code;
            }
        }
        CharSet {
            ascii,
            ranges: merged,
        }
    }

    pub(crate) fn contains(&self, c: char) -> bool {
        let code = c as u32;
        if code < 128 {
            return self.ascii >> code & 1 == 1;
        }
        let at = self.ranges.partition_point(|r| r.1 < code);
        self.ranges.get(at).is_some_and(|r| r.0 <= code)
    }

    pub(crate) fn ranges(&self) -> &[(u32, u32)] {
        &self.ranges
    }

    /// All that is not in it.
    pub(crate) fn complement(&self) -> CharSet {
        let mut ranges = Vec::new();
        let mut next = 0;
        for &(low, high) in &self.ranges {
            if low > next {
                ranges.push((next, low - 1));
            }
            next = high + 1;
        }
        if next <= 0x10_FFFF {
            ranges.push((next, 0x10_FFFF));
        }
        CharSet::from_ranges(ranges)
    }
}

/// The classes of `data/classes.txt`.
#[derive(Debug, Default)]
pub(crate) struct Classes {
    pub(crate) alpha: CharSet,
    pub(crate) digit: CharSet,
    pub(crate) decimal: CharSet,
    pub(crate) alnum: CharSet,
    pub(crate) upper: CharSet,
    pub(crate) space: CharSet,
    lowers: CharSet,
}

/// The character classes, parsed once.
pub(crate) fn classes() -> &'static Classes {
    static CLASSES: LazyLock<Classes> = LazyLock::new(|| {
        let mut classes = Classes::default();
        for line in include_str!("../data/classes.txt")
            .lines()
            .filter(|line| !line.starts_with('#'))
        {
            let mut fields = line.split(' ');
            let name = fields.next().unwrap_or_default();
            let ranges = fields.filter_map(|field| {
                let (low, high) = field.split_once('-').unwrap_or((field, field));
                Some((
                    u32::from_str_radix(low, 16).ok()?,
                    u32::from_str_radix(high, 16).ok()?,
                ))
            });
            let set = CharSet::from_ranges(ranges.collect());
            match name {
                "alpha" => classes.alpha = set,
                "digit" => classes.digit = set,
                "decimal" => classes.decimal = set,
                "alnum" => classes.alnum = set,
                "upper" => classes.upper = set,
                "space" => classes.space = set,
                "lowers" => classes.lowers = set,
                _ => {}
            }
        }
        classes
    });
    &CLASSES
}

/// `str.isspace` of one character.
pub(crate) fn is_space(c: char) -> bool {
    match c {
        '\u{21}'..='\u{7e}' => false,
        '\t'..='\r' | '\u{1c}'..='\u{20}' | '\u{85}' | '\u{a0}' => true,
        '\u{1680}'
        | '\u{2000}'..='\u{200a}'
        | '\u{2028}'
        | '\u{2029}'
        | '\u{202f}'
        | '\u{205f}'
        | '\u{3000}' => true,
        _ => false,
    }
}

/// `str.isspace`.
pub(crate) fn all_space(text: &str) -> bool {
    !text.is_empty() && text.chars().all(is_space)
}

/// `str.isalpha`.
pub(crate) fn all_alpha(text: &str) -> bool {
    let alpha = &classes().alpha;
    !text.is_empty() && text.chars().all(|c| alpha.contains(c))
}

/// `str.lower`, with the reference's version of Unicode.
pub(crate) fn lower(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let lowers = &classes().lowers;
    let mut out = String::with_capacity(text.len());
    // Whole stretches go to the standard library, which knows the final sigma; characters that the
    // reference leaves alone are copied.
    if text
        .chars()
        .all(|c| lowers.contains(c) || c.to_lowercase().eq([c]))
    {
        return text.to_lowercase();
    }
    for c in text.chars() {
        if lowers.contains(c) {
            out.extend(c.to_lowercase());
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_are_complete_and_sorted() {
        let classes = classes();
        for set in [
            &classes.alpha,
            &classes.digit,
            &classes.decimal,
            &classes.alnum,
            &classes.upper,
            &classes.space,
            &classes.lowers,
        ] {
            assert!(!set.ranges.is_empty());
            assert!(set.ranges.windows(2).all(|pair| pair[0].1 < pair[1].0));
        }
        for c in (0..0x11_0000).filter_map(char::from_u32) {
            assert_eq!(classes.space.contains(c), is_space(c), "{c:?}");
        }
    }

    #[test]
    fn strings_are_seen_as_python_sees_them() {
        assert!(classes().digit.contains('²') && !classes().digit.contains('½'));
        assert!(!classes().alpha.contains('Ⅷ') && !classes().alpha.contains('\u{301}'));
        assert!(all_space("\u{1c}\u{a0}\n") && !all_space("") && !all_space("\u{200b}"));
        assert!(all_alpha("naïve") && !all_alpha("x1") && !all_alpha(""));
        assert_eq!(lower("ΟΔΟΣ ΣΑΣ"), "οδος σας");
        assert_eq!(lower("İX"), "i\u{307}x");
        // Garay capitals came with Unicode 16; the reference leaves them as they are.
        assert_eq!(lower("\u{10D50}A"), "\u{10D50}a");
    }

    #[test]
    fn a_complement_holds_the_rest() {
        let set = CharSet::from_ranges(vec![(0x61, 0x7a), (0x20, 0x20), (0x62, 0x63)]);
        let rest = set.complement();
        for c in ['a', 'z', ' ', 'A', '\0', 'é', '\u{10ffff}'] {
            assert_ne!(set.contains(c), rest.contains(c));
        }
    }
}
