/** What the model says if nothing is scripted: the sentences of its context that are nearest to the question. */

const COMMON = new Set( 'the and for are you your with what when how does can this that from have will about which who where why not but our has was'.split( ' ' ) );
const MAX_SENTENCES = 2;

/** @param {{question: string, context: string, outputs: string[]}} asked */
export function plausibleText( { question, context, outputs } ) {
	if ( outputs.length > 0 ) {
		return `The tool says: ${ outputs.at( -1 ).slice( 0, 600 ) }`;
	}
	const { asked, told } = parts( question );
	const found = nearest( asked, `${ context }\n${ told }` );
	const said = asked.replace( /\s+/g, ' ' ).slice( 0, 200 );
	return found.length > 0 ? found.join( ' ' ) : `You asked: “${ said }”. I know nothing about that – but I am happy to help.`;
}

/** A question may stand below what it is to be answered from. */
function parts( question ) {
	const [ , told = '', asked = question ] = /^(.*)\n\nQuestion:\n(.*)$/s.exec( question ) ?? [];
	return { asked, told };
}

function nearest( question, context ) {
	const wanted = new Set( words( question ) );
	let source = '';
	const scored = [];
	for ( const line of context.split( '\n' ) ) {
		source = /^\s*\[(\d{1,3})\]/.exec( line )?.[ 1 ] ?? source;
		for ( const sentence of line.replace( /^\s*\[\d{1,3}\]\s*/, '' ).split( /(?<=[.!?])\s+/ ) ) {
			const score = words( sentence ).filter( ( word ) => wanted.has( word ) ).length;
			if ( score > 0 && sentence.length > 20 ) {
				scored.push( { text: source ? `${ sentence } [${ source }]` : sentence, score, source } );
			}
		}
	}
	// Instructions are no answer where there are sources.
	const usable = scored.some( ( sentence ) => sentence.source ) ? scored.filter( ( sentence ) => sentence.source ) : scored;
	return usable.sort( ( a, b ) => b.score - a.score ).slice( 0, MAX_SENTENCES ).map( ( { text } ) => text );
}

export function words( text ) {
	return ( text.toLowerCase().match( /[\p{L}\p{N}]{3,}/gu ) ?? [] ).filter( ( word ) => ! COMMON.has( word ) );
}

/** Word by word, so that the pieces put together are the text. */
export function pieces( text ) {
	return text.match( /\S+\s*|\s+/g ) ?? [];
}

export function countTokens( text ) {
	return Math.ceil( text.length / 4 );
}
