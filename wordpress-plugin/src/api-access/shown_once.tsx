/** A token that was just made. */
import type { ReactElement } from 'react';
import { createElement } from '../admin/element';
import { ShownOnce as Secret } from '../admin/shown_once';
import type { MintedToken } from './types';

const { __ } = wp.i18n;

export function ShownOnce( { token, onDone }: { token: MintedToken; onDone: () => void } ): ReactElement {
	return (
		<Secret
			title={ __( 'Copy the token now', 'mxchat-engine' ) }
			text={ __( 'It is shown this once. Keep it out of public places: whoever has it can do what its scopes allow.', 'mxchat-engine' ) }
			label={ __( 'The new token', 'mxchat-engine' ) }
			secret={ token.token }
			onDone={ onDone }
		/>
	);
}
