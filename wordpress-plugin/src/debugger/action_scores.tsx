/** How close a message is to each action. */
import type { ReactElement } from 'react';
import { createElement } from '../admin/element';
import type { Score } from '../actions/types';

const { __ } = wp.i18n;

export function ActionScores( { scores }: { scores: Score[] } ): ReactElement {
	if ( scores.length === 0 ) {
		return <p>{ __( 'No action is switched on.', 'mxchat-engine' ) }</p>;
	}
	const words = { sure: __( 'runs', 'mxchat-engine' ), likely: __( 'is offered', 'mxchat-engine' ), none: '–' };
	return (
		<table>
			<thead>
				<tr>
					<th scope="col">{ __( 'Action', 'mxchat-engine' ) }</th>
					<th scope="col">{ __( 'Score', 'mxchat-engine' ) }</th>
					<th scope="col">{ __( 'Needed', 'mxchat-engine' ) }</th>
					<th scope="col">{ __( 'Ahead by', 'mxchat-engine' ) }</th>
					<th scope="col">{ __( 'Closest phrase', 'mxchat-engine' ) }</th>
					<th scope="col">{ __( 'So it', 'mxchat-engine' ) }</th>
				</tr>
			</thead>
			<tbody>
				{ scores.map( ( score ) => (
					<tr key={ score.id } className={ `is-${ score.decision }` }>
						<th scope="row">{ score.label }</th>
						<td>{ score.score.toFixed( 3 ) }</td>
						<td>{ score.threshold.toFixed( 3 ) }</td>
						<td>{ score.margin.toFixed( 2 ) }</td>
						<td dir="auto">{ score.phrase }</td>
						<td>{ words[ score.decision ] }</td>
					</tr>
				) ) }
			</tbody>
		</table>
	);
}
