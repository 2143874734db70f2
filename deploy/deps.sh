#!/usr/bin/env bash
# Finds yyjson, or brings it into BUILD/deps without touching the system.
set -eu
build=${1:-build}
mkdir -p "$build"

if pkg-config --exists yyjson 2>/dev/null; then
    printf 'YYJSON_CFLAGS := %s\nYYJSON_LIBS := %s\n' \
        "$(pkg-config --cflags yyjson)" "$(pkg-config --libs yyjson)" \
        > "$build/deps.mk"
    exit 0
fi

d=$(mkdir -p "$build/deps/apt" && cd "$build/deps" && pwd)
mkdir -p "$d"/apt/{lists/partial,cache/archives/partial,parts}
mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' \
         | grep -E '/debian/?$' | sort -u | head -n 1)
echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror trixie main" \
    > "$d/apt/sources.list"
opts=(-o "Dir::Etc::SourceList=$d/apt/sources.list"
      -o "Dir::Etc::SourceParts=$d/apt/parts"
      -o "Dir::Etc::Preferences=/dev/null"
      -o "Dir::Etc::PreferencesParts=$d/apt/parts"
      -o "Dir::State::Lists=$d/apt/lists" -o "Dir::Cache=$d/apt/cache"
      -o "APT::Sandbox::User=")
(cd "$d" && apt-get "${opts[@]}" -qq update \
    && apt-get "${opts[@]}" -qq download libyyjson0 libyyjson-dev)
for deb in "$d"/*.deb; do dpkg -x "$deb" "$d"; done
lib=$(dirname "$(find "$d/usr/lib" -name 'libyyjson.so*' | head -n 1)")
printf 'YYJSON_CFLAGS := -I%s\nYYJSON_LIBS := -L%s -Wl,-rpath,%s -l:libyyjson.so.0\n' \
    "$d/usr/include" "$lib" "$lib" > "$build/deps.mk"
