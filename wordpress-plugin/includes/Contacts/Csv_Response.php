<?php
declare( strict_types=1 );

namespace MxChat\Contacts;

/**
 * An answer that is written as it is read from the database.
 */
final class Csv_Response extends \WP_REST_Response {

	public function __construct( private readonly Contact_Query $query ) {
		parent::__construct(
			// WordPress picks fields out of whatever stands here.
			array(),
			200,
			array(
				'Content-Type'           => 'text/csv; charset=utf-8',
				'Content-Disposition'    => 'attachment; filename="contacts-' . gmdate( 'Y-m-d' ) . '.csv"',
				'X-Content-Type-Options' => 'nosniff',
			)
		);
	}

	/**
	 * Writes the answer, where it is one of these.
	 */
	public static function serve( bool $is_served, mixed $response, \WP_REST_Request $request ): bool {
		if ( $is_served || ! $response instanceof self ) {
			return $is_served;
		}
		if ( $request->get_method() !== 'HEAD' ) {
			while ( ob_get_level() > 0 && ob_end_flush() ) {
				continue;
			}
			foreach ( $response->lines() as $line ) {
				echo $line; // phpcs:ignore WordPress.Security.EscapeOutput
			}
		}
		return true;
	}

	/**
	 * @return \Generator<int,string>
	 */
	public function lines(): \Generator {
		return Csv::lines( $this->query );
	}
}
