/* The share of a plan that one of several processes computes, and how long it may take. */
#ifndef SHARD_H
#define SHARD_H

/* "K/N" with 0 <= K < N, or "auto": from SLURM_ARRAY_TASK_ID, _MIN, _STEP and _COUNT, times the rank and number of ranks of Slurm
 * (SLURM_PROCID, SLURM_NTASKS), Open MPI (OMPI_COMM_WORLD_RANK, _SIZE) or PMI (PMI_RANK, PMI_SIZE).  NULL: 0/1.  -1 after fail() */
int shard_read(const char *text, long *shard, long *shards);
/* seconds from "90", "90s", "30m", "2h" or "1d"; NULL: dflt; -1 after fail() naming `what` */
int duration_read(const char *what, const char *text, double dflt, double *seconds);
#endif
