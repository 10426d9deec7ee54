<?php
declare( strict_types=1 );

namespace MxChat\Actions\Built_In;

use MxChat\Actions\Action;
use MxChat\Actions\Image_Search_Key;
use MxChat\Actions\Result;
use MxChat\Actions\Thumbnails;
use MxChat\Provider\Client;
use MxChat\Provider\Connection;
use MxChat\Provider\Deadline;
use MxChat\Provider\Failure;
use MxChat\Tools\Tool_Context;

/**
 * Finds pictures on the web by Brave's image search. The visitor's browser loads their thumbnails from this site.
 *
 * @link https://api-dashboard.search.brave.com/app/documentation/image-search/get-started
 */
final class Image_Search extends Action {

	private const MAX_CHARACTERS = 400;
	private const LIMIT          = 6;
	private const SECONDS        = 15;
	private const BASE_URL       = 'https://api.search.brave.com/res/v1';

	public function id(): string {
		return 'image_search';
	}

	public function label(): string {
		return __( 'Search for images', 'mxchat-engine' );
	}

	public function description(): string {
		return __( 'Shows pictures from the web that match a search.', 'mxchat-engine' );
	}

	public function phrases(): array {
		return array(
			__( 'show me pictures of it', 'mxchat-engine' ),
			__( 'find images of mountains', 'mxchat-engine' ),
			__( 'search for photos', 'mxchat-engine' ),
			__( 'what does it look like, show me a photo', 'mxchat-engine' ),
			__( 'image search', 'mxchat-engine' ),
		);
	}

	public function input_schema(): array {
		return self::one_text( 'query', self::MAX_CHARACTERS, __( 'What the pictures show.', 'mxchat-engine' ) );
	}

	public function missing(): string {
		return Image_Search_Key::get() === null ? __( 'No key for Brave Search is set.', 'mxchat-engine' ) : '';
	}

	public function arguments_from( string $message ): ?array {
		return array( 'query' => mb_substr( $message, 0, self::MAX_CHARACTERS ) );
	}

	public function run( array $arguments, Tool_Context $context ): Result|\WP_Error {
		$key = Image_Search_Key::get();
		if ( $key === null ) {
			return new \WP_Error( 'mxchat_action_failed', __( 'Image search is not set up.', 'mxchat-engine' ) );
		}
		$query = http_build_query( array( 'q' => $arguments['query'], 'count' => self::LIMIT, 'safesearch' => 'strict' ), '', '&', PHP_QUERY_RFC3986 );
		$reply = Client::get( new Connection( self::base_url(), 'chat', null, array( 'X-Subscription-Token' => $key ) ), '/images/search?' . $query, Deadline::after( self::SECONDS ) );
		if ( $reply instanceof Failure ) {
			$reply->log();
			return new \WP_Error( 'mxchat_action_failed', $reply->visitor_text() );
		}
		$cards = array_values( array_filter( array_map( array( self::class, 'card' ), array_slice( (array) ( $reply->json['results'] ?? array() ), 0, self::LIMIT ) ) ) );
		return $cards === array()
			? new Result( __( 'I found no pictures of that.', 'mxchat-engine' ) )
			: new Result( __( 'These pictures may be what you are looking for:', 'mxchat-engine' ), $cards );
	}

	private static function base_url(): string {
		/**
		 * Where Brave's search API is asked.
		 *
		 * @param string $base_url Its public address.
		 */
		return (string) apply_filters( 'mxchat_image_search_url', self::BASE_URL );
	}

	private static function card( mixed $result ): ?array {
		$thumbnail = $result['thumbnail']['src'] ?? null;
		$page      = $result['url'] ?? null;
		if ( ! is_string( $thumbnail ) || ! is_string( $page ) || ! in_array( wp_parse_url( $page, PHP_URL_SCHEME ), array( 'http', 'https' ), true ) ) {
			return null;
		}
		return array(
			'title' => wp_strip_all_tags( (string) ( $result['title'] ?? '' ) ),
			'note'  => (string) wp_parse_url( $page, PHP_URL_HOST ),
			'url'   => $page,
			'image' => Thumbnails::address( $thumbnail ),
		);
	}
}
