//! What the reports of a story tell, read once: the first of the four rooms.
//!
//! [`Told`] is made once a story and handed to every engine, so that "who is this?", "is it so?" and
//! "who says so?" have one answer each. Nothing here lays one report beside another: that is for
//! [`candidates`](crate::candidates), and how they lie for [`judge`](crate::judge).
//!
//! | file | what |
//! | --- | --- |
//! | `cast` | persons and things over all reports, the speakers of quotations among them, and whether two are one |
//! | `unit`, `predicates` | the clauses, one predicate each, with the words they are compared by |
//! | `says` | what a clause asserts, and of whom |
//! | `shown` | words of a report as findings show them |
//! | `stance` | whether a clause is so, and as what it is told: part of every clause and value |
//! | `source` | whom a report has a clause from |
//! | `knows` | whether a report also says what another says |
//! | `claims` | what a report tells as so or not so, brought to one root and one sign |
//! | `shares` | how many of some there are, by a word: none, few, all |
//! | `status` | steps of a status: arrested, charged, not yet named |
//! | `quoted` | what stands in quotation marks, word by word, and who says it |
//! | `when` | times that can be compared even where a report has no date |
//! | `sentences` | sentences with all that two of them are laid side by side by |
//! | `values` | numbers and times, with what stands round each |
//! | `words`, `contexts` | words under one key, weighed by how rare they are in the story |
//!
//! A new reader of clauses or values is a file here, a field of [`Told`] and a line in [`Told::new`]:
//! How factuality is told is known by `crosswire-extract`; `stance` reads it.

pub(crate) mod cast;
pub(crate) mod claims;
pub(crate) mod contexts;
pub(crate) mod knows;
pub(crate) mod predicates;
pub(crate) mod quoted;
pub(crate) mod says;
pub mod sentences;
pub(crate) mod shares;
pub(crate) mod shown;
pub mod source;
pub mod stance;
pub(crate) mod status;
pub(crate) mod unit;
pub mod values;
pub(crate) mod when;
pub(crate) mod words;

use crate::Story;
use cast::Cast;
use claims::Claim;
use contexts::Contexts;
use quoted::Quoted;
use sentences::Sentences;
use source::Sources;
use status::Step;
use unit::Unit;
use values::Scene;
use words::Words;

/// What the reports of one story tell.
#[derive(Debug)]
pub struct Told<'s> {
    /// The story.
    pub story: &'s Story<'s>,
    /// Persons and things over all reports.
    pub(crate) cast: Cast,
    /// The words of the sentences, weighed.
    pub(crate) contexts: Contexts,
    /// The words of the clauses, weighed.
    pub(crate) words: Words,
    /// The clauses of all reports, report by report.
    pub(crate) units: Vec<Unit>,
    /// Whom each report has its clauses from.
    pub(crate) sources: Sources,
    /// What they quote.
    pub(crate) quoted: Quoted,
    /// Their numbers and times.
    pub(crate) values: Scene,
    /// The steps of a status that each tells.
    pub(crate) steps: Vec<Vec<Step>>,
    /// What each tells as so or not so.
    pub(crate) claims: Vec<Claim>,
    /// Their sentences.
    pub(crate) sentences: Sentences,
}

impl Told<'_> {
    /// Their sentences.
    #[must_use]
    pub fn sentences(&self) -> &Sentences {
        &self.sentences
    }

    /// Their numbers and times.
    #[must_use]
    pub fn scene(&self) -> &Scene {
        &self.values
    }
}

impl<'s> Told<'s> {
    /// Reads the reports of a story.
    #[must_use]
    pub fn new(story: &'s Story<'s>) -> Told<'s> {
        let reports = &story.reports;
        let mut words = Words::default();
        let units = unit::units(reports, &mut words);
        let cast = Cast::new(reports);
        let values = Scene::new(reports);
        let each = reports.iter().enumerate();
        let steps: Vec<Vec<Step>> = each
            .map(|(index, report)| status::steps(index, report, &cast))
            .collect();
        Told {
            story,
            sentences: Sentences::new(reports, &steps, &values),
            steps,
            claims: (reports.iter().enumerate())
                .flat_map(|(index, report)| claims::claims(index, report, &cast))
                .collect(),
            cast,
            contexts: Contexts::new(reports),
            words,
            units,
            sources: Sources::new(reports),
            quoted: Quoted::new(story),
            values,
        }
    }
}

#[cfg(test)]
mod tests;
