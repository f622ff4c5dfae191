//! Whether a request without a token was meant for this machine.
//!
//! A page of another site can point its own name at 127.0.0.1 and would then read our answers as
//! its own (DNS rebinding). Its requests carry its name in `Host`, so only the loopback names pass.

/// Whether a `Host` header names this machine, with any port.
pub(super) fn is_local(host: &str) -> bool {
    let name = match host.strip_prefix('[') {
        Some(rest) => {
            let Some((name, port)) = rest.split_once(']') else { return false };
            return name == "::1" && (port.is_empty() || is_port(port));
        }
        None => host.find(':').map_or(host, |colon| &host[..colon]),
    };
    let port = &host[name.len()..];
    let is_name = name.eq_ignore_ascii_case("localhost") || name == "127.0.0.1";
    is_name && (port.is_empty() || is_port(port))
}

fn is_port(text: &str) -> bool {
    text.strip_prefix(':').is_some_and(|port| port.parse::<u16>().is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_loopback_names_pass_with_any_port() {
        for host in ["localhost", "LOCALHOST:1", "127.0.0.1:8484", "[::1]", "[::1]:8484"] {
            assert!(is_local(host), "{host}");
        }
    }

    #[test]
    fn another_name_is_refused_however_it_is_dressed() {
        let strange = [
            "",
            "evil.example",
            "evil.example:8484",
            "localhost.evil.example",
            "127.0.0.1.evil.example",
            "localhost:8484@evil.example",
            "localhost:x",
            "[::1]evil.example",
            "[::1",
            "0.0.0.0:8484",
        ];
        for host in strange {
            assert!(!is_local(host), "{host}");
        }
    }
}
