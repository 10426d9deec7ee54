export interface Webhook {
	id: string;
	url: string;
	description: string;
	events: string[];
	is_enabled: boolean;
	/** The receiver has answered that it is gone for good. */
	is_gone: boolean;
	held_until: string | null;
	old_secret_ends_at: string | null;
	deliveries: Record< Status, number >;
	created_at: string;
}

/** The one answer that holds the secret itself. */
export interface MadeWebhook extends Webhook {
	secret?: string;
}

export type Status = 'pending' | 'delivered' | 'failed' | 'cancelled';

export interface Problem {
	code: string;
	message: string;
}

export interface Attempt {
	attempted_at: string;
	status_code: number | null;
	error: Problem | null;
	milliseconds: number;
}

export interface Delivery {
	id: string;
	message_id: string;
	type: string;
	status: Status;
	status_code: number | null;
	error: Problem | null;
	tries: number;
	next_try_at: string | null;
	created_at: string;
	payload: unknown;
	attempts: Attempt[];
}

export interface List< Item > {
	items: Item[];
	total: number;
}

/** Every answer of these routes comes in an envelope. */
export interface Envelope< Data > {
	data: Data;
}

export interface Wish {
	url: string;
	description: string;
	events: string[];
	is_enabled: boolean;
}
