# every unit belongs to one shard, and the variables of Slurm, Open MPI and PMI say which
run='lockstep run -a ucb1,ts -e bernoulli means=0.9/0.8 -n 150 -T 1000 -j 1 -q'
units() { lockstep status d | sed -n 's/^  units *\([0-9]*\) of.*/\1/p'; }
$run -o d --shard 3/4; units
$run -o d --shard 0/1; units
cmp <($run) d/summary.csv
which() { rm -rf d; env "$@" lockstep run -a ucb1 -e bernoulli -n 64 -T 100 -o d --shard auto 2>&1; }
which SLURM_ARRAY_TASK_ID=2 SLURM_ARRAY_TASK_COUNT=4
which SLURM_ARRAY_TASK_ID=7 SLURM_ARRAY_TASK_COUNT=3 SLURM_ARRAY_TASK_MIN=3 SLURM_ARRAY_TASK_MAX=7 SLURM_ARRAY_TASK_STEP=2
which SLURM_PROCID=1 SLURM_NTASKS=3
which OMPI_COMM_WORLD_RANK=2 OMPI_COMM_WORLD_SIZE=3
which PMI_RANK=0 PMI_SIZE=5
which SLURM_ARRAY_TASK_ID=1 SLURM_ARRAY_TASK_COUNT=2 SLURM_PROCID=2 SLURM_NTASKS=3
which OMPI_COMM_WORLD_RANK=1 OMPI_COMM_WORLD_SIZE=2 SLURM_PROCID=0 SLURM_NTASKS=1
which SLURM_ARRAY_TASK_ID=x SLURM_ARRAY_TASK_COUNT=4
which SLURM_ARRAY_TASK_ID=9 SLURM_ARRAY_TASK_COUNT=4
which PMI_RANK=5 PMI_SIZE=5
which SLURM_ARRAY_TASK_ID=1 SLURM_ARRAY_TASK_COUNT=4 SLURM_ARRAY_TASK_STEP=0
which -u PMI_RANK
for shard in 1 1/1 -1/2 a/b 1/ /2 0/0 0.5/2 0/2000000 2/2 ''; do lockstep run -a ucb1 -e bernoulli -n 64 -T 100 -o e --shard "$shard"; done
lockstep run -a ucb1 -e bernoulli -n 64 -T 100 --shard 0/2
ls
