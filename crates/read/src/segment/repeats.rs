//! Pull quotes: a sentence of the report that stands a second time, alone on its line.

use std::collections::{BTreeSet, HashMap};

use super::fold;
use super::lines::Line;

/// Above this a search of every line in the whole text would cost more than it tells.
const LONGEST: usize = 300 << 10;

/// The lines that only repeat words which stand in another line.
pub(crate) fn repeated(text: &str, lines: &[Line<'_>]) -> BTreeSet<usize> {
    if text.len() > LONGEST {
        return BTreeSet::new();
    }
    let folded: Vec<String> = lines.iter().map(|line| fold(line.words)).collect();
    // Every run of five words, so that a line is only compared with lines that hold its start.
    let mut starts: HashMap<&str, Vec<usize>> = HashMap::new();
    let candidates: Vec<(usize, &str)> = folded
        .iter()
        .enumerate()
        .filter(|(_, line)| (6..=60).contains(&line.split(' ').count()))
        .filter_map(|(at, line)| Some((at, &line[..fifth_space(line)?])))
        .collect();
    for &(at, start) in &candidates {
        starts.entry(start).or_default().push(at);
    }
    let mut repeated = BTreeSet::new();
    for (at, line) in folded.iter().enumerate() {
        for word in line
            .match_indices(' ')
            .map(|(space, _)| space + 1)
            .chain([0])
        {
            let Some(end) = fifth_space(&line[word..]) else {
                continue;
            };
            let Some(here) = starts.get(&line[word..word + end]) else {
                continue;
            };
            for &other in here {
                let longer = line.len() > folded[other].len() + folded[other].len() / 5;
                let again = *line == folded[other] && at < other;
                if other != at
                    && (longer || again)
                    && line[word..].starts_with(folded[other].as_str())
                {
                    repeated.insert(other);
                }
            }
        }
    }
    repeated
}

fn fifth_space(line: &str) -> Option<usize> {
    line.match_indices(' ').nth(4).map(|(at, _)| at)
}
