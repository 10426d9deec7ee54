<?php
/**
 * A scripted index of Pinecone: the data plane as its documentation describes it. Dimensions come from the environment.
 */

declare( strict_types=1 );

require __DIR__ . '/vectors.php';

$state      = read_state();
$request    = receive( $state );
$dimensions = (int) ( getenv( 'MXCHAT_UPSTREAM_DIMENSIONS' ) ?: 3 );

function refuse( int $status, int $code, string $message ): never {
	answer( $status, array( 'code' => $code, 'message' => $message, 'details' => array() ) );
}

/**
 * Whether metadata passes a filter: comparison of fields, `$and` and `$or`. There is no general negation.
 */
function passes( array $filter, array $metadata ): bool {
	foreach ( $filter as $key => $condition ) {
		$is_passed = match ( $key ) {
			'$and'  => ! in_array( false, array_map( static fn( array $part ) => passes( $part, $metadata ), $condition ), true ),
			'$or'   => in_array( true, array_map( static fn( array $part ) => passes( $part, $metadata ), $condition ), true ),
			default => holds( $condition, $metadata[ $key ] ?? null, (string) $key ),
		};
		if ( ! $is_passed ) {
			return false;
		}
	}
	return true;
}

function holds( mixed $condition, mixed $value, string $key ): bool {
	if ( str_starts_with( $key, '$' ) ) {
		refuse( 400, 3, "$key is not a valid operator" );
	}
	foreach ( is_array( $condition ) ? $condition : array( '$eq' => $condition ) as $operator => $operand ) {
		$is_held = match ( $operator ) {
			'$eq'  => $value === $operand,
			'$ne'  => $value !== $operand,
			'$in'  => in_array( $value, $operand, true ),
			'$nin' => ! in_array( $value, $operand, true ),
			'$gt'  => $value > $operand,
			'$gte' => $value >= $operand,
			'$lt'  => $value < $operand,
			'$lte' => $value <= $operand,
			default => refuse( 400, 3, "$operator is not a valid operator" ),
		};
		if ( ! $is_held ) {
			return false;
		}
	}
	return true;
}

if ( ( $_SERVER['HTTP_API_KEY'] ?? '' ) !== API_KEY ) {
	answer( 401, 'Unauthorized' );
}
if ( ! preg_match( '/^20\d\d-\d\d$/', $_SERVER['HTTP_X_PINECONE_API_VERSION'] ?? '' ) ) {
	refuse( 400, 3, 'X-Pinecone-Api-Version is missing' );
}
$body      = $request['body'] ?? refuse( 400, 3, 'The body is no JSON' );
$namespace = $body['namespace'] ?? '';
$rows      = $state['store'][ $namespace ] ?? array();

switch ( $request['method'] . ' ' . $request['path'] ) {
	case 'POST /vectors/upsert':
		if ( count( $body['vectors'] ) > 1000 || (int) $_SERVER['CONTENT_LENGTH'] > 2_000_000 ) {
			refuse( 400, 11, 'Request size exceeds the limit' );
		}
		foreach ( $body['vectors'] as $vector ) {
			if ( ! is_string( $vector['id'] ) || ! is_vector( $vector['values'] ?? null, $dimensions ) ) {
				refuse( 400, 3, "Vector dimension does not match the dimension of the index $dimensions" );
			}
			if ( array_filter( $vector['values'] ) === array() ) {
				refuse( 400, 3, 'Dense vectors must contain at least one non-zero value' );
			}
			$rows[ $vector['id'] ] = array( 'vector' => $vector['values'], 'fields' => $vector['metadata'] ?? array() );
		}
		$state['store'][ $namespace ] = $rows;
		write_state( $state );
		answer( 200, array( 'upsertedCount' => count( $body['vectors'] ) ) );
	case 'POST /vectors/delete':
		if ( ! isset( $state['store'][ $namespace ] ) ) {
			refuse( 404, 5, 'Namespace not found' );
		}
		$state['store'][ $namespace ] = ( $body['deleteAll'] ?? false ) ? array() : array_diff_key( $rows, array_flip( $body['ids'] ) );
		write_state( $state );
		answer( 200, new stdClass() );
	case 'POST /query':
		if ( ! is_vector( $body['vector'] ?? null, $dimensions ) || ! is_int( $body['topK'] ?? null ) ) {
			refuse( 400, 3, "Vector dimension does not match the dimension of the index $dimensions" );
		}
		$filter = $body['filter'] ?? array();
		$found  = nearest( $rows, $body['vector'], $body['topK'], static fn( array $metadata ) => passes( $filter, $metadata ) );
		$matches = array_map( static fn( array $row ) => $row + array( 'values' => array() ), $found );
		answer( 200, array( 'results' => array(), 'matches' => $matches, 'namespace' => $namespace, 'usage' => array( 'readUnits' => 1 ) ) );
	case 'POST /describe_index_stats':
		$counts = array_map( static fn( array $some ) => array( 'vectorCount' => count( $some ) ), $state['store'] );
		answer( 200, array( 'namespaces' => (object) $counts, 'dimension' => $dimensions, 'indexFullness' => 0, 'totalVectorCount' => array_sum( array_column( $counts, 'vectorCount' ) ) ) );
	default:
		answer( 404, '' );
}
