/** The tokens, and what ends one: a click that is confirmed. */
import type { ReactElement, ReactNode } from 'react';
import { Fragment, createElement, useState } from '../admin/element';
import type { Token } from './types';

const { __, sprintf } = wp.i18n;
const { Button, Modal } = wp.components;

type Change = 'rotate' | 'revoke';

interface TokenListProps {
	tokens: Token[];
	onRotate: ( token: Token ) => void;
	onRevoke: ( token: Token ) => void;
}

export function TokenList( { tokens, onRotate, onRevoke }: TokenListProps ): ReactElement {
	const [ asked, setAsked ] = useState< { change: Change; token: Token } | null >( null );
	if ( tokens.length === 0 ) {
		return <p className="mxchat-empty">{ __( 'There is no token. Until you generate one, the API answers nobody.', 'mxchat-engine' ) }</p>;
	}
	const confirm = () => {
		if ( asked !== null ) {
			( asked.change === 'rotate' ? onRotate : onRevoke )( asked.token );
		}
		setAsked( null );
	};
	return (
		<>
			<table className="wp-list-table widefat striped mxchat-tokens">
				<thead>
					<tr>
						<th scope="col">{ __( 'Name', 'mxchat-engine' ) }</th>
						<th scope="col">{ __( 'Ends with', 'mxchat-engine' ) }</th>
						<th scope="col">{ __( 'Scopes', 'mxchat-engine' ) }</th>
						<th scope="col">{ __( 'Made', 'mxchat-engine' ) }</th>
						<th scope="col">{ __( 'Last used', 'mxchat-engine' ) }</th>
						<th scope="col">{ __( 'Expires', 'mxchat-engine' ) }</th>
						<th scope="col">{ __( 'Actions', 'mxchat-engine' ) }</th>
					</tr>
				</thead>
				<tbody>
					{ tokens.map( ( token ) => (
						<Row key={ token.id } token={ token } onAsk={ ( change ) => setAsked( { change, token } ) } />
					) ) }
				</tbody>
			</table>
			{ asked && <Confirmation change={ asked.change } token={ asked.token } onConfirm={ confirm } onCancel={ () => setAsked( null ) } /> }
		</>
	);
}

function Row( { token, onAsk }: { token: Token; onAsk: ( change: Change ) => void } ): ReactElement {
	return (
		<tr>
			<th scope="row" dir="auto">
				{ token.name } { token.is_test && <em>{ __( '(test)', 'mxchat-engine' ) }</em> }
			</th>
			<td data-colname={ __( 'Ends with', 'mxchat-engine' ) }>
				<code>…{ token.hint }</code>
			</td>
			<td data-colname={ __( 'Scopes', 'mxchat-engine' ) }>
				<ul className="mxchat-scopes">
					{ token.scopes.map( ( scope ) => (
						<li key={ scope }>
							<code>{ scope }</code>
						</li>
					) ) }
				</ul>
			</td>
			<td data-colname={ __( 'Made', 'mxchat-engine' ) }>
				<Time at={ token.created_at } none="" />
			</td>
			<td data-colname={ __( 'Last used', 'mxchat-engine' ) }>
				<Time at={ token.last_used_at } none={ __( 'Never', 'mxchat-engine' ) } />
			</td>
			<td data-colname={ __( 'Expires', 'mxchat-engine' ) }>{ token.is_expired ? <strong>{ __( 'Expired', 'mxchat-engine' ) }</strong> : <Time at={ token.expires_at } none={ __( 'Never', 'mxchat-engine' ) } /> }</td>
			<td>
				{ ! token.is_expired && (
					<Button variant="secondary" aria-label={ named( __( 'Rotate %s', 'mxchat-engine' ), token ) } onClick={ () => onAsk( 'rotate' ) }>
						{ __( 'Rotate', 'mxchat-engine' ) }
					</Button>
				) }{ ' ' }
				<Button variant="tertiary" isDestructive aria-label={ named( __( 'Revoke %s', 'mxchat-engine' ), token ) } onClick={ () => onAsk( 'revoke' ) }>
					{ __( 'Revoke', 'mxchat-engine' ) }
				</Button>
			</td>
		</tr>
	);
}

interface ConfirmationProps {
	change: Change;
	token: Token;
	onConfirm: () => void;
	onCancel: () => void;
}

function Confirmation( { change, token, onConfirm, onCancel }: ConfirmationProps ): ReactElement {
	const isRotation = change === 'rotate';
	return (
		<Modal title={ isRotation ? __( 'Rotate this token?', 'mxchat-engine' ) : __( 'Revoke this token?', 'mxchat-engine' ) } onRequestClose={ onCancel }>
			<p dir="auto">
				{ named(
					isRotation
						? /* translators: %s: name and last characters of a token. */
						  __( 'A new token takes the place of %s. Programs that use the old one are refused at once, until they get the new one.', 'mxchat-engine' )
						: /* translators: %s: name and last characters of a token. */
						  __( 'Programs that use %s are refused at once. This cannot be undone.', 'mxchat-engine' ),
					token
				) }
			</p>
			<Choices>
				<Button variant="primary" isDestructive={ ! isRotation } onClick={ onConfirm }>
					{ isRotation ? __( 'Rotate Token', 'mxchat-engine' ) : __( 'Revoke Token', 'mxchat-engine' ) }
				</Button>
				<Button variant="tertiary" onClick={ onCancel }>
					{ __( 'Cancel', 'mxchat-engine' ) }
				</Button>
			</Choices>
		</Modal>
	);
}

export function Choices( { children }: { children: ReactNode } ): ReactElement {
	return <p className="mxchat-actions">{ children }</p>;
}

function Time( { at, none }: { at: string | null; none: string } ): ReactElement {
	const { dateI18n, getSettings } = wp.date;
	return at === null ? <span>{ none }</span> : <time dateTime={ at }>{ dateI18n( getSettings().formats.datetime, at ) }</time>;
}

function named( sentence: string, token: Token ): string {
	return sprintf( sentence, `${ token.name } (…${ token.hint })` );
}
