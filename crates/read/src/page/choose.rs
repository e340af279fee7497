//! Chooses the lines of a page that are the article.

use std::sync::LazyLock;

use crosswire_forest::Forest;

use super::evidence::Evidence;
use super::features;
use super::lines::{Lines, Tag};
use crate::segment;

/// From this chance on a line is kept; of the cuts tried, the one with the best out-of-fold figures.
const CUT: f32 = 0.6;

/// Letters from which on the rest of a page is a report without what is taken out.
const ENOUGH: usize = 200;

/// Learned by `training/pages/lines.py`.
static LINES: LazyLock<Option<Forest>> = LazyLock::new(|| {
    let forest = Forest::parse(include_bytes!("../../data/lines.forest")).ok()?;
    forest.expect(&features::FEATURES).ok()
});

/// The lines that are kept, in order.
#[derive(Debug, Default)]
pub(super) struct Chosen {
    pub(super) kept: Vec<usize>,
    /// Letters of lines between them that look like the article's and are not kept.
    pub(super) left_out: usize,
}

/// Chooses among `lines` those that are the article's, by what extraction said and what they are.
pub(super) fn choose(lines: &Lines, evidence: &Evidence, title: Option<&str>) -> Chosen {
    let seen = features::Seen::of(lines, evidence, title);
    let rows: Vec<Vec<f32>> = (0..lines.lines.len()).map(|at| seen.row(at)).collect();
    let mut keep: Vec<bool> = match &*LINES {
        Some(forest) => {
            let chances = forest.probabilities_of(&rows);
            chances.iter().map(|chances| chances[0] >= CUT).collect()
        }
        None => rows.iter().map(|row| row[0] >= 0.5).collect(),
    };
    others_out(lines, &seen, &mut keep);
    let letters = |keep: &[bool]| -> usize {
        let kept = keep.iter().zip(&lines.lines).filter(|(kept, _)| **kept);
        kept.map(|(_, line)| line.letters).sum()
    };
    // What was learned from long pages must not empty a short one.
    let given: Vec<bool> = rows.iter().map(|row| row[0] >= 0.5).collect();
    if letters(&keep) * 4 < letters(&given) {
        keep = given;
        others_out(lines, &seen, &mut keep);
    }
    short_article(lines, &seen, &mut keep);
    if letters(&keep) == 0 {
        for (at, keep) in keep.iter_mut().enumerate() {
            *keep = lines.lines[at].tag == Tag::Paragraph && !seen.is_furniture(at);
        }
    }
    between(lines, &seen, &mut keep);
    said_before(lines, &mut keep);
    let first = keep.iter().position(|&kept| kept);
    let last = keep.iter().rposition(|&kept| kept);
    let left_out = first.zip(last).map_or(0, |(first, last)| {
        (first..=last)
            .filter(|&at| !keep[at] && is_prose(lines, &seen, at))
            .map(|at| lines.lines[at].letters)
            .sum()
    });
    Chosen {
        kept: (0..keep.len()).filter(|&at| keep[at]).collect(),
        left_out,
    }
}

/// Whether a line looks like a paragraph of the article, whatever was decided of it.
fn is_prose(lines: &Lines, seen: &features::Seen<'_>, at: usize) -> bool {
    let line = &lines.lines[at];
    matches!(line.tag, Tag::Paragraph | Tag::Other | Tag::Quote)
        && line.letters >= 80
        && line.linked * 2 < line.letters
        && features::ends_sentence(&line.text)
        && !seen.is_item(line.within)
        && !seen.is_furniture(at)
}

/// All of a short article is the report: it has no room for anything else.
fn short_article(lines: &Lines, seen: &features::Seen<'_>, keep: &mut [bool]) {
    const SHORT: usize = 600;
    let Some(title) = seen.title_line else { return };
    let Some(article) = outermost(lines, title) else {
        return;
    };
    let container = &lines.containers[article];
    if container.letters > SHORT || container.linked * 4 > container.letters {
        return;
    }
    for (at, keep) in keep.iter_mut().enumerate().skip(title + 1) {
        *keep |= outermost(lines, at) == Some(article) && !seen.is_furniture(at);
    }
}

/// Some pages hold their article a second time, hidden, in one piece, with addresses and stamps
/// beside it for programs.
fn said_before(lines: &Lines, keep: &mut [bool]) {
    const PIECE: usize = 400;
    let mut said = Evidence::default();
    for (at, keep) in keep.iter_mut().enumerate() {
        let line = &lines.lines[at];
        let for_programs = !line.text.contains(' ')
            && (line.text.contains("://") || line.text.starts_with(|c: char| c.is_ascii_digit()))
            && line.text.len() > 12;
        *keep &= !for_programs && !(line.letters >= PIECE && said.share(&line.text) >= 0.8);
        if *keep {
            said.add(&line.text);
        }
    }
}

/// A paragraph that is a sentence between two that are kept belongs to them, even if it is a link.
fn between(lines: &Lines, seen: &features::Seen<'_>, keep: &mut [bool]) {
    let parent = |at: usize| lines.containers[lines.lines[at].within].parent;
    let grandparent = |at: usize| lines.containers[parent(at)].parent;
    let beside = |a: usize, b: usize| {
        parent(a) == parent(b) || grandparent(a) == parent(b) || parent(a) == grandparent(b)
    };
    for at in 0..keep.len() {
        let line = &lines.lines[at];
        let sentence = line.tag == Tag::Paragraph
            && line.letters >= 50
            && line.text.ends_with(['.', '!', '?', '”', '"'])
            && !seen.is_furniture(at)
            && !seen.is_of_another(at)
            && segment::sorted(&line.text) == 0;
        let kept = |other: Option<usize>| {
            other.is_some_and(|other| {
                (keep.get(other) == Some(&true) || seen.title_line == Some(other))
                    && beside(at, other)
            })
        };
        if !keep[at] && sentence && kept(at.checked_sub(1)) && kept(Some(at + 1)) {
            keep[at] = true;
        }
    }
}

/// The outermost article that a line stands in.
fn outermost(lines: &Lines, at: usize) -> Option<usize> {
    lines
        .around(lines.lines[at].within)
        .filter(|&within| lines.containers[within].article)
        .last()
}

/// Of several articles on one page, only the one with the title is the report; what a list of
/// links to other stories says is none of it.
fn others_out(lines: &Lines, seen: &features::Seen<'_>, keep: &mut [bool]) {
    let letters = |of: &dyn Fn(usize) -> bool, keep: &[bool]| -> usize {
        (0..keep.len())
            .filter(|&at| keep[at] && of(at))
            .map(|at| lines.lines[at].letters)
            .sum()
    };
    if letters(&|at| !seen.is_of_another(at), keep) >= ENOUGH {
        for (at, keep) in keep.iter_mut().enumerate() {
            *keep &= !seen.is_of_another(at);
        }
    }
    let Some(own) = seen.title_line.and_then(|title| outermost(lines, title)) else {
        return;
    };
    if letters(&|at| outermost(lines, at) == Some(own), keep) >= ENOUGH {
        for (at, keep) in keep.iter_mut().enumerate() {
            *keep &= outermost(lines, at).is_none_or(|other| other == own);
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_weights_are_of_these_features() {
        assert!(super::LINES.is_some());
    }
}
