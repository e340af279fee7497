//! What was understood in a report: names, times and quantities, told in words; and a few small
//! answers that pages need.

use std::collections::BTreeMap;

use crosswire_extract::{EntityKind, Extracted, FoundQuantity, FoundTime, MentionKind};
use crosswire_report::Passage;
use rusqlite::{OptionalExtension, params};
use serde::Serialize;

use crate::cast::{Words, gathered};
use crate::error::{Error, StoreError, Stored};
use crate::extraction::in_title;
use crate::names::is_pronoun;
use crate::query::reports::Place;
use crate::view::View;

/// A stretch of a report and what it was understood as.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Detail {
    /// What it is.
    pub sort: DetailSort,
    /// First Unicode character.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// Whether they count in the title.
    pub in_title: bool,
    /// The words.
    pub text: String,
    /// What they were understood as.
    pub means: String,
}

/// What a detail is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum DetailSort {
    /// Somebody or something is named or referred to.
    Mention,
    /// A time expression.
    Time,
    /// A number with its unit or noun.
    Quantity,
}

/// Quotations that [`View::speakers`] looks through.
const RECENT: usize = 2000;

impl View<'_> {
    /// The names, times and quantities of a report in the order of its text, from the annotation
    /// that was known, as this program understands it.
    ///
    /// # Errors
    ///
    /// When there is no such report, or the file cannot be read.
    pub fn details(&self, report: &str) -> Result<Vec<Detail>, Error> {
        let extracted = self.extracted(report)?;
        self.told(|_| details(&extracted))
    }

    /// What a story is called; `None` where there is no such story.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn label(&self, story: &str) -> Result<Option<String>, Error> {
        self.told(|connection| {
            let number: i64 = story.parse().unwrap_or(-1);
            let query = format!(
                "SELECT label FROM stories WHERE number = ? AND {}",
                self.known("stories")
            );
            let mut select = connection.prepare_cached(&query)?;
            Ok(select.query_row([number], |row| row.get(0)).optional()?)
        })
    }

    /// Who was quoted most in the quotations added last, and how often: the most quoted first.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn speakers(&self, most: usize) -> Result<Vec<(String, usize)>, Error> {
        self.told(|connection| {
            let query = format!(
                "SELECT speaker, sort FROM (SELECT * FROM quotations WHERE id <= ? ORDER BY id DESC \
                 LIMIT ?) AS quotations WHERE speaker IS NOT NULL AND {}",
                self.known("quotations")
            );
            let mut select = connection.prepare_cached(&query)?;
            let mut rows = select.query(params![self.last("quotations")?, RECENT as i64])?;
            let mut counts: BTreeMap<(String, bool), usize> = BTreeMap::new();
            while let Some(row) = rows.next()? {
                let (name, sort): (String, Option<String>) = (row.get(0)?, row.get(1)?);
                let person = sort.as_deref() == Some("person");
                if !is_pronoun(&name) {
                    *counts.entry((name, person)).or_default() += 1;
                }
            }
            let words = Words::read(self, connection)?;
            let mut speakers = gathered(&words, &counts);
            speakers.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
            speakers.truncate(most);
            Ok(speakers)
        })
    }
}

fn details(extracted: &Extracted) -> Stored<Vec<Detail>> {
    let mut details = Vec::new();
    for mention in &extracted.mentions {
        let entity = extracted.entity(mention.entity);
        let kind = match entity.kind {
            EntityKind::Person => " (person)",
            EntityKind::Organisation => " (organisation)",
            EntityKind::Place => " (place)",
            EntityKind::Group => " (group)",
            EntityKind::Thing => " (thing)",
            EntityKind::Unknown => "",
        };
        let how = match mention.kind {
            MentionKind::Name if mention.metonym => ", for its government or people",
            _ => "",
        };
        let means = format!("{}{kind}{how}", entity.name);
        details.push(detail(
            extracted,
            DetailSort::Mention,
            mention.passage,
            means,
        )?);
    }
    for found in &extracted.times {
        details.push(detail(
            extracted,
            DetailSort::Time,
            found.passage,
            time(found),
        )?);
    }
    for found in &extracted.quantities {
        let means = quantity(extracted, found);
        details.push(detail(
            extracted,
            DetailSort::Quantity,
            found.passage,
            means,
        )?);
    }
    details.sort_by_key(|detail| (!detail.in_title, detail.start, detail.end, detail.sort));
    Ok(details)
}

fn detail(
    extracted: &Extracted,
    sort: DetailSort,
    passage: Passage,
    means: String,
) -> Stored<Detail> {
    let report = extracted.annotated.report();
    let Passage { field, span } = passage;
    let place = Place::of(report, in_title(field) == 1, span.start(), span.end())
        .map_err(|_| StoreError::Damaged("a detail lies outside its report".to_owned()))?;
    Ok(Detail {
        sort,
        start: place.start,
        end: place.end,
        in_title: place.in_title,
        text: place.text,
        means,
    })
}

/// "2031-03-05 (DATE): 2031-03-05T00:00 to 2031-03-06T00:00".
fn time(found: &FoundTime) -> String {
    let said = format!("{}, {}", found.timex.value, found.timex.kind.name());
    match found.timex.interval {
        Some(interval) => format!("{said}: {} to {}", interval.from(), interval.to()),
        None => said,
    }
}

/// "at least 220 attacks".
fn quantity(extracted: &Extracted, found: &FoundQuantity) -> String {
    let quantity = &found.quantity;
    let range = quantity.range;
    let number = match (range.low.is_finite(), range.high.is_finite()) {
        _ if range.low.to_bits() == range.high.to_bits() => range.low.to_string(),
        (true, true) => format!("{} to {}", range.low, range.high),
        (true, false) if range.low_open => format!("more than {}", range.low),
        (true, false) => format!("at least {}", range.low),
        (false, true) if range.high_open => format!("less than {}", range.high),
        (false, true) => format!("at most {}", range.high),
        (false, false) => "any number".to_owned(),
    };
    let block = &extracted.annotated.blocks()[found.block];
    let noun = quantity.noun.as_ref();
    let noun = noun.map_or("", |noun| noun.words.slice(block.doc.text()));
    [number.as_str(), &quantity.unit, noun]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}
