/* CRC-32C (Castagnoli; RFC 3720, appendix B.4): the checksum of parts and checkpoints.  Eight bytes a step from tables
 * (Intel's "slicing by 8"): no library in the distribution has it in plain C. */
#ifndef CRC32C_H
#define CRC32C_H
#include <stddef.h>
#include <stdint.h>

/* of n bytes that follow what gave `crc`; 0 to begin with */
uint32_t crc32c(uint32_t crc, const void *bytes, size_t n);
#endif
