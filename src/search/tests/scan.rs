//! Every operator, alone and with others, agrees with a plain scan over the same words.

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use super::archive::Archive;
use super::drafts::{WORDS, drafted, recording};
use crate::domain::{EntityKind, Language, RecordingId, Suspicion, TimeSpan};
use crate::index::{Stems, in_parts, sound_key};
use crate::search::collect::{collect_in, collect_shares, shares};
use crate::search::find::{Finder, Place, Scope, Spots};
use crate::search::plan::{PASSAGE_WORDS, Planner};
use crate::search::vocabulary::usual_distance;
use crate::search::{SearchFilters, SearchPage, SearchQuery, Sort};
use crate::store::{StoredTranscript, StoredWord};

/// A query, as this test understands it.
#[derive(Debug, Clone)]
enum Asked {
    Word(&'static str),
    Phrase(Vec<&'static str>),
    Loose(Vec<&'static str>, u32),
    Prefix(&'static str),
    Fuzzy(&'static str),
    Sounds(&'static str),
    Redacted,
    Near(Vec<Asked>, u64),
    Within(Vec<Asked>, u32),
    Either(Vec<Asked>),
    All(Vec<Asked>, Vec<Asked>, Vec<Narrowed>),
}

/// A field of a query.
#[derive(Debug, Clone, Copy)]
enum Narrowed {
    Collection(&'static str, bool),
    Language(&'static str, bool),
    Channel(u16),
    Suspect(&'static str),
    Confidence(f32),
}

impl Asked {
    fn typed(&self) -> String {
        let all = |parts: &[Self], between: &str| {
            parts.iter().map(Self::typed).collect::<Vec<_>>().join(between)
        };
        match self {
            Self::Word(word) => (*word).to_owned(),
            Self::Phrase(words) => format!("\"{}\"", words.join(" ")),
            Self::Loose(words, gap) => format!("\"{}\"~{gap}", words.join(" ")),
            Self::Prefix(word) => format!("{}*", &word[..2]),
            Self::Fuzzy(word) => format!("{word}~"),
            Self::Sounds(word) => format!("sounds:{word}"),
            Self::Redacted => "redacted:NAME".to_owned(),
            Self::Near(parts, millis) => format!("near({}, {millis}ms)", all(parts, " ")),
            Self::Within(parts, words) => format!("near({}, {words})", all(parts, " ")),
            Self::Either(parts) => format!("({})", all(parts, " OR ")),
            Self::All(parts, without, fields) => {
                let mut typed = vec![all(parts, " ")];
                typed.extend(without.iter().map(|part| format!("-{}", part.typed())));
                typed.extend(fields.iter().map(|field| field.typed()));
                format!("({})", typed.join(" "))
            }
        }
    }
}

impl Narrowed {
    fn typed(self) -> String {
        let not = |is_negated| if is_negated { "-" } else { "" };
        match self {
            Self::Collection(name, negated) => format!("{}collection:{name}", not(negated)),
            Self::Language(code, negated) => format!("{}lang:{code}", not(negated)),
            Self::Channel(number) => format!("channel:{number}"),
            Self::Suspect(which) => format!("suspect:{which}"),
            Self::Confidence(least) => format!("confidence:>={least}"),
        }
    }
}

/// A word as a scan sees it.
struct Heard {
    word: StoredWord,
    language: Language,
    suspect: Option<Suspicion>,
}

/// All that a channel of a recording says.
struct Channel {
    recording: RecordingId,
    collection: String,
    number: Option<u16>,
    heard: Vec<Heard>,
    /// The languages of the whole archive: a query is read in each of them, and in no other.
    languages: Vec<Language>,
}

type Stretch = (usize, usize);
/// Finds the single words of which something is so.
type Single<'a> = dyn Fn(&dyn Fn(&Heard) -> bool) -> Vec<Stretch> + 'a;

impl Channel {
    /// Every stretch that a query asks for, by looking at all of them.
    fn scan(&self, asked: &Asked, least: u8) -> Vec<Stretch> {
        let single = |matches: &dyn Fn(&Heard) -> bool| -> Vec<Stretch> {
            let said = self.heard.iter().enumerate();
            let sure = |heard: &Heard| in_parts(heard.word.confidence) >= least;
            said.filter(|(_, heard)| sure(heard) && matches(heard)).map(|(i, _)| (i, i)).collect()
        };
        let text = |heard: &Heard| match heard.word.redacted {
            Some(_) => String::new(),
            None => heard.word.text.clone(),
        };
        match asked {
            Asked::Word(word) => single(&|heard| {
                let said = Stems::of(&heard.language).stem(&text(heard)).into_owned();
                let mut read = self.languages.iter().map(|language| stem(language, word));
                heard.word.redacted.is_none() && read.any(|read| read == said)
            }),
            Asked::Prefix(word) => single(&|heard| text(heard).starts_with(&word[..2])),
            Asked::Fuzzy(word) => single(&|heard| {
                strsim::osa_distance(&text(heard), word) <= usual_distance(word) as usize
            }),
            Asked::Redacted => single(&|heard| heard.word.redacted == Some(EntityKind::Name)),
            Asked::Phrase(words) => {
                let exact = |word: &&'static str| single(&|heard| text(heard) == *word);
                words.iter().map(exact).reduce(|rows, next| rows_of(&rows, &next)).unwrap()
            }
            Asked::Sounds(word) => self.sounds(word, &single),
            Asked::Loose(words, gap) => {
                let exact = |word: &&'static str| single(&|heard| text(heard) == *word);
                let parts: Vec<_> = words.iter().map(exact).collect();
                let mut stretches = self.smallest(&parts);
                let between =
                    |(first, last): &Stretch| (last - first + 1).saturating_sub(words.len());
                stretches.retain(|stretch| between(stretch) <= *gap as usize);
                stretches
            }
            Asked::Near(parts, millis) => {
                let parts: Vec<_> = parts.iter().map(|part| self.scan(part, least)).collect();
                let mut stretches = self.smallest(&parts);
                stretches.retain(|(first, last)| {
                    let (first, last) = (&self.heard[*first].word, &self.heard[*last].word);
                    last.span.end.as_millis() - first.span.start.as_millis() <= *millis
                });
                stretches
            }
            Asked::Within(parts, words) => {
                let parts: Vec<_> = parts.iter().map(|part| self.scan(part, least)).collect();
                let mut stretches = self.smallest(&parts);
                stretches.retain(|(first, last)| last - first < *words as usize);
                stretches
            }
            Asked::Either(parts) => {
                let mut all: Vec<_> =
                    parts.iter().flat_map(|part| self.scan(part, least)).collect();
                all.sort_unstable();
                all.dedup();
                all
            }
            Asked::All(parts, without, fields) => self.all(parts, without, (fields, least)),
        }
    }

    fn all(
        &self,
        parts: &[Asked],
        without: &[Asked],
        (fields, least): (&[Narrowed], u8),
    ) -> Vec<Stretch> {
        let asked = fields.iter().filter_map(|field| match field {
            Narrowed::Confidence(share) => Some(in_parts(*share)),
            _ => None,
        });
        let least = asked.fold(least, u8::max);
        let parts: Vec<_> = parts.iter().map(|part| self.scan(part, least)).collect();
        let not: Vec<Stretch> = without.iter().flat_map(|part| self.scan(part, 0)).collect();
        let passage = PASSAGE_WORDS as usize;
        let is_far = |(first, last): Stretch, (from, until): Stretch| {
            until + passage < first || last + passage < from
        };
        let mut stretches = self.smallest(&parts);
        stretches.retain(|(first, last)| last - first < passage || parts.len() == 1);
        stretches.retain(|stretch| not.iter().all(|other| is_far(*stretch, *other)));
        stretches.retain(|(first, _)| fields.iter().all(|field| self.has(*field, *first)));
        stretches
    }

    fn has(&self, field: Narrowed, at: usize) -> bool {
        let heard = &self.heard[at];
        match field {
            Narrowed::Collection(name, not) => (self.collection == name) != not,
            Narrowed::Language(code, not) => (heard.language.code() == code) != not,
            Narrowed::Channel(number) => self.number.unwrap_or(0) == number,
            Narrowed::Suspect("no") => heard.suspect.is_none(),
            Narrowed::Suspect(_) => heard.suspect.is_some(),
            Narrowed::Confidence(_) => true,
        }
    }

    fn sounds(&self, word: &str, single: &Single<'_>) -> Vec<Stretch> {
        let key = sound_key(word);
        let is_like = |heard: &Heard, key: &str| {
            heard.word.redacted.is_none() && sound_key(&heard.word.text).as_deref() == Some(key)
        };
        let mut all = single(&|heard| {
            heard.word.text == word || key.as_ref().is_some_and(|key| is_like(heard, key))
        });
        for at in 1..key.as_deref().map_or(0, str::len) {
            let (first, second) = key.as_deref().unwrap().split_at(at);
            let first = match first {
                "A" => single(&|heard| heard.word.text == "oh"),
                _ => single(&|heard| is_like(heard, first)),
            };
            all.extend(rows_of(&first, &single(&|heard| is_like(heard, second))));
        }
        all.sort_unstable();
        all.dedup();
        all
    }

    /// Every stretch that holds one of each part and no smaller one that does too.
    fn smallest(&self, parts: &[Vec<Stretch>]) -> Vec<Stretch> {
        let holds = |first: usize, last: usize| {
            parts.iter().all(|part| part.iter().any(|(from, to)| first <= *from && *to <= last))
        };
        let length = self.heard.len();
        let all = (0..length).flat_map(|first| (first..length).map(move |last| (first, last)));
        let is_smallest = |(first, last): &Stretch| {
            holds(*first, *last)
                && (first == last || (!holds(first + 1, *last) && !holds(*first, last - 1)))
        };
        all.filter(is_smallest).collect()
    }

    fn time(&self, (first, last): Stretch) -> TimeSpan {
        let said = self.heard[first..=last].iter().map(|heard| heard.word.span);
        said.reduce(TimeSpan::union).unwrap()
    }
}

fn stem(language: &Language, word: &str) -> String {
    Stems::of(language).stem(word).into_owned()
}

fn rows_of(before: &[Stretch], after: &[Stretch]) -> Vec<Stretch> {
    let joins = |(first, end): &Stretch| {
        let next = after.iter().filter(move |(begin, _)| *begin == end + 1);
        next.map(|(_, last)| (*first, *last)).collect::<Vec<_>>()
    };
    before.iter().flat_map(joins).collect()
}

fn word() -> impl Strategy<Value = &'static str> {
    prop::sample::select(&WORDS[..])
}

fn words(most: usize) -> impl Strategy<Value = Vec<&'static str>> {
    prop::collection::vec(word(), 1..=most)
}

fn narrowed() -> impl Strategy<Value = Narrowed> {
    prop_oneof![
        (prop::sample::select(&["calls", "talks"][..]), any::<bool>())
            .prop_map(|(name, not)| Narrowed::Collection(name, not)),
        (prop::sample::select(&["en", "fr"][..]), any::<bool>())
            .prop_map(|(code, not)| Narrowed::Language(code, not)),
        (0..2_u16).prop_map(Narrowed::Channel),
        prop::sample::select(&["no", "only"][..]).prop_map(Narrowed::Suspect),
        prop::sample::select(&[0.3_f32, 0.8][..]).prop_map(Narrowed::Confidence),
    ]
}

fn asked() -> impl Strategy<Value = Asked> {
    let simple = prop_oneof![
        4 => word().prop_map(Asked::Word),
        2 => words(3).prop_map(Asked::Phrase),
        1 => (words(3), 0..6_u32).prop_map(|(words, gap)| Asked::Loose(words, gap)),
        1 => word().prop_map(Asked::Prefix),
        1 => word().prop_map(Asked::Fuzzy),
        1 => word().prop_map(Asked::Sounds),
        1 => Just(Asked::Redacted),
    ];
    simple.prop_recursive(2, 8, 3, |inner| {
        let some = || prop::collection::vec(inner.clone(), 1..=3);
        let few = prop::collection::vec(inner.clone(), 0..=1);
        let fields = prop::collection::vec(narrowed(), 0..=2);
        prop_oneof![
            1 => (some(), 100..20_000_u64).prop_map(|(parts, millis)| Asked::Near(plain(parts), millis)),
            1 => (some(), 1..90_u32).prop_map(|(parts, words)| Asked::Within(plain(parts), words)),
            1 => prop::collection::vec(inner.clone(), 2..=3).prop_map(Asked::Either),
            3 => (some(), few, fields).prop_map(|(parts, not, fields)| Asked::All(parts, not, fields)),
        ]
    })
}

#[test]
fn a_word_is_read_in_the_languages_of_the_archive_alone() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    // French cuts "rivers" to "river" and "river" to "riv"; English cuts both to "river".
    let rivers = vec![(vec![(3, 255, 50)], true, 0, false)];
    let english = vec![(vec![(9, 255, 50)], false, 0, false)];
    for (drafted, places) in [(vec![&rivers], 0), (vec![&rivers, &english], 1)] {
        let recordings = drafted.into_iter().enumerate();
        let transcripts: Vec<_> = recordings.map(|(n, one)| recording(n, one)).collect();
        let archive = runtime.block_on(Archive::of(transcripts.clone()));
        assert_eq!(agree(&archive, &channels(&transcripts), &Asked::Word("river")), places);
    }
}

/// `near(…)` takes no fields and nothing that is not to be said at its own level.
fn plain(parts: Vec<Asked>) -> Vec<Asked> {
    parts
        .into_iter()
        .map(|part| match part {
            Asked::All(parts, ..) => Asked::All(parts, Vec::new(), Vec::new()),
            other => other,
        })
        .collect()
}

/// What each channel says, with the channels of one recording together.
fn channels(transcripts: &[StoredTranscript]) -> Vec<Channel> {
    let mut channels = Vec::new();
    let segments = transcripts.iter().flat_map(|transcript| &transcript.segments);
    let languages: Vec<Language> = segments.map(|segment| segment.language.clone()).collect();
    for transcript in transcripts {
        for number in [None, Some(0), Some(1)] {
            let segments = transcript.segments.iter().filter(|segment| segment.channel == number);
            let heard = segments.flat_map(|segment| {
                segment.words.iter().map(|word| Heard {
                    word: word.clone(),
                    language: segment.language.clone(),
                    suspect: segment.suspect,
                })
            });
            channels.push(Channel {
                recording: transcript.recording.id,
                collection: transcript.recording.collection.as_str().to_owned(),
                number,
                heard: heard.collect(),
                languages: languages.clone(),
            });
        }
    }
    channels
}

/// Recording, channel and time of every stretch.
type Answer = Vec<(RecordingId, Option<u16>, TimeSpan)>;

/// What the index finds, all of it.
fn found(archive: &Archive, query: &SearchQuery) -> Answer {
    let snapshot = archive.searcher.index.snapshot();
    let planner = Planner::new(&snapshot, false).unwrap();
    let plan = planner.group(&query.group, &[]).unwrap();
    let mut answer = Vec::new();
    for place in Place::all(&snapshot) {
        let mut finder =
            Finder::open(&plan, place, Scope::Between(0, place.reader.max_doc())).unwrap();
        let (mut spots, mut room) = <(Spots, Spots)>::default();
        for channel in finder.channels() {
            let about = snapshot.recording(place.address(channel)).unwrap();
            let number = place.columns.channel.first(channel).map(|number| number as u16);
            let times = place.columns.words(channel);
            finder.spots(channel, &mut spots).unwrap();
            let tally = finder.tally(channel, &mut room).unwrap();
            assert_eq!(tally.count, spots.iter().count());
            answer.extend(
                spots.iter().map(|spot| (about.id, number, times.span(spot.first, spot.last))),
            );
        }
    }
    answer.sort();
    answer
}

/// What is found in how many recordings, gone through by several threads in the smallest shares.
fn counted(archive: &Archive, query: &SearchQuery) -> (usize, usize) {
    let snapshot = archive.searcher.index.snapshot();
    let planner = Planner::new(&snapshot, false).unwrap();
    let plan = planner.group(&query.group, &[]).unwrap();
    let places: Vec<Place<'_>> = Place::all(&snapshot).collect();
    let shares = shares(&places, 0);
    let found = collect_shares(&shares, 3, &|share| collect_in(share, &plan, 1.0)).unwrap();
    (found.iter().map(|found| found.count).sum(), found.len())
}

fn agree(archive: &Archive, channels: &[Channel], asked: &Asked) -> usize {
    let typed = asked.typed();
    let query = SearchQuery::parse(&typed).unwrap();
    assert!(query.problems().is_empty(), "{typed}: {:?}", query.problems());
    let whole = Asked::All(vec![asked.clone()], Vec::new(), Vec::new());
    let mut expected: Answer = Vec::new();
    for channel in channels {
        let stretches = channel.scan(&whole, 0).into_iter();
        expected.extend(stretches.map(|s| (channel.recording, channel.number, channel.time(s))));
    }
    expected.sort();
    assert_eq!(found(archive, &query), expected, "{typed}");

    let page = SearchPage {
        limit: 100,
        hits_per_recording: 500,
        sort: Sort::Date,
        widens: false,
        ..SearchPage::default()
    };
    let results = archive.searcher.search(&query, &SearchFilters::default(), page).unwrap();
    assert_eq!(results.total_hits, expected.len(), "{typed}");
    let totals = (results.total_hits, results.total_recordings);
    assert_eq!(counted(archive, &query), totals, "{typed}");
    for recording in &results.recordings {
        for hit in &recording.hits {
            let said = (recording.recording, hit.channel, hit.span);
            assert!(expected.contains(&said), "{typed}: {said:?}");
        }
    }
    expected.len()
}

#[test]
fn every_answer_agrees_with_a_plain_scan_of_random_archives() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let config = Config { cases: 40, failure_persistence: None, ..Config::default() };
    let answered = std::cell::Cell::new(0);
    let strategy = (drafted(), prop::collection::vec(asked(), 30));
    let outcome = TestRunner::new(config).run(&strategy, |(drafted, queries)| {
        let recordings = drafted.iter().enumerate();
        let transcripts: Vec<_> = recordings.map(|(n, one)| recording(n, one)).collect();
        let archive = runtime.block_on(Archive::of(transcripts.clone()));
        let channels = channels(&transcripts);
        for asked in &queries {
            answered.set(answered.get() + agree(&archive, &channels, asked));
        }
        Ok(())
    });
    if let Err(error) = outcome {
        panic!("{error}");
    }
    assert!(answered.get() > 2000, "only {} places: the archives test too little", answered.get());
}
