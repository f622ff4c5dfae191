//! Keeps transcript text out of panics.
//!
//! A panic in code that handles text may carry the text in its message ("byte index 3 is not a
//! char boundary of `…`"), and the standard hook would print it. While redaction runs on a thread,
//! only the place of a panic is logged, and the panic becomes an error.

use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

thread_local! {
    static IS_CONFIDENTIAL: Cell<bool> = const { Cell::new(false) };
}

static HOOK: Once = Once::new();

/// What is left of a panic.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Panicked;

/// Runs `work`; a panic in it is caught, and its message is never shown.
pub(super) fn confidentially<T>(work: impl FnOnce() -> T) -> Result<T, Panicked> {
    HOOK.call_once(install_hook);
    let was_confidential = IS_CONFIDENTIAL.replace(true);
    // What `work` borrows is dropped or left unused by every caller when this fails.
    let outcome = panic::catch_unwind(AssertUnwindSafe(work));
    IS_CONFIDENTIAL.set(was_confidential);
    // The payload may hold text: it is dropped here, unread.
    outcome.map_err(|_payload| Panicked)
}

fn install_hook() {
    let previous = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        if IS_CONFIDENTIAL.get() {
            let place = info.location().map_or_else(String::new, ToString::to_string);
            tracing::error!(place, "redaction panicked");
        } else {
            previous(info);
        }
    }));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_caught_and_later_panics_are_shown_again() {
        assert_eq!(confidentially(|| 1), Ok(1));
        assert_eq!(confidentially(|| panic!("a name")), Err::<(), _>(Panicked));
        assert!(!IS_CONFIDENTIAL.get());
    }

    #[test]
    fn guards_nest() {
        let outer = confidentially(|| {
            assert_eq!(confidentially(|| panic!("a name")), Err::<(), _>(Panicked));
            IS_CONFIDENTIAL.get()
        });
        assert_eq!(outer, Ok(true));
    }
}
