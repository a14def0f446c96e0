# Sourced after bin/node.sh, with $root and $node set: install the packages and build dist/, when that is due.
# A stamp is written last, by renaming, so whatever was interrupted is simply done again.

ensure_installed() {
  installed=$root/node_modules/.mycel-installed
  wanted=$(cksum <"$root/package-lock.json")
  is_installed && return
  take_lock
  if ! is_installed; then
    "$node" "$root/bin/installed.ts" 2>/dev/null || install_packages
    echo "$wanted" >"$installed.new"
    mv "$installed.new" "$installed"
  fi
  free_lock
}

is_installed() {
  [ -r "$installed" ] && IFS= read -r found <"$installed" && [ "$found" = "$wanted" ]
}

install_packages() {
  need_npm
  say "installing the packages of package-lock.json (once, about a minute)."
  rm -f "$installed" "$root/node_modules/.package-lock.json"
  quietly npm ci --prefix "$root" --include=dev --include=optional --loglevel=error
}

ensure_built() {
  built=$root/dist/.built
  is_built && return
  take_lock
  if ! is_built; then
    say "building."
    touch "$root/.mycel/build-began"
    quietly "$node" "$root/bin/build.ts"
    mv "$root/.mycel/build-began" "$built"
  fi
  free_lock
}

# The stamp bears the time when the build began, so an edit made meanwhile is newer. A folder counts too: it changes
# when a file in it is removed.
is_built() {
  [ -f "$built" ] && [ -z "$(find "$root/src" "$root/portal" "$root/bin/build.ts" "$root/bin/portal.ts" "$root/package.json" -newer "$built" -print 2>/dev/null | head -n 1)" ]
}
