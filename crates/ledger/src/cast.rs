//! One cast over all reports: whose words a speaker's are when somebody is asked for by name.
//!
//! Reports call one person by many names, and many people by one surname. A full name gathers its
//! variants; a surname alone is taken for somebody only where the report's own story quotes just one
//! of that surname by full name, and is possible where the whole ledger does. What people said of names
//! (corrections `same` and `apart`) goes before all of it, as far as it was said at the view's time.

use std::collections::{BTreeMap, HashMap, HashSet};

use rusqlite::{Connection, params};

use crate::corrections::{self, Correction};
use crate::error::Stored;
use crate::names::{Likeness, Name, folded, joint};
use crate::view::View;

/// So many rows are looked through for those who share a surname.
const MOST: i64 = 20_000;

/// Whether a speaker is the one asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Standing {
    Other,
    Possible,
    Same,
}

/// The one asked for, and all who might be taken for them.
pub(crate) struct Cast {
    words: Words,
    /// The name asked for, as people said it is to be called.
    asked: String,
    name: Option<Name>,
    /// The people of that surname by full name, one name each.
    people: Vec<Name>,
    /// For each story looked at, those of the surname that it quotes by full name.
    stories: HashMap<i64, Vec<Name>>,
}

/// What people said of names.
#[derive(Default)]
pub(crate) struct Words {
    /// From a name to the one it stands for, both folded.
    same: HashMap<String, String>,
    apart: HashSet<(String, String)>,
}

impl Words {
    pub(crate) fn read(view: &View<'_>, connection: &Connection) -> Stored<Words> {
        let mut select = connection.prepare_cached(
            "SELECT value, id FROM corrections WHERE kind IN ('same', 'apart') AND since <= ? ORDER BY id",
        )?;
        let mut rows = select.query([view.commit])?;
        let undone = corrections::undone(connection, view.commit)?;
        let mut words = Words::default();
        while let Some(row) = rows.next()? {
            if undone.contains(&row.get(1)?) {
                continue;
            }
            let value: String = row.get(0)?;
            match serde_json::from_str(&value)? {
                Correction::Same { name, alias } => {
                    let (name, alias) = (folded(&name), folded(&alias));
                    words.apart.remove(&(alias.clone(), name.clone()));
                    words.apart.remove(&(name.clone(), alias.clone()));
                    // The last word counts, and never leads round in a circle.
                    words.same.remove(&name);
                    if name != alias {
                        words.same.insert(alias, name);
                    }
                }
                Correction::Apart { name, alias } => {
                    let (name, alias) = (folded(&name), folded(&alias));
                    if words.same.get(&alias) == Some(&name) {
                        words.same.remove(&alias);
                    }
                    words.apart.insert((alias.clone(), name.clone()));
                    words.apart.insert((name, alias));
                }
                _ => {}
            }
        }
        Ok(words)
    }

    /// What a name stands for, folded.
    pub(crate) fn meant(&self, name: &str) -> String {
        let mut at = folded(name);
        for _ in 0..8 {
            match self.same.get(&at) {
                Some(next) => at.clone_from(next),
                None => break,
            }
        }
        at
    }

    /// All names, folded, that stand for this one.
    fn aliases(&self, meant: &str) -> Vec<&str> {
        let mut all: Vec<&str> = self.same.keys().map(String::as_str).collect();
        all.retain(|alias| self.meant(alias) == meant);
        all.sort_unstable();
        all
    }

    fn are_apart(&self, a: &str, b: &str) -> bool {
        self.apart.contains(&(a.to_owned(), b.to_owned()))
    }
}

impl Cast {
    /// Who is meant by a name.
    pub(crate) fn of(view: &View<'_>, connection: &Connection, by: &str) -> Stored<Cast> {
        let words = Words::read(view, connection)?;
        let asked = words.meant(by);
        let name = Name::read(&asked);
        let mut cast = Cast {
            words,
            asked,
            name,
            people: Vec::new(),
            stories: HashMap::new(),
        };
        if let Some(name) = &cast.name {
            let query = format!(
                "SELECT DISTINCT speaker FROM (SELECT quotations.* FROM found_quotations \
                 JOIN quotations ON quotations.id = found_quotations.rowid \
                 WHERE found_quotations MATCH ? AND found_quotations.rowid <= ? \
                 ORDER BY found_quotations.rowid DESC LIMIT {MOST}) AS quotations \
                 WHERE sort = 'person' AND {} ORDER BY speaker",
                view.known("quotations")
            );
            let expression = crate::query::language::of_speaker([name.surname.as_str()]);
            let mut select = connection.prepare_cached(&query)?;
            let mut rows = select.query(params![expression, view.last("quotations")?])?;
            let mut all = Vec::new();
            while let Some(row) = rows.next()? {
                all.push(row.get::<_, String>(0)?);
            }
            cast.people = people(&cast.words, &name.surname, all.iter().map(String::as_str));
        }
        Ok(cast)
    }

    /// The names under which the words of the one asked for may stand in the index.
    pub(crate) fn expression(&self) -> String {
        let mut all = vec![self.asked.as_str()];
        all.extend(self.words.aliases(&self.asked));
        if let Some(name) = &self.name {
            all.push(&name.surname);
        }
        crate::query::language::of_speaker(all)
    }

    /// Whether the speaker of a report's quotation is the one asked for.
    pub(crate) fn standing(
        &mut self,
        view: &View<'_>,
        connection: &Connection,
        speaker: &str,
        sort: Option<&str>,
        report: i64,
    ) -> Stored<Standing> {
        let mut best = Standing::Other;
        let several = joint(speaker).nth(1).is_some();
        let parts = joint(speaker).chain(several.then_some(speaker));
        for part in parts {
            let person = sort == Some("person") || several;
            best = best.max(self.of_part(view, connection, part, person, report)?);
        }
        Ok(best)
    }

    fn of_part(
        &mut self,
        view: &View<'_>,
        connection: &Connection,
        part: &str,
        person: bool,
        report: i64,
    ) -> Stored<Standing> {
        let own = folded(part);
        if self.words.are_apart(&own, &self.asked) {
            return Ok(Standing::Other);
        }
        let meant = self.words.meant(part);
        if meant == self.asked {
            return Ok(Standing::Same);
        }
        if own != meant {
            // Somebody said whom this name stands for, and it is another.
            return Ok(Standing::Other);
        }
        if !person {
            // "Sund police" for "police": perhaps the same body.
            let ends = own.ends_with(&format!(" {}", self.asked));
            return Ok(if ends {
                Standing::Possible
            } else {
                Standing::Other
            });
        }
        let (Some(asked), Some(name)) = (self.name.clone(), Name::read(part)) else {
            return Ok(Standing::Other);
        };
        if name.surname != asked.surname {
            return Ok(Standing::Other);
        }
        let standing = |likeness| match likeness {
            Likeness::One => Standing::Same,
            Likeness::Perhaps => Standing::Possible,
            Likeness::Two => Standing::Other,
        };
        match (asked.is_full(), name.is_full()) {
            (true, true) => Ok(standing(asked.likeness(&name))),
            // Asked by surname: whoever bears it, if it is one person.
            (false, true) if self.people.len() == 1 => Ok(Standing::Same),
            (false, true) => Ok(Standing::Possible),
            (false, false) => Ok(Standing::Same),
            (true, false) => {
                let here = self.in_story(view, connection, &asked.surname, report)?;
                let among = |people: &[Name]| match people {
                    [only] => standing(asked.likeness(only)),
                    _ => Standing::Other,
                };
                if here.is_empty() {
                    Ok(among(&self.people).min(Standing::Possible))
                } else {
                    Ok(among(&here))
                }
            }
        }
    }

    /// Those of a surname whom the story of a report quotes by full name.
    fn in_story(
        &mut self,
        view: &View<'_>,
        connection: &Connection,
        surname: &str,
        report: i64,
    ) -> Stored<Vec<Name>> {
        let query = format!(
            "SELECT story FROM memberships WHERE report = ? AND {}",
            view.known("memberships")
        );
        let mut select = connection.prepare_cached(&query)?;
        let mut rows = select.query([report])?;
        let Some(story) = rows.next()?.map(|row| row.get::<_, i64>(0)).transpose()? else {
            return Ok(Vec::new());
        };
        if let Some(known) = self.stories.get(&story) {
            return Ok(known.clone());
        }
        let query = format!(
            "SELECT DISTINCT quotations.speaker FROM memberships JOIN quotations \
             ON quotations.report = memberships.report \
             WHERE memberships.story = ? AND quotations.sort = 'person' AND {} AND {} \
             ORDER BY quotations.speaker",
            view.known("memberships"),
            view.known("quotations")
        );
        let mut select = connection.prepare_cached(&query)?;
        let mut rows = select.query([story])?;
        let mut all = Vec::new();
        while let Some(row) = rows.next()? {
            all.push(row.get::<_, String>(0)?);
        }
        let found = people(&self.words, surname, all.iter().map(String::as_str));
        self.stories.insert(story, found.clone());
        Ok(found)
    }
}

/// The people of a surname among speakers, each by one full name.
fn people<'s>(words: &Words, surname: &str, all: impl Iterator<Item = &'s str>) -> Vec<Name> {
    let mut found: Vec<Name> = Vec::new();
    for speaker in all {
        for part in joint(speaker) {
            let Some(name) = Name::read(&words.meant(part)) else {
                continue;
            };
            let known = |other: &Name| other.likeness(&name) != Likeness::Two;
            if name.surname == surname && name.is_full() && !found.iter().any(known) {
                found.push(name);
            }
        }
    }
    found
}

/// Speakers with how often each is quoted, the names of one person under one of them.
pub(crate) fn gathered(
    words: &Words,
    counts: &BTreeMap<(String, bool), usize>,
) -> Vec<(String, usize)> {
    let mut of_surname: HashMap<String, Vec<(Name, String)>> = HashMap::new();
    for (speaker, person) in counts.keys() {
        let meant = words.meant(speaker);
        if let Some(name) = Name::read(&meant).filter(|name| *person && name.is_full()) {
            let known = of_surname.entry(name.surname.clone()).or_default();
            if !known
                .iter()
                .any(|(other, _)| other.likeness(&name) == Likeness::One)
            {
                known.push((name, meant));
            }
        }
    }
    // Under which folded name each is counted, and by which spelling it is shown.
    let mut under: BTreeMap<String, (usize, BTreeMap<&str, usize>)> = BTreeMap::new();
    for ((speaker, person), n) in counts {
        let meant = words.meant(speaker);
        let key = match Name::read(&meant).filter(|_| *person) {
            Some(name) => {
                let known = of_surname.get(&name.surname).map_or(&[][..], Vec::as_slice);
                let same = known
                    .iter()
                    .find(|(other, _)| other.likeness(&name) == Likeness::One);
                match (same, known) {
                    (Some((_, key)), _) => key.clone(),
                    (None, [(_, key)]) if !name.is_full() => key.clone(),
                    _ => meant,
                }
            }
            None => meant,
        };
        let entry = under.entry(key).or_default();
        entry.0 += n;
        *entry.1.entry(speaker).or_default() += n;
    }
    let shown = |(n, spellings): (usize, BTreeMap<&str, usize>)| {
        let most = spellings
            .iter()
            .max_by_key(|(name, n)| (name.contains(' '), **n, std::cmp::Reverse(**name)));
        (
            most.map_or_else(String::new, |(name, _)| (*name).to_owned()),
            n,
        )
    };
    under.into_values().map(shown).collect()
}
