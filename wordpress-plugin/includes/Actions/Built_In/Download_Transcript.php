<?php
declare( strict_types=1 );

namespace MxChat\Actions\Built_In;

use MxChat\Actions\Action;
use MxChat\Actions\Result;
use MxChat\Tools\Tool_Context;

/**
 * Gives the visitor the conversation as a file. The browser has it already and writes the file itself.
 */
final class Download_Transcript extends Action {

	public function id(): string {
		return 'download_transcript';
	}

	public function label(): string {
		return __( 'Download the conversation', 'mxchat-engine' );
	}

	public function description(): string {
		return __( 'Gives the visitor this conversation as a text file.', 'mxchat-engine' );
	}

	public function phrases(): array {
		return array(
			__( 'save this chat', 'mxchat-engine' ),
			__( 'can I have a copy of our conversation', 'mxchat-engine' ),
			__( 'download the transcript', 'mxchat-engine' ),
			__( 'export this conversation as a file', 'mxchat-engine' ),
			__( 'I want to keep what we wrote', 'mxchat-engine' ),
		);
	}

	public function run( array $arguments, Tool_Context $context ): Result|\WP_Error {
		return new Result( __( 'Here is our conversation as a file.', 'mxchat-engine' ), array(), 'download' );
	}
}
