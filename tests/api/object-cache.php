<?php
/**
 * A persistent object cache on Redis, as small as the tests need it: what a host's drop-in does for WordPress.
 *
 * tests/site/suites/limits copies it into a site's wp-content and writes the path of the socket into it.
 */

declare( strict_types=1 );

final class WP_Object_Cache {

	/** @var array<string,mixed> */
	private array $seen = array();

	/** @var string[] */
	private array $transient_groups = array();

	/** @var string[] */
	private array $global_groups = array();

	private int $blog_id = 1;

	private Redis $redis;

	public function __construct() {
		$this->redis = new Redis();
		$this->redis->connect( '{REDIS_SOCKET}' );
	}

	public function get( $key, string $group, bool $force, &$found ): mixed {
		$name = $this->name( $key, $group );
		if ( ! $force && array_key_exists( $name, $this->seen ) ) {
			$found = true;
			return is_object( $this->seen[ $name ] ) ? clone $this->seen[ $name ] : $this->seen[ $name ];
		}
		$stored = $this->keeps( $group ) ? $this->redis->get( $name ) : false;
		$found  = $stored !== false;
		if ( ! $found ) {
			return false;
		}
		$this->seen[ $name ] = self::value( $stored );
		return $this->seen[ $name ];
	}

	/**
	 * @param string $when "": always; "nx": only where there is none; "xx": only where there is one.
	 */
	public function put( $key, mixed $value, string $group, int $expire, string $when ): bool {
		$name = $this->name( $key, $group );
		if ( $this->keeps( $group ) ) {
			$options = array_filter( array( $when ) );
			if ( $expire > 0 ) {
				$options['ex'] = $expire;
			}
			if ( ! $this->redis->set( $name, is_int( $value ) ? (string) $value : serialize( $value ), $options ) ) {
				return false;
			}
		} elseif ( $when !== '' && array_key_exists( $name, $this->seen ) !== ( $when === 'xx' ) ) {
			return false;
		}
		$this->seen[ $name ] = is_object( $value ) ? clone $value : $value;
		return true;
	}

	public function change( $key, int $by, string $group ): int|false {
		$name = $this->name( $key, $group );
		if ( ! $this->keeps( $group ) ) {
			return $this->seen[ $name ] = ( $this->seen[ $name ] ?? 0 ) + $by;
		}
		$this->seen[ $name ] = $this->redis->incrBy( $name, $by );
		return $this->seen[ $name ];
	}

	public function delete( $key, string $group ): bool {
		$name  = $this->name( $key, $group );
		$known = array_key_exists( $name, $this->seen );
		unset( $this->seen[ $name ] );
		return $this->keeps( $group ) ? $this->redis->del( $name ) > 0 : $known;
	}

	public function flush(): bool {
		$this->seen = array();
		return $this->redis->flushDB();
	}

	public function forget_seen(): bool {
		$this->seen = array();
		return true;
	}

	public function keep_out( array $groups ): void {
		array_push( $this->transient_groups, ...$groups );
	}

	public function share( array $groups ): void {
		array_push( $this->global_groups, ...$groups );
	}

	public function switch_to( int $blog_id ): void {
		$this->blog_id = $blog_id;
	}

	private function keeps( string $group ): bool {
		return ! in_array( $group, $this->transient_groups, true );
	}

	private function name( $key, string $group ): string {
		$group = $group === '' ? 'default' : $group;
		return ( in_array( $group, $this->global_groups, true ) ? 0 : $this->blog_id ) . ":$group:$key";
	}

	private static function value( string $stored ): mixed {
		return preg_match( '/^-?\d+$/D', $stored ) ? (int) $stored : unserialize( $stored );
	}
}

function wp_cache_init() {
	$GLOBALS['wp_object_cache'] = new WP_Object_Cache();
}

function wp_cache_add( $key, $value, $group = '', $expire = 0 ) {
	return ! wp_suspend_cache_addition() && $GLOBALS['wp_object_cache']->put( $key, $value, $group, (int) $expire, 'nx' );
}

function wp_cache_replace( $key, $value, $group = '', $expire = 0 ) {
	return $GLOBALS['wp_object_cache']->put( $key, $value, $group, (int) $expire, 'xx' );
}

function wp_cache_set( $key, $value, $group = '', $expire = 0 ) {
	return $GLOBALS['wp_object_cache']->put( $key, $value, $group, (int) $expire, '' );
}

function wp_cache_get( $key, $group = '', $force = false, &$found = null ) {
	return $GLOBALS['wp_object_cache']->get( $key, $group, $force, $found );
}

function wp_cache_delete( $key, $group = '' ) {
	return $GLOBALS['wp_object_cache']->delete( $key, $group );
}

function wp_cache_incr( $key, $offset = 1, $group = '' ) {
	return $GLOBALS['wp_object_cache']->change( $key, (int) $offset, $group );
}

function wp_cache_decr( $key, $offset = 1, $group = '' ) {
	return $GLOBALS['wp_object_cache']->change( $key, - (int) $offset, $group );
}

function wp_cache_flush() {
	return $GLOBALS['wp_object_cache']->flush();
}

function wp_cache_flush_runtime() {
	return $GLOBALS['wp_object_cache']->forget_seen();
}

function wp_cache_supports( $feature ) {
	return $feature === 'flush_runtime';
}

function wp_cache_close() {
	return true;
}

function wp_cache_add_global_groups( $groups ) {
	$GLOBALS['wp_object_cache']->share( (array) $groups );
}

function wp_cache_add_non_persistent_groups( $groups ) {
	$GLOBALS['wp_object_cache']->keep_out( (array) $groups );
}

function wp_cache_switch_to_blog( $blog_id ) {
	$GLOBALS['wp_object_cache']->switch_to( (int) $blog_id );
}
