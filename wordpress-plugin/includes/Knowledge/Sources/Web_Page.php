<?php
declare( strict_types=1 );

namespace MxChat\Knowledge\Sources;

/**
 * One page of a source.
 */
final class Web_Page {

	public const WAITING = 'waiting';
	/** Its text is known. */
	public const KNOWN = 'known';
	/** It was read, and says of itself, or we know, that it is not to be known. */
	public const LEFT_OUT = 'left_out';
	/** It could not be read. What was known of it before still is, unless the page is gone. */
	public const FAILED = 'failed';

	/**
	 * @param int    $row       Its number in the table.
	 * @param string $known_url The address under which its text is known, which may be its canonical one; empty if it is not.
	 * @param string $body_hash Hash of what the server sent last.
	 * @param int    $failures  In a row.
	 */
	private function __construct(
		public readonly int $row,
		public readonly int $source_row,
		public readonly string $bot_id,
		public readonly string $url,
		public readonly string $known_url,
		public readonly string $etag,
		public readonly string $last_modified,
		public readonly string $body_hash,
		public readonly string $status,
		public readonly string $error_code,
		public readonly int $failures,
		public readonly ?string $read_at,
	) {}

	public static function from_row( \stdClass $row ): self {
		return new self(
			(int) $row->id,
			(int) $row->source_row,
			$row->bot_id,
			$row->url,
			$row->known_url,
			$row->etag,
			$row->last_modified,
			$row->body_hash,
			$row->status,
			$row->error_code,
			(int) $row->failures,
			$row->read_at,
		);
	}

	/**
	 * What makes a server say "not modified".
	 *
	 * @return array<string,string>
	 */
	public function condition(): array {
		if ( $this->known_url === '' ) {
			return array();
		}
		return array_filter(
			array(
				'If-None-Match'     => $this->etag,
				'If-Modified-Since' => $this->last_modified,
			)
		);
	}
}
