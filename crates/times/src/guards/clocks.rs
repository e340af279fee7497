//! Guards of clocks told in words or beside a part of the day, and of the short forms of business.

use crosswire_annotate::Token;

use super::{Guard, after, before, clause_end, first, noun_like, one_of};
use crate::class::Class;
use crate::meaning::{Amount, Meaning};

pub(super) const GUARDS: &[(&str, Guard)] = &[
    ("spoken", |m| {
        // "ten to six" may be a score, a share or a price: a clock is told at, by or about, or has a part of
        // the day behind it.
        let told = before(m).is_some_and(|token| {
            one_of(
                token,
                &[
                    "at", "by", "until", "till", "around", "about", "before", "after", "since",
                    "just", "shortly", "nearly", "almost",
                ],
            )
        });
        let followed = after(m).is_some_and(|next| {
            noun_like(next) || matches!(next.tag(), "CD" | "$" | "JJ") || next.is("%")
        });
        let minutes = m
            .meanings()
            .find_map(|(_, meaning)| match meaning {
                Meaning::Amount(Amount::Exact(n)) => Some(n),
                _ => None,
            })
            .is_some_and(|n| n % 5.0 == 0.0);
        let part = m.items.get(m.to).is_some_and(|next| {
            ["in", "on"]
                .iter()
                .any(|word| m.grammar.lexicon.number(word) == next.word)
                || next.classes.has(Class::AMPM)
                || next.classes.has(Class::DAYPART)
        });
        let past = m.says("past");
        minutes && (told || part && past) && !followed
    }),
    ("part-of-day-follows", |m| {
        // "at 11.30 on Tuesday night", "at seven on Monday evening"
        let told = before(m).is_some_and(|token| {
            one_of(
                token,
                &[
                    "at", "by", "until", "till", "around", "about", "from", "before", "after",
                ],
            )
        });
        let class = |at: usize, class| m.items.get(at).is_some_and(|item| item.classes.has(class));
        let on = m
            .items
            .get(m.to)
            .is_some_and(|item| m.grammar.lexicon.number("on") == item.word);
        let day = m.to + usize::from(on);
        let whole = m.meanings().all(|(_, meaning)| {
            !matches!(meaning, Meaning::Amount(Amount::Exact(n)) if n > 12.0 || n < 1.0 || n.fract() != 0.0)
        });
        told && whole && class(day, Class::WEEKDAY) && class(day + 1, Class::DAYPART)
    }),
    ("half-hour", |m| {
        // "at half seven", not "half seven of them"
        before(m)
            .is_some_and(|token| one_of(token, &["at", "about", "around", "by", "until", "till"]))
            && !after(m).is_some_and(|next| noun_like(next) || next.is("of"))
    }),
    ("day-ordinal", |m| {
        let digits = m
            .parts
            .last()
            .is_some_and(|part| m.text(part).starts_with(|c: char| c.is_ascii_digit()));
        (digits || clause_end(m)) && !after(m).is_some_and(noun_like)
    }),
    ("business", |m| {
        // "in Q3", "Q3 results"; not the names of cars, questions and headings.
        let token = first(m);
        let led = before(m).is_none_or(|word| {
            word.text().chars().all(|c| c.is_lowercase())
                || matches!(word.tag(), "CD" | "-LRB-" | "," | "HYPH" | ":")
        });
        let named = token
            .and_then(Token::entity)
            .is_some_and(|entity| entity.tokens.len() > 1 && &*entity.label == "PRODUCT");
        let heading = before(m).is_none()
            && after(m).is_some_and(|next| matches!(next.text(), ":" | "." | ")"));
        led && !named && !heading
    }),
];
