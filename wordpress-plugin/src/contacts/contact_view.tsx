/** One contact: what is known, what was agreed, what was said. */
import type { ReactElement } from 'react';
import { createElement, useState } from '../admin/element';
import { Requested, useRequest } from '../admin/request';
import { Problem, useSaving } from '../admin/saving';
import { send } from '../admin/send';
import { Time } from '../admin/time';
import { Consent } from './consent';
import { ContactForm } from './contact_form';
import { Conversations } from './conversations';
import { CONTACTS, type Contact, type Envelope } from './types';

const { __, sprintf } = wp.i18n;
const { Button, CheckboxControl, Modal } = wp.components;

export function ContactView( { contactId, onDeleted }: { contactId: string; onDeleted: () => void } ): ReactElement {
	const request = useRequest< Envelope< Contact > >( `${ CONTACTS }/${ contactId }` );
	return <Requested request={ request }>{ ( { data } ) => <Known loaded={ data } onDeleted={ onDeleted } /> }</Requested>;
}

function Known( { loaded, onDeleted }: { loaded: Contact; onDeleted: () => void } ): ReactElement {
	const [ contact, setContact ] = useState( loaded );
	return (
		<div>
			<p className="mxchat-known">
				<strong dir="auto">{ contact.name || contact.email }</strong>
				<span>
					{ __( 'Consent:', 'mxchat-engine' ) } <Consent contact={ contact } />
				</span>
				<span>
					{ __( 'Added:', 'mxchat-engine' ) } <Time at={ contact.created_at } /> ({ sources[ contact.source ] ?? contact.source })
				</span>
			</p>
			<ContactForm key={ contact.updated_at } contact={ contact } onSaved={ setContact } />
			<Conversations contactId={ contact.id } />
			<Ending contact={ contact } onDeleted={ onDeleted } />
		</div>
	);
}

function Ending( { contact, onDeleted }: { contact: Contact; onDeleted: () => void } ): ReactElement {
	const [ isAsking, setAsking ] = useState( false );
	const [ withConversations, setWithConversations ] = useState( false );
	const saving = useSaving();
	const confirm = async () => {
		if ( await saving.run( () => send( 'DELETE', `${ CONTACTS }/${ contact.id }`, { with_conversations: withConversations } ) ) ) {
			onDeleted();
		}
	};
	return (
		<section>
			<Button variant="secondary" isDestructive onClick={ () => setAsking( true ) }>
				{ __( 'Delete this contact', 'mxchat-engine' ) }
			</Button>
			{ isAsking && (
				<Modal title={ /* translators: %s: e-mail address. */ sprintf( __( 'Delete %s?', 'mxchat-engine' ), contact.email ) } onRequestClose={ () => setAsking( false ) }>
					<CheckboxControl
						__nextHasNoMarginBottom
						label={ __( 'Delete its conversations as well', 'mxchat-engine' ) }
						help={ __( 'Otherwise they stay in the transcripts, without the contact.', 'mxchat-engine' ) }
						checked={ withConversations }
						onChange={ setWithConversations }
					/>
					<Problem saving={ saving } />
					<p className="mxchat-actions">
						<Button variant="primary" isDestructive isBusy={ saving.isBusy } onClick={ () => void confirm() }>
							{ __( 'Delete', 'mxchat-engine' ) }
						</Button>
						<Button variant="tertiary" onClick={ () => setAsking( false ) }>
							{ __( 'Cancel', 'mxchat-engine' ) }
						</Button>
					</p>
				</Modal>
			) }
		</section>
	);
}

const sources: Record< string, string > = {
	api: __( 'by a program', 'mxchat-engine' ),
	owner: __( 'here', 'mxchat-engine' ),
	action: __( 'in a conversation', 'mxchat-engine' ),
};
