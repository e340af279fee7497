//! What grouping needs to know of a report: a few hundred bytes, made from the text alone.

use std::collections::HashSet;
use std::sync::Arc;

use crosswire_calendar::Stamp;
use crosswire_report::{Report, Role};

use crate::background::{is_common, share, term};
use crate::facts::Facts;
use crate::hashing::HashedMap;
use crate::headline::{first_sentence, headline};
use crate::minhash::{Signature, shingles};
use crate::roundup;
use crate::terms::{Word, is_year, normal, words};
use crate::vector::Vector;

/// Terms that are kept of one report.
const KEPT: usize = 160;
/// Words that are kept in a readable form, for labels.
const KEYWORDS: usize = 10;
/// A name says more about which happening it is than another word.
const NAME: f32 = 1.6;
/// The title names the happening, and so does the beginning: news is written from the top.
const TITLE: f32 = 3.0;
const LEAD_BYTES: usize = 1000;
const FAR: f32 = 0.35;
/// The beginning of a title that is missing.
const UNTITLED_BYTES: usize = 160;
/// Numbers with what they count that are kept.
const NUMBERS: usize = 24;
/// What lies further on is not read: by then a report tells background, or is a live page.
const READ_BYTES: usize = 12_000;

/// What grouping knows of one report.
#[derive(Clone, Debug)]
pub struct Sketch {
    pub(crate) id: String,
    /// Its headline, else its first sentence.
    pub(crate) title: Option<Arc<str>>,
    pub(crate) published: Option<Stamp>,
    /// Terms with the weight that the text alone gives them.
    pub(crate) terms: Vector,
    /// The telling terms as they are written.
    pub(crate) keywords: Vec<(u32, String)>,
    pub(crate) signature: Option<Signature>,
    pub(crate) told: Told,
    pub(crate) is_round_up: bool,
}

/// What two reports are compared by beside their terms as a whole.
#[derive(Clone, Debug, Default)]
pub(crate) struct Told {
    /// The terms of the title, or of the text's beginning where there is none.
    pub(crate) title: Vector,
    /// Those of the title and the beginning.
    pub(crate) lead: Vector,
    /// Names among the terms, sorted.
    pub(crate) names: Vec<u32>,
    /// Numbers of the beginning, each with the word after it.
    pub(crate) numbers: Vector,
    pub(crate) facts: Facts,
    /// Bytes of the text.
    pub(crate) bytes: u32,
}

/// Whether a report tells several happenings: a blotter, the shootings of a weekend.
#[must_use]
pub fn is_round_up(report: &Report) -> bool {
    roundup::is_round_up(title_of(report).as_deref().unwrap_or(""), &report.text)
}

/// What a report is headed by.
fn title_of(report: &Report) -> Option<Arc<str>> {
    let block = report.blocks.iter().find(|block| block.role == Role::Title);
    let block = || block.map(|block| Arc::from(block.span.slice(&report.text)));
    report.title.clone().or_else(block)
}

impl Sketch {
    /// Of a report as it was read; its blocks, where there are some, tell what is not news.
    #[must_use]
    pub fn of(report: &Report) -> Sketch {
        Sketch::with_names(report, std::iter::empty())
    }

    /// The same, with the names that an annotation found: they count as names wherever they stand,
    /// also at the beginning of a sentence or in a title.
    #[must_use]
    pub fn with_names<'a>(report: &Report, names: impl Iterator<Item = &'a str>) -> Sketch {
        let mut counts = Counts::new(report, names);
        let title = title_of(report);
        if let Some(title) = &report.title {
            counts.eat(title, TITLE, true);
        }
        if report.blocks.is_empty() {
            counts.eat_from_top(&report.text, 0);
        } else {
            for block in &report.blocks {
                let words = block.span.slice(&report.text);
                match block.role {
                    Role::Title => counts.eat(words, TITLE, true),
                    Role::Paragraph | Role::Heading | Role::Caption | Role::PullQuote => {
                        counts.eat_from_top(words, block.span.start());
                    }
                    Role::Dateline | Role::Credit | Role::Metadata | Role::Boilerplate => {}
                }
            }
        }
        let title = title.filter(|title| !title.trim().is_empty());
        let shown = title.as_deref().unwrap_or("");
        if shown.is_empty() {
            counts.title = true;
            counts.eat(first(&report.text, UNTITLED_BYTES), 0.0, false);
        }
        let facts = Facts::of(shown, &report.text, report.published);
        let (terms, keywords, told) = counts.finish(facts, report.text.len());
        let is_round_up = roundup::is_round_up(shown, &report.text);
        let named = title.map(|title| headline(&title, &report.text));
        let named = named.filter(|title| !title.is_empty());
        let named = named.or_else(|| first_sentence(&report.text).map(str::to_owned));
        Sketch {
            id: report.id.clone(),
            title: named.map(Into::into),
            published: report.published,
            terms,
            keywords,
            signature: Signature::of(&shingles(first(&report.text, READ_BYTES))),
            told,
            is_round_up,
        }
    }

    /// Whether it tells several happenings: a blotter, the shootings of a weekend.
    #[must_use]
    pub fn is_round_up(&self) -> bool {
        self.is_round_up
    }

    /// The report's id.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// When the report was published.
    #[must_use]
    pub fn published(&self) -> Option<Stamp> {
        self.published
    }
}

/// Minutes since 1970 of a stamp, as UTC where it has a zone: what reports are put in order by.
#[must_use]
pub fn minute(stamp: Stamp) -> i64 {
    let epoch = jiff::civil::date(1970, 1, 1);
    let days = i64::from(epoch.until(stamp.date()).map_or(0, |span| span.get_days()));
    let clock = stamp.time().map_or(0, |time| {
        i64::from(time.hour()) * 60 + i64::from(time.minute())
    });
    days * 1440 + clock
        - stamp
            .offset()
            .map_or(0, |offset| i64::from(offset.seconds()) / 60)
}

/// The beginning of a text, at most this many bytes.
pub(crate) fn first(text: &str, bytes: usize) -> &str {
    &text[..text.floor_char_boundary(bytes)]
}

struct Counts {
    weights: HashedMap<u32, f32>,
    /// Forms as written, with the byte at which each was met first.
    forms: HashedMap<u32, String>,
    names: HashSet<u32>,
    /// The outlet's own name, which its pages repeat.
    outlet: String,
    title_terms: HashedMap<u32, f32>,
    lead_terms: HashedMap<u32, f32>,
    numbers: HashedMap<u32, f32>,
    /// Terms that were met as names.
    named: HashSet<u32>,
    /// Whether a title, or the lead, is being eaten.
    title: bool,
    lead: bool,
}

impl Counts {
    fn new<'a>(report: &Report, names: impl Iterator<Item = &'a str>) -> Counts {
        let names = names
            .flat_map(|name| words(name).map(|word| term(&normal(word.span.slice(name)))))
            .collect();
        let mut counts = Counts {
            weights: HashedMap::default(),
            forms: HashedMap::default(),
            names,
            outlet: report.outlet.as_deref().unwrap_or("").to_lowercase(),
            title_terms: HashedMap::default(),
            lead_terms: HashedMap::default(),
            numbers: HashedMap::default(),
            named: HashSet::new(),
            title: false,
            lead: false,
        };
        let text = first(&report.text, READ_BYTES);
        for word in words(text).filter(|word| !word.initial) {
            let word = word.span.slice(text);
            if word.starts_with(char::is_uppercase) {
                counts.names.insert(term(&normal(word)));
            }
        }
        counts
    }

    /// A stretch that begins so far from the report's top.
    fn eat_from_top(&mut self, text: &str, from: usize) {
        if from >= READ_BYTES {
            return;
        }
        let text = first(text, READ_BYTES - from);
        let lead = first(text, LEAD_BYTES.saturating_sub(from));
        self.lead = true;
        self.eat(lead, 1.0, false);
        self.lead = false;
        self.eat(&text[lead.len()..], FAR, false);
    }

    fn eat(&mut self, text: &str, weight: f32, is_title: bool) {
        let mut previous: Option<(Word, String)> = None;
        let mut number: Option<String> = None;
        self.title |= is_title;
        for word in words(text) {
            let written = word.span.slice(text);
            let form = normal(written);
            if let Some(number) = number.take()
                && (self.lead || self.title)
            {
                self.numbers.insert(term(&format!("{number} {form}")), 1.0);
            }
            if form.bytes().all(|b| b.is_ascii_digit()) && !is_year(&form) {
                number = Some(form.clone());
            }
            if form.len() < 2 || is_year(&form) {
                previous = None;
                continue;
            }
            let id = term(&form);
            let capital = written.starts_with(char::is_uppercase);
            let is_name = self.names.contains(&id) && (capital || is_title);
            let own = form.len() > 2 && self.outlet.contains(&form);
            let weight = weight * if is_name { NAME } else { 1.0 } * if own { 0.3 } else { 1.0 };
            self.weigh(id, weight, is_name);
            self.forms.entry(id).or_insert_with(|| written.to_owned());
            // Two names in a row are a term of their own: "Bell Harbour" is neither.
            if let Some((before, first_form)) = previous.take()
                && is_name
                && word.joined
                && (is_title || !before.initial || self.names.contains(&term(&first_form)))
            {
                let pair = term(&format!("{first_form} {form}"));
                self.weigh(pair, weight, true);
            }
            previous = is_name.then_some((word, form));
        }
        self.title = false;
    }

    fn weigh(&mut self, id: u32, weight: f32, is_name: bool) {
        if weight > 0.0 {
            *self.weights.entry(id).or_default() += weight;
        }
        if is_name {
            self.named.insert(id);
        }
        if self.title {
            *self.title_terms.entry(id).or_default() += 1.0;
        }
        if self.title || self.lead {
            *self.lead_terms.entry(id).or_default() += 1.0;
        }
    }

    fn finish(self, facts: Facts, bytes: usize) -> (Vector, Vec<(u32, String)>, Told) {
        let damp = |counts: HashedMap<u32, f32>| {
            let pairs = counts.into_iter();
            Vector::new(pairs.map(|(id, n)| (id, (1.0 + n).ln())).collect())
        };
        let damped: Vec<(u32, f32)> = self
            .weights
            .into_iter()
            .map(|(id, weight)| (id, (1.0 + weight).ln()))
            .collect();
        // What is common everywhere is left out first; it would hardly count anyway.
        let telling = |id: u32| (1.0 / share(id)).ln();
        let by_worth: Vec<(u32, f32)> = damped
            .iter()
            .map(|&(id, weight)| (id, weight * telling(id)))
            .collect();
        let worth = Vector::new(by_worth);
        let kept: HashSet<u32> = worth.top(KEPT).into_iter().map(|pair| pair.0).collect();
        let terms = Vector::new(
            damped
                .into_iter()
                .filter(|(id, _)| kept.contains(id))
                .collect(),
        );
        let keywords = worth
            .top(KEPT)
            .into_iter()
            .filter(|(id, _)| !is_common(*id));
        let keywords = keywords
            .filter_map(|(id, _)| Some((id, self.forms.get(&id)?.clone())))
            .take(KEYWORDS)
            .collect();
        let named = |(id, _): &(u32, f32)| self.named.contains(id).then_some(*id);
        let told = Told {
            names: terms.pairs().iter().filter_map(named).collect(),
            title: damp(self.title_terms),
            lead: damp(self.lead_terms),
            numbers: damp(self.numbers).heaviest(NUMBERS),
            facts,
            bytes: bytes.min(u32::MAX as usize) as u32,
        };
        (terms, keywords, told)
    }
}
