/** A question to the bot, as it is stored. */
import type { FormEvent, ReactElement } from 'react';
import { createElement, useState } from '../admin/element';
import { Problem, useSaving } from '../admin/saving';
import { send } from '../admin/send';
import type { Bot, Said } from './types';

const { __ } = wp.i18n;
const { Button, TextControl } = wp.components;

export function Try( { bot }: { bot: Bot } ): ReactElement | null {
	const [ question, setQuestion ] = useState( '' );
	const [ said, setSaid ] = useState< string | null >( null );
	const saving = useSaving();
	const ask = ( event: FormEvent ) => {
		event.preventDefault();
		void saving.run( async () => setSaid( ( await send< Said >( 'POST', `/mxchat/v1/bot/${ bot.bot_id }`, { message: question } ) ).response ) );
	};
	return ! bot.is_enabled ? null : (
		<section>
			<h3>{ __( 'Try it', 'mxchat-engine' ) }</h3>
			<form className="mxchat-form" onSubmit={ ask }>
				<TextControl __next40pxDefaultSize __nextHasNoMarginBottom label={ __( 'Question', 'mxchat-engine' ) } value={ question } onChange={ setQuestion } />
				<Problem saving={ saving } />
				<Button variant="secondary" type="submit" isBusy={ saving.isBusy } disabled={ saving.isBusy || question.trim() === '' } accessibleWhenDisabled>
					{ __( 'Ask', 'mxchat-engine' ) }
				</Button>
				<div role="status">
					{ said !== null && (
						<blockquote className="mxchat-said" dir="auto">
							{ said }
						</blockquote>
					) }
				</div>
			</form>
		</section>
	);
}
