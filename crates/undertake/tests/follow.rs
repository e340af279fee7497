//! What later reports show of an undertaking: pairs of short reports of ours, and look-alikes that show nothing.

use std::sync::Arc;

use crosswire_annotate::Pipeline;
use crosswire_extract::{Annotated, extract};
use crosswire_model::{Options, Silent, obtain};
use crosswire_read::{Options as ReadOptions, read_bytes};
use crosswire_undertake::find;
use crosswire_undertake::follow::{Notes, notes, steps};

/// What is undertaken | what a later report says | the step, or -
const CASES: &str = "\
Mayor Ana Brell vowed to reopen the Sund bridge by May. | The mayor, Ana Brell, reopened the Sund bridge on Friday. | met
Mayor Ana Brell vowed to reopen the Sund bridge by May. | Ana Brell has dropped her plan to reopen the Sund bridge. | withdrawn
Mayor Ana Brell vowed to reopen the Sund bridge by May. | Ana Brell broke her promise to reopen the Sund bridge. | broken
Mayor Ana Brell vowed to reopen the Sund bridge by May. | Ana Brell did not reopen the Sund bridge. | broken
The council ruled out selling the yard to the bank. | The council sold the yard to the bank on Monday. | broken
Mayor Ana Brell vowed to reopen the Sund bridge by May. | The mayor of Lund reopened the Lund bridge on Friday. | -
Mayor Ana Brell vowed to reopen the Sund bridge by May. | Ana Brell vowed again to reopen the Sund bridge. | repeated
Mayor Ana Brell vowed to reopen the Sund bridge by May. | Ana Brell reopened half of the Sund bridge on Friday. | -
Mayor Ana Brell vowed to reopen the Sund bridge by May. | The union urged Ana Brell to reopen the Sund bridge. | -
Mayor Ana Brell vowed to reopen the Sund bridge by May. | Ana Brell will reopen the Sund bridge, she said. | -
Mayor Ana Brell vowed to reopen the Sund bridge by May. | Reports that Ana Brell had reopened the Sund bridge were denied. | -
Mayor Ana Brell vowed to reopen the Sund bridge by May. | Ana Brell reopened the school on Friday. | -
Mayor Ana Brell vowed to reopen the Sund bridge by May. | Tom Orlin reopened the Sund bridge to cyclists last year. | -
";

fn read(pipeline: &Pipeline, text: &str, day: &str) -> Notes {
    let line = serde_json::json!({"id": "a", "outlet": "Sund Courier", "published": day, "title": "News", "text": text});
    let report = read_bytes(
        "a.jsonl",
        line.to_string().as_bytes(),
        &ReadOptions::default(),
    )
    .remove(0)
    .unwrap();
    let extracted = extract(Annotated::new(Arc::new(report), |text| {
        pipeline.annotate(text)
    }));
    notes(&extracted, &find(&extracted))
}

#[test]
fn later_words_end_an_undertaking_or_show_nothing() {
    let model = obtain(&Options::default(), &mut Silent).unwrap();
    let pipeline = Pipeline::load(&model.path).unwrap();
    let mut wrong = Vec::new();
    for line in CASES.lines() {
        let [before, after, wanted] = line.split(" | ").collect::<Vec<_>>()[..] else {
            panic!("{line}");
        };
        let first = read(&pipeline, before, "2031-03-05T10:00:00Z");
        // What is not done is told after the day, all else before it.
        let month = if after.contains("did not") { 6 } else { 4 };
        let later = read(&pipeline, after, &format!("2031-0{month}-05T10:00:00Z"));
        let day = Some(jiff::civil::date(2031, month, 5));
        let undertaking = first.undertakings.first().expect("an undertaking");
        let shown = steps(undertaking, &first.names, &[(day, &later)]);
        let said = shown.last().map_or("-", |step| step.outcome.name());
        if said != wanted {
            wrong.push(format!(
                "{line}: {said}\n  {undertaking:?}\n  {:?}",
                later.deeds
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
