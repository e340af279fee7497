//! Rows as bytes: little-endian numbers, texts and lists with their lengths before them.

use std::sync::Arc;

use crosswire_calendar::Stamp;

use crate::facts::Facts;
use crate::minhash::{BINS, Signature};
use crate::sketch::minute;
use crate::story::{Gathered, Member};
use crate::vector::Vector;
use crate::weighed::{Part, Weighed};

/// A row that is being written.
#[derive(Default)]
pub(super) struct Bytes(Vec<u8>);

impl Bytes {
    pub(super) fn clear(&mut self) {
        self.0.clear();
    }

    pub(super) fn row(&self) -> &[u8] {
        &self.0
    }

    pub(super) fn number(&mut self, number: u32) {
        self.0.extend(number.to_le_bytes());
    }

    pub(super) fn numbers(&mut self, numbers: &[u32]) {
        self.number(numbers.len() as u32);
        numbers.iter().for_each(|&number| self.number(number));
    }

    fn text(&mut self, text: &str) {
        self.number(text.len() as u32);
        self.0.extend(text.as_bytes());
    }

    fn maybe(&mut self, text: Option<&str>) {
        self.number(u32::from(text.is_some()));
        self.text(text.unwrap_or(""));
    }

    fn vector(&mut self, vector: &Vector) {
        self.number(vector.pairs().len() as u32);
        for &(term, weight) in vector.pairs() {
            self.number(term);
            self.number(weight.to_bits());
        }
    }

    pub(super) fn story(&mut self, story: &Gathered) {
        self.vector(&story.sum);
        self.number(story.continues.map_or(0, |earlier| earlier + 1));
        let members: Vec<u32> = story.members.iter().map(|member| member.at).collect();
        self.numbers(&members);
    }

    fn days(&mut self, days: &[i64]) {
        self.number(days.len() as u32);
        for &day in days {
            self.number((day as i32).cast_unsigned());
        }
    }

    fn facts(&mut self, facts: &Facts) {
        self.days(&facts.days);
        self.days(&facts.dated);
        self.number(u32::from(facts.weekdays));
        for count in [facts.month_day, facts.killed, facts.injured] {
            self.number(count.map_or(0, |count| u32::from(count) + 1));
        }
        let ages: Vec<u32> = facts.ages.iter().map(|&age| u32::from(age)).collect();
        self.numbers(&ages);
        let years: Vec<u32> = facts.years.iter().map(|&year| u32::from(year)).collect();
        self.numbers(&years);
    }

    pub(super) fn report(&mut self, member: &Member, signature: Option<&Signature>) {
        self.text(&member.id);
        self.maybe(member.published.map(|stamp| stamp.to_string()).as_deref());
        self.maybe(member.title.as_deref());
        self.number(member.keywords.len() as u32);
        for (term, form) in &member.keywords {
            self.number(*term);
            self.text(form);
        }
        for part in Part::EACH {
            self.vector(&member.weighed.part(part).to_vector());
        }
        self.facts(&member.facts);
        self.number(member.bytes);
        self.numbers(signature.map_or(&[], |signature| signature.bins()));
    }
}

/// A story, as its row has it.
pub(super) struct StoryRow {
    pub(super) sum: Vector,
    pub(super) continues: Option<u32>,
    pub(super) members: Vec<u32>,
}

/// A row that is being read; `None` wherever it ends too soon.
pub(super) struct Row<'a>(&'a [u8]);

impl<'a> Row<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Row<'a> {
        Row(bytes)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn number(&mut self) -> Option<u32> {
        let (number, rest) = self.0.split_first_chunk::<4>()?;
        self.0 = rest;
        Some(u32::from_le_bytes(*number))
    }

    pub(super) fn head(&mut self) -> Option<[u32; 4]> {
        Some([
            self.number()?,
            self.number()?,
            self.number()?,
            self.number()?,
        ])
    }

    /// A length; one that the rest of the row cannot hold is refused before room is made for it.
    fn length(&mut self, least: usize) -> Option<usize> {
        let length = self.number()? as usize;
        (length.checked_mul(least)? <= self.0.len()).then_some(length)
    }

    pub(super) fn numbers(&mut self) -> Option<Vec<u32>> {
        (0..self.length(4)?).map(|_| self.number()).collect()
    }

    fn text(&mut self) -> Option<&'a str> {
        let length = self.length(1)?;
        let (text, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        std::str::from_utf8(text).ok()
    }

    fn maybe(&mut self) -> Option<Option<&'a str>> {
        let is_some = self.number()? == 1;
        let text = self.text()?;
        Some(is_some.then_some(text))
    }

    fn vector(&mut self) -> Option<Vector> {
        let pairs: Vec<(u32, f32)> = (0..self.length(8)?)
            .map(|_| Some((self.number()?, f32::from_bits(self.number()?))))
            .collect::<Option<_>>()?;
        let is_sound = pairs.is_sorted_by(|a, b| a.0 < b.0)
            && pairs.iter().all(|(_, weight)| weight.is_finite());
        is_sound.then(|| Vector::new(pairs))
    }

    pub(super) fn story(&mut self) -> Option<StoryRow> {
        Some(StoryRow {
            sum: self.vector()?,
            continues: self.number()?.checked_sub(1),
            members: self.numbers()?,
        })
    }

    fn days(&mut self) -> Option<Vec<i64>> {
        let days = self.numbers()?;
        Some(
            days.iter()
                .map(|day| i64::from(day.cast_signed()))
                .collect(),
        )
    }

    fn facts(&mut self) -> Option<Facts> {
        let (days, dated) = (self.days()?, self.days()?);
        let weekdays = u8::try_from(self.number()?).ok()?;
        let mut count = || match self.number()? {
            0 => Some(None),
            count => Some(Some(u16::try_from(count - 1).ok()?)),
        };
        let (month_day, killed, injured) = (count()?, count()?, count()?);
        let ages = self.numbers()?.into_iter();
        let years = self.numbers()?.into_iter();
        Some(Facts {
            days,
            dated,
            weekdays,
            month_day,
            killed,
            injured,
            ages: ages
                .map(|age| u8::try_from(age).ok())
                .collect::<Option<_>>()?,
            years: years
                .map(|year| u16::try_from(year).ok())
                .collect::<Option<_>>()?,
        })
    }

    pub(super) fn report(&mut self, at: u32) -> Option<(Member, Option<Signature>)> {
        let id = self.text()?.to_owned();
        let published = match self.maybe()? {
            Some(stamp) => Some(Stamp::parse(stamp)?),
            None => None,
        };
        let title = self.maybe()?.map(Arc::from);
        let keywords = (0..self.length(8)?)
            .map(|_| Some((self.number()?, self.text()?.to_owned())))
            .collect::<Option<_>>()?;
        let mut parts = Part::EACH.map(|_| Vector::default());
        for part in &mut parts {
            *part = self.vector()?;
        }
        let weighed = Weighed::pack(&parts)?;
        let facts = self.facts()?;
        let bytes = self.number()?;
        let bins = self.numbers()?;
        let signature = match bins.len() {
            0 => None,
            _ => Some(Signature::from_bins(<[u32; BINS]>::try_from(bins).ok()?)),
        };
        let member = Member {
            at,
            id,
            published,
            minute: published.map(minute),
            title,
            keywords,
            weighed,
            facts,
            bytes,
        };
        Some((member, signature))
    }
}
