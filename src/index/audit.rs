//! Reads all that an index's files hold, what was deleted and not yet merged away included: for
//! whoever looks for what must not be there.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use tantivy::schema::{Field, IndexRecordOption};
use tantivy::store::StoreReader;
use tantivy::{DocSet as _, SegmentReader, TERMINATED, TantivyDocument};

use super::document::SegmentDocument;
use super::terms::SegmentTerms;
use super::{IndexError, SegmentIndex};
use crate::domain::{RecordingId, TimeSpan};

/// Blocks of documents held at a time: they are read in their order.
const DOCUMENT_BLOCKS: usize = 2;

/// What an index's files hold of one recording, side by side.
#[derive(Debug)]
pub struct IndexedPart {
    /// Its documents, in the order of the files.
    pub documents: Vec<SegmentDocument>,
    /// Where a term stands that none of its words has: the segment's time.
    pub foreign_terms: Vec<TimeSpan>,
}

impl SegmentIndex {
    /// Shows every recording's documents to `look`; one that lies in several files comes several
    /// times. Blocks.
    ///
    /// # Errors
    /// When the files can't be read.
    pub fn audit(&self, look: &mut dyn FnMut(RecordingId, IndexedPart)) -> Result<(), IndexError> {
        self.refresh()?;
        let snapshot = self.snapshot();
        for reader in snapshot.searcher.segment_readers() {
            let store = reader.get_store_reader(DOCUMENT_BLOCKS);
            let store = store.map_err(tantivy::TantivyError::from)?;
            let audit = Audit { fields: snapshot.fields(), reader, store };
            audit.documents(look)?;
        }
        Ok(())
    }
}

/// One index segment.
struct Audit<'a> {
    fields: &'a super::Fields,
    reader: &'a SegmentReader,
    store: StoreReader,
}

impl Audit<'_> {
    fn documents(&self, look: &mut dyn FnMut(RecordingId, IndexedPart)) -> Result<(), IndexError> {
        let foreign = self.foreign_documents()?;
        let mut part: Vec<(u32, SegmentDocument)> = Vec::new();
        for number in 0..self.reader.max_doc() {
            let document = self.document(number)?;
            let id = document.recording.id;
            if part.last().is_some_and(|(_, last)| last.recording.id != id) {
                show(std::mem::take(&mut part), &foreign, look);
            }
            part.push((number, document));
        }
        show(part, &foreign, look);
        Ok(())
    }

    fn document(&self, number: u32) -> Result<SegmentDocument, IndexError> {
        let document: TantivyDocument = self.store.get(number)?;
        SegmentDocument::from_tantivy(self.fields, &document)
    }

    /// The documents that hold a term which none of this segment's words has.
    fn foreign_documents(&self) -> Result<HashSet<u32>, IndexError> {
        let mut known = HashSet::new();
        for number in 0..self.reader.max_doc() {
            let terms = SegmentTerms::of(&self.document(number)?.words);
            for reading in [&terms.apart, &terms.joined, &terms.possible.reading] {
                known.extend(reading.terms.iter().map(|(_, term)| hash(term.as_bytes())));
            }
        }
        let mut foreign = HashSet::new();
        for field in [self.fields.terms, self.fields.joined_terms, self.fields.possible_terms] {
            self.collect_foreign(field, &known, &mut foreign)?;
        }
        Ok(foreign)
    }

    fn collect_foreign(
        &self,
        field: Field,
        known: &HashSet<u64>,
        foreign: &mut HashSet<u32>,
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

fn show(
    part: Vec<(u32, SegmentDocument)>,
    foreign: &HashSet<u32>,
    look: &mut dyn FnMut(RecordingId, IndexedPart),
) {
    let Some(id) = part.first().map(|(_, document)| document.recording.id) else { return };
    let foreign = part.iter().filter(|(number, _)| foreign.contains(number));
    let foreign_terms = foreign.map(|(_, document)| document.span).collect();
    let documents = part.into_iter().map(|(_, document)| document).collect();
    look(id, IndexedPart { documents, foreign_terms });
}

fn hash(term: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    term.hash(&mut hasher);
    hasher.finish()
}
