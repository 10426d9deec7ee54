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
    let mut sums = [0.0_f64; SUMS];
    let (a_blocks, a_rest) = a.as_chunks::<SUMS>();
    let (b_blocks, b_rest) = b.as_chunks::<SUMS>();
    for (x, y) in a_blocks.iter().zip(b_blocks) {
        for ((sum, x), y) in sums.iter_mut().zip(x).zip(y) {
            *sum += f64::from(x.value()) * f64::from(y.value());
        }
    }
    for ((sum, x), y) in sums.iter_mut().zip(a_rest).zip(b_rest) {
        *sum += f64::from(x.value()) * f64::from(y.value());
    }
    let [s0, s1, s2, s3, s4, s5, s6, s7] = sums;
    ((s0 + s4) + (s2 + s6)) + ((s1 + s5) + (s3 + s7))
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
    hadamard_portable(numbers, scale);
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn hadamard_avx2(numbers: &mut [f32], scale: f32) {
    hadamard_portable(numbers, scale);
}

#[inline(always)]
fn hadamard_portable(numbers: &mut [f32], scale: f32) {
    let mut half = 1;
    while half < numbers.len() {
        match half {
            1 => butterflies::<1, 2>(numbers),
            2 => butterflies::<2, 4>(numbers),
            4 => butterflies::<4, 8>(numbers),
            _ => {
                for pair in numbers.chunks_exact_mut(2 * half) {
                    let (left, right) = pair.split_at_mut(half);
                    for (x, y) in left.iter_mut().zip(right) {
                        (*x, *y) = (*x + *y, *x - *y);
                    }
                }
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
