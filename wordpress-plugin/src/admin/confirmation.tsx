/** Asks before something is done that cannot be undone. */
import type { ReactElement } from 'react';
import { createElement } from './element';

const { __ } = wp.i18n;
const { Button, Modal } = wp.components;

interface ConfirmationProps {
	title: string;
	text: string;
	/** What the button says that does it. */
	action: string;
	isDestructive?: boolean;
	onConfirm: () => void;
	onCancel: () => void;
}

export function Confirmation( { title, text, action, isDestructive = true, onConfirm, onCancel }: ConfirmationProps ): ReactElement {
	return (
		<Modal title={ title } onRequestClose={ onCancel }>
			<p dir="auto" className="mxchat-anywhere">
				{ text }
			</p>
			<p className="mxchat-actions">
				<Button variant="primary" isDestructive={ isDestructive } onClick={ onConfirm }>
					{ action }
				</Button>
				<Button variant="tertiary" onClick={ onCancel }>
					{ __( 'Cancel', 'mxchat-engine' ) }
				</Button>
			</p>
		</Modal>
	);
}
