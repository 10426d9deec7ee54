/** MxChat → Start: from a plugin that was just activated to a chat that visitors see. The chat itself stands beside it. */
import type { ReactElement } from 'react';
import { createElement } from '../admin/element';
import { Page, mountPage } from '../admin/page';
import '../admin/page.css';
import { Known, Model, Person, Shown, Tried } from './steps';
import './start.css';

const { __ } = wp.i18n;

function Start(): ReactElement {
	return (
		<Page title={ __( 'Start', 'mxchat-engine' ) }>
			<ol className="mxchat-steps">
				<Known />
				<Tried />
				<Shown />
				<Person />
				<Model />
			</ol>
		</Page>
	);
}

mountPage( 'mxchat-start', <Start /> );
