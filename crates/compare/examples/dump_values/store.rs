//! The values of a story on disk, so that annotating is done once and features can be tried often.

use crosswire_calendar::{Granularity, Interval};
use crosswire_compare::told::values::{
    Amount, Bag, Context, Group, Scene, Source, TypedValue, When, Word,
};
use crosswire_extract::Gender;
use crosswire_quantities::{Change, Kind, Operator, Range};
use crosswire_report::{Field, Passage};
use crosswire_text::Span;
use crosswire_times::{Anchoring, Modifier};
use jiff::civil::{DateTime, Weekday};

/// A story as stored: ids and dates of its reports, and their values.
pub(crate) struct Stored {
    pub ids: Vec<String>,
    pub published: Vec<Option<String>>,
    /// Per value: start and end in characters.
    pub places: Vec<Vec<(usize, usize)>>,
    pub scene: Scene,
}

#[derive(Default)]
pub(crate) struct Writer(pub Vec<u8>);

impl Writer {
    pub(crate) fn number(&mut self, value: u64) {
        self.0.extend(value.to_le_bytes());
    }
    fn real(&mut self, value: f64) {
        self.number(value.to_bits());
    }
    pub(crate) fn text(&mut self, text: &str) {
        self.number(text.len() as u64);
        self.0.extend(text.as_bytes());
    }
    fn word(&mut self, word: &Word) {
        self.0.extend(word.id.to_le_bytes());
        self.0.extend(word.weight.to_le_bytes());
    }
    fn maybe(&mut self, word: &Option<Word>) {
        self.0.push(u8::from(word.is_some()));
        if let Some(word) = word {
            self.word(word);
        }
    }
    fn bag(&mut self, bag: &Bag) {
        self.number(bag.words().len() as u64);
        bag.words().iter().for_each(|word| self.word(word));
    }
    fn range(&mut self, range: &Range) {
        self.real(range.low);
        self.real(range.high);
        self.0.push(u8::from(range.low_open));
        self.0.push(u8::from(range.high_open));
    }
    pub(crate) fn value(&mut self, value: &TypedValue) {
        self.0.push(value.group as u8);
        self.0.push(u8::from(value.passage.field == Field::Title));
        self.number(value.passage.span.start() as u64);
        self.number(value.passage.span.end() as u64);
        self.number(value.block as u64);
        let (is_time, index) = match value.source {
            Source::Quantity(index) => (0, index),
            Source::Time(index) => (1, index),
        };
        self.0.push(is_time);
        self.number(index as u64);
        self.amount(&value.amount);
        self.context(&value.context);
    }
    fn amount(&mut self, amount: &Amount) {
        match amount {
            Amount::Number {
                kind,
                range,
                tolerance,
                operator,
                unit,
                other,
                change,
                part,
                per,
            } => {
                self.0.push(0);
                self.0.push(index(&Kind::ALL, kind));
                self.range(range);
                self.range(tolerance);
                self.0.push(index(&Operator::ALL, operator));
                self.text(unit);
                self.0.push(u8::from(other.is_some()));
                if let Some(other) = other {
                    self.range(other);
                }
                self.0
                    .push(change.map_or(255, |change| index(&CHANGES, &change)));
                self.0.push(u8::from(*part));
                self.text(per.as_deref().unwrap_or(""));
            }
            Amount::Time(when) => {
                self.0.push(1);
                match when.interval {
                    None => self.text(""),
                    Some(interval) => {
                        self.text(&interval.from().to_string());
                        self.text(&interval.to().to_string());
                        self.number(
                            interval
                                .offset()
                                .map_or(0, |o| o.seconds() as u64 + 1_000_000),
                        );
                        self.0
                            .push(index(&Granularity::ALL, &interval.granularity()));
                    }
                }
                self.text(when.modifier.map_or("", Modifier::name));
                self.0.push(index(&ANCHORINGS, &when.anchoring));
                self.0.push(
                    when.weekday
                        .map_or(9, |day| day.to_monday_zero_offset() as u8),
                );
                self.0.push(when.month.unwrap_or(0) as u8);
            }
        }
    }
    fn context(&mut self, c: &Context) {
        for bag in [
            &c.near,
            &c.around,
            &c.sentence,
            &c.before,
            &c.narrowing,
            &c.above,
            &c.clause_names,
            &c.sentence_names,
            &c.owner,
            &c.described,
            &c.agent,
            &c.patient,
            &c.speaker,
        ] {
            self.bag(bag);
        }
        for word in [
            &c.noun,
            &c.event,
            &c.verb,
            &c.preposition,
            &c.beside[0],
            &c.beside[1],
        ] {
            self.maybe(word);
        }
        self.number(u64::from(c.relation));
        self.number(u64::from(c.path));
        self.0.push(match c.gender {
            None => 0,
            Some(Gender::Masculine) => 1,
            Some(Gender::Feminine) => 2,
        });
        self.number(c.others.len() as u64);
        c.others.iter().for_each(|&other| self.number(other));
        for flag in [
            c.attributed,
            c.negative,
            c.background,
            c.stated,
            c.quoted,
            c.titled,
            c.caption,
            c.first,
        ] {
            self.0.push(u8::from(flag));
        }
        self.0.push(c.factuality);
        self.0.push(c.tense);
        for number in [c.line, c.rank, c.length] {
            self.number(u64::from(number));
        }
        self.real(f64::from(c.at));
    }
}

const CHANGES: [Change; 4] = [Change::Up, Change::Down, Change::From, Change::To];
const ANCHORINGS: [Anchoring; 4] = [
    Anchoring::Absolute,
    Anchoring::Document,
    Anchoring::Text,
    Anchoring::Borrowed,
];
const MODIFIERS: [Modifier; 10] = [
    Modifier::Before,
    Modifier::After,
    Modifier::Start,
    Modifier::Mid,
    Modifier::End,
    Modifier::Approx,
    Modifier::LessThan,
    Modifier::MoreThan,
    Modifier::EqualOrLess,
    Modifier::EqualOrMore,
];

fn index<T: PartialEq>(all: &[T], one: &T) -> u8 {
    all.iter()
        .position(|other| other == one)
        .expect("all are listed") as u8
}

pub(crate) struct Reader<'b>(pub &'b [u8]);

impl Reader<'_> {
    fn take<const N: usize>(&mut self) -> [u8; N] {
        let (head, rest) = self.0.split_first_chunk::<N>().expect("a whole file");
        self.0 = rest;
        *head
    }
    fn byte(&mut self) -> u8 {
        self.take::<1>()[0]
    }
    fn flag(&mut self) -> bool {
        self.byte() != 0
    }
    pub(crate) fn number(&mut self) -> u64 {
        u64::from_le_bytes(self.take())
    }
    fn real(&mut self) -> f64 {
        f64::from_bits(self.number())
    }
    pub(crate) fn text(&mut self) -> String {
        let length = self.number() as usize;
        let (head, rest) = self.0.split_at(length);
        self.0 = rest;
        String::from_utf8(head.to_vec()).expect("text")
    }
    fn word(&mut self) -> Word {
        Word {
            id: u32::from_le_bytes(self.take()),
            weight: f32::from_le_bytes(self.take()),
        }
    }
    fn maybe(&mut self) -> Option<Word> {
        self.flag().then(|| self.word())
    }
    fn bag(&mut self) -> Bag {
        (0..self.number()).map(|_| self.word()).collect()
    }
    fn range(&mut self) -> Range {
        Range {
            low: self.real(),
            high: self.real(),
            low_open: self.flag(),
            high_open: self.flag(),
        }
    }
    pub(crate) fn value(&mut self) -> TypedValue {
        TypedValue {
            group: Group::ALL[self.byte() as usize],
            passage: Passage {
                field: if self.flag() {
                    Field::Title
                } else {
                    Field::Text
                },
                span: Span::new(self.number() as usize, self.number() as usize),
            },
            block: self.number() as usize,
            source: if self.flag() {
                Source::Time(self.number() as usize)
            } else {
                Source::Quantity(self.number() as usize)
            },
            amount: self.amount(),
            context: self.context(),
        }
    }
    fn amount(&mut self) -> Amount {
        if !self.flag() {
            return Amount::Number {
                kind: Kind::ALL[self.byte() as usize],
                range: self.range(),
                tolerance: self.range(),
                operator: Operator::ALL[self.byte() as usize],
                unit: self.text(),
                other: self.flag().then(|| self.range()),
                change: CHANGES.get(self.byte() as usize).copied(),
                part: self.flag(),
                per: Some(self.text()).filter(|per| !per.is_empty()),
            };
        }
        let from = self.text();
        let interval = (!from.is_empty()).then(|| {
            let moment = |text: &str| text.parse::<DateTime>().expect("a moment");
            let to = self.text();
            let offset = self.number();
            let granularity = Granularity::ALL[self.byte() as usize];
            let interval =
                Interval::new(moment(&from), moment(&to), granularity).expect("an interval");
            if offset == 0 {
                return interval;
            }
            let seconds = offset.wrapping_sub(1_000_000) as i64 as i32;
            interval.in_zone(jiff::tz::Offset::from_seconds(seconds).expect("an offset"))
        });
        let modifier = self.text();
        Amount::Time(When {
            interval,
            modifier: MODIFIERS.into_iter().find(|one| one.name() == modifier),
            anchoring: ANCHORINGS[self.byte() as usize],
            weekday: Weekday::from_monday_zero_offset(self.byte() as i8).ok(),
            month: Some(self.byte() as i8).filter(|month| *month > 0),
        })
    }
    fn context(&mut self) -> Context {
        let mut c = Context::default();
        for bag in [
            &mut c.near,
            &mut c.around,
            &mut c.sentence,
            &mut c.before,
            &mut c.narrowing,
            &mut c.above,
            &mut c.clause_names,
            &mut c.sentence_names,
            &mut c.owner,
            &mut c.described,
            &mut c.agent,
            &mut c.patient,
            &mut c.speaker,
        ] {
            *bag = self.bag();
        }
        let [before, after] = &mut c.beside;
        for word in [
            &mut c.noun,
            &mut c.event,
            &mut c.verb,
            &mut c.preposition,
            before,
            after,
        ] {
            *word = self.maybe();
        }
        c.relation = self.number() as u32;
        c.path = self.number() as u32;
        c.gender = match self.byte() {
            1 => Some(Gender::Masculine),
            2 => Some(Gender::Feminine),
            _ => None,
        };
        c.others = (0..self.number()).map(|_| self.number()).collect();
        for flag in [
            &mut c.attributed,
            &mut c.negative,
            &mut c.background,
            &mut c.stated,
            &mut c.quoted,
            &mut c.titled,
            &mut c.caption,
            &mut c.first,
        ] {
            *flag = self.flag();
        }
        c.factuality = self.byte();
        c.tense = self.byte();
        for number in [&mut c.line, &mut c.rank, &mut c.length] {
            *number = self.number() as u16;
        }
        c.at = self.real() as f32;
        c
    }
}

/// The stored form of a story.
pub(crate) fn stored(reports: &[crosswire_extract::Extracted]) -> Vec<u8> {
    let mut out = Writer::default();
    out.number(reports.len() as u64);
    let all: Vec<_> = reports.iter().collect();
    let scene = Scene::new(&all);
    for (report, values) in reports.iter().zip(&scene.values) {
        let report = report.annotated.report();
        let fields = [Field::Title, Field::Text];
        let chars = fields.map(|field| crosswire_text::CharIndex::new(report.field(field)));
        out.text(&report.id);
        out.text(
            &report
                .published
                .map_or_else(String::new, |stamp| stamp.to_string()),
        );
        out.number(values.len() as u64);
        for value in values {
            let titled = value.passage.field == Field::Title;
            let at = chars[usize::from(!titled)].chars(value.passage.span);
            out.number(at.start() as u64);
            out.number(at.end() as u64);
            out.value(value);
        }
    }
    out.0
}

/// A story from its stored form; only the reports named, if any are.
pub(crate) fn load(bytes: &[u8], only: Option<&[String]>) -> Stored {
    let mut bytes = Reader(bytes);
    let mut rows = Vec::new();
    for _ in 0..bytes.number() {
        let id = bytes.text();
        let published = Some(bytes.text()).filter(|stamp| !stamp.is_empty());
        let (mut places, mut values) = (Vec::new(), Vec::new());
        for _ in 0..bytes.number() {
            places.push((bytes.number() as usize, bytes.number() as usize));
            values.push(bytes.value());
        }
        if only.is_none_or(|only| only.contains(&id)) {
            rows.push((id, published, places, values));
        }
    }
    let mut stored = Stored {
        ids: Vec::new(),
        published: Vec::new(),
        places: Vec::new(),
        scene: Scene::of(Vec::new()),
    };
    let mut all = Vec::new();
    for (id, published, places, values) in rows {
        stored.ids.push(id);
        stored.published.push(published);
        stored.places.push(places);
        all.push(values);
    }
    stored.scene = Scene::of(all);
    stored
}
