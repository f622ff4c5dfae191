//! Where the cluster lies, so that the server's user can reach it.

use std::fs::{self, DirBuilder, Permissions};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt, chown};
use std::path::{Path, PathBuf};

use uuid::Uuid;

use super::account::Account;
use crate::local::LocalError;

/// Where clusters lie whose data folder the server's user can't reach; only root gets there.
const ELSEWHERE: &str = "/var/lib/earmark";

/// The cluster's folder and whom it belongs to.
pub(super) struct Home {
    /// The folder, an absolute path without links.
    pub(super) dir: PathBuf,
    /// Whom the server runs as, if not as us.
    pub(super) account: Option<Account>,
}

impl Home {
    /// Finds or makes the cluster's folder for this data folder.
    pub(super) fn open(data_dir: &Path) -> Result<Self, LocalError> {
        Self::open_for(data_dir, Account::for_server(), Path::new(ELSEWHERE))
    }

    fn open_for(
        data_dir: &Path,
        account: Option<Account>,
        elsewhere: &Path,
    ) -> Result<Self, LocalError> {
        let here = data_dir.join("postgres");
        fs::create_dir_all(&here).map_err(LocalError::io(&here))?;
        let here = here.canonicalize().map_err(LocalError::io(&here))?;
        let dir = match account {
            Some(account) if !account.can_reach(&here.join("data")) => moved(&here, elsewhere)?,
            _ => here,
        };
        Ok(Self { dir, account })
    }

    /// Where programs for the server's user are unpacked.
    pub(super) fn tools(&self) -> PathBuf {
        self.dir.join("tools")
    }

    /// The server's log.
    pub(super) fn log(&self) -> PathBuf {
        self.dir.join("postgres.log")
    }

    /// Makes a folder that only the server's user (and root) can enter, or checks that it is one.
    pub(super) fn closed_dir(&self, path: &Path) -> Result<(), LocalError> {
        let made = DirBuilder::new().mode(0o700).create(path);
        let (uid, gid) = self.account.map_or_else(
            || (rustix::process::geteuid().as_raw(), rustix::process::getegid().as_raw()),
            |account| (account.uid, account.gid),
        );
        match made {
            Ok(()) => chown(path, Some(uid), Some(gid)).map_err(LocalError::io(path)),
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
                // In /tmp anybody could have made it: links and other owners are not trusted.
                let meta = fs::symlink_metadata(path).map_err(LocalError::io(path))?;
                let is_ours = meta.is_dir() && meta.mode() & 0o077 == 0;
                if is_ours && meta.uid() == uid {
                    return Ok(());
                }
                // Root made it and died before handing it over.
                if is_ours && meta.uid() == rustix::process::geteuid().as_raw() {
                    return chown(path, Some(uid), Some(gid)).map_err(LocalError::io(path));
                }
                let reason = "somebody else made it, or others may enter it: remove it".to_owned();
                Err(LocalError::Folder { path: path.to_owned(), reason })
            }
            Err(error) => Err(LocalError::io(path)(error)),
        }
    }
}

/// The folder elsewhere that belongs to this one, noted here so that a new data folder gets a new
/// cluster.
fn moved(here: &Path, elsewhere: &Path) -> Result<PathBuf, LocalError> {
    let note = here.join("location");
    let dir = match fs::read_to_string(&note) {
        Ok(text) => PathBuf::from(text.trim()),
        Err(_) => {
            let dir = elsewhere.join(Uuid::new_v4().simple().to_string());
            fs::write(&note, dir.as_os_str().as_encoded_bytes()).map_err(LocalError::io(&note))?;
            dir
        }
    };
    fs::create_dir_all(&dir).map_err(LocalError::io(&dir))?;
    // Passable whatever our umask is; what lies in it is closed.
    for folder in [elsewhere, &dir] {
        fs::set_permissions(folder, Permissions::from_mode(0o711))
            .map_err(LocalError::io(folder))?;
    }
    tracing::info!(
        path = %dir.display(),
        "the data folder is closed to the server's user, so the cluster lies elsewhere"
    );
    Ok(dir)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOMEBODY: Account = Account { uid: 65534, gid: 65534 };

    fn open_data_dir(mode: u32) -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        fs::set_permissions(dir.path(), Permissions::from_mode(mode)).unwrap();
        dir
    }

    #[test]
    fn a_folder_that_can_be_reached_is_used() {
        let dir = open_data_dir(0o755);
        let home = Home::open_for(dir.path(), Some(SOMEBODY), Path::new("/none")).unwrap();
        assert_eq!(home.dir, dir.path().canonicalize().unwrap().join("postgres"));
    }

    #[test]
    fn one_that_can_not_has_its_cluster_elsewhere_and_always_the_same() {
        let (dir, elsewhere) = (open_data_dir(0o700), open_data_dir(0o755));
        let open = || Home::open_for(dir.path(), Some(SOMEBODY), elsewhere.path()).unwrap().dir;
        let first = open();
        assert!(first.starts_with(elsewhere.path()));
        assert_eq!(first, open());
        fs::remove_dir_all(dir.path().join("postgres")).unwrap();
        assert_ne!(first, open(), "an emptied data folder must not find old data");
    }

    #[test]
    fn a_closed_folder_of_somebody_else_is_not_trusted() {
        let dir = open_data_dir(0o755);
        let home = Home { dir: dir.path().to_owned(), account: None };
        let path = dir.path().join("socket");
        home.closed_dir(&path).unwrap();
        home.closed_dir(&path).unwrap();
        fs::set_permissions(&path, Permissions::from_mode(0o755)).unwrap();
        assert!(matches!(home.closed_dir(&path), Err(LocalError::Folder { .. })));
        let link = dir.path().join("link");
        std::os::unix::fs::symlink("/tmp", &link).unwrap();
        assert!(matches!(home.closed_dir(&link), Err(LocalError::Folder { .. })));
    }
}
