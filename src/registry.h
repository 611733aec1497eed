/* For build/registry.c, which the build writes: the table of one instruction set's plug-ins. */
#ifndef REGISTRY_H
#define REGISTRY_H
#include "sim.h"
#include "lane.h"
#include "plain.h"
#define ISA_SYMBOL(name) ISA_SYMBOL_(name)
#define ISA_SYMBOL_(name) isa_##name
#define ISA_TEXT(name) ISA_TEXT_(name)
#define ISA_TEXT_(name) #name
#define REGISTRY extern const struct isa ISA_SYMBOL(ISA_NAME); \
    const struct isa ISA_SYMBOL(ISA_NAME) = { ISA_TEXT(ISA_NAME), LANES, all_algo, all_env, all_plain };
#endif
