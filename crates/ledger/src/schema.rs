//! The schema's versions and the way from each to the next.
//!
//! A version that was released is never edited: its file stays, and the next file says what is
//! added. `tests/old` keeps a ledger of every version, and a test opens them all.

use rusqlite::{Connection, TransactionBehavior};

use crate::error::Stored;
use crate::migration;

/// "CWLG": how a ledger is told from other files of SQLite.
pub(crate) const APPLICATION_ID: i64 = 0x4357_4c47;

/// Version `n` is reached by the first `n` of these.
const VERSIONS: [&str; 8] = [
    include_str!("schema/1.sql"),
    include_str!("schema/2.sql"),
    include_str!("schema/3.sql"),
    include_str!("schema/4.sql"),
    include_str!("schema/5.sql"),
    include_str!("schema/6.sql"),
    include_str!("schema/7.sql"),
    include_str!("schema/8.sql"),
];

/// The version that this program writes.
pub(crate) const CURRENT: i64 = VERSIONS.len() as i64;

/// What a file is.
pub(crate) enum State {
    /// Nothing in it yet.
    Empty,
    /// A ledger of this version.
    Ledger(i64),
    /// Something else.
    Foreign,
}

/// Looks what a file is.
pub(crate) fn state(connection: &Connection) -> Stored<State> {
    let application: i64 =
        connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
    let version: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if application == APPLICATION_ID {
        return Ok(State::Ledger(version));
    }
    let tables: i64 =
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    Ok(if application == 0 && version == 0 && tables == 0 {
        State::Empty
    } else {
        State::Foreign
    })
}

/// Brings an empty file or an older ledger to the current version, in one transaction; another
/// program that does the same is waited for.
pub(crate) fn migrate(connection: &mut Connection) -> Stored<()> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let from = match state(&transaction)? {
        State::Empty => 0,
        State::Ledger(version) => version,
        State::Foreign => return Ok(()),
    };
    for version in VERSIONS.iter().skip(from.max(0) as usize) {
        transaction.execute_batch(version)?;
    }
    if (1..3).contains(&from) {
        migration::lead_old_ids(&transaction)?;
    }
    if (1..7).contains(&from) {
        migration::fill_inbox(&transaction)?;
    }
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    transaction.pragma_update(None, "user_version", CURRENT)?;
    transaction.commit()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The columns of every table and the words of every index.
    fn shape(connection: &Connection) -> Vec<(String, String)> {
        let query = "SELECT m.name, coalesce(m.sql, '') || ' | ' || coalesce((SELECT \
             group_concat(name || ' ' || type || ' ' || \"notnull\", ', ') FROM pragma_table_info(m.name)), '') \
             FROM sqlite_schema AS m ORDER BY m.name";
        let mut select = connection.prepare(query).unwrap();
        let rows = select.query_map([], |row| Ok((row.get(0)?, row.get(1)?)));
        rows.unwrap().map(Result::unwrap).collect()
    }

    #[test]
    fn every_version_leads_to_the_current_one() {
        let mut fresh = Connection::open_in_memory().unwrap();
        migrate(&mut fresh).unwrap();
        let wanted = shape(&fresh);
        let columns = &wanted
            .iter()
            .find(|(name, _)| name == "quotations")
            .unwrap();
        assert!(columns.1.contains("confidence"), "{columns:?}");
        for from in 1..CURRENT {
            let mut old = Connection::open_in_memory().unwrap();
            for version in &VERSIONS[..from as usize] {
                old.execute_batch(version).unwrap();
            }
            let update =
                format!("PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {from};");
            old.execute_batch(&update).unwrap();
            migrate(&mut old).unwrap();
            assert!(matches!(state(&old).unwrap(), State::Ledger(CURRENT)));
            assert_eq!(shape(&old), wanted, "from {from}");
        }
    }
}
