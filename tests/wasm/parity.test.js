/**
 * The WASM package against the polyfill on random calls: the same results, bit for bit.
 */

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';
import { argumentsOf, assertCall, exported } from './functions.js';
import { textOf } from './vectors.js';

const script = fileURLToPath( new URL( '../php/outcomes.php', import.meta.url ) );
const calls = process.env.MXCHAT_PARITY ?? '300';

function outcomesOf( name ) {
	const php = spawnSync( 'php', [ script, calls, name ], { encoding: 'utf8', maxBuffer: 2 ** 30 } );
	assert.equal( php.status, 0, php.stderr );
	return php.stdout.trim().split( '\n' ).map( ( line ) => JSON.parse( line ) );
}

/** A value with its hex digits turned into text, at any depth. */
function decoded( value ) {
	if ( value === null || typeof value !== 'object' ) {
		return value;
	}
	if ( 'hex' in value ) {
		return textOf( value );
	}
	if ( Array.isArray( value ) ) {
		return value.map( decoded );
	}
	return Object.fromEntries( Object.entries( value ).map( ( [ key, item ] ) => [ key, decoded( item ) ] ) );
}

for ( const name of Object.keys( exported ) ) {
	test( `${ name } agrees with the polyfill`, () => {
		let compared = 0;
		for ( const outcome of outcomesOf( name ) ) {
			const args = argumentsOf( outcome );
			if ( args ) {
				assertCall( { ...outcome, returns: decoded( outcome.returns ) }, args );
				compared++;
			}
		}
		assert.ok( compared > 0.5 * calls, `only ${ compared } calls` );
	} );
}
