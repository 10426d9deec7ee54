/** What the routes of contacts and conversations say, in the envelope of the bot API. */

export interface Envelope< Data > {
	data: Data;
}

export interface List< Item > {
	items: Item[];
	total: number;
}

export type AttributeValue = string | number | boolean;

export interface Contact {
	id: string;
	email: string;
	name: string;
	phone: string;
	attributes: Record< string, AttributeValue >;
	/** Null if nobody asked. */
	consent: boolean | null;
	consent_at: string | null;
	source: string;
	mode: 'live' | 'test';
	created_at: string;
	updated_at: string;
}

export interface ContactChange {
	email?: string;
	name?: string;
	phone?: string;
	consent?: boolean;
	/** An attribute that is null is taken away. */
	attributes?: Record< string, AttributeValue | null >;
}

export interface Conversation {
	id: string;
	session_id: string;
	bot_id: string;
	status: 'open' | 'closed';
	message_count: number;
	created_at: string;
	last_message_at: string | null;
}

export const CONTACTS = '/mxchat/v1/contacts';
