<?php
declare( strict_types=1 );

namespace MxChat\Knowledge\Vectors;

use MxChat\Settings;
use MxChat\Settings\Secret;

/**
 * The stores of this site, as its owner has chosen them.
 *
 * The settings `vector_store` and `vector_candidate` hold `kind`, and for an outside store `url` (an address, or for a
 * database a DSN; an empty one is the site's own database) and `user`. Its key or password is never stored: it comes from
 * the environment variable or the constant MXCHAT_VECTOR_STORE_KEY, for the candidate MXCHAT_VECTOR_CANDIDATE_KEY.
 */
final class Stores {

	public const PRIMARY   = 'vector_store';
	public const CANDIDATE = 'vector_candidate';

	/**
	 * The store that answers. With a candidate, both are asked and compared.
	 *
	 * An index of this server that is behind is brought up after the answer has been sent. Where the store fails, the
	 * caller goes on with the lexical ranking.
	 */
	public static function for_search( Collection $collection ): Vector_Store {
		$primary = self::at( self::PRIMARY, $collection );
		if ( ! $primary->capabilities()->is_shared ) {
			Feeder::after_response( $collection );
		}
		$candidate = self::candidate( $collection );
		return $candidate === null ? $primary : new Compare( $primary, $candidate, new Compare_Log( $primary, $candidate ) );
	}

	/**
	 * The stores that are fed.
	 *
	 * @return array<string,Vector_Store> By the name of their setting.
	 */
	public static function all( Collection $collection ): array {
		return array_filter(
			array(
				self::PRIMARY   => self::at( self::PRIMARY, $collection ),
				self::CANDIDATE => self::candidate( $collection ),
			)
		);
	}

	public static function at( string $setting, Collection $collection ): Vector_Store {
		$stored = (array) Settings\Store::get( $setting );
		$kind   = Store_Kind::tryFrom( (string) ( $stored['kind'] ?? '' ) ) ?? throw Store_Failure::of( 'store_unsupported', 'There is no store of this kind.' );
		$url    = (string) ( $stored['url'] ?? '' );
		return match ( $kind ) {
			Store_Kind::Local    => self::local( $collection ),
			Store_Kind::Table    => new Table_Store( $collection ),
			Store_Kind::Qdrant   => Qdrant_Store::at( $url, self::key( $setting ), $collection ),
			Store_Kind::Pinecone => Pinecone_Store::at( $url, self::key( $setting ), $collection ),
			Store_Kind::Mariadb  => Mariadb_Store::at( self::database( $setting, $stored ), $collection ),
			Store_Kind::Pgvector => Pgvector_Store::at( self::database( $setting, $stored ), $collection ),
		};
	}

	/**
	 * Where no file can be written, the table is searched itself: slower, with the same results.
	 */
	private static function local( Collection $collection ): Vector_Store {
		try {
			return new Local_Store( $collection, Index_Folder::create() );
		} catch ( Store_Failure ) {
			return new Table_Store( $collection );
		}
	}

	private static function candidate( Collection $collection ): ?Vector_Store {
		return Settings\Store::get( self::CANDIDATE ) ? self::at( self::CANDIDATE, $collection ) : null;
	}

	private static function database( string $setting, array $stored ): Database {
		$dsn = (string) ( $stored['url'] ?? '' );
		return $dsn === '' ? Database::of_site() : new Database( $dsn, (string) ( $stored['user'] ?? '' ), self::key( $setting ) );
	}

	private static function key( string $setting ): Secret {
		return new Secret( (string) Settings\Environment::get( 'MXCHAT_' . strtoupper( $setting ) . '_KEY' ) );
	}
}
