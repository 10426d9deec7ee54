//! API tokens: minted from given random bytes, recognised by a checksum, stored only as a hash.
//!
//! A token is `mxc_`, 38 base62 characters of randomness (226 bits) and 6 of checksum; a test token
//! begins with `mxc_test_` instead. The prefix lets secret scanners find a leaked one; the checksum
//! tells a mistyped one without a look into the database.
//!
//! ```
//! use mxchat_core::token;
//!
//! let token = token::mint(&[7; 32])?;
//! let stored = token::hash(token.as_bytes());
//! assert!(token::verify(token.as_bytes(), stored.as_bytes()));
//! # Ok::<(), mxchat_core::Error>(())
//! ```

use sha2::{Digest, Sha256};
use subtle::{Choice, ConstantTimeEq};

use crate::{Error, hex};

const PREFIX: &[u8] = b"mxc_";
const TEST_PREFIX: &[u8] = b"mxc_test_";
const RANDOM_BYTES: usize = 32;
const SECRET_LENGTH: usize = 38;
const CHECKSUM_LENGTH: usize = 6;
const LENGTH: usize = PREFIX.len() + SECRET_LENGTH + CHECKSUM_LENGTH;
const TEST_LENGTH: usize = TEST_PREFIX.len() + SECRET_LENGTH + CHECKSUM_LENGTH;
const HASH_LENGTH: usize = 64;
const ALPHABET: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// A new token from 32 random bytes: their big-endian number, modulo 62³⁸.
///
/// # Errors
///
/// [`Error::InvalidRandomBytes`] unless there are exactly 32 of them.
///
/// # Examples
///
/// ```
/// # use mxchat_core::token::mint;
/// let token = mint(&[0; 32])?;
/// assert!(token.starts_with("mxc_00000000000000000000000000000000000000"));
/// assert_eq!(token.len(), 48);
/// # Ok::<(), mxchat_core::Error>(())
/// ```
pub fn mint(random_bytes: &[u8]) -> Result<String, Error> {
    mint_with(PREFIX, random_bytes)
}

/// A new test token: as [`mint`], with another beginning.
///
/// # Errors
///
/// [`Error::InvalidRandomBytes`] unless there are exactly 32 bytes.
///
/// # Examples
///
/// ```
/// # use mxchat_core::token::{is_test, mint_test};
/// let token = mint_test(&[0; 32])?;
/// assert!(token.starts_with("mxc_test_0") && is_test(token.as_bytes()));
/// assert_eq!(token.len(), 53);
/// # Ok::<(), mxchat_core::Error>(())
/// ```
pub fn mint_test(random_bytes: &[u8]) -> Result<String, Error> {
    mint_with(TEST_PREFIX, random_bytes)
}

/// Whether a text has the shape and the checksum of a token, for tests or not. It says nothing about access.
///
/// # Examples
///
/// ```
/// # use mxchat_core::token::{is_token, mint};
/// let token = mint(&[7; 32])?;
/// assert!(is_token(token.as_bytes()));
/// assert!(!is_token(token.to_lowercase().as_bytes()));
/// # Ok::<(), mxchat_core::Error>(())
/// ```
#[must_use]
pub fn is_token(text: &[u8]) -> bool {
    shaped(text).is_some_and(|token| bool::from(has_checksum(token)))
}

/// Whether a text is a test token.
///
/// # Examples
///
/// ```
/// # use mxchat_core::token::{is_test, mint, mint_test};
/// assert!(is_test(mint_test(&[7; 32])?.as_bytes()));
/// assert!(!is_test(mint(&[7; 32])?.as_bytes()));
/// # Ok::<(), mxchat_core::Error>(())
/// ```
#[must_use]
pub fn is_test(text: &[u8]) -> bool {
    text.starts_with(TEST_PREFIX) && is_token(text)
}

/// The SHA-256 of a token as 64 lower-case hex digits: all that is ever stored of it.
///
/// # Examples
///
/// ```
/// # use mxchat_core::token::hash;
/// // The example of FIPS 180-2, appendix B.1.
/// assert_eq!(hash(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
/// ```
#[must_use]
pub fn hash(token: &[u8]) -> String {
    hex(&Sha256::digest(token))
}

/// Whether a token belongs to a stored hash, in constant time.
///
/// A malformed token or hash is `false` after the same work.
///
/// # Examples
///
/// ```
/// # use mxchat_core::token::{hash, mint, verify};
/// let (mine, yours) = (mint(&[1; 32])?, mint(&[2; 32])?);
/// assert!(verify(mine.as_bytes(), hash(mine.as_bytes()).as_bytes()));
/// assert!(!verify(yours.as_bytes(), hash(mine.as_bytes()).as_bytes()));
/// # Ok::<(), mxchat_core::Error>(())
/// ```
#[must_use]
pub fn verify(token: &[u8], stored_hash: &[u8]) -> bool {
    let is_hash = stored_hash.len() == HASH_LENGTH
        && stored_hash
            .iter()
            .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    let shape = shaped(token);
    // What is malformed is replaced, not skipped: each call hashes as much as any other.
    let candidate = shape.unwrap_or(&[b'0'; LENGTH]);
    let stored_hash = if is_hash {
        stored_hash
    } else {
        &[b'0'; HASH_LENGTH]
    };

    let matches = hash(candidate).as_bytes().ct_eq(stored_hash);
    let well_formed = Choice::from(u8::from(is_hash)) & Choice::from(u8::from(shape.is_some()));
    bool::from(well_formed & matches & has_checksum(candidate))
}

fn mint_with(prefix: &[u8], random_bytes: &[u8]) -> Result<String, Error> {
    let number: [u8; RANDOM_BYTES] = random_bytes.try_into().map_err(|_| Error::InvalidRandomBytes {
        expected: RANDOM_BYTES,
    })?;
    let secret: [u8; SECRET_LENGTH] = base62(number);
    let body: Vec<u8> = prefix.iter().chain(&secret).copied().collect();
    Ok(body
        .iter()
        .chain(&checksum(&body))
        .map(|&byte| char::from(byte))
        .collect())
}

/// The text, if it is made like a token. The underscores keep the two kinds apart.
fn shaped(text: &[u8]) -> Option<&[u8]> {
    let secret = match text.len() {
        LENGTH => text.strip_prefix(PREFIX),
        TEST_LENGTH => text.strip_prefix(TEST_PREFIX),
        _ => None,
    }?;
    secret.iter().all(u8::is_ascii_alphanumeric).then_some(text)
}

/// Whether the last six characters belong to those before them.
fn has_checksum(token: &[u8]) -> Choice {
    let (body, ending) = token.split_at(token.len().saturating_sub(CHECKSUM_LENGTH));
    checksum(body).ct_eq(ending)
}

/// Six base62 digits of the first four bytes of a SHA-256.
fn checksum(body: &[u8]) -> [u8; CHECKSUM_LENGTH] {
    let [a, b, c, d, ..]: [u8; 32] = Sha256::digest(body).into();
    base62([a, b, c, d])
}

/// The last `D` digits of a big-endian number in base 62, most significant first.
fn base62<const N: usize, const D: usize>(mut number: [u8; N]) -> [u8; D] {
    let mut digits = [0; D];
    for digit in digits.iter_mut().rev() {
        let remainder = divide_by_62(&mut number);
        *digit = ALPHABET.get(usize::from(remainder)).copied().unwrap_or_default();
    }
    digits
}

/// Long division in place; what comes back is the remainder.
fn divide_by_62(number: &mut [u8]) -> u16 {
    number.iter_mut().fold(0, |remainder, byte| {
        let value = remainder * 256 + u16::from(*byte);
        *byte = (value / 62) as u8; // at most (61 × 256 + 255) / 62 = 255
        value % 62
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The plain way for numbers that fit a machine word.
    fn naive_base62(mut number: u128, length: usize) -> String {
        let mut digits = Vec::new();
        for _ in 0..length {
            digits.push(char::from(ALPHABET[(number % 62) as usize]));
            number /= 62;
        }
        digits.iter().rev().collect()
    }

    #[test]
    fn digits_are_those_of_plain_division() {
        for number in [
            0,
            1,
            61,
            62,
            3843,
            3844,
            u128::from(u64::MAX),
            u128::MAX,
            0x0123_4567_89ab_cdef_u128 << 40,
        ] {
            let digits: [u8; 22] = base62(number.to_be_bytes());
            assert_eq!(String::from_utf8_lossy(&digits), naive_base62(number, 22));
        }
    }

    #[test]
    fn any_changed_character_is_noticed() {
        let token = mint(&[0xa5; 32]).unwrap();
        for position in 0..LENGTH {
            let mut altered = token.clone().into_bytes();
            altered[position] = if altered[position] == b'x' { b'y' } else { b'x' };
            assert!(!is_token(&altered), "character {position}");
        }
    }

    #[test]
    fn a_test_token_verifies_and_is_no_live_one() {
        let token = mint_test(&[9; 32]).unwrap();
        assert!(is_token(token.as_bytes()) && is_test(token.as_bytes()));
        assert!(verify(token.as_bytes(), hash(token.as_bytes()).as_bytes()));
        let live = token.replace("test_", "");
        assert!(!is_token(live.as_bytes()), "the checksum covers the prefix");
    }

    #[test]
    fn a_token_of_wrong_shape_never_verifies() {
        let token = mint(&[1; 32]).unwrap();
        let long = format!("{token}0");
        for text in ["", &token[1..], &long, "mxc_", "\u{fffd}"] {
            assert!(!is_token(text.as_bytes()));
            assert!(!verify(text.as_bytes(), hash(text.as_bytes()).as_bytes()));
        }
    }

    #[test]
    fn a_shaped_token_without_checksum_never_verifies() {
        let forged = format!("mxc_{}", "0".repeat(44));
        assert!(!is_token(forged.as_bytes()));
        assert!(!verify(forged.as_bytes(), hash(forged.as_bytes()).as_bytes()));
    }

    #[test]
    fn the_stand_ins_for_malformed_input_open_nothing() {
        let stand_in = "0".repeat(LENGTH);
        assert!(!verify(b"", hash(stand_in.as_bytes()).as_bytes()));
        assert!(!verify(stand_in.as_bytes(), hash(stand_in.as_bytes()).as_bytes()));
        assert!(!verify(mint(&[1; 32]).unwrap().as_bytes(), b""));
    }

    #[test]
    fn a_hash_counts_only_as_it_is_stored() {
        let token = mint(&[1; 32]).unwrap();
        let stored = hash(token.as_bytes());
        assert!(verify(token.as_bytes(), stored.as_bytes()));
        assert!(!verify(token.as_bytes(), stored.to_uppercase().as_bytes()));
        assert!(!verify(token.as_bytes(), format!("{stored} ").as_bytes()));
    }

    #[test]
    fn random_bytes_are_exactly_thirty_two() {
        for length in [0, 31, 33] {
            assert_eq!(
                mint(&vec![0; length]),
                Err(Error::InvalidRandomBytes { expected: 32 })
            );
        }
    }
}
