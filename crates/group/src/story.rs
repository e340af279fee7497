//! A story: the reports that tell one happening.

use std::sync::Arc;

use crosswire_calendar::Stamp;

use crate::facts::Facts;
use crate::hashing::HashedMap;
use crate::pair::Weighed;
use crate::vector::Vector;

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
    /// Of length one.
    pub vector: Vector,
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
    /// The days on which its reports were published, sorted.
    pub days: Vec<i64>,
    /// The story that it takes up.
    pub continues: Option<u32>,
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
            .flat_map(|member| member.vector.pairs().iter().copied())
            .collect();
        let sum = Vector::new(pairs).heaviest(SUM_TERMS);
        let mut days: Vec<i64> = members.iter().filter_map(Member::day).collect();
        days.sort_unstable();
        days.dedup();
        Gathered {
            norm: sum.norm(),
            sum,
            members,
            days,
            continues: None,
        }
    }

    /// Of these members, whose sum is known.
    pub(crate) fn with_sum(members: Vec<Member>, sum: Vector) -> Gathered {
        let mut gathered = Gathered::of(members);
        gathered.norm = sum.norm();
        gathered.sum = sum;
        gathered
    }

    pub(crate) fn add(&mut self, member: Member) {
        self.sum = self.sum.plus(&member.vector, 1.0).heaviest(SUM_TERMS);
        self.norm = self.sum.norm();
        if let Some(day) = member.day()
            && let Err(at) = self.days.binary_search(&day)
        {
            self.days.insert(at, day);
        }
        self.members.push(member);
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

    /// The title of the member nearest to all others; of equals, the first.
    pub(crate) fn title(&self) -> Option<&str> {
        let titled = self
            .members
            .iter()
            .filter_map(|member| Some((member, member.title.as_deref()?)));
        let best = titled.max_by(|(a, _), (b, _)| {
            let nearness = |member: &Member| member.vector.dot(&self.sum);
            let by_time = (b.minute, &b.id).cmp(&(a.minute, &a.id));
            nearness(a).total_cmp(&nearness(b)).then(by_time)
        });
        best.map(|(_, title)| title)
    }
}
