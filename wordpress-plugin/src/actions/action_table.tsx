/** The actions in the order in which they are tried where two are equally close. */
import type { ReactElement } from 'react';
import { createElement } from '../admin/element';
import type { Action } from './types';

const { __, sprintf } = wp.i18n;
const { Button, ToggleControl } = wp.components;

interface ActionTableProps {
	actions: Action[];
	onOpen: ( action: Action ) => void;
	onSwitch: ( action: Action, isEnabled: boolean ) => void;
	onOrder: ( ids: string[] ) => void;
}

export function ActionTable( { actions, onOpen, onSwitch, onOrder }: ActionTableProps ): ReactElement {
	const move = ( from: number, to: number ) => {
		const ids = actions.map( ( { id } ) => id );
		ids.splice( to, 0, ...ids.splice( from, 1 ) );
		onOrder( ids );
	};
	return (
		<table className="widefat striped mxchat-action-table">
			<thead>
				<tr>
					<th scope="col">{ __( 'On', 'mxchat-engine' ) }</th>
					<th scope="col">{ __( 'Action', 'mxchat-engine' ) }</th>
					<th scope="col">{ __( 'Phrases', 'mxchat-engine' ) }</th>
					<th scope="col">{ __( 'Before it runs', 'mxchat-engine' ) }</th>
					<th scope="col">{ __( 'Order', 'mxchat-engine' ) }</th>
				</tr>
			</thead>
			<tbody>
				{ actions.map( ( action, place ) => (
					<tr key={ action.id }>
						<td>
							<ToggleControl
								label={ sprintf(
									/* translators: %s: name of an action. */
									__( 'Switch “%s” on', 'mxchat-engine' ),
									action.label
								) }
								checked={ action.is_enabled }
								onChange={ ( isEnabled ) => onSwitch( action, isEnabled ) }
								__nextHasNoMarginBottom
							/>
						</td>
						<th scope="row">
							<Button variant="link" onClick={ () => onOpen( action ) }>
								{ action.label }
							</Button>
							<p className="mxchat-about">{ action.description }</p>
							{ action.missing && <p className="mxchat-missing">{ action.missing }</p> }
						</th>
						<td>{ action.phrases.length }</td>
						<td>{ action.readonly ? __( 'Nothing is asked', 'mxchat-engine' ) : __( 'The visitor confirms', 'mxchat-engine' ) }</td>
						<td>
							<Button
								variant="tertiary"
								disabled={ place === 0 }
								accessibleWhenDisabled
								aria-label={ sprintf(
									/* translators: %s: name of an action. */
									__( 'Move “%s” up', 'mxchat-engine' ),
									action.label
								) }
								onClick={ () => move( place, place - 1 ) }
							>
								↑
							</Button>
							<Button
								variant="tertiary"
								disabled={ place === actions.length - 1 }
								accessibleWhenDisabled
								aria-label={ sprintf(
									/* translators: %s: name of an action. */
									__( 'Move “%s” down', 'mxchat-engine' ),
									action.label
								) }
								onClick={ () => move( place, place + 1 ) }
							>
								↓
							</Button>
						</td>
					</tr>
				) ) }
			</tbody>
		</table>
	);
}
