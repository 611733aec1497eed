#!/bin/bash
# What the system can do to a run directory: errors of calls that change files, a disk without room or inodes, directories that may
# not be written or go away, a clock that is set back.  The run says so with status 4, and the same line completes it once the
# cause is gone; an interrupted call is invisible.  What needs strace, root or faketime is skipped where there is none.
#     tests/faults.sh BUILD [STRIDE]        every STRIDE-th call only
lockstep=$(cd "$1" && pwd)/lockstep stride=${2-1}
dir=$(mktemp -d) && chmod 755 "$dir"
trap 'umount "$dir"/disk 2>/dev/null; rm -rf "$dir"' EXIT
cd "$dir" || exit
passed=0 failed=0
line=("$lockstep" run -a ucb1,ts -e bernoulli means=0.9/0.8 -n 130 -T 3000 --log 100,3000 --checkpoint 0.001 -j 1)
"${line[@]}" -o want || exit
verdict() { if [ "$2" ]; then ((++failed)); printf '%s: %s\n' "$1" "$2"; cat err; else ((++passed)); fi; }
skip() { echo "skipped: $*"; }
# the status of a command, its messages in err
try() { timeout 120 "$@" >out 2>err; echo $?; }
# the same line in DIR ends well, and in the same bytes
completes() {
    "${line[@]}" -o "${2-run}" >out 2>err
    local status=$?
    verdict "$1, the same line again" "$( ((status)) && echo "status $status"; diff want/SHA256SUMS "${2-run}/SHA256SUMS"; cd "${2-run}" && sha256sum -c SHA256SUMS 2>&1 | grep -v OK)"
}

# ---- one call fails: strace puts the error in its place ---------------------------------------------------------------------------
# CALL ERROR STATUS: in every place; the first calls, in which the program itself is loaded, are left alone
inject() {
    local call=$1 error=$2 want=$3 n=0 struck=0 status
    strace -f -o trace -e trace="?$call" "$lockstep" version >out 2>&1
    n=$(grep -c "$call(" trace)
    while ((n += stride - RANDOM % stride)); do
        rm -rf run
        status=$(try strace -f -o trace -e trace="?$call" -e inject="?$call:error=$error:when=$n" "${line[@]}" -o run)
        grep -q INJECTED trace || break
        ((++struck))
        [[ $status =~ ^($want)$ ]] || verdict "$call $n fails with $error" "status $status instead of $want"
        ((status == 0)) || verdict "$call $n fails with $error: message" "$(grep -qE '^lockstep: .*run.*: ' err || echo none)"
        completes "$call $n failed with $error"
    done
    verdict "the line without an error, at $call $n" "$( ((status)) && echo "status $status")"
    echo "$call: $struck times $error"
}
if strace -o trace true 2>err; then
    for error in ENOSPC EDQUOT EIO; do inject write $error 4; done
    for call in fsync fdatasync renameat linkat; do inject $call EIO 4; done
    inject mkdir EACCES 4
    inject mkdirat EROFS 4
    inject unlinkat EIO 0                    # nothing depends on what is only tidied up
    for call in write pread64 close; do inject $call EINTR 0; done
    inject read EINTR 0
    # a signal that comes while the tables are made: with the first read of a unit
    strace -o trace -e trace=pread64 "$lockstep" version >out 2>&1
    rm -rf run
    status=$(try strace -o trace -e trace=pread64 -e inject=pread64:signal=USR1:when=$(($(grep -c pread64 trace) + 1)) "${line[@]}" -o run)
    verdict 'told to stop while the tables are made' "$( ((status == 3)) && grep -q 'stopped by SIGUSR1: all units are kept' err || echo "status $status")"
    completes 'told to stop while the tables are made'
else
    skip 'strace cannot trace here'
fi

# ---- a disk without room, or without inodes; limits ----------------------------------------------------------------------------------
mkdir disk
for full in size=64k nr_inodes=4; do
    mount -t tmpfs -o $full none disk 2>err || { skip "a full disk ($full): no permission to mount one"; continue; }
    status=$(try "${line[@]}" -o disk/run)
    verdict "disk of $full" "$( ((status == 4)) && grep -q 'No space left on device' err || echo "status $status")"
    mount -o remount,size=10m,nr_inodes=1000 disk
    completes "disk of $full" disk/run
    umount disk
done
for blocks in 1 2 4 8; do
    rm -rf run
    status=$(ulimit -f $blocks; try "${line[@]}" -o run)
    verdict "files of $blocks blocks" "$( ((status == 4)) && grep -q 'File too large' err || echo "status $status")"
    completes "files of $blocks blocks"
done

# ---- directories that may not be written ---------------------------------------------------------------------------------------------
other=()
((EUID)) || other=(setpriv --reuid=65534 --regid=65534 --clear-groups)
if ((EUID == 0)) && ! try "${other[@]}" "$lockstep" version | grep -qx 0; then
    skip 'another user cannot be had here'
else
    mkdir closed && chmod 555 closed
    status=$(try "${other[@]}" "${line[@]}" -T 100M -o closed/run)
    verdict 'parent that may not be written' "$( ((status == 4)) || echo "status $status")"
    status=$(try "${other[@]}" "${line[@]}" -T 100M -o closed)
    verdict 'directory that may not be written' "$( ((status == 4)) || echo "status $status")"
    rm -rf run && "${line[@]}" -o run --shard 0/2 2>err && chmod 555 run/parts
    status=$(try "${other[@]}" "${line[@]}" -o run)
    verdict 'parts that may not be written' "$( ((status == 4)) && grep -q 'run/parts.*Permission denied' err || echo "status $status")"
    chmod 755 run/parts
    completes 'parts that may be written again'
    ((EUID)) || { chown -R 65534 run && rm run/SHA256SUMS && completes "another user's directory"; }
    ((EUID)) || verdict "another user's directory" "$(try "${line[@]}" -o run >/dev/null; grep -q 'warning: run belongs to another user' err || echo 'no warning')"
fi

# ---- a clock that is set back ten years, and ahead by a hundred, between two starts ---------------------------------------------------
if command -v faketime >/dev/null; then
    rm -rf run
    for shift in -10y +0y +100y; do
        status=$(try faketime -f "$shift" "${line[@]}" -o run --shard $((RANDOM % 3))/3)
        verdict "clock at $shift" "$( ((status)) && echo "status $status")"
        status=$(try "$lockstep" status run --json)
        verdict "status after a clock at $shift" "$( ((status)) && echo "status $status"; grep -- '"age_s": -' out)"
    done
    completes 'clocks that disagree'
else
    skip 'no faketime'
fi
echo "$passed passed, $failed failed"
((failed == 0))
