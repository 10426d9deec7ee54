/** A token that was just made. It is on the screen until the owner says that it is copied, and nowhere afterwards. */
import type { ReactElement } from 'react';
import { createElement, useEffect, useRef, useState } from '../admin/element';
import type { MintedToken } from './types';

const { __ } = wp.i18n;
const { Button } = wp.components;

export function ShownOnce( { token, onDone }: { token: MintedToken; onDone: () => void } ): ReactElement {
	const field = useRef< HTMLInputElement >( null );
	const [ told, setTold ] = useState( '' );
	useEffect( () => {
		setTold( '' );
		field.current?.focus();
		field.current?.select();
	}, [ token.token ] );
	const copy = async () => {
		const isCopied = await copyFrom( field.current );
		setTold( isCopied ? __( 'Copied.', 'mxchat-engine' ) : __( 'Copy it with your keyboard.', 'mxchat-engine' ) );
	};
	return (
		<section className="mxchat-shown-once" aria-labelledby="mxchat-shown-once">
			<h2 id="mxchat-shown-once">{ __( 'Copy the token now', 'mxchat-engine' ) }</h2>
			<p>{ __( 'It is shown this once. Keep it out of public places: whoever has it can do what its scopes allow.', 'mxchat-engine' ) }</p>
			<p className="mxchat-actions">
				<input
					ref={ field }
					className="code"
					readOnly
					size={ 50 }
					value={ token.token }
					aria-label={ __( 'The new token', 'mxchat-engine' ) }
					onFocus={ ( event ) => event.currentTarget.select() }
				/>
				<Button variant="primary" onClick={ () => void copy() }>
					{ __( 'Copy', 'mxchat-engine' ) }
				</Button>
				<Button variant="tertiary" onClick={ onDone }>
					{ __( 'I have copied it', 'mxchat-engine' ) }
				</Button>
				<span role="status">{ told }</span>
			</p>
		</section>
	);
}

/** The clipboard is closed to pages without TLS; selecting and copying still works there. */
async function copyFrom( field: HTMLInputElement | null ): Promise< boolean > {
	if ( field === null ) {
		return false;
	}
	field.select();
	try {
		await navigator.clipboard.writeText( field.value );
		return true;
	} catch {
		return document.execCommand( 'copy' );
	}
}
