/** MxChat → API Access: the tokens, and how to use one. */
import type { ReactElement } from 'react';
import { Fragment, createElement, useCallback, useState } from '../admin/element';
import { Page, mountPage } from '../admin/page';
import '../admin/page.css';
import { Requested, useRequest } from '../admin/request';
import { send } from '../admin/send';
import './api_access.css';
import { Examples } from './examples';
import { NewToken } from './new_token';
import { OpenaiKey } from './openai_key';
import { ShownOnce } from './shown_once';
import { TokenList } from './token_list';
import type { List, MintedToken, Token, Wish } from './types';

const { __ } = wp.i18n;
const { Button, Notice } = wp.components;

const TOKENS = '/mxchat/v1/tokens';

function ApiAccess(): ReactElement {
	const [ changes, setChanges ] = useState( 0 );
	const [ minted, setMinted ] = useState< MintedToken | null >( null );
	const [ isAsking, setAsking ] = useState( false );
	const [ problem, setProblem ] = useState( '' );
	// The number of changes in the address asks again after each.
	const request = useRequest< List< Token > >( wp.url.addQueryArgs( TOKENS, { changes } ) );

	const change = useCallback( async ( method: 'POST' | 'DELETE', path: string, data?: Wish ) => {
		setProblem( '' );
		setMinted( null );
		try {
			const answer = await send< MintedToken >( method, TOKENS + path, data );
			setMinted( answer.token ? answer : null );
		} catch ( error ) {
			setProblem( ( error as { message?: string } ).message || __( 'That did not work. Please try again.', 'mxchat-engine' ) );
		}
		setChanges( ( count ) => count + 1 );
	}, [] );

	return (
		<Page title={ __( 'API Access', 'mxchat-engine' ) }>
			<p>{ __( 'Programs read transcripts, push knowledge and ask questions with a token. Without a token the API answers nobody.', 'mxchat-engine' ) }</p>
			{ problem && (
				<Notice status="error" onRemove={ () => setProblem( '' ) }>
					{ problem }
				</Notice>
			) }
			{ minted && <ShownOnce token={ minted } onDone={ () => setMinted( null ) } /> }
			<p className="mxchat-actions">
				<Button variant="primary" onClick={ () => void change( 'POST', '', {} ) }>
					{ __( 'Generate Token', 'mxchat-engine' ) }
				</Button>
				<Button variant="secondary" onClick={ () => setAsking( true ) }>
					{ __( 'Choose name, scopes and expiry…', 'mxchat-engine' ) }
				</Button>
			</p>
			{ isAsking && <NewToken onClose={ () => setAsking( false ) } onMint={ ( wish ) => void change( 'POST', '', wish ) } /> }
			<Requested request={ request }>
				{ ( { items } ) => (
					<>
						<TokenList
							tokens={ items }
							onRotate={ ( token ) => void change( 'POST', `/${ token.id }/rotate` ) }
							onRevoke={ ( token ) => void change( 'DELETE', `/${ token.id }` ) }
						/>
						<Examples />
						<OpenaiKey />
					</>
				) }
			</Requested>
		</Page>
	);
}

mountPage( 'mxchat-api-access', <ApiAccess /> );
