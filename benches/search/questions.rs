//! What is asked, of Earmark in its own language and of Postgres in its.

use earmark::search::{SearchFilters, SearchPage};

/// One question.
#[derive(Debug, Clone, Default)]
pub struct Question {
    pub typed: String,
    /// For `to_tsquery`; empty where Postgres has no such thing.
    pub tsquery: String,
    pub collection: Option<&'static str>,
    pub facets: bool,
    pub offset: usize,
}

impl Question {
    pub fn filters(&self) -> SearchFilters {
        let mut filters = SearchFilters::default();
        filters.collections = self.collection.iter().map(|name| name.parse().unwrap()).collect();
        filters
    }

    pub fn page(&self) -> SearchPage {
        SearchPage { offset: self.offset, facets: self.facets, ..SearchPage::default() }
    }
}

fn all(asked: &[(&str, &str)]) -> Vec<Question> {
    let question = |(typed, tsquery): &(&str, &str)| Question {
        typed: (*typed).to_owned(),
        tsquery: (*tsquery).to_owned(),
        ..Question::default()
    };
    asked.iter().map(question).collect()
}

/// Every kind of question, by name.
#[expect(clippy::too_many_lines, reason = "a table")]
pub fn questions() -> Vec<(&'static str, Vec<Question>)> {
    let common =
        [("revenue", "revenue"), ("quarter", "quarter"), ("growth", "growth"), ("think", "think")];
    let with = |change: &dyn Fn(&mut Question)| {
        let mut asked = all(&common);
        asked.iter_mut().for_each(change);
        asked
    };
    vec![
        (
            "one rare word",
            all(&[
                ("ghana", "ghana"),
                ("pandemic", "pandemic"),
                ("cocoa", "cocoa"),
                ("refinery", "refinery"),
            ]),
        ),
        ("one common word", all(&common)),
        ("the commonest word", all(&[("the", "the")])),
        (
            "three words",
            all(&[
                ("revenue growth quarter", "revenue & growth & quarter"),
                ("cash flow debt", "cash & flow & debt"),
                ("customers demand supply", "customers & demand & supply"),
            ]),
        ),
        (
            "phrase",
            all(&[
                ("\"second quarter\"", "second <-> quarter"),
                ("\"free cash flow\"", "free <-> cash <-> flow"),
                ("\"thank you very much\"", "thank <-> you <-> very <-> much"),
            ]),
        ),
        ("the commonest phrase", all(&[("\"of the\"", "of <-> the")])),
        (
            "phrase over a boundary",
            all(&[
                ("\"good morning everyone and welcome to\"", ""),
                ("\"question please go ahead thank you\"", ""),
                ("\"results call all participants\"", ""),
            ]),
        ),
        ("prefix", all(&[("invest*", "invest:*"), ("refin*", "refin:*"), ("custom*", "custom:*")])),
        ("fuzzy", all(&[("revenew~", ""), ("qarter~", ""), ("pandemik~", "")])),
        (
            "near",
            all(&[
                ("near(revenue growth, 10s)", ""),
                ("near(cash debt, 5)", ""),
                ("\"cost inflation\"~5", ""),
            ]),
        ),
        ("sounds", all(&[("sounds:ganna", ""), ("sounds:nayrobi", "")])),
        ("filters", with(&|question| question.collection = Some("calls"))),
        ("facets", with(&|question| question.facets = true)),
        ("page 10", with(&|question| question.offset = 180)),
        (
            "or, not",
            all(&[
                ("(revenue OR turnover) -growth", "(revenue | turnover) & !growth"),
                ("dividend OR buyback", "dividend | buyback"),
            ]),
        ),
        // Little or nothing is found, so what sounds alike and what lacks a word are looked for too.
        (
            "widened: a phrase",
            all(&[
                ("\"refinery in okonkwo\"", ""),
                ("\"free cash flow okonkwo\"", ""),
                ("\"cocoa growers from okonkwo\"", ""),
                ("pandemic refinery okonkwo", ""),
            ]),
        ),
        ("widened: a name", all(&[("ganna", ""), ("nayrobi", ""), ("refynery", "")])),
    ]
}
