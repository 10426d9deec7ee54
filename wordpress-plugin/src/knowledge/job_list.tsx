/** The latest jobs, with what became of them. */
import type { ReactElement } from 'react';
import { createElement } from '../admin/element';
import { Time } from '../admin/time';
import type { Job } from './types';

const { __, sprintf } = wp.i18n;

export function JobList( { jobs }: { jobs: Job[] } ): ReactElement {
	return (
		<section aria-labelledby="mxchat-jobs">
			<h2 id="mxchat-jobs">{ __( 'Jobs', 'mxchat-engine' ) }</h2>
			<table className="widefat striped mxchat-jobs">
				<thead>
					<tr>
						<th scope="col">{ __( 'Job', 'mxchat-engine' ) }</th>
						<th scope="col">{ __( 'State', 'mxchat-engine' ) }</th>
						<th scope="col">{ __( 'Begun', 'mxchat-engine' ) }</th>
						<th scope="col">{ __( 'Ended', 'mxchat-engine' ) }</th>
					</tr>
				</thead>
				<tbody>
					{ jobs.map( ( job ) => (
						<tr key={ job.id }>
							<th scope="row">{ name( job ) }</th>
							<td>{ state( job ) }</td>
							<td>
								<Time at={ job.created_at } />
							</td>
							<td>{ job.finished_at === null ? '—' : <Time at={ job.finished_at } /> }</td>
						</tr>
					) ) }
				</tbody>
			</table>
		</section>
	);
}

function name( { kind }: Job ): string {
	switch ( kind ) {
		case 'reindex':
			return __( 'Read the site', 'mxchat-engine' );
		case 'crawl':
			return __( 'Read pages on the web', 'mxchat-engine' );
		case 'push':
			return __( 'Store pushed content', 'mxchat-engine' );
		case 'index':
			return __( 'Write the index', 'mxchat-engine' );
		case 'embed':
			return __( 'Embed what is new', 'mxchat-engine' );
		case 'drop_vectors':
			return __( 'Delete embeddings of an earlier model', 'mxchat-engine' );
		case 'feed':
			return __( 'Write the index of embeddings', 'mxchat-engine' );
		case 'forget_bot':
			return __( 'Delete what a bot knew', 'mxchat-engine' );
		case 'action_background':
			return __( 'Learn what ordinary messages are like', 'mxchat-engine' );
		case 'action_model':
			return __( 'Train the actions', 'mxchat-engine' );
		case 'transcript_retention':
			return __( 'Delete old conversations', 'mxchat-engine' );
		default:
			return kind;
	}
}

function state( { status, done, total, error, failures }: Job ): string {
	switch ( status ) {
		case 'queued':
			return failures > 0 && error !== null
				? /* translators: %s: what went wrong. */
				  sprintf( __( 'Will be tried again: %s', 'mxchat-engine' ), error.message )
				: __( 'Waits', 'mxchat-engine' );
		case 'running':
			/* translators: 1: steps done, 2: all steps. */
			return sprintf( __( 'Runs: %1$d of %2$d', 'mxchat-engine' ), done, total );
		case 'done':
			return __( 'Done', 'mxchat-engine' );
		case 'failed':
			/* translators: %s: what went wrong. */
			return sprintf( __( 'Failed: %s', 'mxchat-engine' ), error?.message ?? '' );
	}
}
