//! Loops over the numbers of embeddings: sums of products, and the Walsh–Hadamard transform.

/// Running sums per dot product. Eight fill the registers, and PHP can still spell them out.
const SUMS: usize = 8;

/// One stored `f32`: in memory as it is, or as four little-endian bytes of a packed string.
pub(crate) trait Lane: Copy {
    /// The number itself.
    fn value(self) -> f32;
}

impl Lane for f32 {
    #[inline(always)]
    fn value(self) -> f32 {
        self
    }
}

impl Lane for [u8; 4] {
    #[inline(always)]
    fn value(self) -> f32 {
        f32::from_le_bytes(self)
    }
}

/// The sum of `a[i] × b[i]` in `f64`, over the shorter of both.
///
/// Product *i* goes to running sum *i mod 8*; then sum *j* takes sum *j + 4*, then *j + 2*, then
/// *j + 1*. A product of two `f32` is exact in `f64`, so only the additions round, in this order.
#[inline]
pub(crate) fn dot<A: Lane, B: Lane>(a: &[A], b: &[B]) -> f64 {
    #[cfg(target_arch = "x86_64")]
    if super::has_avx2() {
        // SAFETY: the processor has AVX2.
        return unsafe { dot_avx2(a, b) };
    }
    dot_portable(a, b)
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn dot_avx2<A: Lane, B: Lane>(a: &[A], b: &[B]) -> f64 {
    dot_portable(a, b)
}

#[inline(always)]
fn dot_portable<A: Lane, B: Lane>(a: &[A], b: &[B]) -> f64 {
    let (a_blocks, a_rest) = a.as_chunks::<SUMS>();
    let (b_blocks, b_rest) = b.as_chunks::<SUMS>();
    let mut sums = sums_of_blocks(a_blocks, b_blocks);
    for ((sum, x), y) in sums.iter_mut().zip(a_rest).zip(b_rest) {
        *sum += f64::from(x.value()) * f64::from(y.value());
    }
    let [s0, s1, s2, s3, s4, s5, s6, s7] = sums;
    ((s0 + s4) + (s2 + s6)) + ((s1 + s5) + (s3 + s7))
}

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
use simd128::sums_of_blocks;

/// The running sums after whole blocks.
#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
#[inline(always)]
fn sums_of_blocks<A: Lane, B: Lane>(a: &[[A; SUMS]], b: &[[B; SUMS]]) -> [f64; SUMS] {
    let mut sums = [0.0_f64; SUMS];
    for (x, y) in a.iter().zip(b) {
        for ((sum, x), y) in sums.iter_mut().zip(x).zip(y) {
            *sum += f64::from(x.value()) * f64::from(y.value());
        }
    }
    sums
}

/// The sum of the magnitudes, in the order of [`dot`].
#[inline]
pub(crate) fn sum_of_magnitudes(numbers: &[f32]) -> f64 {
    let mut sums = [0.0_f64; SUMS];
    let (blocks, rest) = numbers.as_chunks::<SUMS>();
    for block in blocks {
        for (sum, number) in sums.iter_mut().zip(block) {
            *sum += f64::from(number.abs());
        }
    }
    for (sum, number) in sums.iter_mut().zip(rest) {
        *sum += f64::from(number.abs());
    }
    let [s0, s1, s2, s3, s4, s5, s6, s7] = sums;
    ((s0 + s4) + (s2 + s6)) + ((s1 + s5) + (s3 + s7))
}

/// The Walsh–Hadamard transform of a power of two of numbers, in place, each result times `scale`.
#[inline]
pub(crate) fn hadamard(numbers: &mut [f32], scale: f32) {
    #[cfg(target_arch = "x86_64")]
    if super::has_avx2() {
        // SAFETY: the processor has AVX2.
        unsafe { hadamard_avx2(numbers, scale) };
        return;
    }
    #[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
    if numbers.len().is_multiple_of(4) {
        simd128::hadamard(numbers, scale);
        return;
    }
    hadamard_portable(numbers, scale);
}

/// A step whose distance is shorter than a register turns each number's partner to its place, and its sign
/// where it is subtracted.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn hadamard_avx2(numbers: &mut [f32], scale: f32) {
    use core::arch::x86_64::*;
    if !numbers.len().is_multiple_of(8) {
        return hadamard_portable(numbers, scale);
    }
    let first = _mm256_setr_ps(0.0, -0.0, 0.0, -0.0, 0.0, -0.0, 0.0, -0.0);
    let second = _mm256_setr_ps(0.0, 0.0, -0.0, -0.0, 0.0, 0.0, -0.0, -0.0);
    let third = _mm256_setr_ps(0.0, 0.0, 0.0, 0.0, -0.0, -0.0, -0.0, -0.0);
    for eight in numbers.as_chunks_mut::<8>().0 {
        // SAFETY: the array holds the 32 bytes that are read; the load needs no alignment.
        let x = unsafe { _mm256_loadu_ps(eight.as_ptr()) };
        let x = _mm256_add_ps(_mm256_permute_ps::<0b_10_11_00_01>(x), _mm256_xor_ps(x, first));
        let x = _mm256_add_ps(_mm256_permute_ps::<0b_01_00_11_10>(x), _mm256_xor_ps(x, second));
        let x = _mm256_add_ps(_mm256_permute2f128_ps::<1>(x, x), _mm256_xor_ps(x, third));
        // SAFETY: the array holds the 32 bytes that are written.
        unsafe { _mm256_storeu_ps(eight.as_mut_ptr(), x) };
    }
    wide_steps(numbers, scale);
}

#[inline(always)]
fn hadamard_portable(numbers: &mut [f32], scale: f32) {
    butterflies::<1, 2>(numbers);
    butterflies::<2, 4>(numbers);
    butterflies::<4, 8>(numbers);
    wide_steps(numbers, scale);
}

/// The steps of the transform from a distance of eight on, and the scale.
#[inline(always)]
fn wide_steps(numbers: &mut [f32], scale: f32) {
    let mut half = 8;
    while half < numbers.len() {
        for pair in numbers.chunks_exact_mut(2 * half) {
            let (left, right) = pair.split_at_mut(half);
            for (x, y) in left.iter_mut().zip(right) {
                (*x, *y) = (*x + *y, *x - *y);
            }
        }
        half *= 2;
    }
    for number in numbers {
        *number *= scale;
    }
}

/// One step of the transform with a distance known to the compiler.
#[inline(always)]
fn butterflies<const HALF: usize, const WIDTH: usize>(numbers: &mut [f32]) {
    for pair in numbers.as_chunks_mut::<WIDTH>().0 {
        let (left, right) = pair.split_at_mut(HALF);
        for (x, y) in left.iter_mut().zip(right) {
            (*x, *y) = (*x + *y, *x - *y);
        }
    }
}

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod simd128 {
    use core::arch::wasm32::*;

    use super::{Lane, SUMS};

    /// Memory of WebAssembly is little-endian: a lane is the same four bytes, however it is spelled.
    pub(super) fn sums_of_blocks<A: Lane, B: Lane>(a: &[[A; SUMS]], b: &[[B; SUMS]]) -> [f64; SUMS] {
        const { assert!(size_of::<A>() == 4 && size_of::<B>() == 4) };
        let mut sums = [f64x2_splat(0.0); SUMS / 2];
        for (x, y) in a.iter().zip(b) {
            let ((x, x_rest), (y, y_rest)) = (x.split_at(4), y.split_at(4));
            // SAFETY: each half holds the 16 bytes that are read; the loads need no alignment.
            let halves = unsafe { [(load(x), load(y)), (load(x_rest), load(y_rest))] };
            for ((x, y), sums) in halves.into_iter().zip(sums.as_chunks_mut::<2>().0) {
                let [low, high] = sums;
                *low = f64x2_add(*low, product_of_low(x, y));
                let (x, y) = (
                    i32x4_shuffle::<2, 3, 0, 1>(x, x),
                    i32x4_shuffle::<2, 3, 0, 1>(y, y),
                );
                *high = f64x2_add(*high, product_of_low(x, y));
            }
        }
        // SAFETY: four registers of two doubles are an array of eight.
        unsafe { core::mem::transmute::<[v128; SUMS / 2], [f64; SUMS]>(sums) }
    }

    fn product_of_low(x: v128, y: v128) -> v128 {
        f64x2_mul(f64x2_promote_low_f32x4(x), f64x2_promote_low_f32x4(y))
    }

    /// # Safety
    ///
    /// The slice holds 16 bytes.
    unsafe fn load<T>(four: &[T]) -> v128 {
        // SAFETY: as promised.
        unsafe { v128_load(four.as_ptr().cast()) }
    }

    /// The transform of a multiple of four numbers.
    pub(super) fn hadamard(numbers: &mut [f32], scale: f32) {
        let negated = |a, b, c, d| {
            let sign = |is_negative: bool| (u32::from(is_negative)) << 31;
            u32x4(sign(a), sign(b), sign(c), sign(d))
        };
        let second = negated(false, true, false, true);
        let last = negated(false, false, true, true);
        for four in numbers.as_chunks_mut::<4>().0 {
            // SAFETY: the array holds the 16 bytes that are read and written.
            unsafe {
                let x = v128_load(four.as_ptr().cast());
                let (left, right) = (
                    i32x4_shuffle::<0, 0, 2, 2>(x, x),
                    i32x4_shuffle::<1, 1, 3, 3>(x, x),
                );
                let x = f32x4_add(left, v128_xor(right, second));
                let (left, right) = (
                    i32x4_shuffle::<0, 1, 0, 1>(x, x),
                    i32x4_shuffle::<2, 3, 2, 3>(x, x),
                );
                v128_store(four.as_mut_ptr().cast(), f32x4_add(left, v128_xor(right, last)));
            }
        }
        let mut half = 4;
        while half < numbers.len() {
            for pair in numbers.chunks_exact_mut(2 * half) {
                let (left, right) = pair.split_at_mut(half);
                for (x, y) in left
                    .as_chunks_mut::<4>()
                    .0
                    .iter_mut()
                    .zip(right.as_chunks_mut::<4>().0)
                {
                    // SAFETY: both arrays hold the 16 bytes that are read and written.
                    unsafe {
                        let (a, b) = (v128_load(x.as_ptr().cast()), v128_load(y.as_ptr().cast()));
                        v128_store(x.as_mut_ptr().cast(), f32x4_add(a, b));
                        v128_store(y.as_mut_ptr().cast(), f32x4_sub(a, b));
                    }
                }
            }
            half *= 2;
        }
        for number in numbers {
            *number *= scale;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_path_keeps_the_written_order() {
        let a: Vec<f32> = (0_u32..1003)
            .map(|i| (i.wrapping_mul(2_654_435_761) >> 9) as f32 * 1e-7)
            .collect();
        let b: Vec<f32> = a.iter().rev().map(|x| 0.3 - x).collect();
        for dimensions in 0..=a.len() {
            let (x, y) = (&a[..dimensions], &b[..dimensions]);
            let mut sums = [0.0_f64; SUMS];
            for i in 0..dimensions {
                sums[i % SUMS] += f64::from(x[i]) * f64::from(y[i]);
            }
            for width in [4, 2, 1] {
                for j in 0..width {
                    sums[j] += sums[j + width];
                }
            }
            assert_eq!(dot(x, y).to_bits(), sums[0].to_bits(), "{dimensions} dimensions");
        }
    }

    #[test]
    fn every_path_transforms_to_the_same_bits() {
        for length in (0..12).map(|power| 1 << power) {
            let input: Vec<f32> = (0..length).map(|i| (i * i % 89) as f32 * 0.37 - 9.0).collect();
            let (mut fast, mut plain) = (input.clone(), input);
            hadamard(&mut fast, 0.3);
            hadamard_portable(&mut plain, 0.3);
            let bits = |numbers: &[f32]| numbers.iter().map(|x| x.to_bits()).collect::<Vec<_>>();
            assert_eq!(bits(&fast), bits(&plain));
        }
    }

    #[test]
    fn the_transform_is_the_sum_with_the_signs_of_shared_bits() {
        let input: Vec<f32> = (0..32).map(|i| (i * i % 17) as f32).collect();
        let mut output = input.clone();
        hadamard(&mut output, 0.5);
        for (i, found) in output.iter().enumerate() {
            let sign = |j: usize| {
                if (i & j).count_ones().is_multiple_of(2) {
                    0.5
                } else {
                    -0.5
                }
            };
            let expected: f32 = input.iter().enumerate().map(|(j, x)| sign(j) * x).sum();
            assert_eq!(*found, expected);
        }
    }
}
