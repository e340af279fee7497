//! What people said of who is quoted: it holds wherever the report is looked into again, and in later
//! versions of it, where the same words stand.

use crosswire_extract::{
    Attribution, Entity, EntityId, EntityKind, Extracted, Polarity, SpeakerCandidate,
};
use crosswire_report::{Field, Passage};
use crosswire_text::CharIndex;
use rusqlite::Connection;

use crate::add::about;
use crate::comparing;
use crate::corrections::{self, Correction, unknown};
use crate::error::Stored;
use crate::extraction;
use crate::names::folded;
use crate::reanalysis::close_all;
use crate::working::Working;

/// Bytes of a speaker's name.
const LONGEST: usize = 200;

/// The words of the quotation of a report that stands there, in Unicode characters.
///
/// # Errors
///
/// When there is none, or the name is none.
pub(crate) fn quoted(
    connection: &Connection,
    working: &mut Working,
    report: i64,
    (in_title, start, end): (bool, usize, usize),
    speaker: &str,
) -> Stored<String> {
    if !speaker.contains(char::is_alphanumeric) || speaker.len() > LONGEST {
        return Err(unknown("name", speaker, "; give a name as reports have it").into());
    }
    let extracted = comparing::extracted(connection, working, report)?;
    let report = extracted.annotated.report();
    let field = if in_title { Field::Title } else { Field::Text };
    let index = CharIndex::new(report.field(field));
    let there = |passage: Passage| {
        let chars = index.chars(passage.span);
        passage.field == field && (chars.start(), chars.end()) == (start, end)
    };
    let mut quotations = extracted.quotations.iter();
    match quotations.find(|quotation| there(quotation.passage)) {
        Some(quotation) => Ok(extracted.annotated.words(quotation.passage).to_owned()),
        None => {
            let place = format!("{start} to {end}");
            Err(unknown(
                "quotation",
                &place,
                "; the report's page lists its quotations",
            )
            .into())
        }
    }
}

/// Lets what is quoted be said by whom people say.
pub(crate) fn attribute(connection: &Connection, extracted: &mut Extracted) -> Stored<()> {
    let mut select = connection.prepare_cached(
        "SELECT id, value FROM corrections WHERE report = ? AND kind = 'speaker' ORDER BY id",
    )?;
    let name = extracted.annotated.report().id.clone();
    let mut rows = select.query([&name])?;
    let mut said: Vec<(i64, Correction)> = Vec::new();
    while let Some(row) = rows.next()? {
        let value: String = row.get(1)?;
        said.push((row.get(0)?, serde_json::from_str(&value)?));
    }
    if said.is_empty() {
        return Ok(());
    }
    let undone = corrections::undone(connection, i64::MAX)?;
    for (id, correction) in said {
        if let Correction::Speaker {
            in_title,
            start,
            speaker,
            text,
            ..
        } = correction
            && !undone.contains(&id)
        {
            let field = if in_title { Field::Title } else { Field::Text };
            say(extracted, (field, start, &text), &speaker);
        }
    }
    Ok(())
}

/// Gives the quotation of these words, the one nearest to where it stood, to a speaker.
fn say(extracted: &mut Extracted, (field, start, text): (Field, usize, &str), speaker: &str) {
    let report = std::sync::Arc::clone(extracted.annotated.report());
    let index = CharIndex::new(report.field(field));
    let quotations = extracted.quotations.iter().enumerate();
    let same = quotations.filter(|(_, quotation)| {
        quotation.passage.field == field && extracted.annotated.words(quotation.passage) == text
    });
    let nearest = same
        .min_by_key(|(_, quotation)| index.chars(quotation.passage.span).start().abs_diff(start));
    let Some(at) = nearest.map(|(at, _)| at) else {
        return;
    };
    let wanted = folded(speaker);
    let mut entities = extracted.entities.iter();
    let known = entities.position(|entity| folded(&entity.name) == wanted);
    let id = EntityId(known.unwrap_or(extracted.entities.len()) as u32);
    if known.is_none() {
        extracted.entities.push(Entity {
            name: speaker.trim().to_owned(),
            has_name: true,
            aliases: Vec::new(),
            kind: EntityKind::Person,
            gender: None,
            descriptions: Vec::new(),
        });
    }
    let quotation = &mut extracted.quotations[at];
    let before = quotation.chain.first();
    let link = Attribution {
        speaker: Some(id),
        mention: None,
        cue: before.and_then(|link| link.cue),
        cue_lemma: before.map_or_else(String::new, |link| link.cue_lemma.clone()),
        polarity: before.map_or(Polarity::Positive, |link| link.polarity),
        joint: Vec::new(),
        relay: false,
    };
    quotation.chain = vec![link];
    quotation.confidence = 1.0;
    quotation.candidates = vec![SpeakerCandidate {
        speaker: id,
        confidence: 1.0,
    }];
    "a person said so".clone_into(&mut quotation.why);
}

/// Writes the quotations of a report anew, as people say who said them.
pub(crate) fn tell_anew(
    connection: &Connection,
    working: &mut Working,
    report: i64,
    commit: i64,
) -> Stored<()> {
    let extracted = comparing::extracted(connection, working, report)?;
    close_all(connection, "quotations", report, commit)?;
    let origin = comparing::origin(connection, report)?;
    let about = about(report, extracted.annotated.report(), origin.as_deref());
    extraction::quotations(connection, &extracted, &about, commit)
}
