<?php
/**
 * Plugin Name: Unlimited
 * Description: A test that sends thousands of requests is to meet the routes, not their limits.
 */

add_filter( 'mxchat_limit', static fn() => 1_000_000 );
