//! Kind, cue and speaker of every piece between marks.

use std::collections::HashMap;

use crosswire_annotate::Token;
use crosswire_report::{Field, Passage, Role};

use super::Quoted;
use super::speakers::Speakers;
use crate::{Annotated, Attribution, Quotation, QuotationKind};

/// What is found out about one piece.
struct Finding {
    chain: Vec<Attribution>,
    /// Whether it stands by itself as a sentence.
    whole: bool,
    why: String,
}

/// Kind, cue and speaker of every piece, in order.
pub(super) fn find(speakers: &Speakers<'_>) -> Vec<Quotation> {
    let quoted = speakers.quoted;
    let mut found: Vec<Finding> = (0..quoted.len()).map(|i| alone(speakers, i)).collect();
    let utterances = go_on(speakers, &mut found);
    lend_speakers(speakers, &mut found);
    quoted
        .iter()
        .zip(found)
        .zip(utterances)
        .map(|((piece, finding), utterance)| {
            let kind = match (utterance, finding.whole) {
                (None, _) => QuotationKind::Scare,
                (_, true) => QuotationKind::Direct,
                _ => QuotationKind::Mixed,
            };
            let scare = kind == QuotationKind::Scare;
            Quotation {
                kind,
                passage: piece.inner(),
                utterance,
                confidence: 0.0,
                candidates: Vec::new(),
                chain: if scare { Vec::new() } else { finding.chain },
                why: if scare {
                    format!("{}; nobody is reported as saying it", finding.why)
                } else {
                    finding.why
                },
            }
        })
        .collect()
}

/// A piece by the cue that is beside or above it.
fn alone(speakers: &Speakers<'_>, index: usize) -> Finding {
    let piece = &speakers.quoted[index];
    let whole = whole(speakers.annotated, piece);
    let marks = piece.piece.why;
    if speakers.is_list_of_headlines(piece.block) {
        return Finding {
            chain: Vec::new(),
            whole: false,
            why: format!("{marks}; among headlines of other reports"),
        };
    }
    let named = title_like(speakers, piece);
    match speakers.of_piece(index) {
        Some((chain, reason)) if !named || whole || reason == "colon" => Finding {
            chain,
            whole,
            why: format!("{marks}; {reason}"),
        },
        _ if named => Finding {
            chain: Vec::new(),
            whole: false,
            why: format!("{marks}; a name or nickname"),
        },
        _ => Finding {
            chain: Vec::new(),
            whole,
            why: marks.to_owned(),
        },
    }
}

/// Which pieces belong to one utterance; a piece without a cue goes on with the speech before it,
/// or is told by the cue of the one after it. `None` for what nobody says.
fn go_on(speakers: &Speakers<'_>, found: &mut [Finding]) -> Vec<Option<u32>> {
    let quoted = speakers.quoted;
    // Pieces of one speech share the cue that one of them has, wherever it stands.
    let mut of_speech: HashMap<(Field, usize), Vec<Attribution>> = HashMap::new();
    for (piece, finding) in quoted.iter().zip(found.iter()) {
        if !finding.chain.is_empty() {
            of_speech
                .entry((piece.field, piece.piece.speech))
                .or_insert_with(|| finding.chain.clone());
        }
    }
    let mut utterances = vec![None; quoted.len()];
    let mut next = 0;
    let mut before: Option<(usize, u32)> = None;
    // A speech keeps its number over what stands in a caption between its paragraphs.
    let mut numbers: HashMap<(Field, usize), u32> = HashMap::new();
    for i in 0..quoted.len() {
        let piece = &quoted[i];
        let mut goes_on = false;
        if found[i].chain.is_empty() {
            let near = before.filter(|&(at, _)| {
                quoted[at].field == piece.field && piece.block <= quoted[at].block + 2
            });
            if let Some(chain) = of_speech.get(&(piece.field, piece.piece.speech)) {
                found[i].chain.clone_from(chain);
                found[i].whole = true;
                found[i]
                    .why
                    .push_str("; the speech of a neighbouring paragraph");
            } else if !found[i].whole
                && !(near.is_some_and(|(at, _)| quoted[at].block == piece.block)
                    && is_shout(speakers.annotated, piece))
            {
            } else if let Some(chain) = speakers.asked(i) {
                found[i].chain = chain;
                found[i].why.push_str("; the answer of the one asked");
            } else if let Some(chain) = speakers.told_before(i) {
                found[i].chain = chain;
                found[i]
                    .why
                    .push_str("; no cue, so whoever spoke in the sentence before goes on");
            } else if let Some((at, _)) = near {
                found[i].chain = found[at].chain.clone();
                found[i]
                    .why
                    .push_str("; no cue, so the last speaker goes on");
                goes_on = true;
            } else if !numbers.contains_key(&(piece.field, piece.piece.speech)) {
                let after = found.get(i + 1).zip(quoted.get(i + 1));
                let after = after
                    .filter(|(_, next)| next.field == piece.field && next.block <= piece.block + 1);
                found[i].chain = after
                    .map(|(next, _)| next.chain.clone())
                    .unwrap_or_default();
                found[i].why.push_str("; no cue; whole sentences");
            }
        }
        if found[i].chain.is_empty() && !found[i].whole {
            continue;
        }
        let speech = (piece.field, piece.piece.speech);
        // "“The pier,” said Brell, “is old.”": one utterance, broken by its cue.
        let broken = i
            .checked_sub(1)
            .filter(|&last| utterances[last].is_some())
            .is_some_and(|last| is_broken(&quoted[last], piece, &found[last], &found[i]));
        goes_on |= broken;
        let known = numbers.get(&speech).copied();
        let number = match (known, before) {
            (Some(number), _) => number,
            (None, Some((_, number))) if goes_on => number,
            _ => {
                next += 1;
                next
            }
        };
        numbers.insert(speech, number);
        utterances[i] = Some(number);
        // What a heading quotes may be anybody's.
        let role = speakers.annotated.blocks()[piece.block].role;
        if !found[i].chain.is_empty() && role != Role::Heading {
            before = Some((i, number));
        }
    }
    utterances
}

/// Whether two pieces beside each other are told by one cue that stands between them.
fn is_broken(one: &Quoted, two: &Quoted, told: &Finding, tells: &Finding) -> bool {
    let cue = |finding: &Finding| finding.chain.first().and_then(|link| link.cue);
    let (Some(cue), Some(other)) = (cue(told), cue(tells)) else {
        return false;
    };
    let between =
        one.piece.outer.end() <= cue.span.start() && cue.span.end() <= two.piece.outer.start();
    one.block == two.block && cue == other && between
}

/// "“Help!” she cried. “Help us!”": words that stand by themselves between two sentences.
fn is_shout(annotated: &Annotated, quoted: &Quoted) -> bool {
    let text = annotated.report().field(quoted.field);
    let words = quoted.piece.inner.slice(text);
    let before = text[..quoted.piece.outer.start()].trim_end_matches(' ');
    let after = text[quoted.piece.outer.end()..].trim_start_matches(' ');
    words.starts_with(char::is_uppercase)
        && words.ends_with(['.', '!', '?'])
        && before.ends_with(['.', '!', '?', '”', '"', '’', '\''])
        && !after.starts_with(|c: char| c.is_lowercase() || c == ',')
}

/// Words whose speaker the report does not tell here may stand again where it does: a lead quotes
/// what a later paragraph gives in full.
fn lend_speakers(speakers: &Speakers<'_>, found: &mut [Finding]) {
    let key = |index: usize| {
        let words = speakers.annotated.words(speakers.quoted[index].inner());
        let words: Vec<String> = words
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_lowercase)
            .collect();
        (words.len() >= 3).then_some(words)
    };
    let known = |finding: &Finding| finding.chain.first().is_some_and(|l| l.speaker.is_some());
    let mut by_words: HashMap<Vec<String>, usize> = HashMap::new();
    for i in (0..found.len()).filter(|&i| known(&found[i])) {
        if let Some(words) = key(i) {
            by_words.entry(words).or_insert(i);
        }
    }
    for i in 0..found.len() {
        if !known(&found[i])
            && !found[i].chain.is_empty()
            && let Some(&from) = key(i).and_then(|words| by_words.get(&words))
        {
            found[i].chain = found[from].chain.clone();
            found[i]
                .why
                .push_str("; the same words have a speaker elsewhere");
        }
    }
}

/// Titles of works, nicknames and terms: nobody says them, even near a cue.
fn title_like(speakers: &Speakers<'_>, piece: &Quoted) -> bool {
    let doc = &speakers.annotated.blocks()[piece.block].doc;
    if piece.tokens.len() > 12 {
        return false;
    }
    let content = piece.tokens.clone().map(|i| doc.token(i));
    let content: Vec<Token<'_>> = content
        .filter(|t| matches!(t.pos(), "NOUN" | "VERB" | "ADJ" | "PROPN" | "ADV" | "NUM"))
        .collect();
    // "a “W” flag", "the “Truth” campaign": a name, not a word.
    if let [only] = content[..]
        && only.text().starts_with(char::is_uppercase)
        && piece.tokens.len() == 1
    {
        return matches!(only.dep(), "compound" | "nmod" | "amod");
    }
    content.len() >= 2
        && content.iter().all(|t| {
            let first = t.text().chars().next();
            first.is_some_and(|c| c.is_uppercase() || c.is_ascii_digit())
        })
}

/// Whether a piece stands by itself as a sentence: a capital first, a verb inside.
fn whole(annotated: &Annotated, quoted: &Quoted) -> bool {
    let block = &annotated.blocks()[quoted.block];
    let words = annotated.words(Passage {
        field: quoted.field,
        span: quoted.piece.inner,
    });
    if matches!(block.role, Role::Heading | Role::Title) && words.len() < 30 {
        return false;
    }
    let capital = words
        .chars()
        .find(|c| c.is_alphanumeric() || matches!(c, '@' | '#'))
        .is_some_and(|c| c.is_uppercase() || !c.is_alphabetic());
    let n_words = words.split_whitespace().count();
    let ended = words.ends_with(['.', ',', '!', '?', '…']);
    let verb = quoted
        .tokens
        .clone()
        .map(|i| block.doc.token(i))
        .any(|token| matches!(token.tag(), "VBD" | "VBP" | "VBZ" | "MD"));
    let text = annotated.report().field(quoted.field);
    let before = text[..quoted.piece.outer.start()].trim_end_matches(' ');
    let free = before.is_empty()
        || before.ends_with([
            '\n', '.', ':', '!', '?', ',', '”', '"', '’', '–', '—', '…', '(',
        ]);
    capital && free && ((verb && n_words >= 3) || (ended && n_words >= 4 && verb) || n_words >= 8)
        || (n_words >= 12 && verb && free)
}
