/**
 * Every golden vector whose function the browser has.
 */

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, test } from 'node:test';
import { core } from './core.js';
import { argumentsOf, assertCall, camelCase, exported, serverOnly } from './functions.js';
import { readVectors } from './vectors.js';

const vectors = await readVectors();

for ( const name of Object.keys( exported ) ) {
	describe( name, () => {
		for ( const vector of vectors.filter( ( candidate ) => candidate.function === name ) ) {
			const args = argumentsOf( vector );
			if ( args ) {
				test( vector.name, () => assertCall( vector, args ) );
			}
		}
	} );
}

test( 'every function of the vectors is exported or stays on the server', () => {
	const names = new Set( vectors.map( ( vector ) => vector.function ) );
	assert.deepStrictEqual( [ ...names ].sort(), [ ...Object.keys( exported ), ...serverOnly ].sort() );
} );

test( 'the package exports these functions, its initializers, the index and the model that stay and nothing else', () => {
	const functions = Object.keys( core ).filter( ( name ) => ! [ 'default', 'initSync', 'ActionModel', 'VectorIndex' ].includes( name ) );
	assert.deepStrictEqual( functions.sort(), Object.keys( exported ).map( camelCase ).sort() );
} );

test( 'every export has a type', async () => {
	const types = await readFile( new URL( '../../wordpress-plugin/build/mxchat-core.d.ts', import.meta.url ), 'utf8' );
	for ( const name of Object.keys( exported ).map( camelCase ) ) {
		const declaration = types.match( new RegExp( `^export function ${ name }\\(.*$`, 'm' ) )?.[ 0 ];
		assert.ok( declaration, name );
		assert.doesNotMatch( declaration, /\bany\b/ );
	}
} );
