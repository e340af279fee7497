//! Repairs of text taken out of markup: UTF-8 that was decoded as Windows-1252 and encoded
//! again, entities that were escaped twice, soft hyphens and other marks that nobody sees.

use std::borrow::Cow;

/// The line put right; `None` if nothing was wrong with it.
pub(crate) fn mended(line: &str) -> Option<String> {
    let mut mended = Cow::Borrowed(line);
    if looks_decoded_twice(&mended)
        && let Some(once) = undecoded(&mended)
    {
        mended = Cow::Owned(once);
    }
    if mended.contains('&')
        && let Some(once) = unescaped(&mended)
    {
        mended = Cow::Owned(once);
    }
    if mended.contains(is_unseen) {
        mended = Cow::Owned(mended.replace(is_unseen, ""));
    }
    match mended {
        Cow::Borrowed(_) => None,
        Cow::Owned(mended) => Some(mended),
    }
}

/// Soft hyphens and zero-width marks; the joiners that scripts and emoji need stay.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}')
}

/// "â€™" and "Ã©" are what UTF-8 looks like when it is read as Windows-1252.
fn looks_decoded_twice(line: &str) -> bool {
    line.contains("â€") || line.contains("Ã") || line.contains("Â")
}

/// Reads the runs of non-ASCII letters back as the UTF-8 that they were; `None` if they never were.
fn undecoded(line: &str) -> Option<String> {
    let mut out = String::with_capacity(line.len());
    let mut changed = false;
    let mut run = String::new();
    for c in line.chars().chain(['\0']) {
        if !c.is_ascii() {
            run.push(c);
            continue;
        }
        if !run.is_empty() {
            match back(&run) {
                Some(once) => {
                    changed = true;
                    out.push_str(&once);
                }
                None => out.push_str(&run),
            }
            run.clear();
        }
        if c != '\0' {
            out.push(c);
        }
    }
    changed.then_some(out)
}

fn back(run: &str) -> Option<String> {
    // encoding_rs writes what has no byte as an entity; a character reference has only ASCII.
    let (bytes, _, lost) = encoding_rs::WINDOWS_1252.encode(run);
    if lost || bytes.len() < 2 {
        return None;
    }
    String::from_utf8(bytes.into_owned()).ok()
}

/// Resolves the entities that markup leaves behind when it was escaped twice.
fn unescaped(line: &str) -> Option<String> {
    const NAMES: [(&str, &str); 17] = [
        ("&amp;", "&"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&apos;", "'"),
        ("&nbsp;", " "),
        ("&ndash;", "–"),
        ("&mdash;", "—"),
        ("&lsquo;", "‘"),
        ("&rsquo;", "’"),
        ("&ldquo;", "“"),
        ("&rdquo;", "”"),
        ("&hellip;", "…"),
        ("&eacute;", "é"),
        ("&euro;", "€"),
        ("&pound;", "£"),
        ("&shy;", ""),
    ];
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    let mut changed = false;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let named = NAMES.iter().find(|(name, _)| rest.starts_with(name));
        if let Some((name, meant)) = named {
            out.push_str(meant);
            rest = &rest[name.len()..];
            changed = true;
        } else if let Some((c, length)) = numbered(rest) {
            out.push(c);
            rest = &rest[length..];
            changed = true;
        } else {
            out.push('&');
            rest = &rest[1..];
        }
    }
    out.push_str(rest);
    changed.then_some(out)
}

/// `&#8217;` or `&#x2019;`.
fn numbered(text: &str) -> Option<(char, usize)> {
    let digits = text.strip_prefix("&#")?;
    let end = digits.bytes().take(9).position(|b| b == b';')?;
    let code = match digits[..end].strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => digits[..end].parse().ok()?,
    };
    let c = char::from_u32(code).filter(|c| !c.is_control())?;
    Some((c, end + 3))
}

#[cfg(test)]
mod tests {
    use super::mended;

    #[test]
    fn what_is_put_right() {
        for (line, right) in [
            ("The mayorâ€™s cafÃ©", "The mayor’s café"),
            ("Vale &amp; Sons&#8217; pier", "Vale & Sons’ pier"),
            ("har\u{ad}bour", "harbour"),
        ] {
            assert_eq!(mended(line).as_deref(), Some(right));
        }
    }

    #[test]
    fn what_is_right_stays() {
        for line in [
            "The mayor’s café — “open”",
            "AT&T and R&D",
            "Âge and São Paulo",
            "&#xZZ; &; &#;",
            "ÂÃâ€",
        ] {
            assert_eq!(mended(line), None, "{line}");
        }
    }
}
