//! The inner loops, and the only `unsafe` of this crate.
//!
//! Each loop has one portable definition. Where the processor offers wider registers the same loop
//! runs in them with the same result: integer sums are exact, and a floating-point sum keeps its
//! written order. A safe function of this module picks the path when it is called.
#![allow(unsafe_code)]

mod bytes;
mod float;
mod scan;
mod stripes;

pub(crate) use bytes::{Coding, PreparedBytes, STRIDE, dot_bytes, prefetch, write_codes};
pub(crate) use float::{dot, hadamard, sum_of_magnitudes};
pub(crate) use scan::{BLOCK_ROWS, Bound, GROUP, MAX_ENTRY, bound_blocks, scan_blocks};
pub(crate) use stripes::{BLOCK_STRIPES, Lanes, SECRET, STRIPE, take_in, take_in_stripes};

/// Whether this processor runs the AVX2 paths.
#[cfg(target_arch = "x86_64")]
#[inline]
fn has_avx2() -> bool {
    std::is_x86_feature_detected!("avx2")
}
