//! How the values of two clauses lie to each other, slot by slot.
//!
//! Times are laid side by side as intervals, quantities as ranges, places by which lies in which. Of
//! several values in a clause an equal pair ends the search: then the clauses agree on that slot.

use std::ops::Range;

use crosswire_annotate::Token;
use crosswire_calendar::{Granularity, Relation};
use crosswire_extract::{Extracted, FoundQuantity, FoundTime};
use crosswire_gazetteer::Lie;
use crosswire_quantities::{Kind, Operator, Quantity};
use crosswire_times::{Modifier, Timex, TimexKind};

use crate::lexicon::Set;
use crate::told::unit::Unit;
use crate::told::when::When;
use crate::{About, Normal, NormalInterval};

/// How two values lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lies {
    /// They say the same.
    Same,
    /// The first is sharper.
    Within,
    /// The second is sharper.
    Contains,
    /// They say the same but for how sharply: "about 40" and "40", a clock near a round one, times
    /// that overlap.
    Near {
        /// Whether the first is the sharper one.
        sharper: bool,
    },
    /// They cannot both be true.
    Apart,
}

impl Lies {
    /// Whether both can be true and one is sharper.
    fn is_sharper(self) -> bool {
        matches!(self, Lies::Within | Lies::Contains | Lies::Near { .. })
    }

    /// Whether a pair that lies so takes the place of the best so far: what can be true together
    /// speaks against what cannot.
    fn tells_more_than(self, best: Option<Lies>) -> bool {
        match best {
            None => self.is_sharper() || self == Lies::Apart,
            Some(Lies::Apart) => self.is_sharper(),
            Some(_) => false,
        }
    }
}

/// One clause's value.
#[derive(Clone, Debug)]
pub(crate) struct Side {
    /// As written.
    pub(crate) words: String,
    /// As normalised.
    pub(crate) normal: Normal,
    /// Its tokens in the block.
    pub(crate) tokens: Range<usize>,
}

/// A slot that both clauses fill.
#[derive(Clone, Debug)]
pub(crate) struct Verdict {
    pub(crate) about: About,
    pub(crate) lies: Lies,
    pub(crate) sides: [Side; 2],
}

/// The times in two clauses.
pub(crate) fn times(a: &Unit, b: &Unit, reports: [&Extracted; 2]) -> Option<Verdict> {
    times_of([&a.times, &b.times], reports)
}

/// The times of two lists of indices.
pub(crate) fn times_of(lists: [&[usize]; 2], reports: [&Extracted; 2]) -> Option<Verdict> {
    let mut best: Option<Verdict> = None;
    for &x in lists[0] {
        for &y in lists[1] {
            let (s, t) = (&reports[0].times[x], &reports[1].times[y]);
            let Some(lies) = time(s, t) else { continue };
            let verdict = || Verdict {
                about: About::Time,
                lies,
                sides: [time_side(s, reports[0]), time_side(t, reports[1])],
            };
            if lies == Lies::Same {
                return Some(verdict());
            }
            if lies.tells_more_than(best.as_ref().map(|best| best.lies)) {
                best = Some(verdict());
            }
        }
    }
    best
}

/// How two times lie; `None` where they answer different questions, a clock and a day.
fn time(s: &FoundTime, t: &FoundTime) -> Option<Lies> {
    let told = |found: &FoundTime| matches!(found.timex.kind, TimexKind::Date | TimexKind::Time);
    let (x, y) = (When::of(&s.timex)?, When::of(&t.timex)?);
    let (sharp, vague) = (
        x.granularity().min(y.granularity()),
        x.granularity().max(y.granularity()),
    );
    match x.relation(y)? {
        Relation::Equal => Some(match (s.timex.modifier, t.timex.modifier) {
            (x, y) if x == y => Lies::Same,
            (Some(Modifier::Approx), None) => Lies::Near { sharper: false },
            (None, Some(Modifier::Approx)) => Lies::Near { sharper: true },
            (Some(Modifier::Start | Modifier::Mid | Modifier::End), None) => {
                Lies::Near { sharper: true }
            }
            (None, Some(Modifier::Start | Modifier::Mid | Modifier::End)) => {
                Lies::Near { sharper: false }
            }
            _ => Lies::Same,
        }),
        Relation::Within => comparable(sharp, vague).then_some(Lies::Within),
        Relation::Contains => comparable(sharp, vague).then_some(Lies::Contains),
        Relation::Overlaps if x.granularity() != y.granularity() => Some(Lies::Near {
            sharper: x.granularity() < y.granularity(),
        }),
        Relation::Overlaps => None,
        Relation::Before | Relation::After => {
            if !told(s) || !told(t) || !same_question(x, y) {
                return None;
            }
            if sharp < Granularity::Day && is_near(s, t) {
                return Some(Lies::Near {
                    sharper: !is_round(s),
                });
            }
            Some(Lies::Apart)
        }
    }
}

/// Whether disjoint times answer one question: a clock beside a clock of the same day, a date beside
/// a date. A clock on another day mostly has its day from the report's date alone.
fn same_question(x: When, y: When) -> bool {
    let fine = |when: When| when.granularity() <= Granularity::Hour;
    if fine(x) != fine(y) {
        return false;
    }
    let day = |when: When| when.interval.map(|interval| interval.from().date());
    !fine(x) || day(x) == day(y)
}

/// "About 5 a.m." and "5:10 a.m.": the round clock stands for the other.
fn is_near(s: &FoundTime, t: &FoundTime) -> bool {
    const MOST_MINUTES: i64 = 15;
    let (Some(x), Some(y)) = (s.timex.interval, t.timex.interval) else {
        return false;
    };
    let apart = (x.from().duration_until(y.from())).as_secs().abs() / 60;
    apart <= MOST_MINUTES && (is_round(s) || is_round(t))
}

fn is_round(found: &FoundTime) -> bool {
    let minute = found
        .timex
        .interval
        .map(|interval| interval.from().minute());
    found.timex.modifier == Some(Modifier::Approx) || minute.is_some_and(|minute| minute % 30 == 0)
}

fn time_side(found: &FoundTime, report: &Extracted) -> Side {
    Side {
        words: report.annotated.words(found.passage).to_owned(),
        normal: normal_of(&found.timex),
        tokens: found.timex.tokens.clone(),
    }
}

/// A time as findings give it.
pub(crate) fn normal_of(timex: &Timex) -> Normal {
    timex.interval.map_or(Normal::None, Normal::from)
}

/// Whether a time said so vaguely still says something of one said so sharply: a year is no vaguer
/// word for a day, it is another way to date.
fn comparable(sharp: Granularity, vague: Granularity) -> bool {
    if vague >= Granularity::Quarter {
        sharp >= Granularity::Month
    } else {
        true
    }
}

/// The quantities of one thing in two clauses.
pub(crate) fn quantities(a: &Unit, b: &Unit, reports: [&Extracted; 2]) -> Option<Verdict> {
    quantities_of([&a.quantities, &b.quantities], reports)
}

/// The quantities of two lists of indices.
pub(crate) fn quantities_of(lists: [&[usize]; 2], reports: [&Extracted; 2]) -> Option<Verdict> {
    let mut best: Option<Verdict> = None;
    for &x in lists[0] {
        for &y in lists[1] {
            let (s, t) = (&reports[0].quantities[x], &reports[1].quantities[y]);
            let Some(lies) = quantity(s, t, reports) else {
                continue;
            };
            let verdict = || Verdict {
                about: About::Quantity,
                lies,
                sides: [quantity_side(s, reports[0]), quantity_side(t, reports[1])],
            };
            if lies == Lies::Same {
                return Some(verdict());
            }
            if lies.tells_more_than(best.as_ref().map(|best| best.lies)) {
                best = Some(verdict());
            }
        }
    }
    best
}

/// How two quantities lie; `None` where they are not of one thing.
fn quantity(s: &FoundQuantity, t: &FoundQuantity, reports: [&Extracted; 2]) -> Option<Lies> {
    use crosswire_quantities::Relation;
    let (q, r) = (&s.quantity, &t.quantity);
    let per = q.per.is_some() && r.per.is_some() && q.per != r.per;
    if q.kind != r.kind || q.unit != r.unit || per || q.kind == Kind::Ordinal {
        return None;
    }
    if q.kind == Kind::Count && counted(q) != counted(r) {
        return None;
    }
    Some(match q.range.relation(&r.range) {
        Relation::Equal if q.operator == r.operator => Lies::Same,
        _ if same_number(s, t, reports) => near_number(q, r),
        Relation::Equal => Lies::Same,
        Relation::Within => Lies::Within,
        Relation::Contains => Lies::Contains,
        Relation::Overlaps => Lies::Near {
            sharper: q.operator == Operator::Exact,
        },
        Relation::Disjoint if q.tolerance.relation(&r.tolerance) == Relation::Disjoint => {
            Lies::Apart
        }
        Relation::Disjoint => return None,
    })
}

/// The times and the quantities of two clauses without those that both have: "some men spent
/// $30,000 to $50,000" beside "some men spend up to $50,000" leaves the money.
pub(crate) fn unshared(a: &Unit, b: &Unit, reports: [&Extracted; 2]) -> [[Vec<usize>; 2]; 2] {
    let [r, s] = reports;
    let times = without_same(&a.times, &b.times, |x, y| {
        time(&r.times[x], &s.times[y]) == Some(Lies::Same)
    });
    let quantities = without_same(&a.quantities, &b.quantities, |x, y| {
        quantity(&r.quantities[x], &s.quantities[y], reports) == Some(Lies::Same)
    });
    [times, quantities]
}

fn without_same(
    xs: &[usize],
    ys: &[usize],
    same: impl Fn(usize, usize) -> bool,
) -> [Vec<usize>; 2] {
    let mut left = ys.to_vec();
    let mut own = xs.to_vec();
    own.retain(|&x| match left.iter().position(|&y| same(x, y)) {
        Some(at) => {
            left.remove(at);
            false
        }
        None => true,
    });
    [own, left]
}

fn counted(quantity: &Quantity) -> Option<&str> {
    quantity.noun.as_ref().map(|noun| &*noun.lemma)
}

fn quantity_side(found: &FoundQuantity, report: &Extracted) -> Side {
    Side {
        words: report.annotated.words(found.passage).to_owned(),
        normal: normal_quantity(found),
        tokens: found.quantity.tokens.clone(),
    }
}

/// A quantity as findings give it.
pub(crate) fn normal_quantity(found: &FoundQuantity) -> Normal {
    let quantity = &found.quantity;
    Normal::Interval(NormalInterval {
        low: quantity.range.low,
        high: quantity.range.high,
        low_open: quantity.range.low_open,
        high_open: quantity.range.high_open,
        unit: if quantity.unit.is_empty() {
            counted(quantity).unwrap_or_default().to_owned()
        } else {
            quantity.unit.clone()
        },
    })
}

/// Whether two quantities are put with the same number: "about 49 m" and "49 m".
fn same_number(s: &FoundQuantity, t: &FoundQuantity, reports: [&Extracted; 2]) -> bool {
    let number = |extracted: &Extracted, found: &FoundQuantity| {
        let doc = &extracted.annotated.blocks()[found.block].doc;
        found.quantity.number.slice(doc.text()).to_lowercase()
    };
    s.quantity.said == t.quantity.said || number(reports[0], s) == number(reports[1], t)
}

/// How two quantities with the same number lie: the exact one is the sharper one.
fn near_number(q: &Quantity, r: &Quantity) -> Lies {
    if q.operator == r.operator {
        return Lies::Same;
    }
    Lies::Near {
        sharper: q.operator == Operator::Exact || r.operator == Operator::About,
    }
}

/// The places in two clauses.
pub(crate) fn places(a: &Unit, b: &Unit, reports: [&Extracted; 2]) -> Option<Verdict> {
    let (first, second) = (named_places(a, reports[0]), named_places(b, reports[1]));
    let mut best: Option<Verdict> = None;
    for x in &first {
        for y in &second {
            let lies = match crosswire_gazetteer::lie(&x.words, &y.words) {
                Some(Lie::Same) => Lies::Same,
                Some(Lie::Within) => Lies::Within,
                Some(Lie::Contains) => Lies::Contains,
                Some(Lie::Apart) => Lies::Apart,
                None => continue,
            };
            let verdict = || Verdict {
                about: About::Place,
                lies,
                sides: [x.clone(), y.clone()],
            };
            match (lies, best.as_ref().map(|best| best.lies)) {
                (Lies::Same, _) => return Some(more_places(verdict(), &first, &second)),
                (lies, None | Some(Lies::Apart)) if lies.is_sharper() => best = Some(verdict()),
                (Lies::Apart, None) => {
                    best = Some(verdict());
                }
                _ => {}
            }
        }
    }
    best
}

/// Of clauses that name one place, the sharper one names more of the places round it.
fn more_places(verdict: Verdict, first: &[Side], second: &[Side]) -> Verdict {
    let all_in = |these: &[Side], those: &[Side]| {
        these
            .iter()
            .all(|this| those.iter().any(|that| that.words == this.words))
    };
    let lies = match (all_in(first, second), all_in(second, first)) {
        (true, false) => Lies::Near { sharper: false },
        (false, true) => Lies::Near { sharper: true },
        _ => Lies::Same,
    };
    let [mut x, mut y] = verdict.sides;
    if lies != Lies::Same {
        let list = |sides: &[Side]| {
            let words: Vec<_> = sides.iter().map(|side| &*side.words).collect();
            words.join(", ")
        };
        (x.words, y.words) = (list(first), list(second));
    }
    Verdict {
        about: verdict.about,
        lies,
        sides: [x, y],
    }
}

/// The places that a clause names to say where.
fn named_places(unit: &Unit, extracted: &Extracted) -> Vec<Side> {
    let doc = &extracted.annotated.blocks()[unit.block].doc;
    let mut named: Vec<Side> = Vec::new();
    for &i in &unit.own {
        let Some(entity) = doc.token(i).entity() else {
            continue;
        };
        let words = doc.words(entity.tokens.clone()).to_owned();
        if matches!(&*entity.label, "GPE" | "LOC")
            && !named.iter().any(|side| side.words == words)
            && stands_for_place(doc.token(i))
        {
            named.push(Side {
                words,
                normal: Normal::None,
                tokens: entity.tokens.clone(),
            });
        }
    }
    named
}

/// Whether a name says where: "in Lund", not "Lund has denied" nor "with Lund", its government.
fn stands_for_place(token: Token<'_>) -> bool {
    let Some(entity) = token.entity() else {
        return false;
    };
    let doc = token.doc();
    let head = entity
        .tokens
        .clone()
        .map(|i| doc.token(i))
        .find(|part| !entity.tokens.contains(&part.head().index()) || part.is_root());
    // "In York, Maine"
    let behind = head.filter(|head| matches!(head.dep(), "appos" | "npadvmod" | "nmod"));
    let head = behind.map_or(head, |head| Some(head.head()));
    head.is_some_and(|head| head.dep() == "pobj" && Set::Placing.has(head.head().lemma()))
}

#[cfg(test)]
mod tests {
    use crosswire_calendar::Interval;
    use crosswire_report::{Field, Passage};
    use crosswire_text::Span;
    use crosswire_times::Anchoring;
    use jiff::civil::{DateTime, Weekday, date};

    use super::*;

    fn found(kind: TimexKind, interval: Option<Interval>, weekday: Option<Weekday>) -> FoundTime {
        FoundTime {
            block: 0,
            passage: Passage {
                field: Field::Text,
                span: Span::new(0, 1),
            },
            timex: Timex {
                span: Span::new(0, 1),
                tokens: 0..1,
                kind,
                value: String::new(),
                modifier: None,
                interval,
                anchoring: Anchoring::Document,
                weekday,
                month: None,
                governor: None,
            },
        }
    }

    fn clock(at: DateTime) -> FoundTime {
        let to = at.checked_add(jiff::Span::new().minutes(1)).unwrap();
        let minute = Interval::new(at, to, Granularity::Minute);
        found(TimexKind::Time, minute, None)
    }

    #[test]
    fn clocks_and_days_that_cannot_both_be() {
        let check = |s: &FoundTime, t: &FoundTime, expected: Option<Lies>| {
            assert_eq!(time(s, t), expected);
        };
        let day = date(2031, 3, 5);
        let morning = clock(day.at(10, 15, 0, 0));
        check(&morning, &clock(day.at(22, 15, 0, 0)), Some(Lies::Apart));
        check(&morning, &clock(day.at(10, 15, 0, 0)), Some(Lies::Same));
        // A round clock stands for one near it.
        let near = clock(day.at(10, 0, 0, 0));
        check(&morning, &near, Some(Lies::Near { sharper: true }));
        // A clock of another day has that day from the report's date.
        let later = clock(date(2031, 3, 6).at(10, 15, 0, 0));
        check(&morning, &later, None);
        let whole = found(
            TimexKind::Date,
            Interval::day(day),
            Some(Weekday::Wednesday),
        );
        check(&morning, &whole, Some(Lies::Within));
        // Without a date a Wednesday is still never a Thursday.
        let undated = found(TimexKind::Date, None, Some(Weekday::Thursday));
        check(&whole, &undated, Some(Lies::Apart));
        let same = found(TimexKind::Date, None, Some(Weekday::Wednesday));
        check(&whole, &same, None);
    }

    #[test]
    fn what_both_have_is_taken_out_once() {
        let tens = |x: usize, y: usize| x / 10 == y / 10;
        let left = without_same(&[11, 12, 20], &[15, 30], tens);
        assert_eq!(left, [vec![12, 20], vec![30]]);
    }

    #[test]
    fn a_year_is_no_vaguer_word_for_a_day() {
        assert!(comparable(Granularity::Day, Granularity::Month));
        assert!(comparable(Granularity::Month, Granularity::Year));
        assert!(!comparable(Granularity::Day, Granularity::Year));
    }
}
