/** MxChat → Debugger: a message on its way to an answer, and the questions that must keep their outcome. */
import type { ReactElement } from 'react';
import { createElement, useState } from '../admin/element';
import { Page, mountPage } from '../admin/page';
import '../admin/page.css';
import './debugger.css';
import { Pipeline } from './pipeline';
import { ReplayedTurn } from './replayed_turn';
import { TestSet } from './test_set';

const { __ } = wp.i18n;

function Debugger(): ReactElement {
	const [ testsVersion, setTestsVersion ] = useState( 0 );
	const turnId = new URLSearchParams( window.location.search ).get( 'turn' );
	return (
		<Page title={ __( 'Debugger', 'mxchat-engine' ) }>
			{ turnId !== null && <ReplayedTurn turnId={ turnId } /> }
			<Pipeline onTestAdded={ () => setTestsVersion( ( version ) => version + 1 ) } />
			<TestSet version={ testsVersion } />
		</Page>
	);
}

mountPage( 'mxchat-debugger', <Debugger /> );
