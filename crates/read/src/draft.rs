//! A report as a format hands it over, before ids, roles, language and doubts are settled.

use std::sync::Arc;

use crosswire_calendar::Stamp;
use crosswire_report::{Block, Details, Item, Problem, ProblemKind, Provenance, Report};
use sha2::{Digest, Sha256};

use crate::dates;
use crate::error::Place;
use crate::options::{Options, size};
use crate::page;
use crate::segment::{self, Segmented};

/// What a format found out about one report.
#[derive(Debug, Default)]
pub(crate) struct Draft {
    /// Its id, where it has one.
    pub(crate) id: Option<String>,
    /// Its text, as decoded; repaired if it was taken out of markup.
    pub(crate) text: String,
    /// The roles of its stretches, where markup told them.
    pub(crate) blocks: Option<Vec<Block>>,
    /// Its title, where it came as a field of its own.
    pub(crate) title: Option<String>,
    /// Who published it.
    pub(crate) outlet: Option<String>,
    /// Its address.
    pub(crate) url: Option<String>,
    /// By whom.
    pub(crate) authors: Vec<String>,
    /// When it was published.
    pub(crate) published: Option<Stamp>,
    /// The rest.
    pub(crate) details: Details,
    /// What is wrong with it so far.
    pub(crate) problems: Vec<Problem>,
}

impl Draft {
    /// Notes where a piece of metadata came from.
    pub(crate) fn came_from(&mut self, item: Item, from: impl Into<String>) {
        self.details.provenance.push(Provenance {
            item,
            from: from.into(),
        });
    }

    /// Takes a date of publication as `from` prints it; one that cannot be read is a problem.
    pub(crate) fn publish(&mut self, printed: &str, from: &str) {
        if printed.trim().is_empty() {
            return;
        }
        match dates::stamp(printed) {
            Some(stamp) => {
                self.published = Some(stamp);
                self.came_from(Item::Published, from);
            }
            None => self.problems.push(Problem {
                kind: ProblemKind::BadDate,
                message: format!(
                    "{from}: {:?} is not a date that can be read",
                    shortened(printed)
                ),
                mend: "write it as 2022-12-08 or 2022-12-08T09:30:00Z, or give --published"
                    .to_owned(),
            }),
        }
    }

    /// Takes a title that may hold markup.
    pub(crate) fn entitle(&mut self, printed: Option<String>, from: &str) {
        let title = printed
            .map(|printed| page::words(&printed))
            .unwrap_or_default();
        if !title.is_empty() {
            self.title = Some(title);
            self.came_from(Item::Title, from);
        }
    }

    /// Takes the name of the outlet.
    pub(crate) fn issue(&mut self, outlet: Option<String>, from: &str) {
        let outlet = outlet
            .map(|outlet| page::words(&outlet))
            .unwrap_or_default();
        if self.outlet.is_none() && !outlet.is_empty() {
            self.outlet = Some(outlet);
            self.came_from(Item::Outlet, from);
        }
    }

    /// Takes an address on the web.
    pub(crate) fn address(&mut self, url: Option<String>, from: &str) {
        if let Some(url) = url.filter(|url| is_web(url)) {
            self.url = Some(url);
            self.came_from(Item::Url, from);
        }
    }

    /// Takes the names of the authors out of what is printed.
    pub(crate) fn credit(&mut self, printed: &[String], from: &str) {
        let authors = page::people::authors(printed);
        if self.authors.is_empty() && !authors.is_empty() {
            self.authors = authors;
            self.came_from(Item::Authors, from);
        }
    }

    /// Takes when it was changed.
    pub(crate) fn update(&mut self, printed: Option<&str>, from: &str) {
        if let Some(stamp) = printed.and_then(dates::stamp) {
            self.details.updated = Some(stamp);
            self.came_from(Item::Updated, from);
        }
    }

    /// Takes the part of the outlet.
    pub(crate) fn file_under(&mut self, section: Option<String>, from: &str) {
        if let Some(section) = section.filter(|section| section.len() <= 80) {
            self.details.section = Some(section);
            self.came_from(Item::Section, from);
        }
    }

    /// Takes the language that it is said to be in: `en-GB` is `en`.
    pub(crate) fn speak(&mut self, language: Option<&str>, from: &str) {
        let code: String = language
            .unwrap_or_default()
            .chars()
            .take_while(char::is_ascii_alphabetic)
            .collect::<String>()
            .to_ascii_lowercase();
        if (2..=3).contains(&code.len()) {
            self.details.language = Some(code);
            self.came_from(Item::Language, from);
        }
    }

    /// Notes that there is more of it than what was read; `what` was to be had.
    pub(crate) fn excerpt(&mut self, what: &str) {
        self.problems.push(Problem {
            kind: ProblemKind::Excerpt,
            message: format!("only {what} of the report was to be had"),
            mend: "save the page of the report, and give that".to_owned(),
        });
    }

    /// The report, with everything settled that a report alone can settle.
    pub(crate) fn finish(mut self, place: &Place, options: &Options) -> Report {
        self.bound(options);
        let title = self.title.take().filter(|title| !title.trim().is_empty());
        let blocks = match self.blocks.take() {
            Some(blocks) => blocks,
            None => self.segment(title.as_deref()),
        };
        if self.outlet.is_none()
            && let Some(outlet) = &options.outlet
        {
            self.outlet = Some(outlet.clone());
            self.came_from(Item::Outlet, "--outlet");
        }
        if self.published.is_none()
            && let Some(published) = options.published
        {
            self.published = Some(published);
            self.came_from(Item::Published, "--published");
        }
        if self.published.is_none() {
            self.problems.push(Problem {
                kind: ProblemKind::NoDate,
                message: "no date of publication, so words like \"yesterday\" cannot be placed"
                    .to_owned(),
                mend: "give it with --published 2022-12-08, or a first line `date 2022-12-08`"
                    .to_owned(),
            });
        }
        let only_title = self.text.trim().is_empty()
            && title.is_some()
            && self
                .problems
                .iter()
                .any(|known| known.kind == ProblemKind::Excerpt);
        if only_title {
            // The title is a text of its own; what is missing was told.
        } else if !self.text.chars().any(char::is_alphabetic) {
            self.problems.push(Problem {
                kind: ProblemKind::Empty,
                message: "there are no words in it".to_owned(),
                mend: "check that the file holds the report's text".to_owned(),
            });
        } else {
            self.tell_language(&blocks);
        }
        self.details.sha256 = hex(&Sha256::digest(self.text.as_bytes()));
        let id = self.id.unwrap_or_else(|| {
            let mut digest = Sha256::new();
            digest.update(place.source.as_bytes());
            digest.update([0]);
            digest.update(self.text.as_bytes());
            hex(&digest.finalize()[..8])
        });
        Report {
            id,
            source: place.source.clone(),
            outlet: self.outlet,
            url: self.url,
            title: title.map(Arc::from),
            authors: self.authors,
            published: self.published,
            text: Arc::from(self.text),
            blocks,
            problems: self.problems,
            details: self.details,
        }
    }

    /// Cuts a text that is too long; what is kept is still read.
    fn bound(&mut self, options: &Options) {
        let limit = options.limits.text;
        if self.text.len() <= limit {
            return;
        }
        let whole = self.text.len();
        let cut = self.text[..self.text.floor_char_boundary(limit)].rfind('\n');
        let cut = cut
            .filter(|&at| at * 2 > limit)
            .unwrap_or(self.text.floor_char_boundary(limit));
        self.text.truncate(cut);
        if let Some(blocks) = &mut self.blocks {
            blocks.retain(|block| block.span.end() <= cut);
        }
        self.problems.push(Problem {
            kind: ProblemKind::TooLong,
            message: format!(
                "its text is {}; only the first {} were kept",
                size(whole as u64),
                size(cut as u64)
            ),
            mend: "give each report as a file or a line of its own".to_owned(),
        });
    }

    /// Finds the roles in plain text, and the metadata that stands inside it.
    fn segment(&mut self, title: Option<&str>) -> Vec<Block> {
        let Segmented {
            blocks,
            published,
            authors,
        } = segment::segment(&self.text, title);
        if self.published.is_none()
            && let Some((stamp, line)) = published
        {
            self.published = Some(stamp);
            self.came_from(Item::Published, format!("text line {line}"));
        }
        if self.authors.is_empty()
            && let Some((authors, line)) = authors
        {
            self.authors = authors;
            self.came_from(Item::Authors, format!("text line {line}"));
        }
        blocks
    }

    /// Tells the language by the paragraphs; anything but English is kept and listed.
    fn tell_language(&mut self, blocks: &[Block]) {
        const SAMPLE: usize = 4_000;
        let mut sample = String::new();
        for block in blocks.iter().filter(|block| block.role.asserts()) {
            sample.push_str(block.span.slice(&self.text));
            sample.push('\n');
            if sample.len() > SAMPLE {
                sample.truncate(sample.floor_char_boundary(SAMPLE));
                break;
            }
        }
        let Some(info) = whatlang::detect(&sample) else {
            return;
        };
        // Names and quotations can outweigh the few words of a brief, so short texts keep the
        // benefit of the doubt.
        let sure =
            info.is_reliable() && sample.chars().filter(|c| c.is_alphabetic()).count() >= 120;
        if info.lang() == whatlang::Lang::Eng || !sure {
            if self.details.language.is_none() && (sure || info.lang() == whatlang::Lang::Eng) {
                self.details.language = Some("en".to_owned());
                self.came_from(Item::Language, "detected");
            }
            return;
        }
        self.details.language = Some(two_letters(info.lang()).to_owned());
        self.details
            .provenance
            .retain(|known| known.item != Item::Language);
        self.came_from(Item::Language, "detected");
        self.problems.push(Problem {
            kind: ProblemKind::Language,
            message: format!(
                "it is in {}, not in English, and is not annotated",
                info.lang().eng_name()
            ),
            mend: "give an English version of the report".to_owned(),
        });
    }
}

/// Whether words are an address on the web.
pub(crate) fn is_web(url: &str) -> bool {
    url.starts_with("http://") || url.starts_with("https://")
}

/// Lower-case hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(
        String::with_capacity(bytes.len() * 2),
        |mut digits, byte| {
            let _ = write!(digits, "{byte:02x}");
            digits
        },
    )
}

/// The start of what an input printed, for a message.
pub(crate) fn shortened(printed: &str) -> &str {
    match printed.char_indices().nth(60) {
        Some((end, _)) => &printed[..end],
        None => printed,
    }
}

/// ISO 639-1 for the languages that have one and that news is often in; else ISO 639-3.
fn two_letters(lang: whatlang::Lang) -> &'static str {
    match lang.code() {
        "afr" => "af",
        "ara" => "ar",
        "ben" => "bn",
        "bul" => "bg",
        "cat" => "ca",
        "ces" => "cs",
        "cmn" => "zh",
        "dan" => "da",
        "deu" => "de",
        "ell" => "el",
        "epo" => "eo",
        "est" => "et",
        "fin" => "fi",
        "fra" => "fr",
        "heb" => "he",
        "hin" => "hi",
        "hrv" => "hr",
        "hun" => "hu",
        "ind" => "id",
        "ita" => "it",
        "jpn" => "ja",
        "kor" => "ko",
        "lat" => "la",
        "lit" => "lt",
        "nld" => "nl",
        "nob" => "nb",
        "pes" => "fa",
        "pol" => "pl",
        "por" => "pt",
        "ron" => "ro",
        "rus" => "ru",
        "slk" => "sk",
        "slv" => "sl",
        "spa" => "es",
        "srp" => "sr",
        "swe" => "sv",
        "tgl" => "tl",
        "tha" => "th",
        "tur" => "tr",
        "ukr" => "uk",
        "urd" => "ur",
        "vie" => "vi",
        other => other,
    }
}
