#!/bin/bash
# lockstep-mpi under Open MPI and MPICH: the bytes of a single process whatever the number of ranks, stopped, broken and killed
# ranks, and shards by rank.
#     tests/mpi.sh BUILD           where BUILD/lockstep-mpi.openmpi and BUILD/lockstep-mpi.mpich are
build=$(cd "$1" && pwd) dir=$(mktemp -d) passed=0 failed=0 running=
trap 'kill $running 2>/dev/null; rm -rf "$dir"' EXIT
cd "$dir" || exit
words='-a ucb1,ts -e bernoulli means=0.9/0.8 -n 3000 -T 10k -j 1'
long='-a ts -e bernoulli means=0.9/0.8 -n 6400 -T 40k --log log:9 -j 1'

# told NAME COMMAND ...: passed if it is true
told() {
    local name=$1
    shift
    if "$@"; then ((++passed)); else ((++failed)); echo "$mpi: $name: $*"; cat out err 2>/dev/null | head -20; fi
}
ranks() {
    local n=$1
    shift
    $mpirun -n "$n" "$@" >out 2>err
}
# start a long run on three ranks that leave their process numbers, and wait for a first unit
start() {
    rm -rf run pid.*
    $mpirun -n 3 bash -c 'echo $$ >pid.$OMPI_COMM_WORLD_RANK$PMI_RANK; exec "$@"' _ "$program" $long -o run >out 2>err &
    running=$!
    until [ -e pid.1 ] && "$build/lockstep" status run --json 2>/dev/null | grep -q '"done": [1-9]'; do
        kill -0 $running 2>/dev/null || break
        sleep 0.05
    done
}
end() { wait $running; status=$?; running=; }
same() { cmp "$1/SHA256SUMS" "$2/SHA256SUMS" && (cd "$2" && sha256sum -c --quiet SHA256SUMS); }
parts() { ls "$1"/parts/*.idx | wc -l; }

mpi=none
"$build/lockstep" run $words -o one && "$build/lockstep" run $long -o onelong || exit
for mpi in openmpi mpich; do
    program=$build/lockstep-mpi.$mpi mpirun=mpirun.$mpi
    if ! [ -x "$program" ] || ! command -v $mpirun >/dev/null; then echo "skipped: $mpi is not here"; continue; fi
    [ $mpi = mpich ] || mpirun+=' --oversubscribe --bind-to none'
    [ $mpi = mpich ] || [ "$(id -u)" != 0 ] || mpirun+=' --allow-run-as-root'

    for n in 1 3 4; do
        ranks $n "$program" $words -o $mpi$n
        told "$n ranks end well" [ $? = 0 ]
        told "$n ranks give the bytes of one process" same one $mpi$n
        told "$n ranks each write a part of their own" [ "$(parts $mpi$n)" -gt $((n > 1)) -a "$(parts $mpi$n)" -le "$n" ]
        ranks $n "$program" $words -o $mpi$n
        told 'a finished run is left alone' grep -q 'is finished: nothing to do' err
    done

    # what is wrong with the words is said once, with its status
    for wrong in "$words" "$words -o x --shard auto" "$words -o x --foo" "-a ucb9 -e bernoulli -o x"; do
        ranks 3 "$program" $wrong
        told "refused: $wrong" [ "$?$(grep -c '^lockstep: ' err)" = 21 ]
        told "nothing was made: $wrong" [ ! -e x ]
    done
    ranks 3 "$program" -a ucb1 -e bernoulli -n 50 -T 10 -o one
    told 'another plan is refused' [ "$?$(grep -c '^lockstep: ' err)" = 41 ]

    # --max-time
    ranks 3 "$program" $long -T 100M -o time --max-time 1
    told 'time is up' [ $? = 3 ]
    told 'time is up: it says so' grep -q 'stopped by --max-time: .* units are kept' err

    # a rank that cannot write any more: its message, its status, what was done is kept
    start
    told 'a limit reaches a rank' prlimit --pid "$(cat pid.1)" --fsize=4096
    end
    told 'a rank that cannot write' [ "$status$(grep -c 'cannot write .* File too large' err)" = 41 ]
    ranks 3 "$program" $long -o run
    told 'a rank that cannot write: the same line goes on' same onelong run

    for signal in TERM USR1; do
        start
        told "$signal reaches a rank" kill -$signal "$(cat pid.1)"
        end
        told "$signal to a rank ends all of them" [ $status = 3 ]
        told "$signal to a rank: it says so" grep -q "stopped by SIG$signal: .* units are kept" err
        ranks 3 "$program" $long -o run
        told "$signal to a rank: the same line goes on" grep -q 'units are there already' err
        told "$signal to a rank: the bytes of one process" same onelong run
    done
    for who in 0 1; do
        start
        told "KILL reaches rank $who" kill -KILL "$(cat pid.$who)"
        end
        told "a killed rank $who is no success" [ $status != 0 ]
        ranks 3 "$program" $long -o run
        told "a killed rank $who: the same line goes on" grep -q 'units are there already' err
        told "a killed rank $who: the bytes of one process" same onelong run
    done

    ranks 3 "$build/lockstep" run $words -o shards$mpi --shard auto
    told 'shards by rank' [ $? = 0 ]
    told 'shards by rank: one part each' [ "$(ls shards$mpi/parts | grep -c '^[012]of3.*idx')" = 3 ]
    "$build/lockstep" merge shards$mpi
    told 'shards by rank: the bytes of one process' same one shards$mpi
done
echo "$passed passed, $failed failed"
((failed == 0))
