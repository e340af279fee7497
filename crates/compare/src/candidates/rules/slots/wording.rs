//! Questions and explanations, one plain line each.

use crosswire_quantities::Kind;

use super::fact::Fact;
use crate::FindingKind;
use crate::lexicon::Set;
use crate::told::cast::{Cast, NameId};

/// The question that a slot answers.
pub(super) fn question(one: &Fact, two: &Fact, names: &Cast) -> String {
    let asked = Asked { one, two, names };
    if let Some(family) = one.family.or(two.family) {
        return asked.fill(family.get().question);
    }
    asked.fill(match one.kind {
        Kind::Age => "How old is {it}?",
        Kind::Count => "How many {nouns} were there?",
        Kind::Measure => match one.bearer.nouns.is_empty() && one.bearer.by.is_empty() {
            true => "How large is it?",
            false => "How large is {it}?",
        },
        Kind::Percent => "What percentage is {it}?",
        Kind::Duration => "How long is {it}?",
        _ => "How much money was it?",
    })
}

/// Two facts of one slot, and what they can be called.
struct Asked<'a> {
    one: &'a Fact,
    two: &'a Fact,
    names: &'a Cast,
}

impl Asked<'_> {
    fn fill(&self, template: &str) -> String {
        let of = self.name(|fact| &fact.bearer.of);
        let by = self.name(|fact| &fact.bearer.by);
        let preposed = |word: &str, name: Option<&str>| {
            name.map_or_else(String::new, |name| format!(" {word} {name}"))
        };
        template
            .replace("{it}", &self.it())
            .replace("{nouns}", &self.nouns())
            .replace("{of}", &preposed("for", of))
            .replace("{by}", &preposed("by", by))
            .replace("{from}", &preposed("from", of))
    }

    /// A name that both facts have, as first written.
    fn name(&self, of: impl Fn(&Fact) -> &Vec<NameId>) -> Option<&str> {
        let other = of(self.two);
        let name = of(self.one).iter().find(|name| other.contains(name))?;
        Some(self.names.written(*name))
    }

    /// What has the age, the weight, the price: its noun, else its name, else "it".
    fn it(&self) -> String {
        let facts = [self.one, self.two];
        if let Some(name) = self.name(|fact| &fact.bearer.by) {
            let noun = shared(&self.one.bearer.nouns, &self.two.bearer.nouns);
            return match noun.filter(|noun| Set::Dealt.has(noun)) {
                Some("share") => format!("the shares of {name}"),
                Some(noun) => format!("the {noun} of {name}"),
                None => name.to_owned(),
            };
        }
        let nouns = || facts.iter().filter_map(|fact| fact.noun.as_deref());
        let noun = if self.one.kind == Kind::Age {
            nouns().find(|noun| !Set::Anybody.has(noun))
        } else {
            shared(&self.one.bearer.nouns, &self.two.bearer.nouns)
                .or_else(|| nouns().find(|noun| !Set::Anybody.has(noun)))
        };
        match noun {
            Some("people-all") | None if self.one.kind == Kind::Age => "the person".to_owned(),
            Some("people-all") | None => "it".to_owned(),
            Some(noun) => format!("the {noun}"),
        }
    }

    fn nouns(&self) -> String {
        let facts = [self.one, self.two];
        let mut nouns = facts.iter().filter_map(|fact| fact.noun.as_deref());
        nouns
            .find(|noun| !Set::Anybody.has(noun))
            .map_or_else(|| "people".to_owned(), plural)
    }
}

fn shared<'a>(one: &'a [String], two: &[String]) -> Option<&'a str> {
    one.iter()
        .find(|noun| two.contains(noun))
        .map(String::as_str)
}

/// Why two values part.
pub(super) fn explanation(kind: FindingKind, one: &Fact, two: &Fact) -> String {
    let (one_words, two_words) = (&one.words, &two.words);
    match kind {
        FindingKind::Update => format!(
            "One report says “{one_words}”, another “{two_words}”: the number may have changed in between."
        ),
        _ => format!(
            "One report says “{one_words}”, another “{two_words}”: they cannot both be right."
        ),
    }
}

fn plural(noun: &str) -> String {
    if let Some(irregular) = crate::lexicon::plural(noun) {
        return irregular.to_owned();
    }
    match noun {
        _ if noun.ends_with('s') || noun.ends_with("sh") || noun.ends_with("ch") => {
            format!("{noun}es")
        }
        _ if noun.ends_with('y') && !noun.ends_with("ey") && !noun.ends_with("ay") => {
            format!("{}ies", &noun[..noun.len() - 1])
        }
        _ => format!("{noun}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::plural;

    #[test]
    fn nouns_in_the_plural() {
        assert_eq!(plural("gunman"), "gunmen");
        assert_eq!(plural("schoolchild"), "schoolchildren");
        assert_eq!(plural("city"), "cities");
        assert_eq!(plural("journey"), "journeys");
        assert_eq!(plural("crash"), "crashes");
    }
}
