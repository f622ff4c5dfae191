//! Looks at what a collection says of redaction.

use regex::RegexBuilder;

use super::RedactionPolicy;

/// Bounds that no collection needs to pass, so that a slip can't stop the archive.
const MOST_RECOGNIZERS: usize = 64;
const MOST_WORDS: usize = 10_000;
const MOST_CHARS: usize = 2_000;
/// What a compiled pattern may take, in bytes.
const MOST_PATTERN_BYTES: usize = 1 << 20;

/// Gives the wrong key below `collection.NAME` and what is wrong with it.
pub(super) fn check(policy: &RedactionPolicy) -> Result<(), (String, String)> {
    let wrong = |field: &str, problem: String| Err((format!("redaction.{field}"), problem));
    if let Err(problem) = check_words(&policy.allow) {
        return wrong("allow", problem);
    }
    if policy.recognizers.len() > MOST_RECOGNIZERS {
        return wrong("recognizer", format!("is there more than {MOST_RECOGNIZERS} times"));
    }
    for recognizer in &policy.recognizers {
        let field = |field: &str| format!("recognizer.{}.{field}", recognizer.kind.name());
        if let Err(problem) = check_words(&recognizer.words) {
            return wrong(&field("words"), problem);
        }
        match &recognizer.pattern {
            Some(pattern) => {
                if let Err(problem) = check_pattern(pattern) {
                    return wrong(&field("pattern"), problem);
                }
            }
            None if recognizer.words.is_empty() => {
                let problem = "is missing, and so is `words`: write one of them";
                return wrong(&field("pattern"), problem.to_owned());
            }
            None => {}
        }
    }
    Ok(())
}

fn check_words(words: &[String]) -> Result<(), String> {
    if words.len() > MOST_WORDS {
        return Err(format!("has {} entries: at most {MOST_WORDS}", words.len()));
    }
    let is_wrong = |word: &&String| {
        !word.contains(char::is_alphanumeric) || word.chars().nth(MOST_CHARS).is_some()
    };
    match words.iter().find(is_wrong) {
        Some(_) => Err("holds an entry without a letter or digit, or an endless one".to_owned()),
        None => Ok(()),
    }
}

fn check_pattern(pattern: &str) -> Result<(), String> {
    if pattern.chars().nth(MOST_CHARS).is_some() {
        return Err(format!("is longer than {MOST_CHARS} characters"));
    }
    let compiled = RegexBuilder::new(pattern).size_limit(MOST_PATTERN_BYTES).build();
    match compiled {
        Err(error) => Err(format!("is no regular expression: {error}")),
        Ok(compiled) if compiled.is_match("") => {
            Err("matches nothing at all as well: write what must be there".to_owned())
        }
        Ok(_) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem_of(redaction: &str) -> String {
        let policy: RedactionPolicy = toml::from_str(redaction).unwrap();
        let (field, problem) = check(&policy).unwrap_err();
        format!("`collection.calls.{field}` {problem}")
    }

    #[test]
    fn a_wrong_pattern_or_list_is_named_by_its_key() {
        let rule = |rest: &str| format!("[[recognizer]]\nkind = 'CASE'\n{rest}");
        for (redaction, expected) in [
            (rule("pattern = '(a'"), "`collection.calls.redaction.recognizer.CASE.pattern` is no"),
            (rule("pattern = '(?=a)b'"), "look-around"),
            (rule("pattern = '[a-z]*'"), "matches nothing at all"),
            (rule("pattern = '(a{1000}){1000}'"), "is no regular expression"),
            (rule(""), "write one of them"),
            (rule("words = ['--']"), "redaction.recognizer.CASE.words` holds an entry"),
            ("allow = ['']".to_owned(), "redaction.allow` holds an entry"),
        ] {
            let problem = problem_of(&redaction);
            assert!(problem.contains(expected), "{redaction}\n{problem}");
        }
    }

    #[test]
    fn a_kind_is_new_only_where_a_recognizer_finds_it() {
        let wrong = toml::from_str::<RedactionPolicy>("kinds = ['NAEM']").unwrap_err().to_string();
        assert!(wrong.contains("`NAEM` is not a kind") && wrong.contains("NAME"), "{wrong}");
        let wrong = "[[recognizer]]\nkind = 'my case'\nwords = ['a']";
        let wrong = toml::from_str::<RedactionPolicy>(wrong).unwrap_err().to_string();
        assert!(wrong.contains("as `PROJECT`"), "{wrong}");
        let right = "[[recognizer]]\nkind = 'CASE'\npattern = 'case \\d+'";
        assert!(check(&toml::from_str(right).unwrap()).is_ok());
    }
}
