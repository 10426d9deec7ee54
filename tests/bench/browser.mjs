/**
 * The product's vector search as a browser runs it, and the best loop in JavaScript: browser.mjs <folder of a case> [seconds]
 *
 * Node runs both. index.bin of the folder comes from collection.php.
 */

import { readFile } from 'node:fs/promises';
import { core } from '../wasm/core.js';

const [ folder, seconds = '3' ] = process.argv.slice( 2 );
const { dimensions, limit } = JSON.parse( await readFile( `${ folder }/case.json`, 'utf8' ) );
const floats = async ( name ) => {
	const bytes = await readFile( `${ folder }/${ name }` );
	return new Float32Array( bytes.buffer.slice( bytes.byteOffset, bytes.byteOffset + bytes.byteLength ) );
};
const rows = await floats( 'rows.f32' );
const queries = await floats( 'queries.f32' );

function timed( search ) {
	const times = [];
	const ids = [];
	search( queries.subarray( 0, dimensions ) );
	const end = performance.now() + 1000 * Number( seconds );
	for ( let at = 0; at < queries.length; at += dimensions ) {
		const began = performance.now();
		ids.push( search( queries.subarray( at, at + dimensions ) ) );
		times.push( performance.now() - began );
		if ( times.length >= 3 && performance.now() > end ) {
			break;
		}
	}
	return { times, ids };
}

/** Four sums, so that an addition need not wait for the one before. */
function compareAll( query ) {
	const best = [];
	const whole = dimensions - ( dimensions % 4 );
	for ( let position = 0, from = 0; from < rows.length; position++, from += dimensions ) {
		let a = 0;
		let b = 0;
		let c = 0;
		let d = 0;
		for ( let at = 0; at < whole; at += 4 ) {
			a += rows[ from + at ] * query[ at ];
			b += rows[ from + at + 1 ] * query[ at + 1 ];
			c += rows[ from + at + 2 ] * query[ at + 2 ];
			d += rows[ from + at + 3 ] * query[ at + 3 ];
		}
		for ( let at = whole; at < dimensions; at++ ) {
			a += rows[ from + at ] * query[ at ];
		}
		const score = a + b + ( c + d );
		if ( best.length < limit || score > best[ best.length - 1 ].score ) {
			best.push( { position, score } );
			best.sort( ( left, right ) => right.score - left.score );
			best.length = Math.min( best.length, limit );
		}
	}
	return best.map( ( { position } ) => position );
}

const index = new Uint8Array( await readFile( `${ folder }/index.bin` ) );
const resident = new core.VectorIndex( index );
const searched = timed( ( query ) => resident.search( query, limit, 0, [], [], [] ).map( ( { id } ) => id ) );
console.log( JSON.stringify( { engine: 'ours, WASM in node', bytes: index.length, ...searched } ) );
console.log( JSON.stringify( { engine: 'JavaScript loop', bytes: rows.byteLength, ...timed( compareAll ) } ) );
