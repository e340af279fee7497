//! Which full names of one surname can be one person's: middle names, initials, suffixes.

use crate::sets::Set;

/// A suffix in one spelling.
pub(super) fn suffix(words: &[String]) -> Option<&'static str> {
    let suffix = Set::Suffix.known(words.last()?)?;
    (words.len() > 1).then_some(match suffix {
        "junior" => "jr",
        "senior" => "sr",
        other => other,
    })
}

/// A name without its suffix.
pub(super) fn bare(words: &[String]) -> &[String] {
    match suffix(words) {
        Some(_) => &words[..words.len() - 1],
        None => words,
    }
}

/// Whether two names of people, each of at least two words, can be one person's: the same first and
/// last name, suffixes that do not differ, and middle names that begin alike.
pub(super) fn can_be_one(long: &[String], short: &[String]) -> bool {
    if suffix(long).is_some() && suffix(short).is_some() && suffix(long) != suffix(short) {
        return false;
    }
    let (long, short) = (bare(long), bare(short));
    let ([a, inner_a @ .., y], [b, inner_b @ .., z]) = (long, short) else {
        return false;
    };
    if a != b || y != z {
        return false;
    }
    let alike = |a: &String, b: &String| {
        let initial = a.chars().count() == 1 || b.chars().count() == 1;
        a == b || initial && a.chars().next() == b.chars().next()
    };
    inner_a.is_empty()
        || inner_b.is_empty()
        || inner_a.len() == inner_b.len() && inner_a.iter().zip(inner_b).all(|(a, b)| alike(a, b))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(a: &str, b: &str) -> bool {
        let words = |name: &str| -> Vec<String> { name.split(' ').map(str::to_owned).collect() };
        can_be_one(&words(a), &words(b))
    }

    #[test]
    fn names_of_one_person_and_of_two() {
        assert!(one("ana m brell", "ana brell"));
        assert!(one("ana maria brell", "ana m brell"));
        assert!(one("tom orlin jr", "tom orlin"));
        assert!(!one("tom orlin jr", "tom orlin sr"));
        assert!(!one("tom h w orlin", "tom w orlin"));
        assert!(!one("ana brell", "mary brell"));
    }
}
