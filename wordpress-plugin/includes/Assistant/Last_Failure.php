<?php
declare( strict_types=1 );

namespace MxChat\Assistant;

use MxChat\Provider\Failure;

/**
 * The last time that a model did not answer, for the owner: the visitors who got the site's own answer will not tell.
 */
final class Last_Failure {

	public const OPTION = 'mxchat_last_failure';

	/** A provider that is down fails at every question; one write in a while says enough. */
	private const PAUSE_SECONDS = 30;

	/** What the owner has decided or not done yet, so nothing has happened. */
	private const EXPECTED = array( 'disabled', 'not_configured' );

	public static function keep( Failure $failure ): void {
		if ( in_array( $failure->kind, self::EXPECTED, true ) ) {
			return;
		}
		$last    = self::get();
		$is_news = $last === null || $last['kind'] !== $failure->kind || $last['failed_at'] < time() - self::PAUSE_SECONDS;
		// A spent budget is met by every question until midnight.
		if ( $is_news || $failure->kind !== 'budget' ) {
			$failure->log();
		}
		if ( $is_news ) {
			update_option(
				self::OPTION,
				array(
					'kind'      => $failure->kind,
					'text'      => $failure->owner_text(),
					'error_id'  => $failure->error_id,
					'failed_at' => time(),
				),
				false
			);
		}
	}

	/**
	 * @return array{kind:string,text:string,error_id:string,failed_at:int}|null
	 */
	public static function get(): ?array {
		$last = get_option( self::OPTION );
		return is_array( $last ) && isset( $last['kind'], $last['failed_at'] ) ? $last : null;
	}

	public static function forget(): void {
		delete_option( self::OPTION );
	}
}
