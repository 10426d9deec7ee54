<?php
declare( strict_types=1 );

namespace MxChat\Assistant;

use MxChat\Rest\Context;
use MxChat\Rest\Rest_Error;
use MxChat\Rest\Schema;

/**
 * The JSON of an assistant or a prompt object from elsewhere.
 */
final class Import_Request {

	private const MAX_CHARACTERS = 300_000;

	private function __construct(
		public readonly Imported $imported,
		public readonly bool $is_preview,
	) {}

	public static function schema(): array {
		return array(
			'json'       => Schema::text( self::MAX_CHARACTERS, required: true ),
			'is_preview' => Schema::boolean( false ),
		);
	}

	public static function from( array $params, Context $context ): self|\WP_Error {
		try {
			$imported = Import::read( $params['json'] );
		} catch ( Import_Exception $error ) {
			return Rest_Error::invalid_param( 'json', $error->getMessage() );
		}
		$record = Record_Schema::apply( $imported->record, array() );
		return is_wp_error( $record ) ? $record : new self( $imported, $params['is_preview'] );
	}
}
