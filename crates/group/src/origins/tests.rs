//! Origins as a user meets them, on invented reports.

use crosswire_report::Report;

use super::{Ground, OriginKind, origins, outlet};
use crate::tests::report;

const WIRE: &str = "A freight train left the rails near Tern Junction before dawn on Monday and spilled grain over \
    the road. Crews from three towns worked through the morning to set the wagons upright. The line to the \
    coast stays closed until Wednesday at least. The driver walked away with bruises and was sent home.";

const OWN: &str = "Grain lay ankle deep on the Marlow road when the first bus came round the bend. Nobody had told its \
    driver of the derailment. The railway blames a worn switch, which it had meant to replace in the spring, and \
    farmers came with shovels to carry off what they could before rain set in.";

fn with_authors(mut report: Report, authors: &[&str]) -> Report {
    report.authors = authors.iter().map(|author| (*author).to_owned()).collect();
    report
}

fn check(reports: &[Report], expected: &[(usize, Option<&str>, OriginKind)]) {
    let given: Vec<&Report> = reports.iter().collect();
    let found = origins(&given);
    let found: Vec<(usize, Option<&str>, OriginKind)> = found
        .iter()
        .map(|origin| (origin.number, origin.name.as_deref(), origin.kind))
        .collect();
    assert_eq!(found, expected);
}

#[test]
fn the_first_to_print_a_text_is_its_origin_whatever_the_order_given() {
    let mut reports = vec![
        report(
            "late",
            "Belwick Post",
            "2031-03-04T15:00Z",
            "",
            &format!("{WIRE} Ends."),
        ),
        report("own", "The Coast", "2031-03-04T12:00Z", "", OWN),
        report("first", "Marlow Echo", "2031-03-04T08:00Z", "", WIRE),
    ];
    let echo = Some("Marlow Echo");
    let coast = (1, Some("The Coast"), OriginKind::Own);
    check(
        &reports,
        &[
            (2, echo, OriginKind::Outlet),
            coast,
            (2, echo, OriginKind::Own),
        ],
    );
    reports.swap(0, 2);
    check(
        &reports,
        &[
            (0, echo, OriginKind::Own),
            coast,
            (0, echo, OriginKind::Outlet),
        ],
    );
}

#[test]
fn a_credit_in_one_copy_holds_for_all() {
    let reports = [
        report("a", "Marlow Echo", "2031-03-04T08:00Z", "", WIRE),
        report(
            "b",
            "Belwick Post",
            "2031-03-04T09:00Z",
            "",
            &format!("TERN (AP) — {WIRE}"),
        ),
        report("c", "The Coast", "2031-03-04T10:00Z", "", WIRE),
    ];
    let press = (0, Some("Associated Press"), OriginKind::Agency);
    check(&reports, &[press, press, press]);
    let given: Vec<&Report> = reports.iter().collect();
    let found = origins(&given);
    let grounds: Vec<Ground> = found[1].evidence.iter().map(|row| row.ground).collect();
    assert_eq!(grounds, [Ground::Dateline, Ground::Copy]);
    let (of, share) = found[2].evidence[0].copy_of.unwrap();
    assert!(of == 0 && share > 0.99 && found.iter().all(|origin| origin.text == 0));
}

#[test]
fn two_texts_of_one_agency_are_one_origin_and_two_texts() {
    let reports = [
        with_authors(
            report("a", "Marlow Echo", "2031-03-04", "", WIRE),
            &["Reuters"],
        ),
        with_authors(
            report("b", "The Coast", "2031-03-05", "", OWN),
            &["Reuters"],
        ),
    ];
    let reuters = (0, Some("Reuters"), OriginKind::Agency);
    check(&reports, &[reuters, reuters]);
    let given: Vec<&Report> = reports.iter().collect();
    assert_eq!(origins(&given)[1].text, 1);
}

#[test]
fn a_wire_text_inside_a_longer_report_lends_a_part() {
    let longer = format!(
        "{OWN}\nThe signals failed twice last year, and each time the repair took a week and a day.\n{WIRE}"
    );
    let reports = [
        with_authors(report("a", "Marlow Echo", "2031-03-04", "", WIRE), &["AP"]),
        with_authors(
            report("b", "The Coast", "2031-03-05", "", &longer),
            &["Jo Arden"],
        ),
    ];
    check(
        &reports,
        &[
            (0, Some("Associated Press"), OriginKind::Agency),
            (0, Some("The Coast"), OriginKind::Own),
        ],
    );
    let given: Vec<&Report> = reports.iter().collect();
    let found = &origins(&given)[1];
    assert_eq!(
        (found.with.as_slice(), found.text),
        (["Associated Press".to_owned()].as_slice(), 1)
    );
    let passage = found.evidence[0].passage.unwrap();
    assert_eq!(passage.span.slice(&longer), WIRE.trim_end_matches('.'));
}

#[test]
fn an_outlet_does_not_confirm_itself() {
    let reports = [
        report("a", "www.coast.example", "2031-03-04", "", WIRE),
        report("b", "news.coast.example", "2031-03-05", "", OWN),
        report("c", "", "2031-03-05", "", "Nothing of the sort."),
        report("d", "", "2031-03-05", "", "Nothing at all."),
    ];
    let coast = (0, Some("www.coast.example"), OriginKind::Own);
    let other = (0, Some("news.coast.example"), OriginKind::Own);
    check(
        &reports,
        &[
            coast,
            other,
            (2, None, OriginKind::Own),
            (3, None, OriginKind::Own),
        ],
    );
    assert_eq!(outlet("money.inland.co.uk"), "inland.co.uk");
    assert_eq!(outlet("The Northern Ledger"), outlet("northern ledger"));
    assert_eq!(outlet(""), "");
    assert_eq!(outlet("..."), "...");
}

#[test]
fn hostile_texts_do_no_harm() {
    let long = "(".repeat(50_000);
    let same = "ferry ".repeat(20_000);
    let marks = "“‘'\"©(AP)\u{ad}\n".repeat(2_000);
    let reports: Vec<Report> = ["", "\n\n", "(", ")(", "©", &long, &same, &same, &marks]
        .iter()
        .enumerate()
        .map(|(i, text)| report(&i.to_string(), "Echo.", "", "", text))
        .collect();
    let given: Vec<&Report> = reports.iter().collect();
    assert_eq!(origins(&given).len(), given.len());
    assert!(origins(&[]).is_empty());
}
