//! The account that Postgres runs under when we are root.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

/// A user and its group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Account {
    /// The user's number.
    pub(super) uid: u32,
    /// The number of its group.
    pub(super) gid: u32,
}

/// `nobody` on every Linux.
const NOBODY: Account = Account { uid: 65534, gid: 65534 };

impl Account {
    /// Whom the server is to run as, if we are root: `postgres` where there is one, else `nobody`.
    pub(super) fn for_server() -> Option<Self> {
        if !rustix::process::geteuid().is_root() {
            return None;
        }
        let users = fs::read_to_string("/etc/passwd").unwrap_or_default();
        Some(find("postgres", &users).unwrap_or(NOBODY))
    }

    /// Makes `command` run as this user, without any of our groups.
    pub(super) fn run(self, command: &mut Command) {
        // The standard library drops the other groups whenever it changes the user.
        command.uid(self.uid).gid(self.gid);
    }

    /// Whether this user can get to `path` through every folder above it.
    pub(super) fn can_reach(self, path: &Path) -> bool {
        path.ancestors().skip(1).all(|folder| {
            fs::metadata(folder).is_ok_and(|meta| {
                let may_enter = if meta.uid() == self.uid {
                    0o100
                } else if meta.gid() == self.gid {
                    0o010
                } else {
                    0o001
                };
                meta.mode() & may_enter != 0
            })
        })
    }
}

fn find(name: &str, users: &str) -> Option<Account> {
    users.lines().find_map(|line| {
        let mut fields = line.split(':');
        if fields.next() != Some(name) {
            return None;
        }
        let uid = fields.nth(1)?.parse().ok()?;
        let gid = fields.next()?.parse().ok()?;
        Some(Account { uid, gid })
    })
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn a_user_is_found_by_its_whole_name() {
        let users = "root:x:0:0::/root:/bin/sh\npostgres2:x:7:8::/:/\npostgres:x:101:104:a,b:/:/";
        assert_eq!(find("postgres", users), Some(Account { uid: 101, gid: 104 }));
        assert_eq!(find("postgre", users), None);
    }

    #[test]
    fn a_folder_that_others_may_not_enter_is_out_of_reach() {
        let dir = tempfile::tempdir().unwrap();
        let below = dir.path().join("below");
        fs::set_permissions(dir.path(), fs::Permissions::from_mode(0o700)).unwrap();
        assert!(!NOBODY.can_reach(&below));
        fs::set_permissions(dir.path(), fs::Permissions::from_mode(0o711)).unwrap();
        assert!(NOBODY.can_reach(&below));
    }
}
