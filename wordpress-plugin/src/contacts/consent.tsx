/** What a person agreed to, and since when. */
import type { ReactElement } from 'react';
import { createElement } from '../admin/element';
import { Time } from '../admin/time';
import type { Contact } from './types';

const { __ } = wp.i18n;

export function Consent( { contact: { consent, consent_at } }: { contact: Contact } ): ReactElement {
	if ( consent === null ) {
		return <span>{ __( 'Not asked', 'mxchat-engine' ) }</span>;
	}
	return (
		<span>
			{ consent ? __( 'Given', 'mxchat-engine' ) : __( 'Not given', 'mxchat-engine' ) }
			{ consent_at && ', ' }
			{ consent_at && <Time at={ consent_at } /> }
		</span>
	);
}
