export interface Conversation {
	session_id: string;
	bot_id: string;
	started_at: string;
	last_message_at: string;
	message_count: number;
	first_message: string;
	page_url: string;
	page_title: string;
}

export interface Message {
	id: number;
	turn_id?: string;
	role: 'user' | 'assistant';
	message: string;
	originating_page_url: string;
	originating_page_title: string;
	has_rag_context: boolean;
	rag_context: { sources?: { source: string; title: string }[] } | null;
	agent?: boolean;
	timestamp: string;
}

/** A question that the site did not answer. */
export interface Unanswered {
	id: number;
	question: string;
	bot_id: string;
	bot_name: string;
	times_asked: number;
	last_asked_at: string;
	session_id: string;
}

export interface List< Item > {
	items: Item[];
	total: number;
}
