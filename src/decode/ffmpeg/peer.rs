//! Who is at the other end of a connection over the loopback.
//!
//! The address of the recording stands in ffmpeg's arguments, which every user of the machine can
//! list. So a connection counts only if the kernel says that its other end is a process of ours.

use std::io;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};

/// The kernel's tables of connections; a socket for IPv6 may speak to an IPv4 one.
const TABLES: [&str; 2] = ["/proc/net/tcp", "/proc/net/tcp6"];

/// `ESTABLISHED`. A socket that its owner has closed stays in the table as if it were root's.
const ESTABLISHED: &str = "01";

/// The table is read in pieces while it changes, so an entry may be missed.
const LOOKS: u32 = 3;

/// Whether the socket `peer` that is connected to our socket `local` belongs to user `uid`.
///
/// # Errors
/// When the kernel's tables can't be read.
pub(super) fn belongs_to(uid: u32, peer: SocketAddr, local: SocketAddr) -> io::Result<bool> {
    for _ in 0..LOOKS {
        for table in TABLES {
            let text = match std::fs::read_to_string(table) {
                // A machine without IPv6 has no such table.
                Err(error) if error.kind() == io::ErrorKind::NotFound && table.ends_with('6') => {
                    continue;
                }
                text => text?,
            };
            if let Some(owner) = owner_in(&text, peer, local) {
                return Ok(owner == uid);
            }
        }
    }
    Ok(false)
}

/// The user who owns the socket at `own` that is connected to `other`.
fn owner_in(table: &str, own: SocketAddr, other: SocketAddr) -> Option<u32> {
    let names = |address| [written(address, false), written(address, true)];
    let (own, other) = (names(own), names(other));
    table.lines().skip(1).find_map(|line| {
        let columns: Vec<&str> = line.split_whitespace().collect();
        let (local, remote) = (*columns.get(1)?, *columns.get(2)?);
        let is_it = own.iter().any(|name| name == local) && other.iter().any(|n| n == remote);
        let (state, uid, inode) = (*columns.get(3)?, *columns.get(7)?, *columns.get(9)?);
        (is_it && state == ESTABLISHED && inode != "0").then(|| uid.parse().ok()).flatten()
    })
}

/// An address as the tables write it: each 32-bit word in the machine's own order.
fn written(address: SocketAddr, as_v6: bool) -> String {
    let words: Vec<u8> = match (address.ip(), as_v6) {
        (IpAddr::V4(ip), false) => ip.octets().to_vec(),
        (IpAddr::V4(ip), true) => ip.to_ipv6_mapped().octets().to_vec(),
        (IpAddr::V6(ip), _) => Ipv6Addr::octets(&ip).to_vec(),
    };
    let word = |bytes: &[u8]| u32::from_ne_bytes(bytes.try_into().unwrap_or_default());
    let hex: String = words.chunks(4).map(|bytes| format!("{:08X}", word(bytes))).collect();
    format!("{hex}:{:04X}", address.port())
}

#[cfg(test)]
mod tests {
    use std::net::{TcpListener, TcpStream};

    use super::*;

    fn row(local: &str, remote: &str, state: &str, uid: u32, inode: u32) -> String {
        format!("head\n 0: {local} {remote} {state} 0:0 00:0 0 {uid} 0 {inode} 1 0\n")
    }

    #[test]
    fn only_a_living_socket_tells_its_owner() {
        let own = SocketAddr::from(([127, 0, 0, 1], 0x1234));
        let other = SocketAddr::from(([127, 0, 0, 1], 0x5678));
        let (a, b) = (written(own, false), written(other, false));
        assert_eq!(owner_in(&row(&a, &b, "01", 7, 99), own, other), Some(7));
        assert_eq!(owner_in(&row(&b, &a, "01", 7, 99), own, other), None);
        // Closed by its owner: the table says user 0, inode 0.
        assert_eq!(owner_in(&row(&a, &b, "05", 0, 99), own, other), None);
        assert_eq!(owner_in(&row(&a, &b, "01", 0, 0), own, other), None);
        let (a, b) = (written(own, true), written(other, true));
        assert_eq!(owner_in(&row(&a, &b, "01", 7, 99), own, other), Some(7));
    }

    #[test]
    fn a_connection_of_our_own_is_ours_and_nobody_elses() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let client = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        let (server, peer) = listener.accept().unwrap();
        let local = server.local_addr().unwrap();
        let us = rustix::process::geteuid().as_raw();
        assert!(belongs_to(us, peer, local).unwrap());
        assert!(!belongs_to(us + 1, peer, local).unwrap());
        drop(client);
        assert!(!belongs_to(us, peer, local).unwrap());
    }
}
