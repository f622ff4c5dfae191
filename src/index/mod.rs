//! The tantivy index: derived from Postgres, rebuildable, and never ahead of it.
//!
//! What comes in are the [`Change`](crate::store::Change)s of a [`ChangeFeed`], in commit order;
//! what goes out are [`IndexSnapshot`]s that [`search`](crate::search) reads. Every commit carries
//! the last change that it holds, so that a crash between Postgres and the index loses and doubles
//! nothing: the follower goes on from there, and a recording that is written twice replaces itself.
//!
//! tantivy's own segments are called `index_segment` here; a segment is a timed piece of
//! transcript. What one channel of a recording says is one document (see [`schema`]): every word
//! has a position in it, and columns tell at once when a position is said and how surely.

mod audit;
mod columns;
mod document;
mod error;
mod facts;
mod feed;
mod follower;
mod frequent;
mod generation;
mod rebuild;
mod replay;
mod schema;
mod segment_index;
mod segment_writer;
mod sounds;
mod stems;
mod term_positions;
mod terms;
mod tokenizer;
mod watermark;
mod words;

pub use audit::IndexedPart;
pub use document::IndexedRecording;
pub use error::IndexError;
pub use feed::ChangeFeed;
pub use follower::{CaughtUp, Follower, FollowerOptions};
pub use rebuild::{RebuildProgress, RebuildReport, rebuild};
pub use schema::SCHEMA_VERSION;
pub use segment_index::{IndexSnapshot, IndexStatus, SegmentIndex};
pub use segment_writer::SegmentWriter;
pub use words::IndexedWord;

pub(crate) use crate::store::StoredAlternative as OtherReading;
pub(crate) use columns::{Columns, SegmentTable, WordTimes};
pub(crate) use document::kind_name;
pub(crate) use facts::ChannelFacts;
pub(crate) use frequent::LexiconWord;
pub(crate) use schema::{CHANNEL_OWNER, LEXICON_GAP, date_code, date_of, language_code};
pub(crate) use sounds::{sound_key, sound_keys};
pub(crate) use stems::Stems;
pub(crate) use term_positions::TermPositions;
pub(crate) use terms::{
    MAX_JOINED_PARTS, joined_term, possible_stem, sounding_entry, written_entry,
};
pub(crate) use tokenizer::{WordTerms, word_terms};
pub(crate) use words::in_parts;

#[cfg(test)]
pub(crate) mod testing;

#[cfg(test)]
mod tests;
