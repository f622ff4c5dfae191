//! The command line: what people and scripts can ask of Earmark, one file a command.

mod args;

pub use args::{Cli, Command};
