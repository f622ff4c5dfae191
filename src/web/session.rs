//! The access token and the session cookie made from it.
//!
//! The cookie holds a digest, so that whoever reads a browser's cookies does not have the token;
//! a new token ends every session. Wrong tokens are answered late, and later the more there are.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use actix_web::cookie::{Cookie, SameSite, time};
use secrecy::{ExposeSecret as _, SecretString};
use sha2::{Digest as _, Sha256};
use tokio::sync::Semaphore;

/// The cookie's name.
pub(super) const COOKIE: &str = "earmark_session";

/// How long a browser keeps the session.
const LIFETIME: time::Duration = time::Duration::days(30);

/// The delay after the first wrong token; doubled by each further one, up to 16 times.
const FIRST_DELAY: Duration = Duration::from_millis(250);

/// Wrong tokens that may wait for their answer at the same time.
const MAX_WAITING: usize = 16;

/// What lets a person in; cheap to clone, the same for all threads.
#[derive(Clone)]
pub(super) struct Gate {
    inner: Arc<Inner>,
}

struct Inner {
    token: [u8; 32],
    session: [u8; 32],
    failures: AtomicU32,
    waiting: Semaphore,
}

/// Too many wrong tokens are waiting for their answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Crowded;

impl Gate {
    /// Makes the gate that `token` opens.
    pub(super) fn new(token: &SecretString) -> Self {
        let token = token.expose_secret().trim();
        Self {
            inner: Arc::new(Inner {
                token: digest("token", token),
                session: digest("session", token),
                failures: AtomicU32::new(0),
                waiting: Semaphore::new(MAX_WAITING),
            }),
        }
    }

    /// Whether this is the token.
    pub(super) fn admits_token(&self, token: &str) -> bool {
        let is_right = is_equal(&digest("token", token.trim()), &self.inner.token);
        if is_right {
            self.inner.failures.store(0, Ordering::Relaxed);
        }
        is_right
    }

    /// Whether this is the value of a session cookie that this token made.
    pub(super) fn admits_session(&self, value: &str) -> bool {
        // Digested once more, so that the comparison is of equal lengths whatever was sent.
        is_equal(&digest("cookie", value), &digest("cookie", &hex(&self.inner.session)))
    }

    /// Waits before a wrong token is answered.
    pub(super) async fn penalize(&self) -> Result<(), Crowded> {
        let Ok(_waiting) = self.inner.waiting.try_acquire() else { return Err(Crowded) };
        tokio::time::sleep(self.next_delay()).await;
        Ok(())
    }

    fn next_delay(&self) -> Duration {
        let before = self.inner.failures.fetch_add(1, Ordering::Relaxed).min(4);
        FIRST_DELAY * 2_u32.pow(before)
    }

    /// The cookie that keeps a browser signed in.
    pub(super) fn cookie(&self, is_secure: bool) -> Cookie<'static> {
        Cookie::build(COOKIE, hex(&self.inner.session))
            .path("/")
            .http_only(true)
            .same_site(SameSite::Strict)
            .secure(is_secure)
            .max_age(LIFETIME)
            .finish()
    }
}

/// The cookie that signs a browser out.
pub(super) fn removal_cookie() -> Cookie<'static> {
    let mut cookie = Cookie::build(COOKIE, "").path("/").http_only(true).finish();
    cookie.make_removal();
    cookie
}

fn digest(purpose: &str, text: &str) -> [u8; 32] {
    let mut sha = Sha256::new();
    sha.update(b"earmark 1 ");
    sha.update(purpose.as_bytes());
    sha.update([0]);
    sha.update(text.as_bytes());
    sha.finalize().into()
}

/// Compares in the same time whatever differs.
fn is_equal(a: &[u8; 32], b: &[u8; 32]) -> bool {
    std::hint::black_box(a.iter().zip(b).fold(0, |seen, (a, b)| seen | (a ^ b))) == 0
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gate(token: &str) -> Gate {
        Gate::new(&token.to_owned().into())
    }

    #[test]
    fn only_the_token_opens_and_it_is_not_in_the_cookie() {
        let gate = gate("correct horse battery");
        assert!(gate.admits_token("correct horse battery"));
        for wrong in ["", "correct horse batter", "correct horse battery!", "Correct horse battery"]
        {
            assert!(!gate.admits_token(wrong), "{wrong}");
        }
        let cookie = gate.cookie(false);
        assert!(gate.admits_session(cookie.value()));
        assert!(!gate.admits_token(cookie.value()));
        assert!(!cookie.value().contains("horse"));
    }

    #[test]
    fn a_cookie_of_another_token_does_not_open() {
        let cookie = gate("correct horse battery").cookie(false);
        assert!(!gate("another token of mine").admits_session(cookie.value()));
        assert!(!gate("correct horse battery").admits_session("correct horse battery"));
    }

    #[test]
    fn the_cookie_is_kept_from_scripts_and_other_sites() {
        let shown = gate("correct horse battery").cookie(true).to_string();
        for part in ["HttpOnly", "SameSite=Strict", "Secure", "Path=/"] {
            assert!(shown.contains(part), "{shown}");
        }
        assert!(!gate("correct horse battery").cookie(false).to_string().contains("Secure"));
    }

    #[test]
    fn wrong_tokens_are_answered_later_and_later_and_a_right_one_forgets_them() {
        let gate = gate("correct horse battery");
        let delays: Vec<_> = (0..7).map(|_| gate.next_delay().as_millis()).collect();
        assert_eq!(delays, [250, 500, 1000, 2000, 4000, 4000, 4000]);
        assert!(gate.admits_token("correct horse battery"));
        assert_eq!(gate.next_delay().as_millis(), 250);
    }

    #[tokio::test]
    async fn guesses_made_side_by_side_are_turned_away() {
        let gate = gate("correct horse battery");
        let _waiting = gate.inner.waiting.acquire_many(16).await.unwrap();
        assert_eq!(gate.penalize().await, Err(Crowded));
    }
}
