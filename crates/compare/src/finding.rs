//! A finding and the evidence it rests on.

use crosswire_report::Passage;

/// A slot on which two or more reports of a story can be laid side by side, or that only one has.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// How the reports lie to each other.
    pub kind: FindingKind,
    /// What sort of slot.
    pub about: About,
    /// Whether the reports differ, or agree that their sources do.
    pub between: Between,
    /// The question that the slot answers: "How many people were killed?"
    pub question: String,
    /// One plain line: why this is so.
    pub explanation: String,
    /// How many independent origins stand behind it.
    pub origins: usize,
    /// How likely it is right, 0 to 1, calibrated on the gold sets.
    pub confidence: f64,
    /// What it rests on beyond the words, such as a borrowed date; empty for most.
    pub assumptions: Vec<String>,
    /// In a quote variant, the words that differ.
    pub changed: Vec<Change>,
    /// The values, each with the reports that hold it.
    pub values: Vec<Value>,
    /// The passages. The first one of each report is the best, at most 200 characters.
    pub evidence: Vec<Evidence>,
}

/// How the reports lie to each other on a slot (`data/news/FINDINGS.md`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FindingKind {
    /// Cannot both be true as written.
    Conflict,
    /// As a conflict, but the later report came later and the thing can have changed.
    Update,
    /// Words in quotation marks of one utterance differ.
    QuoteVariant,
    /// Both can be true, one sharper than the other.
    Refinement,
    /// They state the same specific thing.
    Agreement,
    /// Only one report says it.
    SingleSource,
    /// Two versions of one report differ.
    Revision,
}

impl FindingKind {
    /// The word used in JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            FindingKind::Conflict => "conflict",
            FindingKind::Update => "update",
            FindingKind::QuoteVariant => "quote_variant",
            FindingKind::Refinement => "refinement",
            FindingKind::Agreement => "agreement",
            FindingKind::SingleSource => "single_source",
            FindingKind::Revision => "revision",
        }
    }

    /// The kind that [`FindingKind::name`] calls `name`.
    #[must_use]
    pub fn from_name(name: &str) -> Option<FindingKind> {
        FindingKind::ALL
            .into_iter()
            .find(|kind| kind.name() == name)
    }

    /// All kinds, in the order in which they are shown.
    pub const ALL: [FindingKind; 7] = [
        FindingKind::Conflict,
        FindingKind::Update,
        FindingKind::QuoteVariant,
        FindingKind::Refinement,
        FindingKind::Agreement,
        FindingKind::SingleSource,
        FindingKind::Revision,
    ];
}

/// What sort of slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum About {
    /// When.
    Time,
    /// Where.
    Place,
    /// How many, how much, how old, how long.
    Quantity,
    /// Who.
    Participant,
    /// What happened, how it ended, whether it is so.
    Outcome,
    /// Who said it.
    Attribution,
    /// The words said.
    Quote,
}

impl About {
    /// The word used in JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            About::Time => "time",
            About::Place => "place",
            About::Quantity => "quantity",
            About::Participant => "participant",
            About::Outcome => "outcome",
            About::Attribution => "attribution",
            About::Quote => "quote",
        }
    }
}

/// Who differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Between {
    /// The reports.
    Reports,
    /// The sources whom the reports quote; the reports agree on that.
    Sources,
}

impl Between {
    /// The word used in JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Between::Reports => "reports",
            Between::Sources => "sources",
        }
    }
}

/// One answer to the question, and who gives it.
#[derive(Clone, Debug, PartialEq)]
pub struct Value {
    /// As a reader would write it: "2022-12-07", "more than 20 fragments".
    pub value: String,
    /// As normalised.
    pub normal: Normal,
    /// Indices of the story's reports that hold it.
    pub reports: Vec<usize>,
}

/// A value as normalised.
#[derive(Clone, Debug, PartialEq)]
pub enum Normal {
    /// Nothing that can be computed with.
    None,
    /// A number with its unit.
    Interval(NormalInterval),
    /// A stretch of calendar time.
    Time(NormalTime),
}

impl Normal {
    /// Whether two values have something in common, as far as they can be laid side by side.
    pub(crate) fn meets(&self, other: &Normal) -> bool {
        match (self, other) {
            // As written in ISO 8601, times sort as they follow each other.
            (Normal::Time(a), Normal::Time(b)) => a.from < b.to && b.from < a.to,
            (Normal::Interval(a), Normal::Interval(b)) => {
                a.unit == b.unit && a.low <= b.high && b.low <= a.high
            }
            _ => true,
        }
    }

    /// Whether it lies in another value and is the sharper one.
    pub(crate) fn lies_in(&self, other: &Normal) -> bool {
        match (self, other) {
            (Normal::Time(a), Normal::Time(b)) => {
                a.from >= b.from && a.to <= b.to && (&a.from, &a.to) != (&b.from, &b.to)
            }
            (Normal::Interval(a), Normal::Interval(b)) => {
                let bounds = (a.low, a.high) != (b.low, b.high);
                a.unit == b.unit && a.low >= b.low && a.high <= b.high && bounds
            }
            _ => false,
        }
    }
}

/// A number as an interval; an infinite bound means that the side is open for good.
#[derive(Clone, Debug, PartialEq)]
pub struct NormalInterval {
    /// Lower bound.
    pub low: f64,
    /// Upper bound.
    pub high: f64,
    /// Whether the lower bound itself is left out.
    pub low_open: bool,
    /// Whether the upper bound itself is left out.
    pub high_open: bool,
    /// The unit, or the lemma of the counted noun.
    pub unit: String,
}

/// A stretch of calendar time, half-open.
#[derive(Clone, Debug, PartialEq)]
pub struct NormalTime {
    /// First moment.
    pub from: String,
    /// First moment after it.
    pub to: String,
    /// How sharply it was said.
    pub granularity: String,
}

/// A passage that a finding rests on.
#[derive(Clone, Debug, PartialEq)]
pub struct Evidence {
    /// Index of the story's report.
    pub report: usize,
    /// The exact words.
    pub passage: Passage,
    /// The value as understood there.
    pub value: String,
    /// Whom the report attributes it to; `None` for its own word.
    pub attributed_to: Option<String>,
}

/// Words of a quotation that differ between two reports.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// As the first report has it; empty for words it lacks.
    pub from: String,
    /// As the second has it; empty for words it lacks.
    pub to: String,
    /// Whether it changes the meaning, rather than spelling or house style.
    pub meaning: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_meet_and_lie_in_each_other() {
        let time = |from: &str, to: &str| {
            Normal::Time(NormalTime {
                from: from.to_owned(),
                to: to.to_owned(),
                granularity: "day".to_owned(),
            })
        };
        let day = time("2031-03-05T00:00:00", "2031-03-06T00:00:00");
        let evening = time("2031-03-05T18:00:00", "2031-03-06T00:00:00");
        let clock = time("2031-03-05T06:00:00", "2031-03-05T06:01:00");
        assert!(day.meets(&evening) && clock.meets(&day));
        assert!(!clock.meets(&evening));
        let count = |low: f64, high: f64, unit: &str| {
            Normal::Interval(NormalInterval {
                low,
                high,
                low_open: false,
                high_open: false,
                unit: unit.to_owned(),
            })
        };
        let many = count(50.0, f64::INFINITY, "people");
        assert!(many.meets(&count(51.0, 51.0, "people")));
        assert!(!many.meets(&count(40.0, 40.0, "people")));
        assert!(!many.meets(&count(51.0, 51.0, "boat")));
        assert!(many.meets(&Normal::None));
        assert!(clock.lies_in(&day) && !day.lies_in(&clock) && !day.lies_in(&day));
        assert!(count(51.0, 51.0, "people").lies_in(&many));
    }
}
