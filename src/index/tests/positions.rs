//! What is read of a term by the block is what tantivy reads of it.

use tantivy::postings::Postings;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, SegmentReader, TERMINATED, Term};

use super::super::testing::transcript;
use super::super::{Columns, SegmentIndex};

/// So many channels are three blocks of tantivy's, the last one not full.
const CHANNELS: usize = 300;

/// Words that are in all, some and few channels, and once or some hundred times in each.
fn text(number: usize) -> String {
    let mut words = Vec::new();
    for at in 0..(number * 37) % 400 + 2 {
        words.push("the");
        if (number + at).is_multiple_of(5) && number.is_multiple_of(2) {
            words.push("half");
        }
        if at.is_multiple_of(90) && number % 40 == 7 {
            words.push("rare");
        }
    }
    if number == 211 {
        words.insert(17, "once");
    }
    words.join(" ")
}

/// What tantivy itself reads: each document of a term with its positions.
fn expected(reader: &SegmentReader, term: &Term) -> Vec<(DocId, Vec<u32>)> {
    let inverted = reader.inverted_index(term.field()).unwrap();
    let option = IndexRecordOption::WithFreqsAndPositions;
    let mut postings = inverted.read_postings(term, option).unwrap().unwrap();
    let (mut all, mut positions) = (Vec::new(), Vec::new());
    while postings.doc() != TERMINATED {
        postings.positions(&mut positions);
        all.push((postings.doc(), positions.clone()));
        postings.advance();
    }
    all
}

/// What is read where these documents are asked for.
fn read(
    (reader, columns): (&SegmentReader, &Columns),
    term: &Term,
    asked: impl Iterator<Item = DocId>,
) -> Vec<(DocId, Vec<u32>)> {
    let inverted = reader.inverted_index(term.field()).unwrap();
    let info = inverted.get_term_info(term).unwrap().unwrap();
    let mut list = columns.term_positions(&inverted, term.field(), &info).unwrap();
    let mut all = Vec::new();
    for document in asked.filter(|document| *document < TERMINATED) {
        if list.seek(document) {
            let mut positions = Vec::new();
            list.read(&mut positions);
            assert_eq!(list.frequency() as usize, positions.len());
            all.push((document, positions));
        }
    }
    assert!(!list.seek(TERMINATED));
    all
}

#[test]
fn positions_are_those_that_tantivy_reads_whichever_documents_are_asked_for() {
    let dir = tempfile::tempdir().unwrap();
    let index = SegmentIndex::open_or_create(dir.path()).unwrap();
    let mut writer = index.writer().unwrap();
    for number in 0..CHANNELS {
        let said = transcript("c", &format!("{number}.wav"), &[&text(number)]);
        writer.replace(&said).unwrap();
    }
    writer.commit(uuid::Uuid::nil(), 1).unwrap();
    let snapshot = index.snapshot();
    let place = snapshot.index_segments().next().unwrap();
    let (fields, documents) = (snapshot.fields(), place.0.max_doc());
    for (word, channels) in [("the", CHANNELS), ("half", 150), ("rare", 8), ("once", 1)] {
        let term = Term::from_field_text(fields.terms, word);
        let all = expected(place.0, &term);
        assert_eq!(all.len(), channels, "{word}");
        assert_eq!(read(place, &term, 0..documents), all, "{word}");
        for step in [2, 3, 50, 400, 5_000] {
            let asked = || (step as u32 / 2..documents).step_by(step);
            let some = all.iter().filter(|(doc, _)| asked().any(|one| one == *doc)).cloned();
            assert_eq!(read(place, &term, asked()), some.collect::<Vec<_>>(), "{word}, {step}");
        }
        // Documents of which it is in each, some of them twice.
        let asked = all.iter().step_by(7).flat_map(|(doc, _)| [*doc, *doc]);
        let twice = all.iter().step_by(7).flat_map(|one| [one.clone(), one.clone()]);
        assert_eq!(read(place, &term, asked), twice.collect::<Vec<_>>(), "{word}");
    }
}
