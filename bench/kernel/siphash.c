/*
 * The yardstick of `npm run bench:kernel`: generic SipHash-2-4 (J.-P. Aumasson and D. J. Bernstein, 2012) over the
 * messages that Linux hashes for its flows, and the same end of the hash, compiled by gcc -O2.
 *
 * Usage: siphash FILE LENGTH COUNT SEED. The file holds COUNT messages of LENGTH bytes. Then, for each line on the
 * standard input, `plain` or `mixed`, one pass over all messages; its answer is a line "NANOSECONDS CHECKSUM" with
 * processor time.
 */
#define _POSIX_C_SOURCE 199309L
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static inline uint64_t rotate(uint64_t word, int by)
{
	return word << by | word >> (64 - by);
}

#define ROUND                                                          \
	do {                                                           \
		v0 += v1; v1 = rotate(v1, 13) ^ v0; v0 = rotate(v0, 32); \
		v2 += v3; v3 = rotate(v3, 16) ^ v2;                    \
		v0 += v3; v3 = rotate(v3, 21) ^ v0;                    \
		v2 += v1; v1 = rotate(v1, 17) ^ v2; v2 = rotate(v2, 32); \
	} while (0)

/* Out of line and for any length, as a library has it. */
__attribute__((noinline, noclone))
uint64_t siphash(const unsigned char *message, size_t length, const uint64_t key[2])
{
	uint64_t v0 = key[0] ^ 0x736f6d6570736575;
	uint64_t v1 = key[1] ^ 0x646f72616e646f6d;
	uint64_t v2 = key[0] ^ 0x6c7967656e657261;
	uint64_t v3 = key[1] ^ 0x7465646279746573;
	uint64_t last = (uint64_t)length << 56;
	const unsigned char *end = message + (length & ~(size_t)7);

	for (; message != end; message += 8) {
		uint64_t block;
		memcpy(&block, message, 8);
		v3 ^= block;
		ROUND;
		ROUND;
		v0 ^= block;
	}
	for (size_t i = 0; i < (length & 7); i++)
		last |= (uint64_t)end[i] << (8 * i);
	v3 ^= last;
	ROUND;
	ROUND;
	v0 ^= last;
	v2 ^= 0xff;
	ROUND;
	ROUND;
	ROUND;
	ROUND;
	return v0 ^ v1 ^ v2 ^ v3;
}

static inline uint32_t rotate32(uint32_t word, int by)
{
	return word << by | word >> (32 - by);
}

/* Bob Jenkins's lookup3 over two words, the second 0, as the hash policy 3 ends. */
static inline uint32_t mix(uint32_t word)
{
	uint32_t start = 0xdeadbeef + 8, a = start + word, b = start, c = start;

	c ^= b; c -= rotate32(b, 14);
	a ^= c; a -= rotate32(c, 11);
	b ^= a; b -= rotate32(a, 25);
	c ^= b; c -= rotate32(b, 16);
	a ^= c; a -= rotate32(c, 4);
	b ^= a; b -= rotate32(a, 14);
	c ^= b; c -= rotate32(b, 24);
	return c;
}

static unsigned char *read_messages(const char *path, size_t n_bytes)
{
	unsigned char *messages = malloc(n_bytes);
	FILE *file = fopen(path, "rb");

	if (!messages || !file || fread(messages, 1, n_bytes, file) != n_bytes) {
		fprintf(stderr, "siphash: cannot read %zu bytes of %s\n", n_bytes, path);
		exit(1);
	}
	fclose(file);
	return messages;
}

int main(int argc, char **argv)
{
	if (argc != 5) {
		fprintf(stderr, "usage: siphash FILE LENGTH COUNT SEED\n");
		return 2;
	}
	size_t length = strtoul(argv[2], NULL, 10), count = strtoul(argv[3], NULL, 10);
	uint64_t seed = strtoul(argv[4], NULL, 10);
	uint64_t key[2] = { seed << 32 | seed, seed << 32 | seed };
	unsigned char *messages = read_messages(argv[1], length * count);
	uint32_t *hashes = calloc(count, sizeof(*hashes));
	char line[16];

	while (hashes && fgets(line, sizeof(line), stdin)) {
		int is_mixed = line[0] == 'm';
		struct timespec start, end;
		uint32_t checksum = 0;

		clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &start);
		for (size_t i = 0; i < count; i++) {
			uint32_t hash = (uint32_t)siphash(messages + i * length, length, key);

			if (hash == 0)
				hash = 1;
			hashes[i] = (is_mixed ? mix(hash) : hash) >> 1;
		}
		clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &end);
		for (size_t i = 0; i < count; i++)
			checksum = checksum * 31 + hashes[i];
		printf("%lld %" PRIu32 "\n",
		       (end.tv_sec - start.tv_sec) * 1000000000LL + (end.tv_nsec - start.tv_nsec), checksum);
		fflush(stdout);
	}
	return 0;
}
