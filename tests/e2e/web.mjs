/** tests/upstream/web.mjs beside a served site that may ask it, although it is on the same machine. */
import { spawn } from 'node:child_process';
import { rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath( new URL( '../upstream/web.mjs', import.meta.url ) );

export async function startWeb() {
	const child = spawn( process.execPath, [ program ], { stdio: [ 'pipe', 'pipe', 'inherit' ] } );
	const [ port, , controlPort ] = await new Promise( ( resolve ) => child.stdout.once( 'data', ( line ) => resolve( String( line ).trim().split( ' ' ) ) ) );
	const plugin = `${ process.env.MXCHAT_SITE }/www/wp-content/mu-plugins/mxchat-exempt.php`;
	await writeFile( plugin, `<?php\nadd_filter( 'mxchat_fetch_exemptions', static fn() => array( '127.0.0.1:${ port }' ) );\n` );
	const control = async ( options ) => ( await fetch( `http://127.0.0.1:${ controlPort }/`, options ) ).json();
	return {
		url: ( path ) => `http://127.0.0.1:${ port }${ path }`,
		script: ( answers ) => control( { method: 'POST', body: JSON.stringify( answers ) } ),
		requests: async () => ( await control() ).requests,
		async stop() {
			child.stdin.end();
			await rm( plugin, { force: true } );
		},
	};
}
