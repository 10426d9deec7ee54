/** One webhook: what can be done with it, and every message that was sent to it. */
import type { ReactElement, ReactNode } from 'react';
import { createElement, useState } from '../admin/element';
import { addressWith } from '../admin/address';
import { Confirmation } from '../admin/confirmation';
import { Page } from '../admin/page';
import { Paging } from '../admin/paging';
import { Requested, useRequest } from '../admin/request';
import { send } from '../admin/send';
import { useSteady } from '../admin/steady';
import { Time } from '../admin/time';
import { DeliveryRow } from './delivery_row';
import { WEBHOOKS } from './path';
import type { Delivery, Envelope, List, Status, Webhook, Wish } from './types';
import { stateOf } from './webhook_list';

const { __, sprintf } = wp.i18n;
const { Button, Notice, SelectControl } = wp.components;

const PER_PAGE = 20;

interface DeliveryLogProps {
	webhook: Webhook;
	notices: ReactNode;
	onBack: () => void;
	onEdit: () => void;
	onChange: ( method: 'POST' | 'PATCH' | 'DELETE', path: string, data?: Partial< Wish > ) => Promise< boolean >;
	/** Something was sent: what is known of the webhook may have changed. */
	onSent: () => void;
}

export function DeliveryLog( { webhook, notices, onBack, onEdit, onChange, onSent }: DeliveryLogProps ): ReactElement {
	const [ tested, setTested ] = useState< Delivery | Error | 'waits' | null >( null );
	const [ asked, setAsked ] = useState< 'rotate' | 'delete' | null >( null );
	const path = `/${ webhook.id }`;
	const test = async () => {
		setTested( 'waits' );
		setTested( await send< Envelope< Delivery > >( 'POST', `${ WEBHOOKS }${ path }/test` ).then( ( { data } ) => data, ( error: Error ) => error ) );
		onSent();
	};
	const confirm = async () => {
		setAsked( null );
		if ( asked === 'rotate' ) {
			await onChange( 'POST', `${ path }/rotate` );
		} else if ( await onChange( 'DELETE', path ) ) {
			onBack();
		}
	};
	return (
		<Page
			title={ webhook.description || new URL( webhook.url ).host }
			takesFocus
			before={
				<a
					href={ addressWith( 'webhook', null ) }
					onClick={ ( event ) => {
						event.preventDefault();
						onBack();
					} }
				>
					{ __( '← All webhooks', 'mxchat-engine' ) }
				</a>
			}
		>
			<p className="mxchat-url">{ webhook.url }</p>
			<p>
				{ stateOf( webhook ) }
				{ webhook.old_secret_ends_at !== null && (
					<span>
						{ ' · ' }
						{ __( 'The old secret signs beside the new one until', 'mxchat-engine' ) } <Time at={ webhook.old_secret_ends_at } />
					</span>
				) }
			</p>
			{ notices }
			<p className="mxchat-actions">
				<Button variant="primary" isBusy={ tested === 'waits' } disabled={ tested === 'waits' } accessibleWhenDisabled onClick={ () => void test() }>
					{ __( 'Send a test message', 'mxchat-engine' ) }
				</Button>
				<Button variant="secondary" onClick={ onEdit }>
					{ __( 'Edit', 'mxchat-engine' ) }
				</Button>
				<Button variant="secondary" onClick={ () => setAsked( 'rotate' ) }>
					{ __( 'Rotate the secret', 'mxchat-engine' ) }
				</Button>
				<Button variant="tertiary" isDestructive onClick={ () => setAsked( 'delete' ) }>
					{ __( 'Delete', 'mxchat-engine' ) }
				</Button>
			</p>
			<div role="status">{ tested !== null && tested !== 'waits' && <TestResult tested={ tested } /> }</div>
			{ asked && (
				<Confirmation
					title={ asked === 'rotate' ? __( 'Rotate the secret?', 'mxchat-engine' ) : __( 'Delete this webhook?', 'mxchat-engine' ) }
					text={
						asked === 'rotate'
							? __( 'A new secret is made. For 24 hours both sign every message, so that the receiver can change over without missing one.', 'mxchat-engine' )
							: __( 'Nothing more is sent to it, and its messages are forgotten. This cannot be undone.', 'mxchat-engine' )
					}
					action={ asked === 'rotate' ? __( 'Rotate', 'mxchat-engine' ) : __( 'Delete', 'mxchat-engine' ) }
					isDestructive={ asked === 'delete' }
					onConfirm={ () => void confirm() }
					onCancel={ () => setAsked( null ) }
				/>
			) }
			<Deliveries webhook={ webhook } onSent={ onSent } />
		</Page>
	);
}

function TestResult( { tested }: { tested: Delivery | Error } ): ReactElement {
	if ( tested instanceof Error ) {
		return (
			<Notice status="error" isDismissible={ false }>
				{ tested.message }
			</Notice>
		);
	}
	const { status, status_code, error, attempts } = tested;
	return status === 'delivered' ? (
		<Notice status="success" isDismissible={ false }>
			{
				/* translators: 1: HTTP status, 2: milliseconds. */
				sprintf( __( 'It arrived: the receiver answered %1$d after %2$d ms.', 'mxchat-engine' ), status_code ?? 0, attempts[ 0 ]?.milliseconds ?? 0 )
			}
		</Notice>
	) : (
		<Notice status="error" isDismissible={ false }>
			{ error?.message }
			{ status_code !== null && ` (${ status_code })` }
		</Notice>
	);
}

function Deliveries( { webhook, onSent }: { webhook: Webhook; onSent: () => void } ): ReactElement {
	const [ status, setStatus ] = useState< Status | '' >( '' );
	const [ offset, setOffset ] = useState( 0 );
	const [ problem, setProblem ] = useState( '' );
	const total = Object.values( webhook.deliveries ).reduce( ( sum, count ) => sum + count, 0 );
	// What is known of the webhook changes with what was sent: then the list is asked for again.
	const query = { limit: PER_PAGE, offset, _version: `${ total }-${ JSON.stringify( webhook.deliveries ) }` };
	const request = useSteady(
		useRequest< Envelope< List< Delivery > > >( wp.url.addQueryArgs( `${ WEBHOOKS }/${ webhook.id }/deliveries`, status === '' ? query : { ...query, status } ) )
	);
	const replay = async ( { id }: Delivery ) => {
		setProblem( '' );
		await send( 'POST', `${ WEBHOOKS }/${ webhook.id }/deliveries/${ id }/replay` ).catch( ( error: Error ) => setProblem( error.message ) );
		onSent();
	};
	return (
		<section aria-labelledby="mxchat-deliveries">
			<h2 id="mxchat-deliveries">{ __( 'Messages', 'mxchat-engine' ) }</h2>
			<div className="mxchat-filter">
				<SelectControl
					label={ __( 'Show', 'mxchat-engine' ) }
					value={ status }
					options={ [
						{ value: '', label: __( 'All', 'mxchat-engine' ) },
						{ value: 'pending', label: __( 'On their way', 'mxchat-engine' ) },
						{ value: 'delivered', label: __( 'Delivered', 'mxchat-engine' ) },
						{ value: 'failed', label: __( 'Failed', 'mxchat-engine' ) },
						{ value: 'cancelled', label: __( 'Not sent', 'mxchat-engine' ) },
					] }
					onChange={ ( value ) => {
						setOffset( 0 );
						setStatus( value as Status | '' );
					} }
					__next40pxDefaultSize
					__nextHasNoMarginBottom
				/>
			</div>
			{ problem && (
				<Notice status="error" onRemove={ () => setProblem( '' ) }>
					{ problem }
				</Notice>
			) }
			<Requested request={ request }>
				{ ( { data } ) => (
					<div>
						{ data.items.length === 0 ? (
							<p className="mxchat-empty">{ __( 'There is no such message. They are kept for 30 days.', 'mxchat-engine' ) }</p>
						) : (
							<table className="widefat striped mxchat-deliveries">
								<thead>
									<tr>
										<th scope="col">{ __( 'Event', 'mxchat-engine' ) }</th>
										<th scope="col">{ __( 'State', 'mxchat-engine' ) }</th>
										<th scope="col">{ __( 'Attempts', 'mxchat-engine' ) }</th>
										<th scope="col">{ __( 'Happened', 'mxchat-engine' ) }</th>
										<th scope="col">{ __( 'Actions', 'mxchat-engine' ) }</th>
									</tr>
								</thead>
								<tbody>
									{ data.items.map( ( delivery ) => (
										<DeliveryRow key={ delivery.id } delivery={ delivery } onReplay={ () => void replay( delivery ) } />
									) ) }
								</tbody>
							</table>
						) }
						{ data.total > PER_PAGE && <Paging perPage={ PER_PAGE } offset={ offset } count={ data.items.length } total={ data.total } onMove={ setOffset } /> }
					</div>
				) }
			</Requested>
		</section>
	);
}
