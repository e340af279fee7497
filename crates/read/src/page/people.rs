//! Names of authors as pages and feeds print them: "By Jo Arden and Kim Vale, Harbour
//! Correspondent", "Kim Vale (kim@post.example)".

use std::collections::HashSet;
use std::sync::LazyLock;

/// The words around names, by what they do.
#[derive(Debug, Default)]
struct Words {
    before: Vec<&'static str>,
    /// The first word of each of these.
    first: HashSet<&'static str>,
    role: HashSet<&'static str>,
    degree: HashSet<&'static str>,
    account: HashSet<&'static str>,
    link: HashSet<&'static str>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let mut words = Words::default();
    for line in include_str!("../../data/byline-words.txt").lines() {
        match line.split_once(' ') {
            Some(("before", word)) => words.before.push(word),
            Some(("role", word)) => drop(words.role.insert(word)),
            Some(("degree", word)) => drop(words.degree.insert(word)),
            Some(("account", word)) => drop(words.account.insert(word)),
            Some(("link", word)) => drop(words.link.insert(word)),
            _ => {}
        }
    }
    let first = |before: &&'static str| before.split(' ').next();
    words.first = words.before.iter().filter_map(first).collect();
    // The longest first, so that "text von" goes before "text".
    words
        .before
        .sort_by_key(|word| std::cmp::Reverse(word.len()));
    words
});

/// Words between two names.
const AND: [&str; 9] = [
    " and ", " und ", " et ", " y ", " e ", " och ", " og ", " en ", " with ",
];

/// Splits and cleans what a page gives as its authors; addresses, accounts and posts are no names.
pub(crate) fn authors(printed: &[String]) -> Vec<String> {
    let mut authors: Vec<String> = Vec::new();
    for one in printed {
        if one.len() > 2_000 {
            continue;
        }
        let one = without_mail(one);
        for part in one.split([',', ';', '|', '\n', '·', '•', '&']) {
            for name in apart(&without_lead(part)) {
                let name = name_of(name);
                if is_name(&name)
                    && !authors
                        .iter()
                        .any(|known| known.to_lowercase() == name.to_lowercase())
                {
                    authors.push(name);
                }
            }
        }
    }
    authors.truncate(20);
    authors
}

/// Whether a stretch begins as a byline does; what is left of it then.
pub(super) fn lead(words: &str) -> Option<&str> {
    let wide = words.chars().next().is_some_and(|c| c as u32 > 0x3000);
    let end = words
        .find([' ', ':', '：', '\u{a0}'])
        .unwrap_or(words.len());
    // "autor/in" is one of the words, and "foto/text" is not.
    let known = |word: &str| WORDS.first.contains(word.to_lowercase().as_str());
    let word = &words[..end];
    if !wide && !known(word) && !word.split_once('/').is_some_and(|(front, _)| known(front)) {
        return None;
    }
    let lower = words.to_lowercase();
    // Lower case may be of another length in rare scripts; then nothing is cut.
    if lower.len() != words.len() {
        return None;
    }
    WORDS.before.iter().find_map(|before| {
        let rest = lower.strip_prefix(before)?;
        let whole = rest.starts_with([' ', ':', '：', '/', '\u{a0}'])
            || before.chars().all(|c| c as u32 > 0x3000);
        let at = words.len() - rest.len();
        whole.then(|| words[at..].trim_start_matches([' ', ':', '：', '/', '\u{a0}']))
    })
}

/// Whether a name is most likely that of a person: several words, each as names are written.
pub(super) fn is_person(name: &str) -> bool {
    let words: Vec<&str> = name.split_whitespace().collect();
    let wide = name.chars().any(|c| c as u32 > 0x2E80);
    let written = words.iter().all(|word| {
        word.starts_with(char::is_uppercase)
            || word.len() <= 4
            || !word.chars().any(char::is_lowercase)
    });
    wide || (2..=5).contains(&words.len())
        && written
        && words
            .iter()
            .filter(|word| word.starts_with(char::is_uppercase))
            .count()
            >= 2
        && !name.contains(['/', '.', '(', ':']) | name.contains(". ")
}

/// Takes away addresses, with their brackets, and handles.
fn without_mail(printed: &str) -> String {
    if !printed.contains('@') {
        return printed.to_owned();
    }
    let words: Vec<&str> = printed
        .split_whitespace()
        .filter(|word| !word.contains('@'))
        .collect();
    let words = words.join(" ");
    // "jo@post.example (Jo Arden)" is how RSS writes a person.
    words
        .trim_matches(|c: char| matches!(c, '(' | ')' | '[' | ']' | '<' | '>' | '-' | '–' | ' '))
        .to_owned()
}

fn without_lead(part: &str) -> String {
    let part = part.split_whitespace().collect::<Vec<_>>().join(" ");
    let part = part.trim_start_matches(|c: char| !c.is_alphanumeric());
    let mut rest = part;
    for _ in 0..2 {
        rest = lead(rest).unwrap_or(rest);
    }
    rest.to_owned()
}

/// "Jo Arden and Kim Vale" are two.
fn apart(names: &str) -> Vec<&str> {
    let and = AND.iter().find_map(|and| {
        // Of ASCII words, lower and upper case are of one length.
        let at = names
            .as_bytes()
            .windows(and.len())
            .position(|part| part.eq_ignore_ascii_case(and.as_bytes()))?;
        let (front, back) = (names.get(..at)?, names.get(at + and.len()..)?);
        let upper = |part: &str| part.trim().starts_with(char::is_uppercase);
        (upper(front) && upper(back)).then_some((front, back))
    });
    match and {
        Some((front, back)) => {
            let mut parts = vec![front];
            parts.extend(apart(back));
            parts
        }
        None => vec![names],
    }
}

/// The name without the post that follows it and without signs around it.
fn name_of(name: &str) -> String {
    let name = name.split(" – ").next().unwrap_or(name);
    let name = name.split(" — ").next().unwrap_or(name);
    let name = name.trim_matches(|c: char| !c.is_alphanumeric() && c != '.' && c != ')');
    let lower = name.to_lowercase();
    let link = WORDS
        .link
        .iter()
        .filter(|link| lower.len() == name.len() && lower.ends_with(&format!(" {link}")))
        .map(|link| link.len())
        .max();
    let name = link.map_or(name, |length| name[..name.len() - length].trim_end());
    let mut words: Vec<&str> = name.split_whitespace().collect();
    while words.len() > 2
        && words
            .last()
            .is_some_and(|word| WORDS.role.contains(word.to_lowercase().as_str()))
    {
        words.pop();
    }
    words.join(" ")
}

fn is_name(name: &str) -> bool {
    let words: Vec<String> = name.split_whitespace().map(str::to_lowercase).collect();
    let lower = words.join(" ");
    let plain: String = lower.chars().filter(|c| *c != '.').collect();
    (1..=6).contains(&words.len())
        && name.len() <= 60
        && name.chars().filter(|c| c.is_alphabetic()).count() > 1
        && !name.contains(['@', '<', '{', '?', '!'])
        && !(name.contains('/') && name.len() > 30)
        // A sentence of a link, "zu allen Rezepten vom Autor", is no name.
        && !(words.len() >= 3
            && name.starts_with(char::is_lowercase)
            && name.split(' ').filter(|word| word.starts_with(char::is_lowercase)).count() >= 3)
        && !lower.starts_with("http")
        && !lower.starts_with("www.")
        && !name.chars().any(|c| c.is_ascii_digit())
        && !WORDS.degree.contains(plain.as_str())
        && !WORDS.account.contains(lower.as_str())
        && !WORDS.link.contains(lower.as_str())
        && !words.iter().all(|word| WORDS.role.contains(word.as_str()))
        // "harbour correspondent": a post that begins as no name does.
        && !(words.len() <= 4
            && name.starts_with(char::is_lowercase)
            && words.last().is_some_and(|word| WORDS.role.contains(word.as_str())))
}

#[cfg(test)]
mod tests {
    use super::{authors, is_person};

    #[test]
    fn names_only() {
        let check = |printed: &[&str], names: &[&str]| {
            let printed: Vec<String> = printed.iter().map(|&name| name.to_owned()).collect();
            assert_eq!(authors(&printed), names, "{printed:?}");
        };
        check(&["By Jo Arden and Kim Vale"], &["Jo Arden", "Kim Vale"]);
        check(
            &["Jo Arden", "jo arden", "https://post.example/jo", "@jo"],
            &["Jo Arden"],
        );
        check(&["Jo Arden, Correspondent"], &["Jo Arden"]);
        check(&["", "  "], &[]);
        check(&["Jo Arden (jo@post.example)"], &["Jo Arden"]);
        check(&["jo@post.example (Jo Arden)"], &["Jo Arden"]);
        check(&["Jo Arden <jo@post.example>"], &["Jo Arden"]);
        check(
            &["Jo Arden [jo@post.example]", "Kim Vale - k.v@post.example"],
            &["Jo Arden", "Kim Vale"],
        );
        check(&["Written by: Jo Arden"], &["Jo Arden"]);
        check(&["View all posts by Jo Arden"], &["Jo Arden"]);
        check(&["Jo Arden Email the author"], &["Jo Arden"]);
        check(&["Jo Arden Staff Reporter"], &["Jo Arden"]);
        check(&["Jo Arden, PhD, RN"], &["Jo Arden"]);
        check(&["Von Jo Arden und Kim Vale"], &["Jo Arden", "Kim Vale"]);
        check(
            &["Posted by Jo Arden, harbour correspondent"],
            &["Jo Arden"],
        );
        check(&["webdesk", "admin", "editor1"], &[]);
        check(&["Staff Writer"], &[]);
        check(&["Byron Vale"], &["Byron Vale"]);
    }

    #[test]
    fn persons() {
        for name in ["Jo Arden", "Jan van der Veen", "J. R. Vale", "王小明"] {
            assert!(is_person(name), "{name}");
        }
        for name in [
            "dpa/lno",
            "heavenly",
            "post.example",
            "The quick brown foxes",
        ] {
            assert!(!is_person(name), "{name}");
        }
    }

    #[test]
    fn the_list_is_sorted() {
        let lines: Vec<&str> = include_str!("../../data/byline-words.txt")
            .lines()
            .filter(|line| !line.starts_with('#'))
            .collect();
        assert!(lines.is_sorted_by(|a, b| a < b));
        assert!(lines.iter().all(|line| line.split_once(' ').is_some()));
    }
}
