# What every script here shares: where things are, how they speak, how a server is started and stopped.
# Source it; it is not run.

set -euo pipefail

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
site_scripts=$root/tests/site
cache=${MXCHAT_CACHE:-$root/.cache}
plugin=$root/wordpress-plugin
extension=${CARGO_TARGET_DIR:-$root/target}/release/libmxchat.so
started_at=$SECONDS

say() { printf '==> %s\n' "$*"; }
note() { printf '    %s\n' "$*"; }
fail() {
	printf '\nError: %s\n' "$1" >&2
	shift
	for line in "$@"; do printf '       %s\n' "$line" >&2; done
	exit 1
}

# Runs a long step with its output in a log, and says how long it took; shows the end of the log if it fails.
step() {
	local title=$1 log=$cache/log/$2.log from=$SECONDS
	shift 2
	mkdir -p "$cache/log"
	printf '==> %s … ' "$title"
	if "$@" >"$log" 2>&1 </dev/null; then
		printf 'done (%d s)\n' "$((SECONDS - from))"
	else
		printf 'failed (%d s)\n\n' "$((SECONDS - from))"
		tail -n 40 "$log" >&2
		fail "$title failed." "The whole log: $log"
	fi
}

# Hash of the contents and names of files and folders: the stamp that lets a second run skip a step.
fingerprint() {
	(cd "$root" && find "$@" -type f -not -path '*/node_modules/*' -not -path '*/build/*' -print0 2>/dev/null |
		LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -d ' ' -f 1)
}

# Reads "key=value" arguments into variables of the same name. Only names that already have a default are accepted.
read_options() {
	local argument key
	for argument in "$@"; do
		key=${argument%%=*}
		[[ $argument == *=* && -v option[$key] ]] ||
			fail "Unknown option \"$argument\"." "Options of $(basename "$0"), with their defaults:" \
				"$(for key in "${!option[@]}"; do printf '%s=%s ' "$key" "${option[$key]}"; done)"
		option[$key]=${argument#*=}
	done
}

# The folder of a site: docroot in www/, and beside it what no visitor may read.
site_dir() { printf '%s/site-%s' "$cache" "$1"; }

is_port_free() {
	php -r 'exit( @stream_socket_server( "tcp://127.0.0.1:" . $argv[1] ) ? 0 : 1 );' "$1"
}
# Below the ports that the system gives to connections, so that it is still free when its server starts.
free_port() {
	local port
	until port=$((10000 + SRANDOM % 20000)) && is_port_free "$port"; do :; done
	printf '%s' "$port"
}

# The path of a unix socket may have 107 bytes: in a deep folder it lives among the temporary files instead.
socket_path() {
	local path=$1/$2
	if ((${#path} > 100)); then
		path=${TMPDIR:-/tmp}/mxchat-$(printf '%s' "$1" | sha256sum | cut -c 1-16)/$2
	fi
	printf '%s' "$path"
}

# Waits until the address answers with HTTP, for at most the given number of seconds.
wait_for_url() {
	local url=$1 seconds=$2 deadline=$((SECONDS + $2))
	until curl -fsS -o /dev/null --max-time 30 "$url" 2>/dev/null; do
		((SECONDS < deadline)) || return 1
		sleep 0.1
	done
}

# When a process began, in ticks since the machine started: with its number, it names one process for good.
process_birth() { sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | cut -d ' ' -f 20; }

# Whether the program named in a pid file still runs.
is_group_running() {
	local pid birth
	[[ -f $1 ]] && read -r pid birth <"$1" && [[ -n $birth && $(process_birth "$pid") == "$birth" ]]
}

# Stops the process group of a pid file: php -S leaves its workers behind if only the parent is ended.
stop_group() {
	local file=$1 pid birth
	if is_group_running "$file"; then
		read -r pid birth <"$file"
		kill -TERM -- "-$pid" 2>/dev/null || true
		for _ in {1..200}; do
			kill -0 -- "-$pid" 2>/dev/null || break
			sleep 0.05
		done
		kill -KILL -- "-$pid" 2>/dev/null || true
	fi
	rm -f "$file"
}

# Starts a program in a process group of its own and writes its pid file.
start_group() {
	local pid_file=$1 log=$2 pid
	shift 2
	# Not a group leader yet, so setsid keeps the number of the background job. A lock (8, 9) must not live on in it.
	setsid "$@" >>"$log" 2>&1 </dev/null 8>&- 9>&- &
	pid=$!
	disown
	sleep 0.05
	printf '%s %s\n' "$pid" "$(process_birth "$pid")" >"$pid_file"
	is_group_running "$pid_file" && return 0
	rm -f "$pid_file"
	fail "$(basename "$1") did not start." "Its log: $log"
}

# Starts the scripted model server, with a folder of its own, and prints its base URL: start_model <folder> [option …]
start_model() {
	local folder=$1 _
	shift
	rm -rf "$folder"
	mkdir -p "$folder"
	start_group "$folder/pid" "$folder/log" node "$root/tests/upstream/model.mjs" --port "$(free_port)" "$@"
	for _ in {1..600}; do
		! grep -m 1 '^http' "$folder/log" || return 0
		sleep 0.1
	done
	fail 'The scripted model server did not start.' "Its log: $folder/log"
}

# Installs what a folder's package-lock.json names, where that has changed. Another suite may come for the same.
npm_install() {
	local folder=$1 stamp=$1/node_modules/.mxchat-lock
	mkdir -p "$cache"
	(
		flock 7
		cmp -s "$folder/package-lock.json" "$stamp" ||
			{ npm ci --prefix "$folder" --no-audit --no-fund && cp "$folder/package-lock.json" "$stamp"; }
	) 7>"$cache/.npm.lock"
}

# The oldest PHP the product supports is 8.1.
require_php() {
	command -v php >/dev/null || fail "PHP is not installed." "Run tests/site/packages first."
	php -r 'exit( PHP_VERSION_ID >= 80100 ? 0 : 1 );' || fail "PHP $(php -r 'echo PHP_VERSION;') is too old: 8.1 or later is needed."
}

# The files of the plugin that are installed: what is built and what runs, not what it is built from.
copy_plugin() {
	local to=$1 part
	rm -rf "$to"
	mkdir -p "$to"
	for part in mxchat-engine.php uninstall.php readme.txt includes polyfill background docs build languages; do
		[[ -e $plugin/$part ]] && cp -r "$plugin/$part" "$to/"
	done
	cp "$root/LICENSE" "$to/LICENSE"
	# Pictures of test runs are built, too, but nobody installs them.
	rm -rf "$to/build/screenshots"
	find "$to" -mindepth 1 \( -name '*.map' -o -name '*.ts' -o -name '.*' -o -name '*.so' \) -delete
}

# PHP as the site has it: with the extension where the site was made with it.
site_php() {
	local site=$1 native=()
	shift
	[[ -f $site/mxchat.so ]] && native=(-d "extension=$site/mxchat.so")
	php "${native[@]}" "$@"
}

# The Debian mirror that this machine is set to.
debian_mirror() {
	local url=${MXCHAT_DEBIAN_MIRROR:-}
	[[ -n $url ]] || url=$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' 2>/dev/null | grep -m 1 -E '/debian/?$' || true)
	[[ -n $url ]] || fail 'This machine is set to no Debian mirror.' 'Name one: MXCHAT_DEBIAN_MIRROR=http://…/debian make demo'
	printf '%s' "$url"
}
