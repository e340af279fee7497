//! Spelling and house style: what an outlet may do to words without changing what was said.

use crate::lexicon::written_out;

/// Whether two runs of folded words are one in all but spelling and style.
pub(crate) fn is_style(one: &[&str], two: &[&str]) -> bool {
    written(one) == written(two)
        || one.len() == two.len()
            && one
                .iter()
                .zip(two)
                .all(|(a, b)| a == b || short_for(a, b) || short_for(b, a))
}

/// The letters of a run with its short forms written out.
fn written(run: &[&str]) -> String {
    let mut letters = String::new();
    for word in run {
        let word = word.trim_start_matches(['@', '#']);
        let word = written_out(word).unwrap_or(word);
        letters.extend(word.chars().filter(|c| c.is_alphanumeric()));
    }
    letters
}

/// Whether `short` is a clipped, contracted or masked form of `long`.
fn short_for(short: &str, long: &str) -> bool {
    match short {
        "'s" => matches!(long, "is" | "has" | "us"),
        "'d" => matches!(long, "would" | "had"),
        _ => clipped(short, long) || masked(short, long),
    }
}

/// "askin" for "asking".
fn clipped(short: &str, long: &str) -> bool {
    short.len() > 3
        && short.ends_with("in")
        && long.strip_suffix('g').is_some_and(|rest| rest == short)
}

/// "s***" for the word itself.
fn masked(short: &str, long: &str) -> bool {
    let Some((head, tail)) = short.split_once('*') else {
        return false;
    };
    let tail = tail.trim_start_matches('*');
    !head.is_empty()
        && !tail.contains('*')
        && long.len() > head.len() + tail.len()
        && long.starts_with(head)
        && long.ends_with(tail)
}

#[cfg(test)]
mod tests {
    use super::is_style;

    #[test]
    fn style_is_told_from_wording() {
        for (one, two) in [
            (vec!["askin"], vec!["asking"]),
            (vec!["gonna"], vec!["going", "to"]),
            (vec!["u"], vec!["you"]),
            (vec!["@harborwatch"], vec!["harbor", "watch"]),
            (vec!["co", "operate"], vec!["cooperate"]),
            (vec!["'s"], vec!["is"]),
            (vec!["s***"], vec!["sugar"]),
            (vec!["um"], vec![]),
        ] {
            assert!(is_style(&one, &two), "{one:?} {two:?}");
            assert!(is_style(&two, &one), "{two:?} {one:?}");
        }
        for (one, two) in [
            (vec!["reach"], vec!["teach"]),
            (vec!["now"], vec!["not"]),
            (vec!["is"], vec!["has"]),
            (vec!["'s"], vec!["was"]),
            (vec!["just"], vec![]),
            (vec!["s***"], vec!["night"]),
        ] {
            assert!(!is_style(&one, &two), "{one:?} {two:?}");
        }
    }
}
