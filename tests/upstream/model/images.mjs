import { createHash } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import { now, refuse, reply } from './reply.mjs';

const SIDE = 64;

/** POST /images/generations: a square whose colour comes from the prompt. */
export async function images( call ) {
	const { method, path, body, step } = call;
	if ( method !== 'POST' || path !== '/images/generations' ) {
		return false;
	}
	if ( typeof body.prompt !== 'string' || body.prompt === '' ) {
		refuse( 400, "Missing required parameter: 'prompt'.", { param: 'prompt' } );
	}
	const bytes = png( createHash( 'sha256' ).update( body.prompt ).digest().subarray( 0, 3 ) );
	const usage = { input_tokens: Math.ceil( body.prompt.length / 4 ), output_tokens: 272, total_tokens: 272 + Math.ceil( body.prompt.length / 4 ) };
	return reply( call, { created: now(), data: [ step.image ?? { b64_json: bytes.toString( 'base64' ) } ], output_format: 'png', usage } );
}

function png( colour ) {
	const row = Buffer.concat( [ Buffer.from( [ 0 ] ), ...Array( SIDE ).fill( colour ) ] );
	const header = Buffer.alloc( 13 );
	header.writeUInt32BE( SIDE, 0 );
	header.writeUInt32BE( SIDE, 4 );
	header.set( [ 8, 2, 0, 0, 0 ], 8 );
	const pixels = deflateSync( Buffer.concat( Array( SIDE ).fill( row ) ) );
	return Buffer.concat( [ Buffer.from( '89504e470d0a1a0a', 'hex' ), chunk( 'IHDR', header ), chunk( 'IDAT', pixels ), chunk( 'IEND', Buffer.alloc( 0 ) ) ] );
}

function chunk( name, content ) {
	const body = Buffer.concat( [ Buffer.from( name ), content ] );
	const whole = Buffer.alloc( body.length + 8 );
	whole.writeUInt32BE( content.length, 0 );
	body.copy( whole, 4 );
	whole.writeUInt32BE( crc32( body ), body.length + 4 );
	return whole;
}

function crc32( bytes ) {
	let crc = 0xffffffff;
	for ( const byte of bytes ) {
		crc ^= byte;
		for ( let bit = 0; bit < 8; bit++ ) {
			crc = crc & 1 ? ( crc >>> 1 ) ^ 0xedb88320 : crc >>> 1;
		}
	}
	return ( crc ^ 0xffffffff ) >>> 0;
}
