/** Questions to start with, in the owner's words: buttons in an empty conversation, gone once something was said. */
import { list } from '../rest';
import { h } from './dom';
import { parse } from './strings';

const MOST = 4;

/** The owner's questions as the page gives them; what is none is left out. */
export function readStarters( json: string | null ): string[] {
	return list( parse( json ) )
		.filter( ( text ): text is string => typeof text === 'string' && text.trim() !== '' )
		.slice( 0, MOST );
}

export function renderStarters( questions: string[], label: string, onAsk: ( question: string ) => void ): HTMLElement {
	const items = questions.map( ( question ) => h( 'li', {}, h( 'button', { type: 'button', part: 'starter', dir: 'auto', onclick: () => onAsk( question ) }, question ) ) );
	// Without its marks, Safari no longer takes a list for one.
	return h( 'ul', { class: 'starters', part: 'starters', role: 'list', 'aria-label': label, hidden: true }, ...items );
}
