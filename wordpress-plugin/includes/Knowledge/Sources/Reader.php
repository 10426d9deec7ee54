<?php
declare( strict_types=1 );

namespace MxChat\Knowledge\Sources;

use MxChat\Http\Fetched;
use MxChat\Http\Fetcher;
use MxChat\Knowledge;
use MxChat\Knowledge\Pushed_Content;
use MxChat\Knowledge\Pushing;
use MxChat\Knowledge\Source;

/**
 * Reads one page and knows what it says, or knows it no more.
 */
final class Reader {

	private const CONTENT_TYPE     = 'web';
	private const TITLE_CHARACTERS = 160;
	private const ACCEPT           = 'text/html,application/xhtml+xml,text/plain;q=0.8,*/*;q=0.1';

	/** What may be different the next moment. */
	private const TRANSIENT = array( 'mxchat_fetch_timeout', 'mxchat_fetch_unreachable', 'mxchat_fetch_failed', 'mxchat_robots_unreachable' );

	private const BUSY = array( 429, 502, 503, 504 );

	public static function read( Web_Page $page ): Read_Result {
		$fetched = Fetcher::get( $page->url, array( 'Accept' => self::ACCEPT ) + $page->condition(), array( Robots_Gate::class, 'check' ) );
		if ( is_wp_error( $fetched ) ) {
			return self::not_fetched( $page, (string) $fetched->get_error_code() );
		}
		return match ( true ) {
			$fetched->status === 304                                  => Read_Result::unchanged(),
			$fetched->status === 404, $fetched->status === 410        => self::forgotten( $page, Web_Page::FAILED, 'mxchat_page_gone' ),
			in_array( $fetched->status, self::BUSY, true )           => Read_Result::again( 'mxchat_page_status', $fetched->retry_after_seconds() ),
			$fetched->status !== 200                                  => Read_Result::of( Web_Page::FAILED, 'mxchat_page_status' ),
			default                                                   => self::understood( $page, $fetched ),
		};
	}

	/**
	 * Knows a page no more, unless another page keeps its text.
	 */
	public static function forget( Web_Page $page ): void {
		if ( $page->known_url !== '' && ! Page_Store::is_shared( $page ) ) {
			Knowledge\Store::delete_pushed( $page->bot_id, array( $page->known_url ) );
		}
	}

	private static function not_fetched( Web_Page $page, string $code ): Read_Result {
		return match ( true ) {
			$code === 'mxchat_robots_disallow'          => self::forgotten( $page, Web_Page::LEFT_OUT, $code ),
			in_array( $code, self::TRANSIENT, true )    => Read_Result::again( $code, null ),
			default                                     => Read_Result::of( Web_Page::FAILED, $code ),
		};
	}

	private static function understood( Web_Page $page, Fetched $fetched ): Read_Result {
		$signs = array(
			'etag'          => substr( $fetched->header( 'ETag' ), 0, 255 ),
			'last_modified' => substr( $fetched->header( 'Last-Modified' ), 0, 64 ),
			'body_hash'     => hash( 'sha256', $fetched->url->text() . "\0" . $fetched->header( 'X-Robots-Tag' ) . "\0" . $fetched->body ),
		);
		if ( $page->known_url !== '' && $page->body_hash === $signs['body_hash'] ) {
			return Read_Result::unchanged( $signs );
		}
		$document = Document::read( $fetched );
		$known_at = ( $document?->canonical ?? $fetched->url )->text();
		$problem  = match ( true ) {
			$document === null                        => 'mxchat_page_no_text',
			$document->is_noindex                     => 'mxchat_page_noindex',
			trim( $document->text ) === ''            => 'mxchat_page_empty',
			Pushed_Content::post_id( $known_at ) > 0  => 'mxchat_page_own',
			default                                   => '',
		};
		if ( $problem !== '' ) {
			return self::forgotten( $page, Web_Page::LEFT_OUT, $problem );
		}
		if ( $known_at !== $page->known_url ) {
			self::forget( $page );
		}
		Pushing::store( new Source( $page->bot_id, $known_at, 0, self::title( $document ), self::CONTENT_TYPE, $document->text, true ) );
		return Read_Result::of( Web_Page::KNOWN, '', $signs + array( 'known_url' => $known_at, 'known_key' => hash( 'sha256', $known_at ) ) );
	}

	private static function forgotten( Web_Page $page, string $status, string $code ): Read_Result {
		if ( $page->known_url !== '' ) {
			self::forget( $page );
			Knowledge\Segment_Builder::bring_up_to_date( $page->bot_id );
		}
		return Read_Result::of( $status, $code, array( 'known_url' => '', 'known_key' => '', 'etag' => '', 'last_modified' => '', 'body_hash' => '' ) );
	}

	private static function title( Document $document ): string {
		$line = $document->title !== '' ? $document->title : (string) strtok( ltrim( $document->text ), "\r\n" );
		return mb_strlen( $line ) > self::TITLE_CHARACTERS ? mb_substr( $line, 0, self::TITLE_CHARACTERS - 1 ) . '…' : $line;
	}
}
