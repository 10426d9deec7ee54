/**
 * Runs every example of examples.sh on a site with the shop's pages (MXCHAT_SITE_URL, MXCHAT_TOKEN), and compares the
 * answer with what the example says of it.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

const folder = mkdtempSync( join( tmpdir(), 'mxchat-examples-' ) );
const headers = join( folder, 'headers' );
const source = readFileSync( new URL( './examples.sh', import.meta.url ), 'utf8' );

/** The second is the one that the documents name; tests/api/chatbot.php makes it. */
const chatbots = [ 'default', '3' ];

/** The body goes where it would go by hand, the headers into a file: the last call is the one that is compared. */
const prelude = `
set -euo pipefail
curl() { command curl -sS -D '${ headers }' "$@"; }
`;

/** An example is a title, what it gives, and commands; an empty line ends it. */
function parse( text ) {
	const [ head, ...blocks ] = text.trim().split( /\n\n(?=# )/ );
	return blocks.map( ( block ) => {
		const lines = block.split( '\n' );
		const claims = lines.filter( ( line ) => line.startsWith( '#= ' ) ).map( ( line ) => line.slice( 3 ) );
		return {
			title: lines[ 0 ].slice( 2 ),
			status: Number( claims[ 0 ] ),
			claims: claims.slice( 1 ).map( ( claim ) => [ claim.slice( 0, claim.indexOf( ':' ) ), claim.slice( claim.indexOf( ':' ) + 2 ) ] ),
			chatbots: block.includes( '$CHATBOT' ) ? chatbots : chatbots.slice( 0, 1 ),
			script: head + '\n' + prelude + lines.filter( ( line ) => ! line.startsWith( '#' ) ).join( '\n' ),
		};
	} );
}

/** All values at a path; "[]" is every item of a list. */
function valuesAt( value, path ) {
	let values = [ value ];
	for ( const [ part ] of path.matchAll( /\[\d*\]|[^.[\]]+/g ) ) {
		values = values.flatMap( ( each ) => ( part === '[]' ? each : [ each?.[ part.replace( /[[\]]/g, '' ) ] ] ) );
	}
	return values;
}

const types = {
	array: Array.isArray,
	boolean: ( value ) => typeof value === 'boolean',
	integer: Number.isInteger,
	number: ( value ) => typeof value === 'number',
	object: ( value ) => typeof value === 'object' && value !== null && ! Array.isArray( value ),
	string: ( value ) => typeof value === 'string',
};

function check( answer, path, expected ) {
	if ( path === 'keys' ) {
		assert.deepEqual( Object.keys( answer ).sort(), expected.split( ' ' ).sort() );
		return;
	}
	for ( const value of valuesAt( answer, path ) ) {
		const shown = `${ path } is ${ JSON.stringify( value ) }, not ${ expected }`;
		if ( expected in types ) {
			assert.ok( types[ expected ]( value ), shown );
		} else if ( expected.startsWith( '/' ) ) {
			assert.match( value, new RegExp( expected.slice( 1, -1 ) ), shown );
		} else {
			assert.deepEqual( value, JSON.parse( expected ), shown );
		}
	}
}

function run( script, chatbot ) {
	const env = { ...process.env, SITE: process.env.MXCHAT_SITE_URL, TOKEN: process.env.MXCHAT_TOKEN, CHATBOT: chatbot };
	const { stdout, stderr, status } = spawnSync( 'bash', [ '-c', script ], { env, encoding: 'utf8' } );
	assert.equal( status, 0, stderr );
	return { status: Number( readFileSync( headers, 'utf8' ).split( ' ', 2 )[ 1 ] ), answer: JSON.parse( stdout ) };
}

const examples = parse( source );
assert.ok( examples.length > 15, 'examples.sh was not understood' );
for ( const { title, status, claims, script, chatbots } of examples ) {
	for ( const chatbot of chatbots ) {
		test( `${ title } (${ chatbot })`, () => {
			const result = run( script, chatbot );
			assert.equal( result.status, status, JSON.stringify( result.answer ) );
			for ( const [ path, expected ] of claims ) {
				check( result.answer, path, expected.replace( '$CHATBOT', chatbot ) );
			}
		} );
	}
}
