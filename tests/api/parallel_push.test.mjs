/** Parallel pushes to a real site (MXCHAT_SITE_URL, MXCHAT_TOKEN): whatever comes together ends as one whole entry. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';

const root = `${ process.env.MXCHAT_SITE_URL }/wp-json/mxchat/v1`;
const parallel = 20;

async function call( method, path, body ) {
	const response = await fetch( root + path, {
		method,
		headers: { Authorization: `Bearer ${ process.env.MXCHAT_TOKEN }`, 'Content-Type': 'application/json' },
		body: body && JSON.stringify( body ),
	} );
	return { status: response.status, data: await response.json() };
}

const all = ( task ) => Promise.all( Array.from( { length: parallel }, ( _, number ) => task( number ) ) );
const statuses = ( responses ) => [ ...new Set( responses.map( ( { status } ) => status ) ) ];

/** A text of several chunks, every one of which names its version. */
const version = ( number ) => Array.from( { length: 40 }, ( _, line ) => `Marmalade of version v${ number }x, line ${ line }: it is boiled for a long time and then put into jars.` ).join( '\n\n' );

test( 'twenty parallel pushes of one address leave exactly one entry, with the text of one of them', async () => {
	for ( let round = 0; round < 3; round++ ) {
		const source_url = `https://example.com/${ randomUUID() }`;
		const pushes = await all( ( number ) => call( 'POST', '/knowledge', { source_url, content: version( number ) } ) );
		assert.deepEqual( statuses( pushes ), [ 200 ], JSON.stringify( pushes.map( ( { data } ) => data.code ) ) );

		const { data: list } = await call( 'GET', `/knowledge?source_url=${ encodeURIComponent( source_url ) }` );
		assert.equal( list.total, 1 );
		assert.equal( list.items[ 0 ].chunks, pushes[ 0 ].data.chunks );

		const { data: found } = await call( 'GET', '/knowledge/search?q=marmalade+version&limit=50' );
		const results = found.results.filter( ( { source } ) => source === source_url );
		assert.equal( results.length, 1, 'The index knows the entry when the last push has been answered.' );
		await call( 'DELETE', '/knowledge', { source_urls: [ source_url ] } );
	}
} );

test( 'parallel pushes of different addresses are all found afterwards', async () => {
	const name = randomUUID();
	const address = ( number ) => `https://example.com/${ name }/${ number }`;
	const pushes = await all( ( number ) => call( 'POST', '/knowledge', { source_url: address( number ), content: `Quince number q${ number }uince grows here.` } ) );
	assert.deepEqual( statuses( pushes ), [ 200 ] );
	const searches = await all( ( number ) => call( 'GET', `/knowledge/search?q=q${ number }uince` ) );
	assert.deepEqual( searches.map( ( { data } ) => data.results[ 0 ]?.source ), Array.from( { length: parallel }, ( _, number ) => address( number ) ) );
	const { data } = await call( 'DELETE', '/knowledge', { source_urls: Array.from( { length: parallel }, ( _, number ) => address( number ) ) } );
	assert.equal( data.sources_deleted, parallel );
} );

test( 'pushing and deleting one address at the same time leaves one entry or none, and no chunk without a source', async () => {
	const source_url = `https://example.com/${ randomUUID() }`;
	const both = await all( ( number ) => ( number % 2 ? call( 'DELETE', '/knowledge', { source_urls: [ source_url ] } ) : call( 'POST', '/knowledge', { source_url, content: version( number ) } ) ) );
	assert.deepEqual( statuses( both ), [ 200 ], JSON.stringify( both.map( ( { data } ) => data.code ) ) );
	const { data } = await call( 'POST', '/knowledge', { source_url, content: 'Persimmons are sold by weight.' } );
	assert.equal( data.chunks, 1 );
	const { data: list } = await call( 'GET', `/knowledge?source_url=${ encodeURIComponent( source_url ) }` );
	assert.deepEqual( list.items.map( ( { chunks } ) => chunks ), [ 1 ] );
	await call( 'DELETE', '/knowledge', { source_urls: [ source_url ] } );
} );

test( 'jobs that are run by many at once are each done once', async () => {
	const name = randomUUID();
	const queued = await all( ( number ) =>
		fetch( `${ root }/knowledge`, {
			method: 'POST',
			headers: { Authorization: `Bearer ${ process.env.MXCHAT_TOKEN }`, 'Content-Type': 'application/json', Prefer: 'respond-async' },
			body: JSON.stringify( { source_url: `https://example.com/${ name }/${ number }`, content: `Medlar number ${ number } is ripe.` } ),
		} ).then( ( response ) => response.json() )
	);
	await Promise.all( Array.from( { length: 4 }, () => call( 'POST', '/knowledge/jobs/run' ) ) );
	const jobs = await Promise.all( queued.map( ( { job_id } ) => call( 'GET', `/knowledge/jobs/${ job_id }` ) ) );
	assert.deepEqual( [ ...new Set( jobs.map( ( { data } ) => `${ data.status } ${ data.failures }` ) ) ], [ 'done 0' ] );
	const { data } = await call( 'DELETE', '/knowledge', { source_urls: queued.map( ( { source_url } ) => source_url ) } );
	assert.equal( data.sources_deleted, parallel );
} );
