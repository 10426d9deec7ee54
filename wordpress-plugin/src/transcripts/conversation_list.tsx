/** All conversations, the latest first. */
import type { ReactElement } from 'react';
import { Fragment, createElement, useState } from '../admin/element';
import { Paging } from '../admin/paging';
import { Requested, useRequest } from '../admin/request';
import { Time } from '../admin/time';
import { PageLink, ViewLink } from './parts';
import type { Conversation, List } from './types';

const { __ } = wp.i18n;

const PER_PAGE = 20;

type Open = ( sessionId: string ) => void;

export function ConversationList( { onOpen }: { onOpen: Open } ): ReactElement {
	const [ offset, setOffset ] = useState( 0 );
	const path = wp.url.addQueryArgs( '/mxchat/v1/transcripts/conversations', { limit: PER_PAGE, offset } );
	const request = useRequest< List< Conversation > >( path );
	return (
		<Requested request={ request }>
			{ ( { items, total } ) =>
				total === 0 ? (
					<Empty />
				) : (
					<>
						<Table conversations={ items } onOpen={ onOpen } />
						<Paging perPage={ PER_PAGE } offset={ offset } count={ items.length } total={ total } onMove={ setOffset } />
					</>
				)
			}
		</Requested>
	);
}

function Empty(): ReactElement {
	return (
		<div className="mxchat-empty">
			<h2>{ __( 'No conversations yet', 'mxchat-engine' ) }</h2>
			<p>{ __( 'What visitors ask, and what they are answered, appears here.', 'mxchat-engine' ) }</p>
			<p>
				<a href={ wp.url.addQueryArgs( 'admin.php', { page: 'mxchat-start' } ) }>{ __( 'Try the chat and show it to visitors', 'mxchat-engine' ) }</a>
			</p>
		</div>
	);
}

function Table( { conversations, onOpen }: { conversations: Conversation[]; onOpen: Open } ): ReactElement {
	return (
		<table className="wp-list-table widefat striped mxchat-conversations">
			<thead>
				<tr>
					<th scope="col">{ __( 'First question', 'mxchat-engine' ) }</th>
					<th scope="col" className="mxchat-number">
						{ __( 'Messages', 'mxchat-engine' ) }
					</th>
					<th scope="col">{ __( 'Page', 'mxchat-engine' ) }</th>
					<th scope="col">{ __( 'Last message', 'mxchat-engine' ) }</th>
				</tr>
			</thead>
			<tbody>
				{ conversations.map( ( conversation ) => (
					<Row key={ conversation.session_id } conversation={ conversation } onOpen={ onOpen } />
				) ) }
			</tbody>
		</table>
	);
}

function Row( { conversation, onOpen }: { conversation: Conversation; onOpen: Open } ): ReactElement {
	const { session_id, first_message, message_count, page_url, page_title, last_message_at } = conversation;
	return (
		<tr>
			<th scope="row">
				<ViewLink className="row-title" name="session" value={ session_id } onOpen={ () => onOpen( session_id ) }>
					{ first_message || __( '(no text)', 'mxchat-engine' ) }
				</ViewLink>
			</th>
			<td data-colname={ __( 'Messages', 'mxchat-engine' ) } className="mxchat-number">{ message_count }</td>
			<td data-colname={ __( 'Page', 'mxchat-engine' ) }>
				<PageLink url={ page_url } title={ page_title } />
			</td>
			<td data-colname={ __( 'Last message', 'mxchat-engine' ) }>
				<Time at={ last_message_at } />
			</td>
		</tr>
	);
}
