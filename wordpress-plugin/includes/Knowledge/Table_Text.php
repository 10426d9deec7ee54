<?php
declare( strict_types=1 );

namespace MxChat\Knowledge;

/**
 * A table as sentences: each row says what its cells are, so that it can be found and quoted without the others.
 *
 * "Repair: zip; From: £9; Takes: 3 days." A table that only arranges a page, with blocks in its cells, stays a list of these.
 */
final class Table_Text {

	private string $text = '';

	/** @var string[] The cells of the row of headings above the others. */
	private array $headings = array();

	/** Whether a row stands below these. */
	private bool $is_used = false;

	/** @var array<int,array{is_heading:bool,text:string}> The cells of the row that is read. */
	private array $row = array();

	/**
	 * What is read belongs to the cell that is open; a caption, or what stands where nothing may, comes before the row.
	 */
	public function add( string $text ): void {
		if ( $this->row ) {
			$this->row[ array_key_last( $this->row ) ]['text'] .= $text;
		} else {
			$this->text .= $text;
		}
	}

	/**
	 * A cell, a row or a part of the table begins or ends.
	 */
	public function begin( string $name, bool $is_closer ): void {
		if ( $name !== 'TD' && $name !== 'TH' ) {
			$this->end_row();
		} elseif ( ! $is_closer ) {
			$this->row[] = array( 'is_heading' => $name === 'TH', 'text' => '' );
		}
	}

	public function text(): string {
		$this->end_row();
		$this->tell_unused_headings();
		return "\n\n$this->text\n\n";
	}

	private function end_row(): void {
		$cells       = array_map( static fn( array $cell ) => Html_Text::tidy( $cell['text'] ), $this->row );
		$is_headings = count( $cells ) > 1 && ! in_array( false, array_column( $this->row, 'is_heading' ), true );
		$this->row   = array();
		if ( implode( '', $cells ) === '' ) {
			return;
		}
		if ( $is_headings ) {
			$this->tell_unused_headings();
			$this->headings = $cells;
			return;
		}
		$this->text    .= "\n\n" . self::sentence( $cells, $this->headings );
		$this->is_used  = true;
	}

	private function tell_unused_headings(): void {
		if ( $this->headings && ! $this->is_used ) {
			$this->text .= "\n\n" . self::sentence( $this->headings, array() );
		}
		$this->is_used = false;
	}

	/**
	 * @param string[] $cells
	 * @param string[] $headings
	 */
	private static function sentence( array $cells, array $headings ): string {
		if ( count( $cells ) === 1 || str_contains( implode( $cells ), "\n\n" ) ) {
			return implode( "\n\n", $cells );
		}
		if ( count( $headings ) === count( $cells ) ) {
			$cells = array_map( static fn( string $heading, string $cell ) => self::join( ': ', $cell === '' ? '' : $heading, $cell ), $headings, $cells );
			$row   = self::join( '; ', ...$cells );
		} else {
			$row = self::join( ': ', array_shift( $cells ), self::join( '; ', ...$cells ) );
		}
		return preg_match( '/[.!?…。！？]$/Du', $row ) ? $row : "$row.";
	}

	private static function join( string $between, string ...$parts ): string {
		return implode( $between, array_filter( $parts, static fn( string $part ) => $part !== '' ) );
	}
}
