//! The commands and their help.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use super::bench::BenchCommand;
use crate::domain::{ChannelMode, EntityKind, Language};
use crate::search::{MinConfidence, Sort, SuspectFilter};

/// A searchable, redacted archive of spoken media.
///
/// Earmark crawls buckets, transcribes every recording, redacts personal data before anything is
/// stored, and serves a page where people type words and land on the second in which they were
/// said.
#[derive(Debug, Parser)]
#[command(version, about, long_about, after_help = EXAMPLES, after_long_help = LONG_EXAMPLES)]
pub struct Cli {
    /// The configuration [default: earmark.toml where it is there]
    #[arg(long, short, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Answer in JSON, for scripts
    #[arg(long, global = true)]
    pub json: bool,
    /// Log more (also EARMARK_LOG=debug)
    #[arg(long, short, global = true, action = clap::ArgAction::Count)]
    pub verbose: u8,
    /// What to do
    #[command(subcommand)]
    pub command: Command,
}

const EXAMPLES: &str = "\
Examples:
  earmark demo                                try it with the demo archive
  earmark up                                  crawl, transcribe and serve, in one process
  earmark transcribe interview.mp3            one local file to redacted text, nothing stored
  earmark search '\"the winter of the flood\"'  search from the shell";

const LONG_EXAMPLES: &str = "\
Examples:
  earmark demo                                try it with the demo archive
  earmark config check                        see what is wrong before anything starts
  earmark up                                  crawl, transcribe and serve, in one process
  earmark work & earmark work                 more workers, on this or other machines
  earmark ingest s3://bucket/talks/one.mp3    this recording now, waiting for the result
  earmark transcribe interview.mp3 --format vtt > interview.vtt
  earmark search '\"the winter of the flood\"' --json

Exit status:
  0  done
  1  it failed; the reason is on standard error
  2  the command or the configuration is wrong
  3  done, but some recordings failed (`earmark failed`)
  4  `earmark verify` found personal data that is still there
  5  `earmark verify` could not look through everything";

/// What Earmark can do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Crawl, transcribe and serve the page, in one process
    Up,
    /// Run the collections' schedules, or crawl at once with --now
    Crawl(CrawlArgs),
    /// Transcribe what the crawls found
    Work(WorkArgs),
    /// Serve the page and the API
    Serve,
    /// Transcribe these objects now and wait for the result
    Ingest(IngestArgs),
    /// Search from the shell
    Search(SearchArgs),
    /// Turn a local file into redacted text; nothing is stored
    Transcribe(TranscribeArgs),
    /// Redact text, or the JSON of Amazon Transcribe; nothing is stored
    Redact(RedactArgs),
    /// Show what is searchable, queued, running and failed
    Status,
    /// Show every failed recording: where it failed, why, and what to do
    Failed,
    /// Try failed recordings again, once what was wrong is mended
    Retry(RetryArgs),
    /// Build the search index anew from Postgres, search going on
    Reindex,
    /// Look for personal data in all that is stored, and redact it with --fix
    Verify(VerifyArgs),
    /// List, get and locate models
    #[command(subcommand)]
    Models(ModelsCommand),
    /// Look at the configuration
    #[command(subcommand)]
    Config(ConfigCommand),
    /// Measure, on your own recordings and machine
    #[command(subcommand)]
    Bench(BenchCommand),
    /// Ingest the demo archive and serve it, with private servers
    Demo(DemoArgs),
    /// Run a command with a private Postgres and S3 store, for tests
    Dev(DevArgs),
}

/// `earmark crawl`
#[derive(Debug, Args)]
pub struct CrawlArgs {
    /// Crawl once, now, and exit
    #[arg(long)]
    pub now: bool,
    /// Only these collections
    pub collections: Vec<String>,
}

/// `earmark work`
#[derive(Debug, Args)]
pub struct WorkArgs {
    /// Exit when nothing is queued or running
    #[arg(long)]
    pub until_idle: bool,
}

/// `earmark ingest`
#[derive(Debug, Args)]
pub struct IngestArgs {
    /// Objects of a configured collection, as s3://bucket/key
    #[arg(required = true, value_name = "s3://BUCKET/KEY")]
    pub objects: Vec<String>,
}

/// `earmark search`
#[derive(Debug, Args)]
pub struct SearchArgs {
    /// Words, "a phrase" in quotes, and the rest of the query language (see README.md)
    #[arg(required = true)]
    pub words: Vec<String>,
    /// Only this collection
    #[arg(long)]
    pub collection: Vec<String>,
    /// Only this language, such as `fr`
    #[arg(long)]
    pub language: Vec<String>,
    /// Whether passages that may not have been said count: no, only or any
    #[arg(long, default_value = "any", value_name = "WHICH")]
    pub suspect: SuspectFilter,
    /// Only words heard with this confidence, from 0 to 1
    #[arg(long, default_value = "0", value_name = "SHARE")]
    pub min_confidence: MinConfidence,
    /// Which recordings come first: relevance, date or title
    #[arg(long, default_value = "relevance", value_name = "ORDER")]
    pub sort: Sort,
    /// At most so many recordings
    #[arg(long, default_value_t = 10)]
    pub limit: usize,
}

/// `earmark transcribe`
#[derive(Debug, Args)]
pub struct TranscribeArgs {
    /// A recording on this machine
    pub file: PathBuf,
    /// txt, json, vtt or srt
    #[arg(long, short, default_value = "txt", value_parser = ["txt", "json", "vtt", "srt"])]
    pub format: String,
    /// The languages that may be spoken [default: any]
    #[arg(long, value_name = "CODE")]
    pub language: Vec<String>,
    /// A file of names and terms that are likely to be said, one a line
    #[arg(long, value_name = "FILE")]
    pub vocabulary: Option<PathBuf>,
    /// How to hear several channels: auto, mix or separate
    #[arg(long, default_value = "auto", value_name = "MODE")]
    pub channels: ChannelMode,
}

/// `earmark redact`
#[derive(Debug, Args)]
#[command(after_help = REDACT_EXAMPLES)]
pub struct RedactArgs {
    /// A text, or the JSON of Amazon Transcribe [default: standard input]
    pub file: Option<PathBuf>,
    /// The language, where a transcript does not tell its own: en, fr, de or es [default: found for
    /// each line or turn]
    #[arg(long, value_name = "CODE")]
    pub language: Option<Language>,
    /// Only these kinds, such as SSN,PHONE [default: every kind]
    #[arg(long, value_name = "KIND", value_delimiter = ',')]
    pub kinds: Vec<EntityKind>,
    /// Each line is a document of its own, and gives a line
    #[arg(long)]
    pub lines: bool,
}

const REDACT_EXAMPLES: &str = "\
What begins with `{` is read as the JSON of Amazon Transcribe and comes back as such, marks in place
of words; of that JSON only what Earmark knows is kept. Anything else is text. With --json only
spans come out: kind and place (characters from 0, or milliseconds), never the value. Nothing comes
out unless all recognizers ran.

Examples:
  echo \"I'm Dana Reyes, call me on four one five, five five five, oh one three two\" | earmark redact
  earmark redact --language fr --kinds NAME,PHONE appel.txt
  earmark redact call.json > call-redacted.json      Amazon Transcribe's JSON, in and out
  earmark redact --json call.json                    what was found, and when
  earmark redact --lines --json < messages.txt       a list of spans a line";

/// `earmark retry`
#[derive(Debug, Args)]
pub struct RetryArgs {
    /// Only these recordings, by id [default: all that failed]
    pub recordings: Vec<String>,
    /// Only those of this collection
    #[arg(long, value_name = "NAME")]
    pub collection: Option<String>,
    /// Not what failed, but what another model heard than its collection has now
    #[arg(long, conflicts_with = "recordings")]
    pub outdated: bool,
}

/// `earmark verify`
#[derive(Debug, Args)]
pub struct VerifyArgs {
    /// Listen to what the player is given too; takes as long as transcribing it
    #[arg(long)]
    pub audio: bool,
    /// Redact what is found, in rows, index, captions and sound at once
    #[arg(long)]
    pub fix: bool,
    /// Only these collections
    pub collections: Vec<String>,
}

/// `earmark models`
#[derive(Debug, Subcommand)]
pub enum ModelsCommand {
    /// Show the models there are, and which of them are here
    List,
    /// Get models, checked against their pinned sums
    Pull {
        /// Their names [default: the configured one, and voice activity]
        names: Vec<String>,
    },
    /// Print where a model lies, once its sum fits
    Path {
        /// Its name
        name: String,
    },
}

/// `earmark config`
#[derive(Debug, Subcommand)]
pub enum ConfigCommand {
    /// Check the file, the environment, the models, the database and the buckets
    Check,
}

/// `earmark demo`
#[derive(Debug, Args)]
pub struct DemoArgs {
    /// Ingest, print a summary and exit: 0 only if every recording is searchable
    #[arg(long)]
    pub once: bool,
    /// The demo's recordings
    #[arg(long, default_value = "demo/archive", value_name = "FOLDER")]
    pub archive: PathBuf,
}

/// `earmark dev`
#[derive(Debug, Args)]
pub struct DevArgs {
    /// The command, with DATABASE_URL, EARMARK_S3_ENDPOINT and AWS keys in its environment
    #[arg(required = true, trailing_var_arg = true, allow_hyphen_values = true)]
    pub command: Vec<String>,
}
