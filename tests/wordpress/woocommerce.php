<?php
/**
 * What the actions ask of WooCommerce, with a shop's orders and products in memory.
 */
declare( strict_types=1 );

/**
 * An order as the actions read it.
 */
final class WC_Order {

	/** @var WC_Order[] The shop's. */
	public static array $all = array();

	/**
	 * @param array<string,int> $items Quantity by name.
	 */
	public function __construct(
		public readonly string $number,
		public readonly int $customer_id,
		public readonly string $billing_email,
		public readonly array $items,
		public readonly string $status = 'completed',
	) {}

	public function get_order_number(): string {
		return $this->number;
	}

	public function get_status(): string {
		return $this->status;
	}

	public function get_user_id(): int {
		return $this->customer_id;
	}

	public function get_date_created(): ?DateTimeImmutable {
		return null;
	}

	public function get_formatted_order_total(): string {
		return '<span>&euro;12.00</span>';
	}

	public function get_total(): string {
		return '12.00';
	}

	public function get_currency(): string {
		return 'EUR';
	}

	public function get_view_order_url(): string {
		return 'https://shop.example/my-account/view-order/' . $this->number;
	}

	public function get_items(): array {
		return array_map(
			static fn( string $name, int $quantity ) => new class( $name, $quantity ) {
				public function __construct( private string $name, private int $quantity ) {}

				public function get_name(): string {
					return $this->name;
				}

				public function get_quantity(): int {
					return $this->quantity;
				}
			},
			array_keys( $this->items ),
			$this->items
		);
	}
}

function wc_get_orders( array $query ): array {
	$found = array_filter(
		WC_Order::$all,
		static fn( WC_Order $order ) => ( ! isset( $query['customer_id'] ) || $order->customer_id === $query['customer_id'] )
			&& ( ! isset( $query['billing_email'] ) || $order->billing_email === $query['billing_email'] )
	);
	return array_slice( array_values( $found ), 0, $query['limit'] ?? null );
}

function wc_get_order_status_name( string $status ): string {
	return ucfirst( $status );
}

function wc_get_account_endpoint_url( string $endpoint ): string {
	return home_url( "/my-account/$endpoint/" );
}

function wc_get_products(): array {
	return array();
}

add_action(
	'rest_api_init',
	static function (): void {
		register_rest_route(
			'wc/store/v1',
			'/products',
			array(
				'methods'             => 'GET',
				'permission_callback' => '__return_true',
				'callback'            => static function ( WP_REST_Request $request ): array {
					$boots = array(
						'name'              => 'Trail &amp; Boots',
						'short_description' => '<p>Waterproof.</p>',
						'permalink'         => home_url( '/product/boots/' ),
						'images'            => array( array( 'thumbnail' => content_url( 'uploads/boots.jpg' ) ) ),
						'prices'            => array( 'price' => '12950', 'currency_minor_unit' => 2, 'currency_prefix' => '€', 'currency_suffix' => '', 'currency_decimal_separator' => '.', 'currency_thousand_separator' => ',' ),
					);
					$foreign = array( 'name' => 'Hat', 'permalink' => home_url( '/product/hat/' ), 'images' => array( array( 'thumbnail' => 'https://cdn.example/hat.jpg' ) ), 'prices' => array() );
					return match ( (string) $request['search'] ) {
						'boots' => array( $boots ),
						'hat'   => array( $foreign ),
						''      => array( $boots, $foreign ),
						default => array(),
					};
				},
			)
		);
	}
);
