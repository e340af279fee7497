//! Tells the roles of the stretches of a plain text.
//!
//! Lines are judged in order, from what cannot be mistaken (a stated date, a credit) to what only
//! their shape tells (a short line without a full stop is a heading, a long one a caption).
//! Annotation works block by block, so a line that is wrongly joined to its neighbour costs more
//! than a heading taken for a paragraph.

mod boilerplate;
mod credit;
mod dateline;
mod lines;
mod metadata;
mod repeats;
mod shape;

use crosswire_calendar::Stamp;
use crosswire_report::{Block, Role};

use boilerplate::Sort;
use lines::Line;
use metadata::Fact;

/// Only so many lines at the top are looked at for a title, a byline or a date.
const TOP: usize = 8;

/// What phrases say of a line: 0 for part of a report, 1 for boilerplate, 2 for the head of a list.
pub(crate) fn sorted(line: &str) -> u8 {
    match boilerplate::sort(line) {
        Sort::Report => 0,
        Sort::Boilerplate => 1,
        Sort::ListHead => 2,
    }
}

/// The roles of a text's stretches, and what the text says of itself.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Segmented {
    /// In order, without overlap.
    pub(crate) blocks: Vec<Block>,
    /// When it was published, and in which line that stands.
    pub(crate) published: Option<(Stamp, usize)>,
    /// By whom, and in which line that stands.
    pub(crate) authors: Option<(Vec<String>, usize)>,
}

/// Segments `text`; `title` is the title that came with it, if one did.
pub(crate) fn segment(text: &str, title: Option<&str>) -> Segmented {
    segment_lines(text, &lines::lines(text), title, &[])
}

/// Segments text taken out of markup, one element a line; `marks` are the roles that the elements
/// suggest, each with the byte at which its line starts.
pub(crate) fn segment_marked(
    text: &str,
    title: Option<&str>,
    marks: &[(usize, Role)],
) -> Segmented {
    segment_lines(text, &lines::single_lines(text), title, marks)
}

fn segment_lines(
    text: &str,
    lines: &[Line<'_>],
    title: Option<&str>,
    marks: &[(usize, Role)],
) -> Segmented {
    let shapes = shape::Shapes::of(lines);
    let repeated = repeats::repeated(text, lines);
    let mut segmented = Segmented::default();
    let mut updated = None;
    let mut titled = false;
    let mut in_links = false;
    let mut paragraphs = 0;
    for (at, line) in lines.iter().enumerate() {
        let top = at < TOP && paragraphs < 2;
        let mut from = 0;
        if let Some((fact, length)) =
            metadata::leading(line.words).filter(|_| at < TOP || at + 3 >= lines.len())
        {
            segmented.note(&fact, line.number, &mut updated);
            segmented.push(line, 0..length, Role::Metadata);
            from = length;
        } else if top && segmented.take_top(line, &mut updated, &mut titled) {
            continue;
        }
        let Some(rest) = line.span(from..line.words.len()) else {
            continue;
        };
        let line = Line {
            words: rest.slice(text),
            start: rest.start(),
            ..*line
        };
        if let Some(length) = (top && !titled)
            .then(|| same_title(line.words, title))
            .flatten()
        {
            titled = true;
            let behind = metadata::trailing(line.words).map_or(line.words.len(), |(_, at)| at);
            let end = if length == line.words.len() {
                behind
            } else {
                length
            };
            segmented.push(&line, 0..end, Role::Title);
            segmented.take_trailing(&line, end, &mut updated);
            continue;
        }
        if top && let Some((_, end)) = metadata::trailing(line.words) {
            let role = if titled || title.is_some() {
                Role::Heading
            } else {
                Role::Title
            };
            titled = true;
            segmented.push(&line, 0..end, role);
            segmented.take_trailing(&line, end, &mut updated);
            continue;
        }
        match boilerplate::sort(line.words) {
            Sort::ListHead => {
                in_links = true;
                segmented.push(&line, 0..line.words.len(), Role::Boilerplate);
                continue;
            }
            Sort::Boilerplate => {
                segmented.push(&line, 0..line.words.len(), Role::Boilerplate);
                continue;
            }
            Sort::Report => {}
        }
        if segmented.take_credit(&line, at + 1 == lines.len()) {
            continue;
        }
        if metadata::is_signature(line.words) {
            segmented.push(&line, 0..line.words.len(), Role::Credit);
            continue;
        }
        if repeated.contains(&at) {
            segmented.push(&line, 0..line.words.len(), Role::PullQuote);
            continue;
        }
        let mark = marks
            .binary_search_by_key(&line.start, |(start, _)| *start)
            .ok()
            .map(|at| marks[at].1);
        let mut role = match mark {
            Some(Role::Heading) if line.words.split_whitespace().count() <= 30 => Role::Heading,
            Some(Role::Caption) => Role::Caption,
            _ => shapes.role(lines, at, line.words),
        };
        let open = !shape::ends_sentence(line.words) && !line.words.ends_with(':');
        if in_links && (role != Role::Paragraph || open) {
            role = Role::Boilerplate;
        }
        if role == Role::Paragraph {
            in_links = false;
            paragraphs += 1;
            let length = if paragraphs <= 3 {
                dateline::dateline(line.words)
            } else {
                0
            };
            segmented.push(&line, 0..length, Role::Dateline);
            segmented.push(&line, length..line.words.len(), Role::Paragraph);
            continue;
        }
        let first = !titled
            && paragraphs == 0
            && !segmented.blocks.iter().any(|block| block.role.asserts());
        if first && title.is_none() && shapes.is_title(lines, at, line.words) {
            titled = true;
            role = Role::Title;
        }
        segmented.push(&line, 0..line.words.len(), role);
    }
    // A text that states only its change was not published later than that.
    segmented.published = segmented.published.or(updated);
    segmented
}

impl Segmented {
    fn push(&mut self, line: &Line<'_>, range: std::ops::Range<usize>, role: Role) {
        if let Some(span) = line.span(range) {
            self.blocks.push(Block { role, span });
        }
    }

    fn note(&mut self, fact: &Fact, number: usize, updated: &mut Option<(Stamp, usize)>) {
        match fact {
            Fact::Published(stamp) => {
                self.published.get_or_insert((*stamp, number));
            }
            Fact::Updated(stamp) => {
                updated.get_or_insert((*stamp, number));
            }
            Fact::Authors(names) => {
                self.authors.get_or_insert((names.clone(), number));
            }
            Fact::Title | Fact::Other => {}
        }
    }

    /// A header line, a byline or a date at the top.
    fn take_top(
        &mut self,
        line: &Line<'_>,
        updated: &mut Option<(Stamp, usize)>,
        titled: &mut bool,
    ) -> bool {
        if let Some((fact, value)) = metadata::header(line.words) {
            self.note(&fact, line.number, updated);
            if fact == Fact::Title && !*titled {
                *titled = true;
                self.push(line, 0..value, Role::Metadata);
                self.push(line, value..line.words.len(), Role::Title);
            } else {
                self.push(line, 0..line.words.len(), Role::Metadata);
            }
            return true;
        }
        if let Some(names) = metadata::byline(line.words) {
            self.note(&Fact::Authors(names), line.number, updated);
            self.push(line, 0..line.words.len(), Role::Credit);
            return true;
        }
        if let Some(stamp) = metadata::only_date(line.words) {
            self.note(&Fact::Published(stamp), line.number, updated);
            self.push(line, 0..line.words.len(), Role::Metadata);
            return true;
        }
        false
    }

    /// The metadata that a line ends with.
    fn take_trailing(
        &mut self,
        line: &Line<'_>,
        from: usize,
        updated: &mut Option<(Stamp, usize)>,
    ) {
        if from >= line.words.len() {
            return;
        }
        if let Some((fact, _)) = metadata::trailing(line.words) {
            self.note(&fact, line.number, updated);
        }
        self.push(line, from..line.words.len(), Role::Metadata);
    }

    /// A caption with its credit; what a bare agency in brackets signs is no caption.
    fn take_credit(&mut self, line: &Line<'_>, last: bool) -> bool {
        let Some(parts) = credit::parts(line.words) else {
            return false;
        };
        let caption = line.words[parts.caption.clone()].trim();
        let words = caption.split_whitespace().count();
        let signed = parts.signs && shape::ends_sentence(caption) && (last || words > 45);
        let role = if signed || words > 120 {
            Role::Paragraph
        } else {
            Role::Caption
        };
        self.push(line, parts.button, Role::Boilerplate);
        self.push(line, parts.before, Role::Credit);
        self.push(line, parts.caption, role);
        let hide = line.words[parts.after.clone()]
            .trim_start()
            .starts_with("Hide");
        self.push(
            line,
            parts.after,
            if hide {
                Role::Boilerplate
            } else {
                Role::Credit
            },
        );
        true
    }
}

/// How many bytes of `line` are the title that came as a field; `None` if it is something else.
fn same_title(line: &str, title: Option<&str>) -> Option<usize> {
    let title = title?;
    let (line_folded, title_folded) = (fold(line), fold(title));
    if title_folded.len() < 8 {
        return None;
    }
    if line_folded == title_folded {
        return Some(line.len());
    }
    // "Title - Outlet" in the field and "Title" in the text, or a stamp behind it in the text.
    let longer_field = title_folded
        .strip_prefix(&line_folded)
        .is_some_and(|rest| rest.starts_with(' '));
    if longer_field && line_folded.len() * 2 > title_folded.len() {
        return Some(line.len());
    }
    let behind = metadata::trailing(line).map(|(_, at)| at)?;
    (fold(&line[..behind]) == title_folded).then_some(behind)
}

/// Letters and digits only, in lower case, words set apart by one space.
pub(crate) fn fold(words: &str) -> String {
    let mut folded = String::with_capacity(words.len());
    for word in words
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
    {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.extend(word.chars().flat_map(char::to_lowercase));
    }
    folded
}

#[cfg(test)]
mod tests;
