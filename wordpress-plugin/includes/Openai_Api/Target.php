<?php
declare( strict_types=1 );

namespace MxChat\Openai_Api;

use MxChat\Assistant\Choice;
use MxChat\Assistant\Record;
use MxChat\Assistant\Store as Assistants;
use MxChat\Bots;
use MxChat\Rest\Rest_Error;

/**
 * Who is meant by a `model`: a bot, or an assistant that the program has made.
 */
final class Target {

	private function __construct(
		public readonly string $model,
		public readonly string $bot_id,
		public readonly ?Record $record,
	) {}

	public static function of( string $model, string $owner ): self|\WP_Error {
		if ( Bots\Store::exists( $model ) ) {
			return new self( $model, $model, Choice::record_of_bot( $model ) );
		}
		$record = Store::find( 'assistant', $owner, $model ) === null ? null : Assistants::find( $model );
		return $record === null
			? Rest_Error::make( 'mxchat_bot_not_found' )
			: new self( $model, Bots\Store::DEFAULT_ID, Assistant_Object::with_model( $record ) );
	}
}
