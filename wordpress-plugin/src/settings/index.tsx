/** MxChat → Settings: the provider, what the chat says and reads, its limits and what it may spend. */
import type { ReactElement } from 'react';
import { Fragment, createElement, useEffect, useState } from '../admin/element';
import { Page, mountPage } from '../admin/page';
import '../admin/page.css';
import { Requested, useRequest } from '../admin/request';
import { ConnectionPanel } from './connection_panel';
import { EmbeddingsPanel } from './embeddings';
import './settings.css';
import { Place, Reading, Visitors, Words } from './site_panels';
import { SpendPanel } from './spend';
import type { Settings } from './types';
import { Vectors } from './vectors';

const { __ } = wp.i18n;

function SettingsPage(): ReactElement {
	const request = useRequest< Settings >( '/mxchat/v1/settings' );
	return (
		<Page title={ __( 'Settings', 'mxchat-engine' ) }>
			<nav aria-label={ __( 'Sections', 'mxchat-engine' ) } className="mxchat-sections">
				{ Object.entries( sections ).map( ( [ id, title ] ) => (
					<a key={ id } href={ `#${ id }` }>
						{ title }
					</a>
				) ) }
			</nav>
			<ConnectionPanel />
			<EmbeddingsPanel />
			<SpendPanel />
			<Requested request={ request }>{ ( loaded ) => <SitePanels loaded={ loaded } /> }</Requested>
		</Page>
	);
}

function SitePanels( { loaded }: { loaded: Settings } ): ReactElement {
	const [ settings, setSettings ] = useState( loaded );
	// A link to one of these came before it was there.
	useEffect( () => document.getElementById( location.hash.slice( 1 ) )?.scrollIntoView(), [] );
	return (
		<>
			<Place settings={ settings } onSaved={ setSettings } />
			<Words settings={ settings } onSaved={ setSettings } />
			<Reading settings={ settings } onSaved={ setSettings } />
			<Visitors settings={ settings } onSaved={ setSettings } />
			<Vectors settings={ settings } onSaved={ setSettings } />
		</>
	);
}

const sections: Record< string, string > = {
	'mxchat-connection': __( 'Provider', 'mxchat-engine' ),
	'mxchat-embeddings': __( 'Search by meaning', 'mxchat-engine' ),
	'mxchat-spend': __( 'Spend', 'mxchat-engine' ),
	'mxchat-place': __( 'Place and look', 'mxchat-engine' ),
	'mxchat-words': __( 'Words', 'mxchat-engine' ),
	'mxchat-reading': __( 'What it reads', 'mxchat-engine' ),
	'mxchat-visitors': __( 'Visitors', 'mxchat-engine' ),
	'mxchat-vectors': __( 'Store of embeddings', 'mxchat-engine' ),
};

mountPage( 'mxchat-settings', <SettingsPage /> );
