//! What rules ask of the words around a match, and of the tags of its tokens.

mod clocks;

use crosswire_annotate::Token;

use crate::atoms::Item;
use crate::class::Class;
use crate::meaning::{Amount, Meaning, Point};
use crate::moment::{TimeOfDay, Unit};
use crate::parse::Match;

/// Whether a rule holds where its pattern has matched.
pub(crate) type Guard = fn(&Match<'_>) -> bool;

/// The guard that a rule names.
pub(crate) fn of_name(name: &str) -> Option<Guard> {
    GUARDS
        .iter()
        .chain(clocks::GUARDS)
        .find(|(n, _)| *n == name)
        .map(|(_, guard)| *guard)
}

const GUARDS: &[(&str, Guard)] = &[
    ("before-unit", |m| {
        let hyphen = m
            .items
            .get(m.to)
            .filter(|item| m.grammar.lexicon.number("-") == item.word);
        let next = m.items.get(m.to + usize::from(hyphen.is_some()));
        next.is_some_and(|item| item.classes.has(Class::UNIT) || item.classes.has(Class::UNITS))
    }),
    ("after-time-preposition", |m| {
        before(m).is_some_and(|token| {
            one_of(
                token,
                &[
                    "at", "by", "until", "till", "from", "to", "around", "about", "before",
                    "after", "since",
                ],
            )
        })
    }),
    ("month", |m| month_parts(m).all(|token| is_month(token))),
    ("capital-month", |m| {
        month_parts(m).all(|token| is_month(token))
    }),
    ("month-or-period", |m| {
        month_parts(m).all(|token| is_month(token))
    }),
    ("month-short", |m| {
        // "Sept." alone is a month; "Jan" or "Mar" without a stop may be a name.
        month_parts(m).all(|token| {
            token.text().ends_with('.')
                && is_month(token)
                && after(m).is_none_or(|next| next.tag() != "NNP")
        })
    }),
    ("month-of", |m| {
        month_parts(m).all(|token| is_month(token)) && is_year_ref(m, m.parts.len() - 1)
    }),
    ("day-of", |m| {
        let first = point(m, 0);
        first.is_some_and(|p| {
            p.year.is_none() && p.date.is_none() && p.shift.is_none() && p.which.is_none()
        }) && (is_year_ref(m, m.parts.len() - 1))
    }),
    ("capital", |m| {
        first(m).is_some_and(|token| token.text().starts_with(char::is_uppercase))
    }),
    ("weekday", |m| {
        first(m).is_some_and(|token| token.text().starts_with(char::is_uppercase))
    }),
    ("decade", |m| {
        // "80s" alone may be ages, temperatures or scores.
        let text = m.text(&m.parts[m.parts.len() - 1]);
        text.len() > 3
            || m.parts.len() > 1 && !before(m).is_some_and(|token| one_of(token, &["in"]))
    }),
    ("short-range", |m| {
        match (
            m.meaning(&m.parts[0]),
            m.parts.last().map(|part| part.item.meaning),
        ) {
            (Meaning::Amount(Amount::Exact(a)), Some(Meaning::Amount(Amount::Exact(b)))) => {
                let last = m.parts.last().map_or("", |part| m.text(part));
                last.len() == 2 && b == (a + 1.0) % 100.0
            }
            _ => false,
        }
    }),
    ("calendar-unit", |m| units(m).all(|unit| unit >= Unit::Day)),
    ("known-quarter", |m| {
        // A quarter of something is a fraction; one in sports is none of the calendar.
        !after(m).is_some_and(|token| {
            one_of(
                token,
                &["of", "final", "finals", "-", "mile", "point", "century"],
            )
        })
    }),
    ("first-or-last", first_or_last),
    ("two-of-four", |m| first_or_last(m) && m.says("two")),
    ("no-clause", |m| {
        // "Nov. 3, the day before a warrant was issued": of what follows, not of what was told.
        m.says("earlier") && after(m).is_none_or(|next| next.tag() != "VBG") || clause_end(m)
    }),
    ("results-follow", |m| {
        // "this quarter's loss", in a report of results
        let mark = after(m).filter(|next| next.tag() == "POS");
        mark.and_then(Token::next).is_some_and(|noun| {
            matches!(
                noun.lemma(),
                "loss"
                    | "profit"
                    | "net"
                    | "earning"
                    | "earnings"
                    | "result"
                    | "revenue"
                    | "sale"
                    | "income"
            )
        })
    }),
    ("opening", |m| {
        first(m).is_some_and(Token::is_sentence_start)
    }),
    ("some-day", |m| {
        // "will one day be": some day ahead.
        m.says("one") && before(m).is_some_and(|word| word.tag() == "MD")
            || m.says("one")
                && last(m).is_some_and(|day| {
                    !day.is_root()
                        && day.dep() == "npadvmod"
                        && day.head().children().any(|child| child.tag() == "MD")
                })
    }),
    ("not-title", |m| !is_title(m)),
    ("during", during),
    ("year-at-hand", |m| {
        // "for the year, sales fell"; "the first months of the year", not "the song of the year".
        let part_of = |at: usize| {
            m.items
                .get(at)
                .is_some_and(|item| item.classes.has(Class::LEN))
        };
        match before(m) {
            Some(word) if one_of(word, &["for", "throughout"]) => during(m),
            Some(word) if word.is("of") => m.from.checked_sub(2).is_some_and(part_of),
            _ => false,
        }
    }),
    ("over-the", |m| {
        units(m).all(|unit| unit >= Unit::Day && unit != Unit::Quarter)
            && before(m).is_some_and(|word| one_of(word, &["over", "through"]))
    }),
    ("from-here", |m| m.says("now") || m.says("today")),
    ("of-follows", |m| after(m).is_some_and(|next| next.is("of"))),
    ("ended", |m| {
        after(m).is_some_and(|next| one_of(next, &["ended", "ending", "to"]))
    }),
    ("amount-over", |m| {
        // "over" can be more than, or during: "in use over three years".
        first(m).is_none_or(|token| !token.is("over") || token.dep() != "prep")
    }),
    ("clause-end", clause_end),
    ("clause-end-or-adverb", |m| {
        let last = m.parts.last().map_or("", |part| m.text(part));
        let clear = ["later", "earlier", "previously", "afterward", "afterwards"];
        if clear.iter().any(|word| word.eq_ignore_ascii_case(last)) {
            // "five years earlier than": a comparison.
            return !after(m).is_some_and(|token| token.is("than"));
        }
        clause_end(m)
    }),
    ("adverb", |m| {
        first(m).is_some_and(|token| token.dep() != "amod" && token.dep() != "compound")
    }),
    ("noun", |m| {
        let Some(token) = last(m) else { return false };
        let next = after(m);
        // "in the past such cases were rare": whole by the parse, whatever follows.
        let whole = token.dep() == "pobj";
        token.tag() == "NN"
            && !next.is_some_and(|next| {
                noun_like(next) || next.tag() == "CD" || next.tag() == "JJ" && !whole
            })
    }),
    ("after-at", |m| {
        before(m).is_some_and(|token| one_of(token, &["at", "for"])) && clause_end(m)
    }),
    ("after-in", |m| {
        before(m).is_some_and(|token| token.is("in"))
    }),
    ("lately", |m| {
        // "recent years" is a length of its own.
        if m.items
            .get(m.to)
            .is_some_and(|item| item.classes.has(Class::UNITS))
        {
            return false;
        }
        let Some(token) = last(m) else { return false };
        token.text().len() > 5 && !token.text().starts_with(char::is_uppercase)
            || token.is_sentence_start()
    }),
    ("soon", |m| {
        let next = after(m);
        let previous = before(m);
        // "He was soon released", "soon became a flood": soon after what is told, not ahead.
        let told = first(m).is_some_and(|token| {
            let verb = token.head();
            let aux = |tag: &str| {
                verb.children()
                    .any(|child| matches!(child.dep(), "aux" | "auxpass") && child.tag() == tag)
            };
            !token.is_root()
                && (verb.tag() == "VBD" || verb.tag() == "VBN" && aux("VBD"))
                && !aux("MD")
        });
        !told
            && !next.is_some_and(|token| one_of(token, &["as", "after", "enough", "before"]))
            && !previous
                .is_some_and(|token| one_of(token, &["as", "too", "so", "how", "very", "no"]))
    }),
    ("not-fraction", |m| {
        // "a third quarter" is one of several in sports; "three-quarters" of a whole.
        !after(m).is_some_and(|token| one_of(token, &["final", "finals", "back", "time"]))
    }),
    ("unit-number", |m| {
        // "6 second" and "10 minute" hardly occur without a hyphen; "5 year" does in broadcasts.
        let plural = m
            .parts
            .last()
            .is_some_and(|part| part.class == Some(Class::UNITS));
        let one = matches!(m.meaning(&m.parts[0]), Meaning::Amount(Amount::Exact(n)) if n <= 1.0);
        let number = matches!(m.meaning(&m.parts[0]), Meaning::Amount(Amount::Exact(n)) if n < 1e6);
        let amount = matches!(m.meaning(&m.parts[0]), Meaning::Amount(_));
        (plural && amount
            || one
            || number && !units(m).any(|unit| unit == Unit::Second || unit == Unit::Quarter))
            && !percent_follows(m)
            && !is_title(m)
    }),
    ("calendar-or-number", |m| {
        units(m).all(|unit| unit >= Unit::Hour) || m.parts.len() > 2
    }),
    ("article-unit", article_unit),
    ("bare-units", bare_units),
    ("numbers", |m| {
        let second = m.parts.last().map(|part| part.item.meaning);
        matches!(second, Some(Meaning::Length(length)) if matches!(length.amount, Amount::Exact(_)))
    }),
    ("year-ref", |m| {
        (0..m.parts.len()).any(|at| is_year_ref(m, at))
    }),
    ("quarter-first", |m| {
        // "the quarter a year ago"
        let year = m.parts.iter().any(|part| {
            matches!(part.item.meaning, Meaning::Length(length)
                if length.unit == Unit::Year && length.amount == Amount::Exact(1.0))
        });
        is_quarter_ref(m, 0) && year
    }),
    ("year-ref-second", |m| {
        is_year_ref(m, 1) && is_quarter_ref(m, 0)
    }),
    ("edge", |m| {
        // "earlier", "later" and "late" belong to the time; a comparison does not.
        let inner = m.parts.last().map(|part| part.item.meaning);
        match inner {
            Some(Meaning::Point(p)) => {
                !(p.modifier.is_some() || matches!(p.shift, Some(s) if s.amount == Amount::Vague))
            }
            _ => false,
        }
    }),
    ("shifted", |m| {
        match m.parts.last().map(|part| part.item.meaning) {
            Some(Meaning::Point(p)) => match p.shift {
                Some(s) => s.amount != Amount::Exact(0.0) && p.time.is_none() && has_amount(m),
                None => {
                    p.day.is_some() && p.month.is_some() && m.says("around")
                        || m.says("about") && p.day.is_some()
                }
            },
            _ => false,
        }
    }),
    ("clock", |m| {
        let inner = m.parts.last().map(|part| part.item.meaning);
        matches!(
            inner,
            Some(Meaning::Point(Point {
                time: Some(TimeOfDay::Clock(..)),
                ..
            }))
        )
    }),
    ("frequency", |m| {
        let Some(token) = first(m) else { return false };
        // "the Daily News" is a name; "20,000 annually" is a rate.
        let rate = token.tag() == "RB"
            && std::iter::successors(before(m), |word| word.previous())
                .take(3)
                .any(|word| word.tag() == "CD" || word.is("%"));
        // "the party daily Lantern": a paper.
        let named = after(m).is_some_and(|next| next.pos() == "PROPN");
        let paper = named && (token.tag() == "NN" || before(m).is_some_and(noun_like));
        !(token.text().starts_with(char::is_uppercase) && !token.is_sentence_start())
            && !rate
            && !paper
    }),
    ("not-rate", not_rate),
    ("article", |m| {
        let part = m.parts.last().map_or("", |part| m.text(part));
        part.starts_with("a ") || part.starts_with("an ")
    }),
    ("label", |m| {
        // "Flight 1996", "in Room 1984", not "the flight 1996 made famous".
        first(m).is_some_and(|word| word.text().starts_with(char::is_uppercase))
    }),
    ("year", bare_year),
    ("season", |m| {
        let Some(token) = last(m) else { return false };
        let fixed = m.parts.len() > 1
            || before(m).is_some_and(|token| {
                one_of(
                    token,
                    &["in", "during", "of", "by", "since", "this", "until"],
                )
            });
        let name = token.text().starts_with(char::is_uppercase) && !token.is_sentence_start();
        let noun = matches!(token.tag(), "NN");
        let hot = token.is("fall") || token.is("spring");
        noun && !name
            && fixed
            && (!hot
                || before(m).is_some_and(|token| {
                    let words = ["in", "by", "since", "until", "during"];
                    let ends = ["from", "to", "between", "and"];
                    one_of(token, &words) || one_of(token, &ends) && other_season(m)
                }))
            && !after(m).is_some_and(|next| next.tag() == "IN" && next.is("of"))
    }),
    ("in-the", |m| {
        before(m).is_some_and(|token| {
            one_of(
                token,
                &["in", "during", "by", "through", "throughout", "into"],
            )
        }) && !m.says("night")
            && !after(m).is_some_and(|next| next.is("of"))
    }),
];

/// "from the spring to the autumn": another season stands near, so that this is one too.
fn other_season(m: &Match<'_>) -> bool {
    let season = |item: &Item| {
        item.classes.has(Class::SEASON)
            || matches!(item.meaning, Meaning::Point(point) if point.season.is_some())
    };
    let near = m.from.saturating_sub(4)..(m.to + 4).min(m.items.len());
    near.filter(|at| !(m.from..m.to).contains(at))
        .any(|at| season(&m.items[at]))
}

/// After a preposition that puts something inside the time, and complete: "for the full year".
fn during(m: &Match<'_>) -> bool {
    before(m).is_some_and(|word| one_of(word, &["for", "of", "throughout", "during", "in"]))
        && !after(m).is_some_and(|next| {
            noun_like(next) || matches!(next.tag(), "HYPH" | "CD" | "WDT") || next.is("after")
        })
}

fn first_or_last(m: &Match<'_>) -> bool {
    ["first", "last", "final", "early", "closing"]
        .iter()
        .any(|word| m.says(word))
}

fn first<'d>(m: &Match<'d>) -> Option<Token<'d>> {
    m.doc.get(m.tokens().0)
}

fn last<'d>(m: &Match<'d>) -> Option<Token<'d>> {
    m.doc.get(m.tokens().1)
}

/// The token before the match, in the same sentence.
fn before<'d>(m: &Match<'d>) -> Option<Token<'d>> {
    let token = first(m)?;
    if token.is_sentence_start() {
        return None;
    }
    let previous = token.previous()?;
    if previous.is_space() {
        previous.previous()
    } else {
        Some(previous)
    }
}

/// The token after the match, in the same sentence.
fn after<'d>(m: &Match<'d>) -> Option<Token<'d>> {
    let next = last(m)?.next()?;
    let next = if next.is_space() { next.next()? } else { next };
    (!next.is_sentence_start()).then_some(next)
}

fn one_of(token: Token<'_>, words: &[&str]) -> bool {
    words.iter().any(|word| token.is(word))
}

fn noun_like(token: Token<'_>) -> bool {
    matches!(token.tag(), "NN" | "NNS" | "NNP" | "NNPS")
}

fn units(m: &Match<'_>) -> impl Iterator<Item = Unit> {
    m.meanings().filter_map(|(_, meaning)| match meaning {
        Meaning::Unit(unit, _) => Some(unit),
        _ => None,
    })
}

fn point(m: &Match<'_>, at: usize) -> Option<Point> {
    match m.parts.get(at).map(|part| m.meaning(part)) {
        Some(Meaning::Point(point)) => Some(point),
        _ => None,
    }
}

fn has_amount(m: &Match<'_>) -> bool {
    // "about last year" is no shift by an amount; "about two years ago" is.
    let text = m.parts.last().map_or("", |part| m.text(part));
    text.split_whitespace().last().is_some_and(|word| {
        ["ago", "earlier", "later", "before", "after"]
            .iter()
            .any(|w| w.eq_ignore_ascii_case(word))
    })
}

/// The tokens of a match that stand for months.
fn month_parts<'a>(m: &'a Match<'_>) -> impl Iterator<Item = Token<'a>> {
    m.parts.iter().filter_map(|part| match part.class {
        Some(Class::MONTH | Class::MONTHABBR) => m.doc.get(part.item.first as usize),
        _ => None,
    })
}

/// A month and not the modal, the verb or a person.
fn is_month(token: Token<'_>) -> bool {
    token.text().starts_with(char::is_uppercase)
        && !token.tag().starts_with("MD")
        && !token.tag().starts_with("VB")
        && token
            .entity()
            .is_none_or(|entity| &*entity.label != "PERSON")
        && !(token.is("march") && (!matches!(token.tag(), "NNP" | "NNPS") || is_procession(token)))
        && !(token.is("may") && token.pos() == "AUX")
}

/// "the March for Life", "the annual March of the Hills": a march, not the month.
fn is_procession(token: Token<'_>) -> bool {
    let led = token
        .previous()
        .is_some_and(|word| matches!(word.tag(), "DT" | "JJ" | "``" | "PRP$") && !word.is("late"));
    led && token
        .next()
        .is_some_and(|word| word.is("for") || word.is("of") || word.is("on"))
}

/// Nothing that the words before it could govern follows: the clause ends here.
fn clause_end(m: &Match<'_>) -> bool {
    match after(m) {
        None => true,
        Some(next) => {
            matches!(
                next.tag(),
                "." | "," | ":" | "''" | "-RRB-" | "CC" | "VBD" | "VBZ" | "VBP" | "MD" | "HYPH"
            ) || matches!(next.text(), ";" | ")" | "\"" | "”" | "–" | "—" | "--" | "_")
        }
    }
}

fn is_year_ref(m: &Match<'_>, at: usize) -> bool {
    point(m, at).is_some_and(|p| match p.shift {
        Some(shift) => shift.unit == Unit::Year,
        None => p.year.is_some() && p.month.is_none() && p.quarter.is_none(),
    })
}

fn is_quarter_ref(m: &Match<'_>, at: usize) -> bool {
    point(m, at).is_some_and(|p| p.shift.is_some_and(|shift| shift.unit == Unit::Quarter))
}

/// "the programme 60 Minutes": a unit with a capital inside a sentence is part of a name.
fn is_title(m: &Match<'_>) -> bool {
    last(m).is_some_and(|unit| {
        unit.text().starts_with(char::is_uppercase)
            && !unit.is_sentence_start()
            && unit.text().contains(char::is_lowercase)
            && before(m).is_some_and(|word| matches!(word.tag(), "``" | "''" | "POS" | "NNP"))
    })
}

fn percent_follows(m: &Match<'_>) -> bool {
    after(m).is_some_and(|token| token.is("%") || token.is("percent"))
}

/// "a week" as a length: not a rate ("$5 a share a year"), not a noun phrase about something else
/// ("a year of drought" is one; "a second man" is not).
fn article_unit(m: &Match<'_>) -> bool {
    let Some(unit) = units(m).next() else {
        return false;
    };
    if unit < Unit::Minute || unit == Unit::Quarter {
        return false;
    }
    let one = m.parts.first().is_some_and(|part| part.class.is_some()) || m.says("one");
    if let Some(next) = after(m)
        && noun_like(next)
        && !next.is("ago")
    {
        // "a year high", "a day care": the unit describes the noun.
        return false;
    }
    if unit == Unit::Day && !one {
        // "a great day", "one day": days that are told of, not counted.
        return ago_follows(m)
            || before(m).is_some_and(|token| {
                one_of(
                    token,
                    &[
                        "for", "than", "within", "about", "nearly", "almost", "after",
                    ],
                )
            });
    }
    true
}

fn ago_follows(m: &Match<'_>) -> bool {
    after(m).is_some_and(|token| {
        one_of(
            token,
            &[
                "ago",
                "earlier",
                "later",
                "before",
                "after",
                "from",
                "hence",
                "previously",
                "afterward",
            ],
        )
    })
}

/// Bare plurals: "for weeks", "years ago", "in the days before", "Months of drought".
fn bare_units(m: &Match<'_>) -> bool {
    if units(m).any(|unit| unit < Unit::Minute || unit == Unit::Quarter) {
        return false;
    }
    if ago_follows(m) {
        return true;
    }
    let Some(previous) = before(m) else {
        return after(m).is_some_and(|next| next.is("of"));
    };
    // "minutes" are also kept, and "hours" also worked.
    let short = units(m).any(|unit| unit < Unit::Day);
    if short && !one_of(previous, &["for", "within", "after"]) {
        return false;
    }
    one_of(
        previous,
        &[
            "for", "in", "within", "after", "over", "through", "the", "take", "takes", "took",
            "of", "until", "by", "spend", "spends", "spent", "follow", "follows", "followed",
            "last", "lasts", "lasted",
        ],
    ) && !after(m).is_some_and(|next| next.is("old"))
        && !(previous.is("the")
            && !after(m).is_some_and(|next| {
                one_of(
                    next,
                    &["before", "after", "that", "since", "leading", "following"],
                )
            }))
        && !(previous.is("of") || previous.is("by"))
}

/// A length that is not a rate: "two flights a week", "$2 a year".
fn not_rate(m: &Match<'_>) -> bool {
    let Some(part) = m.parts.first() else {
        return false;
    };
    let text = m.text(part);
    let article = text.len() > 2
        && (text.starts_with("a ") || text.starts_with("an ") || text.starts_with("A "));
    if !article {
        return true;
    }
    let Some(previous) = before(m) else {
        return true;
    };
    let counted = noun_like(previous)
        || previous.tag() == "CD"
        || matches!(previous.text(), "%" | "once" | "twice" | "times");
    !counted || ago_follows(m)
}

/// Four digits that stand for a year and not for an amount, a model or an index.
fn bare_year(m: &Match<'_>) -> bool {
    let Some(token) = last(m) else { return false };
    let Some(p) = point(m, 0) else { return false };
    let text = m.text(&m.parts[0]);
    if text.len() != 4 {
        return true; // in words, or "fiscal 1989"
    }
    let year = p.year.unwrap_or(0);
    let previous = before(m);
    let next = after(m);
    let money = |token: Token<'_>| {
        matches!(token.tag(), "$" | "#") || matches!(token.text(), "$" | "£" | "€" | "¥" | "No.")
    };
    if previous.is_some_and(money) {
        return false;
    }
    if let Some(next) = next {
        let joined = next.start() == token.end();
        if matches!(
            next.text(),
            "%" | "percent" | "GMT" | "hours" | "million" | "billion"
        ) || joined
            && next.is("-")
            && next
                .next()
                .is_some_and(|t| noun_like(t) && t.tag() == "NNS")
        {
            return false;
        }
        if next.tag() == "NNS" && token.head().index() == next.index() && token.dep() == "nummod" {
            let dated = token
                .entity()
                .is_some_and(|entity| &*entity.label == "DATE");
            return dated && (1900..2100).contains(&year);
        }
    }
    if let Some(previous) = previous
        && one_of(
            previous,
            &[
                "in", "since", "by", "until", "from", "to", "during", "of", "before", "after",
                "between", "through", "for", "late", "early", "mid", "the", "and", "a", "(", "-",
                "–",
            ],
        )
    {
        let strong = one_of(
            previous,
            &[
                "in", "since", "during", "until", "late", "early", "mid", "through",
            ],
        );
        return strong || (1700..2100).contains(&year);
    }
    (1800..2100).contains(&year)
        && token
            .entity()
            .is_none_or(|entity| matches!(&*entity.label, "DATE" | "EVENT" | "LAW" | "ORG"))
}
