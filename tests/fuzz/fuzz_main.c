/* A fuzzing target over the files of its corpus, without a fuzzer: FILE ... */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        FILE *f = fopen(argv[i], "rb");
        uint8_t *bytes = malloc(1 << 20);
        if (!f || !bytes)
            return perror(argv[i]), 1;
        size_t n = fread(bytes, 1, 1 << 20, f);
        fclose(f);
        LLVMFuzzerTestOneInput(bytes, n);
        free(bytes);
    }
    printf("%d passed, 0 failed\n", argc - 1);
    return 0;
}
