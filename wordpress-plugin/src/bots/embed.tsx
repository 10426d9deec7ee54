/** How a bot comes onto a page, and how a program asks it. */
import type { ReactElement } from 'react';
import { createElement } from '../admin/element';
import { useRequest } from '../admin/request';
import { type Bot, DEFAULT_ID } from './types';

const { __ } = wp.i18n;

export function Embed( { bot }: { bot: Bot } ): ReactElement {
	const attribute = bot.bot_id === DEFAULT_ID ? '' : ` bot_id="${ bot.bot_id }"`;
	const document = useRequest< { servers: { url: string }[] } >( '/mxchat/v1/openapi.json' );
	const api = document.state === 'ready' ? ( document.answer.servers[ 0 ]?.url ?? '' ) : '';
	return (
		<section>
			<h3>{ __( 'Put it on a page', 'mxchat-engine' ) }</h3>
			<p>{ __( 'In the editor, add the block “Chat” and choose this bot in its settings. Or write a shortcode, in the text or floating over it:', 'mxchat-engine' ) }</p>
			<pre className="mxchat-example" tabIndex={ 0 } dir="ltr">
				<code>{ `[mxchat_chatbot${ attribute }]\n[mxchat_chatbot${ attribute } floating="yes"]` }</code>
			</pre>
			<h3>{ __( 'Ask it from a program', 'mxchat-engine' ) }</h3>
			<pre className="mxchat-example" tabIndex={ 0 } dir="ltr">
				<code>
					{ `curl -X POST -H "Authorization: Bearer ${ bot.is_test ? 'YOUR_TEST_TOKEN' : 'YOUR_TOKEN' }" \\
  -H "Content-Type: application/json" \\
  -d '{"message":"Hello, what can you help me with?","sessionId":"optional-session-id"}' \\
  "${ api }/mxchat/v1/bot/${ bot.bot_id }"` }
				</code>
			</pre>
		</section>
	);
}
