import { createHash } from 'node:crypto';
import { countTokens, words } from './answer.mjs';
import { refuse, reply } from './reply.mjs';

const OTHER_DIMENSIONS = 256;

/** POST /embeddings: unit vectors made of hashed words, so that texts with the same words are near each other. */
export async function embeddings( call ) {
	const { method, path, body, script, step } = call;
	if ( method !== 'POST' || path !== '/embeddings' ) {
		return false;
	}
	const inputs = Array.isArray( body.input ) ? body.input : [ body.input ];
	if ( inputs.length === 0 || inputs.length > 2048 || inputs.some( ( text ) => typeof text !== 'string' || text === '' ) ) {
		refuse( 400, "Invalid 'input'.", { param: 'input' } );
	}
	const tokens = inputs.map( countTokens );
	const total = tokens.reduce( ( sum, count ) => sum + count, 0 );
	if ( tokens.some( ( count ) => count > 8192 ) || total > 300_000 ) {
		refuse( 400, 'Too many tokens.', { param: 'input', code: 'context_length_exceeded' } );
	}
	const own = script.settings.embedding_dimensions[ body.model ] ?? OTHER_DIMENSIONS;
	const dimensions = script.settings.honours_dimensions && body.dimensions ? body.dimensions : own;
	const is_base64 = body.encoding_format === 'base64' && script.settings.honours_base64;
	const data = inputs.map( ( text, index ) => {
		const vector = embedding( text, dimensions, step.scale ?? 1 );
		return { object: 'embedding', index, embedding: is_base64 ? Buffer.from( vector.buffer ).toString( 'base64' ) : Array.from( vector ) };
	} );
	const usage = 'usage' in step ? step.usage : { prompt_tokens: total, total_tokens: total };
	return reply( call, { object: 'list', data: step.is_reversed ? data.reverse() : data, model: body.model, usage } );
}

export function embedding( text, dimensions, scale = 1 ) {
	const sums = new Float64Array( dimensions );
	for ( const word of words( text ) ) {
		add( sums, word, 1 );
		// Its stem, roughly: "shipping" is near "shipped".
		add( sums, word.slice( 0, 5 ), 1 );
	}
	const length = Math.hypot( ...sums );
	if ( length === 0 ) {
		sums[ 0 ] = 1;
	}
	return Float32Array.from( sums, ( value ) => ( value * scale ) / ( length || 1 ) );
}

function add( sums, word, weight ) {
	const hash = createHash( 'sha256' ).update( word ).digest();
	for ( let i = 0; i < 24; i += 4 ) {
		const place = hash.readUInt32LE( i ) % sums.length;
		sums[ place ] += hash[ 24 + i / 4 ] & 1 ? weight : -weight;
	}
}
