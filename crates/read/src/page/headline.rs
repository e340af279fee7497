//! The title among what a page calls so: a title element with the section and the outlet in it, a
//! heading with a kicker above the headline, the outlet's name as the first heading.

use super::fold;
use super::lines::{Lines, Tag};
use super::names;

/// Signs between the parts of a title.
const MARKS: [&str; 12] = [
    " | ", " - ", " – ", " — ", " :: ", " » ", " « ", " · ", " • ", " // ", " / ", " > ",
];

/// The heading that is, word for word, what the head of the page says, or whole parts of it: the
/// longest such, the highest and first of those. `colons` says whether they end parts too.
pub(super) fn printed(
    lines: &Lines,
    in_head: &[&str],
    is_outlet: &dyn Fn(&str) -> bool,
    colons: bool,
) -> Option<String> {
    let stretches: Vec<String> = in_head
        .iter()
        .flat_map(|title| stretches(title, colons))
        .collect();
    let mut best: Option<(usize, u8, &str)> = None;
    for line in lines.lines.iter().take(3_000) {
        let Tag::Heading(rank) = line.tag else {
            continue;
        };
        if line.text.len() > 400
            || line.near[names::COMMENT].min(line.near[names::ASIDE]) <= 4
            || is_outlet(&line.text)
        {
            continue;
        }
        let folded = fold(&line.text);
        let n_words = folded.split(' ').count();
        if n_words < 2 && folded.chars().count() < 9 || !stretches.contains(&folded) {
            continue;
        }
        let better = best
            .is_none_or(|(words, other, _)| n_words > words || n_words == words && rank < other);
        if better {
            best = Some((n_words, rank, &line.text));
        }
    }
    best.map(|(_, _, text)| text.to_owned())
}

/// What the head says where that is the beginning or the end of a heading that says more.
pub(super) fn within(heading: &str, in_head: &[&str]) -> Option<String> {
    let folded = fold(heading);
    in_head
        .iter()
        .filter(|title| {
            let title = fold(title);
            let words = title.split(' ').count();
            words >= 3
                && title.len() < folded.len()
                && title.len() * 4 >= folded.len()
                && (folded.starts_with(&format!("{title} "))
                    || folded.ends_with(&format!(" {title}")))
        })
        .max_by_key(|title| title.len())
        .map(|title| title.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// What comes behind a kicker that stands in an element of its own, where that is what the head says, or a part of
/// it, since the outlet's name stands beside it there.
pub(super) fn behind_kicker(rest: &str, in_head: &[&str]) -> bool {
    let folded = fold(rest);
    folded.split(' ').count() >= 3
        && in_head
            .iter()
            .any(|title| stretches(title, false).contains(&folded))
}

/// Every run of parts of a title, as folded words.
fn stretches(title: &str, colons: bool) -> Vec<String> {
    let title: String = title.chars().take(400).collect();
    let mut cuts = vec![0];
    // What stands in brackets at the end is a note on the title: its number, its year.
    if let Some(bracket) = title.rfind(" (").filter(|_| title.contains(')')) {
        cuts.push(bracket);
    }
    let more: &[&str] = if colons { &[": ", " : "] } else { &[] };
    for mark in MARKS.iter().chain(more) {
        for (at, mark) in title.match_indices(*mark) {
            cuts.extend([at, at + mark.len()]);
        }
    }
    cuts.push(title.len());
    cuts.sort_unstable();
    cuts.dedup();
    cuts.truncate(24);
    let mut found = Vec::new();
    for (i, from) in cuts.iter().enumerate() {
        for to in &cuts[i + 1..] {
            let folded = fold(&title[*from..*to]);
            if !folded.is_empty() {
                found.push(folded);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{stretches, within};

    #[test]
    fn parts_of_titles() {
        let parts = stretches("Culture - Museum returns masks - The Mail", false);
        assert!(parts.contains(&"museum returns masks".to_owned()));
        assert!(parts.contains(&"culture museum returns masks".to_owned()));
    }

    #[test]
    fn a_kicker_is_no_title() {
        assert_eq!(
            within("Local news Museum returns masks", &["Museum returns masks"]).as_deref(),
            Some("Museum returns masks")
        );
        assert_eq!(
            within("Museum returns masks", &["Museum returns masks"]),
            None
        );
        assert_eq!(within("Masks", &["Museum"]), None);
    }
}
