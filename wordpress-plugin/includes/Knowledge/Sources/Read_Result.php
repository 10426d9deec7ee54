<?php
declare( strict_types=1 );

namespace MxChat\Knowledge\Sources;

/**
 * What came of reading a page.
 */
final class Read_Result {

	private const DEFAULT_WAIT_SECONDS = 30;
	private const MAX_WAIT_SECONDS     = HOUR_IN_SECONDS;

	/**
	 * @param array<string,string> $fields       What is to be kept of it.
	 * @param int|null             $wait_seconds Set where the host should be asked again after so long.
	 */
	private function __construct( public readonly array $fields, public readonly string $error_code, public readonly ?int $wait_seconds ) {}

	/**
	 * @param array<string,string> $fields
	 */
	public static function of( string $status, string $error_code, array $fields = array() ): self {
		return new self( compact( 'status', 'error_code' ) + $fields, $error_code, null );
	}

	/**
	 * @param array<string,string> $fields
	 */
	public static function unchanged( array $fields = array() ): self {
		return self::of( Web_Page::KNOWN, '', $fields );
	}

	public static function again( string $error_code, ?int $retry_after_seconds ): self {
		return new self(
			array( 'status' => Web_Page::FAILED, 'error_code' => $error_code ),
			$error_code,
			min( max( 1, $retry_after_seconds ?? self::DEFAULT_WAIT_SECONDS ), self::MAX_WAIT_SECONDS )
		);
	}
}
