//! Which words of a report stand in an earlier one.
//!
//! Five-word shingles, without what stands in quotation marks in any report of the story: people
//! are quoted in the same words by reports that know nothing of each other. A stretch that says
//! "I", "our" or "your" outside quotation marks is a statement, a speech or a page's own words, and
//! does not count either. Each shingle lists the first few reports that print it, so the work grows
//! with the words and not with the pairs.

use std::collections::HashSet;

use crosswire_text::Span;

use crate::hashing::HashedMap;
use crate::minhash::{shingle, word_hash};
use crate::sketch::first;
use crate::terms::words;

/// Words of a shingle.
const SHINGLE: usize = 5;
/// Reports that one shingle lists, the first ones. What more reports print is found through these.
const LISTED: usize = 8;
/// What lies further on is not compared.
const READ_BYTES: usize = 60_000;
/// The share of both texts from which on they are prints of one.
const WHOLE: f32 = 0.7;
/// Shingles of a text; what is shorter can be a page's own words to its readers.
const TEXT: usize = 60;
/// A quotation longer than this was never closed.
const QUOTED_BYTES: usize = 1_500;

/// A report's words, ready to be compared.
#[derive(Clone, Debug, Default)]
pub(crate) struct Shingles {
    /// Each shingle with where it stands, in order.
    all: Vec<(u64, Span)>,
    /// Those of them that are mostly quoted.
    quoted: HashSet<u64>,
    /// Where somebody speaks of himself, or to the reader, outside quotation marks.
    first_person: Vec<usize>,
}

/// Words that no report says of itself: somebody is speaking.
const FIRST_PERSON: [&str; 9] = ["i", "me", "my", "our", "ours", "us", "we", "you", "your"];

impl Shingles {
    /// Of a text, the stretches in `left_out` (credits, notices) aside.
    pub(crate) fn of(text: &str, left_out: &[Span]) -> Shingles {
        let text = first(text, READ_BYTES);
        let quoted = quoted(text);
        let is_in = |spans: &[Span], at: usize| {
            let next = spans.partition_point(|span| span.end() <= at);
            spans.get(next).is_some_and(|span| span.start() <= at)
        };
        let mut left_out = left_out.to_vec();
        left_out.sort_unstable();
        let mut first_person = Vec::new();
        let tokens: Vec<(u64, Span, bool)> = words(text)
            .filter(|word| !is_in(&left_out, word.span.start()))
            .map(|word| {
                let written = word.span.slice(text);
                let is_quoted = is_in(&quoted, word.span.start());
                if !is_quoted && speaks(written) {
                    first_person.push(word.span.start());
                }
                (word_hash(written), word.span, is_quoted)
            })
            .collect();
        let mut shingles = Shingles {
            first_person,
            ..Shingles::default()
        };
        for window in tokens.windows(SHINGLE) {
            let hashes: [u64; SHINGLE] = std::array::from_fn(|i| window[i].0);
            let value = shingle(&hashes);
            let span = Span::new(window[0].1.start(), window[SHINGLE - 1].1.end());
            shingles.all.push((value, span));
            if window.iter().filter(|token| token.2).count() * 2 > SHINGLE {
                shingles.quoted.insert(value);
            }
        }
        shingles
    }
}

/// "I", "I've", "we"; "US" and "U.S." are a country.
fn speaks(word: &str) -> bool {
    let bare = word.split(['\'', '’']).next().unwrap_or("");
    if bare.len() > 1 && bare.chars().all(char::is_uppercase) {
        return false;
    }
    bare.len() <= 4 && FIRST_PERSON.contains(&bare.to_ascii_lowercase().as_str())
}

/// How much of a report stands in an earlier one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Shared {
    /// The earlier report, by its place.
    pub with: usize,
    /// How many shingles.
    pub shingles: usize,
    /// Their share of the shorter one's.
    pub of_shorter: f32,
    /// The same, with what is quoted.
    pub with_quoted: f32,
    /// Their share of this report's.
    pub share: f32,
    /// Their share of the earlier report's.
    pub of_earlier: f32,
    /// The longest stretch of this report that stands in the other.
    pub longest: Span,
    /// How many shingles that stretch has.
    pub run: usize,
}

/// How many shingles: all, and those that no report quotes.
#[derive(Clone, Copy, Debug, Default)]
struct Size {
    all: usize,
    own: usize,
}

impl Size {
    fn count(&mut self, own: usize) {
        self.all += 1;
        self.own += own;
    }
}

/// For each report, in the order given, the earlier ones that it shares words with.
pub(crate) fn shared(reports: &[Shingles]) -> Vec<Vec<Shared>> {
    let quoted: HashSet<u64> = reports
        .iter()
        .flat_map(|report| &report.quoted)
        .copied()
        .collect();
    let mut printed: HashedMap<u64, Vec<u32>> = HashedMap::default();
    let mut sizes: Vec<Size> = Vec::with_capacity(reports.len());
    let mut all = Vec::with_capacity(reports.len());
    for (at, report) in reports.iter().enumerate() {
        let own = || {
            report
                .all
                .iter()
                .filter(|(value, _)| !quoted.contains(value))
        };
        let mut distinct: Vec<u64> = report.all.iter().map(|&(value, _)| value).collect();
        distinct.sort_unstable();
        distinct.dedup();
        let mut size = Size::default();
        let mut counts: HashedMap<u32, Size> = HashedMap::default();
        for value in &distinct {
            let is_own = usize::from(!quoted.contains(value));
            size.count(is_own);
            for &other in printed.get(value).into_iter().flatten() {
                counts.entry(other).or_default().count(is_own);
            }
        }
        let mut found: Vec<Shared> = counts
            .into_iter()
            .map(|(other, met)| {
                let earlier = sizes[other as usize];
                let share = |part: usize, whole: usize| part as f32 / whole.max(1) as f32;
                let with_quoted = share(met.all, size.all.min(earlier.all));
                let (longest, run, said) = runs(own(), other, &printed, &report.first_person);
                // Of two prints of one whole text it does not matter who speaks in it.
                let larger = size.all.max(earlier.all);
                let whole = larger >= TEXT && share(met.all, larger) >= WHOLE;
                let counted = if whole {
                    met.own
                } else {
                    met.own.saturating_sub(said)
                };
                Shared {
                    with: other as usize,
                    shingles: counted,
                    of_shorter: share(counted, size.own.min(earlier.own)),
                    with_quoted,
                    share: share(counted, size.own),
                    of_earlier: share(counted, earlier.own),
                    longest,
                    run,
                }
            })
            .collect();
        found.sort_by_key(|shared| shared.with);
        all.push(found);
        for &value in &distinct {
            let list = printed.entry(value).or_default();
            if list.len() < LISTED {
                list.push(at as u32);
            }
        }
        sizes.push(size);
    }
    all
}

/// The longest run of shingles that `other` prints too and in which nobody speaks of himself, how many
/// shingles it has, and how many are in runs in which somebody does.
fn runs<'a>(
    own: impl Iterator<Item = &'a (u64, Span)>,
    other: u32,
    printed: &HashedMap<u64, Vec<u32>>,
    first_person: &[usize],
) -> (Span, usize, usize) {
    let says = |span: Span| {
        let next = first_person.partition_point(|&at| at < span.start());
        first_person.get(next).is_some_and(|&at| at < span.end())
    };
    let (mut best, mut most, mut said) = (Span::new(0, 0), 0, HashSet::new());
    let mut end = |run: Option<Span>, values: &mut Vec<u64>| {
        match run {
            Some(run) if says(run) => said.extend(values.iter().copied()),
            Some(run) if run.len() > best.len() => (best, most) = (run, values.len()),
            _ => {}
        }
        values.clear();
    };
    let (mut run, mut values): (Option<Span>, Vec<u64>) = (None, Vec::new());
    for (value, span) in own {
        if printed.get(value).is_some_and(|list| list.contains(&other)) {
            // Where quoted words were left out a new stretch begins.
            if run.is_some_and(|run| span.start() >= run.end()) {
                end(run.take(), &mut values);
            }
            let start = run.map_or(span.start(), Span::start);
            run = Some(Span::new(start, span.end()));
            values.push(*value);
        } else {
            end(run.take(), &mut values);
        }
    }
    end(run, &mut values);
    (best, most, said.len())
}

/// The stretches in quotation marks, and lines that repeat a post ("— Name (@handle)"), in order.
fn quoted(text: &str) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if is_post(line) {
            spans.push(Span::new(at, at + line.len()));
        } else {
            in_marks(line, at, &mut spans);
        }
        at += line.len();
    }
    spans
}

fn is_post(line: &str) -> bool {
    line.match_indices("(@").any(|(at, _)| {
        let before = &line[line.floor_char_boundary(at.saturating_sub(80))..at];
        before.contains(['—', '–']) || before.contains(" - ")
    })
}

fn in_marks(line: &str, offset: usize, spans: &mut Vec<Span>) {
    let mut open: Option<(usize, char)> = None;
    let mut before = ' ';
    let mut chars = line.char_indices().peekable();
    while let Some((at, char)) = chars.next() {
        let after = chars.peek().map_or(' ', |&(_, next)| next);
        match open {
            None if matches!(char, '“' | '„' | '"') => open = Some((at, '”')),
            // An apostrophe stands inside a word or after it, an opening mark before it.
            None if matches!(char, '‘' | '\'')
                && !before.is_alphanumeric()
                && after.is_alphanumeric() =>
            {
                open = Some((at, '’'));
            }
            Some((start, mark)) => {
                let closes = match mark {
                    '”' => matches!(char, '”' | '“' | '"'),
                    _ => matches!(char, '’' | '\'') && !after.is_alphanumeric() && before != 's',
                };
                if closes {
                    spans.push(Span::new(offset + start, offset + at));
                }
                if closes || at - start > QUOTED_BYTES {
                    open = None;
                }
            }
            None => {}
        }
        before = char;
    }
    // A paragraph that opens a quotation and leaves it open goes on in the next one.
    if let Some((start, '”')) = open {
        spans.push(Span::new(offset + start, offset + line.len()));
    }
}

#[cfg(test)]
mod tests {
    use super::{Shingles, quoted, shared};

    fn check(text: &str, expected: &[&str]) {
        let found: Vec<&str> = quoted(text).iter().map(|span| span.slice(text)).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn what_is_quoted() {
        check("He said “we go” and \"we stay\".", &["“we go", "\"we stay"]);
        check(
            "The crew's 'worst day' at sea, the owners' lawyer said",
            &["'worst day"],
        );
        check(
            "“It began.\n“It ended,” she said.",
            &["“It began.\n", "“It ended,"],
        );
        check(
            "Look at this — Jo Arden (@jo) March 4\nNext.",
            &["Look at this — Jo Arden (@jo) March 4\n"],
        );
    }

    #[test]
    fn a_wire_text_inside_a_longer_report() {
        let wire = "The ferry struck a breakwater late on Wednesday and sank within an hour, and two tugs \
                    that came from the naval yard could only take off the crew.";
        let longer = format!(
            "Nobody in town slept that night, say those who live by the sea. {wire} In the morning \
                    people stood on the pier and looked at the mast above the water, and nobody spoke to anybody."
        );
        let of = |text: &str| Shingles::of(text, &[]);
        let found = shared(&[of(wire), of(&longer)]);
        let part = found[1][0];
        assert!(found[0].is_empty());
        assert_eq!(
            (part.with, part.longest.slice(&longer)),
            (0, wire.trim_end_matches('.'))
        );
        assert!(part.of_shorter > 0.99 && part.share < 0.6);
    }

    #[test]
    fn a_shared_statement_is_no_copy() {
        let statement = "Everybody at our school is shaken by the death of a pupil whom teachers and friends knew as bright and kind, \
                         and there will be people to talk to in the hall from tomorrow on.";
        let one = format!(
            "A girl drowned in the lake on Monday, and the school wrote to parents. {statement} The police asked who saw her."
        );
        let letter = "We have sent you a message. Click on the link in it and your name will be known here. If it does not come, please look again.";
        let found = shared(&[Shingles::of(letter, &[]), Shingles::of(letter, &[])]);
        assert_eq!(found[1][0].shingles, 0);
        let two = format!(
            "Divers found a pupil on Monday night after a search of six hours. {statement} A service is planned."
        );
        let found = shared(&[Shingles::of(&one, &[]), Shingles::of(&two, &[])]);
        assert_eq!((found[1][0].shingles, found[1][0].run), (0, 0));
        let (one, more) = (format!("{one} {two}"), format!("{one} {two} Read on."));
        let whole = shared(&[Shingles::of(&one, &[]), Shingles::of(&more, &[])]);
        assert!(whole[1][0].of_shorter > 0.9);
        assert!(super::speaks("I’ve") && super::speaks("Our"));
        assert!(!super::speaks("US") && !super::speaks("mine’s"));
    }

    #[test]
    fn shared_quotations_are_no_copy() {
        let one = "Asked about it, the mayor said: “We will build the dam again where it stood, and higher.”";
        let two = "We will build the dam again where it stood, and higher. So wrote the mayor to the council.";
        let found = shared(&[Shingles::of(one, &[]), Shingles::of(two, &[])]);
        assert_eq!(found[1][0].shingles, 0);
        assert!(found[1][0].with_quoted > 0.5);
    }
}
