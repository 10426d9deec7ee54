<?php
declare( strict_types=1 );

namespace MxChat\Actions\Built_In;

use MxChat\Actions\Action;
use MxChat\Actions\Result;
use MxChat\Knowledge\Search;
use MxChat\Tools\Tool_Context;

/**
 * Finds pages of this site.
 */
final class Search_Site extends Action {

	private const MAX_CHARACTERS = 300;
	private const LIMIT          = 5;

	public function id(): string {
		return 'search_site';
	}

	public function label(): string {
		return __( 'Search this site', 'mxchat-engine' );
	}

	public function description(): string {
		return __( 'Shows the pages of this site that match a search.', 'mxchat-engine' );
	}

	public function phrases(): array {
		return array(
			__( 'search the site for something', 'mxchat-engine' ),
			__( 'find a page about this', 'mxchat-engine' ),
			__( 'show me the pages that mention it', 'mxchat-engine' ),
			__( 'look it up on your website', 'mxchat-engine' ),
			__( 'where on the site can I read about that', 'mxchat-engine' ),
		);
	}

	public function input_schema(): array {
		return self::one_text( 'query', self::MAX_CHARACTERS, __( 'What to search for.', 'mxchat-engine' ) );
	}

	public function arguments_from( string $message ): ?array {
		return array( 'query' => mb_substr( $message, 0, self::MAX_CHARACTERS ) );
	}

	public function run( array $arguments, Tool_Context $context ): Result|\WP_Error {
		$results = Search::find( $arguments['query'], $context->bot_id, self::LIMIT, spender: $context->spender )['results'];
		if ( $results === array() ) {
			return new Result( __( 'I found no page about that on this site.', 'mxchat-engine' ) );
		}
		$cards = array_map(
			static fn( array $result ) => array(
				'title' => $result['title'],
				'text'  => $result['snippet'],
				'url'   => $result['source'],
			),
			$results
		);
		return new Result( __( 'These pages may help:', 'mxchat-engine' ), $cards );
	}
}
