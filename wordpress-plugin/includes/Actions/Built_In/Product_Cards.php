<?php
declare( strict_types=1 );

namespace MxChat\Actions\Built_In;

use MxChat\Actions\Action;
use MxChat\Actions\Result;
use MxChat\Tools\Tool_Context;

/**
 * Shows products of the shop, as WooCommerce's Store API gives them to any visitor.
 */
final class Product_Cards extends Action {

	private const MAX_CHARACTERS = 200;
	private const LIMIT          = 4;
	private const ROUTE          = '/wc/store/v1/products';

	public function id(): string {
		return 'product_cards';
	}

	public function label(): string {
		return __( 'Show products', 'mxchat-engine' );
	}

	public function description(): string {
		return __( 'Shows products of the shop with picture and price.', 'mxchat-engine' );
	}

	public function phrases(): array {
		return array(
			__( 'show me your products', 'mxchat-engine' ),
			__( 'which products do you have', 'mxchat-engine' ),
			__( 'I want to buy something', 'mxchat-engine' ),
			__( 'what can I order from you', 'mxchat-engine' ),
			__( 'show me some options with prices', 'mxchat-engine' ),
		);
	}

	public function missing(): string {
		return function_exists( 'wc_get_products' ) ? '' : __( 'WooCommerce is not active.', 'mxchat-engine' );
	}

	public function input_schema(): array {
		return self::one_text( 'query', self::MAX_CHARACTERS, __( 'Words that the products should match; empty for the most popular ones.', 'mxchat-engine' ), 0 );
	}

	public function arguments_from( string $message ): ?array {
		return array( 'query' => mb_substr( $message, 0, self::MAX_CHARACTERS ) );
	}

	public function run( array $arguments, Tool_Context $context ): Result|\WP_Error {
		$products = $this->find_by_words( $arguments['query'] );
		if ( is_wp_error( $products ) ) {
			return $products;
		}
		if ( $products === array() ) {
			return new Result( __( 'I found no product like that in the shop.', 'mxchat-engine' ) );
		}
		$cards = array_map( array( self::class, 'card' ), $products );
		return new Result( __( 'Here is what the shop has:', 'mxchat-engine' ), $cards );
	}

	/**
	 * The shop's search wants every word, a visitor's sentence has words that no product has: so the longest words are
	 * asked for one by one until one finds something, and the most popular products stand in where none does.
	 */
	private function find_by_words( string $sentence ): array|\WP_Error {
		preg_match_all( '/[\p{L}\p{N}-]{4,}/u', $sentence, $match );
		$words = array_unique( $match[0] );
		usort( $words, static fn( string $a, string $b ) => strlen( $b ) <=> strlen( $a ) );
		foreach ( array( $sentence, ...array_slice( $words, 0, 5 ) ) as $search ) {
			$products = $search === '' ? array() : self::query( array( 'search' => $search ) );
			if ( $products !== array() ) {
				return $products;
			}
		}
		return self::query( array( 'orderby' => 'popularity' ) );
	}

	private static function query( array $filter ): array|\WP_Error {
		$request = new \WP_REST_Request( 'GET', self::ROUTE );
		$request->set_query_params( $filter + array( 'per_page' => self::LIMIT, 'catalog_visibility' => 'visible' ) );
		$response = rest_do_request( $request );
		if ( $response->is_error() ) {
			return new \WP_Error( 'mxchat_action_failed', 'The shop refused the search.' );
		}
		return rest_get_server()->response_to_data( $response, false );
	}

	private static function card( array|\stdClass $product ): array {
		$product = json_decode( (string) wp_json_encode( $product ), true );
		return array_filter(
			array(
				'title' => html_entity_decode( wp_strip_all_tags( (string) ( $product['name'] ?? '' ) ) ),
				'text'  => wp_trim_words( html_entity_decode( wp_strip_all_tags( (string) ( $product['short_description'] ?? '' ) ) ), 20 ),
				'url'   => (string) ( $product['permalink'] ?? '' ),
				'image' => self::own_image( (string) ( $product['images'][0]['thumbnail'] ?? $product['images'][0]['src'] ?? '' ) ),
				'note'  => self::price( $product['prices'] ?? array() ),
			),
			static fn( string $value ) => $value !== ''
		);
	}

	/**
	 * Only pictures of this site are shown: one of another host would tell it who is looking.
	 */
	private static function own_image( string $url ): string {
		return wp_parse_url( $url, PHP_URL_HOST ) === wp_parse_url( content_url(), PHP_URL_HOST ) ? $url : '';
	}

	/**
	 * The Store API gives prices in the smallest unit of the currency.
	 */
	private static function price( array $prices ): string {
		if ( ! isset( $prices['price'] ) || ! is_numeric( $prices['price'] ) ) {
			return '';
		}
		$decimals = (int) ( $prices['currency_minor_unit'] ?? 2 );
		$amount   = number_format( (int) $prices['price'] / 10 ** $decimals, $decimals, $prices['currency_decimal_separator'] ?? '.', $prices['currency_thousand_separator'] ?? ',' );
		return html_entity_decode( ( $prices['currency_prefix'] ?? '' ) . $amount . ( $prices['currency_suffix'] ?? '' ) );
	}
}
