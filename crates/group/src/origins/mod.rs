//! Whose words a report prints.
//!
//! An origin is who the words come from: a news agency, another outlet, or the outlet's own
//! reporting. What a report says of it comes first (byline, dateline, signature, notice), then what
//! it shares with others: of reports that print the same words the first published is the
//! origin, unless one of them credits an agency. Reports of one outlet's own are one origin too:
//! an outlet does not confirm itself.

mod agencies;
mod credits;
mod passages;
#[cfg(test)]
mod tests;

use std::collections::{HashMap, HashSet};

pub use crosswire_record::{Ground, OriginKind};
use crosswire_report::{Field, Passage, Report};
use crosswire_text::Span;

use crate::sketch::minute;
use crate::terms::words;
use credits::{Credit, Credits};
use passages::{Shared, Shingles};

/// The share of the shorter report's shingles from which on two reports print one text. Reports
/// that know nothing of each other share below 0.14 on the open reports, copies 0.35 and more.
const COPY: f32 = 0.25;
/// Shingles that must be shared at least: a sentence or two.
const LEAST: usize = 12;
/// Shingles that one stretch has at least where less than `MUCH` is shared: what the police write of a shooting comes
/// back in all reports of it, a dozen or two of words at a time.
const RUN: usize = 20;
const MUCH: f32 = 0.4;
/// The share of each report's shingles from which on the two are one text: what differs is
/// a word here and there.
const SAME: f32 = 0.7;
/// The share of a report's shingles from which on the whole is said to be another's.
const MOSTLY: f32 = 0.5;

/// Whose words a report prints.
#[derive(Clone, Debug, PartialEq)]
pub struct Origin {
    /// Reports of one origin share a number: the place of the first of them by publication.
    pub number: usize,
    /// Reports that print one text, but for a few words, share a number, as above. Two versions of
    /// an agency's text are two texts: they can differ.
    pub text: usize,
    /// Who it is: an agency or an outlet; `None` where nothing says so.
    pub name: Option<String>,
    /// What sort of origin.
    pub kind: OriginKind,
    /// Agencies that lent a part, where the whole is not theirs.
    pub with: Vec<String>,
    /// How sure this is, 0 to 1.
    pub confidence: f32,
    /// What it rests on; empty for own reporting that nothing speaks against.
    pub evidence: Vec<OriginEvidence>,
}

/// What an origin rests on.
#[derive(Clone, Debug, PartialEq)]
pub struct OriginEvidence {
    /// What sort of evidence.
    pub ground: Ground,
    /// Who is named, where somebody is.
    pub name: Option<String>,
    /// The words of the report; `None` for what stands outside its text.
    pub passage: Option<Passage>,
    /// The report that printed the words first, by its place, and the share of this report's words
    /// that stand in it.
    pub copy_of: Option<(usize, f32)>,
}

/// How often a credit names the agency whose text it is.
fn confidence(ground: Ground) -> f32 {
    match ground {
        Ground::Publisher => 0.98,
        Ground::Byline | Ground::Notice => 0.97,
        Ground::Dateline | Ground::Signature => 0.95,
        Ground::Syndication => 0.9,
        Ground::Contribution | Ground::Copy | Ground::Citation => 0.5,
    }
}

/// The origins of the reports of one story, in the order given.
///
/// The work grows with the words of the reports; only their first 60,000 bytes are compared.
#[must_use]
pub fn origins(reports: &[&Report]) -> Vec<Origin> {
    let mut order: Vec<usize> = (0..reports.len()).collect();
    order.sort_by_key(|&at| {
        let published = reports[at].published.map_or(i64::MAX, minute);
        (published, &reports[at].id)
    });
    let outlets: HashMap<String, &str> = reports
        .iter()
        .filter_map(|report| report.outlet.as_deref())
        .map(|outlet| (outlet.to_lowercase(), outlet))
        .collect();
    let credits: Vec<Credits> = order
        .iter()
        .map(|&at| credited(reports[at], &outlets))
        .collect();
    let shingles: Vec<Shingles> = order
        .iter()
        .zip(&credits)
        .map(|(&at, credits)| Shingles::of(&reports[at].text, &lines(credits)))
        .collect();
    let shared = passages::shared(&shingles);
    let mut found: Vec<Origin> = Vec::with_capacity(order.len());
    let mut in_part: HashSet<usize> = HashSet::new();
    let mut firsts: HashMap<&str, usize> = HashMap::new();
    for (place, &at) in order.iter().enumerate() {
        let report = reports[at];
        let mut origin = by_credits(place, report, &credits[place]);
        let text = report.text.trim();
        let same = firsts.get(text).copied().filter(|_| !text.is_empty());
        firsts.entry(text).or_insert(place);
        if let Some(shared) = copied(&shared[place], same, report) {
            copy(&mut origin, place, &shared, report, &mut found);
            if shared.share.max(shared.of_earlier) < MUCH {
                let from = &found[shared.with];
                in_part.insert(if from.number == place {
                    shared.with
                } else {
                    place
                });
            }
        } else if origin.kind == OriginKind::Own {
            let earlier = shared[place]
                .iter()
                .filter(|shared| shared.with_quoted >= COPY);
            let cited = earlier.filter_map(|shared| {
                let passage = cited(report, reports[order[shared.with]])?;
                Some((shared, passage))
            });
            if let Some((shared, passage)) = cited.max_by(|a, b| {
                let by_time = b.0.with.cmp(&a.0.with);
                a.0.with_quoted.total_cmp(&b.0.with_quoted).then(by_time)
            }) {
                let from = &found[shared.with];
                origin.number = from.number;
                origin.confidence = 0.6;
                origin.with.extend(from.name.clone());
                origin.evidence.push(OriginEvidence {
                    ground: Ground::Citation,
                    name: from.name.clone(),
                    passage: Some(passage),
                    copy_of: Some((shared.with, shared.with_quoted)),
                });
            }
        }
        found.push(origin);
    }
    number(&mut found, &in_part);
    // From the order of publication to the order given.
    let mut given: Vec<Option<Origin>> = vec![None; reports.len()];
    for (place, mut origin) in found.into_iter().enumerate() {
        origin.number = order[origin.number];
        origin.text = order[origin.text];
        for (of, _) in origin
            .evidence
            .iter_mut()
            .filter_map(|row| row.copy_of.as_mut())
        {
            *of = order[*of];
        }
        given[order[place]] = Some(origin);
    }
    given.into_iter().flatten().collect()
}

fn credited(report: &Report, outlets: &HashMap<String, &str>) -> Credits {
    let own = report.outlet.as_deref().unwrap_or("");
    let mut credits = credits::find(report, outlets);
    // Crediting oneself says nothing but who one is.
    credits.credits.retain(|credit| {
        !credit
            .agency
            .as_deref()
            .is_some_and(|name| name.eq_ignore_ascii_case(own))
    });
    if let Some(agency) = agencies::publisher(own) {
        credits.credits.push(Credit {
            ground: Ground::Publisher,
            agency: Some(agency.name.to_owned()),
            passage: None,
        });
    }
    credits
}

/// The lines that credit, which copies share without being copies.
fn lines(credits: &Credits) -> Vec<Span> {
    let places = credits.credits.iter().filter_map(|credit| credit.passage);
    places.map(|passage| passage.span).collect()
}

/// What a report says of itself.
fn by_credits(place: usize, report: &Report, credits: &Credits) -> Origin {
    let evidence = credits.credits.iter().map(|credit| OriginEvidence {
        ground: credit.ground,
        name: credit.agency.clone(),
        passage: credit.passage,
        copy_of: None,
    });
    let mut agencies: Vec<&str> = credits
        .credits
        .iter()
        .filter_map(|credit| credit.agency.as_deref())
        .collect();
    agencies.sort_unstable();
    agencies.dedup();
    // A credit of the whole: not of a part, not beside an author of the outlet's own.
    let whole = credits
        .credits
        .iter()
        .filter(|credit| credit.ground != Ground::Contribution)
        .filter(|credit| credit.ground != Ground::Byline || !credits.has_author)
        .map(|credit| confidence(credit.ground))
        .reduce(f32::max);
    let is_agency = agencies.len() <= 1 && whole.is_some();
    let is_syndicated = credits
        .credits
        .iter()
        .any(|credit| credit.ground == Ground::Syndication);
    let own = if credits.has_author { 0.8 } else { 0.6 };
    Origin {
        number: place,
        text: place,
        name: match agencies.first() {
            Some(agency) if is_agency => Some((*agency).to_owned()),
            None if is_agency => None,
            _ => report.outlet.clone(),
        },
        kind: if is_agency && is_syndicated {
            OriginKind::Outlet
        } else if is_agency {
            OriginKind::Agency
        } else {
            OriginKind::Own
        },
        with: if is_agency {
            Vec::new()
        } else {
            agencies.iter().map(|&agency| agency.to_owned()).collect()
        },
        confidence: whole.filter(|_| is_agency).unwrap_or(own),
        evidence: evidence.collect(),
    }
}

/// The earlier report whose words this one prints.
fn copied(shared: &[Shared], same: Option<usize>, report: &Report) -> Option<Shared> {
    if let Some(with) = same {
        return Some(Shared {
            with,
            shingles: 0,
            of_shorter: 1.0,
            with_quoted: 1.0,
            share: 1.0,
            of_earlier: 1.0,
            longest: Span::new(0, report.text.len()),
            run: usize::MAX,
        });
    }
    shared
        .iter()
        .filter(|shared| shared.of_shorter >= COPY && shared.shingles >= LEAST)
        .filter(|shared| shared.of_shorter >= MUCH || shared.run >= RUN)
        .max_by(|a, b| {
            a.of_shorter
                .total_cmp(&b.of_shorter)
                .then(b.with.cmp(&a.with))
        })
        .copied()
}

/// Makes `origin` that of the report whose words it prints; a credit in either holds for both.
fn copy(origin: &mut Origin, place: usize, shared: &Shared, report: &Report, found: &mut [Origin]) {
    let sure = 0.5 + 0.5 * shared.of_shorter.min(0.98);
    let from = &mut found[shared.with];
    if origin.kind == OriginKind::Agency && origin.name.is_some() && from.kind == OriginKind::Own {
        // An agency's words in an outlet's own report that came before: that one has them from the agency, and the
        // outlet's other reports have not.
        if from.number == shared.with {
            from.number = place;
        }
    } else {
        origin.number = from.number;
    }
    if shared.share.min(shared.of_earlier) >= SAME {
        origin.text = from.text;
    }
    if origin.kind == OriginKind::Agency {
        // The agency's own report, or one that credits it, came after one that did not say so.
        let unsaid = from.kind != OriginKind::Agency && origin.name.is_some();
        if unsaid && shared.of_earlier >= MOSTLY {
            from.kind = OriginKind::Agency;
            from.name.clone_from(&origin.name);
            from.confidence = sure;
        }
    } else if shared.share < MOSTLY {
        // A text of the outlet's own, with a part from elsewhere.
        origin
            .with
            .extend(from.name.clone().filter(|name| !origin.with.contains(name)));
        origin
            .with
            .retain(|name| Some(name) != origin.name.as_ref());
    } else {
        let own = from.kind != OriginKind::Agency && is_one_outlet(&from.name, &report.outlet);
        origin.kind = match from.kind {
            OriginKind::Agency => OriginKind::Agency,
            _ if own => OriginKind::Own,
            _ => OriginKind::Outlet,
        };
        origin.name.clone_from(&from.name);
        origin.with.clear();
        origin.confidence = sure;
    }
    origin.evidence.push(OriginEvidence {
        ground: Ground::Copy,
        name: from.name.clone(),
        passage: Some(Passage {
            field: Field::Text,
            span: shared.longest,
        }),
        copy_of: Some((shared.with, shared.share)),
    });
}

/// Where a report names the outlet of another for the first time, if it does so twice.
fn cited(report: &Report, other: &Report) -> Option<Passage> {
    let other = outlet(other.outlet.as_deref()?);
    let name = other.split('.').next().filter(|name| name.len() > 2)?;
    if report.outlet.as_deref().map(outlet).as_ref() == Some(&other) {
        return None;
    }
    let mut named = words(&report.text).filter(|word| {
        let written = word.span.slice(&report.text);
        let bare = written
            .strip_suffix("'s")
            .or_else(|| written.strip_suffix("’s"))
            .unwrap_or(written);
        bare.starts_with(char::is_uppercase) && bare.to_lowercase() == name
    });
    let first = named.next()?;
    named.next()?;
    Some(Passage {
        field: Field::Text,
        span: first.span,
    })
}

/// Gives reports of one origin one number: those that print one text, those whose whole text one
/// agency wrote, and those of one outlet's own. A report that has only a part (`in_part`) from another shares its
/// number where no third report has it too: it has nothing from that one.
fn number(found: &mut [Origin], in_part: &HashSet<usize>) {
    let mut firsts: HashMap<(bool, String), usize> = HashMap::new();
    let mut of_name = |place: usize, origin: &Origin| match &origin.name {
        Some(name) => {
            let is_agency = origin.kind == OriginKind::Agency;
            let key = if is_agency {
                name.clone()
            } else {
                outlet(name)
            };
            *firsts.entry((is_agency, key)).or_insert(place)
        }
        None => place,
    };
    let mut numbers: Vec<Option<usize>> = found
        .iter()
        .enumerate()
        .map(|(place, origin)| (origin.number == place).then(|| of_name(place, origin)))
        .collect();
    let mut sizes: HashMap<usize, usize> = HashMap::new();
    for number in numbers.iter().flatten() {
        *sizes.entry(*number).or_default() += 1;
    }
    // The others lead to those, by way of each other; what is whole before what is a part.
    let mut others: Vec<usize> = (0..found.len())
        .filter(|&at| numbers[at].is_none())
        .collect();
    others.sort_by_key(|place| in_part.contains(place));
    let leads: Vec<usize> = found.iter().map(|origin| origin.number).collect();
    let root = |place: usize| {
        let path = std::iter::successors(Some(place), |&at| Some(leads[at]).filter(|&to| to != at));
        path.take(leads.len()).last().unwrap_or(place)
    };
    for place in others {
        let number = numbers[root(place)].unwrap_or(place);
        let alone = in_part.contains(&place) && sizes.get(&number).is_some_and(|&n| n > 1);
        let number = if alone {
            of_name(place, &found[place])
        } else {
            number
        };
        *sizes.entry(number).or_default() += 1;
        numbers[place] = Some(number);
    }
    // An origin is numbered by the first of its reports.
    let mut first: HashMap<usize, usize> = HashMap::new();
    for (place, number) in numbers.into_iter().enumerate() {
        let number = number.unwrap_or(place);
        found[place].number = *first.entry(number).or_insert(place);
    }
}

fn is_one_outlet(one: &Option<String>, other: &Option<String>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => outlet(one) == outlet(other),
        _ => false,
    }
}

/// What the names of one outlet have in common: of a host, the part that is registered
/// ("money.inland.example" and "www.inland.example" are one), of other names the letters.
#[must_use]
pub fn outlet(name: &str) -> String {
    let name = name.trim().to_lowercase();
    let labels: Vec<&str> = name.split('.').collect();
    let is_host = labels.len() > 1
        && labels
            .iter()
            .all(|label| !label.is_empty() && !label.contains(char::is_whitespace));
    if !is_host {
        return name.strip_prefix("the ").unwrap_or(&name).to_owned();
    }
    // "co.uk" and "com.au" are shared by many.
    let last = labels.len() - 1;
    let shared = labels[last].len() == 2
        && matches!(
            labels[last - 1],
            "co" | "com" | "org" | "net" | "gov" | "ac" | "edu" | "or"
        );
    labels[last.saturating_sub(if shared { 2 } else { 1 })..].join(".")
}
