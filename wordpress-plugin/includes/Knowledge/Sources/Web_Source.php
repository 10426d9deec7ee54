<?php
declare( strict_types=1 );

namespace MxChat\Knowledge\Sources;

/**
 * An address whose page, or whose listed pages, a bot knows.
 */
final class Web_Source {

	public const PAGE    = 'page';
	public const SITEMAP = 'sitemap';

	public const READING  = 'reading';
	public const READY    = 'ready';
	public const FAILED   = 'failed';
	public const DELETING = 'deleting';

	/**
	 * @param int    $row           Its number in the table.
	 * @param int    $recrawl_hours Read again after so long; 0 for never.
	 * @param int    $round         Grows with each reading: what a later one has not seen is gone.
	 * @param int    $next_crawl_at Unix seconds; 0 for never.
	 */
	private function __construct(
		public readonly int $row,
		public readonly string $id,
		public readonly string $bot_id,
		public readonly string $kind,
		public readonly string $url,
		public readonly int $recrawl_hours,
		public readonly string $status,
		public readonly string $error_code,
		public readonly int $round,
		public readonly int $next_crawl_at,
		public readonly ?string $crawled_at,
		public readonly string $created_at,
	) {}

	public static function from_row( \stdClass $row ): self {
		return new self(
			(int) $row->id,
			$row->source_id,
			$row->bot_id,
			$row->kind,
			$row->url,
			(int) $row->recrawl_hours,
			$row->status,
			$row->error_code,
			(int) $row->round,
			(int) $row->next_crawl_at,
			$row->crawled_at,
			$row->created_at,
		);
	}
}
