/** The scripted model server of tests/upstream, in the process of the tests. */
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createServer } from '../upstream/model.mjs';
import { atEnd } from './ends.mjs';
import { siteFolder } from './site.mjs';

export async function startModel( settings = {} ) {
	const server = createServer( settings );
	atEnd( () => {
		server.close();
		server.closeAllConnections();
	} );
	await once( server.listen( 0, '127.0.0.1' ), 'listening' );
	const origin = `http://127.0.0.1:${ server.address().port }`;
	const control = async ( path, method, body ) => ( await fetch( `${ origin }${ path }`, { method, body: body && JSON.stringify( body ) } ) ).json();
	return {
		url: `${ origin }/v1`,
		/** What it answers next. */
		script: ( ...steps ) => control( '/__script', 'POST', steps ),
		/** Forgets what was scripted and asked. */
		reset: () => control( '/__script', 'DELETE' ),
		/** Waits until an answer is held, and lets it go on. */
		async release() {
			while ( ( await control( '/__release', 'POST' ) ).released === 0 ) {
				await wait( 20 );
			}
		},
		/** What it was asked with this method at paths like this. */
		calls: async ( pattern, wanted = 'POST' ) => ( await control( '/__journal', 'GET' ) ).filter( ( { method, path } ) => method === wanted && pattern.test( path ) ),
	};
}

/** Lets this model answer the site's visitors, for the time of these tests. */
export function answerWith( model ) {
	const connect = ( ...more ) => execFileSync( 'php', [ fileURLToPath( new URL( '../site/connect.php', import.meta.url ) ), siteFolder, ...more ] );
	atEnd( () => connect() );
	connect( model.url, 'scripted-large' );
}
