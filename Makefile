# lockstep: make, make demo, make test, make test-long, make install PREFIX=/usr/local, make clean.   CC=clang works as well;
# V=1 shows the commands.
CC       = gcc
PREFIX   = /usr/local
BUILD    = build
OPT      = -O3
WARN     = -Wall -Wextra -Wconversion -Wvla -Werror
# one result everywhere: no contraction, no fast-math
CFLAGS   = -std=gnu11 $(OPT) -g $(WARN) -ffp-contract=off -fno-math-errno -fno-trapping-math -pthread -Isrc -Itests $(EXTRA)
LDLIBS   = -lcsv -ljansson -lmd -lgsl -lgslcblas -lm -pthread
ifeq ($(MAKELEVEL),0)
MAKEFLAGS += --no-print-directory -j$(shell nproc) $(if $(V),,-s)
endif

# Debian's packages, each with a header or a command that shows it is there
PACKAGES      = build-essential:gcc libgsl-dev:gsl/gsl_math.h libcsv-dev:csv.h libjansson-dev:jansson.h libmd-dev:sha2.h
TEST_PACKAGES = $(PACKAGES) libcmocka-dev:cmocka.h clang:clang valgrind:valgrind strace:strace groff-base:groff \
                datamash:datamash miller:mlr sqlite3:sqlite3 python3:python3 libxml2-utils:xmllint gnuplot-nox:gnuplot
LONG_PACKAGES = faketime:faketime libopenmpi-dev:mpicc.openmpi openmpi-bin:mpirun.openmpi libmpich-dev:mpicc.mpich mpich:mpirun.mpich \
                slurm-wlm:sbatch slurmctld:slurmctld slurmd:slurmd munge:munged parallel:parallel

# where it cannot be installed its test says so and is skipped
BROWSER       = chromium:chromium

# numerics, plug-ins and the plain twins are compiled once per instruction set; the rest once
NUMERICS = rng step truth policy gradient arms tabular mdp planner index choice beta la ridge dataset prompts select net adam gae actor on_policy
NUMERIC  = $(wildcard $(NUMERICS:%=src/%.c))
PLUGINS  = $(wildcard envs/*.c algorithms/*.c)
PLAIN    = $(wildcard tests/plain_*.c)
CORE     = $(filter-out $(NUMERIC) src/main.c src/mpi_main.c,$(wildcard src/*.c))
HEADERS  = $(wildcard src/*.h tests/*.h)

ifeq ($(shell uname -m),x86_64)
ISAS = scalar v1 v2 v3 v4
else
ISAS = scalar
endif
FEW = $(or $(filter v1 v3,$(ISAS)),$(ISAS))
FLAGS_scalar = -DLANE_SCALAR
FLAGS_v1 =
FLAGS_v2 = -msse4.2 -mpopcnt
FLAGS_v3 = $(FLAGS_v2) -mavx2 -mfma -mbmi -mbmi2
FLAGS_v4 = $(FLAGS_v3) -mavx512f -mavx512bw -mavx512dq -mavx512vl

# lockstep-mpi is made where there is an MPI; MPICC=mpicc.mpich chooses one, MPICC= none
MPICC = $(shell command -v mpicc)
PROGRAMS = $(BUILD)/lockstep $(if $(MPICC),$(BUILD)/lockstep-mpi)

all: $(PROGRAMS)

$(BUILD)/pages.c: $(PLUGINS) src/pages.awk | $(BUILD)/flags
	{ echo '#include "pages.h"'; echo 'const struct page pages[] = {'; awk -f src/pages.awk $(PLUGINS); echo '    { 0 } };'; } > $@
$(BUILD)/help_pages.c: $(sort $(wildcard src/help/*.txt)) src/help.awk | $(BUILD)/flags
	{ echo '#include "help.h"'; echo 'const struct help_page help_pages[] = {'; awk -f src/help.awk $(filter %.txt,$^); echo '    { 0 } };'; } > $@
$(BUILD)/pages.o $(BUILD)/help_pages.o: $(BUILD)/%.o: $(BUILD)/%.c src/pages.h src/help.h
	$(CC) $(CFLAGS) -c -o $@ $<

$(BUILD)/lockstep: $(BUILD)/main.o $(BUILD)/liblockstep.a
	@echo $@
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)
define mpi_rule
	@echo $@
	OMPI_CC='$(CC)' MPICH_CC='$(CC)' $(1) $(CFLAGS) $(LDFLAGS) -o $@ $< $(BUILD)/liblockstep.a $(LDLIBS)
endef
$(BUILD)/lockstep-mpi: src/mpi_main.c $(BUILD)/liblockstep.a
	$(call mpi_rule,$(MPICC))
$(BUILD)/lockstep-mpi.%: src/mpi_main.c $(BUILD)/liblockstep.a
	$(call mpi_rule,mpicc.$*)
$(BUILD)/liblockstep.a: $(CORE:src/%.c=$(BUILD)/%.o) $(BUILD)/pages.o $(BUILD)/help_pages.o $(ISAS:%=$(BUILD)/isa_%.o)
	rm -f $@ && ar rcs $@ $^
$(BUILD)/%.o: src/%.c $(HEADERS) $(BUILD)/flags
	$(CC) $(CFLAGS) $(VERSION) -DISAS='$(foreach i,$(ISAS),X($i))' -c -o $@ $<

# the registry: one line ALGORITHM(id), ENVIRONMENT(id) or PLAIN(id) in a file is the whole registration
$(BUILD)/registry.c: $(PLUGINS) $(PLAIN) src/registry.sed | $(BUILD)/flags
	cat $(PLUGINS) $(PLAIN) | sed -nE -f src/registry.sed | sort > $(BUILD)/registry.txt
	{ echo '#include "registry.h"'; \
	  for kind in algo env plain; do \
	    sed -n "s/^$$kind \(.*\)/extern const struct $${kind}_type $${kind}_\1;/p" $(BUILD)/registry.txt; \
	    echo "static const struct $${kind}_type *const all_$$kind[] = {"; \
	    sed -n "s/^$$kind \(.*\)/    \&$${kind}_\1,/p" $(BUILD)/registry.txt; echo '    NULL };'; \
	  done; echo 'REGISTRY'; } > $@

define isa_rules
OBJECTS_$(1) = $(patsubst %.c,$(BUILD)/$(1)/%.o,$(notdir $(NUMERIC) $(PLUGINS) $(PLAIN))) $(BUILD)/$(1)/registry.o
$(BUILD)/$(1)/%.o: src/%.c $(HEADERS) $(BUILD)/flags
	$(CC) $(CFLAGS) $(FLAGS_$(1)) -c -o $$@ $$<
$(BUILD)/$(1)/%.o: envs/%.c $(HEADERS) $(BUILD)/flags
	$(CC) $(CFLAGS) $(FLAGS_$(1)) -c -o $$@ $$<
$(BUILD)/$(1)/%.o: algorithms/%.c $(HEADERS) $(BUILD)/flags
	$(CC) $(CFLAGS) $(FLAGS_$(1)) -c -o $$@ $$<
$(BUILD)/$(1)/%.o: tests/%.c $(HEADERS) $(BUILD)/flags
	$(CC) $(CFLAGS) $(FLAGS_$(1)) -c -o $$@ $$<
$(BUILD)/$(1)/registry.o: $(BUILD)/registry.c $(HEADERS)
	$(CC) $(CFLAGS) $(FLAGS_$(1)) -DISA_NAME=$(1) -c -o $$@ $$<
$(BUILD)/isa_$(1).o: $$(OBJECTS_$(1))
	@echo $$@
	ld -r -o $$@.all $$^ && objcopy --keep-global-symbol=isa_$(1) $$@.all $$@ && rm $$@.all
endef
$(foreach isa,$(ISAS),$(eval $(call isa_rules,$(isa))))

# rebuild everything when the flags or the instruction sets change; what names the commit when that does
$(BUILD)/flags: FORCE
	@mkdir -p $(BUILD)/tests $(ISAS:%=$(BUILD)/%)
	@echo '$(CC) $(CFLAGS) $(LDFLAGS) $(ISAS)' | cmp -s - $@ || echo '$(CC) $(CFLAGS) $(LDFLAGS) $(ISAS)' > $@
$(BUILD)/commit: FORCE | $(BUILD)/flags
	@git describe --always --dirty 2>/dev/null > $@.new || echo none > $@.new
	@cmp -s $@.new $@ || cp $@.new $@
$(BUILD)/store.o $(BUILD)/cmd_version.o: $(BUILD)/commit
$(BUILD)/store.o $(BUILD)/cmd_version.o: VERSION = -DLOCKSTEP_FLAGS='"$(OPT) $(EXTRA)"' -DLOCKSTEP_COMMIT='"$(shell cat $(BUILD)/commit)"'
FORCE:

install: all
	install -d $(DESTDIR)$(PREFIX)/bin
	install $(PROGRAMS) $(DESTDIR)$(PREFIX)/bin
	install -d $(DESTDIR)$(PREFIX)/share/lockstep/experiments
	install -m 644 experiments/*.ini $(DESTDIR)$(PREFIX)/share/lockstep/experiments
	install -d $(DESTDIR)$(PREFIX)/share/man/man1 $(DESTDIR)$(PREFIX)/share/bash-completion/completions
	$(BUILD)/lockstep help --man > $(DESTDIR)$(PREFIX)/share/man/man1/lockstep.1
	$(BUILD)/lockstep completion bash > $(DESTDIR)$(PREFIX)/share/bash-completion/completions/lockstep

demo:
	@CC=$(CC) tests/packages.sh $(PACKAGES)
	@$(MAKE) all
	$(BUILD)/lockstep run -a ucb1,kl-ucb,ts -e bernoulli means=0.9/0.8/0.8 -n 1000 -T 10k > $(BUILD)/demo.csv
	@echo && (head -1 $(BUILD)/demo.csv; grep ,10000,regret, $(BUILD)/demo.csv) | cut -d, -f1-4,6,8,11,12 && echo
	@$(BUILD)/lockstep plot $(BUILD)/demo.csv

# what the experiments give today: summaries and verdicts; the diff is read before it is committed
results: all
	@for ini in experiments/*.ini; do name=$$(basename $$ini .ini); rm -rf $(BUILD)/results/$$name; mkdir -p $(BUILD)/results; \
	    $(BUILD)/lockstep repro $$name -o $(BUILD)/results/$$name --format csv > results/$$name.claims.csv || [ $$? = 1 ] || exit; \
	    cp $(BUILD)/results/$$name/summary.csv results/$$name.csv; done
	@$(MAKE) table
# the claims and their verdicts, as tables in README.md and results/README.md
claims = for ini in experiments/*.ini; do name=$$(basename $$ini .ini); awk $(1) -f results/table.awk $$ini results/$$name.claims.csv; done
table:
	@{ sed '/^<!-- papers -->/q' README.md; \
	  echo '| experiment | first claim | published | measured | 95 % interval | verdict | all claims |'; echo '|---|---|---|---|---|---|---|'; \
	  $(call claims); sed -n '/^<!-- end of papers -->/,$$p' README.md; } > README.md.new && mv README.md.new README.md
	@{ echo '# Claims'; echo; \
	  echo 'What each experiment claims and what this code gave: `make results` writes this file, `lockstep repro NAME` one part of it.'; \
	  $(call claims,-v all=1); } > results/README.md

# ---- tests: a program is linked with the library and with the numerics of the plainest instruction set ----------------------------
PLAINEST = $(word 1,$(filter v1,$(ISAS)) scalar)
UNITS    = $(patsubst tests/%.c,$(BUILD)/tests/%,$(wildcard tests/test_*.c tests/law_*.c tests/contract.c))
LANES    = $(ISAS:%=$(BUILD)/tests/test_lane.%)
CHECKS   = $(filter-out %/test_lane,$(UNITS)) "tests/test_lane.sh $(LANES)"

# contract.c counts allocations
$(BUILD)/tests/contract: WRAP = -Wl,--wrap=malloc,--wrap=calloc,--wrap=realloc,--wrap=aligned_alloc
define test_rule
	$(CC) $(CFLAGS) $(FLAGS_$(1)) $(LDFLAGS) $(WRAP) -o $@ $< $(NUMERIC:src/%.c=$(BUILD)/$(1)/%.o) $(BUILD)/liblockstep.a -lcmocka $(LDLIBS)
endef
$(BUILD)/tests/%: tests/%.c $(BUILD)/liblockstep.a
	$(call test_rule,$(PLAINEST))
$(LANES): $(BUILD)/tests/test_lane.%: tests/test_lane.c $(BUILD)/liblockstep.a
	$(call test_rule,$*)
# with FUZZER=-fsanitize=fuzzer libFuzzer drives a target, without it a loop over the files of its corpus
FUZZ = $(patsubst tests/fuzz/%.c,$(BUILD)/tests/%,$(filter-out %/fuzz_main.c,$(wildcard tests/fuzz/*.c)))
$(FUZZ): $(BUILD)/tests/%: tests/fuzz/%.c tests/fuzz/fuzz_main.c $(BUILD)/liblockstep.a
	$(CC) $(CFLAGS) $(FUZZER) $(LDFLAGS) -o $@ $< $(if $(FUZZER),,tests/fuzz/fuzz_main.c) $(NUMERIC:src/%.c=$(BUILD)/$(PLAINEST)/%.o) $(BUILD)/liblockstep.a $(LDLIBS)
fuzzers: $(FUZZ)
units: all $(FUZZ) $(filter-out %/test_lane,$(UNITS)) $(LANES)

test:
	@CC=$(CC) tests/packages.sh $(TEST_PACKAGES)
	@$(MAKE) units
	@$(MAKE) BUILD=$(BUILD)/other ISAS="$(FEW)" CC=$(if $(findstring clang,$(CC)),gcc,clang) OPT=-O2
	@tests/run.sh $(BUILD) $(CHECKS) "tests/layers.sh $(BUILD)" "tests/vector.sh $(BUILD)" "tests/run_cli.sh $(BUILD)" \
	    "tests/fuzz/fuzz_run.sh $(BUILD)" "tests/completion.sh $(BUILD)" "tests/manual.sh $(BUILD)" "tests/help_examples.sh $(BUILD)" \
	    "tests/gnuplot.sh $(BUILD)" \
	    "tests/identity.sh $(BUILD) $(BUILD)/other" "tests/shards.sh $(BUILD) $(BUILD)/other" \
	    $(filter-out %_cluster.sh,$(wildcard tests/readme_*.sh)) "tests/roundtrip.sh $(BUILD)" \
	    "tests/torture.sh $(BUILD)" "tests/damage.sh $(BUILD)" "tests/faults.sh $(BUILD) 10"

# the same tests under the sanitizers and valgrind, broken input, run directories killed and damaged for longer, clusters of one machine
test-long: test
	@CC=$(CC) tests/packages.sh $(LONG_PACKAGES)
	@CC=$(CC) tests/packages.sh $(BROWSER) || true
	@$(MAKE) all $(BUILD)/tests/coverage $(BUILD)/lockstep-mpi.openmpi $(BUILD)/lockstep-mpi.mpich
	@$(MAKE) BUILD=$(BUILD)/O2 ISAS="$(FEW)" OPT=-O2
	@$(MAKE) units BUILD=$(BUILD)/address ISAS="$(FEW)" OPT=-O1 EXTRA="-fsanitize=address,undefined -fno-sanitize-recover=all"
	@$(MAKE) units BUILD=$(BUILD)/thread ISAS="$(FEW)" OPT=-O1 EXTRA=-fsanitize=thread
	@$(MAKE) sanitized BUILD=$(BUILD)/address ISAS="$(FEW)"
	@$(MAKE) sanitized BUILD=$(BUILD)/thread ISAS="$(FEW)"
	@$(MAKE) fuzzers BUILD=$(BUILD)/fuzz CC=clang ISAS=v1 OPT=-O1 EXTRA="-fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all" FUZZER=-fsanitize=fuzzer
	@tests/run.sh $(BUILD) $(BUILD)/tests/coverage "tests/identity.sh $(BUILD) $(BUILD)/O2" "tests/valgrind.sh $(BUILD)" \
	    "tests/fuzz.sh $(BUILD)/address" "tests/fuzz/fuzz_run.sh $(BUILD)/fuzz $(FUZZ_SECONDS)" \
	    "tests/torture.sh $(BUILD) 40 1000" "tests/damage.sh $(BUILD)/address 200" "tests/faults.sh $(BUILD)" \
	    "tests/mpi.sh $(BUILD)" "tests/slurm.sh $(BUILD)" "tests/readme_cluster.sh $(BUILD)" "tests/report.sh $(BUILD)"
sanitized:
	@tests/run.sh $(BUILD) $(CHECKS) "tests/run_cli.sh $(BUILD) $(patsubst tests/cli/%.sh,%,$(filter-out %_limit.sh,$(wildcard tests/cli/*.sh)))"

FUZZ_SECONDS = 600

clean:
	rm -rf $(BUILD)
.PHONY: all install demo results table fuzzers units test test-long sanitized clean FORCE
