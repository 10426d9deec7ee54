/** What the routes of the bots say. */

export interface Bot {
	bot_id: string;
	name: string;
	assistant_id: string;
	/** Other bots whose sources it may use. */
	reads: string[];
	/** Kinds of sources that it may use; none for all. */
	content_types: string[];
	/** A percentage; empty for the site's. */
	min_similarity: string;
	/** `*` for all. */
	actions: string[];
	/** 0 for the site's limit. */
	messages_per_minute: number;
	is_test: boolean;
	is_enabled: boolean;
	heading: string;
	greeting: string;
	/** Questions that an empty chat offers; none for the site's. */
	starters: string[];
	knowledge: { sources: number; chunks: number; bytes: number };
}

export type BotFields = Omit< Bot, 'knowledge' >;

export interface List< Item > {
	items: Item[];
	total: number;
}

export interface Named {
	id: string;
	name?: string;
	label?: string;
}

/** The envelope of the bot API. */
export interface Said {
	response: string;
}

export const BOTS = '/mxchat/v1/bots';
export const DEFAULT_ID = 'default';
