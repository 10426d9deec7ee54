<?php
declare( strict_types=1 );

namespace MxChat\Api_Access;

use MxChat\Openai_Api;
use MxChat\Rest\Empty_Request;
use MxChat\Rest\Paging;
use MxChat\Rest\Rest_Error;
use MxChat\Rest\Time;
use MxChat\Settings;
use function MxChat\Core\hash_token;
use function MxChat\Core\mint_test_token;
use function MxChat\Core\mint_token;

/**
 * The owner's tokens: list, mint, rotate, revoke. A token stands in the answer that makes it and nowhere else.
 */
final class Rest_Controller {

	private const MAX_TOKENS      = 100;
	private const HINT_CHARACTERS = 4;

	public static function list_tokens( Empty_Request $request ): \WP_REST_Response {
		$items = array_map( array( self::class, 'item' ), Store::all() );
		return Paging::respond( $items, count( $items ), self::MAX_TOKENS, 0, 'tokens' );
	}

	public static function mint_token( Mint_Request $request ): \WP_REST_Response|\WP_Error {
		if ( count( Store::all() ) >= self::MAX_TOKENS ) {
			return Rest_Error::make( 'mxchat_too_many_tokens' );
		}
		$secret = self::new_secret( $request->is_test );
		$id     = Store::insert( $request->name, hash_token( $secret ), self::hint( $secret ), $request->scopes, $request->expires_at, $request->is_test );
		return $id > 0 ? self::shown_once( $id, $secret, 201 ) : Rest_Error::make( 'mxchat_storage_failed' );
	}

	public static function rotate_token( Token_Request $request ): \WP_REST_Response|\WP_Error {
		if ( $request->token->is_expired() ) {
			return Rest_Error::make( 'mxchat_token_expired' );
		}
		$secret = self::new_secret( $request->token->is_test );
		return Store::rotate( $request->token, hash_token( $secret ), self::hint( $secret ) )
			? self::shown_once( $request->token->id, $secret, 200 )
			: Rest_Error::make( 'mxchat_token_not_found' );
	}

	/**
	 * What only this token could ask for goes with it. Conversations stay in the transcripts.
	 */
	public static function revoke_token( Token_Request $request ): \WP_REST_Response|\WP_Error {
		if ( ! Store::revoke( $request->token->id ) ) {
			return Rest_Error::make( 'mxchat_token_not_found' );
		}
		Openai_Api\Store::delete_of( $request->token->identity() );
		return new \WP_REST_Response( array( 'id' => $request->token->id, 'revoked' => true ) );
	}

	public static function show_openai_key( Empty_Request $request ): \WP_REST_Response {
		return new \WP_REST_Response(
			array(
				'is_accepted'   => Openai_Key::is_accepted(),
				'is_configured' => Openai_Key::is_configured(),
			)
		);
	}

	public static function change_openai_key( Openai_Key_Request $request ): \WP_REST_Response {
		Settings\Store::set( 'accepts_openai_key', $request->is_accepted );
		return self::show_openai_key( new Empty_Request() );
	}

	private static function new_secret( bool $is_test ): string {
		return $is_test ? mint_test_token( random_bytes( 32 ) ) : mint_token( random_bytes( 32 ) );
	}

	private static function shown_once( int $id, #[\SensitiveParameter] string $secret, int $status ): \WP_REST_Response|\WP_Error {
		$token = Store::find( $id );
		return $token === null
			? Rest_Error::make( 'mxchat_token_not_found' )
			: new \WP_REST_Response( self::item( $token ) + array( 'token' => $secret ), $status );
	}

	private static function hint( #[\SensitiveParameter] string $secret ): string {
		return substr( $secret, -self::HINT_CHARACTERS );
	}

	private static function item( Token $token ): array {
		$to_iso = static fn( ?string $stored ) => $stored === null ? null : Time::to_iso( $stored );
		return array(
			'id'           => $token->id,
			'name'         => $token->name,
			'hint'         => $token->hint,
			'scopes'       => $token->scopes,
			'is_test'      => $token->is_test,
			'created_at'   => $to_iso( $token->created_at ),
			'last_used_at' => $to_iso( $token->last_used_at ),
			'expires_at'   => $to_iso( $token->expires_at ),
			'is_expired'   => $token->is_expired(),
		);
	}
}
