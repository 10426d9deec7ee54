/** One bot: its fields, a question to try it, and how it comes onto a page. */
import type { ReactElement } from 'react';
import { createElement, useEffect, useRef, useState } from '../admin/element';
import { Problem, useSaving } from '../admin/saving';
import { send } from '../admin/send';
import { BotForm } from './bot_form';
import { State } from './bot_list';
import { Embed } from './embed';
import { Try } from './try';
import { BOTS, type Bot, type BotFields, DEFAULT_ID } from './types';

const { __, sprintf } = wp.i18n;
const { Button, Modal, Notice } = wp.components;

interface BotViewProps {
	bots: Bot[];
	/** Null for a new one, or one that is gone. */
	bot: Bot | null;
	isNew: boolean;
	isSaved: boolean;
	onBack: () => void;
	onChanged: ( next: string | null ) => void;
}

export function BotView( { bots, bot, isNew, isSaved, onBack, onChanged }: BotViewProps ): ReactElement {
	const heading = useRef< HTMLHeadingElement >( null );
	useEffect( () => heading.current?.focus(), [] );
	const save = async ( fields: Partial< BotFields > ) => {
		const stored = bot === null ? await send< Bot >( 'POST', BOTS, fields ) : await send< Bot >( 'PATCH', `${ BOTS }/${ bot.bot_id }`, fields );
		onChanged( stored.bot_id );
	};
	return (
		<div>
			<Button variant="link" onClick={ onBack }>
				{ __( '← All bots', 'mxchat-engine' ) }
			</Button>
			<h2 ref={ heading } tabIndex={ -1 } className="mxchat-title" dir="auto">
				{ isNew ? __( 'New bot', 'mxchat-engine' ) : bot?.name } { bot && <State bot={ bot } /> }
			</h2>
			<div role="status">
				{ isSaved && (
					<Notice status="success" isDismissible={ false }>
						{ __( 'Saved.', 'mxchat-engine' ) }
					</Notice>
				) }
			</div>
			{ bot === null && ! isNew ? (
				<Notice status="warning" isDismissible={ false }>
					{ __( 'There is no such bot.', 'mxchat-engine' ) }
				</Notice>
			) : (
				<BotForm bots={ bots } bot={ bot } onSave={ save } />
			) }
			{ bot && <Try bot={ bot } /> }
			{ bot && <Embed bot={ bot } /> }
			{ bot && <Ending bot={ bot } onDeleted={ () => onChanged( null ) } /> }
		</div>
	);
}

function Ending( { bot, onDeleted }: { bot: Bot; onDeleted: () => void } ): ReactElement {
	const [ isAsking, setAsking ] = useState( false );
	const saving = useSaving();
	const isDefault = bot.bot_id === DEFAULT_ID;
	const label = isDefault ? __( 'Set back', 'mxchat-engine' ) : __( 'Delete this bot', 'mxchat-engine' );
	const confirm = async () => {
		setAsking( false );
		if ( await saving.run( () => send( 'DELETE', `${ BOTS }/${ bot.bot_id }` ) ) ) {
			onDeleted();
		}
	};
	return (
		<section>
			<Problem saving={ saving } />
			<Button variant="secondary" isDestructive onClick={ () => setAsking( true ) }>
				{ label }
			</Button>
			{ isAsking && (
				<Modal
					title={ isDefault ? __( 'Set this bot back?', 'mxchat-engine' ) : /* translators: %s: name of a bot. */ sprintf( __( 'Delete “%s”?', 'mxchat-engine' ), bot.name ) }
					onRequestClose={ () => setAsking( false ) }
				>
					<p>
						{ isDefault
							? __( 'It is again as it was on the first day. Its knowledge and its conversations stay.', 'mxchat-engine' )
							: __( 'What was pushed to it is deleted with it. Its conversations stay in the transcripts. Pages and programs that name it find nobody.', 'mxchat-engine' ) }
					</p>
					<p className="mxchat-actions">
						<Button variant="primary" isDestructive onClick={ () => void confirm() }>
							{ isDefault ? __( 'Set back', 'mxchat-engine' ) : __( 'Delete', 'mxchat-engine' ) }
						</Button>
						<Button variant="tertiary" onClick={ () => setAsking( false ) }>
							{ __( 'Cancel', 'mxchat-engine' ) }
						</Button>
					</p>
				</Modal>
			) }
		</section>
	);
}
