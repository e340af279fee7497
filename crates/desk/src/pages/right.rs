//! How often Crosswire was right, as people judged: by kind, by what it is about, by how sure it was.

use std::collections::BTreeMap;

use axum::extract::{Extension, State};
use crosswire_ledger::{Judged, View};
use crosswire_record::{About, FindingKind};
use maud::{Markup, html};

use super::frame::{KINDS, Page, Paged, about, count, framed, kind, percent};
use crate::guard::Access;
use crate::state::Shared;

/// What was said of some findings.
#[derive(Clone, Copy, Default)]
struct Tally {
    confirmed: u64,
    explained: u64,
    wrong: u64,
    confidence: f64,
}

impl Tally {
    fn of<'j>(judged: impl Iterator<Item = &'j Judged>) -> Tally {
        judged.fold(Tally::default(), |sum, one| Tally {
            confirmed: sum.confirmed + one.confirmed,
            explained: sum.explained + one.explained,
            wrong: sum.wrong + one.wrong,
            confidence: sum.confidence + one.confidence,
        })
    }

    fn right(self) -> u64 {
        self.confirmed + self.explained
    }

    fn all(self) -> u64 {
        self.right() + self.wrong
    }

    /// Between which shares it lies with a chance of 95 of 100 (Wilson), as far as so few can tell.
    fn bounds(self) -> Option<(f64, f64)> {
        const Z: f64 = 1.96;
        let n = self.all() as f64;
        if n == 0.0 {
            return None;
        }
        let share = self.right() as f64 / n;
        let middle = share + Z * Z / (2.0 * n);
        let half = Z * (share * (1.0 - share) / n + Z * Z / (4.0 * n * n)).sqrt();
        let whole = 1.0 + Z * Z / n;
        Some((
            ((middle - half) / whole).max(0.0),
            ((middle + half) / whole).min(1.0),
        ))
    }
}

pub(super) async fn page(
    State(state): State<Shared>,
    Extension(access): Extension<Access>,
) -> Paged {
    let look = |view: &View<'_>| view.judged();
    let read = state.read(None, look).await;
    let judged = read.map_err(Page::of(access))?.value;
    let all = Tally::of(judged.iter());
    let by_kind = KINDS.map(|of| {
        let tally = Tally::of(judged.iter().filter(|one| one.kind == of));
        (kind(of).1.to_owned(), address(Some(of), None), tally)
    });
    let by_about = About::ALL.map(|of| {
        let tally = Tally::of(judged.iter().filter(|one| one.about == of));
        (about(of).to_owned(), address(None, Some(of)), tally)
    });
    let mut tenths: BTreeMap<u8, Vec<&Judged>> = BTreeMap::new();
    for one in &judged {
        tenths.entry(one.tenths).or_default().push(one);
    }
    let by_confidence = tenths.into_iter().rev().map(|(tenth, judged)| {
        let low = f64::from(tenth) / 10.0;
        let words = format!("{} to {} likely", percent(low), percent(low + 0.1));
        (
            words,
            format!("/findings?least={low:.1}"),
            Tally::of(judged.into_iter()),
        )
    });
    let body = html! {
        h1 { "How often Crosswire was right" }
        p {
            @if all.all() == 0 {
                "Nobody has said of any finding yet whether it is right. " a href="/findings" { "The findings" }
                " wait for a word."
            } @else {
                "Of " (count(all.all() as usize, "finding", "findings")) " that people judged, "
                b { (all.right()) } " are right and " b { (all.wrong) } " are wrong."
            }
        }
        p.note {
            "A finding counts once, by the last word that stands, as it was when that was said. What is confirmed or explained \
            is right. Few judged findings say little: the true share lies between the bounds, 95 times of a hundred. How likely a \
            finding is said to be right does not come from these words of yours; it was estimated from stories judged by hand when \
            Crosswire was built, and here it can be seen whether that holds."
        }
        @if all.all() > 0 {
            (table("By kind", "Kind", by_kind.into_iter(), false))
            (table("By what it is about", "About", by_about.into_iter(), false))
            (table("By how likely it was said to be right", "Likely right", by_confidence, true))
        }
    };
    Ok(framed("How often it was right", access, &body))
}

fn address(kind: Option<FindingKind>, about: Option<About>) -> String {
    match (kind, about) {
        (Some(kind), _) => format!("/findings?kind={kind}"),
        (_, Some(about)) => format!("/findings?about={about}"),
        _ => "/findings".to_owned(),
    }
}

fn table(
    title: &str,
    head: &str,
    rows: impl Iterator<Item = (String, String, Tally)>,
    said: bool,
) -> Markup {
    html! {
        h2 { (title) }
        div.wide {
            table.stacked {
                thead {
                    tr {
                        th scope="col" { (head) } th scope="col" { "Right" } th scope="col" { "Share" } th scope="col" { "Bounds" }
                        @if said { th scope="col" { "Said, on average" } }
                        th scope="col" { "Confirmed" } th scope="col" { "Explained" } th scope="col" { "Wrong" }
                    }
                }
                tbody {
                    @for (name, address, tally) in rows {
                        @if let Some((low, high)) = tally.bounds() {
                            tr {
                                th scope="row" { a href=(address) { (name) } }
                                td data-head="Right" { (tally.right()) " of " (tally.all()) }
                                td data-head="Share" { (percent(tally.right() as f64 / tally.all() as f64)) }
                                td data-head="Bounds" { (percent(low)) " to " (percent(high)) }
                                @if said { td data-head="Said, on average" { (percent(tally.confidence / tally.all() as f64)) } }
                                td data-head="Confirmed" { (tally.confirmed) } td data-head="Explained" { (tally.explained) } td data-head="Wrong" { (tally.wrong) }
                            }
                        }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Tally;

    #[test]
    fn few_say_little() {
        let tally = |confirmed, wrong| Tally {
            confirmed,
            wrong,
            ..Tally::default()
        };
        assert!(tally(0, 0).bounds().is_none());
        let (low, high) = tally(9, 1).bounds().unwrap();
        assert!(
            (low - 0.596).abs() < 0.001 && (high - 0.982).abs() < 0.001,
            "{low} {high}"
        );
        let (low, high) = tally(900, 100).bounds().unwrap();
        assert!(low > 0.87 && high < 0.92, "{low} {high}");
    }
}
