<?php
/**
 * Writes the reference of the REST routes and of the PHP functions from what the code says of itself.
 *
 *   php tests/site/reference.php <folder of a site> [folder to write to, else wordpress-plugin/docs]
 */
declare( strict_types=1 );

require __DIR__ . '/boot.php';
require wp_load_path( $argv[1] );

$folder = $argv[2] ?? dirname( __DIR__, 2 ) . '/wordpress-plugin/docs';
file_put_contents( "$folder/rest.md", mxchat_rest_reference() );
file_put_contents( "$folder/php.md", mxchat_php_reference() );

function mxchat_rest_reference(): string {
	$document = json_decode( (string) wp_json_encode( MxChat\Openapi\Document::of( MxChat\Rest\Routes::table() ) ), true );
	$by_tag   = array();
	foreach ( $document['paths'] as $path => $operations ) {
		foreach ( $operations as $method => $operation ) {
			$by_tag[ $operation['tags'][0] ][] = mxchat_rest_operation( strtoupper( $method ), $path, $operation );
		}
	}
	ksort( $by_tag );
	$text = "# REST routes\n\nMade from the route table, as is `GET /wp-json/mxchat/v1/openapi.json`, which has every limit and shape.\n";
	foreach ( $by_tag as $tag => $operations ) {
		$text .= "\n## $tag\n\n| Route | What it does | Who may | Parameters |\n|---|---|---|---|\n" . implode( '', $operations );
	}
	return $text;
}

function mxchat_rest_operation( string $method, string $path, array $operation ): string {
	$who    = array_map( static fn( array $way ) => (string) array_key_first( $way ) . ( reset( $way ) ? ' `' . implode( '`, `', reset( $way ) ) . '`' : '' ), $operation['security'] ?? array() );
	$body   = $operation['requestBody']['content']['application/json']['schema'] ?? array();
	$names  = array_column( $operation['parameters'] ?? array(), 'required', 'name' ) + array_fill_keys( array_keys( (array) ( $body['properties'] ?? array() ) ), false );
	$needed = (array) ( $body['required'] ?? array() );
	$listed = array_map( static fn( string $name, mixed $is_required ) => $is_required || in_array( $name, $needed, true ) ? "**$name**" : $name, array_keys( $names ), $names );
	return sprintf( "| `%s %s` | %s | %s | %s |\n", $method, $path, $operation['summary'], $who ? implode( ' or ', $who ) : 'everybody', implode( ', ', $listed ) );
}

function mxchat_php_reference(): string {
	$text = "# PHP\n\nMade from the docblocks. What `MxChat\\Core` throws is a `MxChat\\Core\\Core_Exception` with an `error_code`.\n\n## Functions `MxChat\\Core\\*`\n";
	// The extension's functions carry no docblocks; the polyfill's file documents them for both.
	foreach ( mxchat_documented_functions( dirname( __DIR__, 2 ) . '/wordpress-plugin/polyfill/bootstrap.php' ) as $signature => $summary ) {
		$text .= "\n### `$signature`\n\n$summary\n";
	}
	$text .= "\n## Classes `MxChat\\OpenAI\\*`\n";
	foreach ( array( 'Client', 'Assistant', 'Thread', 'Thread_New_Message', 'Thread_Message', 'Thread_Run_Step', 'Function_' ) as $name ) {
		$text .= mxchat_class_reference( new ReflectionClass( "MxChat\\OpenAI\\$name" ) );
	}
	return $text;
}

/**
 * @return array<string,string> Summary by signature.
 */
function mxchat_documented_functions( string $file ): array {
	preg_match_all( '#\t/\*\*\n((?:\t \*[^\n]*\n)+)\t \*/\n\tfunction ([^{]+?) \{#', (string) file_get_contents( $file ), $found, PREG_SET_ORDER );
	$functions = array();
	foreach ( $found as $function ) {
		$functions[ $function[2] ] = mxchat_summary( $function[1] );
	}
	return $functions;
}

function mxchat_class_reference( ReflectionClass $class ): string {
	$text = "\n### `{$class->getShortName()}`\n\n" . mxchat_summary( (string) $class->getDocComment() ) . "\n";
	foreach ( $class->getMethods( ReflectionMethod::IS_PUBLIC ) as $method ) {
		if ( $method->getName() === '__construct' && $class->getShortName() !== 'Thread_New_Message' ) {
			continue;
		}
		$parameters = array_map( static fn( ReflectionParameter $parameter ) => trim( (string) $parameter->getType() . ' $' . $parameter->getName() ), $method->getParameters() );
		$returns    = $method->getReturnType() === null ? '' : ': ' . $method->getReturnType();
		$summary    = mxchat_summary( (string) $method->getDocComment() );
		$text      .= sprintf( "\n- `%s%s(%s)%s`%s\n", $method->isStatic() ? 'static ' : '', $method->getName(), $parameters ? ' ' . implode( ', ', $parameters ) . ' ' : '', $returns, $summary === '' ? '' : "  \n  " . str_replace( "\n", "\n  ", $summary ) );
	}
	return $text;
}

/**
 * A docblock's text, up to its tags.
 */
function mxchat_summary( string $docblock ): string {
	$lines = array();
	foreach ( explode( "\n", $docblock ) as $line ) {
		$line = preg_replace( '#^\s*(/\*\*|\*/|\*)? ?#', '', $line );
		if ( str_starts_with( ltrim( $line ), '@' ) ) {
			break;
		}
		$lines[] = rtrim( $line );
	}
	return trim( implode( "\n", $lines ) );
}
