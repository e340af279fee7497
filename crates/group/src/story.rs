//! A story: the reports that tell one happening.

use std::sync::Arc;

use crosswire_calendar::Stamp;

use crate::facts::Facts;
use crate::hashing::HashedMap;
use crate::headline;
use crate::vector::Vector;
use crate::weighed::{Part, Terms, Weighed};

/// A story's number, given when it begins. Of two stories that prove to be one, the
/// larger stays, of equals the lower.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StoryId(pub u32);

/// The reports that tell one happening.
#[derive(Clone, Debug, PartialEq)]
pub struct Story {
    /// Its number.
    pub id: StoryId,
    /// What to call it: the title of the report nearest to all others, else its telling words.
    /// No two stories of one result have the same.
    pub label: String,
    /// Its telling words, best first.
    pub keywords: Vec<String>,
    /// The ids of its reports, by publication and id.
    pub reports: Vec<String>,
    /// The places of the same reports, in the same order: in the slice that was grouped, or in the
    /// order of arrival at a [`Grouper`](crate::Grouper).
    pub members: Vec<usize>,
    /// The first publication.
    pub first: Option<Stamp>,
    /// The last.
    pub last: Option<Stamp>,
    /// The earlier story that it takes up again, if there is one.
    pub continues: Option<StoryId>,
    /// The story that its topic begins with: what it continues, what that continues, and so on; itself
    /// where it continues none. Stories of one topic have the same.
    pub topic: StoryId,
    /// Whether it is a report, with its copies, that tells several happenings.
    pub round_up: bool,
    /// Of such a report the story that it tells most likely among others: its main one.
    pub tells: Option<StoryId>,
}

/// One report of a story, as grouping keeps it.
#[derive(Clone, Debug)]
pub(crate) struct Member {
    /// Its place in the order of arrival.
    pub at: u32,
    pub id: String,
    pub published: Option<Stamp>,
    pub minute: Option<i64>,
    pub title: Option<Arc<str>>,
    pub keywords: Vec<(u32, String)>,
    pub weighed: Weighed,
    pub facts: Facts,
    /// Bytes of the text.
    pub bytes: u32,
}

impl Member {
    pub(crate) fn day(&self) -> Option<i64> {
        self.minute.map(|minute| minute.div_euclid(1440))
    }
}

/// A story while it is being gathered.
#[derive(Clone, Debug)]
pub(crate) struct Gathered {
    pub members: Vec<Member>,
    /// The sum of the members' vectors, cut to its heaviest terms.
    pub sum: Vector,
    /// Its length.
    pub norm: f32,
    /// Its heaviest terms, heaviest first: the words that a report of the story should have.
    pub telling: Vec<(u32, f32)>,
    /// The days on which its reports were published, sorted.
    pub days: Vec<i64>,
    /// The story that it takes up.
    pub continues: Option<u32>,
    /// Whether its reports tell several happenings, and which of these most likely. Not kept.
    pub round_up: bool,
    pub tells: Option<u32>,
}

/// Terms that the sum of a story keeps.
const SUM_TERMS: usize = 400;

impl Gathered {
    pub(crate) fn new(member: Member) -> Gathered {
        Gathered::of(vec![member])
    }

    /// Of these members, of which there must be one.
    pub(crate) fn of(members: Vec<Member>) -> Gathered {
        let pairs = members
            .iter()
            .flat_map(|member| member.weighed.all().to_vector().pairs().to_vec())
            .collect();
        let sum = Vector::new(pairs).heaviest(SUM_TERMS);
        let mut days: Vec<i64> = members.iter().filter_map(Member::day).collect();
        days.sort_unstable();
        days.dedup();
        Gathered {
            norm: sum.norm(),
            telling: sum.top(TELLING),
            sum,
            members,
            days,
            continues: None,
            round_up: false,
            tells: None,
        }
    }

    /// Of these members, whose sum is known.
    pub(crate) fn with_sum(members: Vec<Member>, sum: Vector) -> Gathered {
        let mut gathered = Gathered::of(members);
        gathered.sums_to(sum);
        gathered
    }

    pub(crate) fn add(&mut self, member: Member) {
        let all = member.weighed.all().to_vector();
        self.sums_to(self.sum.plus(&all, 1.0).heaviest(SUM_TERMS));
        if let Some(day) = member.day()
            && let Err(at) = self.days.binary_search(&day)
        {
            self.days.insert(at, day);
        }
        self.members.push(member);
    }

    fn sums_to(&mut self, sum: Vector) {
        self.norm = sum.norm();
        self.telling = sum.top(TELLING);
        self.sum = sum;
    }

    /// The squared weights of those of its telling words that are wanted.
    pub(crate) fn telling_in(&self, wanted: impl Fn(u32) -> bool) -> f32 {
        let words = self.telling.iter().filter(|pair| wanted(pair.0));
        words.map(|pair| pair.1 * pair.1).sum()
    }

    /// How alike its reports are on average, by the length of their sum; not a number for a single one.
    pub(crate) fn cohesion(&self) -> f32 {
        let n = self.members.len() as f32;
        if n < 2.0 {
            return f32::NAN;
        }
        ((self.norm * self.norm - n) / (n * (n - 1.0))).max(0.0)
    }

    /// Days between a publication and the nearest one of this story; none where either is unknown.
    pub(crate) fn days_from(&self, day: Option<i64>) -> f32 {
        let Some(day) = day else { return 0.0 };
        let at = self.days.partition_point(|&other| other < day);
        let around = self.days[at.saturating_sub(1)..].iter().take(2);
        around
            .map(|&other| (other - day).abs())
            .min()
            .map_or(0.0, |days| days as f32)
    }

    /// The telling words, best first, as the member nearest to the story writes them.
    pub(crate) fn keywords(&self, n: usize) -> Vec<String> {
        let mut forms: HashedMap<u32, &str> = HashedMap::default();
        for (term, form) in self.members.iter().flat_map(|member| &member.keywords) {
            forms.entry(*term).or_insert(form);
        }
        let top = self.sum.top(n * 4);
        top.into_iter()
            .filter_map(|(term, _)| forms.get(&term).map(|&form| form.to_owned()))
            .take(n)
            .collect()
    }

    /// The headline that names the happening best: its words stand in what the other reports begin with, and
    /// they are the story's telling words. Of equals, the first.
    pub(crate) fn title(&self) -> Option<&str> {
        let n = self.members.len();
        let compared: Vec<&Member> = if n <= 2 * LABELLED {
            self.members.iter().collect()
        } else {
            let last = &self.members[n - LABELLED..];
            self.members[..LABELLED].iter().chain(last).collect()
        };
        let all = self.telling_in(|_| true);
        let worth = |member: &Member, title: &str| {
            let terms = member.weighed.part(Part::Title);
            let telling = self.telling_in(|term| terms.holds(term));
            let mut others = compared.iter().filter(|other| other.at != member.at);
            let (mut told, mut of) = (0.0, 0.0);
            for other in others.by_ref() {
                told += held(terms, other.weighed.part(Part::Lead));
                of += 1.0;
            }
            let told = if of > 0.0 { told / of } else { 1.0 };
            (told + WORTH * telling / all.max(f32::EPSILON)) * headline::form(title)
        };
        let titled: Vec<(f32, &Member, &str)> = compared
            .iter()
            .filter_map(|member| Some((*member, member.title.as_deref()?)))
            .map(|(member, title)| (worth(member, title), member, title))
            .collect();
        let first = |by: &dyn Fn(&(f32, &Member, &str)) -> f32| {
            titled.iter().copied().max_by(|one, other| {
                let by_time = (other.1.minute, &other.1.id).cmp(&(one.1.minute, &one.1.id));
                by(one).total_cmp(&by(other)).then(by_time)
            })
        };
        // That of the report nearest to all others stays unless another is clearly better.
        let central = first(&|one| one.1.weighed.all().to_vector().dot(&self.sum))?;
        let best = first(&|one| one.0)?;
        let chosen = if best.0 > central.0 * CLEARLY {
            best
        } else {
            central
        };
        Some(chosen.2)
    }
}

/// Reports at a story's beginning, and as many at its end, whose headlines are looked at.
const LABELLED: usize = 12;
/// How much better a headline must be than that of the report nearest to all others.
const CLEARLY: f32 = 1.15;
/// The story's words that a headline and a report of it should have.
const TELLING: usize = 12;
/// What these weigh beside what others begin with: by reading the labels of 60 stories.
const WORTH: f32 = 1.5;

/// The share of the weight of a title whose terms a beginning holds.
fn held(title: Terms<'_>, lead: Terms<'_>) -> f32 {
    let of = |pairs: &mut dyn Iterator<Item = (u32, f32)>| {
        pairs.map(|pair| pair.1 * pair.1).sum::<f32>()
    };
    let held = of(&mut title.pairs().filter(|pair| lead.holds(pair.0)));
    held / of(&mut title.pairs()).max(f32::EPSILON)
}

#[cfg(test)]
mod tests {
    use super::{Gathered, Member};
    use crate::tests::report;
    use crate::{Grouper, Options, Sketch};

    fn members(texts: &[&str]) -> Vec<Member> {
        let grouper = Grouper::new(Options::default());
        let member =
            |text: &&str| grouper.member(&Sketch::of(&report("a", "Echo", "2031-03-04", "", text)));
        texts.iter().map(member).collect()
    }

    #[test]
    fn cohesion_is_how_alike_the_reports_are() {
        let (ferry, pool) = (
            "The ferry Osprey ran aground off Tern Island.",
            "Belwick closes the Harrow Lane swimming pool.",
        );
        assert!(Gathered::of(members(&[ferry])).cohesion().is_nan());
        assert!((Gathered::of(members(&[ferry, ferry, ferry])).cohesion() - 1.0).abs() < 1e-3);
        assert!(Gathered::of(members(&[ferry, pool])).cohesion() < 0.05);
    }
}
