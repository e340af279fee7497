//! What has a name and can be gone to: stories, outlets and speakers.

use rusqlite::params;
use schemars::JsonSchema;
use serde::Serialize;

use crate::error::Error;
use crate::view::View;

/// So many of a sort at most, looked for among so many added last.
const MOST: usize = 8;
const AMONG: i64 = 50_000;

/// Something that has a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Named {
    /// `story`, `outlet` or `speaker`.
    pub sort: String,
    /// Its name.
    pub name: String,
    /// A story's id; for others the name itself.
    pub id: String,
}

impl View<'_> {
    /// Stories, outlets and speakers whose names hold these letters, whatever their case; of each the last added first.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn named(&self, letters: &str) -> Result<Vec<Named>, Error> {
        let letters: String = letters.trim().chars().take(100).collect();
        let escaped = letters
            .replace('\\', "\\\\")
            .replace('%', "\\%")
            .replace('_', "\\_");
        let like = format!("%{escaped}%");
        let queries = [
            (
                "story",
                format!(
                    "SELECT label, CAST(number AS TEXT) FROM stories WHERE label LIKE ?1 ESCAPE '\\' AND id > ?2 AND {} \
                     ORDER BY moment DESC LIMIT {MOST}",
                    self.known("stories")
                ),
            ),
            (
                "outlet",
                format!(
                    "SELECT outlet, outlet FROM reports WHERE outlet LIKE ?1 ESCAPE '\\' AND id > ?2 AND {} \
                     GROUP BY outlet ORDER BY max(id) DESC LIMIT {MOST}",
                    self.known("reports")
                ),
            ),
            (
                "speaker",
                format!(
                    "SELECT speaker, speaker FROM quotations WHERE speaker LIKE ?1 ESCAPE '\\' AND id > ?2 AND {} \
                     GROUP BY speaker ORDER BY max(id) DESC LIMIT {MOST}",
                    self.known("quotations")
                ),
            ),
        ];
        self.told(|connection| {
            let mut all = Vec::new();
            for (sort, query) in &queries {
                let table = match *sort {
                    "story" => "stories",
                    "outlet" => "reports",
                    _ => "quotations",
                };
                let from = self.last(table)?.saturating_sub(AMONG);
                let mut select = connection.prepare_cached(query)?;
                let mut rows = select.query(params![like, from])?;
                while let Some(row) = rows.next()? {
                    all.push(Named {
                        sort: (*sort).to_owned(),
                        name: row.get(0)?,
                        id: row.get(1)?,
                    });
                }
            }
            Ok(all)
        })
    }
}
