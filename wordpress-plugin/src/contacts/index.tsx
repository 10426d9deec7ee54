/** MxChat → Contacts. `?contact=…` in the address opens one. */
import type { ReactElement } from 'react';
import { useAddress } from '../admin/address';
import { createElement, useState } from '../admin/element';
import { Page, mountPage } from '../admin/page';
import '../admin/page.css';
import { ContactList } from './contact_list';
import { ContactView } from './contact_view';
import './contacts.css';

const { __ } = wp.i18n;
const { Button } = wp.components;

function Contacts(): ReactElement {
	const [ contactId, setContactId ] = useAddress( 'contact' );
	const [ hasMoved, setHasMoved ] = useState( false );
	const go = ( next: string | null ) => {
		setHasMoved( true );
		setContactId( next );
	};
	const back = (
		<Button variant="link" onClick={ () => go( null ) }>
			{ __( '← All contacts', 'mxchat-engine' ) }
		</Button>
	);
	return contactId === null ? (
		<Page key="all" title={ __( 'Contacts', 'mxchat-engine' ) } takesFocus={ hasMoved }>
			<ContactList onOpen={ go } />
		</Page>
	) : (
		<Page key={ contactId } title={ __( 'Contact', 'mxchat-engine' ) } before={ back } takesFocus={ hasMoved }>
			<ContactView contactId={ contactId } onDeleted={ () => go( null ) } />
		</Page>
	);
}

mountPage( 'mxchat-contacts', <Contacts /> );
