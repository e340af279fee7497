//! Whether words hold any of many parts: all are looked for at once, as a page has thousands of names.

use regex::Regex;

/// What finds any of these parts, as they are written.
pub(crate) fn any_of<'p>(parts: impl IntoIterator<Item = &'p str>) -> Regex {
    let parts: Vec<String> = parts.into_iter().map(regex::escape).collect();
    Regex::new(&parts.join("|")).expect("escaped words are a pattern")
}

#[cfg(test)]
mod tests {
    use super::any_of;

    #[test]
    fn parts_are_found_as_written() {
        let parts = any_of(["tool.tip", "sr-only"]);
        assert!(parts.is_match("a tool.tip b") && parts.is_match("c-sr-only"));
        assert!(!parts.is_match("tooltip") && !parts.is_match(""));
    }
}
