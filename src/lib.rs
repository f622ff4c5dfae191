//! Earmark: a searchable archive of spoken media.
//!
//! ```text
//!  S3 ─► source ─► decode ─► transcribe ─► redact ─► store ─► index ─► search ─► web
//!      MediaInput PcmChunk  Transcript  Redacted-  Stored-  Index-    SearchHit  JSON/HTML
//!                                       Transcript Segment  Snapshot
//!         └────── ingest (scheduler → job queue in Postgres → pipeline) ──────┘
//! ```
//!
//! Each folder makes the type below its name and takes the one to its left. What is said raw
//! ([`transcribe::Transcript`]) can't be stored: [`store`] takes a
//! [`redact::RedactedTranscript`], which only [`redact`] can make.

pub mod domain;

pub mod packages;

mod kernels;

pub mod source;

pub mod decode;

pub mod transcribe;

pub mod redact;

pub mod store;

pub mod index;

pub mod search;

pub mod ingest;

pub mod verify;

pub mod clip;

pub mod web;

pub mod config;

pub mod local;

pub mod app;

pub mod cli;
