<?php
declare( strict_types=1 );

namespace MxChat\OpenAI;

/**
 * The names that WordPress developers were promised, where nobody else has them: `AI\OpenAI\Client` and its siblings, and
 * `wp_get_current_user_id()`, which the examples call and WordPress does not have.
 */
final class Aliases {

	private const PREFIX = 'AI\\OpenAI\\';

	/** What programs may name. */
	private const CLASSES = array(
		Assistant::class,
		Changes_Something::class,
		Client::class,
		Describe::class,
		Function_::class,
		Open_To_Visitors::class,
		Requires_Capability::class,
		Thread::class,
		Thread_Message::class,
		Thread_New_Message::class,
		Thread_Run_Step::class,
	);

	/**
	 * A class is looked for here only when nobody before has it.
	 */
	public static function register(): void {
		spl_autoload_register( array( self::class, 'load' ) );
	}

	public static function load( string $class_name ): void {
		if ( ! str_starts_with( $class_name, self::PREFIX ) ) {
			return;
		}
		$ours = __NAMESPACE__ . '\\' . substr( $class_name, strlen( self::PREFIX ) );
		if ( in_array( $ours, self::CLASSES, true ) ) {
			class_alias( $ours, $class_name );
		}
	}

	public static function add_functions(): void {
		if ( ! function_exists( 'wp_get_current_user_id' ) ) {
			require __DIR__ . '/functions.php';
		}
	}
}
