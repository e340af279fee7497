//! What speaks for each list of names, as a row of numbers.

use super::mentions::{List, Mentions, Source};
use crate::page::lines::{Line, Tag};
use crate::page::{names, people};

/// The names of a row's features.
pub(crate) const FEATURES: [&str; 44] = [
    "of_rule",
    "json",
    "json_other",
    "author_rank",
    "class_rank",
    "link_rank",
    "meta_rank",
    "elsewhere",
    "led",
    "colon",
    "inside",
    "beside_date",
    "bare",
    "outlet",
    "marks",
    "line_after_title",
    "line_before_title",
    "lines",
    "place",
    "line_letters",
    "line_links",
    "line_item",
    "prose_before",
    "prose_after",
    "near_author",
    "near_date",
    "near_related",
    "near_navigation",
    "near_aside",
    "near_meta",
    "n_names",
    "persons",
    "least_words",
    "most_words",
    "capitals",
    "letters",
    "of_outlet",
    "said",
    "first_said",
    "sources",
    "inside_others",
    "holds_others",
    "page_json",
    "page_lists",
];

/// The row of each list.
pub(super) fn rows(mentions: &Mentions<'_>) -> Vec<Vec<f32>> {
    let mut prose = vec![0_usize];
    for line in &mentions.lines.lines {
        let is_prose = line.letters > 90 && line.linked * 2 < line.letters;
        prose.push(prose.last().copied().unwrap_or(0) + usize::from(is_prose));
    }
    mentions
        .lists
        .iter()
        .map(|list| row(mentions, list, &prose))
        .collect()
}

fn row(mentions: &Mentions<'_>, list: &List, prose: &[usize]) -> Vec<f32> {
    let of = |source: Source| list.mentions.iter().filter(move |one| one.source == source);
    let has = |source: Source| yes(of(source).next().is_some());
    let rank = |source: Source| {
        of(source)
            .map(|one| one.rank)
            .min()
            .map_or(f32::NAN, |rank| rank as f32)
    };
    let cost = |line: usize| match mentions.title {
        Some(title) if line < title => (title - line) * 2 + 2,
        Some(title) => line - title,
        None => line,
    };
    let in_lines = || list.mentions.iter().filter_map(|one| one.line);
    let nearest = in_lines().min_by_key(|&line| cost(line));
    let line: Option<(usize, &Line)> = nearest.map(|at| (at, &mentions.lines.lines[at]));
    let near = |kind: usize| line.map_or(f32::NAN, |(_, line)| f32::from(line.near[kind].min(30)));
    let distance = |after: bool| {
        let title = mentions.title?;
        in_lines()
            .filter(|&at| (at >= title) == after)
            .map(|at| at.abs_diff(title))
            .min()
    };
    let n_lines = mentions.lines.lines.len().max(1) as f32;
    let mut sources: Vec<Source> = list.mentions.iter().map(|one| one.source).collect();
    sources.sort_unstable();
    sources.dedup();
    let words: Vec<usize> = list
        .names
        .iter()
        .map(|name| name.split_whitespace().count())
        .collect();
    let letters: usize = list.names.iter().map(|name| name.chars().count()).sum();
    let capitals = list
        .names
        .iter()
        .filter(|name| name.starts_with(char::is_uppercase))
        .count();
    let persons = list
        .names
        .iter()
        .filter(|name| people::is_person(name))
        .count();
    let n_names = list.names.len().max(1) as f32;
    let first = list
        .names
        .first()
        .map(|name| name.to_lowercase())
        .unwrap_or_default();
    let mut places = memchr::memmem::find_iter(mentions.text.as_bytes(), first.as_bytes()).take(30);
    let first_said = places.next();
    let said = usize::from(first_said.is_some()) + places.count();
    let others = || mentions.lists.iter().filter(|other| other.key != list.key);
    let holds = |long: &List, short: &List| short.key.iter().all(|name| long.key.contains(name));
    let prose_until = |at: usize| prose.get(at).copied().unwrap_or(0) as f32;
    let title = mentions.title.unwrap_or(0);
    vec![
        has(Source::Rule),
        has(Source::Json),
        of(Source::JsonOther).count() as f32,
        rank(Source::Author),
        rank(Source::Class),
        rank(Source::Link),
        rank(Source::Meta),
        of(Source::Elsewhere).count() as f32,
        of(Source::Led).count() as f32,
        of(Source::Colon).count() as f32,
        of(Source::Inside).count() as f32,
        of(Source::BesideDate).count() as f32,
        of(Source::Bare).count() as f32,
        has(Source::Outlet),
        (of(Source::Author).count() + of(Source::Class).count() + of(Source::Link).count()) as f32,
        distance(true).map_or(f32::NAN, |lines| lines.min(300) as f32),
        distance(false).map_or(f32::NAN, |lines| lines.min(300) as f32),
        in_lines().count() as f32,
        line.map_or(f32::NAN, |(at, _)| at as f32 / n_lines),
        line.map_or(f32::NAN, |(_, line)| line.letters as f32),
        line.map_or(f32::NAN, |(_, line)| line.links as f32),
        yes(line.is_some_and(|(_, line)| line.tag == Tag::Item)),
        line.map_or(f32::NAN, |(at, _)| {
            (prose_until(at) - prose_until(title)).clamp(-40.0, 40.0)
        }),
        line.map_or(f32::NAN, |(at, _)| {
            (prose_until(prose.len() - 1) - prose_until(at)).min(40.0)
        }),
        near(names::AUTHOR),
        near(names::DATE),
        near(names::RELATED),
        near(names::NAVIGATION),
        near(names::ASIDE),
        near(names::META),
        n_names,
        persons as f32 / n_names,
        words.iter().min().copied().unwrap_or(0) as f32,
        words.iter().max().copied().unwrap_or(0) as f32,
        capitals as f32 / n_names,
        letters as f32 / n_names,
        yes(list.of_outlet),
        said as f32,
        first_said.map_or(f32::NAN, |at| at as f32 / mentions.text.len().max(1) as f32),
        sources.len() as f32,
        others().filter(|other| holds(other, list)).count() as f32,
        others().filter(|other| holds(list, other)).count() as f32,
        yes(mentions
            .lists
            .iter()
            .any(|list| list.mentions.iter().any(|one| one.source == Source::Json))),
        mentions.lists.len() as f32,
    ]
}

fn yes(is: bool) -> f32 {
    f32::from(u8::from(is))
}
