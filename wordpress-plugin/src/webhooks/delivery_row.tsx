/** One message with every attempt. What it says came from visitors: it is only ever text. */
import type { ReactElement } from 'react';
import { createElement } from '../admin/element';
import { Time } from '../admin/time';
import type { Attempt, Delivery } from './types';

const { __, sprintf } = wp.i18n;
const { Button } = wp.components;

export function DeliveryRow( { delivery, onReplay }: { delivery: Delivery; onReplay: () => void } ): ReactElement {
	return (
		<tr>
			<th scope="row">
				<code>{ delivery.type }</code>
				<details>
					<summary>{ delivery.message_id }</summary>
					<pre dir="auto">{ JSON.stringify( delivery.payload, null, 2 ) }</pre>
				</details>
			</th>
			<td>
				<State delivery={ delivery } />
			</td>
			<td>
				<ol className="mxchat-attempts">
					{ delivery.attempts.map( ( attempt ) => (
						<li key={ attempt.attempted_at + attempt.milliseconds }>
							<Time at={ attempt.attempted_at } />: { resultOf( attempt ) }
						</li>
					) ) }
				</ol>
			</td>
			<td>
				<Time at={ delivery.created_at } />
			</td>
			<td>
				<Button
					variant="secondary"
					aria-label={
						/* translators: %s: id of a message. */
						sprintf( __( 'Send again: %s', 'mxchat-engine' ), delivery.message_id )
					}
					onClick={ onReplay }
				>
					{ __( 'Send again', 'mxchat-engine' ) }
				</Button>
			</td>
		</tr>
	);
}

function State( { delivery: { status, error, next_try_at } }: { delivery: Delivery } ): ReactElement {
	switch ( status ) {
		case 'delivered':
			return <span>{ __( 'Delivered', 'mxchat-engine' ) }</span>;
		case 'failed':
			return <strong>{ __( 'Failed', 'mxchat-engine' ) }</strong>;
		case 'cancelled':
			return <span>{ error?.message ?? __( 'Not sent', 'mxchat-engine' ) }</span>;
		case 'pending':
			return (
				<span>
					{ __( 'On its way', 'mxchat-engine' ) }
					{ next_try_at !== null && (
						<span className="mxchat-next">
							{ __( 'Next attempt:', 'mxchat-engine' ) } <Time at={ next_try_at } />
						</span>
					) }
				</span>
			);
	}
}

function resultOf( { status_code, error, milliseconds }: Attempt ): string {
	const result = status_code === null ? error?.message ?? '' : String( status_code );
	/* translators: 1: HTTP status or what went wrong, 2: milliseconds. */
	return sprintf( __( '%1$s (%2$d ms)', 'mxchat-engine' ), result, milliseconds );
}
