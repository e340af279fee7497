//! What a finding was, from when on: the states of one address.

use crate::error::Error;
use crate::packed::{self, Matter};
use crate::view::View;
use crosswire_record::Finding;

/// States that are told, the last ones.
const MOST: usize = 100;

/// A finding as it was for a while.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// From when on.
    pub from: String,
    /// Until when; `None` where it is so now.
    pub until: Option<String>,
    /// As it was, without marks.
    pub finding: Finding,
}

impl View<'_> {
    /// The states of a finding by its address, the first first; the last hundred of them.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn trail(&self, finding: &str) -> Result<Vec<State>, Error> {
        self.told(|connection| {
            let mut select = connection.prepare_cached(&format!(
                "SELECT data, story, since, until FROM findings WHERE name = ? AND since <= ? \
                 ORDER BY id DESC LIMIT {MOST}"
            ))?;
            let mut rows = select.query(rusqlite::params![finding, self.commit])?;
            let mut states = Vec::new();
            while let Some(row) = rows.next()? {
                let data = row.get_ref(0)?.as_blob().unwrap_or_default();
                let json = packed::unpack_text(data, Matter::Finding)?;
                let mut finding: Finding = serde_json::from_str(&json)?;
                finding.story = Some(row.get::<_, i64>(1)?.to_string());
                let until: Option<i64> = row.get(3)?;
                let until = until.filter(|until| *until <= self.commit);
                states.push(State {
                    from: self.time(row.get(2)?)?,
                    until: until.map(|until| self.time(until)).transpose()?,
                    finding,
                });
            }
            states.reverse();
            Ok(states)
        })
    }
}
