"""Compresses a file with the method and the settings given, and prints what came of it."""

import argparse
import bz2
import lzma
import time
import zlib

parser = argparse.ArgumentParser()
parser.add_argument("file")
parser.add_argument("--method", choices=["deflate", "bzip2", "lzma"], required=True)
parser.add_argument("--level", type=int, default=6)
parser.add_argument("--window", type=int, default=15)
parser.add_argument("--memory", type=int, default=8)
parser.add_argument("--literal-context", type=int, default=3)
parser.add_argument("--literal-position", type=int, default=0)
parser.add_argument("--position", type=int, default=2)
parser.add_argument("--nice-length", type=int, default=64)
arguments = parser.parse_args()

with open(arguments.file, "rb") as file:
    data = file.read()


def deflate():
    compressor = zlib.compressobj(arguments.level, zlib.DEFLATED, arguments.window, arguments.memory)
    return compressor.compress(data) + compressor.flush()


def lempel_ziv_markov():
    settings = {
        "id": lzma.FILTER_LZMA2,
        "lc": arguments.literal_context,
        "lp": arguments.literal_position,
        "pb": arguments.position,
        "nice_len": arguments.nice_length,
    }
    return lzma.compress(data, format=lzma.FORMAT_XZ, filters=[settings])


methods = {
    "deflate": deflate,
    "bzip2": lambda: bz2.compress(data, arguments.level),
    "lzma": lempel_ziv_markov,
}
# The shortest of a few runs is disturbed least by what else the machine does.
durations = []
for _ in range(5):
    start = time.perf_counter()
    compressed = methods[arguments.method]()
    durations.append(time.perf_counter() - start)
print(f"bytes={len(compressed)}")
print(f"milliseconds={min(durations) * 1e3:.4f}")
