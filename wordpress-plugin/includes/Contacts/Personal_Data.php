<?php
declare( strict_types=1 );

namespace MxChat\Contacts;

use MxChat\Privacy\Export;

/**
 * WordPress's export and erase of personal data, for contacts.
 */
final class Personal_Data {

	public static function add_exporter( array $exporters ): array {
		$exporters['mxchat-contacts'] = array(
			'exporter_friendly_name' => __( 'Chat contacts', 'mxchat-engine' ),
			'callback'               => array( self::class, 'export' ),
		);
		return $exporters;
	}

	public static function add_eraser( array $erasers ): array {
		$erasers['mxchat-contacts'] = array(
			'eraser_friendly_name' => __( 'Chat contacts', 'mxchat-engine' ),
			'callback'             => array( self::class, 'erase' ),
		);
		return $erasers;
	}

	public static function export( string $email ): array {
		return array(
			'data' => array_map( array( self::class, 'exported' ), self::of( $email ) ),
			'done' => true,
		);
	}

	/**
	 * What was said with the contact goes as well.
	 */
	public static function erase( string $email ): array {
		$contacts = self::of( $email );
		foreach ( $contacts as $contact ) {
			Deletion::delete( $contact, true );
		}
		return array(
			'items_removed'  => (bool) $contacts,
			'items_retained' => false,
			'messages'       => array(),
			'done'           => true,
		);
	}

	/**
	 * @return Contact[] Live, and of tests.
	 */
	private static function of( string $email ): array {
		return array_values( array_filter( array( Store::find_by_email( $email, false ), Store::find_by_email( $email, true ) ) ) );
	}

	private static function exported( Contact $contact ): array {
		$item   = $contact->item();
		$fields = array(
			__( 'E-mail', 'mxchat-engine' )          => $item['email'],
			__( 'Name', 'mxchat-engine' )            => $item['name'],
			__( 'Phone', 'mxchat-engine' )           => $item['phone'],
			__( 'Consent', 'mxchat-engine' )         => match ( $item['consent'] ) {
				true  => __( 'Given', 'mxchat-engine' ),
				false => __( 'Not given', 'mxchat-engine' ),
				null  => __( 'Not asked', 'mxchat-engine' ),
			},
			__( 'Time of consent', 'mxchat-engine' ) => (string) $item['consent_at'],
			__( 'Added', 'mxchat-engine' )           => $item['created_at'],
		);
		foreach ( $contact->attributes as $name => $value ) {
			$fields[ $name ] = is_bool( $value ) ? ( $value ? __( 'Yes', 'mxchat-engine' ) : __( 'No', 'mxchat-engine' ) ) : (string) $value;
		}
		return Export::item( 'mxchat-contacts', __( 'Chat contacts', 'mxchat-engine' ), $item['id'], $fields );
	}
}
