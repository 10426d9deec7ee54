export interface Source {
	source_url: string;
	title: string;
	bot_id: string;
	content_type: string;
	origin: 'site' | 'push';
	bytes: number;
	chunks: number;
	/** How many of them have an embedding; null where none is used. */
	embedded: number | null;
	updated_at: string;
}

export interface Job {
	id: string;
	kind: string;
	status: 'queued' | 'running' | 'done' | 'failed';
	done: number;
	total: number;
	failures: number;
	/** Not before then. */
	due_at: string;
	error: { code: string; message: string } | null;
	created_at: string;
	finished_at: string | null;
}

export interface List< Item > {
	items: Item[];
	total: number;
}

export interface Address {
	id: string;
	bot_id: string;
	kind: 'page' | 'sitemap';
	url: string;
	status: 'reading' | 'ready' | 'failed';
	error: { code: string; message: string } | null;
	pages: { waiting: number; known: number; left_out: number; failed: number };
	read_at: string | null;
}

export interface AddressPage {
	url: string;
	error: { code: string; message: string } | null;
}
