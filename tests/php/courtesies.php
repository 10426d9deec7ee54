<?php
/**
 * Prints `includes/Assistant/Courtesy_Forms.php` as the phrases of `Courtesy` make it:
 *
 *     php tests/php/courtesies.php > wordpress-plugin/includes/Assistant/Courtesy_Forms.php
 */

declare( strict_types=1 );

use MxChat\Assistant\Courtesy;
use function MxChat\Core\tokenize;

$plugin = dirname( __DIR__, 2 ) . '/wordpress-plugin';
require "$plugin/polyfill/bootstrap.php";
require "$plugin/includes/Assistant/Courtesy.php";

$constant = static fn( string $name ): array => ( new ReflectionClass( Courtesy::class ) )->getConstant( $name );
$forms    = array();
foreach ( array( 'greeting' => $constant( 'GREETINGS' ), 'thanks' => $constant( 'THANKS' ) ) as $kind => $by_language ) {
	foreach ( $by_language as $language => $list ) {
		foreach ( explode( ', ', $list ) as $phrase ) {
			$form = implode( ' ', tokenize( $phrase ) );
			$home = in_array( $phrase, $constant( 'COUNT_AT_HOME' ), true ) ? $language : null;
			if ( isset( $forms[ $form ] ) && $forms[ $form ] !== array( $kind, $home ) ) {
				fwrite( STDERR, "\"$phrase\" is said in two ways.\n" );
				exit( 1 );
			}
			$forms[ $form ] = array( $kind, $home );
		}
	}
}

echo <<<'PHP'
<?php
declare( strict_types=1 );

namespace MxChat\Assistant;

/**
 * The phrases of Courtesy as they are compared, so that no request has to fold them: `php tests/php/courtesies.php` writes them.
 */
final class Courtesy_Forms {

	/** Kind, and the language in which alone it counts, by the words of the phrase. */
	public const ALL = array(

PHP;
foreach ( $forms as $form => [ $kind, $home ] ) {
	printf( "\t\t%s => array( '%s', %s ),\n", var_export( $form, true ), $kind, $home === null ? 'null' : "'$home'" );
}
echo "\t);\n}\n";
