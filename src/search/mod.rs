//! Answers queries: which recordings, and the very words with their times.
