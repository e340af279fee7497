//! What a quantity is: the types that [`crate::find`] hands out.

use crosswire_text::Span;

use crate::Range;

/// What kind of thing a quantity measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// A number of things: "12 people", "dozens".
    Count,
    /// A sum of money; the unit is the currency's ISO 4217 code.
    Money,
    /// A percentage, or a number of percentage points.
    Percent,
    /// Anything with a unit that is neither money nor time: lengths, masses, bytes, magnitudes.
    Measure,
    /// The age of someone or something, in completed years.
    Age,
    /// A length of time, in seconds.
    Duration,
    /// A place in an order: "the third attempt".
    Ordinal,
    /// The result of a game or a vote, or odds: two numbers against each other.
    Score,
    /// A part of a whole: "two-thirds", "one in five", "half".
    Fraction,
    /// So many times something else: "twice the size", "threefold".
    Multiple,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Kind; 10] = [
        Kind::Count,
        Kind::Money,
        Kind::Percent,
        Kind::Measure,
        Kind::Age,
        Kind::Duration,
        Kind::Ordinal,
        Kind::Score,
        Kind::Fraction,
        Kind::Multiple,
    ];

    /// Its name in output.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Kind::Count => "count",
            Kind::Money => "money",
            Kind::Percent => "percent",
            Kind::Measure => "measure",
            Kind::Age => "age",
            Kind::Duration => "duration",
            Kind::Ordinal => "ordinal",
            Kind::Score => "score",
            Kind::Fraction => "fraction",
            Kind::Multiple => "multiple",
        }
    }
}

/// How the words round a number bound it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Operator {
    /// The number itself.
    Exact,
    /// "at least 12", "12 or more": `[12, inf)`.
    AtLeast,
    /// "more than 12", "over 12": `(12, inf)`.
    MoreThan,
    /// "at most 12", "no more than 12": `[0, 12]`.
    AtMost,
    /// "fewer than 12", "under 12": `[0, 12)`.
    LessThan,
    /// "up to 12", "as many as 12": `(0, 12]`.
    UpTo,
    /// "about 12", "some 12", "12 or so": a tenth to either side.
    About,
    /// "nearly 12", "almost 12": a tenth below, and short of it.
    Nearly,
    /// "just over 12": a tenth above, and past it.
    JustOver,
    /// "10 to 12", "between 10 and 12".
    Between,
    /// A word that gives no number: "dozens", "several", "a handful".
    Vague,
}

impl Operator {
    /// Every operator.
    pub const ALL: [Operator; 11] = [
        Operator::Exact,
        Operator::AtLeast,
        Operator::MoreThan,
        Operator::AtMost,
        Operator::LessThan,
        Operator::UpTo,
        Operator::About,
        Operator::Nearly,
        Operator::JustOver,
        Operator::Between,
        Operator::Vague,
    ];

    /// Its name in output.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Operator::Exact => "exact",
            Operator::AtLeast => "at_least",
            Operator::MoreThan => "more_than",
            Operator::AtMost => "at_most",
            Operator::LessThan => "less_than",
            Operator::UpTo => "up_to",
            Operator::About => "about",
            Operator::Nearly => "nearly",
            Operator::JustOver => "just_over",
            Operator::Between => "between",
            Operator::Vague => "vague",
        }
    }
}

/// The counted noun, or for an age and a measure the thing that has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Noun {
    /// The head: "girls" in "21 of the abducted girls".
    pub token: usize,
    /// The head with what stands before it: "abducted girls".
    pub words: Span,
    /// The head's dictionary form, in lower case.
    pub lemma: String,
}

/// How a quantity is a part of something else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PartOf {
    /// "21 of the girls", "half of the town", "nine out of ten", "40 percent of voters".
    Of,
    /// "200 people, including 12 children": the 12 are part of the people.
    Included,
    /// "a 50 percent premium over the closing price", "twice the size of Wales".
    Against,
}

impl PartOf {
    /// Its name in output.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            PartOf::Of => "of",
            PartOf::Included => "included",
            PartOf::Against => "against",
        }
    }
}

/// What a quantity is a part or a percentage of.
#[derive(Clone, Debug, PartialEq)]
pub struct Whole {
    /// How.
    pub relation: PartOf,
    /// The head noun of the whole, if it has one.
    pub token: Option<usize>,
    /// Its words: "the more than 200 pupils".
    pub words: Span,
    /// The number of the whole, where it is said: "three of the five", "nine out of ten".
    pub range: Option<Range>,
}

/// Which way a quantity changes something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Change {
    /// "rose 4 percent", "12 more".
    Up,
    /// "fell 4 percent".
    Down,
    /// The level before: "from $50" in "cut from $50 to $40".
    From,
    /// The level after: "to $40".
    To,
}

impl Change {
    /// Its name in output.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Change::Up => "up",
            Change::Down => "down",
            Change::From => "from",
            Change::To => "to",
        }
    }
}

/// One quantity of a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Quantity {
    /// The expression with its operator and unit: "as many as 20", "$284bn", "about 12 feet".
    pub span: Span,
    /// The tokens that the span touches (a span may begin or end inside a token: "143million").
    pub tokens: std::ops::Range<usize>,
    /// The number alone: "20", "284bn", "12".
    pub number: Span,
    /// What it measures.
    pub kind: Kind,
    /// The numbers it says, with its operator, in [`Quantity::unit`].
    pub range: Range,
    /// The numbers it can denote, rounding and approximation included, in [`Quantity::unit`]; see
    /// [`crate::tolerance`] for the model. Always covers `range`.
    pub tolerance: Range,
    /// The words round the number, as a bound.
    pub operator: Operator,
    /// The normal unit: empty for counts, `USD`, `percent`, `m`, `kg`, `s`, `year` (ages) ...
    pub unit: String,
    /// `range` in the unit that the text uses; the same as `range` where nothing was converted.
    pub said: Range,
    /// The unit that the text uses: `ft`, `mile`, `month`.
    pub said_unit: &'static str,
    /// "per" what: `share` in "$82 a share", `hour`, `person`.
    pub per: Option<String>,
    /// The other side of a score ("7" in "8-7"), or of a size ("150" in "400x150").
    pub other: Option<Range>,
    /// What is counted; who has the age; what has the measure.
    pub noun: Option<Noun>,
    /// What it is a part or a percentage of.
    pub of: Option<Whole>,
    /// The verb, event noun or state that it goes with: "killed", "toll", "dead".
    pub event: Option<usize>,
    /// The participle or relative verb that narrows the noun: "trapped" in "five people trapped inside".
    pub narrowed: Option<usize>,
    /// For amounts of change and for the levels before and after it.
    pub change: Option<Change>,
    /// The quantity before it that it only says again in another unit: "(3.7 m)" after "12 feet".
    pub restates: Option<usize>,
}
