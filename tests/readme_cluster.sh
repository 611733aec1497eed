#!/bin/bash
# The lines of the README's section "From a laptop to a cluster", each block in a directory of its own: they run, and give the bytes
# of one process.  There are no nodes here: ssh is a stand-in that runs its command on this machine, and sbatch one that runs the
# tasks of an array one after another (tests/slurm.sh has a real Slurm).
#     tests/readme_cluster.sh BUILD
top=$(cd "$(dirname "$0")/.." && pwd) build=$(cd "$1" && pwd) dir=$(mktemp -d) passed=0 failed=0
trap 'rm -rf "$dir"' EXIT
cd "$dir" && mkdir bin home || exit
# mpirun: more ranks than cores, also as root; parallel: no notes in the user's home
export PATH=$dir/bin:$build:$PATH HOME=$dir/home OMPI_MCA_rmaps_base_oversubscribe=1 OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
unset ${!SLURM_*}

cat >bin/ssh <<'.'
#!/bin/bash
while [[ $1 = -* ]]; do shift; done
echo "$1" >>"$ssh_hosts"
shift
[ "$1" != -- ] || shift
exec bash -c "$*" </dev/null
.
cat >bin/sbatch <<'.'
#!/bin/bash
for word; do
    case $word in --wrap=*) { export -p; echo "${word#--wrap=}"; } >after; exit ;; esac
done
export SLURM_ARRAY_JOB_ID=1 SLURM_ARRAY_TASK_MIN=0 SLURM_ARRAY_TASK_COUNT=$(($(sed -n 's/^#SBATCH --array=0-//p' "$1") + 1))
for ((task = 0; task < SLURM_ARRAY_TASK_COUNT; task++)); do SLURM_ARRAY_TASK_ID=$task bash "$1" || exit; done
bash after
.
chmod +x bin/*
export ssh_hosts=$dir/hosts

# blocks/1, blocks/2, ...
mkdir blocks
awk '/^## / { here = /^## From a laptop to a cluster$/ } here && /^```/ { if (on = !on) n++; next } on { print > "blocks/" n }' "$top/README.md"
printf 'env = bernoulli\nmeans = 0.9/0.8/0.8\nseeds = 1000\nsteps = 10k\n[one]\nalgo = ucb1\n[two]\nalgo = ts\n' >big.ini
lockstep run big.ini -o one || exit
for block in blocks/*; do
    name=$(head -1 "$block")
    case $name in
    *parallel*) command -v parallel >/dev/null || { echo "skipped: no parallel: $name"; continue; }; echo "ssh runs here: $name" ;;
    *mpirun*)   [ -x "$build/lockstep-mpi" ] || { echo "skipped: no lockstep-mpi: $name"; continue; } ;;
    *slurm*)    echo "sbatch runs here: $name" ;;
    esac
    mkdir "$block.dir" && cp big.ini "$block.dir" && cd "$block.dir" || exit
    if bash -e "$dir/$block" >said 2>&1 </dev/null && cmp "$dir/one/SHA256SUMS" out/SHA256SUMS && (cd out && sha256sum -c --quiet SHA256SUMS); then
        ((++passed))
    else
        ((++failed)); echo "failed:"; cat "$dir/$block" said
    fi
    cd "$dir" || exit
done
# all four are there, and both nodes were used
[ "$(ls blocks | grep -vc dir)" = 4 ] && ((++passed)) || { ((++failed)); echo 'the README has other blocks than these'; }
if [ -e hosts ]; then [ "$(sort -u hosts | xargs)" = 'node1 node2' ] && ((++passed)) || { ((++failed)); echo 'other nodes:'; sort hosts | uniq -c; }; fi
echo "$passed passed, $failed failed"
((failed == 0))
