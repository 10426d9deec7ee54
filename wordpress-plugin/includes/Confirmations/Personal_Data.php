<?php
declare( strict_types=1 );

namespace MxChat\Confirmations;

use MxChat\Privacy\Export;
use MxChat\Rest\Time;

/**
 * What a person who is signed in was asked to confirm, in WordPress's export and erase of personal data. What a visitor
 * was asked goes with the session.
 */
final class Personal_Data {

	private const PAGE = 100;

	public static function add_exporter( array $exporters ): array {
		$exporters['mxchat-engine-confirmations'] = array(
			'exporter_friendly_name' => __( 'Chat confirmations', 'mxchat-engine' ),
			'callback'               => array( self::class, 'export' ),
		);
		return $exporters;
	}

	public static function add_eraser( array $erasers ): array {
		$erasers['mxchat-engine-confirmations'] = array(
			'eraser_friendly_name' => __( 'Chat confirmations', 'mxchat-engine' ),
			'callback'             => array( self::class, 'erase' ),
		);
		return $erasers;
	}

	public static function export( string $email, int $page = 1 ): array {
		$user = get_user_by( 'email', $email );
		$rows = $user === false ? array() : Store::of_user( $user->ID, self::PAGE, self::PAGE * ( $page - 1 ) );
		return array(
			'data' => array_map( array( self::class, 'exported' ), $rows ),
			'done' => count( $rows ) < self::PAGE,
		);
	}

	public static function erase( string $email ): array {
		$user    = get_user_by( 'email', $email );
		$deleted = $user === false ? 0 : Store::delete_of_user( $user->ID );
		return array(
			'items_removed'  => $deleted > 0,
			'items_retained' => false,
			'messages'       => array(),
			'done'           => true,
		);
	}

	private static function exported( Confirmation $confirmation ): array {
		return Export::item(
			'mxchat-confirmations',
			__( 'Chat confirmations', 'mxchat-engine' ),
			'mxchat-confirmation-' . $confirmation->key,
			array(
				__( 'Question', 'mxchat-engine' )   => $confirmation->summary,
				__( 'Values', 'mxchat-engine' )     => $confirmation->arguments,
				__( 'Outcome', 'mxchat-engine' )    => $confirmation->status,
				__( 'Result', 'mxchat-engine' )     => $confirmation->output,
				__( 'Open until', 'mxchat-engine' ) => Time::to_iso( Time::from_unix( $confirmation->expires_at ) ),
			)
		);
	}
}
