/** The fields of a bot. */
import type { FormEvent, ReactElement } from 'react';
import { changed } from '../admin/changed';
import { createElement, useState } from '../admin/element';
import { SaveButton, useSaving } from '../admin/saving';
import { StartersField } from '../admin/starters_field';
import { ActionChoice, AssistantChoice } from './choices';
import { KnowledgeChoice } from './knowledge_choice';
import { type Bot, type BotFields, DEFAULT_ID } from './types';

const { __ } = wp.i18n;
const { TextControl, TextareaControl, ToggleControl } = wp.components;

const modern = { __next40pxDefaultSize: true, __nextHasNoMarginBottom: true };

const empty: BotFields = {
	bot_id: '',
	name: '',
	assistant_id: '',
	reads: [ 'default' ],
	content_types: [],
	min_similarity: '',
	actions: [ '*' ],
	messages_per_minute: 0,
	is_test: false,
	is_enabled: true,
	heading: '',
	greeting: '',
	starters: [],
};

interface BotFormProps {
	bots: Bot[];
	/** Null for a new one. */
	bot: Bot | null;
	/** Takes all fields of a new bot, and what has changed of another. */
	onSave: ( fields: Partial< BotFields > ) => Promise< void >;
}

export function BotForm( { bots, bot, onSave }: BotFormProps ): ReactElement {
	const { knowledge, ...stored } = bot ?? { ...empty, knowledge: null };
	const [ fields, setFields ] = useState< BotFields >( stored );
	const saving = useSaving();
	const [ shown, setShown ] = useState( fields );
	const change = ( some: Partial< BotFields > ) => setFields( { ...fields, ...some } );
	const submit = ( event: FormEvent ) => {
		event.preventDefault();
		void saving.run( async () => {
			await onSave( bot === null ? fields : changed( shown, fields ) );
			setShown( fields );
		} );
	};
	return (
		<form className="mxchat-form" onSubmit={ submit }>
			<section>
				<h3>{ __( 'Who it is', 'mxchat-engine' ) }</h3>
				{ bot === null && (
					<TextControl
						{ ...modern }
						label={ __( 'ID', 'mxchat-engine' ) }
						help={ __( 'What pages and programs call it: letters, digits, - and _. It stays for good.', 'mxchat-engine' ) }
						value={ fields.bot_id }
						onChange={ ( bot_id ) => change( { bot_id } ) }
					/>
				) }
				<TextControl { ...modern } label={ __( 'Name', 'mxchat-engine' ) } help={ __( 'For you, in lists.', 'mxchat-engine' ) } value={ fields.name } onChange={ ( name ) => change( { name } ) } />
				<TextControl { ...modern } label={ __( 'Heading', 'mxchat-engine' ) } help={ __( 'What visitors see above the chat. Empty for the site’s.', 'mxchat-engine' ) } value={ fields.heading } onChange={ ( heading ) => change( { heading } ) } />
				<TextareaControl __nextHasNoMarginBottom label={ __( 'Greeting', 'mxchat-engine' ) } rows={ 2 } value={ fields.greeting } onChange={ ( greeting ) => change( { greeting } ) } />
				<StartersField
					botId={ bot?.bot_id ?? DEFAULT_ID }
					help={ __( 'Buttons in an empty chat, gone after the first message. None for the site’s.', 'mxchat-engine' ) }
					value={ fields.starters }
					onChange={ ( starters ) => change( { starters } ) }
				/>
				<AssistantChoice value={ fields.assistant_id } onChange={ ( assistant_id ) => change( { assistant_id } ) } />
			</section>
			<KnowledgeChoice bots={ bots } fields={ fields } onChange={ change } />
			<section>
				<h3>{ __( 'What it may do', 'mxchat-engine' ) }</h3>
				<ActionChoice value={ fields.actions } onChange={ ( actions ) => change( { actions } ) } />
				<TextControl
					{ ...modern }
					label={ __( 'Messages of one visitor a minute', 'mxchat-engine' ) }
					help={ __( '0 for the site’s limit.', 'mxchat-engine' ) }
					type="number"
					min={ 0 }
					value={ String( fields.messages_per_minute ) }
					onChange={ ( text ) => change( { messages_per_minute: Number( text ) } ) }
				/>
				<ToggleControl
					__nextHasNoMarginBottom
					label={ __( 'Test mode', 'mxchat-engine' ) }
					help={ __( 'It answers by quoting its knowledge, without any paid call, and does nothing in the world. Test tokens reach bots in test mode only.', 'mxchat-engine' ) }
					checked={ fields.is_test }
					onChange={ ( is_test ) => change( { is_test } ) }
				/>
				<ToggleControl __nextHasNoMarginBottom label={ __( 'It answers', 'mxchat-engine' ) } help={ __( 'Off, nobody finds it.', 'mxchat-engine' ) } checked={ fields.is_enabled } onChange={ ( is_enabled ) => change( { is_enabled } ) } />
			</section>
			<SaveButton saving={ saving } />
		</form>
	);
}
