<?php
declare( strict_types=1 );

namespace MxChat\OpenAI;

use MxChat\Assistant\Record;
use MxChat\Assistant\Store;
use MxChat\Chat\Turn;
use MxChat\Chat\Turn_Hooks;
use MxChat\Transcripts;

/**
 * Assistants and threads for WordPress developers: the names of OpenAI's Assistants API, on what this site stores itself.
 *
 *     $client    = AI\OpenAI\Client::get_instance();
 *     $assistant = $client->create_assistant( 'model-name', 'Shopping Helper', 'Helps shoppers', 'You are a helpful …' );
 *     $thread    = $client->create_thread();
 *     $client->create_thread_message( new AI\OpenAI\Thread_New_Message( role: 'user', thread_id: $thread->id, content: 'Hello' ) );
 *     foreach ( $thread->run( $assistant->id ) as $step ) { … }
 *     $messages = $client->get_thread_messages( $thread->id );
 */
final class Client {

	private static ?self $instance = null;

	private function __construct() {}

	public static function get_instance(): self {
		Aliases::add_functions();
		return self::$instance ??= new self();
	}

	/**
	 * @param string $model As the provider names it.
	 */
	public function create_assistant( string $model, ?string $name = null, ?string $description = null, ?string $instructions = null ): Assistant {
		return new Assistant(
			Store::save(
				new Record(
					name: $name ?? '',
					description: $description ?? '',
					model: $model,
					instructions: $instructions ?? '',
				)
			)
		);
	}

	/**
	 * @param string $id Of an assistant, or an id that it had elsewhere.
	 * @throws Not_Found
	 */
	public function get_assistant( string $id ): Assistant {
		return new Assistant( Store::find( $id ) ?? throw new Not_Found( 'There is no assistant of this id.' ) );
	}

	/**
	 * @return Assistant[]
	 */
	public function list_assistants(): array {
		return array_map( static fn( Record $record ) => new Assistant( $record ), Store::all() );
	}

	public function delete_assistant( string $id ): bool {
		Functions::forget( $id );
		return Store::delete( $id );
	}

	/**
	 * A new thread. It is its owner's: functions run as this person, whoever is signed in when it goes on.
	 *
	 * @param ?int $user_id The owner; null for who is signed in now.
	 */
	public function create_thread( ?int $user_id = null ): Thread {
		$thread = Thread::make( $user_id ?? get_current_user_id() );
		Thread_Store::insert( $thread );
		return $thread;
	}

	/**
	 * @throws Not_Found
	 */
	public function get_thread( string $id ): Thread {
		return Thread_Store::find( $id ) ?? throw new Not_Found( 'There is no thread of this id.' );
	}

	/**
	 * Deletes a thread with its messages and all that was kept of it.
	 */
	public function delete_thread( string $id ): bool {
		Transcripts\Deletion::delete( array( $this->get_thread( $id )->session_id ) );
		return true;
	}

	/**
	 * @throws Not_Found
	 */
	public function create_thread_message( Thread_New_Message $message ): Thread_Message {
		$thread = $this->get_thread( $message->thread_id );
		$turn   = $thread->turn( Turn::id( $thread->session_id, '' ), $message->content );
		if ( ! Transcripts\Store::insert_message( $turn, $message->role ) ) {
			throw new \RuntimeException( 'The message could not be stored.' );
		}
		if ( $message->role === 'user' ) {
			Turn_Hooks::asked( $turn );
		}
		return new Thread_Message( $thread->message_id( $turn->turn_id, $message->role ), $message->role, $thread->id, $message->content, time() );
	}

	/**
	 * The messages of a thread, the newest first, as the Assistants API listed them.
	 *
	 * @param string $order `desc` or `asc`.
	 * @return Thread_Message[]
	 * @throws Not_Found
	 */
	public function get_thread_messages( string $thread_id, int $limit = 100, string $order = 'desc' ): array {
		$messages = $this->get_thread( $thread_id )->messages( $limit );
		return $order === 'asc' ? $messages : array_reverse( $messages );
	}
}
