/** Every bot of the site. */
import type { ReactElement } from 'react';
import { createElement } from '../admin/element';
import { type Bot, DEFAULT_ID } from './types';

const { __, _n, sprintf } = wp.i18n;
const { Button } = wp.components;

export function BotList( { bots, onOpen }: { bots: Bot[]; onOpen: ( botId: string ) => void } ): ReactElement {
	return (
		<div>
			<p className="mxchat-intro">
				{ __( 'Each bot answers from its own knowledge, and knows nothing of what others are told. Pages choose one; so do programs.', 'mxchat-engine' ) }
			</p>
			<table className="wp-list-table widefat striped mxchat-bots">
				<thead>
					<tr>
						<th scope="col">{ __( 'Name', 'mxchat-engine' ) }</th>
						<th scope="col">{ __( 'ID', 'mxchat-engine' ) }</th>
						<th scope="col">{ __( 'State', 'mxchat-engine' ) }</th>
						<th scope="col">{ __( 'Own knowledge', 'mxchat-engine' ) }</th>
						<th scope="col">{ __( 'Reads', 'mxchat-engine' ) }</th>
					</tr>
				</thead>
				<tbody>
					{ bots.map( ( bot ) => (
						<tr key={ bot.bot_id }>
							<th scope="row" dir="auto">
								<Button variant="link" onClick={ () => onOpen( bot.bot_id ) }>
									{ bot.name }
								</Button>
							</th>
							<td data-colname={ __( 'ID', 'mxchat-engine' ) }>
								<code>{ bot.bot_id }</code>
							</td>
							<td data-colname={ __( 'State', 'mxchat-engine' ) }>
								<State bot={ bot } />
							</td>
							<td data-colname={ __( 'Own knowledge', 'mxchat-engine' ) }>{ amount( bot ) }</td>
							<td data-colname={ __( 'Reads', 'mxchat-engine' ) }>{ reads( bot, bots ) }</td>
						</tr>
					) ) }
				</tbody>
			</table>
		</div>
	);
}

export function State( { bot }: { bot: Pick< Bot, 'is_enabled' | 'is_test' > } ): ReactElement {
	if ( ! bot.is_enabled ) {
		return <span className="mxchat-badge">{ __( 'Off', 'mxchat-engine' ) }</span>;
	}
	return bot.is_test ? (
		<span className="mxchat-badge mxchat-badge-test">{ __( 'Test', 'mxchat-engine' ) }</span>
	) : (
		<span className="mxchat-badge mxchat-badge-live">{ __( 'Live', 'mxchat-engine' ) }</span>
	);
}

export function amount( { knowledge: { sources } }: Bot ): string {
	/* translators: %d: number of sources. */
	return sprintf( _n( '%d source', '%d sources', sources, 'mxchat-engine' ), sources );
}

function reads( { reads: ids, content_types }: Bot, bots: Bot[] ): string {
	const names = ids.map( ( id ) => ( id === DEFAULT_ID ? __( 'this site’s pages', 'mxchat-engine' ) : ( bots.find( ( { bot_id } ) => bot_id === id )?.name ?? id ) ) );
	const kinds = content_types.length > 0 ? ` (${ content_types.join( ', ' ) })` : '';
	return ( names.join( ', ' ) || __( 'its own only', 'mxchat-engine' ) ) + kinds;
}
