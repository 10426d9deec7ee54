<?php
declare( strict_types=1 );

namespace MxChat\Assistant;

use MxChat\Settings;

/**
 * The assistant that answers on this site, unless a bot names another.
 */
final class Site_Assistant {

	public static function is_enabled(): bool {
		return Settings\Store::get( 'assistant_enabled' ) === true;
	}

	public static function find(): ?Record {
		$id = (string) Settings\Store::get( 'assistant_id' );
		return $id === '' ? null : Store::find( $id );
	}

	public static function choose( Record $record ): void {
		Settings\Store::set( 'assistant_id', $record->id );
	}

	public static function enable( bool $is_enabled ): void {
		Settings\Store::set( 'assistant_enabled', $is_enabled );
	}

	/**
	 * Gives the assistant a model; where there is no assistant yet, makes the first one.
	 */
	public static function use_model( string $model ): Record {
		$record = self::find() ?? new Record(
			/* translators: %s: name of the site. */
			name: sprintf( __( 'Assistant of %s', 'mxchat-engine' ), wp_specialchars_decode( get_bloginfo( 'name' ), ENT_QUOTES ) ),
			instructions: self::first_instructions(),
		);
		$saved = $record->id !== '' && $record->model === $model ? $record : Store::save( $record->with( array( 'model' => $model ) ) );
		self::choose( $saved );
		return $saved;
	}

	private static function first_instructions(): string {
		/* translators: %s: name of the site. */
		return sprintf(
			__( "You answer visitors of the website “%s”. Be friendly, clear and brief, and answer in the visitor's language.\nAnswer from the material of the site that you are given. If it does not hold the answer, say so and suggest how to reach a person. Make nothing up.", 'mxchat-engine' ),
			wp_specialchars_decode( get_bloginfo( 'name' ), ENT_QUOTES )
		);
	}
}
