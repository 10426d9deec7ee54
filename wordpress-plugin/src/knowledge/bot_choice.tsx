/** Which bot shall know something; not asked where there is one bot, or where this user may not see the bots. */
import type { ReactElement } from 'react';
import { Fragment, createElement, useEffect, useState } from '../admin/element';
import type { List } from './types';

const { __ } = wp.i18n;
const { SelectControl } = wp.components;

export const DEFAULT_BOT = 'default';

interface BotName {
	bot_id: string;
	name: string;
}

export function BotChoice( { value, onChange }: { value: string; onChange: ( botId: string ) => void } ): ReactElement {
	const [ bots, setBots ] = useState< BotName[] >( [] );
	useEffect( () => {
		wp.apiFetch< List< BotName > >( { path: '/mxchat/v1/bots' } ).then(
			( { items } ) => setBots( items ),
			() => setBots( [] )
		);
	}, [] );
	return bots.length < 2 ? (
		<Fragment />
	) : (
		<SelectControl
			label={ __( 'For the bot', 'mxchat-engine' ) }
			value={ value }
			options={ bots.map( ( { bot_id, name } ) => ( { value: bot_id, label: name || bot_id } ) ) }
			onChange={ onChange }
			__next40pxDefaultSize
			__nextHasNoMarginBottom
		/>
	);
}
