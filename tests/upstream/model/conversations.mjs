import { newId, now, refuse, reply } from './reply.mjs';

/** /conversations and their items. Deleting one leaves its items, as at the real one. */
export async function conversations( call ) {
	const { method, path, body, script } = call;
	const [ , name, id, items, item_id ] = path.split( '/' );
	if ( name !== 'conversations' || ! script.settings.has_conversations ) {
		return false;
	}
	if ( id === undefined ) {
		const made = { id: newId( 'conv', call.step ), object: 'conversation', created_at: now(), metadata: body.metadata ?? {} };
		script.stored.set( made.id, { conversation: made, items: ( body.items ?? [] ).map( item ) } );
		return reply( call, made );
	}
	const kept = script.stored.get( id );
	if ( ! kept?.conversation || ( kept.is_deleted && items === undefined ) ) {
		refuse( 404, `Conversation with id '${ id }' not found.` );
	}
	if ( items === undefined ) {
		if ( method === 'DELETE' ) {
			kept.is_deleted = true;
			return reply( call, { id, object: 'conversation.deleted', deleted: true } );
		}
		return reply( call, kept.conversation );
	}
	return item_id === undefined ? list( call, kept ) : one( call, kept, item_id );
}

function item( given ) {
	return { id: newId( 'item' ), type: 'message', ...given };
}

function list( call, kept ) {
	const { method, body, query } = call;
	if ( method === 'POST' ) {
		const added = ( body.items ?? [] ).map( item );
		kept.items.push( ...added );
		return reply( call, { object: 'list', data: added, has_more: false } );
	}
	const limit = Number( query.get( 'limit' ) ?? 20 );
	const ordered = query.get( 'order' ) === 'asc' ? kept.items : [ ...kept.items ].reverse();
	const start = ordered.findIndex( ( one ) => one.id === query.get( 'after' ) ) + 1;
	const data = ordered.slice( start, start + limit );
	return reply( call, { object: 'list', data, first_id: data.at( 0 )?.id ?? null, last_id: data.at( -1 )?.id ?? null, has_more: start + limit < ordered.length } );
}

function one( call, kept, item_id ) {
	const place = kept.items.findIndex( ( other ) => other.id === item_id );
	if ( place < 0 ) {
		refuse( 404, `Item with id '${ item_id }' not found.` );
	}
	if ( call.method === 'DELETE' ) {
		kept.items.splice( place, 1 );
		return reply( call, kept.conversation );
	}
	return reply( call, kept.items[ place ] );
}
