/** The line between a browser and the site: a proxy that can be cut. What a browser calls offline leaves open connections as they are. */
import { once } from 'node:events';
import { createServer, request } from 'node:http';
import { atEnd } from './ends.mjs';

export async function startLine() {
	let isCut = false;
	const server = createServer( ( asked, answer ) => {
		const onward = request( asked.url, { method: asked.method, headers: asked.headers }, ( got ) => {
			answer.writeHead( got.statusCode, got.headers );
			got.pipe( answer );
		} );
		onward.on( 'error', () => answer.destroy() );
		answer.on( 'close', () => onward.destroy() );
		asked.pipe( onward );
	} );
	server.on( 'connection', ( socket ) => isCut && socket.destroy() );
	atEnd( () => {
		server.close();
		server.closeAllConnections();
	} );
	await once( server.listen( 0, '127.0.0.1' ), 'listening' );
	return {
		url: `http://127.0.0.1:${ server.address().port }`,
		cut() {
			isCut = true;
			server.closeAllConnections();
		},
		mend() {
			isCut = false;
		},
	};
}
