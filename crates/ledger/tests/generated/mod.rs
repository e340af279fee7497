//! Reports made by rule, with the annotation that the rule knows: for tests and for the scale run,
//! where annotating would only cost time.
//!
//! A happening has a place, a ship, a toll and a spokesman; its reports tell them in sentences of
//! a few forms, and some give another toll or alter a quotation.

#![allow(dead_code, reason = "the tests and the scale run use different parts")]

use std::sync::Arc;

use crosswire_annotate::{Doc, Entity, TokenParts};
use crosswire_calendar::Stamp;
use crosswire_extract::{Annotated, Extracted, extract};
pub(crate) use crosswire_ledger::Arrival;
use crosswire_ledger::Run;
use crosswire_report::Report;
use jiff::{Timestamp, ToSpan};

/// A stream of numbers that is the same on every machine.
pub(crate) struct Numbers(u64);

impl Numbers {
    pub(crate) fn new(seed: u64) -> Numbers {
        Numbers(seed)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut value = self.0;
        value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        value ^ (value >> 31)
    }

    pub(crate) fn below(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }
}

const SYLLABLES: [&str; 24] = [
    "mar", "vel", "tor", "sund", "bri", "kel", "os", "hal", "ran", "dov", "lin", "gar", "pel",
    "mo", "rik", "ast", "fen", "wol", "ber", "nys", "cal", "dre", "ul", "tav",
];

/// An invented name; of five syllables hardly two are the same among a million reports, as names with
/// their surnames are.
pub(crate) fn name(numbers: &mut Numbers, syllables: usize) -> String {
    let mut name = String::new();
    for _ in 0..syllables {
        name.push_str(SYLLABLES[numbers.below(SYLLABLES.len())]);
    }
    name[..1].to_uppercase() + &name[1..]
}

/// A sentence with its annotation: `word/tag/pos/lemma/head/dep`, a head as its number in the
/// sentence; `_` before a word glues it to the one before, `@LABEL` after it names an entity.
struct Form {
    tokens: &'static str,
}

/// An invented thing: what one happening is about, another is not, even among a million reports.
fn noun(numbers: &mut Numbers) -> String {
    let syllables = 4 + numbers.below(2);
    name(numbers, syllables).to_lowercase()
}

const FORMS: [Form; 9] = [
    Form {
        tokens: "{toll}/CD/NUM/{toll}/1/nummod people/NNS/NOUN/people/3/nsubjpass were/VBD/AUX/be/3/auxpass killed/VBN/VERB/kill/3/ROOT when/WRB/SCONJ/when/8/advmod the/DT/DET/the/7/det ferry/NN/NOUN/ferry/7/compound {ship}@PRODUCT/NNP/PROPN/{ship}/8/nsubj sank/VBD/VERB/sink/3/advcl off/IN/ADP/off/8/prep {town}@GPE/NNP/PROPN/{town}/9/pobj _././PUNCT/./3/punct",
    },
    Form {
        tokens: "{speaker}@PERSON/NNP/PROPN/{speaker}/1/nsubj said/VBD/VERB/say/1/ROOT the/DT/DET/the/3/det {n4}/NN/NOUN/{n4}/5/nsubj would/MD/AUX/would/5/aux continue/VB/VERB/continue/1/ccomp near/IN/ADP/near/5/prep {town}@GPE/NNP/PROPN/{town}/6/pobj _././PUNCT/./1/punct",
    },
    Form {
        tokens: "“/``/PUNCT/\"/4/punct _We/PRP/PRON/we/4/nsubj will/MD/AUX/will/4/aux not/RB/PART/not/4/neg {verb}/VB/VERB/{verb}/8/ccomp the/DT/DET/the/6/det crew/NN/NOUN/crew/4/dobj _,/,/PUNCT/,/8/punct _”/''/PUNCT/\"/9/punct said/VBD/VERB/say/9/ROOT {speaker}@PERSON/NNP/PROPN/{speaker}/9/nsubj _././PUNCT/./9/punct",
    },
    Form {
        tokens: "The/DT/DET/the/1/det ship/NN/NOUN/ship/3/nsubj had/VBD/AUX/have/3/aux left/VBN/VERB/leave/3/ROOT {port}@GPE/NNP/PROPN/{port}/3/dobj in/IN/ADP/in/3/prep the/DT/DET/the/7/det {n5}/NN/NOUN/{n5}/5/pobj _././PUNCT/./3/punct",
    },
    Form {
        tokens: "{rescued}/CD/NUM/{rescued}/1/nummod {n7}s/NNS/NOUN/{n7}/3/nsubjpass were/VBD/AUX/be/3/auxpass rescued/VBN/VERB/rescue/3/ROOT by/IN/ADP/by/3/agent the/DT/DET/the/6/det {n0}/NN/NOUN/{n0}/4/pobj of/IN/ADP/of/6/prep {town}@GPE/NNP/PROPN/{town}/7/pobj _././PUNCT/./3/punct",
    },
    Form {
        tokens: "Police/NNS/NOUN/police/1/nsubj arrested/VBD/VERB/arrest/1/ROOT the/DT/DET/the/3/det {n1}/NN/NOUN/{n1}/1/dobj of/IN/ADP/of/3/prep the/DT/DET/the/6/det {ship}@PRODUCT/NNP/PROPN/{ship}/4/pobj on/IN/ADP/on/1/prep {day}@DATE/NNP/PROPN/{day}/7/pobj _././PUNCT/./1/punct",
    },
    Form {
        tokens: "{n8}s/NNS/NOUN/{n8}/2/nsubj had/VBD/AUX/have/2/aux closed/VBN/VERB/close/2/ROOT the/DT/DET/the/4/det {n2}/NN/NOUN/{n2}/2/dobj of/IN/ADP/of/4/prep {port}@GPE/NNP/PROPN/{port}/5/pobj twice/RB/ADV/twice/2/advmod this/DT/DET/this/9/det year/NN/NOUN/year/2/npadvmod _././PUNCT/./2/punct",
    },
    Form {
        tokens: "{other}@PERSON/NNP/PROPN/{other}/4/nsubj _,/,/PUNCT/,/0/punct a/DT/DET/a/3/det {n3}/NN/NOUN/{n3}/0/appos saw/VBD/VERB/see/4/ROOT the/DT/DET/the/6/det {ship}@PRODUCT/NNP/PROPN/{ship}/4/dobj turn/VB/VERB/turn/4/ccomp towards/IN/ADP/towards/7/prep the/DT/DET/the/10/det {n6}s/NNS/NOUN/{n6}/8/pobj _././PUNCT/./4/punct",
    },
    Form {
        tokens: "{n9}s/NNS/NOUN/{n9}/1/nsubj met/VBD/VERB/meet/1/ROOT {one}@PERSON/NNP/PROPN/{one}/1/dobj _,/,/PUNCT/,/2/punct {two}@PERSON/NNP/PROPN/{two}/2/conj _,/,/PUNCT/,/4/punct {three}@PERSON/NNP/PROPN/{three}/4/conj and/CC/CCONJ/and/6/cc {four}@PERSON/NNP/PROPN/{four}/6/conj at/IN/ADP/at/1/prep {five}@FAC/NNP/PROPN/{five}/9/pobj _././PUNCT/./1/punct",
    },
];

const DAYS: [&str; 5] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"];
const VERBS: [&str; 4] = ["abandon", "leave", "forget", "blame"];

/// What fills the forms.
type Slots = Vec<(&'static str, String)>;

/// One happening.
pub(crate) struct Happening {
    slots: Slots,
    /// Minutes after the first one of all.
    pub(crate) minute: i64,
}

impl Happening {
    pub(crate) fn new(seed: u64) -> Happening {
        let mut numbers = Numbers::new(seed.wrapping_mul(7919) + 13);
        let slots = vec![
            ("town", name(&mut numbers, 5)),
            ("port", name(&mut numbers, 5)),
            ("ship", name(&mut numbers, 5)),
            ("speaker", name(&mut numbers, 5)),
            ("other", name(&mut numbers, 5)),
            ("toll", (2 + numbers.below(90)).to_string()),
            ("rescued", (100 + numbers.below(400)).to_string()),
            ("verb", VERBS[numbers.below(4)].to_owned()),
            ("day", DAYS[numbers.below(5)].to_owned()),
            ("one", name(&mut numbers, 5)),
            ("two", name(&mut numbers, 5)),
            ("three", name(&mut numbers, 5)),
            ("four", name(&mut numbers, 5)),
            ("five", name(&mut numbers, 5)),
            ("n0", noun(&mut numbers)),
            ("n1", noun(&mut numbers)),
            ("n2", noun(&mut numbers)),
            ("n3", noun(&mut numbers)),
            ("n4", noun(&mut numbers)),
            ("n5", noun(&mut numbers)),
            ("n6", noun(&mut numbers)),
            ("n7", noun(&mut numbers)),
            ("n8", noun(&mut numbers)),
            ("n9", noun(&mut numbers)),
        ];
        Happening {
            slots,
            minute: seed as i64 * 3,
        }
    }

    /// The words that fill a slot.
    pub(crate) fn slot(&self, name: &str) -> &str {
        let found = self.slots.iter().find(|slot| slot.0 == name);
        found.map_or("", |slot| &slot.1)
    }

    /// The report of one outlet. Every third gives another toll, every fourth alters the words.
    pub(crate) fn report(&self, id: &str, outlet: usize) -> Arrival {
        let mut numbers = Numbers::new(outlet as u64 * 31 + self.minute as u64);
        let mut order: Vec<usize> = (1..FORMS.len()).collect();
        for i in (1..order.len()).rev() {
            order.swap(i, numbers.below(i + 1));
        }
        order.insert(0, 0);
        let slots = self.as_told(outlet);
        let sentences: Vec<(usize, &Slots)> = order.iter().map(|form| (*form, &slots)).collect();
        self.composed(id, outlet, &sentences)
    }

    /// A report that tells some of what other happenings tell too, `n` sentences beside its own.
    pub(crate) fn long_report(
        &self,
        id: &str,
        outlet: usize,
        others: &[Happening],
        n: usize,
    ) -> Arrival {
        let mut numbers = Numbers::new(outlet as u64 * 131 + self.minute as u64);
        let own = self.as_told(outlet);
        let theirs: Vec<Slots> = others.iter().map(|other| other.as_told(outlet)).collect();
        let mut sentences: Vec<(usize, &Slots)> =
            (0..FORMS.len()).map(|form| (form, &own)).collect();
        for _ in 0..n {
            sentences.push((
                numbers.below(FORMS.len()),
                &theirs[numbers.below(theirs.len())],
            ));
        }
        self.composed(id, outlet, &sentences)
    }

    /// The slots as one outlet fills them.
    fn as_told(&self, outlet: usize) -> Slots {
        let mut slots = self.slots.clone();
        for (slot, value) in &mut slots {
            if *slot == "toll" && outlet % 3 == 2 {
                *value = (value.parse().unwrap_or(0) + 3).to_string();
            }
            if *slot == "verb" && outlet % 4 == 3 {
                *value = "desert".to_owned();
            }
        }
        slots
    }

    /// A report of these sentences, each a form and what fills it.
    fn composed(&self, id: &str, outlet: usize, sentences: &[(usize, &Slots)]) -> Arrival {
        let mut text = String::new();
        for (form, slots) in sentences {
            if !text.is_empty() {
                text.push('\n');
            }
            text.push_str(&written(&FORMS[*form], slots));
        }
        let mut report = Report::new(id, "generated", text);
        let town = self.slot("town");
        let title = ["ship", "n0", "n1", "n3", "n6"].map(|slot| self.slot(slot));
        report.title = Some(format!("{} off {town}", title.join(" ")).into());
        report.outlet = Some(format!("Outlet {outlet}"));
        report.published = published(self.minute + outlet as i64 * 20);
        let report = Arc::new(report);
        let mut blocks = sentences.iter();
        let title = report.title.clone();
        let annotated = Annotated::new(report, |words| {
            if title.as_deref() == Some(words) {
                return plain(words);
            }
            blocks.next().map_or_else(
                || plain(words),
                |(form, slots)| annotated(words, &FORMS[*form], slots),
            )
        });
        Arrival {
            extracted: extract(annotated),
            captured: start(),
            raw: None,
            fetch: None,
        }
    }
}

/// A report of words alone, every word a noun.
pub(crate) fn bare(id: &str, text: &str) -> Arrival {
    let report = Arc::new(Report::new(id, "generated", text));
    Arrival {
        extracted: of(report),
        captured: start(),
        raw: None,
        fetch: None,
    }
}

/// A report with words alone.
pub(crate) fn of(report: Arc<Report>) -> Extracted {
    extract(Annotated::new(report, plain))
}

pub(crate) fn start() -> Timestamp {
    Timestamp::from_second(1_930_000_000).expect("a time")
}

/// The time of the `n`th commit.
pub(crate) fn at(n: i64) -> Timestamp {
    start() + n.seconds()
}

pub(crate) fn run() -> Run {
    Run {
        tool: "crosswire test".to_owned(),
        model: "generated".to_owned(),
        model_digest: String::new(),
        options: "{}".to_owned(),
    }
}

fn published(minute: i64) -> Option<Stamp> {
    let time = Timestamp::from_second(1_900_000_000 + minute * 60).ok()?;
    Stamp::parse(&time.to_string())
}

fn filled(pattern: &str, slots: &[(&'static str, String)]) -> String {
    let mut filled = String::with_capacity(pattern.len() + 16);
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let Some((name, after)) = after.split_once('}') else {
            break;
        };
        let slot = slots.iter().find(|slot| slot.0 == name);
        filled.push_str(slot.map_or("", |slot| &slot.1));
        rest = after;
    }
    filled.push_str(rest);
    filled
}

fn written(form: &Form, slots: &[(&'static str, String)]) -> String {
    let mut text = String::new();
    for token in form.tokens.split(' ') {
        let word = token.split('/').next().unwrap_or("");
        let (glued, word) = match word.strip_prefix('_') {
            Some(word) => (true, word),
            None => (false, word),
        };
        let word = word.split('@').next().unwrap_or("");
        if !glued && !text.is_empty() {
            text.push(' ');
        }
        text.push_str(&filled(word, slots));
    }
    text
}

fn annotated(text: &str, form: &Form, slots: &[(&'static str, String)]) -> Doc {
    let rows: Vec<Vec<String>> = form
        .tokens
        .split(' ')
        .map(|token| {
            // A full stop's own fields hold no slash, so the last five are the annotation.
            let fields: Vec<&str> = token.split('/').collect();
            fields.iter().map(|field| filled(field, slots)).collect()
        })
        .collect();
    let mut parts = Vec::new();
    let mut entities = Vec::new();
    let mut at = 0;
    for (index, row) in rows.iter().enumerate() {
        let word = row[0].strip_prefix('_').unwrap_or(&row[0]);
        let (word, label) = match word.split_once('@') {
            Some((word, label)) => (word, Some(label)),
            None => (word, None),
        };
        let start = at + text[at..].find(word).expect("the form's own words");
        at = start + word.len();
        if let Some(label) = label {
            entities.push(Entity {
                tokens: index..index + 1,
                label: label.into(),
            });
        }
        parts.push(TokenParts {
            start,
            end: at,
            tag: &row[1],
            pos: &row[2],
            morph: "",
            lemma: &row[3],
            head: row[4].parse().expect("a head"),
            dep: &row[5],
            sentence_start: index == 0,
        });
    }
    Doc::from_parts(text, &parts, entities).expect("a well-formed form")
}

fn plain(text: &str) -> Doc {
    let mut parts = Vec::new();
    let mut at = 0;
    for word in text.split_whitespace() {
        let start = at + text[at..].find(word).unwrap_or(0);
        at = start + word.len();
        parts.push(TokenParts {
            start,
            end: at,
            tag: "NN",
            pos: "NOUN",
            morph: "Number=Sing",
            lemma: word,
            head: 0,
            dep: if parts.is_empty() { "ROOT" } else { "dep" },
            sentence_start: parts.is_empty(),
        });
    }
    Doc::from_parts(text, &parts, Vec::new()).expect("words in order")
}
