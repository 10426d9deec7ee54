use core::ops::RangeInclusive;

use crate::Error;

/// The last second of the year 9999. Sums and doubles of such times fit 64 bits with ease.
pub(crate) const MAX_SECONDS: i64 = 253_402_300_799;

/// Refuses a number outside its range.
pub(crate) fn within(number: i64, range: RangeInclusive<i64>) -> Result<(), Error> {
    if range.contains(&number) {
        Ok(())
    } else {
        Err(Error::OutOfRange)
    }
}
