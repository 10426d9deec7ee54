<?php
declare( strict_types=1 );

namespace MxChat\Knowledge;

use MxChat\Knowledge\Vectors\Collection;
use MxChat\Knowledge\Vectors\Field;
use MxChat\Knowledge\Vectors\Filter;
use MxChat\Knowledge\Vectors\Hit;
use MxChat\Knowledge\Vectors\Query;
use MxChat\Knowledge\Vectors\Store_Failure;
use MxChat\Knowledge\Vectors\Stores;

/**
 * The chunks whose embeddings are most alike to a question's.
 */
final class Vector_Ranking {

	/** Less alike than this is no evidence, with any of the usual models. */
	private const THRESHOLD = 0.2;

	/**
	 * Nothing where there is no embedding provider, or its store cannot be reached: then the lexical ranking stands alone.
	 *
	 * @return array<int,float> Cosine similarity by chunk id, best first.
	 */
	public static function find( string $question, string $bot_id, int $limit, string $spender = '' ): array {
		$embedding = Question_Embedding::of( $question, $bot_id, $spender );
		if ( $embedding === null ) {
			return array();
		}
		$usable = self::filter( Scope::of( $bot_id ) );
		try {
			$store = Stores::for_search( new Collection( $embedding->model, $embedding->dimensions() ) );
			$hits  = $store->search( new Query( $embedding->embedding, $limit, self::THRESHOLD, $usable ) );
		} catch ( Store_Failure $failure ) {
			error_log( 'MxChat vector store: ' . $failure->error_code ); // phpcs:ignore
			return array();
		}
		return array_column( array_map( static fn( Hit $hit ) => array( $hit->chunk_id, $hit->score ), $hits ), 1, 0 );
	}

	/**
	 * What the bot may use and every stranger may read.
	 */
	private static function filter( Scope $scope ): Filter {
		$filter = Filter::all( Filter::in( Field::Bot, $scope->bot_ids ), Filter::eq( Field::Role, '' ) );
		return $scope->content_types ? Filter::all( $filter, Filter::in( Field::Content_Type, $scope->content_types ) ) : $filter;
	}
}
