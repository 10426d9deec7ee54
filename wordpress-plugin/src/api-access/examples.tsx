/** The first request in four languages, with this site's own address. */
import type { ReactElement } from 'react';
import { createElement, useState } from '../admin/element';
import { Requested, useRequest } from '../admin/request';

const { __ } = wp.i18n;
const { Button } = wp.components;

/** The address that the server names itself by: it knows of permalinks and folders. */
interface Document {
	servers: { url: string }[];
}

export function Examples(): ReactElement {
	const request = useRequest< Document >( '/mxchat/v1/openapi.json' );
	return (
		<section>
			<h2>{ __( 'Examples', 'mxchat-engine' ) }</h2>
			<Requested request={ request }>{ ( { servers } ) => <Languages api={ `${ servers[ 0 ]?.url ?? '' }/mxchat/v1` } /> }</Requested>
		</section>
	);
}

function Languages( { api }: { api: string } ): ReactElement {
	const examples = inLanguages( api );
	const [ language, setLanguage ] = useState( 'curl' );
	return (
		<div>
			<p className="mxchat-actions" role="group" aria-label={ __( 'Language', 'mxchat-engine' ) }>
				{ Object.keys( examples ).map( ( name ) => (
					<Button key={ name } variant={ name === language ? 'primary' : 'secondary' } aria-pressed={ name === language } onClick={ () => setLanguage( name ) }>
						{ name }
					</Button>
				) ) }
			</p>
			<pre className="mxchat-example" tabIndex={ 0 } dir="ltr">
				<code>{ examples[ language ] }</code>
			</pre>
			<p>
				<a href={ `${ api }/openapi.json` }>{ __( 'Every route, in OpenAPI', 'mxchat-engine' ) }</a>
			</p>
		</div>
	);
}

function inLanguages( api: string ): Record< string, string > {
	return {
		curl: `curl "${ api }/health"

curl -H "Authorization: Bearer YOUR_TOKEN" \\
  "${ api }/transcripts?role=user&has_rag_context=no&limit=20"

curl -X POST -H "Authorization: Bearer YOUR_TOKEN" \\
  -H "Content-Type: application/json" \\
  -d '{"content":"We repair zips. A new zip costs 24 euros.","source_url":"https://example.com/repairs"}' \\
  "${ api }/knowledge"`,
		JavaScript: `const response = await fetch( '${ api }/transcripts?role=user&limit=20', {
	headers: { Authorization: \`Bearer \${ process.env.MXCHAT_TOKEN }\` },
} );
if ( ! response.ok ) {
	throw new Error( ( await response.json() ).message );
}
const { items, total } = await response.json();
console.log( total, items.map( ( { message } ) => message ) );`,
		Python: `import json, os, urllib.request

request = urllib.request.Request(
    "${ api }/transcripts?role=user&limit=20",
    headers={"Authorization": "Bearer " + os.environ["MXCHAT_TOKEN"]},
)
with urllib.request.urlopen(request) as response:
    for item in json.load(response)["items"]:
        print(item["timestamp"], item["message"])`,
		PHP: `$context = stream_context_create( array( 'http' => array(
	'header' => 'Authorization: Bearer ' . getenv( 'MXCHAT_TOKEN' ),
) ) );
$answer = json_decode( file_get_contents( '${ api }/transcripts?role=user&limit=20', false, $context ) );
foreach ( $answer->items as $item ) {
	echo $item->timestamp, ' ', $item->message, "\\n";
}`,
	};
}
