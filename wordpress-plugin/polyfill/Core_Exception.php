<?php
/**
 * The one exception of the core.
 *
 * @package MxChat
 */

declare( strict_types=1 );

namespace MxChat\Core;

/**
 * What is wrong with an input. The extension finds this class by name and throws it too, so a
 * caller never asks which form of the core is running.
 *
 * The message is a sentence without a byte of the input in it, and equals the extension's.
 */
final class Core_Exception extends \RuntimeException {

	/** Sentences by code, with the numbers that belong in them. */
	private const MESSAGES = [
		'dimension_mismatch'   => 'The embeddings differ in dimensions: %d and %d.',
		'invalid_embedding'    => 'An embedding must be packed little-endian 32-bit floats.',
		'not_finite'           => 'Every number must be finite.',
		'invalid_threshold'    => 'A threshold must be between 0 and 1, or between 0%% and 100%%.',
		'invalid_random_bytes' => 'Exactly %d random bytes are needed.',
		'invalid_id'           => 'The id does not have the shape of its kind.',
		'invalid_purpose'      => 'A purpose must be 1 to 32 of a-z and underscore.',
		'invalid_secret'       => 'The secret must not be empty.',
		'out_of_range'         => 'A number is out of range.',
		'invalid_utf8'         => 'The text must be valid UTF-8.',
		'invalid_record'       => 'The record is damaged or of another version.',
		'storage'              => 'The files of the index could not be read or written.',
		'stopped'              => 'The work was stopped before it was done.',
		'over_budget'          => 'The work needs more memory than it may take.',
		'internal_error'       => 'The core failed to answer.',
	];

	/**
	 * Keeps the code beside the sentence.
	 *
	 * @param string $error_code The stable code, the same in every layer.
	 * @param string $message    A sentence for a log.
	 */
	public function __construct( public readonly string $error_code, string $message ) {
		parent::__construct( $message );
	}

	/**
	 * The exception for a code.
	 *
	 * @param string $error_code One of the codes above.
	 * @param int    ...$numbers The numbers that its sentence names.
	 */
	public static function of( string $error_code, int ...$numbers ): self {
		return new self( $error_code, vsprintf( self::MESSAGES[ $error_code ], $numbers ) );
	}
}
