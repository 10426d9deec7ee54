/** The connection to the provider of this site, its test, and the step from a test that worked to a model that answers. */
import type { ReactElement } from 'react';
import { Fragment, createElement, useRef, useState } from '../admin/element';
import { Problem, useSaving } from '../admin/saving';
import { Requested, useRequest } from '../admin/request';
import { send } from '../admin/send';
import { ConnectionForm } from './connection_form';
import type { Saver } from './connection_form';
import { ConnectionTest } from './connection_test';
import type { SiteConnection } from './types';

const { __ } = wp.i18n;
const { Button, Notice } = wp.components;

const PATH = '/mxchat/v1/connection';

export function ConnectionPanel(): ReactElement {
	const request = useRequest< SiteConnection >( PATH );
	return (
		<section aria-labelledby="mxchat-connection">
			<h2 id="mxchat-connection">{ __( 'Provider', 'mxchat-engine' ) }</h2>
			<p className="mxchat-intro">{ __( 'Without a provider the chat quotes this site’s own pages, and nothing leaves the site. With one, a model answers from them: the question, the conversation and matching parts of your pages are sent to it.', 'mxchat-engine' ) }</p>
			<Requested request={ request }>{ ( connection ) => <Panel loaded={ connection } /> }</Requested>
		</section>
	);
}

function Panel( { loaded }: { loaded: SiteConnection } ): ReactElement {
	const [ connection, setConnection ] = useState( loaded );
	const saving = useSaving();
	const saver = useRef< Saver >( async () => true );
	const save = async ( change: unknown ) => setConnection( await send< SiteConnection >( 'POST', PATH, change ) );
	const isLocked = connection.is_inherited && ! connection.allows_own;
	return (
		<>
			{ ! connection.is_ai_allowed && (
				<Notice status="warning" isDismissible={ false }>
					{ __( 'AI is switched off for this WordPress (WP_AI_SUPPORT or the filter wp_supports_ai), so no provider is asked.', 'mxchat-engine' ) }
				</Notice>
			) }
			{ connection.is_inherited && (
				<Notice status="info" isDismissible={ false }>
					{ connection.allows_own
						? __( 'This site uses the network’s connection. Saving another one here takes its place on this site.', 'mxchat-engine' )
						: __( 'This site uses the network’s connection. Only the network’s administrator can change it.', 'mxchat-engine' ) }
				</Notice>
			) }
			<ConnectionForm key={ identity( connection ) } connection={ connection } hasAiClient={ connection.has_ai_client } isLocked={ isLocked } saver={ saver } onSave={ save } />
			{ connection.has_network && connection.allows_own && ! connection.is_inherited && (
				<p>
					<Button variant="secondary" onClick={ () => void saving.run( () => save( { uses_network: true } ) ) }>
						{ __( 'Go back to the network’s connection', 'mxchat-engine' ) }
					</Button>
					<Problem saving={ saving } />
				</p>
			) }
			<ConnectionTest connection={ connection } onBefore={ () => saver.current() } onTested={ setConnection } />
		</>
	);
}

/** The form begins anew when what is stored has become another. */
function identity( { base_url, mode, needs_key, headers, key }: SiteConnection ): string {
	return JSON.stringify( [ base_url, mode, needs_key, headers, key ] );
}
