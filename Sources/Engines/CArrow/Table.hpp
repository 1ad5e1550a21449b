#pragma once

#include <arrow/api.h>

#include <memory>
#include <string>
#include <vector>

#include "include/CArrow.h"

/// A named column. Chunks may differ in type where files do; they are brought together when copied out.
struct lathe_arrow_column {
  std::string name;
  std::string type_name;
  arrow::ArrayVector chunks;
  // Set by lathe_arrow_unify: for each chunk the new code of each of its codes, and the levels.
  std::vector<std::vector<int32_t>> recoded;
  std::vector<std::string> levels;
};

struct lathe_arrow_table {
  int64_t rows = 0;
  std::vector<lathe_arrow_column> columns;
};

namespace lathe {

/// The pool that tables are read into: the system's allocator. Arrow's default, mimalloc, was measured slower and less
/// steady on a gigabyte of CSV: it hands huge pages back, and the kernel clears them again and again.
inline arrow::MemoryPool *reading_pool() { return arrow::system_memory_pool(); }

/// Makes a table of ours from one of Arrow's; structs are flattened into `outer.inner`.
arrow::Result<std::unique_ptr<lathe_arrow_table>> adopt(std::shared_ptr<arrow::Table> table);

}  // namespace lathe
