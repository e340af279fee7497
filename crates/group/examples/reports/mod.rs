//! The reports of a file, one JSON object a line, as the examples beside it read them.

use crosswire_calendar::Stamp;
use crosswire_report::Report;
use serde_json::Value;

/// Reads them.
///
/// # Panics
///
/// When the file cannot be read, or a line is no report with an id.
pub(crate) fn load(path: &str) -> Vec<Report> {
    let lines = std::fs::read_to_string(path).expect("the reports");
    let read = |line: &str| {
        let value: Value = serde_json::from_str(line).expect("a report a line");
        let field = |name: &str| value[name].as_str().map(str::to_owned);
        let mut report = Report::new(
            field("id").expect("an id"),
            "-",
            field("text").unwrap_or_default(),
        );
        report.title = field("title").map(Into::into);
        report.outlet = field("outlet");
        report.url = field("url");
        report.published = field("published").and_then(|stamp| Stamp::parse(&stamp));
        report
    };
    lines.lines().map(read).collect()
}
