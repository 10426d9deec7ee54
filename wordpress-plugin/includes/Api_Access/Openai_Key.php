<?php
declare( strict_types=1 );

namespace MxChat\Api_Access;

use MxChat\Provider;
use MxChat\Rest\Route;
use MxChat\Rest\Time;
use MxChat\Settings;

/**
 * The header of the query-chatbot document: the site's own OpenAI key as a credential, where the owner has switched it on.
 *
 * It lets in to what that document describes and nothing else.
 */
final class Openai_Key {

	private const NAMESPACE = 'twxchat/v1';
	private const NAME      = 'OPENAI_API_KEY';
	private const OPTION    = 'connectors_ai_openai_api_key';

	/** No stored token has this id, so its limit and its threads are its own. */
	private const TOKEN_ID = 0;

	public static function authenticate( Route $route, \WP_REST_Request $request ): ?Token {
		if ( $route->namespace !== self::NAMESPACE || ! self::is_accepted() ) {
			return null;
		}
		$configured = self::configured();
		$is_known   = hash_equals( hash( 'sha256', $configured ), hash( 'sha256', (string) $request->get_header( 'X-OpenAI-Api-Key' ) ) );
		return $is_known && $configured !== '' ? new Token( self::TOKEN_ID, 'x-openai-api-key', array( 'chat:write' ), '', Time::now(), null, null ) : null;
	}

	public static function is_accepted(): bool {
		return Settings\Store::get( 'accepts_openai_key' ) === true;
	}

	public static function is_configured(): bool {
		return self::configured() !== '';
	}

	/**
	 * The key as WordPress knows it (environment, constant, connector), else the one that the owner has entered for OpenAI.
	 */
	private static function configured(): string {
		$key = Settings\Environment::get( self::NAME ) ?? get_option( self::OPTION, '' );
		return is_string( $key ) && $key !== '' ? $key : self::entered();
	}

	private static function entered(): string {
		$connection = Provider\Connection_Store::current();
		$key        = Provider\Base_Url::is_openai( $connection->base_url ) ? Provider\Keys::find( $connection, Provider\Connection_Store::is_inherited() ) : null;
		return (string) $key?->secret->reveal();
	}
}
