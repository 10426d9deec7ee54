//! Session and thread ids, the record that ties them, and whether a thread goes on.
//!
//! A session is one browser's chat; a thread is its stored conversation. Times are whole unix
//! seconds and come from the caller.
//!
//! ```
//! use mxchat_core::thread::{self, Status};
//!
//! let session_id = thread::mint_session_id(&[1; 16])?;
//! let thread_id = thread::mint_thread_id(&[2; 16])?;
//! let record = thread::write_record(thread_id.as_bytes(), session_id.as_bytes(), 1_000, 1_200)?;
//!
//! let thread = thread::read_record(record.as_bytes())?;
//! assert_eq!(thread.thread_id, thread_id);
//! assert_eq!(thread::status(thread.last_active_at, 3_600, 1_500)?, Status::Alive);
//! # Ok::<(), mxchat_core::Error>(())
//! ```

use sha2::{Digest, Sha256};

use crate::time::{MAX_SECONDS, within};
use crate::{Error, hex};

const SESSION_PREFIX: &str = "mxchat_chat_";
const THREAD_PREFIX: &str = "twxchat_thread_";
const RANDOM_BYTES: usize = 16;
const MAX_THREAD_ENDING: usize = 64;

/// The first field of a record.
const VERSION: &str = "1";

/// What a stored record says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// The stored conversation.
    pub thread_id: String,
    /// The browser's chat that it belongs to.
    pub session_id: String,
    /// Unix seconds of the first turn.
    pub started_at: i64,
    /// Unix seconds of the latest turn.
    pub last_active_at: i64,
}

/// Whether a thread goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// It goes on.
    Alive,
    /// It goes on, but more than half of its time is gone: write the record again.
    Renew,
    /// It has been silent too long; the next turn starts a new thread.
    Expired,
}

impl Status {
    /// The word that every layer shows.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Alive => "alive",
            Self::Renew => "renew",
            Self::Expired => "expired",
        }
    }
}

/// A new session id from 16 random bytes.
///
/// # Errors
///
/// [`Error::InvalidRandomBytes`] unless there are exactly 16 of them.
///
/// # Examples
///
/// ```
/// # use mxchat_core::thread::mint_session_id;
/// assert_eq!(mint_session_id(&[0xab; 16])?, "mxchat_chat_abababababababababababababababab");
/// # Ok::<(), mxchat_core::Error>(())
/// ```
pub fn mint_session_id(random_bytes: &[u8]) -> Result<String, Error> {
    mint(SESSION_PREFIX, random_bytes)
}

/// A new thread id from 16 random bytes.
///
/// # Errors
///
/// [`Error::InvalidRandomBytes`] unless there are exactly 16 of them.
///
/// # Examples
///
/// ```
/// # use mxchat_core::thread::mint_thread_id;
/// assert_eq!(mint_thread_id(&[0; 16])?, "twxchat_thread_00000000000000000000000000000000");
/// # Ok::<(), mxchat_core::Error>(())
/// ```
pub fn mint_thread_id(random_bytes: &[u8]) -> Result<String, Error> {
    mint(THREAD_PREFIX, random_bytes)
}

/// Whether a text is `mxchat_chat_` and 32 lower-case hex digits.
///
/// # Examples
///
/// ```
/// # use mxchat_core::thread::is_session_id;
/// assert!(is_session_id(b"mxchat_chat_abababababababababababababababab"));
/// assert!(!is_session_id(b"mxchat_chat_abc123"));
/// ```
#[must_use]
pub fn is_session_id(text: &[u8]) -> bool {
    text.strip_prefix(SESSION_PREFIX.as_bytes())
        .is_some_and(|ending| {
            ending.len() == 2 * RANDOM_BYTES
                && ending
                    .iter()
                    .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
        })
}

/// Whether a text is `twxchat_thread_` and 1 to 64 ASCII letters or digits.
///
/// Wider than what [`mint_thread_id`] makes: clients may bring threads of their own naming.
///
/// # Examples
///
/// ```
/// # use mxchat_core::thread::is_thread_id;
/// assert!(is_thread_id(b"twxchat_thread_jh6353FSDvxsacG"));
/// assert!(!is_thread_id(b"twxchat_thread_"));
/// ```
#[must_use]
pub fn is_thread_id(text: &[u8]) -> bool {
    text.strip_prefix(THREAD_PREFIX.as_bytes()).is_some_and(|ending| {
        (1..=MAX_THREAD_ENDING).contains(&ending.len()) && ending.iter().all(u8::is_ascii_alphanumeric)
    })
}

/// The pointer of a session to its thread, as a text to store: version, ids, times and the first
/// eight hex digits of the SHA-256 of what is before them, with spaces between.
///
/// # Errors
///
/// [`Error::InvalidId`], or [`Error::OutOfRange`] if a time is negative, after the year 9999, or
/// the thread was active before it started.
///
/// # Examples
///
/// ```
/// # use mxchat_core::thread::write_record;
/// let session_id = b"mxchat_chat_00000000000000000000000000000000";
/// let record = write_record(b"twxchat_thread_a", session_id, 1, 2)?;
/// assert!(record.starts_with("1 twxchat_thread_a mxchat_chat_00000000000000000000000000000000 1 2 "));
/// # Ok::<(), mxchat_core::Error>(())
/// ```
pub fn write_record(
    thread_id: &[u8],
    session_id: &[u8],
    started_at: i64,
    last_active_at: i64,
) -> Result<String, Error> {
    if !is_thread_id(thread_id) || !is_session_id(session_id) {
        return Err(Error::InvalidId);
    }
    within(started_at, 0..=MAX_SECONDS)?;
    within(last_active_at, started_at..=MAX_SECONDS)?;
    let (thread_id, session_id) = (ascii(thread_id)?, ascii(session_id)?);
    let body = format!("{VERSION} {thread_id} {session_id} {started_at} {last_active_at}");
    let checksum = checksum(&body);
    Ok(format!("{body} {checksum}"))
}

/// What a stored record says.
///
/// # Errors
///
/// [`Error::InvalidRecord`] if it is cut, altered or of another version.
///
/// # Examples
///
/// ```
/// # use mxchat_core::{Error, thread::read_record};
/// assert_eq!(read_record(b"1 twxchat_thread_a"), Err(Error::InvalidRecord));
/// ```
pub fn read_record(record: &[u8]) -> Result<Record, Error> {
    let text = core::str::from_utf8(record).map_err(|_| Error::InvalidRecord)?;
    let fields: Vec<&str> = text.splitn(7, ' ').collect();
    let &[
        _version,
        thread_id,
        session_id,
        started_at,
        last_active_at,
        _checksum,
    ] = fields.as_slice()
    else {
        return Err(Error::InvalidRecord);
    };
    let (started_at, last_active_at) = (seconds(started_at)?, seconds(last_active_at)?);
    // There is one way to write a record: whatever is not exactly what the writer would write is damaged.
    let written = write_record(
        thread_id.as_bytes(),
        session_id.as_bytes(),
        started_at,
        last_active_at,
    );
    if written.map_err(|_| Error::InvalidRecord)? != text {
        return Err(Error::InvalidRecord);
    }
    Ok(Record {
        thread_id: thread_id.into(),
        session_id: session_id.into(),
        started_at,
        last_active_at,
    })
}

/// Whether a thread goes on at `now`. A `last_active_at` in the future counts as now.
///
/// # Errors
///
/// [`Error::OutOfRange`] if a time is negative or after the year 9999, or `ttl_seconds` is below 1.
///
/// # Examples
///
/// ```
/// # use mxchat_core::thread::{Status, status};
/// assert_eq!(status(1_000, 60, 1_030)?, Status::Alive);
/// assert_eq!(status(1_000, 60, 1_031)?, Status::Renew);
/// assert_eq!(status(1_000, 60, 1_060)?, Status::Expired);
/// # Ok::<(), mxchat_core::Error>(())
/// ```
pub fn status(last_active_at: i64, ttl_seconds: i64, now: i64) -> Result<Status, Error> {
    within(last_active_at, 0..=MAX_SECONDS)?;
    within(ttl_seconds, 1..=MAX_SECONDS)?;
    within(now, 0..=MAX_SECONDS)?;
    let idle_seconds = (now - last_active_at).max(0);
    Ok(if idle_seconds >= ttl_seconds {
        Status::Expired
    } else if 2 * idle_seconds > ttl_seconds {
        Status::Renew
    } else {
        Status::Alive
    })
}

fn mint(prefix: &str, random_bytes: &[u8]) -> Result<String, Error> {
    if random_bytes.len() != RANDOM_BYTES {
        return Err(Error::InvalidRandomBytes {
            expected: RANDOM_BYTES,
        });
    }
    Ok(format!("{prefix}{}", hex(random_bytes)))
}

/// A field of up to twelve digits; more are no time that a writer would write.
fn seconds(field: &str) -> Result<i64, Error> {
    if field.len() > 12 || !field.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Error::InvalidRecord);
    }
    field.parse().map_err(|_| Error::InvalidRecord)
}

fn ascii(id: &[u8]) -> Result<&str, Error> {
    core::str::from_utf8(id).map_err(|_| Error::InvalidId)
}

/// Against damage, not against forgery: records never leave the server.
fn checksum(body: &str) -> String {
    hex(Sha256::digest(body).first_chunk::<4>().unwrap_or(&[0; 4]))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SESSION_ID: &[u8] = b"mxchat_chat_0123456789abcdef0123456789abcdef";

    fn record() -> String {
        write_record(b"twxchat_thread_abc", SESSION_ID, 1_700_000_000, 1_700_000_100).unwrap()
    }

    #[test]
    fn a_record_reads_back() {
        let read = read_record(record().as_bytes()).unwrap();
        assert_eq!(read.thread_id, "twxchat_thread_abc");
        assert_eq!(read.session_id.as_bytes(), SESSION_ID);
        assert_eq!(
            (read.started_at, read.last_active_at),
            (1_700_000_000, 1_700_000_100)
        );
    }

    #[test]
    fn a_cut_record_is_refused_wherever_it_is_cut() {
        let record = record();
        for length in 0..record.len() {
            assert_eq!(
                read_record(&record.as_bytes()[..length]),
                Err(Error::InvalidRecord)
            );
        }
    }

    #[test]
    fn a_flipped_bit_is_noticed_wherever_it_is() {
        let record = record();
        for position in 0..record.len() {
            for bit in 0..8 {
                let mut altered = record.clone().into_bytes();
                altered[position] ^= 1 << bit;
                assert_eq!(
                    read_record(&altered),
                    Err(Error::InvalidRecord),
                    "byte {position}, bit {bit}"
                );
            }
        }
    }

    #[test]
    fn a_record_of_another_version_or_spelling_is_refused() {
        for body in [
            format!("2 twxchat_thread_abc {} 1 2", ascii(SESSION_ID).unwrap()),
            format!("1 twxchat_thread_abc {} 01 2", ascii(SESSION_ID).unwrap()),
            format!("1 twxchat_thread_abc {} 2 1", ascii(SESSION_ID).unwrap()),
            format!("1  twxchat_thread_abc {} 1 2", ascii(SESSION_ID).unwrap()),
        ] {
            let signed = format!("{body} {}", checksum(&body));
            assert_eq!(
                read_record(signed.as_bytes()),
                Err(Error::InvalidRecord),
                "{body}"
            );
        }
    }

    #[test]
    fn a_thread_is_alive_then_to_be_renewed_then_expired() {
        for ttl_seconds in 1..50 {
            for idle_seconds in 0..60 {
                let expected = match f64::from(idle_seconds) / f64::from(ttl_seconds) {
                    gone if gone >= 1.0 => Status::Expired,
                    gone if gone > 0.5 => Status::Renew,
                    _ => Status::Alive,
                };
                let now = 1_000 + i64::from(idle_seconds);
                assert_eq!(status(1_000, i64::from(ttl_seconds), now), Ok(expected));
            }
        }
    }

    #[test]
    fn a_clock_that_went_back_does_not_end_a_thread() {
        assert_eq!(status(2_000, 60, 1_000), Ok(Status::Alive));
    }

    #[test]
    fn times_outside_the_calendar_are_refused() {
        for (last, ttl, now) in [
            (-1, 1, 0),
            (0, 0, 0),
            (0, -1, 0),
            (0, 1, -1),
            (i64::MAX, 1, 0),
            (0, i64::MAX, 0),
            (0, 1, i64::MIN),
        ] {
            assert_eq!(status(last, ttl, now), Err(Error::OutOfRange));
        }
        assert_eq!(
            write_record(b"twxchat_thread_a", SESSION_ID, 2, 1),
            Err(Error::OutOfRange)
        );
    }
}
