/** Questions to start with: what an empty chat offers, in the owner's words. */
import type { ReactElement } from 'react';
import { createElement, useState } from './element';
import { Problem, useSaving } from './saving';

const { __, sprintf } = wp.i18n;
const { Button, TextControl } = wp.components;

const MOST = 4;
const MAX_CHARACTERS = 120;

interface StartersFieldProps {
	/** Whose answers the proposals are tried with. */
	botId: string;
	help: string;
	value: string[];
	onChange: ( starters: string[] ) => void;
}

export function StartersField( { botId, help, value, onChange }: StartersFieldProps ): ReactElement {
	const [ lines, setLines ] = useState( () => Array.from( { length: MOST }, ( _, place ) => value[ place ] ?? '' ) );
	const [ outcome, setOutcome ] = useState( '' );
	const asking = useSaving();
	const change = ( next: string[] ) => {
		setLines( next );
		onChange( next.filter( isWritten ) );
	};
	const suggest = () =>
		void asking.run( async () => {
			const { items } = await wp.apiFetch< { items: string[] } >( { path: `/mxchat/v1/bots/${ botId }/starter-proposals` } );
			const proposed = items.filter( ( item ) => ! lines.includes( item ) );
			// What the owner has written stays: only empty lines are filled.
			change( lines.map( ( line ) => ( isWritten( line ) ? line : ( proposed.shift() ?? '' ) ) ) );
			setOutcome( items.length > 0 ? __( 'From your main pages. Change them as you like; visitors see them once you save.', 'mxchat-engine' ) : __( 'None of your main pages answers a question by itself.', 'mxchat-engine' ) );
		} );
	return (
		<fieldset className="mxchat-starters">
			<legend>{ __( 'Questions to start with', 'mxchat-engine' ) }</legend>
			<p>{ help }</p>
			{ lines.map( ( line, place ) => (
				<TextControl
					key={ place }
					label={
						/* translators: %d: number of a question. */
						sprintf( __( 'Question %d', 'mxchat-engine' ), place + 1 )
					}
					value={ line }
					maxLength={ MAX_CHARACTERS }
					dir="auto"
					onChange={ ( text ) => change( lines.map( ( each, other ) => ( other === place ? text : each ) ) ) }
					__next40pxDefaultSize
					__nextHasNoMarginBottom
				/>
			) ) }
			<Problem saving={ asking } />
			<p className="mxchat-actions">
				<Button variant="secondary" onClick={ suggest } isBusy={ asking.isBusy } disabled={ asking.isBusy || lines.every( isWritten ) } accessibleWhenDisabled>
					{ __( 'Suggest', 'mxchat-engine' ) }
				</Button>
				<span role="status">{ outcome }</span>
			</p>
		</fieldset>
	);
}

function isWritten( line: string ): boolean {
	return line.trim() !== '';
}
