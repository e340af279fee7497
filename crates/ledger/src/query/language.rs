//! The language of search, from what a person types to what the full-text index looks up.
//!
//! `search.txt` describes it.

use crosswire_extract::{QuotationKind, StatementKind};
use jiff::ToSpan;
use jiff::civil::Date;

use crate::days;

/// Bytes of a search; a longer one is a mistake.
const LONGEST: usize = 1000;
/// Words and filters of a search.
const MOST_TERMS: usize = 64;
/// Brackets within brackets.
const DEEPEST: usize = 16;

/// A search that cannot be read: what is wrong, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}\n  {query}\n  {}^", " ".repeat(.query.get(..*.at).map_or(0, |before| before.chars().count())))]
pub struct QueryError {
    /// The search as given.
    pub query: String,
    /// The byte at which the trouble begins.
    pub at: usize,
    /// What is wrong, and what would be right.
    pub message: String,
}

/// What is looked into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    Reports,
    Statements,
    Quotations,
}

/// A search that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Wanted {
    pub(crate) target: Target,
    /// As FTS5 takes it.
    pub(crate) expression: String,
    /// The words looked for in the text, for showing where they stand.
    pub(crate) words: Vec<String>,
    /// Where plain words stand side by side: what else must hold, and what must not.
    pub(crate) loose: Option<Loose>,
    /// The expression without the kind.
    pub(crate) base: Option<String>,
}

/// A search of plain words of which some are enough.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Loose {
    /// The words, each as it is looked up.
    pub(crate) words: Vec<String>,
    /// What must hold beside them.
    pub(crate) firm: Vec<String>,
    /// What must not.
    pub(crate) unwanted: Vec<String>,
}

impl Loose {
    /// The search for any of these words, with what must hold beside.
    pub(crate) fn any<'w>(&self, words: impl Iterator<Item = &'w str>) -> String {
        let words: Vec<&str> = words.collect();
        let mut all = vec![format!("({})", words.join(" OR "))];
        all.extend(self.firm.iter().cloned());
        let mut expression = format!("({})", all.join(" AND "));
        for part in &self.unwanted {
            expression = format!("({expression} NOT {part})");
        }
        expression
    }
}

const FIELDS: &str = "speaker, entity, place, outlet, origin, after, before and kind";

/// Reads a search; `years` are the first and the last of the ledger's publications.
pub(crate) fn read(query: &str, years: Option<(i16, i16)>) -> Result<Wanted, QueryError> {
    let mut reading = Reading {
        query,
        at: 0,
        terms: 0,
        years,
        kind: None,
        speaker: false,
        words: Vec::new(),
        negated: false,
        plain: false,
        loose: None,
    };
    if query.len() > LONGEST {
        return Err(reading.wrong(
            query.floor_char_boundary(60),
            format!(
                "the search has {} bytes; at most {LONGEST} are taken",
                query.len()
            ),
        ));
    }
    let found = reading.alternatives(0)?;
    if reading.peek().is_some() {
        return Err(reading.wrong(
            reading.at,
            "this bracket closes nothing; take it out, or open it before".to_owned(),
        ));
    }
    let (target, kind) = match &reading.kind {
        Some((target, kind)) => (*target, kind.clone()),
        None if reading.speaker => (Target::Quotations, None),
        None => (Target::Reports, None),
    };
    let words = std::mem::take(&mut reading.words);
    let base = found.clone();
    let kind = kind.map(|kind| column("kind", &kind));
    let loose = reading.loose.take().map(|mut loose| {
        loose.firm.extend(kind.clone());
        loose
    });
    let parts: Vec<String> = found.into_iter().chain(kind).collect();
    if parts.is_empty() {
        return Err(reading.wrong(
            0,
            format!("there is nothing to look for; give a word, or a filter: {FIELDS}"),
        ));
    }
    Ok(Wanted {
        target,
        expression: parts.join(" AND "),
        words,
        loose,
        base,
    })
}

/// Characters of a name that are looked at.
pub(crate) const LONGEST_NAME: usize = 200;

/// The search for everything that somebody said.
pub(crate) fn speaker(name: &str) -> Result<Wanted, QueryError> {
    if !name.contains(char::is_alphanumeric) {
        return Err(QueryError {
            query: name.to_owned(),
            at: 0,
            message: "this is no name; give the name of somebody who is quoted".to_owned(),
        });
    }
    let name: String = name.chars().take(LONGEST_NAME).collect();
    Ok(Wanted {
        target: Target::Quotations,
        expression: column("speaker", &phrase(&name, false)),
        words: Vec::new(),
        loose: None,
        base: None,
    })
}

/// Quotations whose speaker has one of these names.
pub(crate) fn of_speaker<'n>(names: impl IntoIterator<Item = &'n str>) -> String {
    let all: Vec<String> = names.into_iter().map(|name| phrase(name, false)).collect();
    column("speaker", &format!("({})", all.join(" OR ")))
}

struct Reading<'q> {
    query: &'q str,
    at: usize,
    terms: usize,
    years: Option<(i16, i16)>,
    kind: Option<(Target, Option<String>)>,
    speaker: bool,
    words: Vec<String>,
    negated: bool,
    /// Whether what was read last is one plain word.
    plain: bool,
    loose: Option<Loose>,
}

impl Reading<'_> {
    fn wrong(&self, at: usize, message: String) -> QueryError {
        QueryError {
            query: self
                .query
                .chars()
                .map(|char| if char.is_control() { ' ' } else { char })
                .take(LONGEST)
                .collect(),
            at,
            message,
        }
    }

    fn rest(&self) -> &str {
        &self.query[self.at..]
    }

    /// The next character that is no white space.
    fn peek(&mut self) -> Option<char> {
        self.at += self.rest().len() - self.rest().trim_start().len();
        self.rest().chars().next()
    }

    /// `a OR b`
    fn alternatives(&mut self, depth: usize) -> Result<Option<String>, QueryError> {
        let mut all = Vec::new();
        loop {
            let at = self.at;
            let part = self.together(depth)?;
            let or = self.is_or();
            match part {
                Some(part) => all.push(part),
                None if or || !all.is_empty() => {
                    return Err(self.wrong(at, "OR needs a word on both sides".to_owned()));
                }
                None => {}
            }
            if !or {
                break;
            }
            self.at += 2;
        }
        if depth == 0 && all.len() > 1 {
            self.loose = None;
        }
        Ok(match all.len() {
            0 => None,
            1 => all.pop(),
            _ => Some(format!("({})", all.join(" OR "))),
        })
    }

    fn is_or(&mut self) -> bool {
        self.peek();
        let rest = self.rest();
        rest.strip_prefix("OR")
            .is_some_and(|after| after.is_empty() || after.starts_with([' ', '\t', '\n', '(', '"']))
    }

    /// `a b -c`
    fn together(&mut self, depth: usize) -> Result<Option<String>, QueryError> {
        let (mut wanted, mut unwanted) = (Vec::new(), Vec::new());
        let mut loose = Loose::default();
        let start = self.at;
        while let Some(next) = self.peek() {
            if next == ')' || self.is_or() {
                break;
            }
            let negated = next == '-';
            if negated {
                self.at += 1;
            }
            let outer = self.negated;
            self.negated |= negated;
            self.plain = false;
            let part = self.one(depth)?;
            self.negated = outer;
            let plain = self.plain;
            match part {
                Some(part) if negated => unwanted.push(part),
                Some(part) => {
                    let kept = if plain {
                        &mut loose.words
                    } else {
                        &mut loose.firm
                    };
                    kept.push(part.clone());
                    wanted.push(part);
                }
                None => {}
            }
        }
        if depth == 0 && !loose.words.is_empty() {
            loose.unwanted.clone_from(&unwanted);
            self.loose = Some(loose);
        }
        if wanted.is_empty() && !unwanted.is_empty() {
            return Err(self.wrong(
                start,
                "this only says what to leave out; say what to look for as well".to_owned(),
            ));
        }
        if wanted.is_empty() {
            return Ok(None);
        }
        let mut expression = wanted.join(" AND ");
        if wanted.len() > 1 {
            expression = format!("({expression})");
        }
        for part in unwanted {
            expression = format!("({expression} NOT {part})");
        }
        Ok(Some(expression))
    }

    /// A word, a phrase, a filter, a bracket.
    fn one(&mut self, depth: usize) -> Result<Option<String>, QueryError> {
        self.terms += 1;
        let at = self.at;
        if self.terms > MOST_TERMS {
            return Err(self.wrong(at, format!("at most {MOST_TERMS} words are taken")));
        }
        if self.rest().starts_with('(') {
            if depth >= DEEPEST {
                return Err(self.wrong(at, "the brackets are too deep".to_owned()));
            }
            self.at += 1;
            let inside = self.alternatives(depth + 1)?;
            if self.peek() != Some(')') {
                return Err(self.wrong(at, "this bracket is never closed; add a )".to_owned()));
            }
            self.at += 1;
            return match inside {
                Some(inside) => Ok(Some(inside)),
                None => Err(self.wrong(at, "there is nothing between the brackets".to_owned())),
            };
        }
        if self.rest().starts_with('"') {
            let words = self.quoted()?;
            return self.text(at, &words, false).map(Some);
        }
        let end = self
            .rest()
            .find(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '"' | ':'))
            .unwrap_or(self.rest().len());
        let word = self.rest()[..end].to_owned();
        self.at += end;
        if self.rest().starts_with(':') && !word.is_empty() {
            self.at += 1;
            return self.filter(at, &word);
        }
        if word.is_empty() {
            return Err(self.wrong(at, "there is no word here".to_owned()));
        }
        match word.strip_suffix('*') {
            Some(stem) => self.text(at, stem, true).map(Some),
            None => {
                let text = self.text(at, &word, false)?;
                self.plain = true;
                Ok(Some(text))
            }
        }
    }

    fn quoted(&mut self) -> Result<String, QueryError> {
        let at = self.at;
        let inside = &self.query[at + 1..];
        match inside.find('"') {
            Some(end) => {
                self.at = at + 1 + end + 1;
                Ok(inside[..end].to_owned())
            }
            None => Err(self.wrong(
                at,
                "this quotation mark is never closed; add a second one".to_owned(),
            )),
        }
    }

    fn text(&mut self, at: usize, words: &str, begins: bool) -> Result<String, QueryError> {
        if !words.contains(char::is_alphanumeric) {
            return Err(self.wrong(
                at,
                format!("there is no letter or digit to look for in {words:?}"),
            ));
        }
        if !self.negated {
            self.words.extend(
                words
                    .split(|c: char| !c.is_alphanumeric())
                    .filter(|word| !word.is_empty())
                    .map(str::to_lowercase),
            );
        }
        Ok(column("words", &phrase(words, begins)))
    }

    fn filter(&mut self, at: usize, field: &str) -> Result<Option<String>, QueryError> {
        let from = self.at;
        let value = if self.rest().starts_with('"') {
            self.quoted()?
        } else {
            let end = self
                .rest()
                .find(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '"'))
                .unwrap_or(self.rest().len());
            self.at += end;
            self.query[from..from + end].to_owned()
        };
        let field = field.to_lowercase();
        match field.as_str() {
            "speaker" | "entity" | "place" | "outlet" | "origin" => {
                let (name, begins) = match value.strip_suffix('*') {
                    Some(stem) => (stem, true),
                    None => (value.as_str(), false),
                };
                if !name.contains(char::is_alphanumeric) {
                    return Err(self.wrong(
                        from,
                        format!("{field}: needs a name, as in {field}:lindqvist or {field}:\"Tove Lindqvist\""),
                    ));
                }
                self.speaker |= field == "speaker";
                Ok(Some(column(&field, &phrase(name, begins))))
            }
            "after" | "before" => self.time(from, &field, &value).map(Some),
            "kind" => self.of_kind(at, from, &value),
            _ => Err(self.wrong(
                at,
                format!("there is no filter {field:?}; the filters are {FIELDS}. Words that hold a colon go in quotation marks"),
            )),
        }
    }

    fn time(&self, from: usize, field: &str, value: &str) -> Result<String, QueryError> {
        let Some(day) = first_day(value) else {
            return Err(self.wrong(
                from,
                format!("{value:?} is no day, month or year; write {field}:2031-03-06, {field}:2031-03 or {field}:2031"),
            ));
        };
        let (first, last) = self.years.unwrap_or((1, 1));
        let edge = |year: i16, month, day| Date::new(year, month, day).unwrap_or(Date::MIN);
        let (first, last) = (edge(first, 1, 1), edge(last, 12, 31));
        let words = if field == "after" {
            days::between(day.max(first), last)
        } else {
            day.yesterday()
                .map_or_else(|_| Vec::new(), |day| days::between(first, day.min(last)))
        };
        if words.is_empty() {
            return Ok(column("day", "\"never\""));
        }
        let words: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
        Ok(column("day", &format!("({})", words.join(" OR "))))
    }

    fn of_kind(
        &mut self,
        at: usize,
        from: usize,
        value: &str,
    ) -> Result<Option<String>, QueryError> {
        let named = value.to_lowercase();
        let (target, finer) = match named.as_str() {
            "report" | "reports" => (Target::Reports, None),
            "statement" | "statements" => (Target::Statements, None),
            "quotation" | "quotations" | "quote" | "quotes" => (Target::Quotations, None),
            finer if StatementKind::from_name(finer).is_some() => (Target::Statements, Some(finer)),
            finer if QuotationKind::from_name(finer).is_some() => (Target::Quotations, Some(finer)),
            _ => {
                let finer = QuotationKind::ALL.map(QuotationKind::name).into_iter();
                let finer = finer.chain(StatementKind::ALL.map(StatementKind::name));
                let finer = finer.collect::<Vec<_>>().join(", ");
                return Err(self.wrong(
                    from,
                    format!("there is no kind {value:?}; the kinds are report, statement and quotation, and finer ones: {finer}"),
                ));
            }
        };
        if self.kind.is_some() || self.negated {
            return Err(self.wrong(
                at,
                "kind: says what is looked for, so it stands once, and without a minus".to_owned(),
            ));
        }
        let finer = finer.map(|finer| format!("\"{finer}\""));
        let whole = match target {
            Target::Reports => "\"report\"",
            Target::Statements => "\"statement\"",
            Target::Quotations => "\"quotation\"",
        };
        self.kind = Some((target, Some(finer.unwrap_or_else(|| whole.to_owned()))));
        Ok(None)
    }
}

/// The first day of a day, a month or a year.
fn first_day(value: &str) -> Option<Date> {
    let mut parts = value.split('-');
    let number = |part: Option<&str>, digits: usize| -> Option<Option<i16>> {
        match part {
            None => Some(None),
            Some(part) if part.len() <= digits && !part.is_empty() => part.parse().ok().map(Some),
            Some(_) => None,
        }
    };
    let year = number(parts.next(), 4)??;
    let month = number(parts.next(), 2)?.unwrap_or(1);
    let day = number(parts.next(), 2)?.unwrap_or(1);
    if parts.next().is_some() || year < 1 {
        return None;
    }
    let date = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    date.checked_add(0.days()).ok()
}

pub(crate) fn column(name: &str, expression: &str) -> String {
    format!("({{{name}}} : {expression})")
}

pub(crate) fn phrase(words: &str, begins: bool) -> String {
    let quoted = words.replace('"', "\"\"").replace('\0', " ");
    format!("\"{quoted}\"{}", if begins { " *" } else { "" })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(query: &str, target: Target, expression: &str) {
        let wanted = read(query, Some((2030, 2032))).unwrap();
        assert_eq!(
            (wanted.target, wanted.expression.as_str()),
            (target, expression),
            "{query}"
        );
    }

    #[test]
    fn what_is_understood() {
        check("ferry", Target::Reports, "({words} : \"ferry\")");
        check(
            "ferry \"north pier\" ferr*",
            Target::Reports,
            "(({words} : \"ferry\") AND ({words} : \"north pier\") AND ({words} : \"ferr\" *))",
        );
        check(
            "(ferry OR boat) -drill",
            Target::Reports,
            "((({words} : \"ferry\") OR ({words} : \"boat\")) NOT ({words} : \"drill\"))",
        );
        check(
            "speaker:\"Tove Lindqvist\"",
            Target::Quotations,
            "({speaker} : \"Tove Lindqvist\")",
        );
        check(
            "kind:direct ferry",
            Target::Quotations,
            "({words} : \"ferry\") AND ({kind} : \"direct\")",
        );
        check(
            "kind:statement",
            Target::Statements,
            "({kind} : \"statement\")",
        );
        check(
            "kind:reported ferry",
            Target::Quotations,
            "({words} : \"ferry\") AND ({kind} : \"reported\")",
        );
        check(
            "after:2032-12-30",
            Target::Reports,
            "({day} : (\"d20321230\" OR \"d20321231\"))",
        );
        check("before:2031", Target::Reports, "({day} : (\"y2030\"))");
        check("before:2030", Target::Reports, "({day} : \"never\")");
        check("ORDER", Target::Reports, "({words} : \"ORDER\")");
    }

    #[test]
    fn errors_point_at_the_place() {
        let check = |query: &str, at: usize, says: &str| {
            let error = read(query, None).unwrap_err();
            assert_eq!(error.at, at, "{query}: {error}");
            assert!(error.message.contains(says), "{query}: {error}");
            let printed = error.to_string();
            let caret = printed.lines().last().unwrap();
            assert_eq!(caret.len(), at + 3, "{printed}");
        };
        check("", 0, "nothing to look for");
        check("ferry \"north", 6, "never closed");
        check("ferry (boat", 6, "never closed");
        check("ferry )", 6, "closes nothing");
        check("-drill", 0, "leave out");
        check("ferry OR", 8, "both sides");
        check("a colour:red", 2, "no filter \"colour\"");
        check("a after:tuesday", 8, "no day");
        check("after:2031-02-30", 6, "no day");
        check("kind:opinion", 5, "indirect, reported, scare, verb");
        check("kind:report kind:quote", 12, "stands once");
        check("speaker:", 8, "needs a name");
        check("!!!", 0, "no letter");
        check("()", 0, "nothing between");
        assert!(read(&"(".repeat(900), None).is_err());
        assert!(read(&"a ".repeat(400), None).is_err());
        assert!(read(&"ä".repeat(600), None).is_err());
    }

    #[test]
    fn hostile_searches_are_read_or_refused() {
        for query in [
            "\0",
            "a\0b",
            "OR OR",
            "a:b:c",
            "\"\"",
            "-",
            "--a",
            "ä:ö",
            "(a",
            "a)",
            "*",
            "a*b",
            "kind:",
            "after:99999",
            "before:0001-01-01",
            "\u{202e}",
            "a OR -b",
            "speaker:*",
        ] {
            // Neither a panic nor an error without a place.
            if let Err(error) = read(query, Some((1, 9999))) {
                assert!(error.at <= query.len(), "{query:?}");
            }
        }
    }
}
