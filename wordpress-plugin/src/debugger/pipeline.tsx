/** One message, and what every step makes of it. Nothing is stored, and no action runs. */
import type { FormEvent, ReactElement } from 'react';
import { createElement, useState } from '../admin/element';
import { send } from '../admin/send';
import { ActionScores } from './action_scores';
import { AddTo } from './add_to';
import type { AnswerStep, RetrievalStep, Trace } from './types';

const { __, sprintf } = wp.i18n;
const { Button, CheckboxControl, Notice, TextControl } = wp.components;

export function Pipeline( { onTestAdded }: { onTestAdded: () => void } ): ReactElement {
	const [ message, setMessage ] = useState( '' );
	const [ asksModel, setAsksModel ] = useState( false );
	const [ trace, setTrace ] = useState< Trace | null >( null );
	const [ isBusy, setBusy ] = useState( false );
	const [ problem, setProblem ] = useState( '' );
	const submit = async ( event: FormEvent ) => {
		event.preventDefault();
		if ( message.trim() === '' ) {
			return;
		}
		setBusy( true );
		setProblem( '' );
		try {
			setTrace( await send< Trace >( 'POST', '/mxchat/v1/debugger/trace', { message, asks_model: asksModel } ) );
		} catch ( error ) {
			setProblem( ( error as { message?: string } ).message || __( 'That did not work. Please try again.', 'mxchat-engine' ) );
		}
		setBusy( false );
	};
	return (
		<section aria-labelledby="mxchat-try">
			<h2 id="mxchat-try">{ __( 'Try a message', 'mxchat-engine' ) }</h2>
			<form className="mxchat-try" onSubmit={ ( event ) => void submit( event ) }>
				<TextControl label={ __( 'Message', 'mxchat-engine' ) } value={ message } onChange={ setMessage } __next40pxDefaultSize __nextHasNoMarginBottom />
				<Button variant="primary" type="submit" isBusy={ isBusy }>
					{ __( 'Show the way to its answer', 'mxchat-engine' ) }
				</Button>
				<CheckboxControl label={ __( 'Ask the model too (this may cost money)', 'mxchat-engine' ) } checked={ asksModel } onChange={ setAsksModel } __nextHasNoMarginBottom />
			</form>
			{ problem && (
				<Notice status="error" isDismissible={ false }>
					{ problem }
				</Notice>
			) }
			{ trace !== null && <Steps trace={ trace } onTestAdded={ onTestAdded } /> }
		</section>
	);
}

function Steps( { trace, onTestAdded }: { trace: Trace; onTestAdded: () => void } ): ReactElement {
	return (
		<div>
			<div role="status">
				<ul className="mxchat-why">
					{ trace.why.map( ( sentence ) => (
						<li key={ sentence } dir="auto">
							{ sentence }
						</li>
					) ) }
				</ul>
			</div>
			<ol className="mxchat-steps">
				{ trace.steps.map( ( step, place ) => (
					<li key={ place }>
						{ step.name === 'actions' && (
							<Step title={ __( 'Actions', 'mxchat-engine' ) } milliseconds={ step.milliseconds } note={ step.scoring }>
								<ActionScores scores={ step.items } />
							</Step>
						) }
						{ step.name === 'retrieval' && <Retrieval step={ step } /> }
						{ step.name === 'prompt' && (
							<Step title={ __( 'What the model is given', 'mxchat-engine' ) } milliseconds={ step.milliseconds } note={ `${ step.assistant } · ${ step.model }` }>
								<div>
									<pre dir="auto">{ step.instructions }</pre>
									<pre dir="auto">{ step.message }</pre>
								</div>
							</Step>
						) }
						{ step.name === 'answer' && <Answer step={ step } /> }
					</li>
				) ) }
			</ol>
			<AddTo trace={ trace } onTestAdded={ onTestAdded } />
		</div>
	);
}

interface StepProps {
	title: string;
	milliseconds: number;
	note: string;
	children: ReactElement;
}

function Step( { title, milliseconds, note, children }: StepProps ): ReactElement {
	return (
		<section className="mxchat-step">
			<h3>{ title }</h3>
			<p>
				{ note } · { sprintf( '%s ms', milliseconds.toFixed( 1 ) ) }
			</p>
			{ children }
		</section>
	);
}

function Retrieval( { step }: { step: RetrievalStep } ): ReactElement {
	return (
		<Step title={ __( 'What the site knows', 'mxchat-engine' ) } milliseconds={ step.milliseconds } note={ step.scoring }>
			<table>
				<thead>
					<tr>
						<th scope="col">{ __( 'Page', 'mxchat-engine' ) }</th>
						<th scope="col">{ __( 'By words', 'mxchat-engine' ) }</th>
						<th scope="col">{ __( 'By meaning', 'mxchat-engine' ) }</th>
						<th scope="col">{ __( 'Together', 'mxchat-engine' ) }</th>
					</tr>
				</thead>
				<tbody>
					{ step.items.map( ( item ) => (
						<tr key={ item.rank }>
							<th scope="row" dir="auto">
								<details>
									<summary>{ item.title || item.source }</summary>
									<p>{ item.text }</p>
									<a href={ item.source } rel="noopener noreferrer">
										{ item.source }
									</a>
								</details>
							</th>
							<td>{ item.lexical_rank ?? '–' }</td>
							<td>{ item.vector_rank === null ? '–' : `${ item.vector_rank } (${ ( item.similarity ?? 0 ).toFixed( 3 ) })` }</td>
							<td>{ item.rank }</td>
						</tr>
					) ) }
				</tbody>
			</table>
		</Step>
	);
}

function Answer( { step }: { step: AnswerStep } ): ReactElement {
	const cost = step.usage.input_tokens + step.usage.output_tokens;
	return (
		<Step title={ step.engine === 'extractive' ? __( 'Answer from the site’s words', 'mxchat-engine' ) : __( 'Answer of the model', 'mxchat-engine' ) } milliseconds={ step.milliseconds } note={ step.trace.model ?? step.engine }>
			<div>
				<p dir="auto">{ step.content }</p>
				{ step.confidence !== null && (
					<p>
						{
							/* translators: %s: a number from 0 to 1. */
							sprintf( __( 'Confidence %s', 'mxchat-engine' ), step.confidence.toFixed( 3 ) )
						}
					</p>
				) }
				{ cost > 0 && (
					<p>
						{
							/* translators: 1: tokens in, 2: tokens out. */
							sprintf( __( '%1$d model tokens in, %2$d out', 'mxchat-engine' ), step.usage.input_tokens, step.usage.output_tokens )
						}
					</p>
				) }
				{ step.sources.length > 0 && (
					<ul>
						{ step.sources.map( ( source ) => (
							<li key={ source.source } dir="auto">
								<a href={ source.source } rel="noopener noreferrer">
									{ source.title || source.source }
								</a>{ ' ' }
								({ source.similarity_score.toFixed( 3 ) })
							</li>
						) ) }
					</ul>
				) }
			</div>
		</Step>
	);
}
