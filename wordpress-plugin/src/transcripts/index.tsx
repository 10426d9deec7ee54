/** MxChat → Transcripts. In the address `?session=…` opens one conversation, `?view=unanswered` the questions without an answer. */
import type { ReactElement } from 'react';
import { useAddress } from '../admin/address';
import { createElement, useState } from '../admin/element';
import { Page, mountPage } from '../admin/page';
import '../admin/page.css';
import { ConversationList } from './conversation_list';
import { ConversationView } from './conversation_view';
import { ViewLink } from './parts';
import './transcripts.css';
import { UNANSWERED, UnansweredList } from './unanswered_list';

const { __ } = wp.i18n;

function Transcripts(): ReactElement {
	const [ sessionId, setSessionId ] = useAddress( 'session' );
	const [ view, setView ] = useAddress( 'view' );
	const [ hasMoved, setHasMoved ] = useState( false );
	const open = ( session: string | null ) => {
		setHasMoved( true );
		setSessionId( session );
	};
	if ( sessionId !== null ) {
		return <ConversationView sessionId={ sessionId } onBack={ () => open( null ) } />;
	}
	return (
		<Page title={ __( 'Transcripts', 'mxchat-engine' ) } takesFocus={ hasMoved }>
			<nav className="mxchat-views" aria-label={ __( 'What is shown', 'mxchat-engine' ) }>
				<ViewLink name="view" value={ null } isCurrent={ view !== UNANSWERED } onOpen={ () => setView( null ) }>
					{ __( 'Conversations', 'mxchat-engine' ) }
				</ViewLink>
				<ViewLink name="view" value={ UNANSWERED } isCurrent={ view === UNANSWERED } onOpen={ () => setView( UNANSWERED ) }>
					{ __( 'Unanswered questions', 'mxchat-engine' ) }
				</ViewLink>
			</nav>
			{ view === UNANSWERED ? <UnansweredList onOpen={ open } /> : <ConversationList onOpen={ open } /> }
		</Page>
	);
}

mountPage( 'mxchat-transcripts', <Transcripts /> );
