#include "Table.hpp"

#include <arrow/util/bit_util.h>

#include <cmath>
#include <functional>
#include <limits>
#include <unordered_map>

#include "Guard.hpp"

using arrow::Type;

namespace lathe {

arrow::Result<std::unique_ptr<lathe_arrow_table>> adopt(std::shared_ptr<arrow::Table> table) {
  for (bool nested = true; nested;) {
    nested = false;
    for (const auto &field : table->schema()->fields()) nested |= field->type()->id() == Type::STRUCT;
    if (nested) {
      ARROW_ASSIGN_OR_RAISE(table, table->Flatten(reading_pool()));
    }
  }
  auto adopted = std::make_unique<lathe_arrow_table>();
  adopted->rows = table->num_rows();
  for (int i = 0; i < table->num_columns(); i++) {
    const auto &field = *table->field(i);
    adopted->columns.push_back(
        {field.name(), field.type()->ToString(), table->column(i)->chunks(), {}, {}});
  }
  return adopted;
}

static lathe_arrow_type type_of(const arrow::DataType &type) {
  switch (type.id()) {
    case Type::NA: return LATHE_ARROW_MISSING;
    case Type::INT8: case Type::INT16: case Type::INT32: case Type::INT64:
    case Type::UINT8: case Type::UINT16: case Type::UINT32: case Type::UINT64:
      return LATHE_ARROW_INTEGER;
    case Type::HALF_FLOAT: case Type::FLOAT: case Type::DOUBLE:
    case Type::DECIMAL128: case Type::DECIMAL256:
    case Type::DECIMAL32: case Type::DECIMAL64:
      return LATHE_ARROW_FLOAT;
    case Type::BOOL: return LATHE_ARROW_BOOLEAN;
    case Type::DATE32: case Type::DATE64: return LATHE_ARROW_DATE;
    case Type::TIMESTAMP: return LATHE_ARROW_TIMESTAMP;
    case Type::TIME32: case Type::TIME64: case Type::DURATION: return LATHE_ARROW_TIME;
    case Type::STRING: case Type::LARGE_STRING: case Type::STRING_VIEW: return LATHE_ARROW_TEXT;
    case Type::DICTIONARY: {
      const auto &values = *static_cast<const arrow::DictionaryType &>(type).value_type();
      switch (type_of(values)) {
        case LATHE_ARROW_UNSUPPORTED: case LATHE_ARROW_DICTIONARY: return LATHE_ARROW_UNSUPPORTED;
        default: return LATHE_ARROW_DICTIONARY;
      }
    }
    default: return LATHE_ARROW_UNSUPPORTED;
  }
}

static lathe_arrow_type join(lathe_arrow_type a, lathe_arrow_type b) {
  if (a == b || b == LATHE_ARROW_MISSING) return a;
  if (a == LATHE_ARROW_MISSING) return b;
  if (a > b) std::swap(a, b);
  if (a == LATHE_ARROW_INTEGER && b == LATHE_ARROW_FLOAT) return b;
  if (a == LATHE_ARROW_DATE && b == LATHE_ARROW_TIMESTAMP) return b;
  if (a == LATHE_ARROW_DICTIONARY && b == LATHE_ARROW_TEXT) return b;
  return b == LATHE_ARROW_UNSUPPORTED ? b : LATHE_ARROW_CONFLICT;
}

/// Calls `each(row, is_null, text)` for a chunk of any scalar type.
template <typename Each>
static arrow::Status for_each_text(const arrow::Array &chunk, const Each &each);

/// The levels of a dictionary as texts, and which of them are null.
static arrow::Status levels_of(const arrow::Array &dictionary, std::vector<std::string> &levels,
                               std::vector<bool> &null_level) {
  std::function<void(int64_t, bool, std::string_view)> add = [&](int64_t, bool null, std::string_view text) {
    levels.emplace_back(text);
    null_level.push_back(null);
  };
  return for_each_text(dictionary, add);
}

template <typename Each>
static arrow::Status for_each_text(const arrow::Array &chunk, const Each &each) {
  auto views = [&](const auto &strings) {
    for (int64_t i = 0; i < strings.length(); i++) {
      const bool null = strings.IsNull(i);
      each(i, null, null ? std::string_view() : std::string_view(strings.GetView(i)));
    }
    return arrow::Status::OK();
  };
  switch (chunk.type_id()) {
    case Type::STRING: return views(static_cast<const arrow::StringArray &>(chunk));
    case Type::LARGE_STRING: return views(static_cast<const arrow::LargeStringArray &>(chunk));
    case Type::STRING_VIEW: return views(static_cast<const arrow::StringViewArray &>(chunk));
    case Type::DICTIONARY: {
      const auto &encoded = static_cast<const arrow::DictionaryArray &>(chunk);
      std::vector<std::string> levels;
      std::vector<bool> null_level;
      ARROW_RETURN_NOT_OK(levels_of(*encoded.dictionary(), levels, null_level));
      for (int64_t i = 0; i < encoded.length(); i++) {
        const bool null = encoded.IsNull(i) || null_level[encoded.GetValueIndex(i)];
        each(i, null, null ? std::string_view() : std::string_view(levels[encoded.GetValueIndex(i)]));
      }
      return arrow::Status::OK();
    }
    default:
      for (int64_t i = 0; i < chunk.length(); i++) {
        if (chunk.IsNull(i)) {
          each(i, true, std::string_view());
        } else {
          ARROW_ASSIGN_OR_RAISE(auto scalar, chunk.GetScalar(i));
          each(i, false, scalar->ToString());
        }
      }
      return arrow::Status::OK();
  }
}

static void mark_missing(const arrow::Array &chunk, double *values) {
  if (chunk.null_count() == 0) return;
  const uint8_t *valid = chunk.null_bitmap_data();
  for (int64_t i = 0; i < chunk.length(); i++) {
    if (valid == nullptr || !arrow::bit_util::GetBit(valid, chunk.offset() + i))
      values[i] = std::numeric_limits<double>::quiet_NaN();
  }
}

template <typename ArrayType, typename Convert>
static void copy_values(const arrow::Array &chunk, double *values, Convert convert) {
  const auto &array = static_cast<const ArrayType &>(chunk);
  const int64_t length = array.length();
  for (int64_t i = 0; i < length; i++) values[i] = convert(array.Value(i));
  mark_missing(chunk, values);
}

template <typename ArrayType>
static void copy_plain(const arrow::Array &chunk, double *values, double scale = 1) {
  copy_values<ArrayType>(chunk, values, [scale](auto value) { return double(value) * scale; });
}

/// Counts whole numbers that a double may not hold.
static int64_t count_inexact(const double *values, int64_t length) {
  int64_t count = 0;
  for (int64_t i = 0; i < length; i++) count += std::fabs(values[i]) >= 9007199254740992.0;
  return count;
}

static int64_t per_second(arrow::TimeUnit::type unit) {
  switch (unit) {
    case arrow::TimeUnit::SECOND: return 1;
    case arrow::TimeUnit::MILLI: return 1000;
    case arrow::TimeUnit::MICRO: return 1000000;
    case arrow::TimeUnit::NANO: return 1000000000;
  }
  return 1;
}

/// Counts of a unit as seconds; whole seconds first, for nanoseconds since 1970 have more digits than a double.
static double seconds(int64_t count, int64_t per) {
  return double(count / per) + double(count % per) / double(per);
}

static arrow::Status copy_chunk(const arrow::Array &chunk, double *values, int64_t *inexact) {
  switch (chunk.type_id()) {
    case Type::NA:
      std::fill(values, values + chunk.length(), std::numeric_limits<double>::quiet_NaN());
      break;
    case Type::INT8: copy_plain<arrow::Int8Array>(chunk, values); break;
    case Type::INT16: copy_plain<arrow::Int16Array>(chunk, values); break;
    case Type::INT32: copy_plain<arrow::Int32Array>(chunk, values); break;
    case Type::UINT8: copy_plain<arrow::UInt8Array>(chunk, values); break;
    case Type::UINT16: copy_plain<arrow::UInt16Array>(chunk, values); break;
    case Type::UINT32: copy_plain<arrow::UInt32Array>(chunk, values); break;
    case Type::INT64:
      copy_plain<arrow::Int64Array>(chunk, values);
      *inexact += count_inexact(values, chunk.length());
      break;
    case Type::UINT64:
      copy_plain<arrow::UInt64Array>(chunk, values);
      *inexact += count_inexact(values, chunk.length());
      break;
    case Type::HALF_FLOAT:
      copy_values<arrow::HalfFloatArray>(chunk, values, [](uint16_t bits) {
        return double(arrow::util::Float16::FromBits(bits).ToFloat());
      });
      break;
    case Type::FLOAT: copy_plain<arrow::FloatArray>(chunk, values); break;
    case Type::DOUBLE: {
      const auto &array = static_cast<const arrow::DoubleArray &>(chunk);
      std::memcpy(values, array.raw_values(), size_t(array.length()) * sizeof(double));
      mark_missing(chunk, values);
      break;
    }
    case Type::BOOL: copy_plain<arrow::BooleanArray>(chunk, values); break;
    case Type::DATE32: copy_plain<arrow::Date32Array>(chunk, values, 86400); break;
    case Type::DATE64:
      copy_values<arrow::Date64Array>(chunk, values, [](int64_t value) { return double(value) / 1e3; });
      break;
    case Type::TIMESTAMP: {
      const int64_t per = per_second(static_cast<const arrow::TimestampType &>(*chunk.type()).unit());
      copy_values<arrow::TimestampArray>(chunk, values, [per](int64_t v) { return seconds(v, per); });
      break;
    }
    case Type::TIME32: {
      const int64_t per = per_second(static_cast<const arrow::Time32Type &>(*chunk.type()).unit());
      copy_values<arrow::Time32Array>(chunk, values, [per](int32_t v) { return seconds(v, per); });
      break;
    }
    case Type::TIME64: {
      const int64_t per = per_second(static_cast<const arrow::Time64Type &>(*chunk.type()).unit());
      copy_values<arrow::Time64Array>(chunk, values, [per](int64_t v) { return seconds(v, per); });
      break;
    }
    case Type::DURATION: {
      const int64_t per = per_second(static_cast<const arrow::DurationType &>(*chunk.type()).unit());
      copy_values<arrow::DurationArray>(chunk, values, [per](int64_t v) { return seconds(v, per); });
      break;
    }
    default: {
      // Decimals, and whatever else spells a number.
      ARROW_RETURN_NOT_OK(for_each_text(chunk, [&](int64_t i, bool null, std::string_view text) {
        values[i] = null ? std::numeric_limits<double>::quiet_NaN() : std::stod(std::string(text));
      }));
    }
  }
  return arrow::Status::OK();
}

}  // namespace lathe

using namespace lathe;

extern "C" {

void lathe_arrow_free(lathe_arrow_table *table) { delete table; }
int64_t lathe_arrow_row_count(const lathe_arrow_table *table) { return table->rows; }
size_t lathe_arrow_column_count(const lathe_arrow_table *table) { return table->columns.size(); }

const char *lathe_arrow_column_name(const lathe_arrow_table *table, size_t column) {
  return table->columns[column].name.c_str();
}

const char *lathe_arrow_column_type_name(const lathe_arrow_table *table, size_t column) {
  return table->columns[column].type_name.c_str();
}

lathe_arrow_type lathe_arrow_column_type(const lathe_arrow_table *table, size_t column) {
  lathe_arrow_type type = LATHE_ARROW_MISSING;
  for (const auto &chunk : table->columns[column].chunks) {
    if (chunk->length() > 0) type = join(type, type_of(*chunk->type()));
  }
  return type;
}

void lathe_arrow_drop_column(lathe_arrow_table *table, size_t column) {
  table->columns[column].chunks.clear();
  table->columns[column].recoded.clear();
  table->columns[column].levels.clear();
}

int lathe_arrow_copy_numbers(const lathe_arrow_table *table, size_t column, double *values, int64_t *inexact,
                             lathe_arrow_error *error) {
  return guarded(error, [&]() -> arrow::Status {
    *inexact = 0;
    for (const auto &chunk : table->columns[column].chunks) {
      ARROW_RETURN_NOT_OK(copy_chunk(*chunk, values, inexact));
      values += chunk->length();
    }
    return arrow::Status::OK();
  });
}

int lathe_arrow_text_size(const lathe_arrow_table *table, size_t column, int64_t *bytes, int64_t *missing,
                          lathe_arrow_error *error) {
  return guarded(error, [&]() -> arrow::Status {
    *bytes = 0;
    *missing = 0;
    for (const auto &chunk : table->columns[column].chunks) {
      if (chunk->type_id() == Type::STRING && chunk->null_count() == 0) {
        *bytes += static_cast<const arrow::StringArray &>(*chunk).total_values_length();
        continue;
      }
      ARROW_RETURN_NOT_OK(for_each_text(*chunk, [&](int64_t, bool null, std::string_view text) {
        *bytes += int64_t(text.size());
        *missing += null;
      }));
    }
    return arrow::Status::OK();
  });
}

int lathe_arrow_copy_texts(const lathe_arrow_table *table, size_t column, uint8_t *bytes, ptrdiff_t *offsets,
                           bool *missing, lathe_arrow_error *error) {
  return guarded(error, [&]() -> arrow::Status {
    ptrdiff_t offset = 0;
    int64_t row = 0;
    offsets[0] = 0;
    for (const auto &chunk : table->columns[column].chunks) {
      if (chunk->type_id() == Type::STRING && chunk->null_count() == 0) {
        const auto &strings = static_cast<const arrow::StringArray &>(*chunk);
        const int64_t length = strings.length(), size = strings.total_values_length();
        if (length == 0) continue;
        const ptrdiff_t shift = offset - strings.value_offset(0);
        std::memcpy(bytes + offset, strings.raw_data() + strings.value_offset(0), size_t(size));
        for (int64_t i = 0; i < length; i++) offsets[row + i + 1] = strings.value_offset(i + 1) + shift;
        std::fill(missing + row, missing + row + length, false);
        row += length;
        offset += size;
        continue;
      }
      ARROW_RETURN_NOT_OK(for_each_text(*chunk, [&](int64_t, bool null, std::string_view text) {
        std::memcpy(bytes + offset, text.data(), text.size());
        offset += ptrdiff_t(text.size());
        missing[row++] = null;
        offsets[row] = offset;
      }));
    }
    return arrow::Status::OK();
  });
}

int lathe_arrow_unify(lathe_arrow_table *table, size_t column_index, int64_t *levels, int64_t *level_bytes,
                      lathe_arrow_error *error) {
  return guarded(error, [&]() -> arrow::Status {
    auto &column = table->columns[column_index];
    column.recoded.clear();
    column.levels.clear();
    std::unordered_map<std::string, int32_t> code_of;
    *level_bytes = 0;
    for (const auto &chunk : column.chunks) {
      std::vector<int32_t> recoded;
      if (chunk->type_id() == Type::DICTIONARY) {
        const auto &dictionary = *static_cast<const arrow::DictionaryArray &>(*chunk).dictionary();
        recoded.reserve(size_t(dictionary.length()));
        ARROW_RETURN_NOT_OK(for_each_text(dictionary, [&](int64_t, bool null, std::string_view text) {
          if (null) {
            recoded.push_back(-1);
            return;
          }
          auto [found, added] = code_of.emplace(text, int32_t(column.levels.size()));
          if (added) {
            column.levels.emplace_back(text);
            *level_bytes += int64_t(text.size());
          }
          recoded.push_back(found->second);
        }));
      }
      column.recoded.push_back(std::move(recoded));
    }
    *levels = int64_t(column.levels.size());
    return arrow::Status::OK();
  });
}

int lathe_arrow_copy_codes(const lathe_arrow_table *table, size_t column_index, int32_t *codes,
                           lathe_arrow_error *error) {
  return guarded(error, [&]() -> arrow::Status {
    const auto &column = table->columns[column_index];
    if (column.recoded.size() != column.chunks.size()) return arrow::Status::Invalid("levels not unified");
    for (size_t c = 0; c < column.chunks.size(); c++) {
      const auto &chunk = *column.chunks[c];
      const auto &recoded = column.recoded[c];
      const int64_t length = chunk.length();
      if (chunk.type_id() != Type::DICTIONARY) {
        std::fill(codes, codes + length, -1);
      } else {
        const auto &encoded = static_cast<const arrow::DictionaryArray &>(chunk);
        const auto &indices = *encoded.indices();
        if (indices.type_id() == Type::INT32 && indices.null_count() == 0) {
          const int32_t *raw = static_cast<const arrow::Int32Array &>(indices).raw_values();
          for (int64_t i = 0; i < length; i++) codes[i] = recoded[size_t(raw[i])];
        } else {
          for (int64_t i = 0; i < length; i++)
            codes[i] = encoded.IsNull(i) ? -1 : recoded[size_t(encoded.GetValueIndex(i))];
        }
      }
      codes += length;
    }
    return arrow::Status::OK();
  });
}

int lathe_arrow_copy_levels(const lathe_arrow_table *table, size_t column, uint8_t *bytes, ptrdiff_t *offsets,
                            lathe_arrow_error *error) {
  return guarded(error, [&]() -> arrow::Status {
    ptrdiff_t offset = 0;
    *offsets++ = 0;
    for (const auto &level : table->columns[column].levels) {
      std::memcpy(bytes + offset, level.data(), level.size());
      offset += ptrdiff_t(level.size());
      *offsets++ = offset;
    }
    return arrow::Status::OK();
  });
}

}  // extern "C"
