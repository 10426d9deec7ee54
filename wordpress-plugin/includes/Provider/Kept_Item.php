<?php
declare( strict_types=1 );

namespace MxChat\Provider;

/**
 * One thing that a host keeps for us, and how it is deleted there.
 */
final class Kept_Item {

	private const RESPONSE     = 'response';
	private const CONVERSATION = 'conversation';
	private const THREAD       = 'thread';

	/** The fields of a state that name such things. */
	private const FIELDS = array(
		'response_id'          => self::RESPONSE,
		'previous_response_id' => self::RESPONSE,
		'conversation_id'      => self::CONVERSATION,
		'thread_id'            => self::THREAD,
	);

	private const ITEMS_AT_ONCE = 100;

	private function __construct(
		private readonly string $kind,
		private readonly string $id,
		public readonly string $base_url = '',
	) {}

	/**
	 * @return self[]
	 */
	public static function all_in( string $state ): array {
		$fields = json_decode( $state, true );
		$items  = array();
		foreach ( self::FIELDS as $field => $kind ) {
			if ( is_string( $fields[ $field ] ?? null ) && $fields[ $field ] !== '' ) {
				$items[] = new self( $kind, $fields[ $field ] );
			}
		}
		foreach ( (array) ( $fields['response_ids'] ?? array() ) as $id ) {
			$items[] = new self( self::RESPONSE, (string) $id );
		}
		return $items;
	}

	public static function from_array( array $stored ): self {
		return new self( $stored['kind'], $stored['id'], $stored['base_url'] );
	}

	public function to_array(): array {
		return get_object_vars( $this );
	}

	public function at( string $base_url ): self {
		return new self( $this->kind, $this->id, $base_url );
	}

	/** Ids can be long, and as a name of a field they need not be. */
	public function key(): string {
		return substr( hash( 'sha256', $this->kind . $this->base_url . $this->id ), 0, 24 );
	}

	/**
	 * Deletes it at the host.
	 *
	 * @return ?Failure Null when it is gone.
	 */
	public function delete( Connection $connection, Deadline $deadline ): ?Failure {
		return match ( $this->kind ) {
			self::RESPONSE     => self::gone( Client::delete( $connection, '/responses/' . rawurlencode( $this->id ), $deadline ) ),
			self::CONVERSATION => $this->delete_conversation( $connection, $deadline ),
			self::THREAD       => self::gone( Client::delete( Legacy_Server::versioned( $connection ), '/threads/' . rawurlencode( $this->id ), $deadline ) ),
		};
	}

	/**
	 * Deleting a conversation leaves its items at the host, so they go first, one by one.
	 */
	private function delete_conversation( Connection $connection, Deadline $deadline ): ?Failure {
		$path = '/conversations/' . rawurlencode( $this->id );
		do {
			$page = Client::get( $connection, $path . '/items?limit=' . self::ITEMS_AT_ONCE, $deadline );
			if ( $page instanceof Failure ) {
				return self::gone( $page );
			}
			$ids = array_filter( array_column( (array) ( $page->json['data'] ?? array() ), 'id' ), 'is_string' );
			foreach ( $ids as $id ) {
				$failure = self::gone( Client::delete( $connection, $path . '/items/' . rawurlencode( $id ), $deadline ) );
				if ( $failure !== null ) {
					return $failure;
				}
			}
		} while ( $ids );
		return self::gone( Client::delete( $connection, $path, $deadline ) );
	}

	/**
	 * What the host does not know any more is gone as well.
	 */
	private static function gone( Reply|Failure $answer ): ?Failure {
		return $answer instanceof Failure && $answer->kind !== 'not_found' ? $answer : null;
	}
}
