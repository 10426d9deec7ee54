export interface Token {
	id: number;
	name: string;
	/** The last four characters. */
	hint: string;
	scopes: string[];
	/** Whether it reaches bots in test mode only. */
	is_test: boolean;
	created_at: string;
	last_used_at: string | null;
	expires_at: string | null;
	is_expired: boolean;
}

/** The one answer that holds the token itself. */
export interface MintedToken extends Token {
	token: string;
}

export interface List< Item > {
	items: Item[];
	total: number;
}

export interface Wish {
	name?: string;
	scopes?: string[];
	expires_at?: string;
	is_test?: boolean;
}
