use core::fmt;

/// What is wrong with an input.
///
/// [`Error::code`] is the one string that every layer shows: a PHP exception, a REST error, a
/// JavaScript error. The message is a sentence without a byte of the input in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// Two embeddings that should be compared differ in dimensions.
    DimensionMismatch {
        /// Dimensions of the first embedding.
        expected: usize,
        /// Dimensions of the other one.
        found: usize,
    },
    /// Packed bytes are not a whole number of little-endian `f32`.
    InvalidEmbedding,
    /// A number that must be finite is NaN or infinite.
    NotFinite,
    /// A threshold is not a number from 0 to 1, or a percentage from 0 to 100.
    InvalidThreshold,
    /// Fewer or more random bytes than the function asks for.
    InvalidRandomBytes {
        /// How many bytes the function asks for.
        expected: usize,
    },
    /// An id does not have the shape of its kind.
    InvalidId,
    /// The purpose of a key is not 1 to 32 of a-z and `_`.
    InvalidPurpose,
    /// The secret of an installation is empty.
    InvalidSecret,
    /// A number is outside the range that the function accepts.
    OutOfRange,
    /// A string that must be UTF-8 is not.
    InvalidUtf8,
    /// An encoded record is cut, altered or of another version.
    InvalidRecord,
    /// The files of an index could not be read or written.
    Storage,
    /// The caller asked the work to stop before it was done.
    Stopped,
    /// The work needs more memory than it may take.
    OverBudget,
}

impl Error {
    /// The stable code of this error, the same in every layer.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(mxchat_core::Error::NotFinite.code(), "not_finite");
    /// ```
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::DimensionMismatch { .. } => "dimension_mismatch",
            Self::InvalidEmbedding => "invalid_embedding",
            Self::NotFinite => "not_finite",
            Self::InvalidThreshold => "invalid_threshold",
            Self::InvalidRandomBytes { .. } => "invalid_random_bytes",
            Self::InvalidId => "invalid_id",
            Self::InvalidPurpose => "invalid_purpose",
            Self::InvalidSecret => "invalid_secret",
            Self::OutOfRange => "out_of_range",
            Self::InvalidUtf8 => "invalid_utf8",
            Self::InvalidRecord => "invalid_record",
            Self::Storage => "storage",
            Self::Stopped => "stopped",
            Self::OverBudget => "over_budget",
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::DimensionMismatch { expected, found } => {
                write!(f, "The embeddings differ in dimensions: {expected} and {found}.")
            }
            Self::InvalidEmbedding => f.write_str("An embedding must be packed little-endian 32-bit floats."),
            Self::NotFinite => f.write_str("Every number must be finite."),
            Self::InvalidThreshold => {
                f.write_str("A threshold must be between 0 and 1, or between 0% and 100%.")
            }
            Self::InvalidRandomBytes { expected } => write!(f, "Exactly {expected} random bytes are needed."),
            Self::InvalidId => f.write_str("The id does not have the shape of its kind."),
            Self::InvalidPurpose => f.write_str("A purpose must be 1 to 32 of a-z and underscore."),
            Self::InvalidSecret => f.write_str("The secret must not be empty."),
            Self::OutOfRange => f.write_str("A number is out of range."),
            Self::InvalidUtf8 => f.write_str("The text must be valid UTF-8."),
            Self::InvalidRecord => f.write_str("The record is damaged or of another version."),
            Self::Storage => f.write_str("The files of the index could not be read or written."),
            Self::Stopped => f.write_str("The work was stopped before it was done."),
            Self::OverBudget => f.write_str("The work needs more memory than it may take."),
        }
    }
}

impl core::error::Error for Error {}
