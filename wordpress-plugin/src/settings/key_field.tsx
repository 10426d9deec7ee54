/** The provider's key: where it comes from, a new one, none. */
import type { ReactElement } from 'react';
import { createElement } from '../admin/element';
import type { Key } from './types';

const { __, sprintf } = wp.i18n;
const { Button, TextControl } = wp.components;

interface KeyFieldProps {
	stored: Key;
	value: string;
	isLocked: boolean;
	onChange: ( value: string ) => void;
	onRemove: () => void;
}

export function KeyField( { stored, value, isLocked, onChange, onRemove }: KeyFieldProps ): ReactElement {
	const canChange = ! isLocked && ! stored.is_fixed;
	return (
		<div className="mxchat-key">
			{ canChange ? (
				<TextControl label={ __( 'API key', 'mxchat-engine' ) } help={ about( stored ) } value={ value } type="password" autoComplete="new-password" placeholder={ stored.is_set ? `••••••••${ stored.hint }` : '' } onChange={ onChange } __next40pxDefaultSize __nextHasNoMarginBottom />
			) : (
				<p>
					<strong>{ __( 'API key', 'mxchat-engine' ) }</strong>
					<br />
					{ about( stored ) }
				</p>
			) }
			{ canChange && stored.is_set && (
				<Button variant="tertiary" isDestructive onClick={ onRemove }>
					{ __( 'Remove key', 'mxchat-engine' ) }
				</Button>
			) }
		</div>
	);
}

function about( { is_set, is_lost, source, name, hint }: Key ): string {
	if ( is_lost ) {
		return __( 'A key is stored, but this site’s salts have changed since, and it cannot be read any more. Enter it again.', 'mxchat-engine' );
	}
	if ( ! is_set ) {
		return __( 'No key is stored. It is kept encrypted, sent to this address alone, and never shown again.', 'mxchat-engine' );
	}
	const ending = hint === '' ? '' : ' ' + /* translators: %s: the last characters of a key. */ sprintf( __( 'It ends with %s.', 'mxchat-engine' ), hint );
	switch ( source ) {
		case 'environment':
			/* translators: %s: name of a variable. */
			return sprintf( __( 'The key comes from the environment variable %s.', 'mxchat-engine' ), name ) + ending;
		case 'constant':
			/* translators: %s: name of a constant. */
			return sprintf( __( 'The key comes from the constant %s in wp-config.php.', 'mxchat-engine' ), name ) + ending;
		case 'connector':
			return __( 'The key comes from Settings → Connectors.', 'mxchat-engine' ) + ending;
		case 'network':
			return __( 'The key is the network’s.', 'mxchat-engine' ) + ending;
		default:
			return __( 'A key is stored. A new one takes its place.', 'mxchat-engine' ) + ending;
	}
}
