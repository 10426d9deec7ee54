<?php
declare( strict_types=1 );

namespace MxChat\Provider;

use MxChat\Settings;

/**
 * Who can be asked.
 */
final class Providers {

	/**
	 * The provider that answers visitors, or why there is none: then the site's own pages answer.
	 */
	public static function current(): Provider|Failure {
		if ( Settings\Store::get( 'assistant_enabled' ) !== true ) {
			return Failure::of( 'disabled', detail: 'The owner has not switched an assistant on.' );
		}
		$connection = self::connection();
		return $connection instanceof Failure ? $connection : self::for_connection( $connection );
	}

	/**
	 * How the provider is reached, with its mode decided; or why nothing can be called.
	 */
	public static function connection(): Connection|Failure {
		$connection = self::configured();
		/**
		 * How the provider is reached. A host that runs its own model server names it here.
		 *
		 * @param Connection|Failure $connection As configured, or why nothing can be called.
		 */
		$changed = apply_filters( 'mxchat_connection', $connection );
		return $changed instanceof Connection || $changed instanceof Failure ? $changed : $connection;
	}

	public static function for_connection( Connection $connection ): Provider {
		return match ( $connection->mode ) {
			'chat'       => new Chat_Completions( $connection ),
			'assistants' => new Legacy_Assistants( $connection ),
			'wordpress'  => new Wordpress_Client(),
			default      => new Responses( $connection ),
		};
	}

	/**
	 * How an entered connection is reached, also while it is only being tried out.
	 */
	public static function resolve( Stored_Connection $stored, ?Key $key ): Connection|Failure {
		if ( $stored->mode === 'wordpress' ) {
			return new Connection( '', 'wordpress' );
		}
		if ( $key === null && $stored->needs_key ) {
			return Failure::of( 'not_configured', detail: 'There is no key.' );
		}
		return new Connection( $stored->base_url, self::mode( $stored ), $key?->secret, $stored->headers() );
	}

	public static function is_allowed_by_wordpress(): bool {
		return ! function_exists( 'wp_supports_ai' ) || wp_supports_ai();
	}

	private static function configured(): Connection|Failure {
		if ( ! self::is_allowed_by_wordpress() ) {
			return Failure::of( 'disabled', detail: 'AI is switched off for this WordPress.' );
		}
		$stored = Connection_Store::current();
		return self::resolve( $stored, Keys::find( $stored, Connection_Store::is_inherited() ) );
	}

	/**
	 * What a host can do is known from the last test of the connection. State is kept there only if it was seen to work.
	 */
	private static function mode( Stored_Connection $stored ): string {
		$verdict = Verdict_Store::find( $stored->base_url );
		return match ( $stored->mode ) {
			'auto'               => $verdict?->api ?? ( Base_Url::is_openai( $stored->base_url ) ? 'responses' : 'chat' ),
			'responses_stateful' => $verdict?->is_stateful ? 'responses_stateful' : 'responses',
			default              => $stored->mode,
		};
	}
}
