/** MxChat → Assistant API: whether an assistant answers, which one, and the assistants themselves. */
import type { ReactElement } from 'react';
import { Fragment, createElement, useState } from '../admin/element';
import { useAddress } from '../admin/address';
import { Page, mountPage } from '../admin/page';
import '../admin/page.css';
import { RequestedPage, useRequest } from '../admin/request';
import '../settings/settings.css';
import { AssistantTable } from './assistant_table';
import './assistant_api.css';
import { ClearSession } from './clear_session';
import { Editor } from './editor';
import { Import } from './import';
import { Integration } from './integration';
import { ASSISTANTS } from './types';
import type { Assistant, AssistantList } from './types';
import { Versions } from './versions';

const { __ } = wp.i18n;
const { Button } = wp.components;

const NEW = 'new';

function AssistantApi(): ReactElement {
	const request = useRequest< AssistantList >( ASSISTANTS );
	return <RequestedPage title={ __( 'Assistant API', 'mxchat-engine' ) } request={ request }>{ ( loaded ) => <Loaded loaded={ loaded } /> }</RequestedPage>;
}

/** The list is asked for again under the reader's eyes: nothing that has the focus is drawn anew. */
function Loaded( { loaded }: { loaded: AssistantList } ): ReactElement {
	const [ list, setList ] = useState( loaded );
	const [ openId, setOpenId ] = useAddress( 'assistant' );
	const reload = async () => setList( await wp.apiFetch< AssistantList >( { path: ASSISTANTS } ) );
	const open = openId === NEW ? BLANK : list.items.find( ( { id } ) => id === openId );
	return open === undefined ? (
		<Overview list={ list } onOpen={ setOpenId } onChanged={ () => void reload() } />
	) : (
		<One
			key={ `${ open.id } ${ open.version }` }
			assistant={ open }
			list={ list }
			onBack={ () => setOpenId( null ) }
			onSaved={ ( { id } ) => void reload().then( () => setOpenId( id ) ) }
		/>
	);
}

interface OverviewProps {
	list: AssistantList;
	onOpen: ( id: string ) => void;
	onChanged: () => void;
}

function Overview( { list, onOpen, onChanged }: OverviewProps ): ReactElement {
	return (
		<Page title={ __( 'Assistant API', 'mxchat-engine' ) }>
			<Integration list={ list } onChanged={ onChanged } />
			<section aria-labelledby="mxchat-assistants">
				<h2 id="mxchat-assistants">{ __( 'Assistants', 'mxchat-engine' ) }</h2>
				<p className="mxchat-intro">{ __( 'They are kept on this site, with every earlier version. No provider can end them; a model that ends is replaced by another.', 'mxchat-engine' ) }</p>
				<AssistantTable list={ list } onOpen={ onOpen } onChanged={ onChanged } />
				<p className="mxchat-actions">
					<Button variant="secondary" onClick={ () => onOpen( NEW ) }>
						{ __( 'New assistant', 'mxchat-engine' ) }
					</Button>
				</p>
			</section>
			<Import onImported={ onChanged } />
			<ClearSession />
		</Page>
	);
}

interface OneProps {
	assistant: Assistant;
	list: AssistantList;
	onBack: () => void;
	onSaved: ( assistant: Assistant ) => void;
}

function One( { assistant, list, onBack, onSaved }: OneProps ): ReactElement {
	const back = (
		<Button variant="link" onClick={ onBack }>
			{ __( '← All assistants', 'mxchat-engine' ) }
		</Button>
	);
	return (
		<Page title={ assistant.name || __( 'New assistant', 'mxchat-engine' ) } before={ back } takesFocus>
			<Editor assistant={ assistant } tools={ list.tools } onSaved={ onSaved } />
			{ assistant.id !== '' && (
				<>
					<Versions assistant={ assistant } onRestored={ onSaved } />
				</>
			) }
		</Page>
	);
}

const BLANK: Assistant = {
	id: '',
	version: 0,
	name: '',
	description: '',
	model: '',
	instructions: '',
	tools: [],
	uses_knowledge: true,
	max_context_tokens: 4000,
	min_similarity: 0,
	temperature: null,
	max_output_tokens: 1024,
	response_format: null,
	aliases: [],
};

mountPage( 'mxchat-assistant-api', <AssistantApi /> );
