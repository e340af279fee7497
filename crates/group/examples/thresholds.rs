//! How firmly the defaults stand: B-cubed F1 over thresholds, on many draws of a labelled set.
//!
//! usage: thresholds REPORTS.jsonl STORIES.tsv   (report id, tab, story)
//!
//! The joining and the merging likeness are moved together; each draw takes other stories, or fewer
//! reports of each, so that a threshold that only fits the whole set falls behind. Prints for every
//! threshold the mean and the worst F1 of each kind of draw, and how often it is within 0.01 of the best.

#![expect(clippy::print_stdout, reason = "an example may print")]

use std::collections::{BTreeMap, HashMap};

use crosswire_calendar::Stamp;
use crosswire_group::{Options, Sketch, group};
use crosswire_report::Report;
use serde_json::Value;

const THRESHOLDS: [f32; 13] = [
    0.07, 0.09, 0.11, 0.12, 0.13, 0.14, 0.15, 0.16, 0.17, 0.19, 0.21, 0.25, 0.30,
];
const DRAWS: u64 = 40;

/// Numbers that look random (splitmix64), the same in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) % n.max(1) as u64) as usize
    }

    /// So many of them, in their order.
    fn some<T: Clone>(&mut self, all: &[T], wanted: usize) -> Vec<T> {
        let mut left: Vec<usize> = (0..all.len()).collect();
        while left.len() > wanted {
            left.remove(self.below(left.len()));
        }
        left.into_iter().map(|at| all[at].clone()).collect()
    }
}

type Stories = BTreeMap<String, Vec<usize>>;
type Draw<'a> = Box<dyn Fn(&mut Random) -> Vec<Vec<usize>> + 'a>;

fn main() {
    let mut paths = std::env::args().skip(1);
    let (Some(reports), Some(stories)) = (paths.next(), paths.next()) else {
        println!("usage: thresholds REPORTS.jsonl STORIES.tsv");
        return;
    };
    let (sketches, gold) = load(&reports, &stories);
    let all: Vec<&Vec<usize>> = gold.values().collect();
    let half = |random: &mut Random| -> Vec<Vec<usize>> {
        random
            .some(&all, all.len() / 2)
            .into_iter()
            .cloned()
            .collect()
    };
    let kinds: Vec<(&str, Draw<'_>)> = vec![
        ("half of the stories", Box::new(half)),
        (
            "half of the reports",
            Box::new(|random| {
                let fewer = |story: &&Vec<usize>, random: &mut Random| {
                    random.some(story, story.len().div_ceil(2))
                };
                all.iter().map(|story| fewer(story, random)).collect()
            }),
        ),
        (
            "half and half",
            Box::new(|random| {
                let stories = half(random);
                let fewer = |story: &Vec<usize>, random: &mut Random| {
                    random.some(story, story.len().div_ceil(2))
                };
                stories.iter().map(|story| fewer(story, random)).collect()
            }),
        ),
        (
            "two reports a story",
            Box::new(|random| all.iter().map(|story| random.some(story, 2)).collect()),
        ),
        (
            "one report a story",
            Box::new(|random| all.iter().map(|story| random.some(story, 1)).collect()),
        ),
        (
            "one, two or all",
            Box::new(|random| {
                let sizes: Vec<usize> = all.iter().map(|_| random.below(3)).collect();
                let pick = |(story, size): (&&Vec<usize>, &usize), random: &mut Random| {
                    random.some(story, [1, 2, story.len()][*size])
                };
                all.iter()
                    .zip(&sizes)
                    .map(|row| pick(row, random))
                    .collect()
            }),
        ),
        (
            "two stories alone",
            Box::new(|random| random.some(&all, 2).into_iter().cloned().collect()),
        ),
    ];
    println!(
        "all of it: {}",
        row(|options| score(&sketches, &whole(&gold), options))
    );
    for (name, draw) in kinds {
        let drawn: Vec<Vec<Vec<usize>>> = (0..DRAWS)
            .map(|seed| draw(&mut Random(seed * 7919 + 11)))
            .collect();
        let reached: Vec<Vec<f64>> = THRESHOLDS
            .iter()
            .map(|&at| {
                let options = at_threshold(at);
                drawn
                    .iter()
                    .map(|stories| score(&sketches, stories, &options))
                    .collect()
            })
            .collect();
        println!("\n{name}, {DRAWS} draws");
        for (at, scores) in THRESHOLDS.iter().zip(&reached) {
            let mean = scores.iter().sum::<f64>() / scores.len() as f64;
            let worst = scores.iter().copied().fold(1.0, f64::min);
            let best = |draw: usize| reached.iter().map(|row| row[draw]).fold(0.0, f64::max);
            let near = (0..scores.len())
                .filter(|&draw| scores[draw] >= best(draw) - 0.01)
                .count();
            let default = (*at - Options::default().join).abs() < 1e-6;
            println!(
                "  {at:.2}{} mean {mean:.3}  worst {worst:.3}  near the best {near:>2}/{DRAWS}",
                if default { "*" } else { " " }
            );
        }
    }
}

fn at_threshold(at: f32) -> Options {
    Options {
        join: at,
        merge: at,
        ..Options::default()
    }
}

fn row(score: impl Fn(&Options) -> f64) -> String {
    let cells: Vec<String> = THRESHOLDS
        .iter()
        .map(|&at| format!("{at:.2}: {:.3}", score(&at_threshold(at))))
        .collect();
    cells.join("  ")
}

fn whole(gold: &Stories) -> Vec<Vec<usize>> {
    gold.values().cloned().collect()
}

fn load(reports: &str, stories: &str) -> (Vec<Sketch>, Stories) {
    let labels: HashMap<String, String> = std::fs::read_to_string(stories)
        .expect("the stories")
        .lines()
        .filter_map(|line| line.split_once('\t'))
        .map(|(id, label)| (id.to_owned(), label.to_owned()))
        .collect();
    let (mut sketches, mut gold) = (Vec::new(), Stories::new());
    for line in std::fs::read_to_string(reports)
        .expect("the reports")
        .lines()
    {
        let value: Value = serde_json::from_str(line).expect("a report a line");
        let field = |name: &str| value[name].as_str().map(str::to_owned);
        let id = field("id").expect("an id");
        let mut report = Report::new(id.clone(), "-", field("text").unwrap_or_default());
        report.title = field("title").map(Into::into);
        report.outlet = field("outlet");
        report.url = field("url");
        report.published = field("published").and_then(|stamp| Stamp::parse(&stamp));
        if let Some(label) = labels.get(&id) {
            gold.entry(label.clone()).or_default().push(sketches.len());
            sketches.push(Sketch::of(&report));
        }
    }
    (sketches, gold)
}

/// B-cubed F1 of the grouping of these reports.
fn score(sketches: &[Sketch], stories: &[Vec<usize>], options: &Options) -> f64 {
    let drawn: Vec<(usize, usize)> = stories
        .iter()
        .enumerate()
        .flat_map(|(story, reports)| reports.iter().map(move |&at| (story, at)))
        .collect();
    let taken: Vec<Sketch> = drawn.iter().map(|&(_, at)| sketches[at].clone()).collect();
    let (mut precision, mut recall) = (0.0, 0.0);
    for story in group(&taken, options) {
        let mut shares: HashMap<usize, usize> = HashMap::new();
        for &member in &story.members {
            *shares.entry(drawn[member].0).or_default() += 1;
        }
        for (gold, both) in shares {
            let both = both as f64;
            precision += both * both / story.members.len() as f64;
            recall += both * both / stories[gold].len() as f64;
        }
    }
    let n = drawn.len() as f64;
    let (precision, recall) = (precision / n, recall / n);
    2.0 * precision * recall / (precision + recall)
}
