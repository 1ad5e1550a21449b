#include <arrow/compute/api_vector.h>
#include <arrow/compute/exec.h>
#include <arrow/csv/api.h>
#include <arrow/io/api.h>
#include <arrow/json/api.h>
#include <arrow/util/thread_pool.h>
#include <parquet/arrow/reader.h>
#include <parquet/file_reader.h>
#include <parquet/properties.h>

#include <algorithm>
#include <atomic>
#include <limits>

#include "Guard.hpp"
#include "Table.hpp"

using namespace lathe;

static std::shared_ptr<arrow::io::InputStream> stream(const char *bytes, int64_t length) {
  return std::make_shared<arrow::io::BufferReader>(
      std::make_shared<arrow::Buffer>(reinterpret_cast<const uint8_t *>(bytes), length));
}

/// The rows of a Parquet file: those of its row groups together, which the footer must confirm. The numbers come from
/// the file, and rows are drawn by them before anything is decoded.
static arrow::Result<int64_t> row_count_of(const parquet::FileMetaData &metadata) {
  int64_t rows = 0;
  for (int group = 0; group < metadata.num_row_groups(); group++) {
    const int64_t size = metadata.RowGroup(group)->num_rows();
    if (size < 0 || size > std::numeric_limits<int64_t>::max() - rows)
      return arrow::Status::Invalid("row group ", group, " says that it has ", size, " rows");
    rows += size;
  }
  if (rows != metadata.num_rows())
    return arrow::Status::Invalid("the row groups have ", rows, " rows where the footer says ",
                                  metadata.num_rows());
  return rows;
}

extern "C" {

int lathe_arrow_set_threads(int32_t threads, lathe_arrow_error *error) {
  return guarded(error, [&] { return arrow::SetCpuThreadPoolCapacity(threads); });
}

int lathe_arrow_read_csv(const lathe_arrow_csv *source, lathe_arrow_table **table, int64_t *skipped,
                         lathe_arrow_error *error) {
  return guarded(error, [&]() -> arrow::Status {
    std::atomic<int64_t> invalid{0};
    auto read = arrow::csv::ReadOptions::Defaults();
    read.use_threads = arrow::GetCpuThreadPoolCapacity() > 1;
    read.block_size = source->block_size;
    read.column_names.assign(source->names, source->names + source->column_count);

    auto parse = arrow::csv::ParseOptions::Defaults();
    parse.delimiter = source->delimiter;
    parse.quoting = source->quoting;
    parse.newlines_in_values = source->newlines_in_values;
    parse.invalid_row_handler = [&invalid](const arrow::csv::InvalidRow &) {
      invalid++;
      return arrow::csv::InvalidRowResult::Skip;
    };

    auto convert = arrow::csv::ConvertOptions::Defaults();
    convert.check_utf8 = false;
    convert.decimal_point = source->decimal_point;
    convert.null_values.assign(source->null_values, source->null_values + source->null_count);
    // Booleans are recognised later from their levels, so that their spelling survives.
    convert.true_values.clear();
    convert.false_values.clear();
    convert.strings_can_be_null = true;
    convert.auto_dict_encode = true;
    convert.auto_dict_max_cardinality = source->dictionary_limit;
    for (size_t i = 0; i < source->column_count; i++) {
      if (source->requests[i] == LATHE_ARROW_AS_DICTIONARY) {
        convert.column_types[source->names[i]] = arrow::dictionary(arrow::int32(), arrow::utf8());
      } else if (source->requests[i] == LATHE_ARROW_AS_TEXT) {
        convert.column_types[source->names[i]] = arrow::utf8();
      }
    }
    ARROW_ASSIGN_OR_RAISE(auto reader, arrow::csv::TableReader::Make(
                                           arrow::io::IOContext(reading_pool()),
                                           stream(source->bytes, source->length), read, parse, convert));
    ARROW_ASSIGN_OR_RAISE(auto arrow_table, reader->Read());
    ARROW_ASSIGN_OR_RAISE(auto adopted, adopt(arrow_table));
    *skipped = invalid;
    *table = adopted.release();
    return arrow::Status::OK();
  });
}

int lathe_arrow_read_json(const char *bytes, int64_t length, int32_t block_size, lathe_arrow_table **table,
                          lathe_arrow_error *error) {
  return guarded(error, [&]() -> arrow::Status {
    auto read = arrow::json::ReadOptions::Defaults();
    read.use_threads = arrow::GetCpuThreadPoolCapacity() > 1;
    read.block_size = block_size;
    ARROW_ASSIGN_OR_RAISE(auto reader,
                          arrow::json::TableReader::Make(reading_pool(), stream(bytes, length), read,
                                                         arrow::json::ParseOptions::Defaults()));
    ARROW_ASSIGN_OR_RAISE(auto arrow_table, reader->Read());
    ARROW_ASSIGN_OR_RAISE(auto adopted, adopt(arrow_table));
    *table = adopted.release();
    return arrow::Status::OK();
  });
}

int lathe_arrow_parquet_rows(const char *path, int64_t *rows, lathe_arrow_error *error) {
  return guarded(error, [&]() -> arrow::Status {
    ARROW_ASSIGN_OR_RAISE(*rows, row_count_of(*parquet::ParquetFileReader::OpenFile(path)->metadata()));
    return arrow::Status::OK();
  });
}

int lathe_arrow_read_parquet(const char *path, const int64_t *rows, int64_t row_count,
                             lathe_arrow_table **table, lathe_arrow_error *error) {
  return guarded(error, [&]() -> arrow::Status {
    auto file = parquet::ParquetFileReader::OpenFile(path, /*memory_map=*/false,
                                                     parquet::ReaderProperties(reading_pool()));
    if (rows != nullptr) ARROW_RETURN_NOT_OK(row_count_of(*file->metadata()).status());
    auto properties = parquet::default_arrow_reader_properties();
    properties.set_io_context(arrow::io::IOContext(reading_pool()));
    properties.set_use_threads(arrow::GetCpuThreadPoolCapacity() > 1);
    const auto &schema = *file->metadata()->schema();
    for (int i = 0; i < schema.num_columns(); i++) {
      const auto &column = *schema.Column(i);
      if (column.physical_type() == parquet::Type::BYTE_ARRAY && column.logical_type()->is_string())
        properties.set_read_dictionary(i, true);
    }
    std::unique_ptr<parquet::arrow::FileReader> reader;
    ARROW_ASSIGN_OR_RAISE(
        reader, parquet::arrow::FileReader::Make(reading_pool(), std::move(file), properties));
    std::shared_ptr<arrow::Table> arrow_table;
    if (rows == nullptr) {
      ARROW_ASSIGN_OR_RAISE(arrow_table, reader->ReadTable());
    } else {
      arrow::compute::ExecContext context(reading_pool());
      std::vector<std::shared_ptr<arrow::Table>> parts;
      int64_t first = 0;
      const int64_t *next = rows, *end = rows + row_count;
      for (int group = 0; group < reader->num_row_groups(); group++) {
        const int64_t size = reader->parquet_reader()->metadata()->RowGroup(group)->num_rows();
        const int64_t *stop = std::lower_bound(next, end, first + size);
        if (stop != next || parts.empty()) {
          arrow::Int64Builder indices;
          for (; next != stop; next++) ARROW_RETURN_NOT_OK(indices.Append(*next - first));
          ARROW_ASSIGN_OR_RAISE(auto chosen, indices.Finish());
          ARROW_ASSIGN_OR_RAISE(auto part, reader->ReadRowGroup(group));
          ARROW_RETURN_NOT_OK(part->ValidateFull());
          ARROW_ASSIGN_OR_RAISE(
              auto taken,
              arrow::compute::Take(part, chosen, arrow::compute::TakeOptions::Defaults(), &context));
          parts.push_back(taken.table());
        }
        first += size;
      }
      if (parts.empty()) {
        ARROW_ASSIGN_OR_RAISE(arrow_table, reader->ReadTable());
      } else {
        ARROW_ASSIGN_OR_RAISE(
            arrow_table, arrow::ConcatenateTables(parts, arrow::ConcatenateTablesOptions::Defaults(),
                                                  reading_pool()));
      }
    }
    // Values that a damaged file gets past the decoder are found here, before anything reads them.
    ARROW_RETURN_NOT_OK(arrow_table->ValidateFull());
    ARROW_ASSIGN_OR_RAISE(auto adopted, adopt(arrow_table));
    *table = adopted.release();
    return arrow::Status::OK();
  });
}

}  // extern "C"
