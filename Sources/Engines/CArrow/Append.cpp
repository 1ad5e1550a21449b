#include <string>
#include <unordered_map>
#include <vector>

#include "Guard.hpp"
#include "Table.hpp"

using namespace lathe;

/// What columns of two tables are matched by: the name, and how many columns before have it too. A name alone would
/// put two columns of one table into one of the other, which then held more values than the table has rows.
static std::vector<std::string> keys_of(const std::vector<lathe_arrow_column> &columns) {
  std::unordered_map<std::string, size_t> seen;
  std::vector<std::string> keys;
  keys.reserve(columns.size());
  for (const auto &column : columns) {
    std::string key = column.name;
    key.push_back('\0');
    key += std::to_string(seen[column.name]++);
    keys.push_back(std::move(key));
  }
  return keys;
}

extern "C" int lathe_arrow_append(lathe_arrow_table *table, const lathe_arrow_table *other,
                                  lathe_arrow_error *error) {
  return guarded(error, [&]() -> arrow::Status {
    const std::vector<std::string> keys = keys_of(table->columns);
    const std::vector<std::string> other_keys = keys_of(other->columns);
    std::unordered_map<std::string, size_t> place;
    for (size_t i = 0; i < keys.size(); i++) place.emplace(keys[i], i);
    ARROW_ASSIGN_OR_RAISE(auto absent_here,
                          arrow::MakeArrayOfNull(arrow::null(), table->rows, reading_pool()));
    ARROW_ASSIGN_OR_RAISE(auto absent_there,
                          arrow::MakeArrayOfNull(arrow::null(), other->rows, reading_pool()));
    std::vector<bool> present(table->columns.size(), false);
    for (size_t i = 0; i < other_keys.size(); i++) {
      const auto &column = other->columns[i];
      auto [found, added] = place.emplace(other_keys[i], table->columns.size());
      if (added) {
        table->columns.push_back({column.name, column.type_name, {absent_here}, {}, {}});
        present.push_back(false);
      }
      auto &chunks = table->columns[found->second].chunks;
      chunks.insert(chunks.end(), column.chunks.begin(), column.chunks.end());
      present[found->second] = true;
    }
    for (size_t i = 0; i < table->columns.size(); i++) {
      if (!present[i]) table->columns[i].chunks.push_back(absent_there);
    }
    table->rows += other->rows;
    return arrow::Status::OK();
  });
}
