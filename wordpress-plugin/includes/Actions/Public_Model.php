<?php
declare( strict_types=1 );

namespace MxChat\Actions;

use MxChat\Settings;
use function MxChat\Core\train_actions;

/**
 * What a browser needs to see, while a visitor writes, which action the draft asks for. Nothing runs from it.
 *
 * Every browser gets it, so it knows only actions that everybody may have, and no message that a visitor has written.
 */
final class Public_Model {

	/**
	 * @return array{version:string,strictness:float,actions:array<int,array{id:string,label:string}>,model:string,background:string} Bytes in base64; empty where nothing is suggested.
	 */
	public static function of_bot( string $bot_id ): array {
		$actions = Settings\Store::get( 'suggests_actions' ) ? self::actions( $bot_id ) : array();
		if ( $actions === array() ) {
			return self::body( array(), '', '' );
		}
		$background  = self::bytes( Background::brought_along()->packed );
		$specs       = Model::specs_of( $actions );
		$name        = self::name( $bot_id );
		$fingerprint = hash( 'sha256', wp_json_encode( $specs ) . hash( 'sha256', $background ) );
		$model       = Model_Store::find( $name, $fingerprint );
		if ( $model === null ) {
			$model = train_actions( array_values( $specs ), $background, '', false );
			Model_Store::put( $name, $fingerprint, $model );
		}
		return self::body( $actions, $model, $background );
	}

	/**
	 * @return array<string,Action>
	 */
	private static function actions( string $bot_id ): array {
		return array_filter( Registry::for_bot( $bot_id ), static fn( Action $action ) => Policy::admits( $action, 0 ) );
	}

	/**
	 * Under which name the model of a bot is kept.
	 */
	public static function name( string $bot_id ): string {
		return 'model:public:' . substr( hash( 'sha256', $bot_id ), 0, 32 );
	}

	private static function bytes( string $packed ): string {
		return str_starts_with( $packed, 'file://' ) ? (string) file_get_contents( substr( $packed, 7 ) ) : $packed; // phpcs:ignore
	}

	private static function body( array $actions, string $model, string $background ): array {
		$strictness = (float) Settings\Store::get( 'action_strictness' );
		return array(
			'version'    => $model === '' ? '' : substr( hash( 'sha256', $model . $background . $strictness ), 0, 16 ),
			'strictness' => $strictness,
			'actions'    => array_map( static fn( Action $action ) => array( 'id' => $action->id(), 'label' => $action->label() ), array_values( $actions ) ),
			'model'      => base64_encode( $model ), // phpcs:ignore
			'background' => base64_encode( $background ), // phpcs:ignore
		);
	}
}
