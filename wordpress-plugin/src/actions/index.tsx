/** MxChat → Actions: what the chat can do, what triggers it, and how sure it has to be. */
import type { ReactElement } from 'react';
import { createElement, useCallback, useState } from '../admin/element';
import { Page, mountPage } from '../admin/page';
import '../admin/page.css';
import { RequestedPage, useRequest } from '../admin/request';
import { send } from '../admin/send';
import { useSteady } from '../admin/steady';
import { ActionTable } from './action_table';
import './actions.css';
import { Editor } from './editor';
import { SiteSettings } from './site_settings';
import type { Action, ActionChange, ActionList, SiteChange } from './types';

const { __ } = wp.i18n;
const { Button, Notice } = wp.components;

const ACTIONS = '/mxchat/v1/actions';

function Actions(): ReactElement {
	const [ changes, setChanges ] = useState( 0 );
	const [ openId, setOpenId ] = useState( '' );
	const [ problem, setProblem ] = useState( '' );
	const request = useSteady( useRequest< ActionList >( wp.url.addQueryArgs( ACTIONS, { changes } ) ) );

	const change = useCallback( async ( path: string, data: unknown ): Promise< boolean > => {
		setProblem( '' );
		try {
			await send( 'POST', ACTIONS + path, data );
			setChanges( ( count ) => count + 1 );
			return true;
		} catch ( error ) {
			setProblem( ( error as { message?: string } ).message || __( 'That did not work. Please try again.', 'mxchat-engine' ) );
			return false;
		}
	}, [] );
	const save = ( action: Action, data: ActionChange ) => change( '/settings', { action_id: action.id, ...data } );

	const back = (
		<Button variant="link" onClick={ () => setOpenId( '' ) }>
			{ __( '← All actions', 'mxchat-engine' ) }
		</Button>
	);
	const notice = problem && (
		<Notice status="error" onRemove={ () => setProblem( '' ) }>
			{ problem }
		</Notice>
	);
	return (
		<RequestedPage title={ __( 'Actions', 'mxchat-engine' ) } request={ request }>
			{ ( { items, site } ) => {
				const open = items.find( ( { id } ) => id === openId );
				if ( open !== undefined ) {
					return (
						<Page title={ open.label } before={ back } takesFocus>
							{ notice }
							<Editor key={ open.id } action={ open } siteStrictness={ site.action_strictness } onSave={ ( data ) => save( open, data ) } />
						</Page>
					);
				}
				return (
					<Page title={ __( 'Actions', 'mxchat-engine' ) }>
						{ notice }
						<p>{ __( 'Before the assistant answers, each message is compared with the phrases of the actions that are on. The surest one runs; a likely one is offered to the assistant.', 'mxchat-engine' ) }</p>
						<ActionTable
							actions={ items }
							onOpen={ ( { id } ) => setOpenId( id ) }
							onSwitch={ ( action, isEnabled ) => void save( action, { is_enabled: isEnabled } ) }
							onOrder={ ( ids ) => void change( '/order', { action_ids: ids } ) }
						/>
						<SiteSettings site={ site } onSave={ ( data: SiteChange ) => change( '/site', data ) } />
					</Page>
				);
			} }
		</RequestedPage>
	);
}

mountPage( 'mxchat-actions', <Actions /> );
