/** MxChat → Transcripts. `?session=…` in the address opens one conversation. */
import type { ReactElement } from 'react';
import { useAddress } from '../admin/address';
import { createElement, useState } from '../admin/element';
import { mountPage } from '../admin/page';
import '../admin/page.css';
import { ConversationList } from './conversation_list';
import { ConversationView } from './conversation_view';
import './transcripts.css';

function Transcripts(): ReactElement {
	const [ sessionId, setSessionId ] = useAddress( 'session' );
	const [ hasMoved, setHasMoved ] = useState( false );
	const go = ( next: string | null ) => {
		setHasMoved( true );
		setSessionId( next );
	};
	return sessionId === null ? (
		<ConversationList takesFocus={ hasMoved } onOpen={ go } />
	) : (
		<ConversationView sessionId={ sessionId } onBack={ () => go( null ) } />
	);
}

mountPage( 'mxchat-transcripts', <Transcripts /> );
