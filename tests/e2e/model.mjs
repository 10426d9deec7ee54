/** The scripted model server of tests/upstream, in the process of the tests. */
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { createServer } from '../upstream/model.mjs';
import { atEnd } from './ends.mjs';

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
