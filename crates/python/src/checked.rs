//! What a check found: the outcome, its stories and findings, and how they are shown.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crosswire::checking::{self, Grouping};
use crosswire_present::{StoryOutcome, html, json, terminal};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::{Bound, PyAny, PyAnyMethods, PyResult, Python, pyclass, pymethods};

use crate::background::{self, Bar};
use crate::report::Reports;
use crate::table::Table;
use crate::{error, values};

/// What a check found: what `crosswire.check` gives.
///
/// >>> import crosswire
/// >>> reports = [
/// ...     crosswire.Report("Three people died when the ferry struck a pier at Port Maren.", id="a"),
/// ...     crosswire.Report("Five people died when the ferry struck a pier at Port Maren.", id="b"),
/// ... ]
/// >>> result = crosswire.check(reports, one_story=True)
/// >>> result
/// Result(1 story, 2 reports, 1 finding: 1 update)
/// >>> [value["value"] for value in result.findings[0].values]
/// ['Three people', 'Five people']
#[pyclass(frozen, module = "crosswire", name = "Result")]
pub(crate) struct Outcome(Arc<crosswire_present::Outcome>);

/// The reports of one happening and their findings.
#[pyclass(frozen, module = "crosswire")]
pub(crate) struct Story {
    of: Arc<crosswire_present::Outcome>,
    at: usize,
}

/// A question on which reports can be laid side by side, and how they lie.
#[pyclass(frozen, module = "crosswire")]
pub(crate) struct Finding {
    of: Arc<crosswire_present::Outcome>,
    story: usize,
    at: usize,
}

/// What is to be compared: reports in their order, the grouping, the references.
pub(crate) struct Chosen {
    reports: Vec<Arc<crosswire_report::Report>>,
    references: Option<Vec<Arc<crosswire_report::Report>>>,
    one_story: bool,
    sets: Option<BTreeMap<String, Vec<String>>>,
}

impl Chosen {
    pub(crate) fn reports(&self) -> Vec<Arc<crosswire_report::Report>> {
        self.reports.clone()
    }

    fn grouping(&self) -> Grouping<'_> {
        match &self.sets {
            Some(sets) => Grouping::Sets(sets),
            None if self.one_story => Grouping::OneStory,
            None => Grouping::Found,
        }
    }

    /// Those of reports that were extracted before, in the order chosen.
    pub(crate) fn of(
        &self,
        extracted: &[crosswire_extract::Extracted],
    ) -> Vec<crosswire_extract::Extracted> {
        let by_report: HashMap<_, _> = extracted
            .iter()
            .map(|extracted| (Arc::as_ptr(extracted.annotated.report()), extracted))
            .collect();
        let chosen = self.reports.iter().map(Arc::as_ptr);
        let chosen = chosen.filter_map(|report| by_report.get(&report).copied());
        chosen.cloned().collect()
    }
}

impl Outcome {
    /// Puts the reports in order and leaves out those that are not to be compared.
    pub(crate) fn choose(
        mut reports: Vec<Arc<crosswire_report::Report>>,
        references: Option<Vec<Arc<crosswire_report::Report>>>,
        one_story: bool,
        sets: Option<BTreeMap<String, Vec<String>>>,
    ) -> PyResult<Chosen> {
        if one_story && sets.is_some() {
            return Err(PyValueError::new_err(
                "one_story and sets both say which reports tell one story; give one of them",
            ));
        }
        let empty = |report: &&Arc<crosswire_report::Report>| report.text.trim().is_empty();
        if let Some(empty) = references.iter().flatten().find(empty) {
            return Err(error::ReadError::new_err(format!(
                "reference {}: no text was found in it; give a transcript or statement as plain \
                 text, HTML or report JSONL",
                empty.place()
            )));
        }
        checking::sort(&mut reports);
        let mut chosen = Chosen {
            reports: Vec::new(),
            references,
            one_story,
            sets,
        };
        let beside = chosen.references.as_deref().unwrap_or_default();
        checking::select(&mut reports, chosen.grouping(), beside);
        if let Some(sets) = &chosen.sets
            && let Some((label, id)) = checking::missing(sets, &reports).first()
        {
            return Err(PyValueError::new_err(format!(
                "set {label:?}: no report has the id {id:?}; leave it out of sets, or read its file too"
            )));
        }
        chosen.reports = reports;
        Ok(chosen)
    }

    /// Compares extracted reports, which must be those chosen.
    pub(crate) fn compare(
        py: Python<'_>,
        extracted: &[crosswire_extract::Extracted],
        chosen: Chosen,
        threads: Option<usize>,
        progress: Option<bool>,
    ) -> PyResult<Outcome> {
        let bar = Bar::begin(py, progress, 0, "story")?;
        let outcome = background::run(py, threads, &bar, |watch| {
            let references = chosen.references.clone();
            checking::check(extracted, chosen.grouping(), references, watch)
        })?;
        Ok(Outcome(Arc::new(outcome)))
    }

    fn all(&self) -> Vec<Finding> {
        let stories = self.0.stories.iter().enumerate();
        let all = stories.flat_map(|(story, told)| {
            (0..told.findings.len()).map(move |at| Finding {
                of: Arc::clone(&self.0),
                story,
                at,
            })
        });
        all.collect()
    }
}

#[pymethods]
impl Outcome {
    /// The reports as read, by publication and id.
    #[getter]
    fn reports(&self) -> Reports {
        Reports {
            reports: self.0.reports.clone(),
            errors: Vec::new(),
        }
    }

    /// The stories, the most disputed first.
    #[getter]
    fn stories(&self) -> Vec<Story> {
        let story = |at| Story {
            of: Arc::clone(&self.0),
            at,
        };
        (0..self.0.stories.len()).map(story).collect()
    }

    /// The findings of all stories, story by story.
    #[getter]
    fn findings(&self) -> Vec<Finding> {
        self.all()
    }

    /// Every direct and mixed quotation laid against the references, as dictionaries; `None` where
    /// no reference was given.
    #[getter]
    fn quotations<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        values::of(py, &json::check(&self.0).quotations)
    }

    /// The findings as a table: one row a finding, with its story.
    fn table(&self, py: Python<'_>) -> PyResult<Table> {
        let rows = py.detach(|| crosswire::tables::findings(&self.0));
        let rows = rows.map_err(|error| error::rows(&error))?;
        Ok(Table::new(crosswire_columns::Table::Findings, rows))
    }

    /// Format 1, byte for byte what `crosswire check --format json` prints.
    fn to_json(&self, py: Python<'_>) -> PyResult<String> {
        let printed = py.detach(|| serde_json::to_string_pretty(&json::check(&self.0)));
        Ok(printed.map_err(|error| error::rows(&error))? + "\n")
    }

    /// The same as a dictionary.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        values::of(py, &json::check(&self.0))
    }

    /// One self-contained page, as `crosswire check --format html` writes it.
    fn to_html(&self, py: Python<'_>) -> String {
        py.detach(|| html::render(&self.0))
    }

    /// For people, as `crosswire check` prints it; `all` shows all of it.
    #[pyo3(signature = (*, all=false))]
    fn to_text(&self, all: bool) -> String {
        let options = terminal::Options {
            all,
            ..terminal::Options::default()
        };
        terminal::render(&self.0, options)
    }

    fn __repr__(&self) -> String {
        let mut kinds: BTreeMap<_, usize> = BTreeMap::new();
        for finding in self.0.stories.iter().flat_map(|story| &story.findings) {
            *kinds.entry(finding.kind).or_default() += 1;
        }
        let all = kinds.values().sum();
        let kinds: Vec<String> = kinds
            .into_iter()
            .map(|(kind, count)| format!("{count} {}", kind.name()))
            .collect();
        format!(
            "Result({}, {}, {}{}{})",
            count(self.0.stories.len(), "story", "stories"),
            count(self.0.reports.len(), "report", "reports"),
            count(all, "finding", "findings"),
            if kinds.is_empty() { "" } else { ": " },
            kinds.join(", "),
        )
    }

    fn _repr_html_<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        framed(py, &self.0, 720)
    }
}

fn count(number: usize, one: &str, more: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { more })
}

/// A page of its own inside a notebook's cell.
fn framed<'py>(
    py: Python<'py>,
    outcome: &crosswire_present::Outcome,
    height: usize,
) -> PyResult<Bound<'py, PyAny>> {
    let page = py.detach(|| html::render(outcome));
    py.import("crosswire._html")?
        .call_method1("frame", (page, height))
}

/// An outcome of one story, with these of its findings, and the reports that they need.
fn part(
    of: &crosswire_present::Outcome,
    story: &StoryOutcome,
    findings: Vec<crosswire_record::Finding>,
) -> crosswire_present::Outcome {
    let told = |at: &&usize| {
        let id = &of.reports[**at].id;
        let mut rows = findings.iter().flat_map(|finding| &finding.evidence);
        findings.len() == story.findings.len() || rows.any(|row| row.report == *id)
    };
    let members: Vec<usize> = story.reports.iter().filter(told).copied().collect();
    crosswire_present::Outcome {
        reports: members
            .iter()
            .map(|&at| Arc::clone(&of.reports[at]))
            .collect(),
        origins: vec![None; members.len()],
        stories: vec![StoryOutcome {
            reports: (0..members.len()).collect(),
            findings,
            continues: None,
            topic: None,
            ..story.clone()
        }],
        against: None,
    }
}

impl Story {
    fn told(&self) -> &StoryOutcome {
        &self.of.stories[self.at]
    }
}

#[pymethods]
impl Story {
    /// A digest of the ids of its reports.
    #[getter]
    fn id(&self) -> String {
        self.of.story_id(self.told())
    }

    /// What it is called.
    #[getter]
    fn label(&self) -> &str {
        &self.told().label
    }

    /// The ids of its reports, by publication and id.
    #[getter]
    fn reports(&self) -> Vec<&str> {
        let reports = self.told().reports.iter();
        reports.map(|&at| self.of.reports[at].id.as_str()).collect()
    }

    /// How many outlets published them.
    #[getter]
    fn outlets(&self) -> usize {
        self.told().outlets
    }

    /// How many independent origins they have.
    #[getter]
    fn origins(&self) -> usize {
        self.told().origins
    }

    /// How many statements could be laid side by side.
    #[getter]
    fn statements_aligned(&self) -> usize {
        self.told().statements_aligned
    }

    /// Its findings, most useful first.
    #[getter]
    fn findings(&self) -> Vec<Finding> {
        let finding = |at| Finding {
            of: Arc::clone(&self.of),
            story: self.at,
            at,
        };
        (0..self.told().findings.len()).map(finding).collect()
    }

    /// All of it, as in format 1.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        values::of(py, &json::story(&self.of, self.told()))
    }

    fn __repr__(&self) -> String {
        let told = self.told();
        format!(
            "Story({:?}, {} reports, {} findings)",
            told.label,
            told.reports.len(),
            told.findings.len()
        )
    }

    fn _repr_html_<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let story = self.told();
        framed(py, &part(&self.of, story, story.findings.clone()), 640)
    }
}

impl Finding {
    fn record(&self) -> &crosswire_record::Finding {
        &self.of.stories[self.story].findings[self.at]
    }
}

#[pymethods]
impl Finding {
    /// Its id: the same for the same input.
    #[getter]
    fn id(&self) -> &str {
        &self.record().id
    }

    /// How the reports lie to each other: `conflict`, `update`, `quote_variant`, `refinement`,
    /// `agreement`, `single_source`, `revision`.
    #[getter]
    fn kind(&self) -> &'static str {
        self.record().kind.name()
    }

    /// What sort of slot: time, place, quantity, participant, outcome, attribution, quote.
    #[getter]
    fn about(&self) -> &'static str {
        self.record().about.name()
    }

    /// Who differs: `reports`, or the `sources` that all of them quote.
    #[getter]
    fn between(&self) -> &'static str {
        self.record().between.name()
    }

    /// The question that the slot answers.
    #[getter]
    fn question(&self) -> &str {
        &self.record().question
    }

    /// One plain line: why this is so.
    #[getter]
    fn explanation(&self) -> &str {
        &self.record().explanation
    }

    /// How many independent origins stand behind it.
    #[getter]
    fn origins(&self) -> usize {
        self.record().origins
    }

    /// How likely it is right.
    #[getter]
    fn confidence(&self) -> f64 {
        self.record().confidence
    }

    /// What it rests on beyond the words.
    #[getter]
    fn assumptions(&self) -> Vec<String> {
        self.record().assumptions.clone()
    }

    /// In a quote variant, the words that differ: `from`, `to`, `meaning`.
    #[getter]
    fn changed<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        values::of(py, &self.record().changed)
    }

    /// The values, each with its `normal` form and the `reports` that hold it.
    #[getter]
    fn values<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        values::of(py, &self.record().values)
    }

    /// The passages, the first of each report being its best.
    #[getter]
    fn evidence<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        values::of(py, &self.record().evidence)
    }

    /// The sharpest passage, with the values in place.
    #[getter]
    fn claim<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        values::of(py, &self.record().claim)
    }

    /// All of it, as in format 1.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        values::of(py, self.record())
    }

    fn __repr__(&self) -> String {
        let record = self.record();
        format!("Finding({}, {:?})", record.kind.name(), record.question)
    }

    fn _repr_html_<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let story = &self.of.stories[self.story];
        framed(py, &part(&self.of, story, vec![self.record().clone()]), 420)
    }
}
