//! Thresholds as people write them: `75`, `75%` and `0.75` are the same.
//!
//! ```
//! use mxchat_core::threshold;
//!
//! let threshold = threshold::parse("75%")?;
//! assert_eq!(threshold, 0.75);
//! assert_eq!(threshold::format(threshold)?, "75");
//! # Ok::<(), mxchat_core::Error>(())
//! ```

use crate::Error;

/// A text longer than this is not a number that a person wrote.
const MAX_LENGTH: usize = 32;

/// A threshold from 0 to 1 as people write it.
///
/// A number above 1 is a percentage, and so is one with a percent sign; 1 itself is 1.0.
/// Digits on both sides of a decimal point, nothing else: no sign, space or exponent.
///
/// # Errors
///
/// [`Error::InvalidThreshold`] if the text is written otherwise, or is more than 100 percent.
///
/// # Examples
///
/// ```
/// # use mxchat_core::threshold::parse;
/// assert_eq!(parse("0.71")?, 0.71);
/// assert_eq!(parse("71")?, 0.71);
/// assert_eq!(parse("1%")?, 0.01);
/// assert!(parse("0,75").is_err());
/// # Ok::<(), mxchat_core::Error>(())
/// ```
pub fn parse(text: &str) -> Result<f64, Error> {
    let (number, is_percentage) = match text.strip_suffix('%') {
        Some(number) => (number, true),
        None => (text, false),
    };
    if text.len() > MAX_LENGTH || !is_decimal(number) {
        return Err(Error::InvalidThreshold);
    }
    let number: f64 = number.parse().map_err(|_| Error::InvalidThreshold)?;
    let threshold = if is_percentage || number > 1.0 {
        number / 100.0
    } else {
        number
    };
    if threshold > 1.0 {
        return Err(Error::InvalidThreshold);
    }
    Ok(threshold)
}

/// A threshold as a percentage without its sign, with at most two decimals.
///
/// It is made to be shown: of percentages below 1, as of `0.5`, reading them back without a
/// percent sign gives another threshold.
///
/// # Errors
///
/// [`Error::NotFinite`], or [`Error::InvalidThreshold`] if the number is not from 0 to 1.
///
/// # Examples
///
/// ```
/// # use mxchat_core::threshold::format;
/// assert_eq!(format(0.71)?, "71");
/// assert_eq!(format(0.755)?, "75.5");
/// # Ok::<(), mxchat_core::Error>(())
/// ```
pub fn format(threshold: f64) -> Result<String, Error> {
    if !threshold.is_finite() {
        return Err(Error::NotFinite);
    }
    if !(0.0..=1.0).contains(&threshold) {
        return Err(Error::InvalidThreshold);
    }
    // Whole hundredths of a percent; the half makes up for products like 0.29 × 10,000 just below 2,900.
    let hundredths = (threshold * 10_000.0 + 0.5) as u32;
    let (percent, decimals) = (hundredths / 100, hundredths % 100);
    Ok(match (decimals / 10, decimals % 10) {
        (0, 0) => format!("{percent}"),
        (tenths, 0) => format!("{percent}.{tenths}"),
        (tenths, rest) => format!("{percent}.{tenths}{rest}"),
    })
}

/// Whether a text is digits, perhaps with more digits behind a point.
fn is_decimal(text: &str) -> bool {
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    match text.split_once('.') {
        Some((whole, fraction)) => is_digits(whole) && is_digits(fraction),
        None => is_digits(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_hundredth_of_a_percent_is_printed_as_it_is_written() {
        for hundredths in 0..=10_000_u32 {
            let written = format!("{}.{:02}", hundredths / 100, hundredths % 100);
            let threshold = parse(&format!("{written}%")).unwrap();
            let expected = written.trim_end_matches('0').trim_end_matches('.');
            assert_eq!(format(threshold).unwrap(), expected);
        }
    }

    #[test]
    fn what_is_printed_reads_back_from_one_percent_on() {
        for hundredths in 101..=10_000_u32 {
            let threshold = f64::from(hundredths) / 10_000.0;
            let text = format(threshold).unwrap();
            assert!((parse(&text).unwrap() - threshold).abs() < 1e-15, "{text}");
        }
    }

    #[test]
    fn nothing_but_a_plain_number_is_read() {
        for text in [
            "", "%", ".", ".5", "5.", "-1", "+1", " 1", "1 ", "1e1", "1%%", "٧٥", "inf", "NaN", "1.2.3",
            "0,75",
        ] {
            assert_eq!(parse(text), Err(Error::InvalidThreshold), "{text}");
        }
    }

    #[test]
    fn more_than_the_whole_is_refused() {
        assert_eq!(parse("100"), Ok(1.0));
        assert_eq!(parse("100.01"), Err(Error::InvalidThreshold));
        assert_eq!(parse(&"9".repeat(33)), Err(Error::InvalidThreshold));
        assert_eq!(format(1.01), Err(Error::InvalidThreshold));
        assert_eq!(format(-0.01), Err(Error::InvalidThreshold));
        assert_eq!(format(f64::NAN), Err(Error::NotFinite));
    }
}
