# lockstep: make, make demo, make test, make test-long, make install PREFIX=/usr/local, make clean.   CC=clang works as well.
CC       = gcc
PREFIX   = /usr/local
BUILD    = build
OPT      = -O3
WARN     = -Wall -Wextra -Wconversion -Wvla -Werror
# one result everywhere: no contraction, no fast-math
CFLAGS   = -std=gnu11 $(OPT) -g $(WARN) -ffp-contract=off -fno-math-errno -fno-trapping-math -pthread -Isrc -Itests $(EXTRA)
LDLIBS   = -lcsv -ljansson -lmd -lgsl -lgslcblas -lm -pthread
MAKEFLAGS += --no-print-directory -j$(shell nproc)

PACKAGES      = build-essential libgsl-dev libcsv-dev libjansson-dev libmd-dev
TEST_PACKAGES = libcmocka-dev clang libclang-rt-14-dev valgrind strace librsvg2-bin

# numerics, plug-ins and the plain twins are compiled once per instruction set; the rest once
NUMERICS = rng arms index choice $(NUMERICS_MORE)
NUMERIC  = $(wildcard $(NUMERICS:%=src/%.c))
PLUGINS  = $(wildcard envs/*.c algorithms/*.c)
PLAIN    = $(wildcard tests/plain_*.c)
CORE     = $(filter-out $(NUMERIC) src/main.c,$(wildcard src/*.c))
HEADERS  = $(wildcard src/*.h tests/*.h)

ifeq ($(shell uname -m),x86_64)
ISAS = scalar v1 v2 v3 v4
else
ISAS = scalar
endif
FLAGS_scalar = -DLANE_SCALAR
FLAGS_v1 =
FLAGS_v2 = -msse4.2 -mpopcnt
FLAGS_v3 = $(FLAGS_v2) -mavx2 -mfma -mbmi -mbmi2
FLAGS_v4 = $(FLAGS_v3) -mavx512f -mavx512bw -mavx512dq -mavx512vl

all: $(BUILD)/lockstep

$(BUILD)/pages.c: $(PLUGINS) src/pages.awk | $(BUILD)/flags
	{ echo '#include "pages.h"'; echo 'const struct page pages[] = {'; awk -f src/pages.awk $(PLUGINS); echo '    { 0 } };'; } > $@
$(BUILD)/pages.o: $(BUILD)/pages.c src/pages.h
	$(CC) $(CFLAGS) -c -o $@ $<

$(BUILD)/lockstep: $(BUILD)/main.o $(BUILD)/liblockstep.a
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)
$(BUILD)/liblockstep.a: $(CORE:src/%.c=$(BUILD)/%.o) $(BUILD)/pages.o $(ISAS:%=$(BUILD)/isa_%.o)
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
	ld -r -o $$@.all $$^ && objcopy --keep-global-symbol=isa_$(1) $$@.all $$@ && rm $$@.all
endef
$(foreach isa,$(ISAS),$(eval $(call isa_rules,$(isa))))

# rebuild everything when the flags change
$(BUILD)/flags: FORCE
	@mkdir -p $(ISAS:%=$(BUILD)/%)
	@echo '$(CC) $(CFLAGS) $(LDFLAGS)' | cmp -s - $@ || echo '$(CC) $(CFLAGS) $(LDFLAGS)' > $@
FORCE:

clean:
	rm -rf $(BUILD)
.PHONY: all clean FORCE
