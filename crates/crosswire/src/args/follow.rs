//! What follows sources and tells people.

use std::path::PathBuf;

use clap::Args;

use super::{AnswerFormat, Language, LedgerAt};

#[derive(Debug, Args)]
#[command(after_help = FOLLOW_HELP)]
pub(crate) struct Follow {
    /// Lists of sources, TOML or OPML; those they name are followed from now on, and no others [default:
    /// those that the ledger knows]
    #[arg(value_name = "SOURCES")]
    pub(crate) sources: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) ledger: LedgerAt,
    /// Ask for the pages of the feeds' items too
    #[arg(long)]
    pub(crate) articles: bool,
    /// Whom hosts can turn to, a mail address or the address of a page; where the lists do not say
    #[arg(long, value_name = "CONTACT")]
    pub(crate) contact: Option<String>,
    /// Rules of whom to tell of what, as `crosswire watch --help` shows them
    #[arg(long, value_name = "FILE")]
    pub(crate) rules: Option<PathBuf>,
    /// Look at each source that is due once, and end
    #[arg(long)]
    pub(crate) once: bool,
    /// Show each source and how far it is; nothing is fetched
    #[arg(long, conflicts_with_all = ["sources", "articles", "contact", "once", "opml"])]
    pub(crate) list: bool,
    /// Print the feeds that are followed as OPML; nothing is fetched
    #[arg(long, conflicts_with_all = ["sources", "articles", "contact", "once"])]
    pub(crate) opml: bool,
    /// How to print the list
    #[arg(long, value_enum, default_value_t, requires = "list")]
    pub(crate) format: AnswerFormat,
    #[command(flatten)]
    pub(crate) language: Language,
}

#[derive(Debug, Args)]
#[command(after_help = WATCH_HELP)]
pub(crate) struct Watch {
    #[command(flatten)]
    pub(crate) ledger: LedgerAt,
    /// The rules [default: those that were made on the desk]
    #[arg(long, value_name = "FILE")]
    pub(crate) rules: Option<PathBuf>,
    /// Show what the rules would have told of the ledger's last month; nobody is told anything
    #[arg(long)]
    pub(crate) test: bool,
    /// Show it of the time since then instead, such as 2031-03-06T08:10Z
    #[arg(long, value_name = "TIME", requires = "test")]
    pub(crate) since: Option<String>,
    /// How to print
    #[arg(long, value_enum, default_value_t, requires = "test")]
    pub(crate) format: AnswerFormat,
}

/// How a rule file looks.
const WATCH_HELP: &str = r#"A rule file:

  [[channel]]
  name = "newsroom"
  webhook = "https://chat.example/hook"       # signed (Standard Webhooks), tried for a week
  secret_file = "newsroom.key"                # at least 16 characters, or whsec_...

  [[channel]]
  name = "siren"
  command = ["/usr/local/bin/siren", "--soft"]   # no shell; the alert as JSON on standard input
  # or: spool = "/var/spool/crosswire" (a mail file each), mail = ["ida@example.org"], terminal = true

  [mail]                                      # for channels with mail
  server = "smtp.example.org:465"             # security = "tls", "starttls" or "none"; user, password_file
  from = "desk@example.org"

  [[rule]]
  name = "tolls"
  kind = ["conflict", "update"]               # of a list one must hold, of what is said everything
  about = ["quantity"]
  words = ["killed", "death toll", "evacuat*"]   # words_file = "list.txt" for a long list
  moves_by = "10%"                            # or "5"
  tell = ["newsroom", "terminal"]             # nobody needs to be named for the desk and its feeds
  digest = "hourly"                           # or "daily"

Further: in = "reports" (whole reports instead of findings), story, who, place, outlet, least_confidence,
least_origins, marked = ["confirmed"]."#;

/// How a list of sources looks.
const FOLLOW_HELP: &str = r#"A list of sources:

  [follow]
  contact = "desk@example.org"        # goes into the name under which hosts are asked
  interval = "15m"                    # from one look at a feed to the next
  pause = "5s"                        # between two requests to one host

  [[source]]
  feed = "https://harbour.example/rss.xml"    # RSS, Atom, JSON Feed or news sitemap
  outlet = "Harbour Post"

  [[source]]
  folder = "/srv/incoming"            # new files, also moved in whole

  [[source]]
  crawl = "/srv/crawl/warc"           # web archives of a crawl that goes on

Private addresses are never asked, unless a source has allow = ["host:port"]."#;
