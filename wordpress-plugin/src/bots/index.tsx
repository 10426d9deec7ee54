/** MxChat → Bots. `?bot=…` in the address opens one; `?bot=` makes a new one. */
import type { ReactElement } from 'react';
import { useAddress } from '../admin/address';
import { createElement, useState } from '../admin/element';
import { Page, mountPage } from '../admin/page';
import '../admin/page.css';
import { Requested, useRequest } from '../admin/request';
import { BotList } from './bot_list';
import { BotView } from './bot_view';
import './bots.css';
import { BOTS, type Bot, type List } from './types';

const { __ } = wp.i18n;
const { Button } = wp.components;

function Bots(): ReactElement {
	const [ botId, setBotId ] = useAddress( 'bot' );
	const [ hasMoved, setHasMoved ] = useState( false );
	const [ changes, setChanges ] = useState( 0 );
	const [ isSaved, setSaved ] = useState( false );
	// The number of changes in the address asks again after each.
	const request = useRequest< List< Bot > >( wp.url.addQueryArgs( BOTS, { changes } ) );
	const go = ( next: string | null ) => {
		setHasMoved( true );
		setSaved( false );
		setBotId( next );
	};
	const change = ( next: string | null ) => {
		setChanges( changes + 1 );
		go( next );
		setSaved( next !== null );
	};
	return (
		<Page title={ __( 'Bots', 'mxchat-engine' ) } takesFocus={ hasMoved && botId === null }>
			<Requested request={ request }>
				{ ( { items } ) =>
					botId === null ? (
						<BotList bots={ items } onOpen={ go } />
					) : (
						<BotView key={ botId } bots={ items } bot={ items.find( ( bot ) => bot.bot_id === botId ) ?? null } isNew={ botId === '' } isSaved={ isSaved } onBack={ () => go( null ) } onChanged={ change } />
					)
				}
			</Requested>
			{ botId === null && (
				<p>
					<Button variant="primary" onClick={ () => go( '' ) }>
						{ __( 'New bot', 'mxchat-engine' ) }
					</Button>
				</p>
			) }
		</Page>
	);
}

mountPage( 'mxchat-bots', <Bots /> );
