<?php
declare( strict_types=1 );

namespace MxChat\Http;

/**
 * Why a transfer was ended before its end. WordPress's HTTP API passes on only what is an exception of its own kind.
 */
final class Transfer_Failure extends \WpOrg\Requests\Exception {

	public function __construct( public readonly string $error_code ) {
		parent::__construct( $error_code, 'mxchat' );
	}
}
