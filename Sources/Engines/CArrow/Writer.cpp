#include <arrow/io/file.h>
#include <parquet/arrow/writer.h>

#include <cmath>

#include "Guard.hpp"

struct lathe_arrow_writer {
  arrow::FieldVector fields;
  arrow::ArrayVector columns;
};

using namespace lathe;

template <typename Builder, typename Convert>
static arrow::Result<std::shared_ptr<arrow::Array>> build(Builder builder, const double *values, int64_t rows,
                                                          Convert convert) {
  ARROW_RETURN_NOT_OK(builder.Reserve(rows));
  for (int64_t i = 0; i < rows; i++) {
    if (std::isnan(values[i])) {
      builder.UnsafeAppendNull();
    } else {
      builder.UnsafeAppend(convert(values[i]));
    }
  }
  return builder.Finish();
}

static arrow::Status add(lathe_arrow_writer *writer, const char *name,
                         arrow::Result<std::shared_ptr<arrow::Array>> built) {
  ARROW_ASSIGN_OR_RAISE(auto array, std::move(built));
  writer->fields.push_back(arrow::field(name, array->type()));
  writer->columns.push_back(array);
  return arrow::Status::OK();
}

extern "C" {

lathe_arrow_writer *lathe_arrow_writer_create(void) { return new (std::nothrow) lathe_arrow_writer; }
void lathe_arrow_writer_free(lathe_arrow_writer *writer) { delete writer; }

int lathe_arrow_writer_add_numbers(lathe_arrow_writer *writer, const char *name, lathe_arrow_type type,
                                   const double *values, int64_t rows, lathe_arrow_error *error) {
  return guarded(error, [&]() -> arrow::Status {
    switch (type) {
      case LATHE_ARROW_INTEGER:
        return add(writer, name, build(arrow::Int64Builder(), values, rows, [](double value) {
                     return int64_t(value);
                   }));
      case LATHE_ARROW_DATE:
        return add(writer, name, build(arrow::Date32Builder(), values, rows, [](double value) {
                     return int32_t(std::floor(value / 86400));
                   }));
      case LATHE_ARROW_TIMESTAMP:
        return add(writer, name,
                   build(arrow::TimestampBuilder(arrow::timestamp(arrow::TimeUnit::MICRO),
                                                 arrow::default_memory_pool()),
                         values, rows, [](double value) { return int64_t(std::llround(value * 1e6)); }));
      default:
        return add(writer, name,
                   build(arrow::DoubleBuilder(), values, rows, [](double value) { return value; }));
    }
  });
}

int lathe_arrow_writer_add_texts(lathe_arrow_writer *writer, const char *name, const uint8_t *bytes,
                                 const ptrdiff_t *offsets, const bool *missing, int64_t rows,
                                 lathe_arrow_error *error) {
  return guarded(error, [&]() -> arrow::Status {
    arrow::LargeStringBuilder builder;
    ARROW_RETURN_NOT_OK(builder.Reserve(rows));
    ARROW_RETURN_NOT_OK(builder.ReserveData(offsets[rows] - offsets[0]));
    for (int64_t i = 0; i < rows; i++) {
      if (missing != nullptr && missing[i]) {
        builder.UnsafeAppendNull();
      } else {
        builder.UnsafeAppend(bytes + offsets[i], offsets[i + 1] - offsets[i]);
      }
    }
    return add(writer, name, builder.Finish());
  });
}

int lathe_arrow_writer_add_codes(lathe_arrow_writer *writer, const char *name, const int32_t *codes,
                                 int64_t rows, const uint8_t *level_bytes, const ptrdiff_t *level_offsets,
                                 int64_t levels, lathe_arrow_error *error) {
  return guarded(error, [&]() -> arrow::Status {
    arrow::StringBuilder dictionary;
    for (int64_t i = 0; i < levels; i++) {
      ARROW_RETURN_NOT_OK(dictionary.Append(level_bytes + level_offsets[i],
                                            int32_t(level_offsets[i + 1] - level_offsets[i])));
    }
    arrow::Int32Builder indices;
    ARROW_RETURN_NOT_OK(indices.Reserve(rows));
    for (int64_t i = 0; i < rows; i++) {
      if (codes[i] < 0) {
        indices.UnsafeAppendNull();
      } else {
        indices.UnsafeAppend(codes[i]);
      }
    }
    ARROW_ASSIGN_OR_RAISE(auto values, dictionary.Finish());
    ARROW_ASSIGN_OR_RAISE(auto coded, indices.Finish());
    return add(writer, name,
               arrow::DictionaryArray::FromArrays(arrow::dictionary(arrow::int32(), arrow::utf8()), coded,
                                                  values));
  });
}

int lathe_arrow_writer_write(const lathe_arrow_writer *writer, const char *path, lathe_arrow_error *error) {
  return guarded(error, [&]() -> arrow::Status {
    auto table = arrow::Table::Make(arrow::schema(writer->fields), writer->columns);
    ARROW_ASSIGN_OR_RAISE(auto output, arrow::io::FileOutputStream::Open(path));
    auto properties = parquet::WriterProperties::Builder().compression(parquet::Compression::ZSTD)->build();
    auto arrow_properties = parquet::ArrowWriterProperties::Builder().store_schema()->build();
    ARROW_RETURN_NOT_OK(parquet::arrow::WriteTable(*table, arrow::default_memory_pool(), output, 1 << 20,
                                                   properties, arrow_properties));
    return output->Close();
  });
}

}  // extern "C"
