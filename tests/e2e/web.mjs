/** tests/upstream/web.mjs beside the site, which may ask it although it is on the same machine. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { atEnd } from './ends.mjs';
import { putContent } from './site.mjs';

const program = fileURLToPath( new URL( '../upstream/web.mjs', import.meta.url ) );

export async function startWeb() {
	// It ends with its standard input, so not later than this process.
	const child = spawn( process.execPath, [ program ], { stdio: [ 'pipe', 'pipe', 'inherit' ] } );
	atEnd( () => child.kill() );
	const [ line ] = await Promise.race( [ once( createInterface( child.stdout ), 'line' ), hasEnded( child ) ] );
	const [ port, , controlPort ] = line.split( ' ' );
	await putContent( 'mu-plugins/mxchat-exempt.php', `<?php\nadd_filter( 'mxchat_fetch_exemptions', static fn() => array( '127.0.0.1:${ port }' ) );\n` );
	const control = async ( options ) => ( await fetch( `http://127.0.0.1:${ controlPort }/`, options ) ).json();
	return {
		host: `127.0.0.1:${ port }`,
		url: ( path ) => `http://127.0.0.1:${ port }${ path }`,
		script: ( answers ) => control( { method: 'POST', body: JSON.stringify( answers ) } ),
		requests: async () => ( await control() ).requests,
	};
}

async function hasEnded( child ) {
	const [ status ] = await once( child, 'exit' );
	throw new Error( `${ program } ended with ${ status }.` );
}
