/** A turn of the past: what was decided then, and what would be decided now. */
import type { ReactElement } from 'react';
import { Fragment, createElement } from '../admin/element';
import { Requested, useRequest } from '../admin/request';
import { ActionScores } from './action_scores';
import type { Replay } from './types';

const { __ } = wp.i18n;

export function ReplayedTurn( { turnId }: { turnId: string } ): ReactElement {
	const request = useRequest< Replay >( `/mxchat/v1/debugger/turns/${ encodeURIComponent( turnId ) }` );
	return (
		<section aria-labelledby="mxchat-replay">
			<h2 id="mxchat-replay">{ __( 'A turn of the past', 'mxchat-engine' ) }</h2>
			<Requested request={ request }>
				{ ( turn ) => (
					<>
						<blockquote dir="auto">{ turn.question }</blockquote>
						<p dir="auto">{ turn.answer }</p>
						<p>{ isSame( turn ) ? __( 'The same would be decided now.', 'mxchat-engine' ) : __( 'Something else would be decided now.', 'mxchat-engine' ) }</p>
						<h3>{ __( 'Then', 'mxchat-engine' ) }</h3>
						<ActionScores scores={ turn.then.actions ?? [] } />
						<h3>{ __( 'Now', 'mxchat-engine' ) }</h3>
						<ActionScores scores={ turn.now.items } />
					</>
				) }
			</Requested>
		</section>
	);
}

function isSame( { then, now }: Replay ): boolean {
	return ( then.action ?? null ) === now.action;
}
