//! What is seen of every line of a page before it is decided whether it is the article's.

use std::collections::{BTreeMap, HashSet};

use super::evidence::Evidence;
use super::lines::{Line, Lines, Tag};
use super::{fold, names, people};
use crate::segment;

/// The names of a row's features, in order; `training/pages` learns from them.
pub(crate) const FEATURES: [&str; 84] = [
    "share",
    "share_before",
    "share_before_2",
    "share_after",
    "share_after_2",
    "letters",
    "words",
    "linked",
    "links",
    "ends",
    "starts_upper",
    "sentences",
    "digits",
    "uppers",
    "commas",
    "asks",
    "colon_end",
    "bars",
    "quotes",
    "sign_first",
    "is_paragraph",
    "rank",
    "is_item",
    "is_cell",
    "is_quote",
    "is_caption",
    "near_advert",
    "near_author",
    "near_body",
    "near_box",
    "near_caption",
    "near_comment",
    "near_date",
    "near_invite",
    "near_lead",
    "near_meta",
    "near_navigation",
    "near_related",
    "near_share",
    "near_title",
    "near_aside",
    "place",
    "place_letters",
    "from_title",
    "before_title",
    "letters_before",
    "linked_before",
    "rank_before",
    "ends_before",
    "letters_after",
    "linked_after",
    "rank_after",
    "ends_after",
    "own_letters",
    "own_linked",
    "own_lines",
    "own_given",
    "own_of_page",
    "own_of_given",
    "up1_letters",
    "up1_linked",
    "up1_lines",
    "up1_given",
    "up1_of_page",
    "up1_of_given",
    "up2_letters",
    "up2_linked",
    "up2_lines",
    "up2_given",
    "up2_of_page",
    "up2_of_given",
    "item_depth",
    "item_group",
    "repeated",
    "page_letters",
    "given_letters",
    "given_of_page",
    "phrase",
    "same_article",
    "depth",
    "after_heading",
    "item_letters",
    "names_author",
    "to_last_given",
];

/// A page's lines with what extraction, their neighbours and the page say of them.
pub(super) struct Seen<'l> {
    lines: &'l Lines,
    /// How much of each line extraction gave.
    shares: Vec<f32>,
    /// Whether each container is one of several that are alike and each about something else.
    items: Vec<bool>,
    /// Whether each container is such an item beyond doubt: its head is a link to elsewhere.
    others: Vec<bool>,
    /// Letters in each container that extraction gave.
    given: Vec<f32>,
    /// The line that is the title.
    pub(super) title_line: Option<usize>,
    /// Letters before each line.
    before: Vec<usize>,
    /// Lines that stood on the page before, word for word.
    repeated: Vec<bool>,
    /// Letters that extraction gave in all.
    extracted: usize,
    /// The last line of which extraction gave most.
    last_given: usize,
    /// How many siblings like it each container has.
    alike: Vec<usize>,
}

impl<'l> Seen<'l> {
    pub(super) fn of(lines: &'l Lines, evidence: &Evidence, title: Option<&str>) -> Seen<'l> {
        let shares: Vec<f32> = lines
            .lines
            .iter()
            .map(|line| evidence.share(&line.text))
            .collect();
        let mut given = vec![0.0; lines.containers.len()];
        let (mut before, mut sum) = (Vec::with_capacity(shares.len()), 0);
        let (mut known, mut repeated) = (HashSet::new(), Vec::with_capacity(shares.len()));
        for (line, share) in lines.lines.iter().zip(&shares) {
            before.push(sum);
            sum += line.letters;
            repeated.push(!known.insert(line.text.as_str()));
            for at in lines.around(line.within) {
                given[at] += share * line.letters as f32;
            }
        }
        let (items, others, alike) = items(lines);
        Seen {
            lines,
            items,
            others,
            alike,
            last_given: shares.iter().rposition(|&share| share >= 0.5).unwrap_or(0),
            title_line: title.and_then(|title| title_line(lines, title)),
            shares,
            given,
            before,
            repeated,
            extracted: evidence.letters,
        }
    }

    /// What is known of a line, in the order of [`FEATURES`].
    pub(super) fn row(&self, at: usize) -> Vec<f32> {
        let all = &self.lines.lines;
        let line = &all[at];
        let mut row = Vec::with_capacity(FEATURES.len());
        let share = |other: Option<usize>| {
            other
                .and_then(|other| self.shares.get(other))
                .copied()
                .unwrap_or(f32::NAN)
        };
        row.extend([
            self.shares[at],
            share(at.checked_sub(1)),
            share(at.checked_sub(2)),
            share(Some(at + 1)),
            share(Some(at + 2)),
        ]);
        of_words(line, &mut row);
        row.extend([
            flag(line.tag == Tag::Paragraph),
            rank(line),
            flag(line.tag == Tag::Item),
            flag(line.tag == Tag::Cell),
            flag(line.tag == Tag::Quote),
            flag(line.tag == Tag::Caption),
        ]);
        row.extend(line.near.iter().map(|&near| {
            if near == 255 {
                f32::NAN
            } else {
                f32::from(near.min(12))
            }
        }));
        let page = self.before.last().copied().unwrap_or(0) + all.last().map_or(0, |l| l.letters);
        let page = page.max(1) as f32;
        row.extend([
            at as f32 / all.len() as f32,
            self.before[at] as f32 / page,
            self.title_line
                .map_or(f32::NAN, |title| at as f32 - title as f32),
            self.title_line.map_or(f32::NAN, |title| flag(at < title)),
        ]);
        for other in [at.checked_sub(1), Some(at + 1)] {
            match other.and_then(|other| all.get(other)) {
                Some(other) => row.extend([
                    other.letters as f32,
                    ratio(other.linked, other.letters),
                    rank(other),
                    flag(ends_sentence(&other.text)),
                ]),
                None => row.extend([f32::NAN; 4]),
            }
        }
        let around: Vec<usize> = self.lines.around(line.within).collect();
        let given = self.given.first().copied().unwrap_or(0.0).max(1.0);
        for up in 0..3 {
            let Some(&within) = around.get(up) else {
                row.extend([f32::NAN; 6]);
                continue;
            };
            let container = &self.lines.containers[within];
            row.extend([
                container.letters as f32,
                ratio(container.linked, container.letters),
                container.lines as f32,
                self.given[within] / container.letters.max(1) as f32,
                container.letters as f32 / page,
                self.given[within] / given,
            ]);
        }
        let item = around.iter().position(|&within| self.items[within]);
        let of_item = |value: &dyn Fn(usize) -> f32| item.map_or(f32::NAN, |up| value(around[up]));
        let from = at.saturating_sub(300);
        let heading = all[from..at]
            .iter()
            .rposition(|other| matches!(other.tag, Tag::Heading(_)))
            .map(|heading| from + heading);
        row.extend([
            item.map_or(f32::NAN, |up| up as f32),
            of_item(&|within| self.alike[within] as f32),
            flag(self.repeated[at]),
            page,
            self.extracted as f32,
            self.extracted as f32 / page,
            f32::from(segment::sorted(&line.text)),
            self.in_article_of_title(line.within),
            around.len() as f32,
            heading.map_or(f32::NAN, |heading| (at - heading) as f32),
            of_item(&|within| self.lines.containers[within].letters as f32),
            flag(people::lead(&line.text).is_some()),
            self.last_given as f32 - at as f32,
        ]);
        row
    }

    /// Whether a container is in the article that the title is in; NaN where there is none.
    fn in_article_of_title(&self, within: usize) -> f32 {
        let article = |within: usize| {
            self.lines
                .around(within)
                .filter(|&at| self.lines.containers[at].article)
                .last()
        };
        let own = self
            .title_line
            .and_then(|title| article(self.lines.lines[title].within));
        own.map_or(f32::NAN, |own| flag(article(within) == Some(own)))
    }

    /// Whether the names around a line say that it is no part of an article.
    pub(super) fn is_furniture(&self, at: usize) -> bool {
        let near = &self.lines.lines[at].near;
        [
            names::NAVIGATION,
            names::CAPTION,
            names::AUTHOR,
            names::COMMENT,
            names::RELATED,
            names::ASIDE,
        ]
        .iter()
        .any(|&kind| near[kind] <= 3)
    }

    /// Whether a line is in an item whose head is a link to another story.
    pub(super) fn is_of_another(&self, at: usize) -> bool {
        self.lines
            .around(self.lines.lines[at].within)
            .any(|within| self.others[within])
    }

    /// Whether a container is an item of a list of other things, or in one.
    pub(super) fn is_item(&self, within: usize) -> bool {
        self.lines.around(within).any(|at| self.items[at])
    }
}

/// Containers that have at least two siblings like them, of which most have a heading, a caption
/// or a line that is a link, with words under it: a stream, a gallery, teasers.
fn items(lines: &Lines) -> (Vec<bool>, Vec<bool>, Vec<usize>) {
    let mut alike: BTreeMap<(usize, u64), Vec<usize>> = BTreeMap::new();
    for (at, container) in lines.containers.iter().enumerate() {
        if container.lines > 0 && container.parent != at {
            alike
                .entry((container.parent, container.sign))
                .or_default()
                .push(at);
        }
    }
    let mut items = vec![false; lines.containers.len()];
    let mut others = items.clone();
    let mut sizes = vec![1; lines.containers.len()];
    for group in alike.into_values() {
        group.iter().for_each(|&at| sizes[at] = group.len());
        if group.len() < 3 {
            continue;
        }
        let elsewhere = group.iter().filter(|&&at| {
            let container = &lines.containers[at];
            container.links > 0 && (2..=6).contains(&container.lines)
                || container.captions > 0 && container.captions == container.lines
        });
        if elsewhere.count() * 5 >= group.len() * 4 {
            group.iter().for_each(|&at| others[at] = true);
        }
        let headed = group.iter().filter(|&&at| {
            let container = &lines.containers[at];
            container.heads > 0 && container.linked > 0 && container.lines <= 12
                || container.heads == container.lines && container.lines <= 3
        });
        if headed.count() * 5 >= group.len() * 4 {
            group.into_iter().for_each(|at| items[at] = true);
        }
    }
    (items, others, sizes)
}

/// The line that the report begins at: that of the title, or else the first great heading.
pub(super) fn head_line(lines: &Lines, title: Option<&str>) -> Option<usize> {
    let of_title = title.and_then(|title| title_line(lines, title));
    of_title.or_else(|| {
        let mut lines = lines.lines.iter();
        lines.position(|line| matches!(line.tag, Tag::Heading(1)))
    })
}

/// The line that says the title: the first heading that is it, else the first line.
pub(super) fn title_line(lines: &Lines, title: &str) -> Option<usize> {
    let title = fold(title);
    if title.is_empty() {
        return None;
    }
    let is_title = |at: &usize| {
        let line = &lines.lines[*at];
        line.letters <= title.len() * 2 + 40 && {
            let words = fold(&line.text);
            words == title || words.len() * 2 > title.len() && words.contains(&title)
        }
    };
    let heading = |at: &usize| matches!(lines.lines[*at].tag, Tag::Heading(_));
    (0..lines.lines.len())
        .filter(heading)
        .find(is_title)
        .or_else(|| (0..lines.lines.len()).find(is_title))
}

/// What the words of a line are like, whatever their language.
fn of_words(line: &Line, row: &mut Vec<f32>) {
    let text = line.text.as_str();
    let count = |of: &dyn Fn(char) -> bool| text.chars().filter(|&c| of(c)).count();
    let signs = text.chars().count().max(1);
    let words = text.split(' ').count();
    let inner = text
        .as_bytes()
        .windows(2)
        .filter(|pair| matches!(pair, [b'.' | b'!' | b'?', b' ']))
        .count();
    row.extend([
        line.letters as f32,
        words as f32,
        ratio(line.linked, line.letters),
        line.links as f32,
        flag(ends_sentence(text)),
        flag(text.starts_with(char::is_uppercase)),
        inner as f32,
        ratio(count(&|c| c.is_ascii_digit()), signs),
        ratio(count(&char::is_uppercase), signs),
        ratio(count(&|c| c == ','), words),
        count(&|c| matches!(c, '?' | '!')) as f32,
        flag(text.ends_with(':')),
        count(&|c| matches!(c, '|' | '©' | '•' | '·' | '»' | '›' | '→' | '/')) as f32,
        count(&|c| matches!(c, '"' | '“' | '”' | '„' | '«')) as f32,
        flag(text.starts_with(['(', '[', '©', '•', '-', '–', '»', '>', '*'])),
    ]);
}

fn flag(is: bool) -> f32 {
    f32::from(u8::from(is))
}

fn ratio(part: usize, of: usize) -> f32 {
    part as f32 / of.max(1) as f32
}

fn rank(line: &Line) -> f32 {
    match line.tag {
        Tag::Heading(rank) => f32::from(rank),
        _ => 0.0,
    }
}

/// Whether a line ends as a sentence does.
pub(super) fn ends_sentence(line: &str) -> bool {
    let end = line.trim_end_matches(['"', '”', '’', '»', ')', '\'', '“', ']', ' ']);
    end.ends_with(['.', '!', '?', '…', '。', '！', '？', '։', '۔', '।', '؟'])
}
