#define XXH_INLINE_ALL
#include <arrow/vendored/xxhash.h>

#include <arrow/io/compressed.h>
#include <arrow/io/file.h>
#include <arrow/util/compression.h>
#include <unistd.h>

#include <cerrno>
#include <vector>

#include "Guard.hpp"

using namespace lathe;

extern "C" {

int lathe_arrow_decompress(const char *path, lathe_arrow_codec codec, int descriptor, int64_t limit,
                           int64_t *length, lathe_arrow_error *error) {
  return guarded(error, [&]() -> arrow::Status {
    ARROW_ASSIGN_OR_RAISE(auto kind, arrow::util::Codec::Create(codec == LATHE_ARROW_GZIP
                                                                    ? arrow::Compression::GZIP
                                                                    : arrow::Compression::ZSTD));
    ARROW_ASSIGN_OR_RAISE(auto file, arrow::io::ReadableFile::Open(path));
    ARROW_ASSIGN_OR_RAISE(auto stream, arrow::io::CompressedInputStream::Make(kind.get(), file));
    *length = 0;
    std::vector<uint8_t> block(1 << 20);
    while (true) {
      ARROW_ASSIGN_OR_RAISE(int64_t count, stream->Read(int64_t(block.size()), block.data()));
      if (count == 0) return arrow::Status::OK();
      if (count > limit - *length)
        return arrow::Status::Invalid("it unpacks to more than ", limit, " bytes");
      for (int64_t written = 0; written < count;) {
        const ssize_t step = write(descriptor, block.data() + written, size_t(count - written));
        if (step < 0 && errno == EINTR) continue;
        if (step <= 0)
          return arrow::Status::IOError("cannot write the decompressed data: ",
                                        step == 0 ? "nothing is taken" : strerror(errno));
        written += step;
      }
      *length += count;
    }
  });
}

uint64_t lathe_arrow_hash(const void *bytes, size_t length, uint64_t seed) {
  return XXH3_64bits_withSeed(bytes, length, seed);
}

}  // extern "C"
