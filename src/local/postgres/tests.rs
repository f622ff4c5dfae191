use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use sqlx::{Connection, PgConnection};

use super::*;
use crate::local::test_support::{Starter, processes_with};

/// A data folder that the server's user can reach, as a project's folder is.
fn data_dir() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    fs::set_permissions(dir.path(), Permissions::from_mode(0o755)).unwrap();
    dir
}

/// Where the server's data lies, which only its command line names.
fn mark(dir: &Path) -> PathBuf {
    dir.canonicalize().unwrap().join("postgres/data")
}

/// Runs statements, each in turn, and returns the last one's number.
fn ask(url: &str, statements: &[&'static str]) -> i32 {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let mut connection = PgConnection::connect(url).await.unwrap();
        let (last, before) = statements.split_last().unwrap();
        for statement in before {
            sqlx::query(*statement).execute(&mut connection).await.unwrap();
        }
        let number = sqlx::query_scalar::<_, i32>(*last).fetch_one(&mut connection).await.unwrap();
        connection.close().await.unwrap();
        number
    })
}

const MAKE: &[&str] = &["CREATE TABLE kept (n int)", "INSERT INTO kept VALUES (7)", "SELECT 1"];
const READ: &[&str] = &["SELECT n FROM kept"];

#[test]
fn what_is_written_is_there_after_a_stop_and_no_process_is() {
    let dir = data_dir();
    let server = PrivatePostgres::start(dir.path()).unwrap();
    assert!(server.is_owner());
    ask(server.url(), MAKE);
    server.stop();
    assert_eq!(processes_with(&mark(dir.path())), Vec::<i32>::new());

    let server = PrivatePostgres::start(dir.path()).unwrap();
    assert_eq!(ask(server.url(), READ), 7);
}

#[test]
fn the_server_of_a_killed_process_is_taken_over_and_stopped_in_the_end() {
    let dir = data_dir();
    let starter = Starter::run("local::postgres::tests::starts_and_waits_to_be_killed", dir.path());
    let url = starter.wait_for_word();
    ask(&url, MAKE);
    let before = processes_with(&mark(dir.path()));
    starter.kill();

    let server = PrivatePostgres::start(dir.path()).unwrap();
    assert!(server.is_owner());
    // The first is the server; a backend that was just forked looks like it for an instant.
    let now = processes_with(&mark(dir.path()));
    assert_eq!(now.iter().min(), before.iter().min(), "it is the same server");
    assert_eq!(ask(server.url(), READ), 7);
    server.stop();
    assert_eq!(processes_with(&mark(dir.path())), Vec::<i32>::new());
}

#[test]
#[ignore = "the other half of the test above, run by it"]
fn starts_and_waits_to_be_killed() {
    Starter::be(|dir| {
        let server = PrivatePostgres::start(dir).unwrap();
        (server.url().to_owned(), server)
    });
}

#[test]
fn a_second_start_shares_the_server_and_does_not_stop_it() {
    let dir = data_dir();
    let owner = PrivatePostgres::start(dir.path()).unwrap();
    let guest = PrivatePostgres::start(dir.path()).unwrap();
    assert!(owner.is_owner() && !guest.is_owner());
    assert_eq!(owner.url(), guest.url());
    guest.stop();
    assert_eq!(ask(owner.url(), &["SELECT 1"]), 1);
}

#[test]
fn what_a_crash_left_does_not_stop_the_next_start() {
    let dir = data_dir();
    // A making that was cut off.
    fs::create_dir_all(dir.path().join("postgres/data.new/base")).unwrap();
    fs::set_permissions(dir.path().join("postgres"), Permissions::from_mode(0o755)).unwrap();
    let server = PrivatePostgres::start(dir.path()).unwrap();
    ask(server.url(), MAKE);
    server.stop();
    // A pid file whose number is now another program's: this one's.
    let pid_file = mark(dir.path()).join("postmaster.pid");
    fs::write(&pid_file, format!("{}\n{}\n", std::process::id(), mark(dir.path()).display()))
        .unwrap();
    let server = PrivatePostgres::start(dir.path()).unwrap();
    assert_eq!(ask(server.url(), READ), 7);
}

#[test]
fn a_data_folder_that_lies_deep_has_its_socket_elsewhere() {
    let dir = data_dir();
    let deep = dir.path().join("a long name, with a comma and a space").join("x".repeat(80));
    let server = PrivatePostgres::start(&deep).unwrap();
    assert_eq!(ask(server.url(), &["SELECT 1"]), 1);
}

#[test]
fn another_version_of_postgres_is_not_let_near_the_cluster() {
    let dir = data_dir();
    PrivatePostgres::start(dir.path()).unwrap().stop();
    fs::write(mark(dir.path()).join("PG_VERSION"), "9\n").unwrap();
    let error = PrivatePostgres::start(dir.path()).err().unwrap();
    assert!(error.to_string().contains("postgresql-9"), "{error}");
}
