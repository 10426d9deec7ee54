<?php
declare( strict_types=1 );

namespace MxChat\Embeddings;

use MxChat\Jobs;
use MxChat\Provider\Connection;
use MxChat\Provider\Providers;
use MxChat\Spend\Budget;
use MxChat\Spend\Estimate;

/**
 * How far embedding has come, and what it would cost, for the owner.
 */
final class Status {

	/**
	 * @return array<string,mixed>
	 */
	public static function read(): array {
		$space  = State_Store::wanted();
		$chunks = Missing_Store::count_all()['chunks'];
		$job    = Embed_Job::open();
		return array(
			'serving'            => self::space( State_Store::serving() ),
			'chosen'             => self::space( State_Store::chosen() ),
			'is_of_another_host' => self::is_of_another_host( $space ),
			'chunks'             => $chunks,
			// Below the mark nothing is missing, and to look again would take long where there is much.
			'embedded'           => $space === null ? 0 : $chunks - Missing_Store::count( $space->collection(), State_Store::scanned( $space ) )['chunks'],
			'waiting'            => Replacement_Store::count(),
			'job'                => $job === null ? null : Jobs\Rest_Controller::item( $job ),
			'pause'              => $job === null ? null : self::pause(),
		);
	}

	/**
	 * What it takes to embed everything with a model.
	 *
	 * @return array{chunks:int,model_tokens:int,money:?float,currency:string,days:?int} Money is null where the owner has entered no price; days is how many days' budgets it takes.
	 */
	public static function estimate( string $model ): array {
		[ 'chunks' => $chunks, 'bytes' => $bytes ] = Missing_Store::count_all();
		$budget = Budget::current();
		$tokens = Estimate::about( $bytes );
		return array(
			'chunks'       => $chunks,
			'model_tokens' => $tokens,
			'money'        => $budget->price( $model )?->money( $tokens ),
			'currency'     => $budget->currency,
			'days'         => $budget->days_for( $model, $tokens ),
		);
	}

	private static function pause(): ?array {
		$pause = State_Store::pause();
		return $pause === null ? null : array(
			'kind'     => $pause['kind'],
			'message'  => $pause['text'],
			'error_id' => $pause['error_id'],
			'until'    => gmdate( 'Y-m-d\TH:i:s\Z', $pause['until'] ),
		);
	}

	/**
	 * Whether the provider has changed since the model was chosen: then nothing can be embedded with it any more.
	 */
	private static function is_of_another_host( ?Space $space ): bool {
		$connection = Providers::connection();
		return $space !== null && $connection instanceof Connection && $connection->host_key() !== $space->host;
	}

	private static function space( ?Space $space ): ?array {
		return $space === null ? null : array(
			'model'      => $space->model,
			'dimensions' => $space->dimensions,
		);
	}
}
