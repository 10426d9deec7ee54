<?php
declare( strict_types=1 );

namespace MxChat\Knowledge\Vectors;

/**
 * A store did not do what it was asked.
 *
 * The message may be shown to the owner; `detail` is the store's own text, for the log only.
 */
final class Store_Failure extends \RuntimeException {

	private const MESSAGES = array(
		'store_unreachable'    => 'The vector store cannot be reached.',
		'store_unauthorized'   => 'The vector store does not accept the key or the password.',
		'store_busy'           => 'The vector store is too busy to answer.',
		'store_rejected'       => 'The vector store refused the request.',
		'store_invalid_answer' => 'The vector store gave an answer that is not understood.',
		'store_unsupported'    => 'The server is too old for vectors or lacks its extension for them.',
		'store_storage'        => 'The index on this server could not be read or written.',
	);

	private function __construct( public readonly string $error_code, public readonly string $detail ) {
		parent::__construct( self::MESSAGES[ $error_code ] );
	}

	public static function of( string $error_code, string $detail = '' ): self {
		return new self( $error_code, substr( $detail, 0, 300 ) );
	}
}
