//! Names of people and bodies from a CSV file, and keeping them as one commit.

use jiff::Timestamp;
use rusqlite::Transaction;

use crate::add::caught_up;
use crate::commit::{Commit, Run};
use crate::comparing;
use crate::corrections::{Corrected, Correction, LONGEST, insert, named, short_enough};
use crate::error::{Error, Stored};
use crate::ledger::Ledger;
use crate::working::Working;

/// The most bytes that a file of names has.
pub const MOST_NAME_BYTES: u64 = 16 << 20;
/// The most aliases that a file of names has.
const MOST_ALIASES: usize = 100_000;

/// What a line of a file of names says: two names are one's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alias {
    /// The name to be known by.
    pub name: String,
    /// Another name of the same.
    pub alias: String,
    /// Why, where the line says so.
    pub note: Option<String>,
}

/// Why a file of names is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {message}")]
pub struct NameListError {
    /// From 1 on.
    pub line: u64,
    /// What is wrong, and what to do.
    pub message: String,
}

/// Reads names from CSV. The first line names the columns: `name`, `aliases` (with `;` between) and
/// `note`, which may be absent; others are passed over.
///
/// # Errors
///
/// Where the file is too large or no CSV, a column is absent, or a name cannot be one; nothing of it is
/// to be kept then.
pub fn name_list(bytes: &[u8]) -> Result<Vec<Alias>, NameListError> {
    let wrong = |line: u64, message: String| NameListError { line, message };
    if bytes.len() as u64 > MOST_NAME_BYTES {
        let most = MOST_NAME_BYTES >> 20;
        return Err(wrong(1, format!("more than {most} MiB; split the file")));
    }
    let unread = |error: csv::Error| {
        let line = error.position().map_or(1, csv::Position::line);
        wrong(line, format!("{error}; save it as CSV in UTF-8"))
    };
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(bytes);
    let headers = reader.headers().map_err(unread)?;
    let column = |name: &str| {
        headers
            .iter()
            .position(|header| header.eq_ignore_ascii_case(name))
    };
    let (Some(name_at), Some(aliases_at)) = (column("name"), column("aliases")) else {
        let message = "the first line must name the columns: name,aliases,note";
        return Err(wrong(1, message.to_owned()));
    };
    let note_at = column("note");
    let mut all = Vec::new();
    for row in reader.records() {
        let row = row.map_err(unread)?;
        let line = row.position().map_or(1, csv::Position::line);
        let name = row.get(name_at).unwrap_or_default();
        if name.is_empty() {
            let message = "no name; fill it in or drop the line";
            return Err(wrong(line, message.to_owned()));
        }
        let note = note_at.and_then(|at| row.get(at));
        let note = note.filter(|note| !note.is_empty());
        if note.is_some_and(|note| note.len() > LONGEST) {
            let message = format!("a note of more than {LONGEST} bytes; shorten it");
            return Err(wrong(line, message));
        }
        let aliases = row.get(aliases_at).unwrap_or_default().split(';');
        for alias in aliases.map(str::trim).filter(|alias| !alias.is_empty()) {
            named(name, alias).map_err(|error| wrong(line, error.to_string()))?;
            if all.len() == MOST_ALIASES {
                let message = format!("more than {MOST_ALIASES} aliases; split the file");
                return Err(wrong(line, message));
            }
            all.push(Alias {
                name: name.to_owned(),
                alias: alias.to_owned(),
                note: note.map(str::to_owned),
            });
        }
    }
    if all.is_empty() {
        let message = "no aliases in it; give them with ; between";
        return Err(wrong(1, message.to_owned()));
    }
    Ok(all)
}

impl Ledger {
    /// Keeps that names are one's, all in one commit; what was kept. `note` is for those without one of
    /// their own.
    ///
    /// # Errors
    ///
    /// When a name cannot be one, a word is too long, or the file cannot be written; nothing is kept then.
    pub fn correct_names(
        &mut self,
        aliases: &[Alias],
        [note, name]: [&str; 2],
        run: &Run,
        now: Timestamp,
    ) -> Result<Vec<Corrected>, Error> {
        short_enough([("note", note), ("name", name), ("label", "")])?;
        for alias in aliases {
            named(&alias.name, &alias.alias)?;
            let own = alias.note.as_deref().unwrap_or_default();
            short_enough([("note", own), ("name", name), ("label", "")])?;
        }
        self.write(|transaction, working| {
            keep(transaction, working, aliases, [note, name], run, now)
        })?;
        let mut all = self.latest()?.corrections()?;
        Ok(all.split_off(all.len().saturating_sub(aliases.len())))
    }
}

fn keep(
    transaction: Transaction<'_>,
    working: &mut Working,
    aliases: &[Alias],
    [note, name]: [&str; 2],
    run: &Run,
    now: Timestamp,
) -> Stored<()> {
    caught_up(&transaction, working)?;
    let commit = Commit::begin(&transaction, run, now.as_microsecond())?;
    for one in aliases {
        let same = Correction::Same {
            name: one.name.clone(),
            alias: one.alias.clone(),
        };
        let said = [one.note.as_deref().unwrap_or(note), name];
        insert(&transaction, commit.id, ("same", None, None), &same, said)?;
    }
    comparing::settle(&transaction, working, commit.id)?;
    commit.end(transaction, working)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(csv: &str) -> String {
        name_list(csv.as_bytes()).unwrap_err().to_string()
    }

    #[test]
    fn names_are_read_with_their_aliases_and_notes() {
        let csv = "\u{feff}Note,NAME,aliases,more\n née ,Ana Brell,Anita Brell; A. Brell ;,x\n,\"Orlin, Tom\",Tom Orlin\n";
        let read = name_list(csv.as_bytes()).unwrap();
        let read: Vec<(&str, &str, Option<&str>)> = read
            .iter()
            .map(|one| (&*one.name, &*one.alias, one.note.as_deref()))
            .collect();
        assert_eq!(
            read,
            [
                ("Ana Brell", "Anita Brell", Some("née")),
                ("Ana Brell", "A. Brell", Some("née")),
                ("Orlin, Tom", "Tom Orlin", None),
            ]
        );
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line() {
        for (csv, told) in [
            ("", "line 1: the first line must name the columns"),
            ("name;aliases\na;b\n", "line 1: the first line must name"),
            ("name,aliases\n", "line 1: no aliases"),
            ("name,aliases\nAna,\n", "line 1: no aliases"),
            (
                "name,aliases\nAna Brell,A. Brell\n,Tom\n",
                "line 3: no name",
            ),
            (
                "name,aliases\n\"Ana\nBrell\",B\nTom,...\n",
                "line 4: no name \"...\"",
            ),
            (
                "name,aliases\nAna Brell,\"ana  brell.\"\n",
                "line 2: no second name",
            ),
        ] {
            let error = refused(csv);
            assert!(error.starts_with(told), "{csv:?}: {error}");
        }
        let error = name_list(b"name,aliases\nAna,\xff\n").unwrap_err();
        assert!(
            error.line == 2 && error.message.contains("UTF-8"),
            "{error}"
        );
    }

    #[test]
    fn what_is_too_much_is_refused() {
        let long = "x".repeat(201);
        assert!(refused(&format!("name,aliases\nAna,{long}\n")).starts_with("line 2: "));
        let note = "x".repeat(LONGEST + 1);
        assert!(refused(&format!("name,aliases,note\nAna,Ann,{note}\n")).contains("a note of"));
        let many = "Ann;".repeat(MOST_ALIASES);
        let fits = format!("name,aliases\nAna,{many}\n");
        assert_eq!(name_list(fits.as_bytes()).unwrap().len(), MOST_ALIASES);
        assert!(refused(&format!("{fits}Tom,Thomas\n")).starts_with("line 3: more than"));
        let large = vec![b'\n'; MOST_NAME_BYTES as usize + 1];
        assert!(name_list(&large).unwrap_err().message.contains("16 MiB"));
    }
}
