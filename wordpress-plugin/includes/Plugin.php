<?php
declare( strict_types=1 );

namespace MxChat;

/**
 * Every hook of the plugin, and which class answers it.
 */
final class Plugin {

	public static function boot(): void {
		register_activation_hook( PLUGIN_FILE, array( self::class, 'activate' ) );
		register_deactivation_hook( PLUGIN_FILE, array( self::class, 'deactivate' ) );
		add_action( 'plugins_loaded', array( self::class, 'add_hooks' ) );
	}

	public static function add_hooks(): void {
		if ( Plugin_Conflict::is_present() ) {
			add_action( 'admin_notices', array( Plugin_Conflict::class, 'show_notice' ) );
			add_action( 'network_admin_notices', array( Plugin_Conflict::class, 'show_notice' ) );
			return;
		}
		OpenAI\Aliases::register();
		self::add_lifecycle_hooks();
		self::add_rest_hooks();
		self::add_knowledge_hooks();
		self::add_job_hooks();
		self::add_screen_hooks();
		self::add_action_hooks();
		self::add_webhook_hooks();
		self::add_privacy_hooks();
	}

	public static function activate(): void {
		Schema::upgrade();
		Settings\Install_Secret::get();
		Knowledge\Sync::schedule_reindex();
	}

	/**
	 * @param bool $is_of_network Whether it is deactivated for all sites of a network.
	 */
	public static function deactivate( bool $is_of_network = false ): void {
		foreach ( $is_of_network ? Network\Site::all() : array( get_current_blog_id() ) as $site_id ) {
			Network\Site::run(
				$site_id,
				static fn() => array_map( 'wp_clear_scheduled_hook', array( Jobs\Queue::HOOK, Knowledge\Sources\Recrawl::HOOK, Jobs\Daily::HOOK ) )
			);
		}
	}

	private static function add_lifecycle_hooks(): void {
		add_action( 'init', array( Schema::class, 'upgrade_if_needed' ), 1 );
		add_action( 'init', array( Jobs\Daily::class, 'schedule' ) );
		add_filter( 'wpmu_drop_tables', array( Schema::class, 'add_to_dropped_tables' ) );
		add_filter( 'load_translation_file', array( Languages::class, 'find_file' ), 10, 3 );
		add_filter( 'map_meta_cap', array( Capability::class, 'map' ), 10, 2 );
		Jobs\Daily::add( array( Rest\Limit_Store::class, 'delete_old' ) );
		Jobs\Daily::add( array( Rest\Idempotency_Store::class, 'delete_expired' ) );
		Jobs\Daily::add( array( Sessions\Store::class, 'delete_expired' ) );
		Jobs\Daily::add( array( Chat\Turn_Store::class, 'delete_old' ) );
		add_action( 'shutdown', array( Chat\Place::class, 'give_back_all' ) );
		Jobs\Daily::add( array( Contacts\Store::class, 'delete_old' ) );
		add_action( 'mxchat_event', array( Bot_Api\Events::class, 'on_event' ), 5, 2 );
		Jobs\Daily::add( array( Spend\Store::class, 'delete_old' ) );
		Jobs\Daily::add( array( Tools\Call_Store::class, 'delete_old' ) );
		Jobs\Daily::add( array( Confirmations\Store::class, 'delete_old' ) );
		Jobs\Daily::add( array( Provider\Host_State::class, 'forget_expired' ) );
	}

	private static function add_rest_hooks(): void {
		add_action( 'parse_request', array( Rest\Guard::class, 'flatten_overrides' ), 1 );
		add_action( 'rest_api_init', array( Rest\Routes::class, 'register' ) );
		add_filter( 'rest_pre_dispatch', array( Rest\Guard::class, 'check_door' ), 5, 3 );
		add_filter( 'rest_allowed_cors_headers', array( Rest\Cors::class, 'allow_sent' ) );
		add_filter( 'rest_exposed_cors_headers', array( Rest\Cors::class, 'expose_received' ) );
		add_filter( 'rest_request_before_callbacks', array( Rest\Guard::class, 'note_validation' ), 5, 3 );
		add_filter( 'rest_post_dispatch', array( Rest\Guard::class, 'add_headers' ), 20, 3 );
		add_filter( 'rest_post_dispatch', array( Openai_Api\Errors::class, 'wrap' ), 30, 3 );
		Jobs\Daily::add( array( Openai_Api\Store::class, 'delete_old' ) );
		add_filter( 'rest_pre_serve_request', array( Http\Event_Stream::class, 'serve' ), 100, 3 );
		add_filter( 'rest_pre_serve_request', array( Http\Continued_Response::class, 'serve' ), 100, 3 );
		add_filter( 'rest_post_dispatch', array( Rest\Envelope::class, 'wrap' ), 30, 3 );
		add_filter( 'rest_pre_serve_request', array( Contacts\Csv_Response::class, 'serve' ), 10, 3 );
	}

	private static function add_knowledge_hooks(): void {
		add_action( 'wp_after_insert_post', array( Knowledge\Sync::class, 'on_post_saved' ), 20 );
		add_action( 'transition_post_status', array( Knowledge\Sync::class, 'on_status_changed' ), 20, 3 );
		add_action( 'deleted_post', array( Knowledge\Sync::class, 'on_post_deleted' ) );
		add_action( 'shutdown', array( Knowledge\Sync::class, 'write_changes' ) );
		add_action( 'mxchat_synced', array( Webhooks\Knowledge_Updates::class, 'report' ) );
		add_action( 'mxchat_synced', array( Embeddings\Embed_Job::class, 'on_shutdown' ) );
		add_action( 'mxchat_synced', array( Knowledge\Vectors\Feeder::class, 'add_jobs' ) );
		Jobs\Daily::add( array( Knowledge\Segment_Builder::class, 'rebuild_daily' ) );
		add_action( Knowledge\Sources\Recrawl::HOOK, array( Knowledge\Sources\Recrawl::class, 'start_due' ) );
		Jobs\Daily::add( array( Knowledge\Sources\Recrawl::class, 'start_due' ) );
		Jobs\Daily::add( array( Knowledge\Sources\Host_Store::class, 'delete_old' ) );
		add_action( 'mxchat_reindex', array( Knowledge\Sync::class, 'reindex' ) );
		add_action( 'mxchat_site_begun', array( Knowledge\Sync::class, 'schedule_reindex' ) );
		add_action( 'shutdown', array( Knowledge\Vectors\Feeder::class, 'on_shutdown' ), 100 );
		Jobs\Daily::add( array( Knowledge\Vectors\Feeder::class, 'run_daily' ) );
		add_filter( 'mxchat_question_embedding', array( Embeddings\Question_Cache::class, 'answer' ), 10, 4 );
		add_action( 'mxchat_knowledge_replaced', array( Embeddings\Embed_Job::class, 'on_replaced' ), 10, 2 );
		add_action( 'shutdown', array( Embeddings\Embed_Job::class, 'on_shutdown' ), 90 );
		Jobs\Daily::add( array( Embeddings\Embed_Job::class, 'run_daily' ) );
		Jobs\Daily::add( array( Embeddings\Question_Store::class, 'delete_expired' ) );
		add_action( 'wp_uninitialize_site', array( Knowledge\Vectors\Index_Folder::class, 'on_site_removed' ), 5 );
	}

	private static function add_job_hooks(): void {
		add_action( Jobs\Queue::HOOK, array( Jobs\Runner::class, 'run_by_cron' ) );
		add_action( 'init', array( Jobs\Queue::class, 'plan_again' ) );
		Jobs\Daily::add( array( Jobs\Store::class, 'delete_old' ) );
		add_action( 'cli_init', array( Jobs\Cli::class, 'register' ) );
	}

	private static function add_screen_hooks(): void {
		add_action( 'init', array( Chat\Widget::class, 'register' ) );
		add_action( 'wp_enqueue_scripts', array( Chat\Widget::class, 'enqueue_on_every_page' ) );
		add_action( 'wp_footer', array( Chat\Widget::class, 'print_on_every_page' ) );
		add_action( 'admin_menu', array( Admin\Menu::class, 'register' ) );
		add_action( 'admin_enqueue_scripts', array( Admin\Menu::class, 'enqueue' ) );
		add_filter( 'plugin_action_links_' . plugin_basename( PLUGIN_FILE ), array( Admin\First_Steps::class, 'add_links' ) );
		add_action( 'admin_notices', array( Admin\First_Steps::class, 'show_notice' ) );
		add_action( 'network_admin_menu', array( Network\Menu::class, 'register' ) );
		add_action( 'admin_enqueue_scripts', array( Network\Menu::class, 'enqueue' ) );
		add_filter( 'site_status_tests', array( Api_Access\Site_Health::class, 'add_test' ) );
		add_filter( 'site_status_tests', array( Chat\Stream_Health::class, 'add_test' ) );
		add_filter( 'site_status_tests', array( Provider\Model_Health::class, 'add_test' ) );
		add_filter( 'site_status_tests', array( Jobs\Site_Health::class, 'add_test' ) );
	}

	private static function add_action_hooks(): void {
		add_action( 'wp_abilities_api_categories_init', array( Actions\Abilities::class, 'register_category' ) );
		add_action( 'wp_abilities_api_init', array( Actions\Abilities::class, 'register' ) );
		add_action( 'cli_init', array( Debugger\Cli::class, 'register' ) );
		Jobs\Daily::add( array( Actions\Background_Job::class, 'run_daily' ) );
		add_filter( 'mxchat_assistant', array( Actions\Acting::class, 'before' ), 10, 2 );
		add_filter( 'mxchat_tools', array( Actions\Action_Tool::class, 'offer' ), 10, 3 );
		add_filter( 'mxchat_confirmed_tool', array( Actions\Action_Tool::class, 'confirmed' ), 10, 2 );
		add_filter( 'rest_pre_serve_request', array( Actions\Thumbnails::class, 'serve' ), 10, 2 );
		add_action( 'template_redirect', array( Actions\Guest_Proof::class, 'answer_link' ), 1 );
	}

	private static function add_webhook_hooks(): void {
		add_action( 'mxchat_event', array( Webhooks\Events::class, 'on_event' ), 10, 2 );
		add_action( 'mxchat_knowledge_replaced', array( Webhooks\Knowledge_Updates::class, 'on_stored' ), 10, 3 );
		add_action( 'mxchat_knowledge_deleted', array( Webhooks\Knowledge_Updates::class, 'on_deleted' ), 10, 2 );
		add_action( 'shutdown', array( Webhooks\Knowledge_Updates::class, 'report' ), 20 );
		Jobs\Daily::add( array( Webhooks\Outbox::class, 'recover' ) );
		Jobs\Daily::add( array( Webhooks\Delivery_Store::class, 'delete_old' ) );
		add_filter( 'wp_privacy_personal_data_exporters', array( Webhooks\Personal_Data::class, 'add_exporter' ) );
		add_filter( 'wp_privacy_personal_data_erasers', array( Webhooks\Personal_Data::class, 'add_eraser' ) );
	}

	private static function add_privacy_hooks(): void {
		add_filter( 'wp_privacy_personal_data_exporters', array( Privacy\Personal_Data::class, 'add_exporter' ) );
		add_filter( 'wp_privacy_personal_data_exporters', array( Confirmations\Personal_Data::class, 'add_exporter' ) );
		add_filter( 'wp_privacy_personal_data_erasers', array( Confirmations\Personal_Data::class, 'add_eraser' ) );
		add_filter( 'wp_privacy_personal_data_erasers', array( Privacy\Personal_Data::class, 'add_eraser' ) );
		add_filter( 'wp_privacy_personal_data_exporters', array( Contacts\Personal_Data::class, 'add_exporter' ) );
		add_filter( 'wp_privacy_personal_data_erasers', array( Contacts\Personal_Data::class, 'add_eraser' ) );
		add_action( 'admin_init', array( Privacy\Personal_Data::class, 'add_policy_text' ) );
		Jobs\Daily::add( array( Transcripts\Retention_Job::class, 'run_daily' ) );
	}
}
