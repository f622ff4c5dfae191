//! Reads all that an index's files hold, what was deleted and not yet merged away included: for
//! whoever looks for what must not be there.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use tantivy::schema::{Field, IndexRecordOption};
use tantivy::tokenizer::PreTokenizedString;
use tantivy::{DocAddress, DocId, DocSet as _, SegmentReader, TERMINATED};

use super::columns::Columns;
use super::document::IndexedRecording;
use super::segment_index::IndexSnapshot;
use super::stems::Stems;
use super::terms::{ChannelTerms, unplaced};
use super::words::IndexedWord;
use super::{IndexError, SegmentIndex};
use crate::domain::{MediaTime, TimeSpan};
use crate::store::{StoredSegment, StoredWord};

/// What an index's files hold of one channel of a recording.
#[derive(Debug)]
pub struct IndexedPart {
    /// What a hit shows of the recording.
    pub recording: IndexedRecording,
    /// The segments, in order.
    pub segments: Vec<StoredSegment>,
    /// Where a term stands that none of the words has.
    pub foreign_terms: Vec<TimeSpan>,
}

impl SegmentIndex {
    /// Shows every channel of every recording to `look`; one that lies in several files comes
    /// several times. Blocks.
    ///
    /// # Errors
    /// When the files can't be read.
    pub fn audit(&self, look: &mut dyn FnMut(IndexedPart)) -> Result<(), IndexError> {
        self.refresh()?;
        let snapshot = self.snapshot();
        for (number, (reader, columns)) in (0..).zip(snapshot.index_segments()) {
            let audit = Audit { snapshot: &snapshot, number, reader, columns };
            audit.channels(look)?;
        }
        Ok(())
    }
}

/// One index segment.
struct Audit<'a> {
    snapshot: &'a IndexSnapshot,
    number: u32,
    reader: &'a SegmentReader,
    columns: &'a Columns,
}

impl Audit<'_> {
    fn channels(&self, look: &mut dyn FnMut(IndexedPart)) -> Result<(), IndexError> {
        let is_channel =
            |document: &DocId| self.columns.recording.ords().first(*document).is_some();
        let channels: Vec<DocId> = (0..self.reader.max_doc()).filter(is_channel).collect();
        let foreign = self.foreign_documents(&channels)?;
        for channel in channels {
            let recording = self.snapshot.recording(self.address(channel))?;
            let whole = TimeSpan::new(MediaTime::ZERO, recording.duration);
            let foreign_terms = foreign.contains(&channel).then_some(whole).into_iter().collect();
            let segments = self.segments(channel)?;
            look(IndexedPart { recording, segments, foreign_terms });
        }
        Ok(())
    }

    fn address(&self, document: DocId) -> DocAddress {
        DocAddress::new(self.number, document)
    }

    /// What a channel says, from its words' runs and columns.
    fn segments(&self, channel: DocId) -> Result<Vec<StoredSegment>, IndexError> {
        let positions = self.columns.positions(channel);
        if positions == 0 {
            return Ok(Vec::new());
        }
        let table = self.columns.segment_table(channel);
        let number = self.columns.channel.first(channel);
        let number = number.and_then(|number| u16::try_from(number).ok());
        let words = self.snapshot.words(self.address(channel), (0, positions))?;
        let segment = |place: usize| {
            let bounds = table.bounds(place, positions);
            let is_in = |word: &&IndexedWord| (bounds.0..bounds.1).contains(&word.position);
            let words: Vec<StoredWord> = words.iter().filter(is_in).map(stored).collect();
            StoredSegment {
                ordinal: table.ordinal(place),
                span: table.span(place),
                language: table.language(place),
                channel: number,
                text: words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" "),
                words,
                suspect: table.suspect(place),
            }
        };
        Ok((0..self.columns.segments(channel) as usize).map(segment).collect())
    }

    /// The documents that hold a term which no word of this file has.
    fn foreign_documents(&self, channels: &[DocId]) -> Result<HashSet<DocId>, IndexError> {
        let fields = self.snapshot.fields();
        let fields = [fields.terms, fields.joined, fields.stems, fields.possible, fields.lexicon];
        let mut known: [HashSet<u64>; 5] = Default::default();
        for &channel in channels {
            let mut terms = ChannelTerms::default();
            let mut position = 0;
            for segment in self.segments(channel)? {
                let stems = Stems::of(&segment.language);
                for word in &segment.words {
                    position += terms.push(position, word, &stems);
                }
            }
            let rows = [terms.terms, terms.joined, terms.stems, terms.possible];
            let rows = rows.into_iter().map(super::terms::Row::into_tokens);
            let rows = rows.chain([Some(unplaced(terms.lexicon))]);
            for (known, row) in known.iter_mut().zip(rows) {
                known.extend(row.into_iter().flat_map(hashes));
            }
        }
        let mut foreign = HashSet::new();
        for (field, known) in fields.into_iter().zip(known) {
            self.collect_foreign(field, &known, &mut foreign)?;
        }
        Ok(foreign)
    }

    fn collect_foreign(
        &self,
        field: Field,
        known: &HashSet<u64>,
        foreign: &mut HashSet<DocId>,
    ) -> Result<(), IndexError> {
        let inverted = self.reader.inverted_index(field)?;
        let mut stream = inverted.terms().stream().map_err(tantivy::TantivyError::from)?;
        while stream.advance() {
            if known.contains(&hash(stream.key())) {
                continue;
            }
            let info = stream.value().clone();
            let mut postings = inverted
                .read_postings_from_terminfo(&info, IndexRecordOption::Basic)
                .map_err(tantivy::TantivyError::from)?;
            while postings.doc() != TERMINATED {
                foreign.insert(postings.doc());
                postings.advance();
            }
        }
        Ok(())
    }
}

fn stored(word: &IndexedWord) -> StoredWord {
    StoredWord {
        text: word.text.clone(),
        span: word.span,
        confidence: word.confidence,
        redacted: word.redacted,
        alternatives: word.alternatives.clone(),
        is_listed: false,
    }
}

fn hashes(tokens: PreTokenizedString) -> impl Iterator<Item = u64> {
    tokens.tokens.into_iter().map(|token| hash(token.text.as_bytes()))
}

fn hash(term: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    term.hash(&mut hasher);
    hasher.finish()
}
