//! What is made of what people type.

use std::time::{Duration, Instant};

use super::{QueryError, SearchQuery};

fn understood(typed: &str) -> String {
    SearchQuery::parse(typed).unwrap().understood()
}

fn problems(typed: &str) -> Vec<(usize, usize)> {
    let query = SearchQuery::parse(typed).unwrap();
    query.problems().iter().map(|problem| (problem.start, problem.end)).collect()
}

#[test]
fn operators_are_understood_as_people_use_them() {
    for (typed, read) in [
        ("Hello  \"City Council\" budget", "Hello \"City Council\" budget"),
        ("a b OR c d", "a (b OR c) d"),
        ("a | b", "a OR b"),
        ("budget -school -(x OR y)", "budget -school -(x OR y)"),
        ("budget NOT school", "budget -school"),
        ("(a b) OR \"c d\"", "(a b) OR \"c d\""),
        ("inv* okafr~ okafr~2 \"two words\"~5", "inv* okafr~ okafr~2 \"two words\"~5"),
        ("near(a b, 10s) near(\"c d\" e, 5)", "near(a b, 10s) near(\"c d\" e, 5)"),
        ("near(a b)", "near(a b, 10s)"),
        ("near(a b, 1.5m)", "near(a b, 90s)"),
        ("lang:fr budget -kind:video", "budget lang:fr -kind:video"),
        ("(lang:fr) budget", "budget lang:fr"),
        ("sounds:okafor redacted:name", "sounds:okafor redacted:NAME"),
        ("«Conseil municipal» „x y”", "\"Conseil municipal\" \"x y\""),
        ("twenty twenty twenty", "twenty twenty twenty"),
        ("a \"b c d", "a \"b c d\""),
        ("\"\" a \"", "a"),
        ("yes yes", "yes"),
        ("((a))", "a"),
        ("bud\u{0}get\tnow", "budget now"),
    ] {
        assert_eq!(understood(typed), read, "{typed}");
        assert_eq!(understood(read), read, "what was understood can be typed again");
    }
}

#[test]
fn trouble_is_told_where_it_stands_and_the_rest_counts() {
    for (typed, at, read) in [
        ("OR budget", (0, 2), "budget"),
        ("budget OR", (7, 9), "budget"),
        ("budget)", (6, 7), "budget"),
        ("é lang:klingon x", (2, 14), "é x"),
        ("budget date:yesterday", (7, 21), "budget"),
        ("budget OR lang:fr", (10, 17), "budget lang:fr"),
        ("near(a b, soon)", (0, 15), "near(a b, 10s)"),
        ("redacted:SHOE x", (0, 13), "x"),
    ] {
        assert_eq!(problems(typed), [at], "{typed}");
        assert_eq!(understood(typed), read, "{typed}");
    }
}

#[test]
fn nothing_to_find_is_a_typed_error() {
    for nothing in
        ["", "   ", "\"\"", "?!", "🎉", "\u{0}\u{7}", "—", "\u{202e}", "-a", "OR", "()", "lang:x"]
    {
        assert_eq!(SearchQuery::parse(nothing), Err(QueryError::Empty), "{nothing:?}");
    }
    assert!(SearchQuery::parse("collection:calls").is_ok());
}

#[test]
fn what_is_over_the_limits_is_refused_at_once() {
    let began = Instant::now();
    assert_eq!(SearchQuery::parse(&"(".repeat(10_000_000)), Err(QueryError::TooLong));
    assert_eq!(SearchQuery::parse(&"\u{fdfa}".repeat(1001)), Err(QueryError::TooLong));
    assert_eq!(SearchQuery::parse(&"今".repeat(33)), Err(QueryError::TooManyTerms));
    let words: Vec<String> = (0..33).map(|n| format!("w{n}")).collect();
    assert_eq!(SearchQuery::parse(&words.join(" ")), Err(QueryError::TooManyTerms));
    assert!(SearchQuery::parse(&words[..32].join(" ")).is_ok());
    assert!(SearchQuery::parse(&"a".repeat(1000)).is_ok());
    for deep in ["(", "-(", "near(", "a OR (", "\"", "-"] {
        let _ = SearchQuery::parse(&deep.repeat(1000 / deep.len()));
        let _ = SearchQuery::parse(&format!("{} b", deep.repeat(900 / deep.len())));
    }
    assert!(began.elapsed() < Duration::from_secs(2));
}
