//! The cluster: made once, then served from its folder.

use std::fs;
use std::io::Write;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use uuid::Uuid;

use super::home::Home;
use super::programs::Programs;
use crate::local::LocalError;
use crate::local::process::{ServerProcess, exists, last_words, when_not_busy};

/// The role and the database, both of one name.
const NAME: &str = "earmark";
/// Only part of the socket's name here: nothing listens on a port.
const PORT: u16 = 5432;
/// The longest path of a socket, without its closing zero (sun_path).
const SOCKET_PATH_LIMIT: usize = 107;

/// A cluster's folders.
pub(super) struct Cluster<'a> {
    home: &'a Home,
    data: PathBuf,
    socket_dir: PathBuf,
    /// What the server says.
    pub(super) log: PathBuf,
}

impl<'a> Cluster<'a> {
    /// The cluster in this home, whether or not it was made yet.
    pub(super) fn of(home: &'a Home) -> Result<Self, LocalError> {
        let here = home.dir.join("socket");
        let fits = socket_in(&here).as_os_str().len() <= SOCKET_PATH_LIMIT;
        let socket_dir = if fits { here } else { short_dir(&home.dir) };
        home.closed_dir(&socket_dir)?;
        Ok(Self { home, data: home.dir.join("data"), socket_dir, log: home.log() })
    }

    /// The address of its database.
    pub(super) fn url(&self) -> String {
        let folder = percent_encoded(&self.socket_dir);
        format!("postgres://{NAME}@localhost:{PORT}/{NAME}?host={folder}")
    }

    /// Whether the server says that it is ready, in its pid file, and its socket takes connections.
    pub(super) fn is_ready(&self) -> bool {
        // The eighth line is the status, as pg_ctl reads it (pidfile.h).
        let says_ready = self
            .pid_file()
            .is_some_and(|text| text.lines().nth(7).is_some_and(|status| status.trim() == "ready"));
        says_ready && UnixStream::connect(socket_in(&self.socket_dir)).is_ok()
    }

    /// Takes over the cluster's server if one runs.
    pub(super) fn adopt(&self) -> Option<ServerProcess> {
        ServerProcess::adopt(self.pid()?, &self.mark())
    }

    /// What tells its server from any other: its data folder is among the arguments.
    pub(super) fn mark(&self) -> String {
        self.data.display().to_string()
    }

    /// The major version that made it, once it was made.
    pub(super) fn version(&self) -> Option<u32> {
        fs::read_to_string(self.data.join("PG_VERSION")).ok()?.trim().parse().ok()
    }

    /// Removes a pid file whose number some other program has now; Postgres would take that for
    /// itself and refuse. A number that nobody has it deals with better than we could.
    pub(super) fn clear_stale_pid(&self) -> Result<(), LocalError> {
        if self.pid().is_some_and(exists) && self.adopt().is_none() {
            let file = self.data.join("postmaster.pid");
            fs::remove_file(&file).map_err(LocalError::io(&file))?;
            let _ = fs::remove_file(socket_in(&self.socket_dir).with_added_extension("lock"));
        }
        Ok(())
    }

    /// Makes the cluster with its database, unless it is there: whole, or not at all.
    pub(super) fn make(&self, programs: &Programs) -> Result<(), LocalError> {
        if self.data.is_dir() {
            return Ok(());
        }
        let new = self.home.dir.join("data.new");
        if new.exists() {
            // A start was cut off here.
            fs::remove_dir_all(&new).map_err(LocalError::io(&new))?;
        }
        self.home.closed_dir(&new)?;
        let mut initdb = self.command(&programs.initdb());
        initdb.arg("--pgdata").arg(&new);
        initdb.args(["--username", NAME, "--encoding=UTF8", "--locale=C.UTF-8"]);
        // Who may enter the socket's folder may connect; nobody else can.
        initdb.args(["--auth=trust", "--no-instructions"]);
        self.run(initdb, "")?;
        let mut single = self.command(&programs.postgres());
        single.arg("--single").arg("-D").arg(&new).arg("postgres");
        self.run(single, &format!("CREATE DATABASE {NAME}\n"))?;
        fs::rename(&new, &self.data).map_err(LocalError::io(&self.data))
    }

    /// The command that serves the cluster until it is told to stop.
    pub(super) fn server_command(&self, programs: &Programs) -> Command {
        let mut command = self.command(&programs.postgres());
        command.arg("-D").arg(&self.data).arg("-p").arg(PORT.to_string());
        let mut set = |name: &str, value: &str| {
            command.arg("-c").arg(format!("{name}={value}"));
        };
        set("listen_addresses", "");
        set("unix_socket_directories", &quoted(&self.socket_dir));
        set("fsync", "on");
        set("logging_collector", "off");
        // What is archived stays out of the log: no statements, no values.
        set("log_min_error_statement", "panic");
        set("log_error_verbosity", "terse");
        command
    }

    fn pid_file(&self) -> Option<String> {
        fs::read_to_string(self.data.join("postmaster.pid")).ok()
    }

    fn pid(&self) -> Option<i32> {
        self.pid_file()?.lines().next()?.trim().parse().ok()
    }

    /// A command run by the server's user, in a folder it can be in, with none of our settings.
    fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        if let Some(account) = self.home.account {
            account.run(&mut command);
        }
        command.current_dir("/").env("LC_ALL", "C.UTF-8");
        for name in ["PGDATA", "PGPORT", "PGHOST", "PGUSER", "PGDATABASE", "PGOPTIONS"] {
            command.env_remove(name);
        }
        command
    }

    /// Runs a command to its end, its words into the log.
    fn run(&self, mut command: Command, input: &str) -> Result<(), LocalError> {
        let log = fs::OpenOptions::new().create(true).append(true).open(&self.log);
        let log = log.map_err(LocalError::io(&self.log))?;
        let second = log.try_clone().map_err(LocalError::io(&self.log))?;
        let program = PathBuf::from(command.get_program());
        command.stdin(Stdio::piped()).stdout(log).stderr(second);
        let mut child = when_not_busy(|| command.spawn()).map_err(LocalError::io(&program))?;
        if let Some(mut stdin) = child.stdin.take() {
            // A program that ends before it reads says why in its log.
            let _ = stdin.write_all(input.as_bytes());
        }
        let status = child.wait().map_err(LocalError::io(&program))?;
        if status.success() {
            return Ok(());
        }
        let reason = format!("`{}` failed: {}", program.display(), last_words(&self.log));
        Err(LocalError::Failed { server: "Postgres", reason, log: self.log.clone() })
    }
}

fn socket_in(dir: &Path) -> PathBuf {
    dir.join(format!(".s.PGSQL.{PORT}"))
}

/// A short folder for the socket of a cluster that lies deep; always the same for the same one.
fn short_dir(home: &Path) -> PathBuf {
    let id = Uuid::new_v5(&Uuid::NAMESPACE_URL, home.as_os_str().as_encoded_bytes());
    Path::new("/tmp").join(format!("earmark-{}", id.simple()))
}

/// A folder in Postgres's list of folders, where a comma would end it.
fn quoted(path: &Path) -> String {
    format!("\"{}\"", path.display().to_string().replace('"', "\"\""))
}

fn percent_encoded(path: &Path) -> String {
    let encode = |byte: &u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
            char::from(*byte).to_string()
        }
        other => format!("%{other:02X}"),
    };
    path.as_os_str().as_encoded_bytes().iter().map(encode).collect()
}
