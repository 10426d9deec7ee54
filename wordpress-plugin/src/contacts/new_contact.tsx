/** A contact that the owner adds. */
import type { FormEvent, ReactElement } from 'react';
import { createElement, useState } from '../admin/element';
import { Problem, useSaving } from '../admin/saving';
import { send } from '../admin/send';
import { CONTACTS, type Contact, type Envelope } from './types';

const { __ } = wp.i18n;
const { Button, Modal, TextControl } = wp.components;

export function NewContact( { onClose, onAdded }: { onClose: () => void; onAdded: ( id: string ) => void } ): ReactElement {
	const [ email, setEmail ] = useState( '' );
	const [ name, setName ] = useState( '' );
	const saving = useSaving();
	const submit = ( event: FormEvent ) => {
		event.preventDefault();
		void saving.run( async () => onAdded( ( await send< Envelope< Contact > >( 'POST', CONTACTS, { email, name } ) ).data.id ) );
	};
	return (
		<Modal title={ __( 'Add a contact', 'mxchat-engine' ) } onRequestClose={ onClose }>
			<form className="mxchat-form" onSubmit={ submit }>
				<TextControl __next40pxDefaultSize __nextHasNoMarginBottom type="email" label={ __( 'E-mail', 'mxchat-engine' ) } value={ email } onChange={ setEmail } />
				<TextControl __next40pxDefaultSize __nextHasNoMarginBottom label={ __( 'Name', 'mxchat-engine' ) } value={ name } onChange={ setName } />
				<Problem saving={ saving } />
				<p className="mxchat-actions">
					<Button variant="primary" type="submit" isBusy={ saving.isBusy } disabled={ saving.isBusy || email.trim() === '' } accessibleWhenDisabled>
						{ __( 'Add', 'mxchat-engine' ) }
					</Button>
					<Button variant="tertiary" onClick={ onClose }>
						{ __( 'Cancel', 'mxchat-engine' ) }
					</Button>
				</p>
			</form>
		</Modal>
	);
}
