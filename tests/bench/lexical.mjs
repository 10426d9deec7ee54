/**
 * Search by words and answers as a browser runs them: lexical.mjs <folder> [seconds]
 */

import { readFile } from 'node:fs/promises';
import { core } from '../wasm/core.js';

const [ folder, seconds = '3' ] = process.argv.slice( 2 );
const { chunks, questions, limit } = JSON.parse( await readFile( `${ folder }/corpus.json`, 'utf8' ) );
const segments = [ new Uint8Array( await readFile( `${ folder }/segment.bin` ) ) ];
const find = ( question ) => core.searchSegments( segments, question, limit ).map( ( { id } ) => id );

const measured = { engine: 'ours, WASM in node', search: [], answer: [], found: [] };
find( questions[ 0 ] );
const end = performance.now() + 1000 * Number( seconds );
for ( const question of questions ) {
	const asked = performance.now();
	const ids = find( question );
	const found = performance.now();
	const { answer } = core.extractAnswer( question, ids.map( ( id ) => chunks[ id ] ), segments );
	measured.answer.push( performance.now() - found );
	measured.search.push( found - asked );
	measured.found.push( [ ids, answer ] );
	if ( performance.now() > end ) {
		break;
	}
}
console.log( JSON.stringify( measured ) );
