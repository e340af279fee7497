//! What was found in a report, as rows, and as what search looks into.

use crosswire_extract::{
    Attribution, EntityKind, Extracted, MentionKind, Polarity, QuotationKind, SURE,
};
use crosswire_record::PossibleSpeaker;
use crosswire_report::{Field, Passage};
use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};

use crate::error::Stored;
use crate::packed::{self, ENCODING, Matter};
use crate::undertakings;

/// Entities and mentions of a report, as they are stored.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Who {
    /// Name, kind and other names.
    pub(crate) entities: Vec<(String, String, Vec<String>)>,
    /// Whether in the title, start and end in bytes, entity, kind.
    pub(crate) mentions: Vec<(u8, u32, u32, u32, u8)>,
}

/// What search knows of the report itself.
pub(crate) struct About<'a> {
    pub(crate) report: i64,
    pub(crate) outlet: &'a str,
    pub(crate) origin: &'a str,
    pub(crate) day: String,
}

/// Writes the rows of one report and makes its statements and quotations findable.
pub(crate) fn insert(
    connection: &Connection,
    extracted: &Extracted,
    about: &About<'_>,
    commit: i64,
) -> Stored<()> {
    who(connection, extracted, about, commit)?;
    statements(connection, extracted, about, commit)?;
    quotations(connection, extracted, about, commit)?;
    undertakings::insert(connection, extracted, about.report, commit)
}

fn who(
    connection: &Connection,
    extracted: &Extracted,
    about: &About<'_>,
    commit: i64,
) -> Stored<()> {
    let entities = extracted
        .entities
        .iter()
        .map(|entity| {
            let kind = entity.kind.name().to_owned();
            (entity.name.clone(), kind, entity.aliases.clone())
        })
        .collect();
    let mentions = extracted
        .mentions
        .iter()
        .map(|mention| {
            let Passage { field, span } = mention.passage;
            let kind = match mention.kind {
                MentionKind::Name => 0,
                MentionKind::Nominal => 1,
                MentionKind::Pronoun => 2,
            };
            let (start, end) = (span.start() as u32, span.end() as u32);
            (in_title(field), start, end, mention.entity.0, kind)
        })
        .collect();
    let data = serde_json::to_vec(&Who { entities, mentions })?;
    connection
        .prepare_cached(
            "INSERT INTO extractions (since, report, encoding, data) VALUES (?, ?, ?, ?)",
        )?
        .execute(params![
            commit,
            about.report,
            ENCODING,
            packed::pack(&data, Matter::Plain)?
        ])?;
    Ok(())
}

fn statements(
    connection: &Connection,
    extracted: &Extracted,
    about: &About<'_>,
    commit: i64,
) -> Stored<()> {
    let mut insert = connection.prepare_cached(
        "INSERT INTO statements (since, report, in_title, start, stop, lemma, kind, factuality, \
         negated, speaker) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )?;
    for statement in &extracted.statements {
        let Passage { field, span } = statement.passage;
        let speaker = speakers(extracted, &statement.attribution);
        insert.execute(params![
            commit,
            about.report,
            in_title(field),
            span.start() as i64,
            span.end() as i64,
            statement.lemma,
            statement.kind.name(),
            statement.factuality.name(),
            statement.polarity == Polarity::Negative,
            speaker.first(),
        ])?;
        let id = connection.last_insert_rowid();
        let entities: Vec<usize> = statement
            .arguments
            .iter()
            .filter_map(|argument| argument.entity.map(|entity| entity.0 as usize))
            .collect();
        findable(
            connection,
            "found_statements",
            id,
            about,
            &Findable {
                words: extracted.annotated.words(statement.passage),
                speaker: &speaker.join(" | "),
                entity: &names(extracted, entities.iter().copied(), |_| true),
                place: &names(extracted, entities.iter().copied(), is_place),
                kind: &format!("statement {}", statement.kind.name()),
            },
        )?;
    }
    Ok(())
}

/// The confidence of a name that is only concluded from a description is at most this, and so never sure.
const MOST_CONCLUDED: f32 = 0.89;

/// Writes the quotations of one report, and makes them findable.
pub(crate) fn quotations(
    connection: &Connection,
    extracted: &Extracted,
    about: &About<'_>,
    commit: i64,
) -> Stored<()> {
    let mut insert = connection.prepare_cached(
        "INSERT INTO quotations (since, report, in_title, start, stop, kind, speaker, cue, \
         utterance, why, sort, mention, confidence, candidates) \
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )?;
    for quotation in &extracted.quotations {
        let Passage { field, span } = quotation.passage;
        let speaker = speakers(extracted, &quotation.chain);
        let cue = quotation.chain.first().and_then(|link| link.cue);
        let mention = quotation.chain.first().and_then(|link| link.mention);
        let sort = quotation
            .speaker()
            .map(|id| extracted.entity(id).kind.name());
        // Scare quotes ask for no speaker.
        let asked = quotation.kind != QuotationKind::Scare;
        // Whom the report does not itself call so is only possibly meant by a description.
        let concluded = quotation.chain.first();
        let concluded = concluded.is_some_and(|link| extracted.is_concluded(link));
        let chance = if concluded {
            quotation.chance().min(MOST_CONCLUDED)
        } else {
            quotation.chance()
        };
        let confidence = asked.then(|| hundredths(chance));
        let told = quotation.speaker();
        let others = quotation
            .candidates
            .iter()
            .filter(|one| Some(one.speaker) != told);
        let others: Vec<PossibleSpeaker> = others
            .map(|one| PossibleSpeaker {
                speaker: extracted.entity(one.speaker).name.clone(),
                confidence: hundredths(one.confidence),
            })
            .collect();
        let unsure = confidence.is_some_and(|sure| sure < f64::from(SURE));
        let candidates = (unsure && !others.is_empty())
            .then(|| serde_json::to_string(&others))
            .transpose()?;
        insert.execute(params![
            commit,
            about.report,
            in_title(field),
            span.start() as i64,
            span.end() as i64,
            quotation.kind.name(),
            speaker.first(),
            cue.map(|cue| extracted.annotated.words(cue)),
            quotation.utterance,
            quotation.why,
            sort,
            mention.map(|mention| extracted.annotated.words(mention)),
            confidence,
            candidates,
        ])?;
        let id = connection.last_insert_rowid();
        let inside: Vec<usize> = extracted
            .mentions
            .iter()
            .filter(|mention| mention.passage.field == field && span.contains(mention.passage.span))
            .map(|mention| mention.entity.0 as usize)
            .collect();
        findable(
            connection,
            "found_quotations",
            id,
            about,
            &Findable {
                words: extracted.annotated.words(quotation.passage),
                speaker: &speaker.join(" | "),
                entity: &names(extracted, inside.iter().copied(), |_| true),
                place: &names(extracted, inside.iter().copied(), is_place),
                kind: &format!("quotation {}", quotation.kind.name()),
            },
        )?;
    }
    Ok(())
}

/// A chance as it is told: in hundredths, and never more than it is.
fn hundredths(chance: f32) -> f64 {
    (f64::from(chance) * 100.0).floor() / 100.0
}

/// Makes the report itself findable.
pub(crate) fn findable_report(
    connection: &Connection,
    extracted: &Extracted,
    about: &About<'_>,
) -> Stored<()> {
    let report = extracted.annotated.report();
    let words = match &report.title {
        Some(title) => format!("{title}\n{}", report.text),
        None => report.text.to_string(),
    };
    let mut said: Vec<String> = extracted
        .quotations
        .iter()
        .flat_map(|quotation| speakers(extracted, &quotation.chain))
        .collect();
    said.sort_unstable();
    said.dedup();
    let all = 0..extracted.entities.len();
    findable(
        connection,
        "found_reports",
        about.report,
        about,
        &Findable {
            words: &words,
            speaker: &said.join(" | "),
            entity: &names(extracted, all.clone(), |_| true),
            place: &names(extracted, all, is_place),
            kind: "report",
        },
    )
}

struct Findable<'a> {
    words: &'a str,
    speaker: &'a str,
    entity: &'a str,
    place: &'a str,
    kind: &'a str,
}

fn findable(
    connection: &Connection,
    table: &str,
    id: i64,
    about: &About<'_>,
    row: &Findable<'_>,
) -> Stored<()> {
    connection
        .prepare_cached(&format!(
            "INSERT INTO {table} (rowid, words, speaker, entity, outlet, place, origin, kind, day) \
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
        ))?
        .execute(params![
            id,
            row.words,
            row.speaker,
            row.entity,
            about.outlet,
            row.place,
            about.origin,
            row.kind,
            about.day
        ])?;
    Ok(())
}

/// The names of those who say so, innermost first.
fn speakers(extracted: &Extracted, chain: &[Attribution]) -> Vec<String> {
    chain
        .iter()
        .filter_map(|link| extracted.speaker_words(link))
        .collect()
}

/// The names of some entities, each once, parted so that a phrase never runs over two.
fn names(
    extracted: &Extracted,
    entities: impl Iterator<Item = usize>,
    wanted: impl Fn(EntityKind) -> bool,
) -> String {
    let mut chosen: Vec<usize> = entities.collect();
    chosen.sort_unstable();
    chosen.dedup();
    let mut out = String::new();
    for entity in chosen.into_iter().filter_map(|i| extracted.entities.get(i)) {
        if wanted(entity.kind) && entity.kind != EntityKind::Unknown {
            for name in std::iter::once(&entity.name).chain(&entity.aliases) {
                out.push_str(name);
                out.push_str(" | ");
            }
        }
    }
    out
}

fn is_place(kind: EntityKind) -> bool {
    kind == EntityKind::Place
}

pub(crate) fn in_title(field: Field) -> u8 {
    u8::from(field == Field::Title)
}
