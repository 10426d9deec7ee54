/**
 * The golden vectors of tests/vectors, with the values that JavaScript passes and gets.
 */

import { readFile, readdir } from 'node:fs/promises';

const folder = new URL( '../vectors/', import.meta.url );

/** Every vector there is: `{ function, name, args, returns | throws }`. */
export async function readVectors() {
	const names = ( await readdir( folder ) ).filter( ( name ) => name.endsWith( '.json' ) );
	const files = await Promise.all( names.map( async ( name ) => JSON.parse( await readFile( new URL( name, folder ) ) ) ) );
	return files.flatMap( ( file ) =>
		Object.entries( file ).flatMap( ( [ name, cases ] ) => cases.map( ( vector ) => ( { ...vector, function: name } ) ) )
	);
}

/** The bytes that a value stands for: a text, floats, hex digits or 64-bit integers. */
export function bytesOf( value ) {
	if ( typeof value === 'string' ) {
		return Buffer.from( value, 'utf8' );
	}
	if ( Array.isArray( value ) ) {
		return bytesOf( { f32: value } );
	}
	if ( value.hex !== undefined ) {
		return Buffer.from( value.hex, 'hex' );
	}
	if ( value.u64 !== undefined ) {
		return Buffer.from( BigUint64Array.from( value.u64, BigInt ).buffer );
	}
	return Buffer.from( Float32Array.from( value.f32 ).buffer );
}

/** The floats that a value stands for, or undefined if its bytes are no whole number of them. */
export function floatsOf( value ) {
	const bytes = bytesOf( value );
	return bytes.length % 4 === 0 ? new Float32Array( Uint8Array.from( bytes ).buffer ) : undefined;
}

/** The text that a value stands for, or undefined if its bytes are no UTF-8: then no string says the same. */
export function textOf( value ) {
	try {
		return new TextDecoder( 'utf-8', { fatal: true, ignoreBOM: true } ).decode( bytesOf( value ) );
	} catch {
		return undefined;
	}
}

/** The place in a string that a place in its UTF-8 bytes is. */
export function unitsAt( text, byteOffset ) {
	return Buffer.from( text, 'utf8' ).subarray( 0, byteOffset ).toString( 'utf8' ).length;
}
