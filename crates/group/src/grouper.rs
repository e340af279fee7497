//! Gathers reports into stories as they come.
//!
//! A report is turned into a vector of weighted terms; the few stories that share its heaviest
//! terms are found through an index, and a learned decision (`judge`) says of each how likely it
//! is that the report tells its happening. The likeliest takes it in if it is likely enough; else
//! the report opens a story of its own, which may take up an earlier one. Nothing that came later
//! is looked at, and nothing that was decided is decided anew.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::background::{PRIOR, share};
use crate::hashing::HashedMap;
use crate::index::Index;
use crate::judge::Judge;
use crate::keyed::Frequencies;
use crate::label;
use crate::memory::Changes;
use crate::minhash::Signature;
use crate::nearness::{self, Beside};
use crate::sketch::{Sketch, minute};
use crate::story::{Gathered, Member, Story, StoryId};
use crate::weighed::Weighed;

/// Stories that are compared with one report.
const CANDIDATES: usize = 16;
/// The share of bins in which near-copies agree.
const COPY: f32 = 0.6;

/// Days within which a follow-up is expected.
const SOON: f32 = 14.0;
/// The part of what is shared that nobody else used, from which on it tells an old story by itself.
const NEARLY_ALL: f32 = 0.9;
const HARDLY: f32 = 0.02;
/// How alike two reports are at least of which one takes up the other: two that came on one day to a stream that
/// knows few words are not.
const ALIKE: f32 = 0.05;

/// How stories are told apart. The defaults are what the figures in `evals/` are of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Options {
    /// The chance from which on a report belongs to a story.
    pub join: f32,
    /// The chance from which on a story that begins takes up an earlier one of the last two weeks.
    pub continues: f32,
    /// The chance from which on it takes up an older one, of which more is asked.
    pub returns: f32,
    /// The share of words that only the two use which is asked then.
    pub own: f32,
    /// How like a story a report must be before the chance is worked out.
    pub least: f32,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            join: 0.64,
            continues: 0.3,
            returns: 0.45,
            own: 0.15,
            least: 0.04,
        }
    }
}

/// Where a report was put.
#[derive(Clone, Debug, PartialEq)]
pub struct Placed {
    /// Its story.
    pub story: StoryId,
    /// Whether the story begins with it.
    pub is_new: bool,
    /// The chance that it belongs to the likeliest story, whether that was enough or not.
    pub chance: f32,
    /// The report whose text it is nearly a copy of, by order of arrival.
    pub copy_of: Option<usize>,
}

/// Gathers reports into stories as they come.
///
/// The order of arrival can matter a little; [`group`](crate::group) sorts first.
#[derive(Clone, Debug, Default)]
pub struct Grouper {
    pub(crate) options: Options,
    /// In how many reports each term was met, and how many there were.
    pub(crate) frequencies: HashedMap<u32, u32>,
    pub(crate) seen: u32,
    /// Stories by number; one that went into another is `None`.
    pub(crate) stories: Vec<Option<Gathered>>,
    pub(crate) index: Index,
    /// Where a signature's bands were met last.
    pub(crate) bands: HashedMap<u64, u32>,
    /// The signature of each report, in order of arrival.
    pub(crate) signatures: Vec<Option<Signature>>,
    /// The story that each report is in, in order of arrival.
    pub(crate) placed: Vec<u32>,
    /// Reports that tell several happenings, by order of arrival: nothing is put with them but their copies. Not
    /// kept: after a recall a copy stands alone.
    round_ups: BTreeSet<u32>,
    /// Stories that changed since they were last asked for.
    changed: BTreeSet<u32>,
    /// Rows that changed, for a grouper that is to be kept.
    pub(crate) changes: Option<Changes>,
    judge: Option<Arc<Judge>>,
    corpus: Option<Corpus>,
}

/// A corpus of which the reports that are added are a part.
#[derive(Clone, Debug)]
struct Corpus {
    frequencies: Arc<Frequencies>,
    /// The period of the last report; what was met before it is the corpus's to tell.
    period: u32,
}

/// A story that a report could join, judged.
struct Judged {
    story: u32,
    chance: f32,
    own: f32,
    own_share: f32,
    /// How alike the report and the most alike one of the story's are.
    alike: f32,
}

/// The story for which this is most, the first of equals.
fn most(judged: &[Judged], of: impl Fn(&Judged) -> f32) -> Option<(f32, u32)> {
    let scored = judged.iter().map(|judged| (of(judged), judged.story));
    scored.reduce(|a, b| if b.0 > a.0 { b } else { a })
}

impl Grouper {
    /// Without any story yet.
    #[must_use]
    pub fn new(options: Options) -> Grouper {
        Grouper {
            options,
            ..Grouper::default()
        }
    }

    /// Without any story yet, over a part of a corpus whose frequencies are known: a word weighs what it
    /// weighs there. Reports must come in order of publication, undated ones last.
    #[must_use]
    pub fn over(frequencies: Arc<Frequencies>, options: Options) -> Grouper {
        let corpus = Corpus {
            frequencies,
            period: 0,
        };
        Grouper {
            options,
            corpus: Some(corpus),
            ..Grouper::default()
        }
    }

    /// Judges by another forest than the one in the program: that of a fold, for instance.
    pub fn judge_by(&mut self, judge: Arc<Judge>) {
        self.judge = Some(judge);
    }

    fn judge(&self) -> &Judge {
        self.judge.as_deref().unwrap_or_else(|| Judge::learned())
    }

    pub(crate) fn count(&mut self, sketch: &Sketch) {
        if let Some(corpus) = &mut self.corpus {
            let period = corpus.frequencies.period(sketch.published);
            if period != corpus.period {
                corpus.period = period;
                self.frequencies.clear();
                self.seen = 0;
            }
        }
        self.seen += 1;
        for &(term, _) in sketch.terms.pairs() {
            *self.frequencies.entry(term).or_default() += 1;
            if let Some(changes) = &mut self.changes {
                changes.terms.insert(term);
            }
        }
    }

    /// Puts a report where it belongs.
    pub fn add(&mut self, sketch: &Sketch) -> Placed {
        self.add_telling(sketch).0
    }

    /// The same, with the stories it could have joined and what they were judged by.
    pub(crate) fn add_telling(&mut self, sketch: &Sketch) -> (Placed, Vec<(u32, nearness::Row)>) {
        self.count(sketch);
        let member = self.member(sketch);
        let signature = sketch.signature.as_ref();
        let copied = signature.and_then(|signature| self.copied(signature));
        let beside = self.beside(&member, copied);
        let rows = self.rows(&member, signature, &beside);
        let chances = self.judge().nearness(&rows);
        let numbers = beside.iter().map(|beside| beside.number);
        let rows: Vec<(u32, nearness::Row)> = numbers.zip(rows).collect();
        let judged: Vec<Judged> = rows
            .iter()
            .zip(chances)
            .map(|((story, row), chance)| Judged {
                story: *story,
                chance,
                own: row[nearness::OWN],
                own_share: row[nearness::OWN_SHARE],
                alike: row[nearness::ALIKE],
            })
            .collect();
        (self.put(sketch, member, copied, &judged), rows)
    }

    fn put(
        &mut self,
        sketch: &Sketch,
        member: Member,
        copied: Option<u32>,
        judged: &[Judged],
    ) -> Placed {
        let join = self.options.join;
        let nearest = most(judged, |judged| judged.chance);
        let chance = nearest.map_or(0.0, |nearest| nearest.0);
        let near = nearest.filter(|near| near.0 >= join).map(|near| near.1);
        let joined = if sketch.is_round_up {
            // What tells several happenings is none of them, and is found with its copies alone.
            let copied = copied.filter(|&at| self.round_ups.contains(&at));
            copied.map(|at| self.placed[at as usize])
        } else {
            near
        };
        let taken_up = nearest.filter(|_| !sketch.is_round_up);
        let taken_up = taken_up.and_then(|(_, story)| {
            let nearest = judged.iter().find(|judged| judged.story == story)?;
            self.takes_up(&member, nearest).then_some(story)
        });
        let is_new = joined.is_none();
        let story = joined.unwrap_or(self.stories.len() as u32);
        match self
            .stories
            .get_mut(story as usize)
            .and_then(Option::as_mut)
        {
            Some(gathered) => gathered.add(member),
            None => {
                let mut gathered = Gathered::new(member);
                gathered.continues = taken_up;
                gathered.round_up = sketch.is_round_up;
                gathered.tells = near.filter(|_| sketch.is_round_up);
                self.stories.push(Some(gathered));
            }
        }
        self.settle_in(sketch, story);
        Placed {
            story: StoryId(story),
            is_new,
            chance,
            copy_of: copied.map(|at| at as usize),
        }
    }

    /// Whether a story that begins with this report takes up one that it was judged against: a follow-up within
    /// weeks is told by its words, the trial of next year by words that nobody else used in between.
    fn takes_up(&self, new: &Member, judged: &Judged) -> bool {
        let Options {
            continues,
            returns,
            own,
            ..
        } = self.options;
        let story = self.stories[judged.story as usize].as_ref();
        let gap = story.map_or(0.0, |story| story.days_from(new.day()));
        if gap <= SOON {
            judged.chance >= continues && judged.alike >= ALIKE
        } else {
            let likely = judged.chance >= returns && judged.own >= own;
            let alone = judged.own_share >= NEARLY_ALL && judged.own >= own / 2.0;
            likely || alone && judged.chance >= HARDLY
        }
    }

    /// Notes of the report that just came where it is and what its text is like.
    pub(crate) fn settle_in(&mut self, sketch: &Sketch, story: u32) {
        let at = self.placed.len() as u32;
        self.placed.push(story);
        for band in sketch.signature.iter().flat_map(Signature::bands) {
            self.bands.insert(band, at);
        }
        self.signatures.push(sketch.signature.clone());
        if sketch.is_round_up {
            self.round_ups.insert(at);
            self.note(story);
        } else {
            self.relist(story);
        }
    }

    /// The stories as they stand, by number.
    #[must_use]
    pub fn stories(&self) -> Vec<Story> {
        label::stories(self)
    }

    /// One story as it stands, `None` for one that went into another. Its label may be that of
    /// another story too: only [`Grouper::stories`] sees them all.
    #[must_use]
    pub fn story(&self, id: StoryId) -> Option<Story> {
        let gathered = self.stories.get(id.0 as usize)?.as_ref()?;
        Some(label::story(self, id, gathered))
    }

    /// The stories that began, grew, lost reports or went into another since this was last asked,
    /// by number: the cost is that of what changed, however many stories there are.
    pub fn take_changed(&mut self) -> Vec<StoryId> {
        std::mem::take(&mut self.changed)
            .into_iter()
            .map(StoryId)
            .collect()
    }

    /// The story of a report, by order of arrival.
    #[must_use]
    pub fn story_of(&self, report: usize) -> Option<StoryId> {
        self.placed.get(report).map(|&story| StoryId(story))
    }

    /// How many reports were added.
    #[must_use]
    pub fn len(&self) -> usize {
        self.placed.len()
    }

    /// Whether none was.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.placed.is_empty()
    }

    /// How telling a term is, by the reports so far and the table of common words.
    fn weight(&self, term: u32) -> f32 {
        let met = self.met(term) as f32;
        let corpus = self.corpus.as_ref();
        let before = corpus.map_or(0, |corpus| corpus.frequencies.seen(corpus.period));
        (((before + self.seen) as f32 + PRIOR) / (met + share(term) * PRIOR))
            .ln()
            .max(0.0)
    }

    /// In how many reports a term was met so far.
    fn met(&self, term: u32) -> u32 {
        let here = self.frequencies.get(&term).copied().unwrap_or(0);
        match &self.corpus {
            Some(corpus) => here + corpus.frequencies.before(term, corpus.period),
            None => here,
        }
    }

    pub(crate) fn member(&self, sketch: &Sketch) -> Member {
        Member {
            at: self.placed.len() as u32,
            id: sketch.id.clone(),
            published: sketch.published,
            minute: sketch.published.map(minute),
            title: sketch.title.clone(),
            keywords: sketch.keywords.clone(),
            weighed: Weighed::of(sketch, |term| self.weight(term)),
            facts: sketch.told.facts.clone(),
            bytes: sketch.told.bytes,
        }
    }

    /// The stories that a report could belong to.
    fn beside(&self, member: &Member, copied: Option<u32>) -> Vec<Beside<'_>> {
        let least = self.options.least;
        let all = member.weighed.all().to_vector();
        let worth = (least * all.norm()).powi(2);
        let stands = |story: u32| self.stories[story as usize].is_some();
        let mut numbers = self.index.candidates(&all, CANDIDATES, worth, stands);
        let copied = copied.filter(|at| !self.round_ups.contains(at));
        if let Some(copied) = copied.map(|at| self.placed[at as usize])
            && !numbers.contains(&copied)
        {
            numbers.push(copied);
        }
        numbers
            .into_iter()
            .filter_map(|number| {
                let story = self.stories[number as usize].as_ref()?;
                Some(Beside { number, story })
            })
            .collect()
    }

    fn rows(
        &self,
        member: &Member,
        signature: Option<&Signature>,
        beside: &[Beside<'_>],
    ) -> Vec<nearness::Row> {
        let known = nearness::Known {
            met: &|term| self.met(term),
            signature: &|at| self.signatures[at as usize].as_ref(),
        };
        nearness::rows(self.judge(), member, signature, beside, &known)
    }

    fn note(&mut self, story: u32) {
        self.changed.insert(story);
        if let Some(changes) = &mut self.changes {
            changes.stories.insert(story);
        }
    }

    pub(crate) fn relist(&mut self, story: u32) {
        self.note(story);
        if let Some(gathered) = &self.stories[story as usize] {
            let changes = &mut self.changes;
            self.index.list(story, &gathered.sum, |term| {
                if let Some(changes) = changes {
                    changes.lists.insert(term);
                }
            });
        }
    }

    /// The earlier report whose text is nearly this one.
    fn copied(&self, signature: &Signature) -> Option<u32> {
        let mut met: Vec<u32> = signature
            .bands()
            .filter_map(|band| self.bands.get(&band).copied())
            .collect();
        met.sort_unstable();
        met.dedup();
        let alike = |at: u32| {
            self.signatures[at as usize]
                .as_ref()
                .map_or(0.0, |other| signature.likeness(other))
        };
        let scored = met
            .into_iter()
            .map(|at| (alike(at), at))
            .filter(|(alike, _)| *alike >= COPY);
        scored
            .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)))
            .map(|(_, at)| at)
    }
}
