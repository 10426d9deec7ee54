<?php
declare( strict_types=1 );

namespace MxChat\Health;

/**
 * One of our tests in Tools → Site Health: how it is announced, and what it reports.
 */
final class Site_Test {

	/**
	 * @param callable $result Gives the report where no request is made for it.
	 */
	public static function add( array $tests, string $name, string $label, string $path, callable $result ): array {
		$tests['async'][ $name ] = array(
			'label'             => $label,
			'test'              => rest_url( 'mxchat/v1/' . $path ),
			'has_rest'          => true,
			'async_direct_test' => $result,
		);
		return $tests;
	}

	/**
	 * @param string $status `good`, `recommended` or `critical`.
	 */
	public static function report( string $name, string $status, string $label, string $description ): array {
		return array(
			'label'       => $label,
			'status'      => $status,
			'badge'       => array(
				'label' => 'MxChat',
				'color' => 'blue',
			),
			'description' => '<p>' . esc_html( $description ) . '</p>',
			'actions'     => '',
			'test'        => $name,
		);
	}
}
