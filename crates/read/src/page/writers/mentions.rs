//! Every list of names that a page could mean as its authors, with where it stands.

use super::{Page, rules};
use crate::page::byline::{self, Mark};
use crate::page::features::head_line;
use crate::page::lines::{Lines, Tag};
use crate::page::{fold, names, people, visible};

pub(super) const AUTHORS: &[&str] = &[
    "author",
    "article:author",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "dcterms.creator",
    "citation_author",
    "article:author_name",
    "og:article:author",
    "shareaholic:article_author_name",
    "vr:author",
    "cxenseparse:author",
    "twitter:creator",
];

/// So many lists of a page are weighed.
const LISTS: usize = 80;

/// More lines than this are not looked through for names.
const LINES: usize = 2_000;

/// So far from the title a short line can be a byline without a word that says so.
const NEAR: usize = 12;

/// Where a list stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Source {
    /// What the rules give.
    Rule,
    Json,
    JsonOther,
    /// An element marked as the author; by its class; by where it leads.
    Author,
    Class,
    Link,
    Meta,
    /// The same marks among other stories or comments.
    Elsewhere,
    /// A line that begins as a byline does.
    Led,
    /// A line that says so and has a colon.
    Colon,
    /// Behind such a word inside a line.
    Inside,
    /// In a line with the date.
    BesideDate,
    /// A short line by itself.
    Bare,
    /// The outlet.
    Outlet,
}

/// Where one list was seen once.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mention {
    pub(super) source: Source,
    /// Which of its source, in order.
    pub(super) rank: usize,
    pub(super) line: Option<usize>,
}

/// A list of names and where it was seen.
#[derive(Clone, Debug)]
pub(super) struct List {
    pub(super) names: Vec<String>,
    pub(super) from: String,
    pub(super) mentions: Vec<Mention>,
    /// Its names without signs, sorted.
    pub(super) key: Vec<String>,
    pub(super) of_outlet: bool,
}

impl List {
    pub(super) fn is_only_elsewhere(&self) -> bool {
        self.mentions
            .iter()
            .all(|one| one.source == Source::Elsewhere)
    }
}

/// All of a page.
pub(super) struct Mentions<'p> {
    pub(super) lists: Vec<List>,
    pub(super) lines: &'p Lines,
    pub(super) title: Option<usize>,
    /// The words of all lines, in lower case.
    pub(super) text: String,
}

impl<'p> Mentions<'p> {
    pub(super) fn of(page: &Page<'p>) -> Mentions<'p> {
        let title = head_line(page.lines, page.title);
        let mut lists = Lists {
            page,
            lists: Vec::new(),
        };
        if let Some((names, from)) = rules::first(page) {
            lists.add(names, &from, Source::Rule, 0, None);
        }
        lists.add(
            rules::names_of(&page.json.authors),
            "JSON-LD author",
            Source::Json,
            0,
            None,
        );
        for (at, printed) in page.json.other_authors.iter().enumerate() {
            let names = rules::names_of(printed);
            lists.add(
                names,
                "JSON-LD of another part",
                Source::JsonOther,
                at,
                None,
            );
        }
        for (mark, source, from) in [
            (Mark::Author, Source::Author, "element author"),
            (Mark::Class, Source::Class, "element byline"),
            (Mark::Link, Source::Link, "link to the author"),
        ] {
            let groups = byline::groups(page.document, &page.found.marked, mark);
            for (at, (elsewhere, printed)) in groups.into_iter().enumerate() {
                let source = if elsewhere { Source::Elsewhere } else { source };
                for one in printed.iter().filter(|_| printed.len() > 1) {
                    lists.add(
                        rules::names_of(std::slice::from_ref(one)),
                        from,
                        source,
                        at,
                        None,
                    );
                }
                lists.add(rules::names_of(&printed), from, source, at, None);
            }
        }
        for (at, name) in AUTHORS.iter().enumerate() {
            if let Some((printed, from)) = page.found.metas(&[name]) {
                lists.add(rules::names_of(&printed), &from, Source::Meta, at, None);
            }
        }
        in_lines(&mut lists, title);
        if let Some(outlet) = page.outlet {
            let names = people::authors(&[outlet.to_owned()]);
            lists.add(names, "outlet", Source::Outlet, 0, None);
        }
        let mut text = String::new();
        for line in page.lines.lines.iter().take(LINES) {
            text.push_str(&line.text);
            text.push('\n');
        }
        Mentions {
            lists: lists.lists,
            lines: page.lines,
            title,
            text: text.to_lowercase(),
        }
    }
}

struct Lists<'a, 'p> {
    page: &'a Page<'p>,
    lists: Vec<List>,
}

impl Lists<'_, '_> {
    fn add(
        &mut self,
        names: Vec<String>,
        from: &str,
        source: Source,
        rank: usize,
        line: Option<usize>,
    ) {
        if names.is_empty() || names.len() > 12 {
            return;
        }
        let key = key(&names);
        let mention = Mention { source, rank, line };
        if let Some(known) = self.lists.iter_mut().find(|list| list.key == key) {
            known.mentions.push(mention);
        } else if self.lists.len() < LISTS {
            let of_outlet = names.iter().all(|name| rules::is_outlet(self.page, name));
            self.lists.push(List {
                names,
                from: from.to_owned(),
                mentions: vec![mention],
                key,
                of_outlet,
            });
        }
    }
}

fn key(names: &[String]) -> Vec<String> {
    let mut key: Vec<String> = names
        .iter()
        .map(|name| fold(name).replace(' ', ""))
        .collect();
    key.sort_unstable();
    key.dedup();
    key
}

fn in_lines(lists: &mut Lists<'_, '_>, title: Option<usize>) {
    let lines = lists.page.lines;
    let (mut after_prose, mut n_prose) = (usize::MAX, 0);
    for (at, line) in lines.lines.iter().enumerate().take(LINES) {
        let prose = line.letters > 90;
        after_prose = if prose {
            0
        } else {
            after_prose.saturating_add(1)
        };
        n_prose += usize::from(line.letters > 50 && title.is_none_or(|title| at > title));
        // Behind the article, bylines are of other stories.
        if n_prose > 1 && line.near[names::RELATED] <= 2 {
            continue;
        }
        if line.text.len() > 160 || line.near[names::COMMENT] <= 2 {
            continue;
        }
        let text = line.text.trim_start_matches(|c: char| !c.is_alphanumeric());
        let names_in = |text: &str| people::authors(&[visible::before_date(text).to_owned()]);
        let from = "words of the page";
        if let Some(rest) = people::lead(text) {
            let colon = text[..text.len() - rest.len()].contains(':');
            let source = if colon { Source::Colon } else { Source::Led };
            lists.add(names_in(text), from, source, 0, Some(at));
            continue;
        }
        let distance = title.map_or(at, |title| at.abs_diff(title));
        lists.add(
            visible::beside_date(text),
            from,
            Source::BesideDate,
            0,
            Some(at),
        );
        if distance > NEAR && line.near[names::AUTHOR] > 2 && after_prose > 3 {
            continue;
        }
        for (start, _) in text.match_indices(' ').take(14) {
            let rest = &text[start + 1..];
            if people::lead(rest).is_some()
                && !rest.starts_with(char::is_uppercase) | (distance <= NEAR)
            {
                lists.add(names_in(rest), from, Source::Inside, 0, Some(at));
                break;
            }
        }
        let heading = matches!(line.tag, Tag::Heading(1 | 2));
        if line.letters <= 50 && !heading && !line.text.ends_with(['.', '!', '?', ':']) {
            lists.add(names_in(text), from, Source::Bare, 0, Some(at));
        }
    }
}
