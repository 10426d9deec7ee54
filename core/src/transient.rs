//! Names for what is kept for a while, and limits that count hits in windows.
//!
//! ```
//! use mxchat_core::transient;
//!
//! let key = transient::key(b"install secret", 1, b"rate_chat", b"203.0.113.7")?;
//! assert!(key.starts_with("mxchat_rate_chat_"));
//!
//! // 10 a minute; 10 in the last minute, 4 in this one, and half of it is over.
//! let rate = transient::check_rate(10, 60, 10, 4, 90)?;
//! assert_eq!((rate.allowance, rate.remaining), (5, 1));
//! # Ok::<(), mxchat_core::Error>(())
//! ```

use sha2::{Digest, Sha256};

use crate::time::{MAX_SECONDS, within};
use crate::{Error, hex};

/// 366 days: with [`MAX_COUNT`] it keeps every product within 64 bits.
const MAX_WINDOW_SECONDS: i64 = 31_622_400;

const MAX_COUNT: i64 = 1_000_000_000;

/// Where a sliding window stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// How many hits the current window may hold now; a hit is admitted while it holds fewer.
    pub allowance: i64,
    /// How many more hits fit now.
    pub remaining: i64,
    /// 0 if a hit fits now, otherwise the wait until one will, if none comes meanwhile.
    pub retry_after_seconds: i64,
    /// The end of the current window in unix seconds.
    pub resets_at: i64,
}

/// The name of a transient or a counter: `mxchat_`, the purpose, `_` and 32 hex digits.
///
/// The digits are those of a SHA-256 over all four arguments, each behind its length: no subject
/// can be chosen to meet another one's key, and sites of a network never share one.
///
/// # Errors
///
/// [`Error::InvalidSecret`] if the secret is empty, [`Error::InvalidPurpose`] if the purpose is
/// not 1 to 32 of a-z and `_`, [`Error::OutOfRange`] if the blog id is below 1.
///
/// # Examples
///
/// ```
/// # use mxchat_core::transient::key;
/// let of_first = key(b"secret", 1, b"thread", b"session")?;
/// let of_second = key(b"secret", 2, b"thread", b"session")?;
/// assert_ne!(of_first, of_second);
/// # Ok::<(), mxchat_core::Error>(())
/// ```
pub fn key(install_secret: &[u8], blog_id: i64, purpose: &[u8], subject: &[u8]) -> Result<String, Error> {
    if install_secret.is_empty() {
        return Err(Error::InvalidSecret);
    }
    let purpose_name = purpose_name(purpose)?;
    within(blog_id, 1..=i64::MAX)?;

    let blog_id = blog_id.to_string();
    let mut hash = Sha256::new();
    for field in [install_secret, blog_id.as_bytes(), purpose, subject] {
        // The length before each field keeps ("ab", "c") apart from ("a", "bc").
        hash.update((field.len() as u64).to_be_bytes());
        hash.update(field);
    }
    let digest: [u8; 32] = hash.finalize().into();
    let half = digest.first_chunk::<16>().unwrap_or(&[0; 16]);
    Ok(format!("mxchat_{purpose_name}_{}", hex(half)))
}

/// The start of the window that `now` falls in, in unix seconds.
///
/// # Errors
///
/// [`Error::OutOfRange`] if `now` is negative or after the year 9999, or the window is not from
/// one second to 366 days.
///
/// # Examples
///
/// ```
/// # use mxchat_core::transient::rate_window;
/// assert_eq!(rate_window(125, 60)?, 120);
/// # Ok::<(), mxchat_core::Error>(())
/// ```
pub fn rate_window(now: i64, window_seconds: i64) -> Result<i64, Error> {
    within(now, 0..=MAX_SECONDS)?;
    within(window_seconds, 1..=MAX_WINDOW_SECONDS)?;
    Ok(now - now % window_seconds)
}

/// Where a sliding window of two counters stands.
///
/// The window before this one counts for the share of it that the sliding window still covers,
/// rounded up. A `limit` of 0 admits nothing, ever; the wait it names is the end of the window.
///
/// # Errors
///
/// [`Error::OutOfRange`] as for [`rate_window`], and for counts below 0 or above 10⁹.
///
/// # Examples
///
/// ```
/// # use mxchat_core::transient::check_rate;
/// let rate = check_rate(10, 60, 10, 5, 90)?;
/// assert_eq!((rate.remaining, rate.retry_after_seconds, rate.resets_at), (0, 6, 120));
/// # Ok::<(), mxchat_core::Error>(())
/// ```
pub fn check_rate(
    limit: i64,
    window_seconds: i64,
    previous: i64,
    current: i64,
    now: i64,
) -> Result<Rate, Error> {
    let resets_at = rate_window(now, window_seconds)? + window_seconds;
    for count in [limit, previous, current] {
        within(count, 0..=MAX_COUNT)?;
    }
    let window = Window {
        limit,
        window_seconds,
        previous,
        current,
        seconds_left: resets_at - now,
    };
    let allowance = window.allowance();
    Ok(Rate {
        allowance,
        remaining: (allowance - current).max(0),
        retry_after_seconds: if current < allowance { 0 } else { window.wait() },
        resets_at,
    })
}

/// A moment of a sliding window; every field is within its range.
struct Window {
    limit: i64,
    window_seconds: i64,
    previous: i64,
    current: i64,
    /// From 1 to `window_seconds`.
    seconds_left: i64,
}

impl Window {
    fn allowance(&self) -> i64 {
        let carried = (self.previous * self.seconds_left + self.window_seconds - 1) / self.window_seconds;
        (self.limit - carried).max(0)
    }

    /// Seconds until a hit is admitted if none comes meanwhile. Asked when none is admitted now.
    fn wait(&self) -> i64 {
        if self.limit == 0 {
            return self.seconds_left;
        }
        // In this window: the first second at which the hits carried over leave room for one more.
        let room = self.limit - 1 - self.current;
        if room > 0
            && let left = self.most_seconds_left(room, self.previous)
            && left >= 1
        {
            return self.seconds_left - left;
        }
        // In the next window this one's hits are what is carried over; in the one after, nothing is.
        self.seconds_left + self.window_seconds - self.most_seconds_left(self.limit - 1, self.current)
    }

    /// How much of a window may be left so that `hits` of the one before carry over as at most `room`.
    fn most_seconds_left(&self, room: i64, hits: i64) -> i64 {
        (room * self.window_seconds)
            .checked_div(hits)
            .map_or(self.window_seconds, |left| left.min(self.window_seconds))
    }
}

fn purpose_name(purpose: &[u8]) -> Result<&str, Error> {
    let is_name =
        (1..=32).contains(&purpose.len()) && purpose.iter().all(|byte| matches!(byte, b'a'..=b'z' | b'_'));
    core::str::from_utf8(purpose)
        .ok()
        .filter(|_| is_name)
        .ok_or(Error::InvalidPurpose)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_do_not_run_into_each_other() {
        let keys = [
            key(b"ab", 1, b"c", b"d").unwrap(),
            key(b"a", 1, b"c", b"bd").unwrap(),
            key(b"ab", 1, b"c", b"").unwrap(),
            key(b"ab", 11, b"c", b"d").unwrap(),
        ];
        for (position, key) in keys.iter().enumerate() {
            assert!(!keys[..position].contains(key));
        }
    }

    #[test]
    fn the_longest_key_fits_where_wordpress_keeps_transients() {
        let longest = key(&[b's'; 1_000], i64::MAX, &[b'z'; 32], &[0xff; 10_000]).unwrap();
        assert_eq!(longest.len(), 72);
    }

    #[test]
    fn keys_of_bad_arguments_are_refused() {
        assert_eq!(key(b"", 1, b"a", b""), Err(Error::InvalidSecret));
        assert_eq!(key(b"s", 0, b"a", b""), Err(Error::OutOfRange));
        for purpose in [&b""[..], b"A", b"a-b", b"a\0", &[b'a'; 33], b"\xff"] {
            assert_eq!(key(b"s", 1, purpose, b""), Err(Error::InvalidPurpose));
        }
    }

    /// The definition, second by second: carry over, move to the next window, try again.
    fn naive_wait(limit: i64, window: i64, mut previous: i64, mut current: i64, mut now: i64) -> i64 {
        let asked_at = now;
        loop {
            let left = window - now % window;
            let carried = (previous as f64 * left as f64 / window as f64).ceil() as i64;
            if current < limit - carried {
                return now - asked_at;
            }
            now += 1;
            if now % window == 0 {
                (previous, current) = (current, 0);
            }
        }
    }

    #[test]
    fn the_wait_is_the_first_second_that_admits_a_hit() {
        for limit in 1..6 {
            for previous in 0..9 {
                for current in 0..9 {
                    for now in 8..16 {
                        let rate = check_rate(limit, 8, previous, current, now).unwrap();
                        let expected = naive_wait(limit, 8, previous, current, now);
                        assert_eq!(
                            rate.retry_after_seconds, expected,
                            "{limit} {previous} {current} {now}"
                        );
                        assert_eq!(rate.retry_after_seconds == 0, current < rate.allowance);
                        assert_eq!(rate.remaining > 0, current < rate.allowance);
                        assert_eq!(rate.resets_at, 16);
                    }
                }
            }
        }
    }

    #[test]
    fn a_limit_of_zero_admits_nothing() {
        let rate = check_rate(0, 60, 0, 0, 90).unwrap();
        assert_eq!(
            (rate.allowance, rate.remaining, rate.retry_after_seconds),
            (0, 0, 30)
        );
    }

    #[test]
    fn the_largest_numbers_do_not_overflow() {
        let most = check_rate(MAX_COUNT, MAX_WINDOW_SECONDS, MAX_COUNT, MAX_COUNT, MAX_SECONDS).unwrap();
        assert_eq!(most.remaining, 0);
        for (limit, window, previous, current, now) in [
            (MAX_COUNT + 1, 1, 0, 0, 0),
            (1, MAX_WINDOW_SECONDS + 1, 0, 0, 0),
            (1, 0, 0, 0, 0),
            (1, 1, -1, 0, 0),
            (1, 1, 0, i64::MIN, 0),
            (1, 1, 0, 0, MAX_SECONDS + 1),
        ] {
            assert_eq!(
                check_rate(limit, window, previous, current, now),
                Err(Error::OutOfRange)
            );
        }
    }
}
