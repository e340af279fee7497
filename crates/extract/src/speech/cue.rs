//! The cue of a piece between marks.

use std::ops::Range;

use crosswire_annotate::{Doc, Token};
use crosswire_report::Role;

use super::Quoted;
use super::speakers::Speakers;
use crate::tables::{self, Cue};
use crate::who::phrases;
use crate::{Attribution, EntityKind};

/// Who says a piece, and why it is thought so.
type Told = (Vec<Attribution>, &'static str);

impl<'a> Speakers<'a> {
    /// The chain of the cue that a piece belongs to, and the reason in words.
    pub(super) fn of_piece(&self, index: usize) -> Option<Told> {
        let piece = &self.quoted[index];
        let block = piece.block;
        let doc = &self.annotated.blocks()[block].doc;
        let words = self.annotated.words(piece.inner());
        let (before, after) = self.around(piece);
        let told = |verb, reason| Some((self.chain(block, verb), reason));
        let colon = before
            .clone()
            .next_back()
            .is_some_and(|i| doc.token(i).text().ends_with(':'));
        if colon && let Some(verb) = self.last_cue(block, before.clone(), |c| c.direct || c.clause)
        {
            return told(verb, "colon");
        }
        let n_words = piece.tokens.len();
        let believes = |cue: Cue| cue.class == "believe" && n_words <= 5;
        if let Some(verb) = self.last_cue(block, before.clone(), |cue| !believes(cue))
            && before.end - verb.index() <= 3
            && !names_thing(verb)
            && !(words.ends_with(',') && self.after_cue(block, after.clone(), words).is_some())
        {
            return told(self.teller(block, verb), "the cue stands right before it");
        }
        if let Some(chain) = self.named_at_end(block, before.clone()) {
            return Some((chain, "right after a name"));
        }
        let signed = self
            .signed(block, after.clone())
            .or_else(|| self.signed_below(block, after.end));
        if let Some(chain) = signed {
            return Some((chain, "right after a name"));
        }
        // "..., she said": only a comma or the like lets the cue follow; after a full stop the next
        // sentence may be about something else.
        let ended = words.ends_with([',', '!', '?', '…', '-', '–', '—'])
            || doc
                .get(after.start)
                .is_some_and(|next| matches!(next.text(), "," | "–" | "—" | "-"));
        if ended && let Some(verb) = self.after_cue(block, after.clone(), words) {
            return told(verb, "the cue stands after it");
        }
        if let Some(verb) = self.governing(piece) {
            return told(verb, "inside the clause of the cue");
        }
        if let Some(chain) = self.of_noun(piece) {
            return Some((chain, "what the noun above it names"));
        }
        if !ended && let Some(verb) = self.after_cue(block, after.clone(), words) {
            return told(verb, "the cue stands after it");
        }
        // Behind a full stop the source is that of the next sentence, unless it comes at once.
        let near = if words.ends_with(['.', '!', '?']) {
            3
        } else {
            after.len()
        };
        for i in before.clone().chain(after.take(near)) {
            if let Some((cue, source)) = source(doc, i) {
                let chain = self.source_chain(block, cue, source);
                return Some((chain, "according to"));
            }
        }
        if let Some(verb) = self.last_cue(block, before.clone(), |c| c.direct && c.clause) {
            return told(verb, "the last cue before it in the sentence");
        }
        // "issued an apology for his words – “...”"
        let dash = before.clone().next_back().map(|i| doc.token(i));
        if dash.is_some_and(|t| matches!(t.text(), ":" | "-" | "–" | "—") || t.text() == "--") {
            let noun = before
                .rev()
                .map(|i| doc.token(i))
                .find(|t| tables::cue_noun(*t).is_some() && !self.is_quoted(block, t.index()))?;
            return Some((
                self.noun_chain(block, noun)?,
                "what the noun before it names",
            ));
        }
        None
    }

    /// The cue in whose clause a piece stands: above it in the parse, not merely beside it.
    fn governing(&self, piece: &Quoted) -> Option<Token<'a>> {
        let doc = &self.annotated.blocks()[piece.block].doc;
        let top = piece.tokens.clone().map(|i| doc.token(i));
        let mut at = top
            .into_iter()
            .find(|t| !piece.tokens.contains(&t.head().index()))?;
        let n_words = piece.tokens.len();
        for steps in 0..12 {
            let above = at.head();
            if above.index() == at.index() {
                return None;
            }
            // What stands beside a verb is not told by it, nor is what its subject is called.
            let beside = matches!(at.dep(), "conj" | "nsubj" | "nsubjpass");
            at = above;
            let Some(cue) = tables::cue_verb(above) else {
                continue;
            };
            let takes =
                cue.direct || cue.clause || (cue.mixed && cue.class != "believe" && steps < 4);
            // A word or two inside a question of the reporter's own are no words of anybody.
            let asks = cue.class == "ask" && n_words <= 2;
            if takes
                && !beside
                && !asks
                && !names_thing(above)
                && !self.is_quoted(piece.block, above.index())
            {
                return Some(self.teller(piece.block, above));
            }
        }
        None
    }

    /// "claims by Ana Brell that the pier is “a danger”": whose the noun of speech is in whose
    /// content a piece stands.
    fn of_noun(&self, piece: &Quoted) -> Option<Vec<Attribution>> {
        let doc = &self.annotated.blocks()[piece.block].doc;
        let inside = piece.tokens.clone().map(|i| doc.token(i));
        let mut at = inside
            .into_iter()
            .find(|t| !piece.tokens.contains(&t.head().index()))?;
        for _ in 0..8 {
            let above = at.head();
            if above.index() == at.index() {
                return None;
            }
            if tables::cue_noun(above).is_some()
                && matches!(at.dep(), "acl" | "ccomp" | "relcl")
                && at.children().any(|c| c.dep() == "mark" && c.is("that"))
            {
                return self.noun_chain(piece.block, above);
            }
            at = above;
        }
        None
    }

    /// Where somebody tells what a thing shows ("he said that files indicated ..."), or what
    /// somebody would praise or reject, the words are the teller's: the outer cue.
    fn teller(&self, block: usize, verb: Token<'a>) -> Token<'a> {
        let Some(outer) = self.reporting(block, verb) else {
            return verb;
        };
        let cue = tables::cue_verb(verb);
        let judged = cue.is_some_and(|cue| !cue.clause)
            && verb.children().any(|c| c.dep() == "aux" && c.tag() == "MD");
        let thing = phrases::subject(verb).is_some_and(|subject| {
            subject.pos() == "NOUN" && self.entity(block, subject).is_none()
        });
        if judged || thing { outer } else { verb }
    }

    /// "..., she said", "..., said Ana Brell, who ...": not a verb that has its own content there.
    fn after_cue(&self, block: usize, after: Range<usize>, words: &str) -> Option<Token<'a>> {
        let doc = &self.annotated.blocks()[block].doc;
        let ended = words.ends_with(['.', '!', '?']);
        let limit = if words.ends_with('.') { 7 } else { 24 };
        for token in after.take(limit).map(|i| doc.token(i)) {
            if let Some(cue) = tables::cue_verb(token) {
                let other = !words.ends_with(',')
                    && token.children().any(|c| {
                        c.dep() == "ccomp"
                            && c.index() > token.index()
                            && !self.is_quoted(block, c.index())
                    });
                // "... is now predicted to sink": nobody says that.
                let passive = ended
                    && cue.class != "quote"
                    && token.children().any(|c| c.dep() == "auxpass")
                    && token.child("agent").is_none();
                let aim = token
                    .children()
                    .any(|c| c.tag() == "TO" && c.dep() == "aux");
                // "will speak on Monday": it is not said yet.
                let planned = !matches!(cue.class, "say" | "tell") || token.lemma() == "speak";
                let planned = planned
                    && token
                        .children()
                        .any(|c| c.dep() == "aux" && c.tag() == "MD" && !c.is("would"));
                let takes = (cue.direct || cue.clause) && !other && !aim && !passive && !planned;
                return takes.then_some(token);
            }
            // "Brell is heard telling them"
            let perceived = matches!(token.lemma(), "hear" | "see" | "film" | "record" | "catch")
                && token.tag() == "VBN"
                && token.dep() != "advcl";
            if token.pos() == "VERB" && !perceived && !matches!(token.dep(), "relcl" | "acl") {
                return None;
            }
        }
        None
    }

    /// Who answers with a piece that follows a question put to somebody by name.
    pub(super) fn asked(&self, index: usize) -> Option<Vec<Attribution>> {
        let piece = &self.quoted[index];
        let block = &self.annotated.blocks()[piece.block];
        let start = block.tokens(piece.outer()).start;
        let mut question = false;
        for i in (start.saturating_sub(40)..start).rev() {
            let token = block.doc.token(i);
            if self.is_quoted(piece.block, i) && !question {
                return None;
            }
            question |= token.text().ends_with('?');
            if !question && start - i > 3 {
                return None;
            }
            if question && tables::cue_verb(token).is_some_and(|cue| cue.class == "ask") {
                return self.answer_chain(piece.block, token);
            }
        }
        None
    }

    /// Who is told, without marks, to say something in the sentence before a piece that begins a
    /// sentence or a paragraph: "Brell said she would stay. “I love the place.”"
    pub(super) fn told_before(&self, index: usize) -> Option<Vec<Attribution>> {
        let piece = &self.quoted[index];
        let own = &self.annotated.blocks()[piece.block];
        let start = own.tokens(piece.outer()).start;
        let (block, sentence) = if start == 0 {
            let before = (0..piece.block).rev().take(3).find(|&i| {
                let block = &self.annotated.blocks()[i];
                block.role == Role::Paragraph && block.passage.field == piece.field
            })?;
            let doc = &self.annotated.blocks()[before].doc;
            (before, doc.sentence_of(doc.len().checked_sub(1)?))
        } else {
            let sentence = own.doc.sentence_of(start - 1);
            (piece.block, sentence.start..sentence.end.min(start))
        };
        let doc = &self.annotated.blocks()[block].doc;
        if self.n_quoted(block, sentence.clone()) > 0 {
            return None;
        }
        let lead = if start == 0 { doc.len() } else { start };
        let before_is_free = lead <= LONGEST_LEAD && self.n_quoted(block, 0..lead) == 0;
        let colon = doc
            .token(sentence.end.checked_sub(1)?)
            .text()
            .ends_with(':');
        // What the sentence itself says, not what stands in a clause about somebody.
        let main = |t: Token<'_>| t.is_root() || t.dep() == "conj" && t.head().is_root();
        let verb = sentence.clone().map(|i| doc.token(i)).find(|t| {
            let told = matches!(t.tag(), "VBD" | "VBZ" | "VBP") && (colon || main(*t));
            told && tables::cue_verb(*t).is_some_and(|cue| cue.direct && (cue.clause || colon))
        });
        let chain = match verb {
            Some(verb) => self.chain(block, verb),
            // "On Monday the firm released a statement:"
            None if colon => {
                let nouns = sentence.clone().rev().map(|i| doc.token(i));
                match nouns.take(12).find(|t| tables::cue_noun(*t).is_some()) {
                    Some(noun) => self.noun_chain(block, noun)?,
                    // "And from the chairwoman, Tove Lind:"
                    None if sentence.len() <= LONGEST_LINE => {
                        return sentence
                            .rev()
                            .find_map(|i| self.named_person(block, doc.token(i)));
                    }
                    None => return None,
                }
            }
            // "Ana Brell, who lives in Sund, had just come home." And a new paragraph: “...”
            None if before_is_free => {
                let subject = sentence
                    .clone()
                    .map(|i| doc.token(i))
                    .find(|t| t.dep() == "nsubj" && t.head().is_root())?;
                return self.named_person(block, subject);
            }
            None => return None,
        };
        let speaker = chain.first()?.speaker?;
        let kind = self.who.entities[speaker.0 as usize].kind;
        matches!(kind, EntityKind::Person | EntityKind::Organisation).then_some(chain)
    }

    /// The sentence around a piece as far as no other piece stands in it.
    fn around(&self, piece: &Quoted) -> (Range<usize>, Range<usize>) {
        let block = &self.annotated.blocks()[piece.block];
        let doc = &block.doc;
        let outer = block.tokens(piece.outer());
        let stops = |i: usize| self.is_quoted(piece.block, i) || doc.token(i).tag() == ".";
        let from = (outer.start.saturating_sub(60)..outer.start)
            .rev()
            .find(|&i| stops(i));
        let until = (outer.end..doc.len().min(outer.end + 40)).find(|&i| stops(i));
        let start = from.map_or(outer.start.saturating_sub(60), |i| i + 1);
        (
            start..outer.start,
            outer.end..until.unwrap_or(doc.len().min(outer.end + 40)),
        )
    }

    fn last_cue(
        &self,
        block: usize,
        range: Range<usize>,
        wanted: impl Fn(Cue) -> bool,
    ) -> Option<Token<'a>> {
        let doc = &self.annotated.blocks()[block].doc;
        range.rev().map(|i| doc.token(i)).find(|t| {
            // "at the presentation shown on the screen:" reports nobody.
            let participle = t.tag() == "VBN" && t.dep() == "acl";
            !participle && tables::cue_verb(*t).is_some_and(&wanted)
        })
    }
}

/// A line that only says whose words follow is no longer than this, in tokens.
const LONGEST_LINE: usize = 16;

/// A paragraph without marks that leads up to somebody's words is no longer than this, in tokens.
const LONGEST_LEAD: usize = 80;

/// "according to X", "per X": the words of the cue, and X.
pub(crate) fn source(doc: &Doc, at: usize) -> Option<(Range<usize>, Token<'_>)> {
    let token = doc.get(at)?;
    if token.is("according") {
        let to = token.next().filter(|to| to.is("to"))?;
        let source = to.child("pobj").or_else(|| token.child("pobj"))?;
        return Some((at..at + 2, source));
    }
    // "..., in the words of Ana Brell"
    if token.is("words") && at >= 2 && doc.token(at - 1).is("the") && doc.token(at - 2).is("in") {
        let source = token.children().find(|c| c.is("of"))?.child("pobj")?;
        return Some((at - 2..at + 2, source));
    }
    // "..., per the Courier": not "per day".
    if token.is("per") {
        let aside = at.checked_sub(1).and_then(|i| doc.get(i));
        let source = token.child("pobj").filter(|s| s.tag().starts_with("NNP"))?;
        return (at == 0 || aside.is_some_and(|t| t.pos() == "PUNCT"))
            .then_some((at..at + 1, source));
    }
    None
}

/// A participle that gives a thing its name ("a device called “Orb”"), or says what there is to see
/// ("shown is the “old” pier"), reports nobody's words.
fn names_thing(verb: Token<'_>) -> bool {
    let call = tables::cue_verb(verb).is_some_and(|cue| matches!(cue.class, "call" | "read"));
    call && verb.tag() == "VBN"
        && !verb
            .children()
            .any(|c| matches!(c.dep(), "aux" | "agent" | "auxpass"))
}
