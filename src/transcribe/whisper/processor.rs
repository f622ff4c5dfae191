//! Whether this machine's processor has what whisper.cpp was built for.
//!
//! whisper.cpp is compiled for the machine that builds it, unless GGML_NATIVE=OFF is in the
//! environment of the build: then for all with AVX2. Where instructions are missing the process would
//! end at the first of them without a word, so they are asked for beforehand, as far as whisper-rs
//! tells them; AVX-512 it does not.

/// Says what is missing and what to do.
pub(super) fn check() -> Result<(), String> {
    let missing = lacking(&instructions());
    if missing.is_empty() {
        return Ok(());
    }
    Err(format!(
        "this `earmark` was built for processors with {}, and this one has no such instructions: \
         build it on this machine",
        missing.join(", ")
    ))
}

/// A set of instructions, whether whisper.cpp uses it, and whether it is there.
type Instructions = (&'static str, bool, bool);

fn lacking(instructions: &[Instructions]) -> Vec<&'static str> {
    let lacking = instructions.iter().filter(|(_, is_used, is_there)| *is_used && !is_there);
    lacking.map(|one| one.0).collect()
}

#[cfg(target_arch = "x86_64")]
fn instructions() -> Vec<Instructions> {
    let used = whisper_rs::SystemInfo::default();
    vec![
        ("AVX", used.avx, is_x86_feature_detected!("avx")),
        ("AVX2", used.avx2, is_x86_feature_detected!("avx2")),
        ("FMA", used.fma, is_x86_feature_detected!("fma")),
        ("F16C", used.f16c, is_x86_feature_detected!("f16c")),
    ]
}

/// Others have all that is used.
#[cfg(not(target_arch = "x86_64"))]
const fn instructions() -> Vec<Instructions> {
    Vec::new()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_instructions_that_are_used_and_not_there_are_missed() {
        let some = [("AVX", true, true), ("AVX2", true, false), ("F16C", false, false)];
        assert_eq!(lacking(&some), ["AVX2"]);
        assert_eq!(check(), Ok(()), "the machine that builds can run it");
    }
}
