//! What is reported of somebody without marks and beyond the clause of a verb of speech: beliefs,
//! plans, demands, accusations, what documents and polls show.
//!
//! The parse gives stretches that may be meant ([`clauses`]); a forest learned from reports in
//! which people marked whose word is whose gives each a chance (`training/speakers`).

pub(crate) mod clauses;
mod decide;
pub(crate) mod features;

use std::ops::Range;

use crosswire_report::Role;

use crate::Quotation;
use crate::QuotationKind;
use crate::speech::speakers::Speakers;
pub(crate) use clauses::Clause;
pub(crate) use decide::find;

/// So many tokens before a cue the clauses that hold it begin at most.
const REACH: usize = 200;

/// A stretch that may be somebody's, and its features.
pub(crate) struct Row {
    pub(crate) block: usize,
    pub(crate) clause: Clause,
    pub(crate) row: Vec<f32>,
    pub(crate) keys: [String; features::KEYS],
    /// Which of the quotations is the same stretch, found by the rules.
    pub(crate) told: Option<usize>,
}

/// Every stretch of a report with its features; `quotations` are what the rules found.
pub(crate) fn rows(speakers: &Speakers<'_>, quotations: &[Quotation]) -> Vec<Row> {
    let mut all = Vec::new();
    let marks = features::Marks::read(speakers, quotations);
    for (index, block) in speakers.annotated.blocks().iter().enumerate() {
        if matches!(
            block.role,
            Role::Metadata | Role::Credit | Role::Boilerplate
        ) || speakers.is_list_of_headlines(index)
        {
            continue;
        }
        let from = quotations.partition_point(|q| q.passage < block.passage);
        let told: Vec<(usize, Range<usize>)> = quotations
            .iter()
            .enumerate()
            .skip(from)
            .take_while(|(_, q)| block.own(q.passage).is_some())
            .filter(|(_, q)| q.kind == QuotationKind::Indirect)
            .map(|(at, q)| (at, block.tokens(q.passage)))
            .collect();
        let clauses = clauses::find(&block.doc);
        let mut from = 0;
        while from < clauses.len() {
            let cue = clauses[from].cue;
            let until = from + clauses[from..].iter().take_while(|c| c.cue == cue).count();
            let rivals = &clauses[from..until];
            from = until;
            if speakers.is_quoted(index, cue) {
                continue;
            }
            for clause in rivals {
                let same = |(_, range): &&(usize, Range<usize>)| {
                    range.start.abs_diff(clause.tokens.start) <= 2
                        && range.end.abs_diff(clause.tokens.end) <= 2
                };
                let near = told.partition_point(|(_, range)| {
                    range.start + REACH < clause.tokens.start.min(cue)
                });
                let near = told[near..]
                    .iter()
                    .take_while(|(_, range)| range.start <= clause.tokens.start.max(cue) + 2);
                let own = near.clone().find(same).map(|(at, _)| *at);
                let beside = features::Beside {
                    told: own.is_some(),
                    in_told: near.clone().any(|(_, range)| range.contains(&cue)),
                    marks: &marks,
                };
                all.push(Row {
                    block: index,
                    row: features::row(speakers, index, clause, rivals, &beside),
                    keys: features::keys(&block.doc, clause),
                    clause: clause.clone(),
                    told: own,
                });
            }
        }
    }
    all
}
