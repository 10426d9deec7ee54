/**
 * Messages for a receiver, delivered by workers that are killed again and again:
 *
 *   node webhook_kills.mjs <folder of the site> <messages> <kills>     PHP is the command that runs PHP.
 *
 * In the end every message has arrived whole, under one id each, and the first attempts came in their order.
 */
import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';

const [ site, messages, kills ] = [ process.argv[ 2 ], Number( process.argv[ 3 ] ), Number( process.argv[ 4 ] ) ];
const [ command, ...options ] = ( process.env.PHP ?? 'php' ).split( ' ' );
const worker = fileURLToPath( new URL( 'webhook_workers.php', import.meta.url ) );

const received = [];
let onReceived = () => {};
const receiver = createServer( async ( request, response ) => {
	let body = '';
	for await ( const piece of request ) {
		body += piece;
	}
	received.push( { id: request.headers[ 'webhook-id' ], number: JSON.parse( body ).data.number } );
	onReceived();
	setTimeout( () => response.writeHead( 204 ).end(), 30 );
} );
const port = await new Promise( ( resolve ) => receiver.listen( 0, '127.0.0.1', () => resolve( receiver.address().port ) ) );

/** @returns what it printed; null if it was killed. */
function php( ...task ) {
	const child = spawn( command, [ ...options, worker, site, port, ...task ], { stdio: [ 'ignore', 'pipe', 'inherit' ] } );
	let output = '';
	child.stdout.on( 'data', ( piece ) => ( output += piece ) );
	const ended = new Promise( ( resolve ) => child.on( 'close', ( code, signal ) => resolve( signal === null ? Number( output ) : null ) ) );
	return { kill: () => child.kill( 'SIGKILL' ), ended };
}

await php( 'report', messages ).ended;
let killed = 0;
for ( let round = 0; killed < kills && round < 20 * kills; round++ ) {
	const workers = [ php( 'work' ), php( 'work' ) ];
	// A few messages later, between the moment before the receiver answers and the moment after what came of it is noted.
	let wanted = 1 + Math.floor( Math.random() * 4 );
	onReceived = () => --wanted === 0 && setTimeout( () => workers.forEach( ( { kill } ) => kill() ), Math.random() * 60 );
	const left = await Promise.all( workers.map( ( { ended } ) => ended ) );
	onReceived = () => {};
	killed += left.filter( ( count ) => count === null ).length;
	await php( 'later' ).ended;
	if ( left.includes( 0 ) ) {
		await php( 'report', messages ).ended;
	}
}
for ( let round = 0; round < 50; round++ ) {
	await php( 'later' ).ended;
	if ( ( await php( 'work' ).ended ) === 0 ) {
		break;
	}
}
const left = await php( 'later' ).ended;
receiver.close();

const firsts = new Map( received.map( ( { id, number } ) => [ id, number ] ) );
const order = [ ...new Map( received.map( ( { id, number } ) => [ id, number ] ) ).values() ];
const runs = order.filter( ( number, index ) => index > 0 && number !== order[ index - 1 ] + 1 );
const checks = {
	[ `every message has arrived: ${ firsts.size } of them, in ${ received.length } requests, over ${ killed } killed workers` ]: left === 0 && firsts.size > 0 && firsts.size % messages === 0,
	'workers were killed': killed >= kills,
	'each message has kept its id': received.every( ( { id, number } ) => firsts.get( id ) === number ),
	'they came in their order': runs.every( ( number ) => number === 1 ),
};
let failed = 0;
for ( const [ claim, holds ] of Object.entries( checks ) ) {
	console.log( `${ holds ? 'ok    ' : 'not ok' }  ${ claim }` );
	failed += holds ? 0 : 1;
}
console.log( `${ Object.keys( checks ).length - failed } passed, ${ failed } failed` );
process.exitCode = failed > 0 ? 1 : 0;
