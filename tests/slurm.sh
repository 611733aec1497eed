#!/bin/bash
# The script of `lockstep slurm` in a real Slurm: munged, slurmctld and slurmd in a private directory, on ports of their own.  Part of
# the array is preempted and requeued, a task is told that its time is nearly up, and the merge waits for all of them.
#     tests/slurm.sh BUILD
build=$(cd "$1" && pwd) dir=$(mktemp -d) passed=0 failed=0 daemons=()
skip() { echo "skipped: $1"; echo "0 passed, 0 failed"; exit 0; }
cleanup() {
    [ "$SLURM_CONF" ] && scancel --full --signal=KILL --user=root 2>/dev/null
    [ ${#daemons[@]} = 0 ] || kill "${daemons[@]}" 2>/dev/null
    wait
    rm -rf "$dir"
}
trap cleanup EXIT
[ "$(id -u)" = 0 ] || skip 'only root can start the daemons'
for tool in munged slurmctld slurmd sbatch srun scontrol; do command -v $tool >/dev/null || [ -x /usr/sbin/$tool ] || skip "no $tool"; done
PATH=$build:$PATH:/usr/sbin
unset ${!SLURM_*} ${!SBATCH_*} ${!SRUN_*}

# told NAME COMMAND ...: passed if it is true
told() {
    local name=$1
    shift
    if "$@"; then ((++passed)); else ((++failed)); echo "$name: $*"; tail -n 20 slurm-*.out; squeue; fi
}
# until_true SECONDS COMMAND ...: wait until it is, or fail after so many
until_true() {
    local last=$((SECONDS + $1))
    shift
    until "$@"; do
        ((SECONDS < last)) || return
        sleep 0.1
    done
}
free_port() {
    local port
    while port=$((20000 + RANDOM % 10000)); (exec 3<>/dev/tcp/127.0.0.1/$port) 2>/dev/null; do :; done
    echo $port
}

# ---- the daemons --------------------------------------------------------------------------------------------------------------
cd "$dir" && chmod 755 . && mkdir state spool && host=$(hostname -s)
head -c 1024 /dev/urandom >munge.key && chmod 400 munge.key
munged --foreground --force --key-file="$dir/munge.key" --socket="$dir/munge.sock" --pid-file="$dir/munged.pid" --log-file="$dir/munged.log" \
    --seed-file="$dir/munge.seed" 2>munged.err &
daemons+=($!)
until_true 20 test -S munge.sock || { tail -n 3 munged.err munged.log; skip 'munged does not start here'; }
export SLURM_CONF=$dir/slurm.conf
cat >slurm.conf <<.
ClusterName=lockstep
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=$(free_port)
SlurmdPort=$(free_port)
SlurmUser=root
AuthType=auth/munge
AuthInfo=socket=$dir/munge.sock,cred_expire=5
StateSaveLocation=$dir/state
SlurmdSpoolDir=$dir/spool
SlurmctldPidFile=$dir/slurmctld.pid
SlurmdPidFile=$dir/slurmd.pid
SlurmctldLogFile=$dir/slurmctld.log
SlurmdLogFile=$dir/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
PreemptType=preempt/partition_prio
PreemptMode=REQUEUE
SlurmdParameters=config_overrides
SchedulerParameters=sched_interval=5,bf_interval=5
MpiDefault=none
KillWait=5
ReturnToService=2
NodeName=$host NodeAddr=127.0.0.1 CPUs=2 State=UNKNOWN
PartitionName=low Nodes=$host Default=YES PriorityTier=1 PreemptMode=REQUEUE
PartitionName=high Nodes=$host PriorityTier=10 PreemptMode=OFF
.
slurmctld -D -i >ctld.out 2>&1 &
daemons+=($!)
slurmd -D -N "$host" >slurmd.out 2>&1 &
daemons+=($!)
up() { [ "$(sinfo -h -o %T -p low 2>/dev/null)" = idle ]; }
until_true 60 up || { tail -n 3 munged.err munged.log slurmctld.log slurmd.log ctld.out slurmd.out 2>/dev/null; skip 'the daemons do not start here'; }

# ---- an array, preempted and told to hurry --------------------------------------------------------------------------------------
words='-a ucb1,ts -e bernoulli means=0.9/0.8 -n 4800 -T 40k --log log:9'
lockstep run $words -o one || exit
# the first start of a task is held as soon as it has kept a unit, so that it cannot be done before the signals come
cat >held <<'.'
#!/bin/bash
kept() { [ "$(cat run/parts/"$SLURM_ARRAY_TASK_ID"of*.idx 2>/dev/null | wc -l)" -gt 1 ]; }
if [ "$1" = run ] && [ "${SLURM_RESTART_COUNT:-0}" = 0 ]; then
    (until kept; do sleep 0.02; done; kill -STOP $$; echo $$ >"held.$SLURM_ARRAY_TASK_ID") &
fi
exec lockstep "$@"
.
chmod +x held
lockstep slurm $words -o run --array 4 --time 2 >job.sh || exit
export LOCKSTEP=$dir/held
job=$(sbatch --parsable job.sh)
is_held() { [ -e "held.$1" ] && [ -e "held.$2" ]; }
told 'two tasks begin' until_true 120 is_held 0 1
sbatch --quiet --partition=high --ntasks=2 --job-name=high --wrap='sleep 1' --output=high.out
for task in 0 1; do
    told "task $task is preempted and stops in good order" until_true 60 grep -q 'stopped by SIGTERM: .* units are kept' "slurm-${job}_$task.out"
done
told 'the others begin' until_true 120 is_held 2 3
# one by hand, the other by the limit of two minutes, after the first of them; a held process hears it with the CONT
scancel --batch --signal=USR1 "${job}_2"
warned() { (((0x$(sed -n 's/^ShdPnd:\t//p' /proc/"$(cat held.3)"/status) >> 9) & 1)); }
told 'the limit is announced' until_true 180 warned
for task in 2 3; do
    scancel --full --signal=CONT "${job}_$task"
    told "task $task hurries and stops in good order" until_true 60 grep -q 'stopped by SIGUSR1: .* units are kept' "slurm-${job}_$task.out"
done
empty() { [ -z "$(squeue -h)" ]; }
told 'all of it ends' until_true 300 empty
for task in 0 1 2 3; do
    told "task $task goes on where it stopped" grep -q 'units are there already' "slurm-${job}_$task.out"
    told "task $task is done in the end" grep -q "shard $task/4 is done" "slurm-${job}_$task.out"
done
same() { cmp one/SHA256SUMS "$1/SHA256SUMS" && (cd "$1" && sha256sum -c --quiet SHA256SUMS); }
told 'the merge was submitted once' [ "$(squeue -h --states=all --name=merge | wc -l)" = 1 ]
told 'the bytes of one process' same run
unset LOCKSTEP

# ---- ranks of srun, and MPI ----------------------------------------------------------------------------------------------------
srun --ntasks=2 lockstep run $words -o ranks -j 1 --shard auto >out 2>&1
told 'ranks of srun are shards' [ "$?$(ls ranks/parts | grep -c '^[01]of2.*idx')" = 02 ]
lockstep merge ranks
told 'ranks of srun: the bytes of one process' same ranks
# mpi NAME PROGRAM COMMAND ...: lockstep-mpi in an allocation of two CPUs
mpi() {
    local name=$1 program=$build/lockstep-mpi.$2
    shift 2
    if ! [ -x "$program" ]; then echo "skipped: $name: no $program"; return; fi
    sbatch --quiet --wait --ntasks=2 --output="$name.out" --wrap="$* $program $words -o $name"
    told "$name ends well" [ $? = 0 ]
    told "$name: the bytes of one process" same "$name"
    told "$name: two ranks of one job" [ "$(ls "$name"/parts/*.idx | wc -l)" = 2 ]
}
mpi srun-pmi2 mpich srun --mpi=pmi2
mpi srun-pmix openmpi srun --mpi=pmix
mpi mpirun-openmpi openmpi mpirun.openmpi --allow-run-as-root
mpi mpirun-mpich mpich mpirun.mpich
echo "$passed passed, $failed failed"
((failed == 0))
