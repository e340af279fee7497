//! A complete set of reports, grouped.

use std::sync::Arc;

use crate::grouper::{Grouper, Options};
use crate::keyed::Frequencies;
use crate::sketch::{Sketch, minute};
use crate::story::Story;

/// Groups a complete set of reports into stories, whatever their order: they are sorted by
/// publication and id first, undated ones last, and then taken one by one as a stream is.
///
/// Stories come in order of their first report.
#[must_use]
pub fn group(sketches: &[Sketch], options: &Options) -> Vec<Story> {
    gathered(sketches, Grouper::new(*options))
}

/// Groups a part of a corpus whose frequencies are known, in the same order.
#[must_use]
pub fn group_part(
    sketches: &[Sketch],
    frequencies: Arc<Frequencies>,
    options: &Options,
) -> Vec<Story> {
    gathered(sketches, Grouper::over(frequencies, *options))
}

fn gathered(sketches: &[Sketch], mut grouper: Grouper) -> Vec<Story> {
    let mut order: Vec<usize> = (0..sketches.len()).collect();
    order.sort_by(|&a, &b| {
        let (a, b) = (&sketches[a], &sketches[b]);
        let key = |sketch: &Sketch| sketch.published.map_or(i64::MAX, minute);
        let size = |sketch: &Sketch| sketch.terms.pairs().len();
        key(a)
            .cmp(&key(b))
            .then_with(|| a.id.cmp(&b.id))
            .then_with(|| size(a).cmp(&size(b)))
    });
    let sorted: Vec<&Sketch> = order.iter().map(|&at| &sketches[at]).collect();
    for sketch in sorted {
        grouper.add(sketch);
    }
    let mut stories = grouper.stories();
    for at in stories.iter_mut().flat_map(|story| &mut story.members) {
        *at = order[*at];
    }
    stories
}
