# What the scripts of ci/ share. To be sourced, from the root of the checkout.
# shellcheck shell=bash

fail() {
    echo "FAILED: $*" >&2
    exit 1
}

# Copies the checkout without what builds have made; git still knows its commit in the copy.
copy_sources() {
    mkdir -p "$1"
    tar --create --exclude=target --exclude=node_modules . | tar --extract --directory "$1"
}

# The folder of an installed JDK of a major version; nothing if there is none.
jdk_home() {
    local home line
    for home in /usr/lib/jvm/* /opt/*jdk* "${JAVA_HOME:-/nonexistent}"; do
        [[ -x $home/bin/javac && -r $home/release ]] || continue
        line=$(grep '^JAVA_VERSION=' "$home/release")
        if [[ $line == "JAVA_VERSION=\"$1"[.\"]* ]]; then
            echo "$home"
            return
        fi
    done
}
