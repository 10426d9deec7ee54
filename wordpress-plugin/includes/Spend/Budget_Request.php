<?php
declare( strict_types=1 );

namespace MxChat\Spend;

use MxChat\Rest\Context;
use MxChat\Rest\Rest_Error;
use MxChat\Rest\Schema;

/**
 * The budget as it shall be: what is left out stays, and null takes a bound away.
 */
final class Budget_Request {

	private const MAX_TOKENS = 1_000_000_000_000;
	private const MAX_MONEY  = 1_000_000;
	private const MAX_PRICE  = 10_000;
	private const MAX_PRICES = 100;

	private function __construct( public readonly Budget $budget ) {}

	public static function schema(): array {
		$tokens = array( 'type' => array( 'integer', 'null' ), 'minimum' => 0, 'maximum' => self::MAX_TOKENS );
		$money  = array( 'type' => array( 'number', 'null' ), 'minimum' => 0, 'maximum' => self::MAX_MONEY );
		return array(
			'site_tokens'    => $tokens,
			'site_money'     => $money,
			'visitor_tokens' => $tokens,
			'visitor_money'  => $money,
			'currency'       => array( 'type' => 'string', 'pattern' => '^[A-Z]{3}$' ),
			'prices'         => array(
				'type'     => 'array',
				'maxItems' => self::MAX_PRICES,
				'items'    => self::price(),
			),
		);
	}

	public static function from( array $params, Context $context ): self|\WP_Error {
		$models = array_column( $params['prices'] ?? array(), 'model' );
		if ( count( array_unique( $models ) ) < count( $models ) ) {
			return Rest_Error::invalid_param( 'prices', __( 'must name each model once.', 'mxchat-engine' ) );
		}
		return new self( Budget::from( array_intersect_key( $params, Budget::DEFAULTS ) + Budget::current()->to_array() ) );
	}

	private static function price(): array {
		$money = array( 'type' => 'number', 'minimum' => 0, 'maximum' => self::MAX_PRICE, 'required' => true );
		return array(
			'type'       => 'object',
			'properties' => array(
				'model'        => Schema::text( 128, required: true ) + array( 'pattern' => '^\S+$' ),
				'input'        => $money,
				'output'       => $money,
				'cached_input' => array( 'type' => array( 'number', 'null' ), 'required' => false ) + $money,
			),
		);
	}
}
