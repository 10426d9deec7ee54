/** A site behind a proxy asks for pages: node fetcher_proxy.mjs <folder of the site>     PHP is the command that runs PHP. */
import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const [ command, ...options ] = ( process.env.PHP ?? 'php' ).split( ' ' );
const hosts = [];
const asked = [];

const web = createServer( ( request, response ) => {
	hosts.push( request.headers.host );
	response.end( 'the page' );
} );
const proxy = createServer( ( request, response ) => {
	asked.push( `${ request.method } ${ request.url }` );
	response.writeHead( 502 ).end();
} );
proxy.on( 'connect', ( { url }, client ) => {
	asked.push( `CONNECT ${ url }` );
	const [ host, port ] = url.split( ':' );
	const server = connect( Number( port ), host, () => {
		client.write( 'HTTP/1.1 200 Connection established\r\n\r\n' );
		client.pipe( server ).pipe( client );
	} );
	server.on( 'error', () => client.destroy() );
	client.on( 'error', () => server.destroy() );
} );
const listen = ( server ) => new Promise( ( resolve ) => server.listen( 0, '0.0.0.0', () => resolve( server.address().port ) ) );
const [ proxyPort, port ] = [ await listen( proxy ), await listen( web ) ];

const script = fileURLToPath( new URL( 'fetcher_proxy.php', import.meta.url ) );
const { stdout } = await promisify( execFile )( command, [ ...options, script, process.argv[ 2 ], proxyPort, port ] );
const outcomes = JSON.parse( stdout );

const checks = {
	'the page comes through the proxy': outcomes[ 0 ] === 'the page',
	'the proxy is told the checked address, not a name to look up': JSON.stringify( asked ) === JSON.stringify( [ `CONNECT 127.0.0.2:${ port }` ] ),
	'the server is told the name': JSON.stringify( hosts ) === JSON.stringify( [ `shop.example.test:${ port }` ] ),
	'what is inside is refused before the proxy is asked': outcomes[ 1 ] === 'mxchat_fetch_refused' && outcomes[ 2 ] === 'mxchat_fetch_refused',
};
let failed = 0;
for ( const [ claim, holds ] of Object.entries( checks ) ) {
	console.log( `${ holds ? 'ok    ' : 'not ok' }  ${ claim }` );
	failed += holds ? 0 : 1;
}
if ( failed > 0 ) {
	console.log( { outcomes, asked, hosts } );
}
console.log( `${ Object.keys( checks ).length - failed } passed, ${ failed } failed` );
process.exit( failed > 0 ? 1 : 0 );
