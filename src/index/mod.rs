//! The tantivy index: derived from Postgres, rebuildable, and never ahead of it.
