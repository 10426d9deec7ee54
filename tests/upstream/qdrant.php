<?php
/**
 * A scripted Qdrant: collections, points, filters and errors as its REST interface describes them.
 */

declare( strict_types=1 );

require __DIR__ . '/vectors.php';

$state   = read_state();
$request = receive( $state );

function ok( mixed $result ): never {
	answer( 200, array( 'result' => $result, 'status' => 'ok', 'time' => 0.001 ) );
}

function refuse( int $status, string $error ): never {
	answer( $status, array( 'status' => array( 'error' => $error ), 'time' => 0.0 ) );
}

/**
 * Whether a point's payload passes a filter. What is no filter is refused, as Qdrant does.
 */
function passes( array $filter, array $payload ): bool {
	if ( array_diff_key( $filter, array_flip( array( 'must', 'should', 'must_not' ) ) ) ) {
		refuse( 400, 'Format error in JSON body: data did not match any variant of untagged enum Condition' );
	}
	$results = static fn( string $clause ) => array_map( static fn( array $condition ) => holds( $condition, $payload ), $filter[ $clause ] ?? array() );
	$should  = $results( 'should' );
	return ! in_array( false, $results( 'must' ), true )
		&& ! in_array( true, $results( 'must_not' ), true )
		&& ( $should === array() || in_array( true, $should, true ) );
}

function holds( array $condition, array $payload ): bool {
	if ( ! isset( $condition['key'] ) ) {
		return passes( $condition, $payload );
	}
	$value = $payload[ $condition['key'] ] ?? null;
	if ( isset( $condition['match']['any'] ) ) {
		return in_array( $value, $condition['match']['any'], true );
	}
	if ( isset( $condition['match']['value'] ) ) {
		return $value === $condition['match']['value'];
	}
	if ( isset( $condition['range'] ) ) {
		$range = $condition['range'];
		return is_int( $value ) && $value >= ( $range['gte'] ?? PHP_INT_MIN ) && $value <= ( $range['lte'] ?? PHP_INT_MAX );
	}
	refuse( 400, 'Format error in JSON body: data did not match any variant of untagged enum Condition' );
}

if ( ( $_SERVER['HTTP_API_KEY'] ?? '' ) !== API_KEY ) {
	answer( 401, 'Must provide an API key or an Authorization bearer token' );
}
if ( ! preg_match( '#^/collections/([A-Za-z0-9_-]{1,255})(/.*)?$#', $request['path'], $match ) ) {
	answer( 404, '' );
}
$name       = $match[1];
$action     = $request['method'] . ' ' . ( $match[2] ?? '' );
$collection = $state['store'][ $name ] ?? null;
$body       = $request['body'];

if ( $action === 'PUT ' ) {
	if ( $collection !== null ) {
		refuse( 409, "Wrong input: Collection `$name` already exists!" );
	}
	if ( ! is_int( $body['vectors']['size'] ?? null ) || ( $body['vectors']['distance'] ?? '' ) !== 'Cosine' ) {
		refuse( 400, 'Format error in JSON body: missing field `vectors`' );
	}
	$state['store'][ $name ] = array( 'size' => $body['vectors']['size'], 'points' => array(), 'indexes' => array() );
	write_state( $state );
	ok( true );
}
if ( $action === 'DELETE ' ) {
	unset( $state['store'][ $name ] );
	write_state( $state );
	ok( $collection !== null );
}
if ( $collection === null ) {
	refuse( 404, "Not found: Collection `$name` doesn't exist!" );
}
switch ( $action ) {
	case 'GET ':
		ok( array( 'status' => 'green', 'points_count' => count( $collection['points'] ) ) );
	case 'PUT /index':
		if ( ! in_array( $body['field_schema'] ?? null, array( 'keyword', 'integer' ), true ) || ! is_string( $body['field_name'] ?? null ) ) {
			refuse( 400, 'Format error in JSON body: missing field `field_name`' );
		}
		$collection['indexes'][ $body['field_name'] ] = $body['field_schema'];
		break;
	case 'PUT /points':
		foreach ( $body['points'] ?? refuse( 400, 'Format error in JSON body: data did not match any variant of untagged enum PointInsertOperations' ) as $point ) {
			if ( ! is_int( $point['id'] ) || $point['id'] < 0 ) {
				refuse( 400, 'Format error in JSON body: value is not a valid point ID' );
			}
			if ( ! is_vector( $point['vector'], $collection['size'] ) ) {
				refuse( 400, "Wrong input: Vector dimension error: expected dim: {$collection['size']}, got " . count( $point['vector'] ) );
			}
			$collection['points'][ $point['id'] ] = array( 'vector' => $point['vector'], 'fields' => $point['payload'] ?? array() );
		}
		break;
	case 'POST /points/delete':
		foreach ( $body['points'] ?? refuse( 400, 'Format error in JSON body: data did not match any variant of untagged enum PointsSelector' ) as $id ) {
			unset( $collection['points'][ $id ] );
		}
		break;
	case 'POST /points/count':
		ok( array( 'count' => count( $collection['points'] ) ) );
	case 'POST /points/query':
		if ( ! is_vector( $body['query'] ?? null, $collection['size'] ) ) {
			refuse( 400, "Wrong input: Vector dimension error: expected dim: {$collection['size']}" );
		}
		$filter = $body['filter'] ?? array();
		$found  = nearest( $collection['points'], $body['query'], $body['limit'] ?? 10, static fn( array $payload ) => passes( $filter, $payload ) );
		$points = array_map( static fn( array $row ) => array( 'id' => (int) $row['id'], 'version' => 3, 'score' => $row['score'] ), $found );
		ok( array( 'points' => $points ) );
	default:
		answer( 404, '' );
}
if ( ( $request['query']['wait'] ?? '' ) !== 'true' ) {
	// Without waiting the change would come at any time: these tests must see it at once.
	refuse( 400, 'This server wants wait=true.' );
}
$state['store'][ $name ] = $collection;
write_state( $state );
ok( array( 'operation_id' => 1, 'status' => 'completed' ) );
