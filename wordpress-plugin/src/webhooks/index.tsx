/** MxChat → Webhooks: which services are told of events, and what was sent to them. */
import type { ReactElement } from 'react';
import { Fragment, createElement, useCallback, useState } from '../admin/element';
import { useAddress } from '../admin/address';
import { Page, mountPage } from '../admin/page';
import '../admin/page.css';
import { RequestedPage, useRequest } from '../admin/request';
import { send } from '../admin/send';
import { ShownOnce } from '../admin/shown_once';
import { useSteady } from '../admin/steady';
import { DeliveryLog } from './delivery_log';
import { Editor } from './editor';
import { WEBHOOKS } from './path';
import type { Envelope, List, MadeWebhook, Webhook, Wish } from './types';
import { WebhookList } from './webhook_list';
import './webhooks.css';

const { __ } = wp.i18n;
const { Button, Notice } = wp.components;

/** More than the site takes. */
const ALL = 100;

type Method = 'POST' | 'PATCH' | 'DELETE';

function Webhooks(): ReactElement {
	const [ shownId, show ] = useAddress( 'webhook' );
	const [ changes, setChanges ] = useState( 0 );
	const [ made, setMade ] = useState< MadeWebhook | null >( null );
	const [ edited, setEdited ] = useState< Webhook | 'new' | null >( null );
	const [ problem, setProblem ] = useState( '' );
	// The number of changes in the address asks again after each.
	const request = useSteady( useRequest< Envelope< List< Webhook > > >( wp.url.addQueryArgs( WEBHOOKS, { limit: ALL, _changes: changes } ) ) );

	const change = useCallback( async ( method: Method, path: string, data?: Partial< Wish > ): Promise< boolean > => {
		setProblem( '' );
		try {
			const { data: answer } = await send< Envelope< MadeWebhook > >( method, WEBHOOKS + path, data );
			setMade( answer.secret === undefined ? null : answer );
			setChanges( ( count ) => count + 1 );
			return true;
		} catch ( error ) {
			setProblem( ( error as { message?: string } ).message || __( 'That did not work. Please try again.', 'mxchat-engine' ) );
			return false;
		}
	}, [] );

	const save = async ( wish: Wish ) => {
		const isSaved = edited === 'new' ? await change( 'POST', '', wish ) : await change( 'PATCH', `/${ edited?.id }`, wish );
		setEdited( ( open ) => ( isSaved ? null : open ) );
		return isSaved;
	};

	const notices = (
		<>
			{ problem && edited === null && (
				<Notice status="error" onRemove={ () => setProblem( '' ) }>
					{ problem }
				</Notice>
			) }
			{ made?.secret && (
				<ShownOnce
					title={ __( 'Copy the secret now', 'mxchat-engine' ) }
					text={ __( 'It is shown this once. The receiver checks with it that a message comes from this site and is whole.', 'mxchat-engine' ) }
					label={ __( 'The new secret', 'mxchat-engine' ) }
					secret={ made.secret }
					onDone={ () => setMade( null ) }
				/>
			) }
		</>
	);
	const edit = ( webhook: Webhook | 'new' | null ) => {
		setProblem( '' );
		setEdited( webhook );
	};

	return (
		<>
			{ edited && <Editor webhook={ edited === 'new' ? null : edited } problem={ problem } onSave={ save } onClose={ () => edit( null ) } /> }
			<RequestedPage title={ __( 'Webhooks', 'mxchat-engine' ) } request={ request }>
				{ ( { data } ) => {
					const shown = data.items.find( ( { id } ) => id === shownId );
					return shown === undefined ? (
						<Page title={ __( 'Webhooks', 'mxchat-engine' ) }>
							<p>{ __( 'Tell other services when something happens here: a message, a contact, a change in the knowledge. Messages are signed, and tried again for three days where a service does not answer.', 'mxchat-engine' ) }</p>
							{ notices }
							<p className="mxchat-actions">
								<Button variant="primary" onClick={ () => edit( 'new' ) }>
									{ __( 'Add webhook', 'mxchat-engine' ) }
								</Button>
							</p>
							<WebhookList webhooks={ data.items } onShow={ show } />
						</Page>
					) : (
						<DeliveryLog
							webhook={ shown }
							notices={ notices }
							onBack={ () => show( null ) }
							onEdit={ () => edit( shown ) }
							onChange={ change }
							onSent={ () => setChanges( ( count ) => count + 1 ) }
						/>
					);
				} }
			</RequestedPage>
		</>
	);
}

mountPage( 'mxchat-webhooks', <Webhooks /> );
