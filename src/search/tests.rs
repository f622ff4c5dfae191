//! Search over a real index.
