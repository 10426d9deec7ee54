/** The block `mxchat/chatbot`. PHP prints the element; the editor shows what it will look like. */
import type { ReactElement } from 'react';
import { Fragment, createElement } from '../admin/element';
import './block.css';
import metadata from './block.json';
import { BotChoice } from './bot_choice';

const { __ } = wp.i18n;
const { InspectorControls, useBlockProps } = wp.blockEditor;
const { PanelBody, TextControl, TextareaControl, ToggleControl } = wp.components;

interface Attributes {
	heading: string;
	greeting: string;
	floating: boolean;
	botId: string;
}

interface EditProps {
	attributes: Attributes;
	setAttributes( change: Partial< Attributes > ): void;
}

function Edit( { attributes, setAttributes }: EditProps ): ReactElement {
	return (
		<>
			<InspectorControls>
				<Settings attributes={ attributes } setAttributes={ setAttributes } />
			</InspectorControls>
			<div { ...useBlockProps( { className: 'mxchat-preview' } ) }>
				<Preview attributes={ attributes } />
			</div>
		</>
	);
}

function Settings( { attributes: { heading, greeting, floating, botId }, setAttributes }: EditProps ): ReactElement {
	const modern = { __next40pxDefaultSize: true, __nextHasNoMarginBottom: true };
	return (
		<PanelBody title={ __( 'Chat', 'mxchat-engine' ) }>
			<TextControl
				{ ...modern }
				label={ __( 'Heading', 'mxchat-engine' ) }
				value={ heading }
				onChange={ ( value ) => setAttributes( { heading: value } ) }
			/>
			<TextareaControl
				__nextHasNoMarginBottom
				label={ __( 'Greeting', 'mxchat-engine' ) }
				help={ __( 'What visitors read before they ask.', 'mxchat-engine' ) }
				value={ greeting }
				onChange={ ( value ) => setAttributes( { greeting: value } ) }
			/>
			<ToggleControl
				__nextHasNoMarginBottom
				label={ __( 'Float over the page', 'mxchat-engine' ) }
				help={ __( 'A round button in the corner opens the chat, in place of a box in the text.', 'mxchat-engine' ) }
				checked={ floating }
				onChange={ ( value ) => setAttributes( { floating: value } ) }
			/>
			<BotChoice value={ botId } onChange={ ( value ) => setAttributes( { botId: value } ) } />
		</PanelBody>
	);
}

function Preview( { attributes: { heading, greeting, floating } }: { attributes: Attributes } ): ReactElement {
	return (
		<>
			<p className="mxchat-preview-heading">{ heading || __( 'Ask us', 'mxchat-engine' ) }</p>
			<p className="mxchat-preview-greeting">{ greeting || __( 'Hello! What would you like to know?', 'mxchat-engine' ) }</p>
			<p className="mxchat-preview-input">
				{ floating ? __( 'Opens from a button in the corner of the page.', 'mxchat-engine' ) : __( 'Write your question…', 'mxchat-engine' ) }
			</p>
		</>
	);
}

wp.blocks.registerBlockType< Attributes >( metadata.name, { edit: Edit, save: () => null } );
