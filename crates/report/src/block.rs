//! Stretches of a report by the role they play.

use crosswire_text::Span;

/// A stretch of a report's text with one role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    /// What it is for.
    pub role: Role,
    /// Where it stands in the report's text.
    pub span: Span,
}

/// What a block is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// The report's title, standing inside its text.
    Title,
    /// "LONDON (AP) —"
    Dateline,
    /// Running text.
    Paragraph,
    /// A line above what follows.
    Heading,
    /// What a picture shows.
    Caption,
    /// Who made a picture, or the report.
    Credit,
    /// A line of data about the report: `date 2022-12-08`.
    Metadata,
    /// A sentence of the report, repeated large.
    PullQuote,
    /// "Sign up for our newsletter", "Read more".
    Boilerplate,
}

impl Role {
    /// All of them.
    pub const ALL: [Role; 9] = [
        Role::Title,
        Role::Dateline,
        Role::Paragraph,
        Role::Heading,
        Role::Caption,
        Role::Credit,
        Role::Metadata,
        Role::PullQuote,
        Role::Boilerplate,
    ];

    /// The one that [`Role::name`] calls `name`.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|one| one.name() == name)
    }

    /// The word used in JSON and on pages.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Role::Title => "title",
            Role::Dateline => "dateline",
            Role::Paragraph => "paragraph",
            Role::Heading => "heading",
            Role::Caption => "caption",
            Role::Credit => "credit",
            Role::Metadata => "metadata",
            Role::PullQuote => "pullquote",
            Role::Boilerplate => "boilerplate",
        }
    }

    /// Whether the block asserts things about the world: captions and headings do, credits do not.
    #[must_use]
    pub fn asserts(self) -> bool {
        matches!(
            self,
            Role::Title | Role::Paragraph | Role::Heading | Role::Caption
        )
    }
}
