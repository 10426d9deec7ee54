/** One conversation, from its first message to its last. */
import type { ReactElement } from 'react';
import { addressWith } from '../admin/address';
import { Fragment, createElement } from '../admin/element';
import { Page } from '../admin/page';
import { Requested, useRequest } from '../admin/request';
import { Time } from '../admin/time';
import { AnswerText } from './answer_text';
import { PageLink } from './parts';
import type { List, Message } from './types';

const { __, sprintf } = wp.i18n;
const { Notice } = wp.components;

const MAX_MESSAGES = 1000;

export function ConversationView( { sessionId, onBack }: { sessionId: string; onBack: () => void } ): ReactElement {
	const path = wp.url.addQueryArgs( '/mxchat/v1/transcripts', { session_id: sessionId, order: 'asc', limit: MAX_MESSAGES } );
	const request = useRequest< List< Message > >( path );
	return (
		<Page title={ __( 'Conversation', 'mxchat-engine' ) } before={ <Back onBack={ onBack } /> } takesFocus>
			<Requested request={ request }>{ ( list ) => <Messages list={ list } /> }</Requested>
		</Page>
	);
}

function Back( { onBack }: { onBack: () => void } ): ReactElement {
	return (
		<p>
			<a
				href={ addressWith( 'session', null ) }
				onClick={ ( event ) => {
					event.preventDefault();
					onBack();
				} }
			>
				<span aria-hidden="true">← </span>
				{ __( 'All transcripts', 'mxchat-engine' ) }
			</a>
		</p>
	);
}

function Messages( { list: { items, total } }: { list: List< Message > } ): ReactElement {
	const [ first ] = items;
	if ( first === undefined ) {
		return <p className="mxchat-empty">{ __( 'There is no such conversation. It may have been deleted.', 'mxchat-engine' ) }</p>;
	}
	return (
		<>
			<p>
				{ __( 'Begun on', 'mxchat-engine' ) } <PageLink url={ first.originating_page_url } title={ first.originating_page_title } />
			</p>
			<ol className="mxchat-messages">
				{ items.map( ( message ) => (
					<MessageItem key={ message.id } message={ message } />
				) ) }
			</ol>
			{ total > items.length && (
				<Notice status="info" isDismissible={ false }>
					{
						/* translators: %d: number of messages. */
						sprintf( __( 'Only the first %d messages are shown.', 'mxchat-engine' ), items.length )
					}
				</Notice>
			) }
		</>
	);
}

function MessageItem( { message }: { message: Message } ): ReactElement {
	const isAnswer = message.role === 'assistant';
	const sources = message.rag_context?.sources ?? [];
	return (
		<li className={ `mxchat-message mxchat-message-${ isAnswer ? 'assistant' : 'user' }` }>
			<p className="mxchat-message-meta">
				<strong>{ speaker( message ) }</strong> <Time at={ message.timestamp } />
				{ isAnswer && message.turn_id !== undefined && <DebugLink turnId={ message.turn_id } /> }
			</p>
			{ isAnswer ? (
				<AnswerText text={ message.message } />
			) : (
				<p className="mxchat-message-text" dir="auto">
					{ message.message }
				</p>
			) }
			{ isAnswer && ! message.agent && ! message.has_rag_context && (
				<p className="mxchat-message-note">{ __( 'Nothing on the site answered this.', 'mxchat-engine' ) }</p>
			) }
			{ sources.length > 0 && (
				<ul className="mxchat-message-sources" aria-label={ __( 'Sources', 'mxchat-engine' ) }>
					{ sources.map( ( { source, title } ) => (
						<li key={ source }>
							<PageLink url={ source } title={ title } />
						</li>
					) ) }
				</ul>
			) }
		</li>
	);
}

function DebugLink( { turnId }: { turnId: string } ): ReactElement {
	const address = wp.url.addQueryArgs( 'admin.php', { page: 'mxchat-debugger', turn: turnId } );
	return (
		<a className="mxchat-message-debug" href={ address }>
			{ __( 'How it came to this answer', 'mxchat-engine' ) }
		</a>
	);
}

function speaker( { role, agent }: Message ): string {
	if ( role === 'user' ) {
		return __( 'Visitor', 'mxchat-engine' );
	}
	return agent ? __( 'Agent', 'mxchat-engine' ) : __( 'Assistant', 'mxchat-engine' );
}
