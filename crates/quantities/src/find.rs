//! From drafts to quantities.

use crosswire_annotate::Doc;
use crosswire_text::Span;

use crate::amount::Of;
use crate::attach::{Attached, touched};
use crate::draft::Draft;
use crate::number::Form;
use crate::piece::{Scan, Sort};
use crate::quantity::{Kind, Operator, Quantity};
use crate::range::{Range, tidy};
use crate::tolerance::{Rounding, ranges};

/// The quantities of a text, in order, without overlap.
#[must_use]
pub fn find(doc: &Doc) -> Vec<Quantity> {
    let scan = Scan::new(doc);
    let mut found: Vec<Quantity> = Vec::new();
    // Ends, in pieces, of the last quantity: what is taken is not taken again.
    let (mut at, mut floor) = (0, 0);
    while at < scan.pieces.len() {
        if !scan.may_start(at) {
            at += 1;
            continue;
        }
        match scan.draft(at, floor) {
            Ok(draft) => {
                let end = draft.end;
                if let Some(mut quantity) = scan.finish(&draft) {
                    quantity.restates = scan.restates(&draft, floor, &quantity, &found);
                    found.push(quantity);
                    floor = end;
                }
                at = end.max(at + 1);
            }
            Err(next) => at = next.max(at + 1),
        }
    }
    found
}

impl Scan<'_> {
    fn may_start(&self, at: usize) -> bool {
        let piece = &self.pieces[at];
        match piece.sort {
            Sort::Digits => true,
            Sort::Break => false,
            Sort::Sign => !self.word(at).is_ascii(),
            Sort::Word => {
                if piece.entry != 0 {
                    let entry = self.entry(at);
                    if entry.number.is_some() || !entry.vague.is_empty() {
                        return true;
                    }
                }
                let length = piece.end - piece.start;
                length <= 2 && (self.is(at, "a") || self.is(at, "an"))
            }
        }
    }

    fn finish(&self, draft: &Draft) -> Option<Quantity> {
        let rounding = match draft.kind {
            Kind::Ordinal | Kind::Score | Kind::Age => Rounding::Never,
            Kind::Count => Rounding::Whole,
            _ if draft.low.form == Form::Digits || draft.low.form == Form::Words => {
                Rounding::Fractional
            }
            _ => Rounding::Fractional,
        };
        let (mut low, mut high) = (draft.low, draft.high);
        if draft.kind == Kind::Fraction
            && let Some(whole) = draft.whole
        {
            for number in [&mut low, &mut high] {
                (number.low, number.high) = (number.low / whole, number.high / whole);
                (number.step, number.place, number.form) =
                    (number.low / 5.0, number.low / 5.0, Form::Part);
            }
        }
        let operator = match draft.kind {
            Kind::Score => Operator::Exact,
            _ => draft.operator,
        };
        let (said, mut can) = ranges(&low, &high, operator, rounding)?;
        if draft.kind == Kind::Age
            && low.can.is_none()
            && matches!(
                operator,
                Operator::Exact | Operator::Between | Operator::AtMost | Operator::UpTo
            )
        {
            // Completed years: until the next birthday.
            can = can.hull(&Range::new(said.low, said.high + 1.0, false, true)?);
        }
        // No part is more than its whole.
        let (said, can) = match Range::new(0.0, 1.0, false, false) {
            Some(whole) if draft.kind == Kind::Fraction && low.high <= 1.0 => {
                (said.intersection(&whole)?, can.intersection(&whole)?)
            }
            _ => (said, can),
        };
        let (range, tolerance, unit, said_unit, factor) = self.normal(draft, said, can)?;

        let pieces = draft.start..draft.end;
        let bytes = self.bytes(&pieces);
        let first = self.pieces[draft.start].token as usize;
        let tokens = touched(self.doc, first, bytes.end);
        let Attached {
            noun,
            of,
            event,
            narrowed,
            change,
        } = self.attach(draft, &tokens);
        let number = self.bytes(&draft.number);
        let other = draft
            .other
            .and_then(|other| Range::new(tidy(other * factor), tidy(other * factor), false, false));
        Some(Quantity {
            span: Span::new(bytes.start, bytes.end),
            tokens,
            number: Span::new(number.start, number.end),
            kind: draft.kind,
            range,
            tolerance,
            operator,
            unit: unit.to_owned(),
            said,
            said_unit,
            per: draft.per.map(|at| match self.token(at) {
                Some(token) if !self.is_any(at, &["each", "apiece"]) => {
                    token.lemma().to_lowercase()
                }
                _ => "each".to_owned(),
            }),
            other,
            noun,
            of,
            event,
            narrowed,
            change,
            restates: None,
        })
    }

    /// Ranges in the normal unit, its name, the name of the unit as said, and the factor.
    fn normal(
        &self,
        draft: &Draft,
        said: Range,
        can: Range,
    ) -> Option<(Range, Range, &'static str, &'static str, f64)> {
        const YEAR: f64 = 31_556_952.0;
        match draft.of {
            Of::Bare if draft.kind == Kind::Age => {
                Some((said, can.hull(&said), "year", "year", 1.0))
            }
            Of::Bare => Some((said, can, "", "", 1.0)),
            Of::Money(code) => Some((said, can, code, code, 1.0)),
            Of::Unit(unit) => {
                let (divisor, normal) = if draft.kind == Kind::Age {
                    (YEAR, "year")
                } else {
                    (1.0, unit.normal)
                };
                let offset = match unit.name {
                    "degF" => -160.0 / 9.0,
                    "kelvin" => -273.15,
                    _ => 0.0,
                };
                let factor = if draft.kind == Kind::Age && unit.name == "month" {
                    1.0 / 12.0
                } else {
                    unit.factor / divisor
                };
                let range = said.convert(factor, offset)?;
                let mut tolerance = can.convert(factor, offset)?.hull(&range);
                if unit.spread.0 != unit.spread.1 && draft.kind != Kind::Age && can.low >= 0.0 {
                    if let Some(low) = can.convert(unit.spread.0, 0.0) {
                        tolerance = tolerance.hull(&low);
                    }
                    if let Some(high) = can.convert(unit.spread.1, 0.0) {
                        tolerance = tolerance.hull(&high);
                    }
                }
                Some((range, tolerance, normal, unit.name, factor))
            }
        }
    }

    /// The quantity before that this one says again in another unit: "12 feet (3.7 m)".
    fn restates(
        &self,
        draft: &Draft,
        floor: usize,
        quantity: &Quantity,
        found: &[Quantity],
    ) -> Option<usize> {
        let last = found.len().checked_sub(1)?;
        let before = &found[last];
        if draft.start > floor + 3
            || !(matches!(self.word(floor), "(" | "/" | "[")
                || self.word(floor) == "," && self.is(floor + 1, "or"))
        {
            return None;
        }
        let measure = quantity.kind == before.kind
            && quantity.unit == before.unit
            && quantity.said_unit != before.said_unit;
        let near = quantity.range.low <= before.tolerance.high * 1.2
            && quantity.range.high >= before.tolerance.low * 0.8;
        let money = quantity.kind == Kind::Money
            && before.kind == Kind::Money
            && quantity.unit != before.unit;
        (measure && near && quantity.kind != Kind::Count || money).then_some(last)
    }
}
