//! How far what was heard is from what was said.
//!
//! For measurements: `earmark bench`, the benches and the tests. Texts are compared word for word
//! after [`normalized`], so that spelling out a number or leaving out a comma is no error.

mod normal;

pub use normal::normalized;

/// Words that were said, and how many of them were heard wrongly.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct WordErrors {
    /// Words that were said.
    pub words: usize,
    /// Words to put in, leave out or replace, at the least.
    pub wrong: usize,
}

impl WordErrors {
    /// Compares normalised words.
    #[must_use]
    pub fn between(said: &[String], heard: &[String]) -> Self {
        Self { words: said.len(), wrong: rows(said, heard)[said.len()][heard.len()] }
    }

    /// Wrong words for each word said: the word error rate, which may be over 1.
    #[must_use]
    pub fn rate(self) -> f64 {
        self.wrong as f64 / self.words.max(1) as f64
    }
}

impl std::ops::AddAssign for WordErrors {
    fn add_assign(&mut self, other: Self) {
        self.words += other.words;
        self.wrong += other.wrong;
    }
}

/// The words heard rightly, in order: the place of each in `said` and in `heard`.
#[must_use]
pub fn matches(said: &[String], heard: &[String]) -> Vec<(usize, usize)> {
    let rows = rows(said, heard);
    let (mut i, mut j) = (said.len(), heard.len());
    let mut found = Vec::new();
    while i > 0 && j > 0 {
        let here = rows[i][j];
        if said[i - 1] == heard[j - 1] && here == rows[i - 1][j - 1] {
            (i, j) = (i - 1, j - 1);
            found.push((i, j));
        } else if here == rows[i - 1][j - 1] + 1 {
            (i, j) = (i - 1, j - 1);
        } else if here == rows[i - 1][j] + 1 {
            i -= 1;
        } else {
            j -= 1;
        }
    }
    found.reverse();
    found
}

/// The least changes between each beginning of one text and each of the other (Levenshtein).
fn rows(said: &[String], heard: &[String]) -> Vec<Vec<usize>> {
    let mut rows = vec![(0..=heard.len()).collect::<Vec<_>>()];
    for (i, one) in said.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, other) in heard.iter().enumerate() {
            let replaced = rows[i][j] + usize::from(one != other);
            row.push(replaced.min(rows[i][j + 1] + 1).min(row[j] + 1));
        }
        rows.push(row);
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        text.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn errors_are_counted_as_the_least_changes() {
        let errors = |said, heard| WordErrors::between(&words(said), &words(heard)).wrong;
        assert_eq!(errors("the river froze", "the river froze"), 0);
        assert_eq!(errors("the river froze", "a river froze over"), 2);
        assert_eq!(errors("the river froze", ""), 3);
        assert_eq!(errors("", "thank you"), 2);
    }

    #[test]
    fn words_heard_rightly_are_found_beside_wrong_ones() {
        let found = matches(&words("in the end the river froze"), &words("the end a river froze"));
        assert_eq!(found, [(1, 0), (2, 1), (4, 3), (5, 4)]);
    }
}
