<?php
declare( strict_types=1 );

namespace MxChat\Chat;

/**
 * What the widget says, in the site's language. Keys and English are those of src/chat/strings.ts.
 */
final class Widget_Strings {

	/**
	 * @return array<string,string> Only what is translated: English stands in the widget itself.
	 */
	public static function translated(): array {
		return determine_locale() === 'en_US' ? array() : self::all();
	}

	/**
	 * @return array<string,string>
	 */
	private static function all(): array {
		return array(
			'open'             => __( 'Open chat', 'mxchat-engine' ),
			'close'            => __( 'Close chat', 'mxchat-engine' ),
			'unread'           => __( 'New answer', 'mxchat-engine' ),
			'loadFailed'       => __( 'The chat could not be loaded. Check your connection and try again.', 'mxchat-engine' ),
			'heading'          => __( 'Ask us', 'mxchat-engine' ),
			'greeting'         => __( 'Hello! What would you like to know?', 'mxchat-engine' ),
			'disclosure'       => __( 'You are talking to an automated assistant. It answers from the pages of this site and can be wrong.', 'mxchat-engine' ),
			'starters'         => __( 'Questions to start with', 'mxchat-engine' ),
			'conversation'     => __( 'Conversation', 'mxchat-engine' ),
			'you'              => __( 'You:', 'mxchat-engine' ),
			'assistant'        => __( 'Assistant:', 'mxchat-engine' ),
			'fromSite'         => __( 'From this site', 'mxchat-engine' ),
			'sources'          => __( 'Sources', 'mxchat-engine' ),
			'input'            => __( 'Your question', 'mxchat-engine' ),
			'placeholder'      => __( 'Write your question…', 'mxchat-engine' ),
			'send'             => __( 'Send', 'mxchat-engine' ),
			'stop'             => __( 'Stop', 'mxchat-engine' ),
			'stopped'          => __( 'Stopped.', 'mxchat-engine' ),
			'cut'              => __( 'The answer was cut off.', 'mxchat-engine' ),
			'stopFailed'       => __( 'The answer could not be stopped.', 'mxchat-engine' ),
			'sent'             => __( 'Message sent. The assistant is replying.', 'mxchat-engine' ),
			'waiting'          => __( 'Looking for an answer…', 'mxchat-engine' ),
			'stillWaiting'     => __( 'The assistant is still replying. You can send this in a moment.', 'mxchat-engine' ),
			'answerReady'      => __( 'Answer ready. Sources: {count}', 'mxchat-engine' ),
			'newAnswer'        => __( 'New answer', 'mxchat-engine' ),
			'tooLong'          => __( 'Your message has {count} characters. At most {limit} fit.', 'mxchat-engine' ),
			'notSent'          => __( 'Not sent.', 'mxchat-engine' ),
			'maybeSent'        => __( 'No answer came before you left the page.', 'mxchat-engine' ),
			'retry'            => __( 'Try again', 'mxchat-engine' ),
			'edit'             => __( 'Edit', 'mxchat-engine' ),
			'errorNetwork'     => __( 'The connection failed. Your message is still here.', 'mxchat-engine' ),
			'errorBusy'        => __( 'Too many messages just now. Please try again later.', 'mxchat-engine' ),
			'errorBusySeconds' => __( 'Too many messages just now. Please try again in {count} seconds.', 'mxchat-engine' ),
			'errorBusyMinutes' => __( 'Too many messages just now. Please try again in {count} minutes.', 'mxchat-engine' ),
			'errorOther'       => __( 'Something went wrong on our side. Your message is still here.', 'mxchat-engine' ),
			'errorReference'   => __( 'Reference: {id}', 'mxchat-engine' ),
			'historyFailed'    => __( 'Earlier messages could not be loaded.', 'mxchat-engine' ),
			'endFailed'        => __( 'That did not work. Please try again.', 'mxchat-engine' ),
			'contact'          => __( 'Talk to a person', 'mxchat-engine' ),
			'search'           => __( 'Search this site', 'mxchat-engine' ),
			'suggestions'      => __( 'Pages that may help', 'mxchat-engine' ),
			'suggestionCount'  => __( 'Pages that may help: {count}', 'mxchat-engine' ),
			'more'             => __( 'More options', 'mxchat-engine' ),
			'download'         => __( 'Download conversation', 'mxchat-engine' ),
			'restart'          => __( 'Start a new conversation', 'mxchat-engine' ),
			'erase'            => __( 'Delete my conversation', 'mxchat-engine' ),
			'eraseQuestion'    => __( 'Delete this conversation for good?', 'mxchat-engine' ),
			'eraseConfirm'     => __( 'Delete', 'mxchat-engine' ),
			'cancel'           => __( 'Cancel', 'mxchat-engine' ),
			'confirm'          => __( 'Confirm', 'mxchat-engine' ),
			'confirmHeading'   => __( 'Please confirm: {action}', 'mxchat-engine' ),
			'actionRunning'    => __( 'Working on it…', 'mxchat-engine' ),
			'actionFailed'     => __( 'That did not work.', 'mxchat-engine' ),
			'actionCancelled'  => __( 'Cancelled. Nothing was done.', 'mxchat-engine' ),
			'actionExpired'    => __( 'The time for this is over. Nothing was done; ask again if you still want it.', 'mxchat-engine' ),
			'actionOffered'    => __( 'You can press: {action}', 'mxchat-engine' ),
			'email'            => __( 'E-mail address of your order', 'mxchat-engine' ),
			'proofSend'        => __( 'Send me a link', 'mxchat-engine' ),
			'proofSent'        => __( 'If there are orders of this address, a link is on its way. Open it, press the button there, and come back.', 'mxchat-engine' ),
			'proofDone'        => __( 'I have done that: show my orders', 'mxchat-engine' ),
			'debug'            => __( 'Debug', 'mxchat-engine' ),
			'restarted'        => __( 'A new conversation has started.', 'mxchat-engine' ),
			'erased'           => __( 'Your conversation has been deleted.', 'mxchat-engine' ),
		);
	}
}
