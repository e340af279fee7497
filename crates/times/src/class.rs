//! What kinds of words and phrases the rules can ask for, as bits of one number.

use std::ops::BitOr;

macro_rules! classes {
    ($($(#[doc = $doc:literal])* $name:ident)*) => {
        /// One class, by name.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[expect(clippy::upper_case_acronyms, reason = "the names in the rule files")]
        pub(crate) enum Class { $($(#[doc = $doc])* $name),* }

        impl Class {
            const NAMES: &[(&str, Class)] = &[$((stringify!($name), Class::$name)),*];
        }
    };
}

classes! {
    // Words of words.txt.
    WEEKDAY WEEKDAYABBR WEEKDAYS MONTH MONTHABBR UNIT UNITS WEEKEND WEEKENDS SEASON SEASONS
    DAYPART DAYPARTS TWILIGHT CLOCKWORD DEICTIC TONIGHT OVERNIGHT ONES TEENS TENS SCALE ORD VAGUE
    AMPM ZONE ZONEVAGUE EDGE PARTNOUN APPROX OVER FREQ NOW LATELY BACK AHEAD THIS THAT SAME AGO
    HENCE PRIOR AFTER EACH DECADEWORD
    // Shapes of tokens with digits.
    /// A plain number.
    INT
    /// 1 to 31, "1st" to "31st".
    DAYNO
    /// 0 to 24.
    HOURNO
    /// Four digits that can be a year.
    YEAR
    /// Four digits that can be a military clock.
    MILITARY
    /// "10:35"
    TIMENO
    /// "2.24"
    DOTTIME
    /// "1990s", "80s"
    DECADENO
    /// "1/2"
    FRACTION
    /// "2022-12-08", "12/8/22"
    NUMDATE
    /// "Q3", "1H": a quarter or half without its year
    BIZ
    /// "'29"
    SHORTYEAR
    /// A word of a named day: it alone starts a search.
    NAMED
    // Phrases that rules build.
    NUM NTH CLOCK HOLIDAY YEARP YEARREF QUARTER PERIOD DAY POINT LEN SET REF AGE EXPR
}

/// A set of classes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Classes(u128);

impl Class {
    pub(crate) fn of_name(name: &str) -> Option<Class> {
        Class::NAMES
            .iter()
            .find(|(n, _)| *n == name)
            .map(|(_, class)| *class)
    }

    pub(crate) fn count() -> usize {
        Class::NAMES.len()
    }
}

impl Classes {
    pub(crate) const NONE: Classes = Classes(0);

    pub(crate) fn has(self, class: Class) -> bool {
        self.0 & (1 << class as u32) != 0
    }

    pub(crate) fn meets(self, other: Classes) -> bool {
        self.0 & other.0 != 0
    }

    pub(crate) fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The indices of its classes.
    pub(crate) fn indices(self) -> impl Iterator<Item = usize> {
        let mut left = self.0;
        std::iter::from_fn(move || {
            if left == 0 {
                return None;
            }
            let at = left.trailing_zeros() as usize;
            left &= left - 1;
            Some(at)
        })
    }
}

impl From<Class> for Classes {
    fn from(class: Class) -> Classes {
        Classes(1 << class as u32)
    }
}

impl BitOr for Classes {
    type Output = Classes;

    fn bitor(self, other: Classes) -> Classes {
        Classes(self.0 | other.0)
    }
}
