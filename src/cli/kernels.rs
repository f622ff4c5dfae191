//! Has the libraries that multiply matrices use what the processor can do.
//!
//! OpenBLAS multiplies most of whisper.cpp's matrices and picks its kernels by the processor's model
//! when it is loaded. A model newer than the library is unknown to it and gets kernels of 2004:
//! Debian 12's 0.3.21 takes a Xeon of 2023 for a Prescott. So it is told what the processor can do,
//! by its own variable, which it reads before anything of ours runs: hence the new start.

use std::os::unix::process::CommandExt as _;
use std::process::Command;

use crate::config::variable;

const VARIABLE: &str = "OPENBLAS_CORETYPE";
/// OpenBLAS's name for kernels with AVX-512.
const AVX512: &str = "SKYLAKEX";

/// Starts this program anew, as the same process, with OpenBLAS told; comes back where somebody
/// told it already, where there is nothing to tell, and where that fails: it is only slower then.
pub fn choose() {
    let Some(kernels) = kernels() else { return };
    if variable(VARIABLE).is_some() {
        return;
    }
    let Ok(program) = std::env::current_exe() else { return };
    let mut arguments = std::env::args_os();
    let mut command = Command::new(program);
    if let Some(name) = arguments.next() {
        command.arg0(name);
    }
    let _ = command.args(arguments).env(VARIABLE, kernels).exec();
}

/// OpenBLAS's name for the best kernels that this processor can run, if it has more than the least.
#[cfg(target_arch = "x86_64")]
fn kernels() -> Option<&'static str> {
    let has_avx2 = is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma");
    let has_avx512 = is_x86_feature_detected!("avx512f")
        && is_x86_feature_detected!("avx512bw")
        && is_x86_feature_detected!("avx512cd")
        && is_x86_feature_detected!("avx512dq")
        && is_x86_feature_detected!("avx512vl");
    if has_avx2 && has_avx512 { Some(AVX512) } else { has_avx2.then_some("HASWELL") }
}

/// Elsewhere OpenBLAS asks for capabilities, not for models.
#[cfg(not(target_arch = "x86_64"))]
const fn kernels() -> Option<&'static str> {
    None
}
