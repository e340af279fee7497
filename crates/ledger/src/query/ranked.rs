//! Search by relevance: what has all the words and what has most of them, the likeliest first; how many there are, by
//! outlet, month, kind and speaker; and the findings that say what was looked for.
//!
//! The index gives a first order over the matches added last. The best of them are read, and put in order by how many of the
//! rarer words stand in title, beginning and text, and how near to each other. The order hangs on how often words occur in the
//! whole file, so it is of the ledger as it stands: as of an earlier time the same things are found, perhaps in another order.

mod facets;
mod weigh;

use rusqlite::{Connection, params};
use schemars::JsonSchema;
use serde::Serialize;

use crate::error::{Error, Stored};
use crate::query::language::{self, Target, Wanted};
use crate::query::search::{Hit, bare};
use crate::query::stems::stems;
use crate::view::{Page, View, cursor, read_cursor};
use crosswire_record::Finding;
use crosswire_report::Field;

pub use facets::Facets;
use weigh::{Query, Weighed};

/// Matches that are looked through, the last added.
const LOOKED: usize = 20_000;
/// Matches that are read and weighed.
const READ: usize = 200;
/// Findings among the results, and the stories of the first results in which they are looked for.
const FINDINGS: usize = 5;
const STORIES: usize = 12;
/// How much of the words' weight a finding has to have.
const ENOUGH: f64 = 0.6;
/// A word that more than this share of all has does not bring anything in by itself, where there are more than a few.
const COMMON: f64 = 0.3;
const FEW: i64 = 100;
/// How much of the words' weight has to be in what is given without having all; less is given where nothing has that.
const MOST_OF_IT: f64 = 0.5;

/// What a search found, the likeliest first.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Ranked {
    /// The search as given.
    pub query: String,
    /// The words looked for, for showing where they stand.
    pub words: Vec<String>,
    /// How many have all of it.
    pub count: usize,
    /// How many more have most of the words, of those that were weighed.
    pub some: usize,
    /// Whether there are more than were looked through.
    pub more: bool,
    /// This part of what was found.
    pub hits: Vec<RankedHit>,
    /// Where the next part begins; `None` at the end.
    pub next: Option<String>,
    /// How those that have all of it spread; where there is none, all that have some of the words.
    pub facets: Facets,
    /// Findings of the stories found that have most of the words; on the first part only.
    pub findings: Vec<Finding>,
}

/// One thing found.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct RankedHit {
    /// What it is.
    #[serde(flatten)]
    pub hit: Hit,
    /// Whether it has all that was looked for, not only most of the words.
    pub all: bool,
}

/// A row that matches, with what the index says of it: the less, the better.
struct Match {
    id: i64,
    all: bool,
    first: f64,
}

impl View<'_> {
    /// Looks for words and filters as [`View::search`] does, and puts the likeliest first. Where words stand side by side,
    /// what has only some of them comes after what has all.
    ///
    /// # Errors
    ///
    /// When the search cannot be read, which says where; when the cursor is not one; or when the file cannot be read.
    pub fn ranked(&self, query: &str, page: &Page) -> Result<Ranked, Error> {
        let years = self.told(|connection| self.years(connection))?;
        let wanted = language::read(query, years)?;
        let from = read_cursor(page.after.as_deref(), 1)?.map_or(0, |at| at[0]);
        let from = usize::try_from(from).unwrap_or(0);
        self.told(|connection| {
            let query_of = self.weights(connection, &wanted)?;
            let (matches, more) = self.matches(connection, &wanted, &query_of)?;
            let count = matches.iter().filter(|found| found.all).count();
            let order = self.ordered(connection, &wanted, &query_of, &matches)?;
            let part = order.iter().skip(from).take(page.limit);
            let mut hits = Vec::new();
            for found in part {
                hits.push(RankedHit {
                    hit: self.hit(connection, &wanted, found.id)?,
                    all: found.all,
                });
            }
            let through = from + hits.len();
            let next =
                (through < order.len() && !hits.is_empty()).then(|| cursor(&[through as i64]));
            let spread: Vec<i64> = matches
                .iter()
                .filter(|found| found.all || count == 0)
                .map(|found| found.id)
                .collect();
            Ok(Ranked {
                query: query.to_owned(),
                words: wanted.words.clone(),
                count,
                some: order.iter().filter(|found| !found.all).count(),
                more,
                facets: self.facets(connection, &wanted, &spread)?,
                findings: if from == 0 {
                    self.findings_among(connection, &query_of, &hits)?
                } else {
                    Vec::new()
                },
                hits,
                next,
            })
        })
    }

    /// How much each word tells: the rarer, the more.
    fn weights(&self, connection: &Connection, wanted: &Wanted) -> Stored<Query> {
        let (index, table) = names(wanted.target);
        let all = self.last(table)?.max(1) as f64;
        let mut select = connection.prepare_cached(&format!(
            "SELECT count(*) FROM (SELECT 1 FROM {index} WHERE {index} MATCH ? LIMIT {LOOKED})"
        ))?;
        let mut query = Query::default();
        for word in &wanted.words {
            let expression = language::column("words", &language::phrase(word, false));
            let n: f64 = select.query_row([expression], |row| row.get::<_, i64>(0))? as f64;
            query.add(
                word,
                (1.0 + (all - n + 0.5).max(0.5) / (n + 0.5)).ln(),
                n / all,
            );
        }
        Ok(query)
    }

    /// What has all of it, and what has some of the words, as far as it is looked through.
    fn matches(
        &self,
        connection: &Connection,
        wanted: &Wanted,
        query: &Query,
    ) -> Stored<(Vec<Match>, bool)> {
        let (mut found, mut more) = self.scored(connection, wanted, &wanted.expression, true)?;
        let Some(loose) = wanted.loose.as_ref().filter(|loose| loose.words.len() > 1) else {
            return Ok((found, more));
        };
        let (_, table) = names(wanted.target);
        let is_few = self.last(table)? <= FEW;
        let telling: Vec<&str> = loose
            .words
            .iter()
            .filter(|word| is_few || query.share(word) <= COMMON)
            .map(String::as_str)
            .collect();
        if telling.is_empty() {
            return Ok((found, more));
        }
        let any = loose.any(telling.into_iter());
        let (some, beyond) = self.scored(connection, wanted, &any, false)?;
        more |= beyond;
        let known: std::collections::HashSet<i64> = found.iter().map(|found| found.id).collect();
        found.extend(some.into_iter().filter(|found| !known.contains(&found.id)));
        Ok((found, more))
    }

    /// The rows that an expression matches, the last added first, with the index's own weight.
    fn scored(
        &self,
        connection: &Connection,
        wanted: &Wanted,
        expression: &str,
        all: bool,
    ) -> Stored<(Vec<Match>, bool)> {
        let (index, table) = names(wanted.target);
        let mut select = connection.prepare_cached(&format!(
            "SELECT rowid, bm25({index}) FROM {index} WHERE {index} MATCH ? AND rowid <= ? \
             ORDER BY rowid DESC LIMIT {}",
            LOOKED + 1
        ))?;
        let source = if table == "reports" { "id" } else { "report" };
        let mut known = connection.prepare_cached(&format!(
            "SELECT EXISTS (SELECT 1 FROM {table} JOIN reports AS source ON source.id = {table}.{source} \
             WHERE {table}.id = ? AND {} AND {})",
            self.known(table),
            self.known("source"),
        ))?;
        let mut rows = select.query(params![expression, self.last(table)?])?;
        let (mut found, mut looked) = (Vec::new(), 0);
        while let Some(row) = rows.next()? {
            looked += 1;
            if looked > LOOKED {
                return Ok((found, true));
            }
            let id: i64 = row.get(0)?;
            if known.query_row([id], |row| row.get(0))? {
                let first = row.get(1)?;
                found.push(Match { id, all, first });
            }
        }
        Ok((found, false))
    }

    /// The best of the matches, weighed; the likeliest first, what has all before what has some.
    fn ordered(
        &self,
        connection: &Connection,
        wanted: &Wanted,
        query: &Query,
        matches: &[Match],
    ) -> Stored<Vec<Match>> {
        let mut best: Vec<&Match> = matches.iter().collect();
        best.sort_by(|a, b| {
            (b.all.cmp(&a.all))
                .then(a.first.total_cmp(&b.first))
                .then(b.id.cmp(&a.id))
        });
        best.truncate(READ);
        let mut weighed: Vec<(f64, f64, Match)> = Vec::with_capacity(best.len());
        for found in best {
            let (title, text) = self.words_of(connection, wanted, found.id)?;
            let told = Weighed::of(query, &title, &text);
            weighed.push((told.likely(), told.share(), Match { ..*found }));
        }
        let has_most = |(_, share, found): &(f64, f64, Match)| found.all || *share >= MOST_OF_IT;
        if weighed.iter().any(has_most) {
            weighed.retain(has_most);
        }
        weighed.sort_by(|(a, _, x), (b, _, y)| {
            (y.all.cmp(&x.all))
                .then(b.total_cmp(a))
                .then(y.id.cmp(&x.id))
        });
        Ok(weighed.into_iter().map(|(.., found)| found).collect())
    }

    /// Title and text of what a row stands for.
    fn words_of(
        &self,
        connection: &Connection,
        wanted: &Wanted,
        id: i64,
    ) -> Stored<(String, String)> {
        if wanted.target == Target::Reports {
            let report = bare(connection, id)?;
            let title = report.title.as_deref().unwrap_or_default().to_owned();
            return Ok((title, report.field(Field::Text).to_owned()));
        }
        let text = match self.hit(connection, wanted, id)? {
            Hit::Statement(statement) => statement.text,
            Hit::Quotation(quotation) => quotation.text,
            Hit::Report { excerpt, .. } => excerpt,
        };
        Ok((String::new(), text))
    }

    /// Findings of the stories of the first reports found, those that have most of the words.
    fn findings_among(
        &self,
        connection: &Connection,
        query: &Query,
        hits: &[RankedHit],
    ) -> Stored<Vec<Finding>> {
        if query.is_empty() {
            return Ok(Vec::new());
        }
        let mut stories: Vec<&str> = Vec::new();
        for hit in hits {
            if let Hit::Report { report, .. } = &hit.hit
                && let Some(story) = report.story.as_deref()
                && !stories.contains(&story)
                && stories.len() < STORIES
            {
                stories.push(story);
            }
        }
        let mut found: Vec<(f64, Finding)> = Vec::new();
        let mut select = connection.prepare_cached(&format!(
            "SELECT id FROM findings WHERE story = ? AND {} ORDER BY id",
            self.known("findings")
        ))?;
        for story in stories {
            let number: i64 = story.parse().unwrap_or(-1);
            let ids: Vec<i64> = select
                .query_map([number], |row| row.get(0))?
                .collect::<rusqlite::Result<_>>()?;
            for id in ids {
                let finding = self.finding_at(connection, id)?;
                let mut words = finding.question.clone();
                for row in finding.best_rows().take(4) {
                    words.push(' ');
                    words.push_str(&row.text);
                }
                let share = query.share_in(&stems(&words));
                if share >= ENOUGH && !finding.is_wrong() {
                    let dispute = f64::from(u8::from(finding.kind.is_dispute())) * 0.2;
                    found.push((share + dispute, finding));
                }
            }
        }
        found.sort_by(|(a, x), (b, y)| b.total_cmp(a).then(x.id.cmp(&y.id)));
        found.truncate(FINDINGS);
        Ok(found.into_iter().map(|(_, finding)| finding).collect())
    }
}

/// The index and the table of what is looked for.
fn names(target: Target) -> (&'static str, &'static str) {
    match target {
        Target::Reports => ("found_reports", "reports"),
        Target::Statements => ("found_statements", "statements"),
        Target::Quotations => ("found_quotations", "quotations"),
    }
}
