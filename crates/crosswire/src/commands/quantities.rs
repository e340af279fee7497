//! `crosswire quantities`: numbers as intervals, with what they count.

use crosswire_extract::Extracted;
use crosswire_quantities::{Change, Range};
use serde::Serialize;

use crate::args::Listing;
use crate::commands::listing::{self, Row};
use crate::status::Status;

#[derive(Serialize)]
pub(crate) struct QuantityJson {
    kind: &'static str,
    operator: &'static str,
    noun: Option<String>,
    /// What it is a part or a percentage of.
    of: Option<String>,
    /// The lemma of the verb or noun that it goes with: `kill`, `toll`.
    event: Option<String>,
    /// `up`, `down`, `from` or `to`, where it changes something.
    change: Option<&'static str>,
    /// "per" what: `share`.
    per: Option<String>,
    normal: Normal,
    /// The numbers that it can denote, rounding and approximation included.
    tolerance: Normal,
    /// The other side of a score or a size.
    other: Option<f64>,
}

/// A bound that is null is infinite.
#[derive(Serialize)]
struct Normal {
    low: Option<f64>,
    high: Option<f64>,
    low_open: bool,
    high_open: bool,
    unit: String,
}

pub(crate) fn run(arguments: &Listing) -> anyhow::Result<Status> {
    listing::run(arguments, "id", "quantities", rows)
}

pub(crate) fn rows(extracted: &Extracted) -> Vec<Row<QuantityJson>> {
    extracted
        .quantities
        .iter()
        .map(|found| {
            let quantity = &found.quantity;
            let block = &extracted.annotated.blocks()[found.block];
            let noun = quantity
                .noun
                .as_ref()
                .map(|noun| noun.words.slice(block.doc.text()).to_owned());
            Row {
                passage: found.passage,
                gloss: gloss(
                    quantity.kind.name(),
                    quantity.range,
                    &quantity.unit,
                    noun.as_deref(),
                ),
                fields: QuantityJson {
                    kind: quantity.kind.name(),
                    operator: quantity.operator.name(),
                    noun,
                    of: quantity
                        .of
                        .as_ref()
                        .map(|whole| whole.words.slice(block.doc.text()).to_owned()),
                    event: quantity
                        .event
                        .map(|token| block.doc.token(token).lemma().to_owned()),
                    change: quantity.change.map(Change::name),
                    per: quantity.per.clone(),
                    normal: Normal::new(quantity.range, &quantity.unit),
                    tolerance: Normal::new(quantity.tolerance, &quantity.unit),
                    other: quantity.other.map(|other| other.low),
                },
            }
        })
        .collect()
}

/// "count: at least 40 people", "money: 3 to 5 USD".
fn gloss(kind: &str, range: Range, unit: &str, noun: Option<&str>) -> String {
    let from = if range.low_open {
        "more than"
    } else {
        "at least"
    };
    let to = if range.high_open {
        "less than"
    } else {
        "at most"
    };
    let (low, high) = (range.low, range.high);
    let number = match (low.is_finite(), high.is_finite()) {
        (true, true) if low.total_cmp(&high).is_eq() => low.to_string(),
        (true, true) if !range.low_open && !range.high_open => format!("{low} to {high}"),
        (true, true) => format!("{from} {low}, {to} {high}"),
        (true, false) => format!("{from} {low}"),
        (false, true) => format!("{to} {high}"),
        (false, false) => "any number".to_owned(),
    };
    let mut said = format!("{kind}: {number}");
    let noun = noun.filter(|noun| *noun != unit).unwrap_or("");
    for words in [unit, noun] {
        if !words.is_empty() {
            said.push(' ');
            said.push_str(words);
        }
    }
    said
}

impl Normal {
    fn new(range: Range, unit: &str) -> Normal {
        Normal {
            low: range.low.is_finite().then_some(range.low),
            high: range.high.is_finite().then_some(range.high),
            low_open: range.low_open,
            high_open: range.high_open,
            unit: unit.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_is_told_in_words() {
        let range = |low: f64, high: f64, low_open: bool| Range {
            low,
            high,
            low_open,
            high_open: false,
        };
        assert_eq!(
            gloss("count", range(40.0, 40.0, false), "", Some("people")),
            "count: 40 people"
        );
        assert_eq!(
            gloss("count", range(80.0, f64::INFINITY, true), "", Some("boats")),
            "count: more than 80 boats"
        );
        assert_eq!(
            gloss("money", range(3.0, 5.0, false), "USD", None),
            "money: 3 to 5 USD"
        );
    }
}
