/** Questions whose outcome must stay, asked without a model. */
import type { FormEvent, ReactElement } from 'react';
import { Fragment, createElement, useState } from '../admin/element';
import { Requested, useRequest } from '../admin/request';
import { send } from '../admin/send';
import { useSteady } from '../admin/steady';
import type { Expectation, TestCase, TestRun } from './types';

const { __, sprintf } = wp.i18n;
const { Button, SelectControl, TextControl } = wp.components;

const TESTS = '/mxchat/v1/debugger/tests';

export function TestSet( { version }: { version: number } ): ReactElement {
	const [ changes, setChanges ] = useState( 0 );
	const [ run, setRun ] = useState< TestRun | null >( null );
	const [ problem, setProblem ] = useState( '' );
	const request = useSteady( useRequest< { items: TestCase[] } >( wp.url.addQueryArgs( TESTS, { version, changes } ) ) );
	const attempt = async ( work: () => Promise< void > ) => {
		setProblem( '' );
		try {
			await work();
		} catch ( error ) {
			setProblem( ( error as { message?: string } ).message || __( 'That did not work. Please try again.', 'mxchat-engine' ) );
		}
	};
	const remove = ( id: number ) =>
		attempt( async () => {
			await send( 'DELETE', `${ TESTS }/${ id }` );
			setChanges( ( count ) => count + 1 );
		} );
	const add = ( test: Omit< TestCase, 'id' | 'bot_id' > ) =>
		attempt( async () => {
			await send( 'POST', TESTS, test );
			setChanges( ( count ) => count + 1 );
		} );
	const runAll = () => attempt( async () => setRun( await send< TestRun >( 'POST', `${ TESTS }/run` ) ) );

	return (
		<section aria-labelledby="mxchat-tests">
			<h2 id="mxchat-tests">{ __( 'Test set', 'mxchat-engine' ) }</h2>
			<p>{ __( 'The same questions with the same outcome: here, on the command line (wp mxchat test) and wherever that runs.', 'mxchat-engine' ) }</p>
			{ problem && <p role="alert">{ problem }</p> }
			<Requested request={ request }>
				{ ( { items } ) => (
					<>
						{ items.length > 0 && (
							<p className="mxchat-buttons">
								<Button variant="primary" onClick={ () => void runAll() }>
									{ __( 'Run all', 'mxchat-engine' ) }
								</Button>
								<span role="status">
									{ run !== null &&
										/* translators: 1: number of tests, 2: number of tests. */
										sprintf( __( '%1$d passed, %2$d failed', 'mxchat-engine' ), run.passed, run.failed ) }
								</span>
							</p>
						) }
						<Tests tests={ items } run={ run } onRemove={ ( id ) => void remove( id ) } />
					</>
				) }
			</Requested>
			<NewTest onAdd={ ( test ) => void add( test ) } />
		</section>
	);
}

function Tests( { tests, run, onRemove }: { tests: TestCase[]; run: TestRun | null; onRemove: ( id: number ) => void } ): ReactElement {
	if ( tests.length === 0 ) {
		return <p className="mxchat-empty">{ __( 'There is no test yet. Try a message above and save what becomes of it.', 'mxchat-engine' ) }</p>;
	}
	return (
		<table className="widefat striped mxchat-test-table">
			<thead>
				<tr>
					<th scope="col">{ __( 'Question', 'mxchat-engine' ) }</th>
					<th scope="col">{ __( 'Should become', 'mxchat-engine' ) }</th>
					<th scope="col">{ __( 'Became', 'mxchat-engine' ) }</th>
					<th scope="col">{ __( 'Remove', 'mxchat-engine' ) }</th>
				</tr>
			</thead>
			<tbody>
				{ tests.map( ( test ) => {
					const result = run?.items.find( ( { id } ) => id === test.id );
					return (
						<tr key={ test.id }>
							<th scope="row" dir="auto">
								{ test.question }
							</th>
							<td dir="auto">{ describe( test ) }</td>
							<td dir="auto">{ result !== undefined && ( result.passed ? __( '✓ the same', 'mxchat-engine' ) : `✗ ${ result.got || __( 'nothing', 'mxchat-engine' ) }` ) }</td>
							<td>
								<Button
									variant="tertiary"
									isDestructive
									aria-label={
										/* translators: %s: a question. */
										sprintf( __( 'Remove “%s”', 'mxchat-engine' ), test.question )
									}
									onClick={ () => onRemove( test.id ) }
								>
									{ __( 'Remove', 'mxchat-engine' ) }
								</Button>
							</td>
						</tr>
					);
				} ) }
			</tbody>
		</table>
	);
}

function describe( { expects, expected }: TestCase ): string {
	return expects === 'refusal' ? __( 'No answer', 'mxchat-engine' ) : expected;
}

function NewTest( { onAdd }: { onAdd: ( test: Omit< TestCase, 'id' | 'bot_id' > ) => void } ): ReactElement {
	const [ question, setQuestion ] = useState( '' );
	const [ expects, setExpects ] = useState< Expectation >( 'source' );
	const [ expected, setExpected ] = useState( '' );
	const submit = ( event: FormEvent ) => {
		event.preventDefault();
		onAdd( { question, expects, expected } );
		setQuestion( '' );
		setExpected( '' );
	};
	return (
		<form className="mxchat-try" onSubmit={ submit }>
			<TextControl label={ __( 'Question', 'mxchat-engine' ) } value={ question } onChange={ setQuestion } __next40pxDefaultSize __nextHasNoMarginBottom />
			<SelectControl
				label={ __( 'Should become', 'mxchat-engine' ) }
				value={ expects }
				options={ [
					{ value: 'source', label: __( 'An answer from a page', 'mxchat-engine' ) },
					{ value: 'action', label: __( 'An action', 'mxchat-engine' ) },
					{ value: 'refusal', label: __( 'No answer', 'mxchat-engine' ) },
				] }
				onChange={ ( value ) => setExpects( value as Expectation ) }
				__next40pxDefaultSize
				__nextHasNoMarginBottom
			/>
			{ expects !== 'refusal' && (
				<TextControl
					label={ expects === 'action' ? __( 'Id of the action', 'mxchat-engine' ) : __( 'Address of the page', 'mxchat-engine' ) }
					value={ expected }
					onChange={ setExpected }
					__next40pxDefaultSize
					__nextHasNoMarginBottom
				/>
			) }
			<Button variant="secondary" type="submit">
				{ __( 'Add test', 'mxchat-engine' ) }
			</Button>
		</form>
	);
}
