/** A new webhook, or another address or other events for one. */
import type { FormEvent, ReactElement } from 'react';
import { createElement, useState } from '../admin/element';
import type { Webhook, Wish } from './types';

const { __ } = wp.i18n;
const { Button, CheckboxControl, Modal, Notice, TextControl, ToggleControl } = wp.components;

const events: Record< string, string > = {
	'message.created': __( 'A message was asked or answered', 'mxchat-engine' ),
	'conversation.created': __( 'A conversation began', 'mxchat-engine' ),
	'conversation.closed': __( 'A conversation ended', 'mxchat-engine' ),
	'action.executed': __( 'An action was carried out', 'mxchat-engine' ),
	'contact.created': __( 'A contact was added', 'mxchat-engine' ),
	'contact.updated': __( 'A contact was changed', 'mxchat-engine' ),
	'handoff.requested': __( 'Somebody asked for a person', 'mxchat-engine' ),
	'knowledge.updated': __( 'The knowledge changed', 'mxchat-engine' ),
};

interface EditorProps {
	/** Null for a new one. */
	webhook: Webhook | null;
	problem: string;
	onSave: ( wish: Wish ) => Promise< boolean >;
	onClose: () => void;
}

export function Editor( { webhook, problem, onSave, onClose }: EditorProps ): ReactElement {
	const [ url, setUrl ] = useState( webhook?.url ?? '' );
	const [ description, setDescription ] = useState( webhook?.description ?? '' );
	const [ chosen, setChosen ] = useState< string[] >( webhook?.events ?? [ 'message.created' ] );
	const [ isEnabled, setEnabled ] = useState( webhook?.is_enabled ?? true );
	const [ isBusy, setBusy ] = useState( false );
	const canSave = url.trim() !== '' && chosen.length > 0 && ! isBusy;
	const submit = async ( event: FormEvent ) => {
		event.preventDefault();
		if ( ! canSave ) {
			return;
		}
		setBusy( true );
		const isSaved = await onSave( { url: url.trim(), description: description.trim(), events: chosen, is_enabled: isEnabled } );
		if ( ! isSaved ) {
			setBusy( false );
		}
	};
	const toggle = ( name: string, isChosen: boolean ) => setChosen( isChosen ? [ ...chosen, name ] : chosen.filter( ( other ) => other !== name ) );
	return (
		<Modal title={ webhook === null ? __( 'New webhook', 'mxchat-engine' ) : __( 'Edit webhook', 'mxchat-engine' ) } onRequestClose={ onClose }>
			<form className="mxchat-editor" onSubmit={ ( event ) => void submit( event ) }>
				{ problem && (
					<Notice status="error" isDismissible={ false }>
						{ problem }
					</Notice>
				) }
				<TextControl
					label={ __( 'Address', 'mxchat-engine' ) }
					help={ __( 'Begins with https. Messages are posted there as JSON.', 'mxchat-engine' ) }
					type="url"
					value={ url }
					onChange={ setUrl }
					__next40pxDefaultSize
					__nextHasNoMarginBottom
				/>
				<TextControl
					label={ __( 'Description', 'mxchat-engine' ) }
					help={ __( 'For yourself, for example the name of the service.', 'mxchat-engine' ) }
					value={ description }
					onChange={ setDescription }
					__next40pxDefaultSize
					__nextHasNoMarginBottom
				/>
				<fieldset className="mxchat-choose">
					<legend>{ __( 'Tell it when', 'mxchat-engine' ) }</legend>
					{ Object.entries( events ).map( ( [ name, label ] ) => (
						<CheckboxControl
							key={ name }
							label={ label }
							help={ name }
							checked={ chosen.includes( name ) }
							onChange={ ( isChosen ) => toggle( name, isChosen ) }
							__nextHasNoMarginBottom
						/>
					) ) }
				</fieldset>
				<ToggleControl label={ __( 'Send messages', 'mxchat-engine' ) } checked={ isEnabled } onChange={ setEnabled } __nextHasNoMarginBottom />
				<p className="mxchat-actions">
					<Button variant="primary" type="submit" isBusy={ isBusy } disabled={ ! canSave } accessibleWhenDisabled>
						{ webhook === null ? __( 'Add webhook', 'mxchat-engine' ) : __( 'Save', 'mxchat-engine' ) }
					</Button>
					<Button variant="tertiary" onClick={ onClose }>
						{ __( 'Cancel', 'mxchat-engine' ) }
					</Button>
				</p>
			</form>
		</Modal>
	);
}
