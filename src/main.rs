//! The `earmark` command; everything is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    earmark::cli::main()
}
