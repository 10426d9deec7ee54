import { refuse, reply } from './reply.mjs';

/** GET /models; one of them ends soon. */
export async function models( call ) {
	const { method, path, script } = call;
	if ( method !== 'GET' || ! /^\/models(\/|$)/.test( path ) ) {
		return false;
	}
	const list = script.settings.models.map( model );
	const id = decodeURIComponent( path.slice( '/models/'.length ) );
	if ( path === '/models' ) {
		return reply( call, { object: 'list', data: list } );
	}
	const found = list.find( ( one ) => one.id === id );
	return found ? reply( call, found ) : refuse( 404, `The model '${ id }' does not exist.`, { param: 'model', code: 'model_not_found' } );
}

function model( id ) {
	const week = 7 * 86400 * 1000;
	const shutdown_date = id.includes( 'ending' ) ? new Date( Date.now() + week ).toISOString().slice( 0, 10 ) : null;
	return { id, object: 'model', created: 1_780_000_000, owned_by: 'scripted', shutdown_date };
}
