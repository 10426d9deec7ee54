<?php
declare( strict_types=1 );

namespace MxChat\Privacy;

/**
 * What WordPress's export of personal data asks for.
 */
final class Export {

	/**
	 * @param array<string,string> $fields By what they are called; empty ones are left out.
	 */
	public static function item( string $group, string $label, string $id, array $fields ): array {
		$fields = array_filter( $fields, static fn( string $value ) => $value !== '' );
		return array(
			'group_id'    => $group,
			'group_label' => $label,
			'item_id'     => $id,
			'data'        => array_map(
				static fn( string $name, string $value ) => compact( 'name', 'value' ),
				array_map( 'strval', array_keys( $fields ) ),
				array_values( $fields )
			),
		);
	}
}
