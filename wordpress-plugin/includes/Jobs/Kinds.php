<?php
declare( strict_types=1 );

namespace MxChat\Jobs;

use MxChat\Actions;
use MxChat\Embeddings;
use MxChat\Bots;
use MxChat\Knowledge;
use MxChat\Provider;
use MxChat\Transcripts;
use MxChat\Webhooks;

/**
 * Every kind of job, and who does it.
 */
final class Kinds {

	public const WEBHOOK = 'webhook';
	public const CRAWL   = 'crawl';

	public static function handler( string $kind ): Handler {
		return match ( $kind ) {
			'reindex' => new Knowledge\Reindex_Job(),
			'push'    => new Knowledge\Push_Job(),
			Actions\Background_Job::KIND => new Actions\Background_Job(),
			Actions\Model_Job::KIND => new Actions\Model_Job(),
			'index'   => new Knowledge\Index_Job(),
			'forget_bot' => new Bots\Forget_Job(),
			self::CRAWL   => new Knowledge\Sources\Crawl_Job(),
			self::WEBHOOK => new Webhooks\Delivery_Job(),
			'feed'    => new Knowledge\Vectors\Feed_Job(),
			Provider\Host_State::JOB => new Provider\Forget_Job(),
			Embeddings\Embed_Job::KIND => new Embeddings\Embed_Job(),
			Embeddings\Drop_Job::KIND => new Embeddings\Drop_Job(),
			Transcripts\Retention_Job::KIND => new Transcripts\Retention_Job(),
		};
	}
}
