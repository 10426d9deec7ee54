/** The webhooks with their state. */
import type { MouseEvent, ReactElement } from 'react';
import { createElement } from '../admin/element';
import { addressWith } from '../admin/address';
import type { Webhook } from './types';

const { __, sprintf } = wp.i18n;

export function WebhookList( { webhooks, onShow }: { webhooks: Webhook[]; onShow: ( id: string ) => void } ): ReactElement {
	if ( webhooks.length === 0 ) {
		return <p className="mxchat-empty">{ __( 'There is no webhook. No message leaves this site for another service.', 'mxchat-engine' ) }</p>;
	}
	return (
		<table className="wp-list-table widefat striped mxchat-webhooks">
			<thead>
				<tr>
					<th scope="col">{ __( 'Receiver', 'mxchat-engine' ) }</th>
					<th scope="col">{ __( 'Events', 'mxchat-engine' ) }</th>
					<th scope="col">{ __( 'State', 'mxchat-engine' ) }</th>
					<th scope="col">{ __( 'Messages of 30 days', 'mxchat-engine' ) }</th>
				</tr>
			</thead>
			<tbody>
				{ webhooks.map( ( webhook ) => (
					<Row key={ webhook.id } webhook={ webhook } onShow={ onShow } />
				) ) }
			</tbody>
		</table>
	);
}

function Row( { webhook, onShow }: { webhook: Webhook; onShow: ( id: string ) => void } ): ReactElement {
	const open = ( event: MouseEvent ) => {
		event.preventDefault();
		onShow( webhook.id );
	};
	return (
		<tr>
			<th scope="row" dir="auto">
				<a href={ addressWith( 'webhook', webhook.id ) } onClick={ open }>
					{ webhook.description || new URL( webhook.url ).host }
				</a>
				<div className="mxchat-url">{ webhook.url }</div>
			</th>
			<td data-colname={ __( 'Events', 'mxchat-engine' ) }>
				<ul className="mxchat-events">
					{ webhook.events.map( ( event ) => (
						<li key={ event }>
							<code>{ event }</code>
						</li>
					) ) }
				</ul>
			</td>
			<td data-colname={ __( 'State', 'mxchat-engine' ) }>{ stateOf( webhook ) }</td>
			<td data-colname={ __( 'Messages of 30 days', 'mxchat-engine' ) }>{ countsOf( webhook ) }</td>
		</tr>
	);
}

export function stateOf( { is_enabled, is_gone, held_until }: Webhook ): string {
	if ( is_gone ) {
		return __( 'Off: the receiver says that it is gone (410)', 'mxchat-engine' );
	}
	if ( ! is_enabled ) {
		return __( 'Off', 'mxchat-engine' );
	}
	return held_until === null ? __( 'On', 'mxchat-engine' ) : __( 'On, but the receiver is overwhelmed: it is left alone for a while', 'mxchat-engine' );
}

function countsOf( { deliveries }: Webhook ): string {
	/* translators: 1: delivered messages, 2: messages on their way, 3: messages that could not be delivered. */
	return sprintf( __( '%1$d delivered, %2$d on their way, %3$d failed', 'mxchat-engine' ), deliveries.delivered, deliveries.pending, deliveries.failed );
}
