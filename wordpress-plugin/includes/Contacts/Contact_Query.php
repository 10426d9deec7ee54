<?php
declare( strict_types=1 );

namespace MxChat\Contacts;

use MxChat\Rest\Context;
use MxChat\Rest\Schema;

/**
 * The filters of GET /contacts and of its export.
 */
final class Contact_Query {

	private function __construct(
		private readonly bool $is_test,
		private readonly ?string $email,
		private readonly ?string $search,
		private readonly string $consent,
		public readonly int $limit,
		public readonly int $offset,
		public readonly string $order,
		/** @var array<string,string|int> The query as it was sent, for links. */
		public readonly array $filters,
	) {}

	public static function schema(): array {
		return array(
			'search'  => Schema::text( 200 ),
			'email'   => Schema::text( 191 ),
			'consent' => Schema::one_of( array( 'yes', 'no', 'any' ), 'any' ),
			'mode'    => Schema::one_of( array( 'live', 'test' ), 'live' ),
			'limit'   => Schema::integer( 1, 1000, 100 ),
			'offset'  => Schema::offset(),
			'order'   => Schema::one_of( array( 'asc', 'desc' ), 'desc' ),
		);
	}

	public static function from( array $params, Context $context ): self {
		return new self(
			// Whatever a test token asks for, its contacts are those of tests.
			$context->token === null ? $params['mode'] === 'test' : $context->token->is_test,
			$params['email'] ?? null,
			$params['search'] ?? null,
			$params['consent'],
			$params['limit'],
			$params['offset'],
			$params['order'],
			$params,
		);
	}

	/**
	 * SQL conditions on the contacts.
	 */
	public function where(): string {
		global $wpdb;
		$where = $wpdb->prepare( 'is_test = %d', (int) $this->is_test );
		if ( $this->email !== null ) {
			$where .= $wpdb->prepare( ' AND email_key = %s', Contact::email_key( $this->email ) );
		}
		if ( $this->search !== null ) {
			$like   = '%' . $wpdb->esc_like( $this->search ) . '%';
			$where .= $wpdb->prepare( ' AND ( email LIKE %s OR name LIKE %s OR phone LIKE %s OR attributes LIKE %s )', $like, $like, $like, $like );
		}
		return match ( $this->consent ) {
			'yes' => $where . ' AND has_consent = 1',
			'no'  => $where . ' AND ( has_consent IS NULL OR has_consent = 0 )',
			'any' => $where,
		};
	}
}
