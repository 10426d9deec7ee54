/** A token with a name, chosen scopes and an end. */
import type { ReactElement } from 'react';
import { createElement, useState } from '../admin/element';
import { Choices } from './token_list';
import type { Wish } from './types';

const { __, sprintf } = wp.i18n;
const { Button, CheckboxControl, Modal, SelectControl, TextControl, ToggleControl } = wp.components;

const DAYS = [ 0, 7, 30, 90, 365 ];
const MS_PER_DAY = 86_400_000;

const scopes: Record< string, string > = {
	'transcripts:read': __( 'Read transcripts', 'mxchat-engine' ),
	'transcripts:delete': __( 'Delete transcripts', 'mxchat-engine' ),
	'knowledge:read': __( 'Search and list the knowledge', 'mxchat-engine' ),
	'knowledge:write': __( 'Add and delete knowledge', 'mxchat-engine' ),
	'chat:write': __( 'Ask questions', 'mxchat-engine' ),
	'contacts:read': __( 'Read contacts', 'mxchat-engine' ),
	'contacts:write': __( 'Change contacts', 'mxchat-engine' ),
	'webhooks:manage': __( 'Manage webhooks', 'mxchat-engine' ),
	'prompts:read': __( 'Read the instructions given to models', 'mxchat-engine' ),
};

export function NewToken( { onMint, onClose }: { onMint: ( wish: Wish ) => void; onClose: () => void } ): ReactElement {
	const [ name, setName ] = useState( '' );
	const [ chosen, setChosen ] = useState< string[] >( [ 'transcripts:read' ] );
	const [ days, setDays ] = useState( '90' );
	const [ isTest, setTest ] = useState( false );
	const canMint = name.trim() !== '' && chosen.length > 0;
	const mint = () => {
		const expiry = Number( days ) > 0 ? { expires_at: new Date( Date.now() + Number( days ) * MS_PER_DAY ).toISOString() } : {};
		onMint( { name: name.trim(), scopes: chosen, is_test: isTest, ...expiry } );
		onClose();
	};
	const toggle = ( scope: string, isChosen: boolean ) => setChosen( isChosen ? [ ...chosen, scope ] : chosen.filter( ( other ) => other !== scope ) );
	return (
		<Modal title={ __( 'New token', 'mxchat-engine' ) } onRequestClose={ onClose }>
			<TextControl
				label={ __( 'Name', 'mxchat-engine' ) }
				help={ __( 'The program that will use it.', 'mxchat-engine' ) }
				value={ name }
				onChange={ setName }
				__next40pxDefaultSize
				__nextHasNoMarginBottom
			/>
			<fieldset className="mxchat-choose">
				<legend>{ __( 'It may', 'mxchat-engine' ) }</legend>
				{ Object.entries( scopes ).map( ( [ scope, label ] ) => (
					<CheckboxControl
						key={ scope }
						label={ label }
						help={ scope }
						checked={ chosen.includes( scope ) }
						onChange={ ( isChosen ) => toggle( scope, isChosen ) }
						__nextHasNoMarginBottom
					/>
				) ) }
			</fieldset>
			<SelectControl
				label={ __( 'It expires', 'mxchat-engine' ) }
				value={ days }
				options={ DAYS.map( ( count ) => ( { value: String( count ), label: expiryLabel( count ) } ) ) }
				onChange={ setDays }
				__next40pxDefaultSize
				__nextHasNoMarginBottom
			/>
			<ToggleControl
				label={ __( 'Test token', 'mxchat-engine' ) }
				help={ __( 'It reaches bots in test mode and nothing else, and costs nothing.', 'mxchat-engine' ) }
				checked={ isTest }
				onChange={ setTest }
				__nextHasNoMarginBottom
			/>
			<Choices>
				<Button variant="primary" disabled={ ! canMint } accessibleWhenDisabled onClick={ mint }>
					{ __( 'Generate', 'mxchat-engine' ) }
				</Button>
				<Button variant="tertiary" onClick={ onClose }>
					{ __( 'Cancel', 'mxchat-engine' ) }
				</Button>
			</Choices>
		</Modal>
	);
}

function expiryLabel( days: number ): string {
	/* translators: %d: number of days. */
	return days === 0 ? __( 'Never', 'mxchat-engine' ) : sprintf( __( 'In %d days', 'mxchat-engine' ), days );
}
