//! Private servers for the demo, the tests and small archives: a Postgres cluster and an S3 store
//! that live in the data folder, listen on loopback only, and end with us.
//!
//! In: a data folder. Out: [`PrivatePostgres`] and [`PrivateS3`], which say how to reach them and
//! stop what they started when dropped. A server that a killed process of ours left running is
//! taken over, and one that another live process holds is shared. Everything blocks: call it off
//! the async threads.

mod error;
mod ownership;
mod ports;
mod postgres;
mod process;
mod seaweed;
#[cfg(test)]
mod test_support;
mod tools;

pub use error::LocalError;
pub use postgres::PrivatePostgres;
pub use seaweed::PrivateS3;
