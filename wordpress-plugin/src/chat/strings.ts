/**
 * What the widget says, in English. The page gives translations in the `strings` attribute, key by key.
 *
 * `{name}` is replaced. Counts stand after a colon, so that no language needs plural forms here.
 */

/** What is said before the panel opens. */
export const LAUNCHER_ENGLISH = {
	open: 'Open chat',
	close: 'Close chat',
	unread: 'New answer',
	loadFailed: 'The chat could not be loaded. Check your connection and try again.',
};

export const PANEL_ENGLISH = {
	close: 'Close chat',
	heading: 'Ask us',
	greeting: 'Hello! What would you like to know?',
	disclosure: 'You are talking to an automated assistant. It answers from the pages of this site and can be wrong.',
	starters: 'Questions to start with',
	conversation: 'Conversation',
	you: 'You:',
	assistant: 'Assistant:',
	fromSite: 'From this site',
	sources: 'Sources',
	input: 'Your question',
	placeholder: 'Write your question…',
	send: 'Send',
	stop: 'Stop',
	stopped: 'Stopped.',
	cut: 'The answer was cut off.',
	stopFailed: 'The answer could not be stopped.',
	sent: 'Message sent. The assistant is replying.',
	waiting: 'Looking for an answer…',
	stillWaiting: 'The assistant is still replying. You can send this in a moment.',
	answerReady: 'Answer ready. Sources: {count}',
	newAnswer: 'New answer',
	tooLong: 'Your message has {count} characters. At most {limit} fit.',
	notSent: 'Not sent.',
	maybeSent: 'No answer came before you left the page.',
	retry: 'Try again',
	edit: 'Edit',
	errorNetwork: 'The connection failed. Your message is still here.',
	errorBusy: 'Too many messages just now. Please try again later.',
	errorBusySeconds: 'Too many messages just now. Please try again in {count} seconds.',
	errorBusyMinutes: 'Too many messages just now. Please try again in {count} minutes.',
	errorOther: 'Something went wrong on our side. Your message is still here.',
	errorReference: 'Reference: {id}',
	historyFailed: 'Earlier messages could not be loaded.',
	endFailed: 'That did not work. Please try again.',
	contact: 'Talk to a person',
	search: 'Search this site',
	suggestions: 'Pages that may help',
	suggestionCount: 'Pages that may help: {count}',
	more: 'More options',
	download: 'Download conversation',
	restart: 'Start a new conversation',
	erase: 'Delete my conversation',
	eraseQuestion: 'Delete this conversation for good?',
	eraseConfirm: 'Delete',
	cancel: 'Cancel',
	confirm: 'Confirm',
	confirmHeading: 'Please confirm: {action}',
	actionRunning: 'Working on it…',
	actionFailed: 'That did not work.',
	actionCancelled: 'Cancelled. Nothing was done.',
	actionExpired: 'The time for this is over. Nothing was done; ask again if you still want it.',
	actionOffered: 'You can press: {action}',
	email: 'E-mail address of your order',
	proofSend: 'Send me a link',
	proofSent: 'If there are orders of this address, a link is on its way. Open it, press the button there, and come back.',
	proofDone: 'I have done that: show my orders',
	debug: 'Debug',
	restarted: 'A new conversation has started.',
	erased: 'Your conversation has been deleted.',
};

export type Strings = typeof PANEL_ENGLISH;

/** The defaults, with what the page translates in their place. */
export function readStrings< T extends Record< string, string > >( json: string | null, defaults: T ): T {
	const given = Object.entries( parse( json ) );
	return { ...defaults, ...Object.fromEntries( given.filter( ( [ key, value ] ) => key in defaults && typeof value === 'string' ) ) };
}

export function format( text: string, values: Record< string, string | number > ): string {
	return text.replace( /\{(\w+)\}/g, ( whole, name: string ) => String( values[ name ] ?? whole ) );
}

export function parse( json: string | null ): object {
	try {
		const value: unknown = JSON.parse( json ?? '{}' );
		return typeof value === 'object' && value !== null ? value : {};
	} catch {
		return {};
	}
}
