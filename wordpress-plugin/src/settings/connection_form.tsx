/** Where the provider is, how it is spoken to, and with which key. A key goes in and is never shown again. */
import type { FormEvent, MutableRefObject, ReactElement } from 'react';
import { Fragment, createElement, useEffect, useState } from '../admin/element';
import { SaveButton, useSaving } from '../admin/saving';
import { Headers } from './headers';
import type { HeaderDraft } from './headers';
import { KeyField } from './key_field';
import type { Connection, ConnectionChange, Fixed } from './types';

const { __, sprintf } = wp.i18n;
const { CheckboxControl, Notice, SelectControl, TextControl } = wp.components;

interface ConnectionFormProps {
	connection: Connection;
	/** What may be chosen besides the modes of an API. */
	hasAiClient: boolean;
	isLocked?: boolean;
	/** Where the form leaves a function that saves what has been typed. */
	saver?: MutableRefObject< Saver >;
	onSave: ( change: ConnectionChange ) => Promise< void >;
}

/** True if nothing is left that is not saved. */
export type Saver = () => Promise< boolean >;

export function ConnectionForm( { connection, hasAiClient, isLocked = false, saver, onSave }: ConnectionFormProps ): ReactElement {
	const fixed = Array.isArray( connection.fixed ) ? {} : connection.fixed;
	const [ baseUrl, setBaseUrl ] = useState( connection.base_url );
	const [ mode, setMode ] = useState( connection.mode );
	const [ needsKey, setNeedsKey ] = useState( connection.needs_key );
	const [ key, setKey ] = useState( '' );
	const [ headers, setHeaders ] = useState< HeaderDraft[] >( () => connection.headers.map( ( header ) => ( { ...header, value: '' } ) ) );
	const saving = useSaving();
	const save = ( change: ConnectionChange ) => saving.run( () => onSave( change ) );
	const saveAll = async () => {
		const change: ConnectionChange = { needs_key: needsKey, headers: headers.map( sent ) };
		if ( ! fixed.base_url ) {
			change.base_url = baseUrl;
		}
		if ( ! fixed.mode ) {
			change.mode = mode;
		}
		if ( key !== '' ) {
			change.api_key = key;
		}
		const isSaved = await save( change );
		if ( isSaved ) {
			setKey( '' );
		}
		return isSaved;
	};
	const submit = ( event: FormEvent ) => {
		event.preventDefault();
		void saveAll();
	};
	const isChanged =
		key !== '' || baseUrl !== connection.base_url || mode !== connection.mode || needsKey !== connection.needs_key || JSON.stringify( headers.map( sent ) ) !== JSON.stringify( connection.headers.map( ( { name } ) => ( { name } ) ) );
	useEffect( () => {
		if ( saver ) {
			saver.current = isChanged && ! isLocked ? saveAll : async () => true;
		}
	} );
	const isApi = mode !== 'wordpress';
	return (
		<form className="mxchat-form" onSubmit={ submit }>
			<SelectControl label={ __( 'How to ask', 'mxchat-engine' ) } help={ fixedBy( fixed.mode ) || about( mode ) } value={ mode } options={ modes( hasAiClient ) } disabled={ isLocked || fixed.mode !== undefined } onChange={ setMode } __next40pxDefaultSize __nextHasNoMarginBottom />
			{ isApi && (
				<>
					<TextControl
						label={ __( 'Address of the provider', 'mxchat-engine' ) }
						help={ fixedBy( fixed.base_url ) || __( 'Where its API begins, such as https://api.openai.com/v1. Any server that speaks the same will do.', 'mxchat-engine' ) }
						value={ baseUrl }
						type="url"
						disabled={ isLocked || fixed.base_url !== undefined }
						onChange={ setBaseUrl }
						__next40pxDefaultSize
						__nextHasNoMarginBottom
					/>
					{ baseUrl.startsWith( 'http:' ) && (
						<Notice status="warning" isDismissible={ false }>
							{ __( 'This address is not encrypted. Whoever can listen in your network can read the key and the conversations.', 'mxchat-engine' ) }
						</Notice>
					) }
					{ isMoved( connection, baseUrl ) && ( connection.key.source === 'option' || connection.headers.length > 0 ) && (
						<Notice status="info" isDismissible={ false }>
							{ __( 'The stored key and headers belong to the earlier address. They are removed when you save this one.', 'mxchat-engine' ) }
						</Notice>
					) }
					<KeyField stored={ connection.key } value={ key } isLocked={ isLocked } onChange={ setKey } onRemove={ () => void save( { api_key: null } ) } />
					<CheckboxControl
						label={ __( 'This provider needs a key', 'mxchat-engine' ) }
						help={ __( 'Without the key nothing is asked, and the site’s own pages answer. Untick it for a server of your own that takes none.', 'mxchat-engine' ) }
						checked={ needsKey }
						disabled={ isLocked }
						onChange={ setNeedsKey }
						__nextHasNoMarginBottom
					/>
					{ ( ! isLocked || headers.length > 0 ) && <Headers headers={ headers } isLocked={ isLocked } onChange={ setHeaders } /> }
				</>
			) }
			{ ! isLocked && <SaveButton saving={ saving } label={ __( 'Save connection', 'mxchat-engine' ) } /> }
		</form>
	);
}

/** An empty value keeps the one that is stored. */
function sent( { name, value }: HeaderDraft ): { name: string; value?: string } {
	return value === '' ? { name } : { name, value };
}

function isMoved( connection: Connection, baseUrl: string ): boolean {
	try {
		return new URL( baseUrl ).origin !== new URL( connection.base_url ).origin;
	} catch {
		return false;
	}
}

function modes( hasAiClient: boolean ): { value: string; label: string }[] {
	return [
		{ value: 'auto', label: __( 'Find out (recommended)', 'mxchat-engine' ) },
		{ value: 'responses', label: __( 'Responses API', 'mxchat-engine' ) },
		{ value: 'responses_stateful', label: __( 'Responses API, conversations kept by the provider', 'mxchat-engine' ) },
		{ value: 'chat', label: __( 'Chat Completions API', 'mxchat-engine' ) },
		{ value: 'assistants', label: __( 'Assistants API, version 2 (servers of one’s own)', 'mxchat-engine' ) },
		...( hasAiClient ? [ { value: 'wordpress', label: __( 'WordPress’s connectors', 'mxchat-engine' ) } ] : [] ),
	];
}

function about( mode: string ): string {
	switch ( mode ) {
		case 'auto':
			return __( '“Test connection” tries what the provider speaks and remembers it.', 'mxchat-engine' );
		case 'responses_stateful':
			return __( 'Used only where the test has proved that the provider keeps conversations; what it keeps is deleted when a conversation ends.', 'mxchat-engine' );
		case 'assistants':
			return __( 'OpenAI itself has switched this API off. As a model, take one of the server’s models or the id of one of its assistants.', 'mxchat-engine' );
		case 'wordpress':
			return __( 'Whatever is set up under Settings → Connectors answers, in one piece and without streaming.', 'mxchat-engine' );
		default:
			return '';
	}
}

export function fixedBy( fixed: Fixed | undefined ): string {
	if ( fixed === undefined ) {
		return '';
	}
	return fixed.source === 'constant'
		? /* translators: %s: name of a constant. */
		  sprintf( __( 'Fixed by the constant %s in wp-config.php.', 'mxchat-engine' ), fixed.name )
		: /* translators: %s: name of a variable. */
		  sprintf( __( 'Fixed by the environment variable %s.', 'mxchat-engine' ), fixed.name );
}
