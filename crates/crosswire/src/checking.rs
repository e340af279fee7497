//! From extracted reports to an outcome: grouped, or as the grouping is given, compared story by story.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use crosswire_calendar::Stamp;
use crosswire_compare::{Story, against, analyse_story, records};
use crosswire_extract::Extracted;
use crosswire_group::{Options, Origin, Sketch, StoryId, origins, outlet};
use crosswire_present::{Against, Outcome, StoryOutcome};
use crosswire_report::Report;
use rayon::iter::{IntoParallelIterator, ParallelIterator};

use crate::watch::Watch;

/// Which reports tell one story.
#[derive(Clone, Copy, Debug)]
pub enum Grouping<'a> {
    /// To be found out.
    Found,
    /// All of them do.
    OneStory,
    /// As given: labels and the ids of reports. Reports in no set are left out.
    Sets(&'a BTreeMap<String, Vec<String>>),
}

/// Puts reports in order of publication and id, so that the order of files never matters.
pub fn sort(reports: &mut [Arc<Report>]) {
    // Reports without a date come last: nothing is known of when they stand.
    reports.sort_by_cached_key(|report: &Arc<Report>| {
        let published = report.published.map(Stamp::sort_key);
        (
            published.is_none(),
            published,
            report.id.clone(),
            report.source.clone(),
        )
    });
}

/// Leaves out what is not to be compared: reports in no set, and the references themselves, which a
/// folder may hold beside the reports that quote them.
pub fn select(reports: &mut Vec<Arc<Report>>, grouping: Grouping<'_>, references: &[Arc<Report>]) {
    if let Grouping::Sets(sets) = grouping {
        let named: BTreeSet<&String> = sets.values().flatten().collect();
        reports.retain(|report| named.contains(&report.id));
    }
    let is_reference = |report: &Arc<Report>| {
        let mut all = references.iter();
        all.any(|reference| reference.text == report.text)
    };
    reports.retain(|report| !is_reference(report));
}

/// The ids in sets that no report has, each with its set's label.
#[must_use]
pub fn missing<'a>(
    sets: &'a BTreeMap<String, Vec<String>>,
    reports: &[Arc<Report>],
) -> Vec<(&'a str, &'a str)> {
    let known: BTreeSet<&str> = reports.iter().map(|report| report.id.as_str()).collect();
    sets.iter()
        .flat_map(|(label, ids)| ids.iter().map(move |id| (label.as_str(), id.as_str())))
        .filter(|(_, id)| !known.contains(id))
        .collect()
}

/// Compares reports, story by story, on the current thread pool, and lays their quotations against
/// the references where there are some. The reports must be in the order of [`sort`].
///
/// `None` when whoever watches asked for an end.
#[must_use]
pub fn check(
    extracted: &[Extracted],
    grouping: Grouping<'_>,
    references: Option<Vec<Arc<Report>>>,
    watch: &Watch,
) -> Option<Outcome> {
    let report = |extracted: &Extracted| Arc::clone(extracted.annotated.report());
    let mut reports: Vec<Arc<Report>> = extracted.iter().map(report).collect();
    for (report, extracted) in reports.iter_mut().zip(extracted) {
        if let Some(problem) = extracted.doubtful_date() {
            Arc::make_mut(report).problems.push(problem.clone());
        }
    }
    let against = references.map(|references| {
        let told: Vec<&Report> = references.iter().map(|reference| &**reference).collect();
        let quoting: Vec<&Extracted> = extracted.iter().collect();
        Against {
            quotations: against(&told, &quoting),
            references,
        }
    });
    let mut stories: Vec<Members> = match grouping {
        Grouping::Sets(sets) => by_sets(sets, &reports),
        Grouping::OneStory => {
            let all = (0..reports.len()).collect();
            vec![Members::alone(label(&reports), all)]
        }
        Grouping::Found => found(group(&reports)),
    };
    stories.retain(|story| !story.reports.is_empty());
    let mut found: Vec<(StoryOutcome, Vec<Origin>)> = stories
        .into_par_iter()
        .map(|members| watch.step(|| story(members, &reports, extracted)))
        .collect::<Option<_>>()?;
    let mut by_report: Vec<Option<Origin>> = vec![None; reports.len()];
    for (story, origins) in &mut found {
        for (&member, origin) in story.reports.iter().zip(origins) {
            by_report[member] = Some(origin.clone());
        }
    }
    let mut stories: Vec<StoryOutcome> = found.into_iter().map(|(story, _)| story).collect();
    if !matches!(grouping, Grouping::Sets(_)) {
        // The most disputed first; the sort is stable, so equals stay in the order of grouping.
        stories.sort_by_key(|story| std::cmp::Reverse(disputes(story)));
    }
    Some(Outcome {
        origins: by_report,
        reports,
        stories,
        against,
    })
}

/// The stories that the reports tell.
#[must_use]
pub fn group(reports: &[Arc<Report>]) -> Vec<crosswire_group::Story> {
    let sketches: Vec<Sketch> = reports.iter().map(|report| Sketch::of(report)).collect();
    crosswire_group::group(&sketches, &Options::default())
}

/// Which reports a story has, and which stories it belongs with.
struct Members {
    label: String,
    reports: Vec<usize>,
    continues: Option<usize>,
    topic: Option<usize>,
    round_up: bool,
}

impl Members {
    fn alone(label: String, reports: Vec<usize>) -> Members {
        Members {
            label,
            reports,
            continues: None,
            topic: None,
            round_up: false,
        }
    }
}

/// Stories as they were grouped; the others that a story belongs with are told by their first reports.
fn found(stories: Vec<crosswire_group::Story>) -> Vec<Members> {
    let firsts: HashMap<StoryId, usize> = stories
        .iter()
        .filter_map(|story| Some((story.id, *story.members.first()?)))
        .collect();
    let mut sizes: HashMap<StoryId, usize> = HashMap::new();
    for story in &stories {
        *sizes.entry(story.topic).or_default() += 1;
    }
    let of = |story: StoryId| firsts.get(&story).copied();
    stories
        .into_iter()
        .map(|story| Members {
            label: story.label,
            reports: story.members,
            continues: story.continues.and_then(of),
            topic: of(story.topic).filter(|_| sizes[&story.topic] > 1),
            round_up: story.round_up,
        })
        .collect()
}

fn story(
    Members {
        label,
        reports: members,
        continues,
        topic,
        round_up,
    }: Members,
    reports: &[Arc<Report>],
    extracted: &[Extracted],
) -> (StoryOutcome, Vec<Origin>) {
    let told: Vec<&Report> = members.iter().map(|&member| &*reports[member]).collect();
    let mut origins = origins(&told);
    let numbers = |of: fn(&Origin) -> usize| origins.iter().map(of).collect::<Vec<usize>>();
    let story = Story {
        reports: members.iter().map(|&member| &extracted[member]).collect(),
        origins: numbers(|origin| origin.number),
        texts: numbers(|origin| origin.text),
    };
    let comparison = analyse_story(&story, &previous(&told));
    let distinct: BTreeSet<usize> = story.origins.iter().copied().collect();
    let outlets: BTreeSet<String> = told
        .iter()
        .map(|report| outlet(report.outlet.as_deref().unwrap_or(&report.source)))
        .collect();
    // From places in the story to places among all reports.
    for origin in &mut origins {
        origin.number = members[origin.number];
        origin.text = members[origin.text];
        let copies = origin
            .evidence
            .iter_mut()
            .filter_map(|row| row.copy_of.as_mut());
        copies.for_each(|(of, _)| *of = members[*of]);
    }
    let outcome = StoryOutcome {
        label,
        reports: members,
        outlets: outlets.len(),
        origins: distinct.len(),
        statements_aligned: comparison.statements_aligned,
        findings: records(&story, &comparison.findings),
        continues,
        topic,
        round_up,
    };
    (outcome, origins)
}

/// For each report, the one whose place it takes: the version before it at the same address.
fn previous(reports: &[&Report]) -> Vec<Option<usize>> {
    let mut order: Vec<usize> = (0..reports.len()).collect();
    let changed = |at: usize| {
        let report = reports[at];
        let stamp = report.details.updated.or(report.published);
        stamp.map(Stamp::sort_key)
    };
    order.sort_by_key(|&at| (changed(at).is_none(), changed(at), at));
    let mut latest: HashMap<&str, usize> = HashMap::new();
    let mut previous = vec![None; reports.len()];
    for at in order {
        let report = reports[at];
        let address = report
            .details
            .canonical
            .as_deref()
            .or(report.url.as_deref());
        let Some(address) = address.filter(|address| !address.is_empty()) else {
            continue;
        };
        let before = latest.insert(address, at);
        previous[at] = before.filter(|&before| reports[before].text != report.text);
    }
    previous
}

fn disputes(story: &StoryOutcome) -> usize {
    let findings = story.findings.iter();
    findings.filter(|finding| finding.kind.is_dispute()).count()
}

/// What to call a story that the user says is one: its first title, else its first words.
fn label(reports: &[Arc<Report>]) -> String {
    let titled = reports
        .iter()
        .find_map(|report| report.title.as_deref().filter(|title| !title.is_empty()));
    titled.map_or_else(|| "one story".to_owned(), str::to_owned)
}

fn by_sets(sets: &BTreeMap<String, Vec<String>>, reports: &[Arc<Report>]) -> Vec<Members> {
    let by_id: HashMap<&str, usize> = reports
        .iter()
        .enumerate()
        .map(|(i, report)| (report.id.as_str(), i))
        .collect();
    sets.iter()
        .map(|(label, ids)| {
            let known = ids.iter().filter_map(|id| by_id.get(id.as_str()));
            let mut members: Vec<usize> = known.copied().collect();
            members.sort_unstable();
            members.dedup();
            Members::alone(label.clone(), members)
        })
        .collect()
}
