/** What was said with a contact; each leads to its transcript. */
import type { ReactElement } from 'react';
import { createElement } from '../admin/element';
import { Requested, useRequest } from '../admin/request';
import { Time } from '../admin/time';
import type { Conversation, Envelope, List } from './types';

const { __, _n, sprintf } = wp.i18n;

export function Conversations( { contactId }: { contactId: string } ): ReactElement {
	const request = useRequest< Envelope< List< Conversation > > >( wp.url.addQueryArgs( '/mxchat/v1/conversations', { contact_id: contactId, limit: 100 } ) );
	return (
		<section>
			<h2>{ __( 'Conversations', 'mxchat-engine' ) }</h2>
			<Requested request={ request }>
				{ ( { data: { items } } ) =>
					items.length === 0 ? (
						<p>{ __( 'None is linked to this contact.', 'mxchat-engine' ) }</p>
					) : (
						<ul>
							{ items.map( ( conversation ) => (
								<li key={ conversation.id }>
									<a href={ wp.url.addQueryArgs( 'admin.php', { page: 'mxchat', session: conversation.session_id } ) }>
										<Time at={ conversation.last_message_at ?? conversation.created_at } />
									</a>
									{ ', ' }
									{
										/* translators: %d: number of messages. */
										sprintf( _n( '%d message', '%d messages', conversation.message_count, 'mxchat-engine' ), conversation.message_count )
									}
								</li>
							) ) }
						</ul>
					)
				}
			</Requested>
		</section>
	);
}
