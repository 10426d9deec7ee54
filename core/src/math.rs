//! `ln` and `exp` in one written definition.
//!
//! The functions of a platform's math library differ in the last bit from one platform to the next.
//! These use only `+ − × ÷` in a fixed order, so that every build and the PHP polyfill agree.

/// ln 2, rounded to an `f64`.
const LN_2: f64 = core::f64::consts::LN_2;

/// Natural logarithm of a positive, finite number; NaN for any other.
///
/// The number is scaled by powers of two into √½ … √2, then `ln m = 2 artanh((m − 1) / (m + 1))`
/// by its series. Good to about 1e-15 relative.
///
/// # Examples
///
/// ```
/// use mxchat_core::math::ln;
/// assert_eq!(ln(1.0), 0.0);
/// assert!((ln(10.0) - 2.302585092994046).abs() < 1e-14);
/// ```
#[must_use]
pub fn ln(x: f64) -> f64 {
    // Not `x <= 0.0`: NaN must not pass.
    if !(x > 0.0 && x < f64::INFINITY) {
        return f64::NAN;
    }
    let (mut mantissa, mut exponent) = (x, 0.0);
    // A factor of two is exact, so the loop costs no precision.
    while mantissa > core::f64::consts::SQRT_2 {
        mantissa *= 0.5;
        exponent += 1.0;
    }
    while mantissa < core::f64::consts::FRAC_1_SQRT_2 {
        mantissa *= 2.0;
        exponent -= 1.0;
    }
    let s = (mantissa - 1.0) / (mantissa + 1.0);
    let square = s * s;
    let mut sum = 0.0;
    // 1/1 + s²/3 + s⁴/5 + … + s²⁴/25, from the smallest term.
    let mut odd = 25.0;
    while odd > 0.0 {
        sum = sum * square + 1.0 / odd;
        odd -= 2.0;
    }
    exponent * LN_2 + 2.0 * s * sum
}

/// `e` to the power of `x`; 0 below −700, the value at 700 above it, NaN for NaN.
///
/// `x = k ln 2 + r`, the series of `e^r` by Horner, then `k` doublings or halvings.
///
/// # Examples
///
/// ```
/// use mxchat_core::math::exp;
/// assert_eq!(exp(0.0), 1.0);
/// assert!((exp(1.0) - 2.718281828459045).abs() < 1e-14);
/// ```
#[must_use]
pub fn exp(x: f64) -> f64 {
    if x.is_nan() {
        return x;
    }
    if x < -700.0 {
        return 0.0;
    }
    let x = if x > 700.0 { 700.0 } else { x };
    let mut rest = x;
    let mut power = 1.0;
    // At most 1,010 steps, and a handful for the numbers that occur.
    while rest > 0.5 {
        rest -= LN_2;
        power *= 2.0;
    }
    while rest < -0.5 {
        rest += LN_2;
        power *= 0.5;
    }
    let mut sum = 1.0;
    let mut n = 14.0;
    while n > 0.0 {
        sum = 1.0 + sum * rest / n;
        n -= 1.0;
    }
    sum * power
}

/// The logistic function: a score of any size as a probability from 0 to 1.
#[must_use]
pub fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + exp(-x))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_the_platform_to_the_last_digits() {
        for i in 1..4000 {
            let x = f64::from(i) * 0.37;
            assert!((ln(x) - x.ln()).abs() <= 4e-15 * x.ln().abs().max(1.0), "ln {x}");
        }
        for i in -300..300 {
            let x = f64::from(i) * 0.11;
            assert!((exp(x) - x.exp()).abs() <= 4e-14 * x.exp(), "exp {x}");
        }
    }

    #[test]
    fn the_edges_are_defined() {
        assert!(ln(0.0).is_nan() && ln(-1.0).is_nan() && ln(f64::INFINITY).is_nan() && ln(f64::NAN).is_nan());
        assert_eq!(exp(-701.0), 0.0);
        assert!(exp(1e300).is_finite() && exp(f64::NAN).is_nan());
        assert_eq!(logistic(0.0), 0.5);
    }
}
