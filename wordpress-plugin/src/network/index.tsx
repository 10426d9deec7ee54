/** Network Admin → MxChat: a connection that the sites of the network share. */
import type { ReactElement } from 'react';
import { Fragment, createElement, useState } from '../admin/element';
import { Page, mountPage } from '../admin/page';
import '../admin/page.css';
import { Requested, useRequest } from '../admin/request';
import { Problem, useSaving } from '../admin/saving';
import { send } from '../admin/send';
import { ConnectionForm } from '../settings/connection_form';
import '../settings/settings.css';
import type { Connection, ConnectionChange } from '../settings/types';

const { __ } = wp.i18n;
const { Button, Notice, ToggleControl } = wp.components;

const PATH = '/mxchat/v1/network/connection';

interface NetworkConnection extends Connection {
	is_shared: boolean;
	allows_own: boolean;
}

function Network(): ReactElement {
	const request = useRequest< NetworkConnection >( PATH );
	return (
		<Page title="MxChat">
			<section aria-labelledby="mxchat-connection">
				<h2 id="mxchat-connection">{ __( 'Provider for all sites', 'mxchat-engine' ) }</h2>
				<p className="mxchat-intro">{ __( 'Every site of the network can use this connection. Which assistant answers, each site decides for itself.', 'mxchat-engine' ) }</p>
				<Requested request={ request }>{ ( loaded ) => <Panel loaded={ loaded } /> }</Requested>
			</section>
		</Page>
	);
}

function Panel( { loaded }: { loaded: NetworkConnection } ): ReactElement {
	const [ connection, setConnection ] = useState( loaded );
	const [ allowsOwn, setAllowsOwn ] = useState( loaded.allows_own );
	const removing = useSaving();
	const save = async ( change: ConnectionChange ) => setConnection( await send< NetworkConnection >( 'POST', PATH, { ...change, allows_own: allowsOwn } ) );
	const remove = () => void removing.run( async () => setConnection( await send< NetworkConnection >( 'DELETE', PATH ) ) );
	return (
		<>
			<Notice status="info" isDismissible={ false }>
				{ connection.is_shared ? __( 'The sites share this connection.', 'mxchat-engine' ) : __( 'No connection is shared: each site has its own, or none.', 'mxchat-engine' ) }
			</Notice>
			<p>
				<ToggleControl
					label={ __( 'Sites may have a connection of their own', 'mxchat-engine' ) }
					help={ __( 'Saved with the connection.', 'mxchat-engine' ) }
					checked={ allowsOwn }
					onChange={ setAllowsOwn }
					__nextHasNoMarginBottom
				/>
			</p>
			<ConnectionForm key={ JSON.stringify( connection ) } connection={ connection } hasAiClient onSave={ save } />
			{ connection.is_shared && (
				<>
					<Problem saving={ removing } />
					<Button variant="tertiary" isDestructive onClick={ remove }>
						{ __( 'Share no connection', 'mxchat-engine' ) }
					</Button>
				</>
			) }
		</>
	);
}

mountPage( 'mxchat-network', <Network /> );
