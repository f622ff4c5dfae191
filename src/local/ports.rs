//! Free ports on loopback, kept from one start to the next where they are still free.

use std::fs;
use std::io;
use std::net::{Ipv4Addr, TcpListener};
use std::path::Path;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::LocalError;

/// What listens: the flag's name and a port for each. All are on loopback.
const FLAGS: [&str; 9] = [
    "s3.port",
    "s3.port.grpc",
    "master.port",
    "master.port.grpc",
    "volume.port",
    "volume.port.grpc",
    "filer.port",
    "filer.port.grpc",
    "admin.port",
];
/// SeaweedFS's own worker looks for the admin's second port here, whatever the flag says.
const ADMIN_SECOND: u16 = 10_000;
/// Where ports are looked for: below those that Linux gives to outgoing connections (32768 and
/// up), which would take one between our look and the server's.
const RANGE: std::ops::Range<u16> = 12_000..32_000;
/// The admin's port is that of its second, less the distance between the two.
const ADMIN_RANGE: std::ops::Range<u16> = 12_000..22_000;
/// Tries to find each.
const TRIES: usize = 200;

/// A port for everything in SeaweedFS that listens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct Ports([u16; FLAGS.len()]);

impl Ports {
    /// Where S3 is served.
    pub(super) const fn s3(&self) -> u16 {
        self.0[0]
    }

    /// Each flag that sets a port, without its dash, and its port.
    pub(super) fn flags(&self) -> impl Iterator<Item = (&'static str, u16)> {
        let [.., admin] = self.0;
        let second = ("admin.port.grpc", admin + ADMIN_SECOND);
        FLAGS.into_iter().zip(self.0).chain([second])
    }

    fn are_free(&self) -> bool {
        self.0[8] <= u16::MAX - ADMIN_SECOND && self.flags().all(|(_, port)| listen(port).is_ok())
    }
}

/// Ports that nothing listens on: those in the file if they are all free, else new ones.
///
/// Nothing holds them until the server does, so that a start may still lose one to another
/// program; then the next call finds it taken and gives others.
pub(super) fn free_ports(file: &Path) -> Result<Ports, LocalError> {
    if let Some(ports) = kept_ports(file).filter(Ports::are_free) {
        return Ok(ports);
    }
    let ports = new_ports().map_err(LocalError::io(Path::new("127.0.0.1")))?;
    let text = serde_json::json!(ports).to_string();
    fs::write(file, text).map_err(LocalError::io(file))?;
    Ok(ports)
}

/// The ports in the file.
pub(super) fn kept_ports(file: &Path) -> Option<Ports> {
    serde_json::from_slice(&fs::read(file).ok()?).ok()
}

fn new_ports() -> io::Result<Ports> {
    // All are held until the last is found, so that none is given twice.
    let mut held = Vec::new();
    let mut ports = [0; FLAGS.len()];
    let [others @ .., admin] = &mut ports;
    *admin = find(&ADMIN_RANGE, |port| {
        held.extend([listen(port)?, listen(port + ADMIN_SECOND)?]);
        Ok(())
    })?;
    for port in others {
        *port = find(&RANGE, |port| {
            held.push(listen(port)?);
            Ok(())
        })?;
    }
    Ok(Ports(ports))
}

/// A port in the range, by chance, that `take` can have.
fn find(
    range: &std::ops::Range<u16>,
    mut take: impl FnMut(u16) -> io::Result<()>,
) -> io::Result<u16> {
    let chance = || Uuid::new_v4().as_u128() % u128::from(range.end - range.start);
    let ports = std::iter::repeat_with(|| range.start + chance() as u16).take(TRIES);
    let none = || io::Error::new(io::ErrorKind::AddrInUse, "no free ports");
    ports.into_iter().find(|port| take(*port).is_ok()).ok_or_else(none)
}

fn listen(port: u16) -> io::Result<TcpListener> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ports_are_kept_while_they_are_free() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("ports.json");
        let first = free_ports(&file).unwrap();
        assert_eq!(first, free_ports(&file).unwrap());
        let _taken = listen(first.0[3]).unwrap();
        let second = free_ports(&file).unwrap();
        assert!(!second.0.contains(&first.0[3]), "{first:?} {second:?}");
        assert_eq!(kept_ports(&file), Some(second));
    }

    #[test]
    fn no_port_is_given_twice() {
        let mut ports: Vec<u16> = new_ports().unwrap().flags().map(|(_, port)| port).collect();
        ports.sort_unstable();
        assert!(ports.windows(2).all(|pair| pair[0] != pair[1]), "{ports:?}");
    }
}
