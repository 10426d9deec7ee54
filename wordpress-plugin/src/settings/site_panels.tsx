/** The settings of the chat on this site: its words, what it reads, and its limits. */
import type { ReactElement } from 'react';
import { Fragment, createElement } from '../admin/element';
import { StartersField } from '../admin/starters_field';
import { SiteForm } from './site_form';
import type { Settings, Values } from './types';

const { __ } = wp.i18n;
const { CheckboxControl, SelectControl, TextControl, TextareaControl, ToggleControl } = wp.components;

/** That of launcher.css. */
const USUAL_ACCENT = '#1d4fc4';

interface PanelProps {
	settings: Settings;
	onSaved: ( settings: Settings ) => void;
}

interface NumberProps {
	label: string;
	help?: string;
	value: number;
	min?: number;
	onChange: ( value: number ) => void;
}

export function Place( panel: PanelProps ): ReactElement {
	return (
		<SiteForm { ...panel } id="mxchat-place" title={ __( 'Place and look', 'mxchat-engine' ) }>
			{ ( values, change ) => (
				<>
					<ToggleControl
						label={ __( 'A chat button on every page', 'mxchat-engine' ) }
						help={ __( 'Pages with the block “Chat” or the shortcode [mxchat_chatbot] have that one instead.', 'mxchat-engine' ) }
						checked={ values.is_on_every_page }
						onChange={ ( is_on_every_page ) => change( { is_on_every_page } ) }
						__nextHasNoMarginBottom
					/>
					<SelectControl
						label={ __( 'Corner of the button', 'mxchat-engine' ) }
						value={ values.button_side }
						options={ [
							{ value: 'end', label: wp.i18n.isRTL() ? __( 'Bottom left', 'mxchat-engine' ) : __( 'Bottom right', 'mxchat-engine' ) },
							{ value: 'start', label: wp.i18n.isRTL() ? __( 'Bottom right', 'mxchat-engine' ) : __( 'Bottom left', 'mxchat-engine' ) },
						] }
						onChange={ ( side ) => change( { button_side: side === 'start' ? 'start' : 'end' } ) }
						__next40pxDefaultSize
						__nextHasNoMarginBottom
					/>
					<ToggleControl
						label={ __( 'A colour of your own', 'mxchat-engine' ) }
						help={ __( 'Text on it and links of it are kept readable, by day and by night.', 'mxchat-engine' ) }
						checked={ values.accent !== '' }
						onChange={ ( isOwn ) => change( { accent: isOwn ? USUAL_ACCENT : '' } ) }
						__nextHasNoMarginBottom
					/>
					{ values.accent !== '' && <TextControl label={ __( 'Colour', 'mxchat-engine' ) } type="color" value={ values.accent } onChange={ ( accent ) => change( { accent } ) } __next40pxDefaultSize __nextHasNoMarginBottom /> }
				</>
			) }
		</SiteForm>
	);
}

export function Words( panel: PanelProps ): ReactElement {
	return (
		<SiteForm { ...panel } id="mxchat-words" title={ __( 'Words of the chat', 'mxchat-engine' ) }>
			{ ( values, change ) => (
				<>
					<TextControl label={ __( 'Heading', 'mxchat-engine' ) } placeholder={ __( 'Ask us', 'mxchat-engine' ) } value={ values.heading } onChange={ ( heading ) => change( { heading } ) } __next40pxDefaultSize __nextHasNoMarginBottom />
					<TextareaControl label={ __( 'Greeting', 'mxchat-engine' ) } placeholder={ __( 'Hello! What would you like to know?', 'mxchat-engine' ) } value={ values.greeting } rows={ 3 } onChange={ ( greeting ) => change( { greeting } ) } __nextHasNoMarginBottom />
					<StartersField
						botId="default"
						help={ __( 'Buttons in an empty chat, gone after the first message. A bot can have its own.', 'mxchat-engine' ) }
						value={ values.starters }
						onChange={ ( starters ) => change( { starters } ) }
					/>
					<TextControl
						label={ __( 'Where a visitor reaches a person', 'mxchat-engine' ) }
						help={ __( 'A web address, or mailto: with an e-mail address. Empty for the page called “contact”.', 'mxchat-engine' ) }
						value={ values.contact_url }
						onChange={ ( contact_url ) => change( { contact_url } ) }
						__next40pxDefaultSize
						__nextHasNoMarginBottom
					/>
				</>
			) }
		</SiteForm>
	);
}

export function Reading( panel: PanelProps ): ReactElement {
	const toggle = ( values: Values, name: string, isRead: boolean ) => ( isRead ? [ ...values.post_types, name ] : values.post_types.filter( ( other ) => other !== name ) );
	return (
		<SiteForm { ...panel } id="mxchat-reading" title={ __( 'What the chat reads', 'mxchat-engine' ) }>
			{ ( values, change ) => (
				<>
					<fieldset>
						<legend>{ __( 'Published content of these kinds', 'mxchat-engine' ) }</legend>
						{ panel.settings.post_types.map( ( { name, label } ) => (
							<CheckboxControl key={ name } label={ label } checked={ values.post_types.includes( name ) } onChange={ ( isRead ) => change( { post_types: toggle( values, name, isRead ) } ) } __nextHasNoMarginBottom />
						) ) }
					</fieldset>
					<TextControl
						label={ __( 'How close a page must be to count', 'mxchat-engine' ) }
						help={ __( 'A percentage; 0 lets every match count. A bot can have its own.', 'mxchat-engine' ) }
						value={ values.min_similarity }
						onChange={ ( min_similarity ) => change( { min_similarity } ) }
						__next40pxDefaultSize
						__nextHasNoMarginBottom
					/>
				</>
			) }
		</SiteForm>
	);
}

export function Visitors( panel: PanelProps ): ReactElement {
	return (
		<SiteForm
			{ ...panel }
			id="mxchat-visitors"
			title={ __( 'Visitors', 'mxchat-engine' ) }
		>
			{ ( values, change ) => (
				<>
					<NumberField label={ __( 'Messages a minute', 'mxchat-engine' ) } help={ __( 'Of one visitor, known by account or address.', 'mxchat-engine' ) } value={ values.messages_per_minute } onChange={ ( messages_per_minute ) => change( { messages_per_minute } ) } />
					<NumberField label={ __( 'New conversations an hour', 'mxchat-engine' ) } value={ values.sessions_per_hour } onChange={ ( sessions_per_hour ) => change( { sessions_per_hour } ) } />
					<NumberField
						label={ __( 'Days until a conversation can no longer be opened by its visitor', 'mxchat-engine' ) }
						value={ values.session_ttl_days }
						onChange={ ( session_ttl_days ) => change( { session_ttl_days } ) }
					/>
					<NumberField
						label={ __( 'Days after its last message until a conversation is deleted', 'mxchat-engine' ) }
						help={ __( 'With all that was kept of it. 0 keeps conversations for ever.', 'mxchat-engine' ) }
						value={ values.transcript_retention_days }
						min={ 0 }
						onChange={ ( transcript_retention_days ) => change( { transcript_retention_days } ) }
					/>
					{ values.stream_grace_seconds !== undefined && (
						<NumberField
							label={ __( 'Seconds that an answer goes on after its visitor has left', 'mxchat-engine' ) }
							help={ __( 'So that a reload finds it. Then the model is stopped.', 'mxchat-engine' ) }
							value={ values.stream_grace_seconds }
							min={ 0 }
							onChange={ ( stream_grace_seconds ) => change( { stream_grace_seconds } ) }
						/>
					) }
					{ values.max_streams !== undefined && (
						<NumberField
							label={ __( 'Answers of a model at once', 'mxchat-engine' ) }
							help={ __( 'Each of them holds a PHP worker until its end. Past this number a question waits for a free place.', 'mxchat-engine' ) }
							value={ values.max_streams }
							min={ 1 }
							onChange={ ( max_streams ) => change( { max_streams } ) }
						/>
					) }
					<TextareaControl
						label={ __( 'Trusted proxies', 'mxchat-engine' ) }
						help={ __( 'IP addresses, one in a line. Only from these is the visitor’s address taken out of a header.', 'mxchat-engine' ) }
						value={ values.trusted_proxies.join( '\n' ) }
						rows={ 3 }
						onChange={ ( text ) => change( { trusted_proxies: lines( text ) } ) }
						__nextHasNoMarginBottom
					/>
					<ToggleControl
						label={ __( 'Tell strangers the plugin’s state at /health', 'mxchat-engine' ) }
						help={ __( 'Off, they learn only that it is there.', 'mxchat-engine' ) }
						checked={ values.health_for_strangers === 'full' }
						onChange={ ( isFull ) => change( { health_for_strangers: isFull ? 'full' : 'minimal' } ) }
						__nextHasNoMarginBottom
					/>
				</>
			) }
		</SiteForm>
	);
}

function NumberField( { label, help = '', value, min = 1, onChange }: NumberProps ): ReactElement {
	return <TextControl label={ label } help={ help } value={ String( value ) } type="number" min={ min } onChange={ ( text ) => onChange( Number( text ) ) } __next40pxDefaultSize __nextHasNoMarginBottom />;
}

/** While it is typed, an unfinished last line stays. */
function lines( text: string ): string[] {
	return text.trim() === '' ? [] : text.split( '\n' ).map( ( line ) => line.trim() );
}
