//! Cardinal numbers in words.

use crate::lexicon::NumberClass as Class;
use crate::number::{Number, cardinal, mixed};
use crate::piece::Scan;

impl Scan<'_> {
    /// "two hundred and fifty", "twenty-one", "one-and-a-half million", "a hundred", "two dozen".
    pub(crate) fn cardinal(&self, at: usize) -> Option<Number> {
        let (mut total, mut group) = (0.0, 0.0);
        let mut last: Option<Class> = None;
        let mut last_scale = f64::INFINITY;
        let (mut next, mut end, mut scaled) = (at, at, false);
        let (mut scales, mut factor) = (0, 1.0);
        if self.is(at, "a") || self.is(at, "an") {
            (group, last) = (1.0, Some(Class::Unit));
            next = at + 1;
        }
        loop {
            let joined = next + usize::from(next > at && self.is_hyphen(next));
            let joined = match last {
                Some(Class::Hundred | Class::Scale)
                    if self.is(joined, "and") && !self.counts_higher(joined + 1, group) =>
                {
                    joined + 1 + usize::from(self.is_hyphen(joined + 1))
                }
                _ => joined,
            };
            let Some((class, value)) = self.class(joined) else {
                break;
            };
            match (class, last) {
                (Class::Unit, None | Some(Class::Ten | Class::Hundred | Class::Scale))
                    if value > 0.0 || last.is_none() =>
                {
                    group += value;
                }
                (Class::Teen | Class::Ten, None | Some(Class::Hundred | Class::Scale)) => {
                    group += value;
                }
                (Class::Hundred, Some(Class::Unit | Class::Teen | Class::Ten)) if group > 0.0 => {
                    group *= 100.0;
                    scaled = true;
                }
                (Class::Scale, Some(_))
                    if group > 0.0 && value < last_scale && self.word(joined).len() > 3 =>
                {
                    total += group * value;
                    (group, last_scale, scaled) = (0.0, value, true);
                }
                (Class::Scale, Some(Class::Scale))
                    if total > 0.0 && value > 1.0 && last_scale < f64::INFINITY =>
                {
                    total *= value;
                }
                (Class::Dozen, Some(Class::Unit | Class::Teen)) if group > 0.0 => {
                    // "a score" is a result; "three score" is sixty.
                    if self.is(joined, "score")
                        && (group < 2.0 || joined == next && !self.is(joined + 1, "and"))
                    {
                        break;
                    }
                    let dozen = value;
                    group *= value;
                    let value = total + group;
                    let number = cardinal(at, joined + 1, value, true);
                    return Some(Number {
                        step: value,
                        place: value,
                        factor: dozen,
                        ..number
                    });
                }
                _ => break,
            }
            if matches!(class, Class::Hundred | Class::Scale) {
                (scales, factor) = (scales + 1, value);
            } else if scales > 0 {
                scales = usize::MAX / 2;
            }
            last = Some(class);
            next = joined + 1;
            end = next;
        }
        if end == at {
            return None;
        }
        let value = total + group;
        let mut number = cardinal(at, end, value, scaled);
        if scales == 1 {
            number.factor = factor;
        }
        // "two point five million".
        if self.is(end, "point")
            && !scaled
            && let Some((Class::Unit, tenths)) = self.class(end + 1)
        {
            number = Number {
                low: value + tenths / 10.0,
                high: value + tenths / 10.0,
                step: 0.1,
                place: 0.1,
                end: end + 2,
                ..number
            };
        } else if let Some(half) = self.and_a_half(end)
            && !scaled
        {
            number = mixed(number, half);
        }
        Some(self.scaled(number))
    }

    /// Whether the number at `at` starts a new amount rather than ending the last one: "between two
    /// hundred and three hundred".
    fn counts_higher(&self, at: usize, group: f64) -> bool {
        match self.class(at) {
            Some((Class::Unit | Class::Teen | Class::Ten, _)) => {
                let mut next = at + 1;
                next += usize::from(self.is_hyphen(next));
                if let Some((Class::Unit, _)) = self.class(next) {
                    next += 1;
                }
                matches!(self.class(next), Some((Class::Hundred, _)) if group > 0.0)
                    || matches!(self.class(next), Some((Class::Scale | Class::Dozen, _)))
            }
            _ => true,
        }
    }
}
