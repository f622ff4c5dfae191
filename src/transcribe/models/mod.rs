//! Models: which there are, how they get here, and that they are what they should be.
//!
//! `models/manifest.toml` lists each model with its sources and sums ([`Catalog`]); a [`ModelStore`]
//! is a folder of model files that [pulls](ModelStore::pull) them and hands out only files whose
//! sum is right ([`ModelStore::verified`]). Everything here blocks: call it off the async
//! threads.

mod catalog;
mod convert;
mod error;
mod hub;
mod store;

pub use catalog::{Catalog, Model, ModelRole, Source};
pub use convert::{ConvertError, Quantization};
pub use error::ModelError;
pub use store::{ModelStore, Progress, VerifiedModel};

#[cfg(test)]
mod tests;
