<?php
/**
 * Lets time pass without waiting: what pauses before it asks a provider again finds its pause over, and a test says
 * how long an answer takes.
 *
 * PHP looks for a function in the namespace of its caller before it takes its own.
 */

declare( strict_types=1 );

namespace {
	final class Clock {

		private static int $passed_nanoseconds = 0;

		private static bool $has_real_pauses = false;

		/** @var int[] */
		private static array $told = array();

		public static function pass( float $seconds ): void {
			self::$passed_nanoseconds += (int) ( 1e9 * $seconds );
		}

		public static function passed(): float {
			return self::$passed_nanoseconds / 1e9;
		}

		/**
		 * What the next looks at the time find, one after another.
		 */
		public static function tell( int ...$times ): void {
			self::$told = $times;
		}

		public static function time(): int {
			return array_shift( self::$told ) ?? \time();
		}

		/**
		 * For a test whose server needs its time.
		 */
		public static function wait_in_pauses(): void {
			self::$has_real_pauses = true;
		}

		public static function pause( int $microseconds ): void {
			self::$has_real_pauses ? usleep( $microseconds ) : self::pass( $microseconds / 1e6 );
		}

		public static function set_right(): void {
			self::$passed_nanoseconds = 0;
			self::$has_real_pauses    = false;
			self::$told               = array();
		}
	}
}

namespace MxChat\Provider {
	function usleep( int $microseconds ): void {
		\Clock::pause( $microseconds );
	}

	function hrtime( bool $as_number ): int {
		return \hrtime( $as_number ) + (int) ( 1e9 * \Clock::passed() );
	}
}

namespace MxChat\Chat {
	function microtime( bool $as_float ): float {
		return \microtime( $as_float ) + \Clock::passed();
	}

	function time(): int {
		return (int) microtime( true );
	}
}

namespace MxChat\Rest {
	function time(): int {
		return \Clock::time();
	}
}
