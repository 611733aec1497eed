#!/bin/sh
# Are these here?  PACKAGE:PROBE ..., a probe being a header or a command.  What is missing is named, and installed by apt-get
# where there is one.  Nothing but the probes runs when all are here, so a machine without a network builds as well.
missing=
for word; do
    probe=${word#*:}
    case $probe in
    *.h) echo "#include <$probe>" | "${CC:-cc}" -E -o /dev/null -x c - 2>/dev/null ;;
    *)   command -v "$probe" >/dev/null ;;
    esac || missing="$missing ${word%%:*}"
done
[ "$missing" ] || exit 0

echo "missing packages:$missing" >&2
if ! command -v apt-get >/dev/null; then
    echo "error: these are the names in Debian and Ubuntu; install what your system calls them, then run make again" >&2
    exit 1
fi
sudo=
[ "$(id -u)" = 0 ] || sudo=sudo
if [ "$sudo" ] && ! command -v sudo >/dev/null; then
    echo "error: as root: apt-get install$missing" >&2
    exit 1
fi
$sudo apt-get update -q && $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends $missing
