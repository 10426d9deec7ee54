export interface Source {
	source_url: string;
	title: string;
	bot_id: string;
	content_type: string;
	origin: 'site' | 'push';
	bytes: number;
	chunks: number;
	updated_at: string;
}

export interface Job {
	id: string;
	kind: string;
	status: 'queued' | 'running' | 'done' | 'failed';
	done: number;
	total: number;
	failures: number;
	error: { code: string; message: string } | null;
	created_at: string;
	finished_at: string | null;
}

export interface List< Item > {
	items: Item[];
	total: number;
}
