/** A secret that was just made. It is on the screen until the owner says that it is copied, and nowhere afterwards. */
import type { ReactElement } from 'react';
import { createElement, useEffect, useRef, useState } from './element';

const { __ } = wp.i18n;
const { Button } = wp.components;

interface ShownOnceProps {
	title: string;
	text: string;
	/** What it is called to who cannot see the field. */
	label: string;
	secret: string;
	onDone: () => void;
}

export function ShownOnce( { title, text, label, secret, onDone }: ShownOnceProps ): ReactElement {
	const field = useRef< HTMLInputElement >( null );
	const [ told, setTold ] = useState( '' );
	useEffect( () => {
		setTold( '' );
		field.current?.focus();
		field.current?.select();
	}, [ secret ] );
	const copy = async () => {
		const isCopied = await copyFrom( field.current );
		setTold( isCopied ? __( 'Copied.', 'mxchat-engine' ) : __( 'Copy it with your keyboard.', 'mxchat-engine' ) );
	};
	return (
		<section className="mxchat-shown-once" aria-labelledby="mxchat-shown-once">
			<h2 id="mxchat-shown-once">{ title }</h2>
			<p>{ text }</p>
			<p className="mxchat-actions">
				<input ref={ field } className="code" readOnly size={ 50 } value={ secret } aria-label={ label } onFocus={ ( event ) => event.currentTarget.select() } />
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
