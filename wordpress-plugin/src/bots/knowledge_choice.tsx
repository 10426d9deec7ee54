/** What a bot answers from. */
import type { ReactElement } from 'react';
import { createElement, useState } from '../admin/element';
import { type Bot, type BotFields, DEFAULT_ID } from './types';

const { __, sprintf } = wp.i18n;
const { CheckboxControl, TextControl } = wp.components;

interface KnowledgeChoiceProps {
	bots: Bot[];
	fields: BotFields;
	onChange: ( changed: Partial< BotFields > ) => void;
}

export function KnowledgeChoice( { bots, fields, onChange }: KnowledgeChoiceProps ): ReactElement {
	const [ kinds, setKinds ] = useState( fields.content_types.join( ', ' ) );
	const others = bots.filter( ( { bot_id } ) => bot_id !== fields.bot_id );
	const toggle = ( botId: string, isRead: boolean ) => onChange( { reads: isRead ? [ ...fields.reads, botId ] : fields.reads.filter( ( other ) => other !== botId ) } );
	return (
		<section>
			<h3>{ __( 'What it answers from', 'mxchat-engine' ) }</h3>
			<fieldset>
				<legend>{ fields.bot_id === DEFAULT_ID ? __( 'This site’s pages, what was pushed to it, and:', 'mxchat-engine' ) : __( 'What was pushed to it, and:', 'mxchat-engine' ) }</legend>
				{ others.map( ( { bot_id, name } ) => (
					<CheckboxControl
						key={ bot_id }
						__nextHasNoMarginBottom
						label={
							bot_id === DEFAULT_ID
								? __( 'This site’s pages, with what was pushed to the default bot', 'mxchat-engine' )
								: /* translators: %s: name of a bot. */ sprintf( __( 'What was pushed to “%s”', 'mxchat-engine' ), name )
						}
						checked={ fields.reads.includes( bot_id ) }
						onChange={ ( isRead ) => toggle( bot_id, isRead ) }
					/>
				) ) }
				{ others.length === 0 && <p>{ __( 'There is no other bot to read from.', 'mxchat-engine' ) }</p> }
			</fieldset>
			<TextControl
				__next40pxDefaultSize
				__nextHasNoMarginBottom
				label={ __( 'Only these kinds', 'mxchat-engine' ) }
				help={ __( 'Kinds of content with commas between, such as page, product, manual. Empty for all.', 'mxchat-engine' ) }
				value={ kinds }
				onChange={ ( text ) => {
					setKinds( text );
					onChange( { content_types: list( text ) } );
				} }
			/>
			<TextControl
				__next40pxDefaultSize
				__nextHasNoMarginBottom
				label={ __( 'How close a source must be to count', 'mxchat-engine' ) }
				help={ __( 'A percentage, such as 75. Empty for the site’s.', 'mxchat-engine' ) }
				value={ fields.min_similarity }
				onChange={ ( min_similarity ) => onChange( { min_similarity } ) }
			/>
		</section>
	);
}

function list( text: string ): string[] {
	return text
		.split( ',' )
		.map( ( kind ) => kind.trim() )
		.filter( ( kind ) => kind !== '' );
}
